"""가치사슬: the stages in the chain's order, and where in time and at which product they are complained of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voc_cli.messages import text
from voc_cli.report.model import Matrix
from voc_cli.report.xlsx.book import Book, Column, Page, Value, cell, day
from voc_cli.report.xlsx.styles import FONT, GREEN, PALE_GREEN, PALE_GREY, PALE_RED, RED

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

_HEADER: Final = 3
_N_BUCKETS: Final = 26  # the latest that fit a page; all of them stand on the sheet of trends
_WIDTHS: Final = (24.0, *(10.5,) * 5, *(6.5,) * (_N_BUCKETS - 5))
_THEME_PLACES: Final = (6, 12)
_CHART_PLACE: Final = 14
_CHART_ROWS: Final = 14
_PALE_LINE: Final = {"color": PALE_GREY, "width": 0.75}


def write(book: Book) -> None:
    """The sheet."""
    page = book.page("chain", note=text("xlsx.note_chain"), widths=_WIDTHS)
    row = _stages(page)
    row = max(row, _HEADER + _CHART_ROWS) + 1
    row = _by_bucket(page, row, book.report.by_bucket)
    _by_product(page, row, book.report.by_product)
    page.sheet.freeze_panes(_HEADER + 1, 1)
    page.sheet.repeat_rows(0, 1)


def chart_of_stages(book: Book) -> Chart:
    """Complaints and praises of each stage, from the table of this sheet."""
    chart = book.workbook.add_chart({"type": "bar"})
    last = _HEADER + len(book.report.stages)
    for column, color in ((3, RED), (4, GREEN)):
        chart.add_series(
            {
                "name": f"={cell('chain', _HEADER, column)}",
                "categories": f"={cell('chain', _HEADER + 1, 0, last, 0)}",
                "values": f"={cell('chain', _HEADER + 1, column, last, column)}",
                "fill": {"color": color},
                "gap": 60,
            }
        )
    font = {"name": FONT, "size": 9}
    chart.set_title({"name": text("xlsx.chart_stages"), "name_font": {**font, "size": 11}, "overlay": False})
    chart.set_y_axis({"reverse": True, "crossing": "max", "interval_unit": 1, "num_font": {**font, "size": 8}})
    chart.set_x_axis(
        {"num_font": font, "num_format": "#,##0", "major_gridlines": {"visible": True, "line": _PALE_LINE}}
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": 562, "height": 292})
    return chart


def _stages(page: Page) -> int:
    names = ("stage", "records", "clauses", "complaints", "praises", "polarity")
    styles = ("name", "count", "count", "count", "count", "polarity")
    columns = [Column(text(f"xlsx.column_{name}"), style) for name, style in zip(names, styles, strict=True)]
    records: list[list[Value]] = [
        [stage.stage, stage.n_documents, stage.n_clauses, stage.n_complaints, stage.n_praises, stage.polarity]
        for stage in page.book.report.stages
    ]
    end = page.table(_HEADER, columns, records)
    page.merged(_HEADER, *_THEME_PLACES, text("xlsx.column_top_theme"), "header")
    for row, stage in enumerate(page.book.report.stages, start=_HEADER + 1):
        top = f"{stage.themes[0].name} ({stage.themes[0].n_documents:,})" if stage.themes else None
        page.merged(row, *_THEME_PLACES, top, "text")
    page.data_bars(_HEADER + 1, end - 1, 3, PALE_RED)
    page.data_bars(_HEADER + 1, end - 1, 4, PALE_GREEN)
    if page.book.report.stages:
        page.sheet.insert_chart(_HEADER, _CHART_PLACE, chart_of_stages(page.book), {"object_position": 2})
    return end


def _by_bucket(page: Page, row: int, matrix: Matrix | None) -> int:
    """Records that complain, the latest buckets."""
    page.heading(row, text("xlsx.heading_by_bucket", unit=page.book.report.unit, n=_N_BUCKETS), last=_N_BUCKETS)
    if matrix is None:
        page.sentence(row + 1, text("xlsx.no_dates"), last=_N_BUCKETS)
        return row + 3
    first = max(len(matrix.columns) - _N_BUCKETS, 0)
    page.put(row + 1, 0, text("xlsx.column_stage"), "header")
    page.sheet.set_row(row + 1, 66)
    are_months = len(matrix.columns) > 1 and all(bucket.endswith("-01") for bucket in matrix.columns)
    for place, bucket in enumerate(matrix.columns[first:], start=1):
        page.put(row + 1, place, day(bucket), "turned_month" if are_months else "turned_date")
    for below, (name, counts) in enumerate(zip(matrix.rows, matrix.counts, strict=True), start=row + 2):
        page.put(below, 0, name, "name")
        for place, n in enumerate(counts[first:], start=1):
            page.put(below, place, n, "sparse")
    end = row + 2 + len(matrix.rows)
    page.put(end, 0, text("xlsx.all_records"), "total_name")
    for place, total in enumerate(matrix.totals[first:], start=1):
        page.put(end, place, total, "total")
    page.heat(row + 2, 1, end - 1, len(matrix.columns) - first)
    return end + 2


def _by_product(page: Page, row: int, matrix: Matrix | None) -> None:
    """Records that complain, per hundred records of the product."""
    if matrix is None:
        return
    page.heading(row, text("xlsx.heading_by_product"), last=_N_BUCKETS)
    page.put(row + 1, 0, text("xlsx.column_stage"), "header")
    page.sheet.set_row(row + 1, 130)
    for place, product in enumerate(matrix.columns, start=1):
        page.put(row + 1, place, product, "turned")
    for below, (name, rates) in enumerate(zip(matrix.rows, matrix.rates, strict=True), start=row + 2):
        page.put(below, 0, name, "name")
        for place, rate in enumerate(rates, start=1):
            page.put(below, place, rate, "rate")
    end = row + 2 + len(matrix.rows)
    page.put(end, 0, text("xlsx.all_records"), "total_name")
    for place, total in enumerate(matrix.totals, start=1):
        page.put(end, place, total, "total")
    page.heat(row + 2, 1, end - 1, len(matrix.columns))
