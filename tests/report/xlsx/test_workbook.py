"""The workbook: its sheets, their values and formats, charts, links and print setup."""

from __future__ import annotations

import dataclasses
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from tests.report import made_up
from tests.report.support import report
from tests.report.xlsx.support import grid, opened, part, row_of, texts, written
from voc_cli import schema
from voc_cli.messages import LANGUAGES, set_language, text
from voc_cli.report.build import Options
from voc_cli.report.formats import Screen
from voc_cli.report.model import Alert, PraiseBlame
from voc_cli.report.rows import Rows
from voc_cli.report.xlsx import render
from voc_cli.schema import Analysis

SHEETS = ["요약", "반복 불만", "가치사슬", "마케팅·영업", "긴급", "칭찬", "추이", "원문", "제외", "설명"]


@pytest.fixture(scope="module")
def data() -> bytes:
    set_language("ko")
    return written(options=Options(company="도란가전", settings={"mask": True}))


@pytest.fixture(scope="module")
def book(data: bytes) -> Any:
    return opened(data)


def headings(book: Any, sheet: str, row: int) -> list[object]:
    return [value for value in grid(book[sheet])[row - 1] if value is not None]


def test_the_sheets_are_those_of_the_design(book: Any) -> None:
    assert book.sheetnames == SHEETS


def test_each_part_is_well_formed(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    # A part that is not well-formed raises while it is read.
    tags = {name: ElementTree.fromstring(part).tag.rpartition("}")[2] for name, part in parts.items()}
    assert tags["xl/workbook.xml"] == "workbook"
    assert sum(tag == "worksheet" for tag in tags.values()) == len(SHEETS)


def test_the_first_sheet_tells_title_verdict_and_figures(book: Any) -> None:
    said = texts(book["요약"])
    whole = report()
    assert said[0] == "도란가전 고객의 소리 분석 보고서"
    assert [f"• {sentence}" for sentence in whole.verdict] == [line for line in said if line.startswith("• ")][
        : len(whole.verdict)
    ]
    assert all(f"• {goal.sentence}" in said for goal in whole.goals)
    assert all(f"• {line.name}: {line.sentence}" in said for line in whole.priorities)
    for figure in whole.figures:
        assert figure.label in said
        assert any(figure.number in row for row in grid(book["요약"]))
    assert "─ 50.0% → 85.7% (뚜렷한 차이 없음)" in said


def test_the_first_sheet_names_the_top_themes_with_their_numbers(book: Any) -> None:
    sheet = book["요약"]
    row = [value for value in grid(sheet)[row_of(sheet, "1. 배송 지연") - 1] if value is not None]
    assert row == ["1. 배송 지연", "배송·포장", "물류팀", 2, 0.166667, "신규", "0.0 → 28.6", "원문 2개"]


def test_a_theme_has_its_numbers_as_numbers_and_its_days_as_days(book: Any) -> None:
    sheet = book["반복 불만"]
    names = [cell.value for cell in sheet[4]]
    row = dict(zip(names, [cell.value for cell in sheet[5]], strict=True))
    assert (row["불만 주제"], row["담당부서"], row["건수"]) == ("배송 지연", "물류팀", 2)
    assert (row["앞 기간\n100건당"], row["이번 기간\n100건당"]) == (0, 28.6)
    assert (row["극성"], row["평점"], row["처음"]) == (-0.7, 1.5, datetime(2024, 1, 16))
    assert row["비교와 그 밖의 사실"].splitlines()[1] == text("compared.again", n=1)
    assert row["대표 인용"] == "“바람택배로 바뀌고 닷새째 안 와요”\n“배송이 일주일 걸렸습니다”"
    formats = dict(zip(names, [cell.number_format for cell in sheet[5]], strict=True))
    assert (formats["건수"], formats["비율"], formats["처음"]) == ("#,##0", "0.0%", "yyyy-mm-dd")


def test_each_theme_leads_to_its_clauses(book: Any) -> None:
    clauses = book["원문"]
    for sheet, name_column in (("반복 불만", 2), ("마케팅·영업", 1)):
        links = [cell for row in book[sheet].iter_rows() for cell in row if cell.hyperlink]
        assert links
        for link in links:
            target, _, places = str(link.hyperlink.location).partition("!")
            assert target == "'원문'"
            name = book[sheet].cell(link.row, name_column).value
            found = [row[0].value for row in clauses[places.replace("$", "")]]
            assert found == [name] * len(found)
            assert link.value == f"원문 {len(found)}개"


def test_the_charts_are_native_and_show_what_stands_on_the_sheets(data: bytes, book: Any) -> None:
    assert [len(book[name]._charts) for name in ("요약", "가치사슬", "추이")] == [2, 1, 2]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "media" in name]
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    used = " ".join(charts)
    assert "'추이'!$B$22:$B$29" in used
    assert "'가치사슬'!$D$5:$D$9" in used
    trend, chain = book["추이"], book["가치사슬"]
    assert [trend.cell(row, 2).value for row in range(22, 30)] == [1, 1, 1, 1, 0, 1, 3, 3]
    assert [chain.cell(row, 1).value for row in (5, 9)] == ["제품·서비스 품질", "직원·기사"]


