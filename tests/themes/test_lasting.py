"""What earlier runs found, in a later one: ids, names, and that nothing goes because more data came."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.themes.frames import clause, clauses, discover, seeds, themes_of, unexplained
from voc_cli import schema
from voc_cli.known_themes import KnownTheme, KnownThemes
from voc_cli.schema import Stage
from voc_cli.themes.discover import discover_themes, kept_apart
from voc_cli.themes.editing import theme_id
from voc_cli.themes.standing import CHANCE

LATE = theme_id("outbound", "배송 속도")


def known(*pairs: tuple[str, float]) -> KnownThemes:
    return KnownThemes((KnownTheme("Tx", "흔들리는 손잡이", "operations", "품질팀", False, pairs, "", "", 9),))


def test_a_listed_theme_of_the_last_run_stays_though_more_data_came() -> None:
    few = [clause(n) for n in range(2)]
    others = [unexplained(n, "손잡이/N 헐겁/V") for n in range(10, 10 + 3 * CHANCE)]
    late = KnownTheme(LATE, "배송 지연", "outbound", "물류팀", True, (), "", "", 2)

    def found(before: KnownTheme) -> set[str]:
        return set(themes_of(discover(clauses(*few, *others), known=KnownThemes((before,))))[:2])

    assert found(late) == {"배송 지연"}
    assert found(replace(late, is_present=False)) == {""}, "it was gone already"
    assert found(replace(late, theme_id=theme_id("technology", "로그인"))) == {""}


@pytest.mark.parametrize(("n_before", "is_there"), [(1, True), (2, False)])
def test_a_listed_theme_of_which_most_records_are_still_there_is_never_told_gone(
    n_before: int, *, is_there: bool
) -> None:
    others = [unexplained(n, "손잡이/N 헐겁/V") for n in range(10, 10 + 4 * CHANCE)]
    late = KnownTheme(LATE, "배송 지연", "outbound", "물류팀", True, (), "", "", n_before)
    found = discover(clauses(clause(0), *others), known=KnownThemes((late,)))
    assert themes_of(found)[0] == ("배송 지연" if is_there else "")
    twice = discover(clauses(clause(0), *others), weights=[2] * len(found.clauses), known=KnownThemes((late,)))
    assert themes_of(twice)[0] == "배송 지연", "a text of two records"


def test_an_aspect_that_had_a_theme_of_its_own_keeps_it_though_it_would_share_one_now() -> None:
    again = clause(0, "재구매/N NEG", aspect="재구매", stage=Stage.NONE)
    own = theme_id("none", "재구매")
    before = KnownThemes((KnownTheme(own, "재구매 안 함", "none", "마케팅팀", True, (), "", "", 3),))
    shared = discover_themes(clauses(again), seeds=kept_apart(seeds(), KnownThemes()))
    assert shared.clauses[schema.THEME_ID].tolist() == [theme_id("none", "이용 중단")]
    apart = kept_apart(seeds(), before)
    assert apart.rules.same == {}
    late = kept_apart(seeds(), KnownThemes((replace(before.themes[0], theme_id=LATE),)))
    assert late.rules.same == seeds().rules.same


def test_who_leaves_is_no_more_of_a_theme_because_the_last_run_told_of_it() -> None:
    leaves = [clause(n, "탈퇴/N", aspect="이용 중단", stage=Stage.NONE) for n in range(2)]
    others = [unexplained(n, "손잡이/N 헐겁/V") for n in range(10, 10 + 3 * CHANCE)]
    table = clauses(*leaves, *others)
    table = table.assign(**{schema.SIGNALS: ["churn"] + [""] * (len(table) - 1)})
    once = discover(table)
    assert themes_of(once)[:2] == ["이용 중단", ""]
    left = KnownTheme(theme_id("none", "이용 중단"), "이용 중단", "none", "", True, (), "", "", 2)
    pd.testing.assert_frame_equal(discover(table, known=KnownThemes((left,))).clauses, once.clauses)


def test_a_discovered_theme_keeps_its_id_and_name_in_later_runs() -> None:
    rows = [unexplained(0, "손잡이/N 헐겁/V"), unexplained(1, "자루/N 느슨하/V"), unexplained(2, "뚜껑/N 열리/V")]
    found = discover(clauses(*rows), known=known(("손잡이/N+헐겁/V", 1.0)))
    assert found.clauses[schema.THEME_ID].tolist() == ["Tx", "Tx", ""]
    assert found.themes["Tx"].name == "흔들리는 손잡이"


def test_a_discovered_theme_that_is_found_anew_is_called_as_before() -> None:
    rows = [unexplained(n, "뚜껑/N 열리/V") for n in range(3)]
    (drifted,) = known(("손잡이/N+헐겁/V", 1.0)).themes
    drifted = replace(drifted, theme_id=theme_id(Stage.NONE, "뚜껑/N+열리/V"), name="열린 뚜껑")
    assert set(themes_of(discover(clauses(*rows), known=KnownThemes((drifted,))))) == {"열린 뚜껑"}


def test_a_remembered_theme_draws_nothing_that_means_something_else() -> None:
    rows = [unexplained(n, "뚜껑/N 열리/V") for n in range(3)]
    found = discover(clauses(*rows), known=known(("손잡이/N+헐겁/V", 1.0)))
    assert set(themes_of(found)) == {"뚜껑 열림"}
