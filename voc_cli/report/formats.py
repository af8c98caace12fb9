"""The formats of a report: one line each. A renderer takes a Report, a Screen and the Rows, and gives text or bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from voc_cli.report.model import Report
    from voc_cli.report.rows import Rows


@dataclass(frozen=True, slots=True)
class Screen:
    """Where the text will be shown; only the terminal's renderer asks."""

    width: int = 100  # columns
    color: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module whose ``render`` makes it, its file under -o DIR, and what it is made of."""

    module: str
    file_name: str
    is_binary: bool = False  # bytes, which no terminal can show


Renderer = Callable[["Report", Screen, "Rows | None"], str | bytes]

FORMATS: Final[dict[str, Format]] = {
    "terminal": Format("voc_cli.report.terminal", "report.txt"),
    "md": Format("voc_cli.report.markdown", "report.md"),
    "json": Format("voc_cli.report.as_json", "report.json"),
}
TABLE_FORMATS: Final = ("csv", "tsv", "json")


def renderer(name: str) -> Renderer:
    """The renderer of the format ``name``; imported only now, because a run needs one of them."""
    return cast(Renderer, import_module(FORMATS[name].module).render)