def test_a_course_is_drawn_from_the_column_of_its_theme(data: bytes, book: Any) -> None:
    sparklines = part(data, "xl/worksheets/sheet2.xml")
    trend = book["추이"]
    column = next(cell for cell in trend[21] if cell.value == "배송 지연")
    assert f"추이!{column.column_letter}22:{column.column_letter}29" in sparklines.replace("$", "").replace("'", "")
    assert [trend.cell(row, column.column).value for row in range(22, 30)] == [0, 0, 0, 0, 0, 1, 1, 0]


def test_numbers_carry_bars_and_matrices_a_scale_of_color(book: Any) -> None:
    def kinds(sheet: str) -> set[str]:
        return {rule.type for rules in book[sheet].conditional_formatting for rule in rules.rules}

    assert "dataBar" in kinds("반복 불만")
    assert "dataBar" in kinds("요약")
    assert "colorScale" in kinds("가치사슬")
    assert "colorScale" in kinds("추이")


def test_the_chain_is_told_by_week_and_by_product(book: Any) -> None:
    sheet = book["가치사슬"]
    assert [value for value in grid(sheet)[5] if value is not None] == ["배송·포장", 5, 5, 3, 2, -0.08, "배송 지연 (2)"]
    by_week = row_of(sheet, text("xlsx.heading_by_bucket", unit="주", n=26)) + 1
    assert sheet.cell(by_week, 2).value == datetime(2024, 1, 1)
    by_product = row_of(sheet, text("xlsx.heading_by_product")) + 1
    assert [sheet.cell(by_product, column).value for column in (2, 3, 4)] == ["포트 P3", "도란홈", "기타"]


def test_urgent_cases_come_with_their_whole_text(book: Any) -> None:
    row = dict(zip(headings(book, "긴급", 4), grid(book["긴급"])[4], strict=True))
    assert (row["심각도"], row["신호"], row["접수번호"]) == ("심각", "안전", "015")
    assert row["글 전체"] == "충전대에서 연기가 났어요. 물은 빨리 끓어요"


def test_marketing_sees_issues_promises_and_leavers(book: Any) -> None:
    said = texts(book["마케팅·영업"])
    assert "가격·요금 — 불만 기록 0건" in said
    assert text("report.heading_promises", n=2) in said
    assert "적립 조건이 광고와 다릅니다" in said
    assert "로그인이 안 돼서 탈퇴합니다" in said
    sheet = book["마케팅·영업"]
    leaving = row_of(sheet, text("xlsx.column_leaving_theme")) + 1
    assert [sheet.cell(leaving, column).value for column in (1, 2, 3)] == ["앱 로그인 오류", "앱·시스템", 1]


def test_praise_and_blame_stand_side_by_side() -> None:
    rows = [
        ("포트 P3", "", 6, 4, 1, 0.2, ["또 멈췄어요", "물은 빨리 끓어요"]),
        ("도란홈", "", 3, 0, 0, float("nan"), []),
    ]
    products = pd.DataFrame(rows, columns=list(schema.PRAISE_BLAME))
    sheet = opened(written(dataclasses.replace(made_up.analysis(), products=products)))["칭찬"]
    row = row_of(sheet, "포트 P3")
    assert sheet.cell(row - 2, 1).value == text("report.heading_products")
    told = ["포트 P3", 4, 1, "“또 멈췄어요”\n“물은 빨리 끓어요”"]
    assert [sheet.cell(row, column).value for column in range(1, 5)] == told
    assert "도란홈" not in texts(sheet)  # nobody judged it
    assert "정 기사님이 참 친절하셨어요" in texts(sheet)


def test_what_was_left_out_is_told_with_file_and_row(book: Any) -> None:
    sheet = book["제외"]
    row = row_of(sheet, "calls.csv")
    assert [sheet.cell(row, column).value for column in range(1, 5)] == [
        "calls.csv",
        16,
        "칸 수가 맞지 않음",
        "021,[전화번호],남는 칸",
    ]
    assert made_up.COPIED in texts(sheet)


