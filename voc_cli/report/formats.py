"""The formats of a report: one line each. A renderer takes a Report and a Screen and gives text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final, cast

from voc_cli.report.model import Report


@dataclass(frozen=True, slots=True)
class Screen:
    """Where the text will be shown; only the terminal's renderer asks."""

    width: int = 100  # columns
    color: bool = False


Renderer = Callable[[Report, Screen], str]

# name: (module, file name under -o DIR)
FORMATS: Final[dict[str, tuple[str, str]]] = {
    "terminal": ("voc_cli.report.terminal", "report.txt"),
    "md": ("voc_cli.report.markdown", "report.md"),
    "json": ("voc_cli.report.as_json", "report.json"),
}
TABLE_FORMATS: Final = ("csv", "tsv", "json")


def renderer(name: str) -> Renderer:
    """The renderer of the format ``name``; imported only now, because a run needs one of them."""
    return cast(Renderer, import_module(FORMATS[name][0]).render)
