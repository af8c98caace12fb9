"""The report as Markdown; what a customer wrote stays text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report import made_up
from tests.report.support import assert_golden, rendered
from voc_cli.messages import set_language, text
from voc_cli.report.markdown import _safe

_BARE = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#|~$&@]")


def test_the_report_stays_as_it_was_read() -> None:
    assert_golden(rendered("md"), "report_ko.md")


def test_the_english_report_stays_as_it_was_read() -> None:
    set_language("en")
    assert_golden(rendered("md"), "report_en.md")


def test_a_customers_pipes_backticks_tags_and_links_are_escaped() -> None:
    said = rendered("md")
    for written in ("<script>", "`코드`", "[링크]", "http://x", "*굵게*", "|칸|"):
        assert written in made_up.HOSTILE
        assert written not in said
    assert r"\|칸\| \`코드\` \<script\>alert(1)\</script\> \[링크\](http\://x.example) \# \*굵게\*" in said


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("- 첫째", r"\- 첫째"),
        ("1. 배송", r"1\. 배송"),
        ("12) 배송", r"12\) 배송"),
        ("2024.1.3 배송", "2024.1.3 배송"),
        ("-----", r"\-----"),
        ("+ 둘째", r"\+ 둘째"),
        ("> 인용", r"\> 인용"),
        ("www.x.example", r"www\.x.example"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("$x$", r"\$x\$"),
        ("한 줄\n## 제목\n\n두 줄", r"한 줄 \#\# 제목 두 줄"),
        ("끝\\", "끝\\\\"),
    ],
)
def test_what_would_be_markup_at_the_start_of_a_line_is_escaped(written: str, safe: str) -> None:
    assert _safe(written) == safe


@given(st.text())
def test_no_text_holds_a_bare_mark_or_a_second_line(written: str) -> None:
    safe = _safe(written)
    assert len(safe.splitlines()) <= 1
    assert not _BARE.search(re.sub(r"\\\\", "", safe))


@given(st.text())
def test_the_words_can_be_had_back(written: str) -> None:
    assert re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", _safe(written)) == " ".join(written.split())


def test_every_row_of_a_table_has_as_many_cells_as_its_header() -> None:
    rows = [line for line in rendered("md").splitlines() if line.startswith("|")]
    counts = [len(re.findall(r"(?<!\\)\|", row)) for row in rows]
    # Key figures (5 lines), then four tables of one theme each (header, rule, row).
    assert counts == [7] * (5 + 4 * 3)


def test_headings_stand_in_the_order_of_the_design() -> None:
    said = rendered("md")
    headings = [text(f"report.heading_{name}") for name in ("urgent", "themes", "marketing", "praise", "coverage")]
    places = [said.index(f"## {heading}") for heading in headings]
    assert places == sorted(places)
    assert said.startswith("# 고객의 소리 분석 보고서\n")


def test_a_report_without_themes_still_has_its_headings() -> None:
    said = rendered("md", analysis=made_up.empty_themes())
    assert text("report.verdict_no_theme") in said
    assert text("report.heading_own_themes") in said
