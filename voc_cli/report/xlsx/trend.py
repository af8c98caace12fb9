"""추이: one row a bucket: all records, the stages, and every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from voc_cli.messages import text
from voc_cli.report.drawing import are_months
from voc_cli.report.matrices import FEWEST
from voc_cli.report.xlsx.book import Book, Column, Page, Value, cell, day
from voc_cli.report.xlsx.styles import AMBER, BLUE, FONT, GREEN, NAVY, PALE_GREY, RED

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

_HEADER: Final = 20
_N_TOTALS: Final = 5  # columns before those of the stages
MOST_THEMES: Final = 500  # columns; more would be read by nobody and fill the file
_N_PRINTED: Final = 10  # themes that fit on paper
_N_DRAWN: Final = 5
_N_CHARTED: Final = 60  # the latest buckets; the few records of years ago would fill a chart with noise
_COLORS: Final = (RED, BLUE, AMBER, GREEN, NAVY)
_FONT: Final = {"name": FONT, "size": 9}


def write(book: Book) -> None:
    """The sheet."""
    report = book.report
    n_stages, n_themes = _n_stages(book), min(len(report.themes), MOST_THEMES)
    widths = [12, *[8.0] * (_N_TOTALS - 1), *[6.5] * (n_stages + n_themes)]
    page = book.page(
        "trend", note=text("xlsx.note_trend", unit=report.unit, n=MOST_THEMES, fewest=FEWEST), widths=widths
    )
    if not report.points:
        page.sentence(3, text("xlsx.no_dates"), last=len(widths) - 1)
        return
    end = _table(page)
    last = _HEADER + len(report.points)
    page.heat(_HEADER + 1, _N_TOTALS, last, _N_TOTALS + n_stages - 1)
    page.heat(_HEADER + 1, _N_TOTALS + n_stages, last, _N_TOTALS + n_stages + n_themes - 1, color="#F4B183")
    page.sheet.autofilter(_HEADER, 0, end - 1, _N_TOTALS + n_stages + n_themes - 1)
    page.sheet.freeze_panes(0, 1)
    page.sheet.repeat_rows(_HEADER)
    page.sheet.print_area(0, 0, end - 1, _N_TOTALS + n_stages + min(n_themes, _N_PRINTED) - 1)
    page.sheet.insert_chart(2, 0, chart_of_records(book, height=340), {"object_position": 2})
    if report.themes:
        page.sheet.insert_chart(2, 10, _chart_of_themes(book), {"object_position": 2, "x_offset": 12})


def _n_stages(book: Book) -> int:
    return len(book.report.by_bucket.rows) if book.report.by_bucket else 0


def _table(page: Page) -> int:
    report = page.book.report
    stages = report.by_bucket
    themes = report.themes[:MOST_THEMES]
    names = ("bucket", "records", "complaints", "complaint_share", "negative_share")
    styles = ("month" if are_months(report.points) else "date", "count", "count", "share", "share")
    columns = [Column(text(f"xlsx.column_{name}"), style) for name, style in zip(names, styles, strict=True)]
    records: list[list[Value]] = []
    for number, point in enumerate(report.points):
        totals = (point.n_documents, point.n_complaints, point.complaint_share, point.negative_share)
        counts = [row[number] for row in stages.counts] if stages else []
        records.append([day(point.bucket), *totals, *counts, *(theme.series[number] for theme in themes)])
    turned = [*(stages.rows if stages else ()), *(theme.name for theme in themes)]
    columns += [Column(name, "sparse") for name in turned]
    end = page.table(_HEADER, columns, records)
    for place, name in enumerate(turned, start=_N_TOTALS):
        page.put(_HEADER, place, name, "turned")
    page.sheet.set_row(_HEADER, 150)
    return end


def series_of_theme(book: Book, number: int) -> str:
    """Where the records of one of the first MOST_THEMES themes stand, bucket by bucket."""
    column = _N_TOTALS + _n_stages(book) + number
    return cell("trend", _HEADER + 1, column, _HEADER + len(book.report.points), column)


def _charted(book: Book, column: int) -> dict[str, str]:
    """The name, the buckets and the values of a column, as a chart wants them."""
    last = _HEADER + len(book.report.points)
    first = max(_HEADER + 1, last + 1 - _N_CHARTED)
    return {
        "name": f"={cell('trend', _HEADER, column)}",
        "categories": f"={cell('trend', first, 0, last, 0)}",
        "values": f"={cell('trend', first, column, last, column)}",
    }


def chart_of_records(book: Book, *, height: int = 292) -> Chart:
    """Records of each bucket as columns, and the share that complains as a line, from the table of this sheet."""
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series({**_charted(book, 1), "fill": {"color": "#B4C7E7"}, "gap": 40})
    line = book.workbook.add_chart({"type": "line"})
    line.add_series({**_charted(book, 3), "y2_axis": True, "line": {"color": RED, "width": 2.25}})
    chart.combine(line)
    _lay_out(chart, book, title=text("xlsx.chart_records", unit=book.report.unit), height=height)
    line.set_y2_axis({"num_format": "0%", "num_font": _FONT, "min": 0, "max": 1})
    return chart


def _chart_of_themes(book: Book) -> Chart:
    chart = book.workbook.add_chart({"type": "line"})
    for number in range(min(len(book.report.themes), _N_DRAWN)):
        column = _charted(book, _N_TOTALS + _n_stages(book) + number)
        chart.add_series({**column, "line": {"color": _COLORS[number], "width": 1.75}})
    _lay_out(chart, book, title=text("xlsx.chart_themes", unit=book.report.unit), height=340)
    return chart


def _lay_out(chart: Chart, book: Book, *, title: str, height: int) -> None:
    if len(book.report.points) > _N_CHARTED:
        title += " " + text("xlsx.latest", n=_N_CHARTED)
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 11}, "overlay": False})
    axis: dict[str, Any] = {
        "num_font": {**_FONT, "rotation": -45},
        "num_format": "yyyy-mm" if are_months(book.report.points) else "yyyy-mm-dd",
        "text_axis": True,
        "interval_unit": max(min(len(book.report.points), _N_CHARTED) // 13, 1),
    }
    chart.set_x_axis(axis)
    grid = {"visible": True, "line": {"color": PALE_GREY, "width": 0.75}}
    chart.set_y_axis({"num_font": _FONT, "num_format": "#,##0", "major_gridlines": grid})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_size({"width": 562, "height": height})
