"""What the tests of reports share."""

from __future__ import annotations

import os
from pathlib import Path

from rich.cells import cell_len

from tests.report import made_up
from voc_cli.report.build import Options, build_report
from voc_cli.report.formats import Screen, renderer
from voc_cli.report.model import Report
from voc_cli.schema import Analysis

_GOLDEN = Path(__file__).parent / "golden"


def report(
    analysis: Analysis | None = None, *, options: Options | None = None, around: Analysis | None = None
) -> Report:
    """The report of the made-up analysis, or of another one."""
    return build_report(
        analysis or made_up.analysis(),
        promise_aspects=made_up.PROMISE_ASPECTS,
        severities=made_up.SEVERITIES,
        options=options,
        around=around,
    )


def rendered(name: str, *, width: int = 100, analysis: Analysis | None = None, color: bool = False) -> str:
    """The report in the text format ``name``."""
    said = renderer(name)(report(analysis), Screen(width=width, color=color), None)
    assert isinstance(said, str)
    return said


def widest(said: str) -> int:
    """Screen columns of the longest line; a Hangul syllable takes two."""
    return max(cell_len(line) for line in said.splitlines())


def assert_golden(said: str, name: str) -> None:
    """``said`` is what golden/``name`` holds; UPDATE_GOLDEN=1 writes it anew, to be read before it is committed."""
    path = _GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8"), f"{name} changed; read it and run again with UPDATE_GOLDEN=1"
