"""What Excel would run, refuse or repair."""

from __future__ import annotations

import dataclasses
import tempfile
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from tests.report import made_up
from tests.report.support import report
from tests.report.xlsx.support import grid, opened, part, texts, written
from voc_cli import schema
from voc_cli.errors import OutputError
from voc_cli.messages import text
from voc_cli.report import xlsx
from voc_cli.report.formats import Screen
from voc_cli.report.model import Quote
from voc_cli.report.rows import Rows
from voc_cli.report.xlsx import book as limits
from voc_cli.report.xlsx import listing, render, trend
from voc_cli.report.xlsx.styles import Styles, columns_wide, fitting, lines_high
from voc_cli.schema import Analysis

FORMULAS = ["=1+1", "+82 전화", "-세일-", "@명령", '=HYPERLINK("http://x.example","눌러")', "\t=A1", "{=A1}"]


def with_text(said: str) -> Analysis:
    whole = made_up.analysis()
    clauses = whole.clauses.copy()
    clauses.loc[0, schema.TEXT] = said
    documents = whole.documents.copy()
    documents.loc[0, [schema.DOC_ID, schema.PRODUCT]] = said
    return dataclasses.replace(whole, clauses=clauses, documents=documents)


def cells_of(book: Any, kind: str) -> list[str]:
    return [
        cell.coordinate
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == kind
    ]


@pytest.mark.parametrize("said", FORMULAS)
def test_what_looks_like_a_formula_stays_a_text(said: str) -> None:
    whole = with_text(said)
    quoted = dataclasses.replace(
        report(whole),
        title=said,
        staff=(Quote(said, "", said),),
        verdict=(said,),
    )
    found = opened(render(quoted, Screen(), Rows.of(whole)))
    assert cells_of(found, "f") == []
    assert said.strip() in texts(found["원문"])
    assert said in texts(found["칭찬"])
    assert len([cell for sheet in found.worksheets for row in sheet for cell in row if cell.hyperlink]) == 7


_ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(max_examples=8, deadline=None)
@given(st.lists(_ANY_TEXT, min_size=16, max_size=16))
def test_any_text_comes_back_as_it_was_on_one_line(said: list[str]) -> None:
    whole = made_up.analysis()
    whole = dataclasses.replace(whole, clauses=whole.clauses.assign(text=said))
    found = opened(written(whole))
    clauses = grid(found["원문"])[4:]
    (batch,) = Rows.of(whole).batches(Rows.of(whole).shown(default=100))
    assert [row[4] or "" for row in clauses] == batch.text


def test_a_literal_escape_of_excels_is_no_control_character() -> None:
    data = written(with_text("_x0041_ 모델이 _x0000_ 고장"))
    assert "_x005F_x0041_ 모델이 _x005F_x0000_ 고장" in part(data, "xl/worksheets/sheet8.xml")


def test_the_limit_of_rows_is_said_and_keeps_complaints() -> None:
    found = opened(written(max_rows=5))
    rows = grid(found["원문"])
    assert rows[1][0] == text("xlsx.note_rows_cut", n=5, total=16)
    assert [row[2] for row in rows[4:]] == ["부정"] * 5
    assert found["원문"].auto_filter.ref == "A4:O9"


def test_without_a_limit_the_sheet_says_that_all_are_there() -> None:
    assert grid(opened(written())["원문"])[1][0] == text("xlsx.note_rows", n=16)


def test_excels_own_limit_of_rows_goes_before_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 10)
    found = opened(written(max_rows=1_000))
    assert found["원문"].max_row == 10
    assert grid(found["원문"])[1][0] == text("xlsx.note_rows_cut", n=6, total=16)


def test_no_rows_are_a_sheet_that_says_so() -> None:
    for data in (written(rows=False), written(max_rows=0)):
        assert opened(data)["원문"].max_row <= 4
    assert text("xlsx.no_rows") in texts(opened(written(rows=False))["원문"])


def test_a_theme_without_rows_has_no_link() -> None:
    found = opened(written(max_rows=1))
    links = [cell.value for row in found["반복 불만"].iter_rows() for cell in row if cell.hyperlink]
    assert links == ["원문 1개"]


def test_a_long_cell_is_cut_with_a_note() -> None:
    long = "가" * (limits.MAX_CHARACTERS + 10)
    cut = limits.fitted(long)
    assert len(cut) == limits.MAX_CHARACTERS
    assert cut.endswith(text("xlsx.cell_cut"))
    assert limits.fitted("가" * limits.MAX_CHARACTERS) == "가" * limits.MAX_CHARACTERS
    found = opened(written(with_text(long)))
    assert max(map(len, texts(found["원문"]))) == limits.MAX_CHARACTERS


def test_the_length_of_a_cell_is_counted_as_excel_counts() -> None:
    cut = limits.fitted("😡" * 20_000)  # two units each
    assert len(cut.encode("utf-16-le")) // 2 <= limits.MAX_CHARACTERS
    assert cut.startswith("😡" * 16_000)


def test_links_end_where_excel_would_drop_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LINKS", 2)
    sheet = opened(written())["반복 불만"]
    cells = [sheet.cell(row, 17) for row in (5, 6, 7)]
    assert [cell.hyperlink is not None for cell in cells] == [True, True, False]
    assert cells[2].value == "원문 2개"


