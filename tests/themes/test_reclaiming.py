from __future__ import annotations

from dataclasses import replace

import pytest

from tests.themes.frames import clause, clauses, seeds, unexplained
from voc_cli import schema
from voc_cli.known_themes import KnownTheme, KnownThemes
from voc_cli.themes.discover import discover_themes
from voc_cli.themes.editing import theme_id
from voc_cli.themes.things import thing_id

LATE, LOGIN = theme_id("outbound", "배송 속도"), theme_id("technology", "로그인")
DULL = KnownTheme("T1234567", "안개 느슨함", "none", "", False, (("안개/N+느슨하/V", 1.0),), "", "", 4)


def themes_of(rows: list[dict[str, object]], *known: KnownTheme) -> list[str]:
    found = discover_themes(clauses(*rows), seeds=seeds(), known=KnownThemes(known))
    ids: list[str] = found.clauses[schema.THEME_ID].tolist()
    return ids


def test_one_who_tells_what_a_theme_was_found_by_keeps_it_from_being_gone() -> None:
    rows = [unexplained(0, "안개/N 느슨하/V"), clause(1)]
    assert themes_of(rows, DULL) == [DULL.theme_id, LATE]
    assert themes_of(rows, replace(DULL, is_present=False))[1] == LATE
    assert themes_of(rows) == ["", LATE]


def test_a_theme_that_a_listed_one_would_swallow_keeps_what_is_its_own() -> None:
    own = replace(DULL, pairs=(("배송/N+늦/V", 1.0),))
    assert themes_of([clause(0)], own) == [own.theme_id]
    late = KnownTheme(LATE, "배송 지연", "outbound", "물류팀", True, (("배송/N+늦/V", 1.0),), "", "", 40)
    assert themes_of([clause(0)], own, late) == [LATE], "it was another's rather"


@pytest.mark.parametrize("n_before", [1, 9])
def test_a_thing_that_was_a_theme_keeps_what_a_listed_theme_would_claim(n_before: int) -> None:
    thing = KnownTheme(
        thing_id("손잡이/N"), "손잡이 관련 불만", "none", "", False, (("손잡이/N+빠지/V", 1.0),), "", "", n_before
    )
    told = unexplained(0, "손잡이/N 로그인/N 빠지/V", text="손잡이 로그인이 빠져요")
    assert themes_of([told]) == [LOGIN]
    assert themes_of([told], thing) == [thing.theme_id]
