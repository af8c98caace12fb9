"""How cells look, and how wide Korean text is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT: Final = "맑은 고딕"
NAVY, GREY, RED, GREEN, BLUE, AMBER = "#1F3864", "#7F7F7F", "#C0392B", "#2E8B57", "#2F75B5", "#B9770E"
PALE: Final = "#EEF2F8"
PALE_RED, PALE_GREEN, PALE_GREY = "#F4B6AE", "#A9D8BE", "#E0E0E0"  # behind numbers, which stay readable
_LINE: Final = {"border": 1, "border_color": "#D9D9D9"}
_CELL: Final[dict[str, Any]] = {"valign": "vcenter", **_LINE}
_NUMBER: Final[dict[str, Any]] = {**_CELL, "align": "right"}
_LEVEL: Final[dict[str, Any]] = {"text_wrap": True, "valign": "vcenter", "indent": 1}

STYLES: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 16, "font_color": NAVY, "valign": "vcenter"},
    "subtitle": {"font_color": GREY, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 12, "font_color": NAVY, "bottom": 2, "bottom_color": NAVY},
    "sentence": {"text_wrap": True, "valign": "vcenter", "indent": 1},
    "info": {**_LEVEL, "font_color": BLUE},
    "warning": {**_LEVEL, "font_color": AMBER, "bold": True},
    "critical": {**_LEVEL, "font_color": RED, "bold": True},
    "header": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "align": "center", "valign": "vcenter",
        "text_wrap": True, "border": 1, "border_color": "#FFFFFF",
    },
    "turned": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "align": "center", "valign": "bottom",
        "rotation": 90, "border": 1, "border_color": "#FFFFFF",
    },
    "turned_date": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "align": "center", "valign": "bottom",
        "rotation": 90, "border": 1, "border_color": "#FFFFFF", "num_format": "yyyy-mm-dd",
    },
    "turned_month": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "align": "center", "valign": "bottom",
        "rotation": 90, "border": 1, "border_color": "#FFFFFF", "num_format": "yyyy-mm",
    },
    "text": {**_CELL, "indent": 1},
    "name": {**_CELL, "bold": True, "indent": 1},
    "term": {**_CELL, "bold": True, "text_wrap": True, "indent": 1},
    "centred": {**_CELL, "align": "center"},
    "wrapped": {**_CELL, "text_wrap": True, "indent": 1},
    "link": {**_CELL, "font_color": BLUE, "underline": 1, "align": "center"},
    "count": {**_NUMBER, "num_format": "#,##0"},
    "sparse": {**_NUMBER, "num_format": '#,##0;-#,##0;"·"'},  # a zero is a dot, so that what is there stands out
    "share": {**_NUMBER, "num_format": "0.0%"},
    "rate": {**_NUMBER, "num_format": '[=0]"·";[<0.05]0.00;0.0'},
    "polarity": {**_NUMBER, "num_format": "+0.00;-0.00;0.00"},
    "rating": {**_NUMBER, "num_format": "0.00"},
    "p": {**_NUMBER, "num_format": "0.000"},
    "date": {**_CELL, "align": "center", "num_format": "yyyy-mm-dd"},
    "month": {**_CELL, "align": "center", "num_format": "yyyy-mm"},
    # In the sheet of clauses: lines around a million cells would double its size.
    "plain_text": {"indent": 1},
    "plain_polarity": {"num_format": "+0.00;-0.00;0.00"},
    "plain_rating": {"num_format": "0.0"},
    "plain_date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "total": {**_NUMBER, "num_format": "#,##0", "font_color": GREY, "italic": True},
    "total_name": {**_CELL, "font_color": GREY, "italic": True, "indent": 1},
    "card_label": {"bg_color": PALE, "font_color": GREY, "align": "center", "valign": "vcenter", "top": 2,
                   "top_color": NAVY},
    "card_count": {"bg_color": PALE, "bold": True, "font_size": 18, "align": "center", "valign": "vcenter",
                   "num_format": "#,##0", "font_color": NAVY},
    "card_rating": {"bg_color": PALE, "bold": True, "font_size": 18, "align": "center", "valign": "vcenter",
                    "num_format": "0.00", "font_color": NAVY},
    "card_share": {"bg_color": PALE, "bold": True, "font_size": 18, "align": "center", "valign": "vcenter",
                   "num_format": "0.0%", "font_color": NAVY},
    "card_note": {"bg_color": PALE, "font_color": GREY, "font_size": 9, "align": "center", "valign": "vcenter",
                  "text_wrap": True},
}  # fmt: skip


class Styles:
    """The formats of one workbook by name, each made when it is first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._workbook.add_format({"font_name": FONT, "font_size": 10, **STYLES[name]})
        return self._made[name]


def columns_wide(said: str) -> int:
    """How many digits wide ``said`` is on its widest line; a Hangul syllable takes two."""
    return max(sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line) for line in said.split("\n"))


def fitting(values: Iterable[str], *, least: float, most: float) -> float:
    """The width of a column that shows the widest of ``values``, within bounds."""
    return min(max(least, *(columns_wide(value) + 2.5 for value in values), 0), most)


def lines_high(said: str, width: float) -> int:
    """How many lines ``said`` takes in a cell of ``width`` digits; a Hangul syllable is a little under two of them."""
    room = max(width * 1.05, 1)
    return sum(max(1, -int(-columns_wide(line) // room)) for line in said.split("\n"))