def test_days_before_excels_calendar_stay_readable() -> None:
    assert limits.day("1899-12-31") == "1899-12-31"
    assert limits.day("") is None
    whole = made_up.analysis()
    whole.documents.loc[0, schema.RECEIVED_AT] = pd.Timestamp("1850-01-09")
    assert "1850-01-09" in texts(opened(written(whole))["원문"])


def test_columns_that_the_export_does_not_fill_are_left_out() -> None:
    whole = made_up.analysis()
    documents = whole.documents.assign(channel="", rating=float("nan"))
    headings = [cell.value for cell in opened(written(dataclasses.replace(whole, documents=documents)))["원문"][4]]
    assert text("xlsx.column_channel") not in headings
    assert text("xlsx.column_rating") not in headings
    assert text("xlsx.column_product") in headings


def test_a_name_with_an_ampersand_is_no_mark_of_the_page_header() -> None:
    found = opened(render(dataclasses.replace(report(), title="A&B 상사"), Screen(), None))
    assert found["요약"].oddHeader.left.text == "A&&B 상사"


def test_a_syllable_is_two_digits_wide() -> None:
    assert columns_wide("배송 late") == 9
    assert columns_wide("가\n나다") == 4
    assert lines_high("가" * 50, 100) == 1
    assert lines_high("가" * 60, 100) == 2
    assert lines_high("가\n나", 100) == 2
    assert fitting(["가나다"], least=4, most=20) == 8.5
    assert (fitting([], least=4, most=20), fitting(["가" * 40], least=4, most=20)) == (4, 20)


def test_the_default_number_of_rows_is_the_documented_one() -> None:
    assert listing.DEFAULT_ROWS == 50_000


def test_a_temporary_folder_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(OutputError, match="임시 폴더") as refused:
        written()
    assert "TMPDIR" in refused.value.mend


def test_courses_end_where_the_sheet_of_trends_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trend, "MOST_THEMES", 2)
    data = written()
    headings = [cell.value for cell in opened(data)["추이"][21]]
    assert headings[-2:] == ["배송 지연", "앱 로그인 오류"]
    assert part(data, "xl/worksheets/sheet2.xml").count("<x14:sparkline>") == 2


def test_a_theme_that_looks_like_a_formula_names_its_line_in_the_chart() -> None:
    whole = report()
    renamed = tuple(dataclasses.replace(theme, name="=A1+B1") for theme in whole.themes)
    data = render(dataclasses.replace(whole, themes=renamed), Screen(), None)
    assert cells_of(opened(data), "f") == []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert not [chart for chart in charts if "<c:f>A1+B1</c:f>" in chart]


def test_a_page_header_is_never_too_long_for_excel() -> None:
    long = dataclasses.replace(report(), title="&" * 200, period="&" * 200)
    found = opened(render(long, Screen(), None))
    assert found["요약"].oddHeader.left.text == "&" * 120


def test_charts_draw_the_latest_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trend, "_N_CHARTED", 3)
    chart = part(written(), "xl/charts/chart1.xml")
    assert "'추이'!$B$27:$B$29" in chart
    assert text("xlsx.latest", n=3) in chart


@pytest.mark.parametrize(
    ("buckets", "shown", "other"),
    [(("2024-01-01", "2024-02-01"), "yyyy-mm", "yyyy-mm-dd"), (("2024-01-01", "2024-02-05"), "yyyy-mm-dd", "yyyy-mm")],
)
def test_months_are_told_without_a_day(buckets: tuple[str, str], shown: str, other: str) -> None:
    whole = report()
    points = [dataclasses.replace(point, bucket=day) for point, day in zip(whole.points, buckets, strict=False)]
    data = render(dataclasses.replace(whole, points=tuple(points)), Screen(), None)
    chart = part(data, "xl/charts/chart1.xml")
    assert f'formatCode="{shown}"' in chart
    assert f'formatCode="{other}"' not in chart
    assert opened(data)["추이"].cell(22, 1).number_format == shown


def test_a_share_that_is_not_told_is_a_gap_of_the_line() -> None:
    whole = report()
    points = (
        dataclasses.replace(whole.points[0], n_documents=40, complaint_share=0.25),
        *whole.points[1:],
    )
    data = render(dataclasses.replace(whole, points=points), Screen(), None)
    sheet = opened(data)["추이"]
    assert [sheet.cell(row, 4).value for row in range(22, 25)] == [0.25, None, None]
    # Excel leaves a gap unless it is told otherwise.
    assert "dispBlanksAs" not in part(data, "xl/charts/chart1.xml")


def test_the_sheet_of_marketing_tells_ten_themes_of_its_own_and_counts_the_others() -> None:
    whole = report()
    many = tuple(dataclasses.replace(whole.marketing.themes[0], name=f"주제번호{n:02}") for n in range(13))
    data = render(
        dataclasses.replace(whole, marketing=dataclasses.replace(whole.marketing, themes=many)), Screen(), None
    )
    cells = [str(cell) for row in opened(data)["마케팅·영업"].values for cell in row if cell is not None]
    assert [cell for cell in cells if cell.startswith("주제번호")] == [f"주제번호{n:02}" for n in range(10)]
    assert text("report.more_themes", n=3) in cells


def test_rows_that_another_sheet_has_gone_before_are_refused() -> None:
    prepared = xlsx.prepare(Rows.of(made_up.analysis()))
    with Workbook(BytesIO()) as book:
        styles = Styles(book)
        styles["title"]._get_xf_index()
        with pytest.raises(ValueError, match="first"):
            prepared.sheet.body.register(book, styles)
        book.add_worksheet()
    prepared.sheet.body.copy_to(StringIO())