def test_the_notes_tell_terms_settings_and_versions(book: Any) -> None:
    said = texts(book["설명"])
    for entry in report(options=Options(settings={"mask": True})).facts:
        assert entry.name in said
        assert entry.value in said
    assert "설정 mask" in said
    assert text("report.meaning_share") in said


def test_every_sheet_prints_on_a4_across_with_its_header_on_each_page(book: Any) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert (sheet.page_setup.fitToWidth or 1, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, True)
        assert sheet.oddFooter.right.text == "&P / &N"
        assert sheet.oddHeader.left.text == "도란가전 고객의 소리 분석 보고서"
    assert {name: book[name].print_title_rows for name in SHEETS[1:]} == {
        "반복 불만": "$4:$4",
        "가치사슬": "$1:$2",
        "마케팅·영업": "$1:$2",
        "긴급": "$4:$4",
        "칭찬": "$1:$2",
        "추이": "$21:$21",
        "원문": "$4:$4",
        "제외": "$1:$2",
        "설명": "$1:$2",
    }


def test_lists_can_be_filtered_and_their_header_stays_in_sight(book: Any) -> None:
    for name, frozen in (("반복 불만", "C5"), ("긴급", "C5"), ("원문", "B5")):
        assert book[name].freeze_panes == frozen
        assert str(book[name].auto_filter.ref).startswith("A4:")
    assert book["추이"].auto_filter.ref == "A21:K29"


def test_columns_are_wide_enough_for_korean(book: Any) -> None:
    sheet = book["원문"]
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[4]}
    # Each syllable takes two digits.
    assert all(width > 2 * len(str(name)) for name, width in widths.items() if name != "복사본의 원글")
    assert widths["고객의 글"] > 60


def test_equal_runs_give_equal_bytes(data: bytes) -> None:
    assert written(options=Options(company="도란가전", settings={"mask": True})) == data
    assert "2000-01-01T00:00:00Z" in part(data, "docProps/core.xml")


def test_the_workbook_speaks_english() -> None:
    set_language("en")
    found = opened(written())
    assert found.sheetnames[:3] == ["Summary", "Recurring complaints", "Value chain"]
    assert "Key figures" in texts(found["Summary"])
    korean = [text for text in texts(found["Notes"]) if any("가" <= letter <= "힣" for letter in text)]
    assert len(korean) == 1  # the column of text in the export


@pytest.mark.parametrize("analysis", [made_up.undated(), made_up.empty_themes()])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poor_export_gives_every_sheet_too(analysis: Analysis, language: str) -> None:
    set_language("en" if language == "en" else "ko")
    assert len(opened(written(analysis)).sheetnames) == 10


def test_without_days_the_sheets_say_so() -> None:
    found = opened(written(made_up.undated()))
    for name in ("요약", "가치사슬", "추이"):
        assert text("xlsx.no_dates") in texts(found[name])


def test_alerts_partners_and_staff_have_their_place() -> None:
    line = PraiseBlame("바람택배", 3, 9, ("제때 왔어요",))
    whole = dataclasses.replace(
        report(),
        alerts=(Alert("배송 지연", "critical", "배송 지연이 평소의 네 배입니다."),) * 12,
        partners=(line,),
        staff_members=(line,),
    )
    found = opened(render(whole, Screen(), Rows.of(made_up.analysis())))
    assert "! 배송 지연이 평소의 네 배입니다." in texts(found["요약"])
    assert text("xlsx.more_alerts", n=2) in texts(found["요약"])
    said = texts(found["칭찬"])
    assert said.count("바람택배") == 2
    assert text("report.heading_partners") in said


def test_rows_print_on_one_page_only() -> None:
    clauses = made_up.clauses()
    many = pd.concat([clauses] * 10, ignore_index=True)
    found = opened(written(dataclasses.replace(made_up.analysis(), clauses=many)))["원문"]
    assert found.max_row > 100
    assert found.print_area.endswith("$44")


def test_months_head_their_columns_without_a_day() -> None:
    months = tuple(f"2024-{month:02}-01" for month in range(1, 9))
    whole = made_up.analysis()
    found = opened(written(dataclasses.replace(whole, period=dataclasses.replace(whole.period, buckets=months))))
    sheet = found["가치사슬"]
    head = sheet.cell(row_of(sheet, text("xlsx.heading_by_bucket", unit="주", n=26)) + 1, 2)
    assert (head.value, head.number_format) == (datetime(2024, 1, 1), "yyyy-mm")


def test_a_rare_rate_is_told_with_two_places(book: Any) -> None:
    sheet = book["반복 불만"]
    formats = {cell.number_format for row in sheet.iter_rows() for cell in row}
    assert '[=0]"·";[<0.05]0.00;0.0' in formats
