"""The report on a screen: nothing wider than it, Korean aligned, the order of the design."""

from __future__ import annotations

import dataclasses

import pytest
from rich.cells import cell_len

from tests.report import made_up
from tests.report.support import assert_golden, rendered, report, widest
from voc_cli.messages import set_language, text
from voc_cli.report import terminal
from voc_cli.report.formats import Screen, renderer
from voc_cli.report.model import FigureChange, PraiseBlame, Report, ThemeLine


def with_themes(*themes: ThemeLine) -> Report:
    whole = report()
    return dataclasses.replace(whole, stages=(dataclasses.replace(whole.stages[0], themes=themes),))


def theme(name: str, n: int, *, owner: str = "물류팀", status: str = "신규") -> ThemeLine:
    return ThemeLine("T0", name, "배송·포장", owner, n, n / 500, status, "", (0, 1, n), ())


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_report_stays_as_it_was_read(width: int, language: str) -> None:
    set_language("en" if language == "en" else "ko")
    assert_golden(rendered("terminal", width=width), f"report_{language}_{width}.txt")


@pytest.mark.parametrize("width", [40, 80, 99, 100, 120, 140])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    assert widest(rendered("terminal", width=width)) <= width


@pytest.mark.parametrize("width", [40, 80, 120])
def test_long_words_break_instead_of_running_over(width: int) -> None:
    long = theme("구" * 60, 123456, owner="아주긴이름의부서" * 5, status="판단 불가")
    whole = dataclasses.replace(with_themes(long), title="긴 제목 " * 40, verdict=("가나다라" * 80,))
    assert widest(terminal.render(whole, Screen(width=width))) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_columns_of_korean_and_latin_names_begin_at_one_place(width: int) -> None:
    names = ["배송 지연", "A/S 안내 부족", "login error", "품절"]
    lines = terminal.render(with_themes(*(theme(name, 40) for name in names)), Screen(width=width)).splitlines()
    rows = [line for line in lines if "█" in line and "8.0%" in line]
    assert len(rows) == len(names)
    assert len({cell_len(row[: row.index("8.0%")]) for row in rows}) == 1
    assert len({cell_len(row[: row.index("█")]) for row in rows}) == 1
    assert len({cell_len(row[: row.index("신규")]) for row in rows}) == 1


def test_only_a_wide_screen_names_the_owner_beside_the_theme() -> None:
    one = with_themes(theme("배송 지연", 40, owner="물류팀"))
    assert "물류팀" in terminal.render(one, Screen(width=120))
    assert "물류팀" not in terminal.render(one, Screen(width=80))


def test_sections_stand_in_the_order_of_the_design() -> None:
    said = rendered("terminal")
    verdict = "고객 기록 12건 가운데 8건(66.7%)"
    headings = [text(f"report.heading_{name}") for name in ("urgent", "themes", "marketing", "praise", "coverage")]
    places = [said.index(part) for part in (verdict, *headings)]
    assert places == sorted(places)


def test_without_color_there_is_no_escape_code_even_where_a_customer_wrote_one() -> None:
    assert "\x1b" in made_up.HOSTILE
    said = rendered("terminal")
    assert "빨강" in said
    assert "\x1b" not in said
    assert "\x07" not in said


def test_with_color_the_customers_own_codes_still_stay_out() -> None:
    said = rendered("terminal", color=True)
    assert "\x1b[1m" in said
    assert "\x1b[31m빨강" not in said
    assert "[31m빨강" in said


def test_what_looks_like_rich_markup_is_shown_as_written() -> None:
    assert "[링크](http://x.example)" in rendered("terminal", width=140)


def test_what_a_case_was_chosen_for_hangs_under_its_own_begin() -> None:
    """Where it takes several lines, each begins below the first."""
    whole = report()
    kinds = ", ".join(["화재·발화:불꽃이 튀다", "기관 신고:소비자원"] * 4)
    cases = (dataclasses.replace(whole.urgent[0], kinds=kinds),)
    lines = terminal.render(dataclasses.replace(whole, urgent=cases), Screen(width=80)).splitlines()
    told = [line for line in lines if "불꽃이" in line or "소비자원" in line]
    assert len(told) > 1
    assert {len(line) - len(line.lstrip()) for line in told} == {4}


def test_no_line_ends_in_blanks() -> None:
    assert not [line for line in rendered("terminal").splitlines() if line != line.rstrip()]


def test_a_report_of_nothing_recurring_says_so() -> None:
    said = rendered("terminal", analysis=made_up.empty_themes())
    assert text("report.verdict_no_theme") in said
    assert said.count(text("report.none_found")) == 2  # urgent cases and praise


@pytest.mark.parametrize("name", ["terminal", "md"])
def test_partners_and_staff_are_told_where_there_are_some(name: str) -> None:
    line = PraiseBlame("바람택배", 3, 9, ())
    whole = dataclasses.replace(report(), partners=(line,), staff_members=(line,))
    said = renderer(name)(whole, Screen(width=100), None)
    assert isinstance(said, str)
    assert said.count("바람택배: 칭찬 3건, 불만 9건 (불만 75%)") == 2
    assert text("report.heading_partners") in said
    assert text("report.heading_staff_members") in said
    assert text("report.heading_products") not in said


def test_a_figure_shows_which_way_it_went() -> None:
    change = FigureChange(0.1, 0.3, "share", "up", "10.0% → 30.0%", "10.0% → 30.0% (늘어남)")
    figures = (dataclasses.replace(report().figures[0], change=change),)
    said = terminal.render(dataclasses.replace(report(), figures=figures), Screen(width=100))
    assert "▲ 10.0% → 30.0%" in said


@pytest.mark.parametrize("width", [80, 120])
def test_the_verdict_the_gravest_cases_and_the_largest_themes_fit_one_screen(width: int) -> None:
    whole = report()
    whole = dataclasses.replace(whole, urgent=whole.urgent * 5)
    lines = terminal.render(whole, Screen(width=width, color=False)).splitlines()
    first = lines[: next(n for n, line in enumerate(lines) if line.startswith(text("report.heading_urgent") + " ─"))]
    shown = "\n".join(first)
    assert len(first) <= 50
    assert sum(line.startswith("  ▲") for line in first) == 3
    assert all(theme.name in shown for theme in whole.themes)
    assert all(figure.label in shown for figure in whole.figures)
    assert not [line for line in first if cell_len(line) > width]


@pytest.mark.parametrize("width", [80, 100, 110, 120])
def test_a_series_ends_with_its_latest_part_however_long_the_names_are(width: int) -> None:
    named = theme("Delivery date or place not kept", 7, owner="Partner management")
    long = dataclasses.replace(named, series=(*[1] * 25, 9))
    whole = dataclasses.replace(with_themes(long), themes=(long,))
    lines = terminal.render(whole, Screen(width=width, color=False)).splitlines()
    told = [line for line in lines if "Delivery date" in line and "\u2588" in line]
    assert len(told) == 2  # on the first screen and in its stage
    assert all(line.endswith("\u2588") for line in told)
