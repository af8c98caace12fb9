"""The formats of a report: one line each. A renderer takes a Report, a Screen and the Rows, and gives text or bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from voc_cli.report.model import Report
    from voc_cli.report.rows import Rows


@dataclass(frozen=True, slots=True)
class Screen:
    """How the report is to be set; each renderer asks for what concerns it."""

    width: int = 110  # columns of a terminal
    color: bool = False
    templates: Path | None = None  # folder of the user's own, which go before ours


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module whose ``render`` makes it, its file under -o DIR, and what it is made of."""

    module: str
    file_name: str
    is_binary: bool = False  # bytes, which no terminal can show
    lists_rows: bool = False  # the clauses themselves, beside the report


Renderer = Callable[["Report", Screen, "Rows | None"], str | bytes]

FORMATS: Final[dict[str, Format]] = {
    "terminal": Format("voc_cli.report.terminal", "report.txt"),
    "md": Format("voc_cli.report.markdown", "report.md"),
    "html": Format("voc_cli.report.html", "report.html", lists_rows=True),
    "json": Format("voc_cli.report.as_json", "report.json"),
    "xlsx": Format("voc_cli.report.xlsx", "report.xlsx", is_binary=True, lists_rows=True),
}
TABLE_FORMATS: Final = ("csv", "tsv", "json")


def renderer(name: str) -> Renderer:
    """The renderer of the format ``name``; imported only now, because a run needs one of them."""
    return cast(Renderer, import_module(FORMATS[name].module).render)
