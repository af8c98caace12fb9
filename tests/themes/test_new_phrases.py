"""New things of two words: their complaints make one theme, wherever known aspects have drawn them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.themes.frames import clause, clauses, seeds, unexplained, votes
from voc_cli import schema
from voc_cli.known_themes import KnownTheme, KnownThemes
from voc_cli.schema import Sentiment, Stage
from voc_cli.themes.discover import Discovery, discover_themes
from voc_cli.themes.placing import Votes
from voc_cli.themes.things import FEWEST, thing_id
from voc_cli.themes.vectors import MorphemeVectors, VectorTable

TROUBLES = ("헐겁", "망가지", "흐리", "삐걱대", "벗겨지", "휘", "갈라지")
OURS = "투명 물레 관련 불만"


def told(*troubles: str, first: int = 0, lemmas: str = "투명/N 물레/N") -> list[dict[str, object]]:
    """One complaint for each trouble, each of another text."""
    return [
        unexplained(first + n, f"{lemmas} {trouble}/V", text=f"투명 물레가 {trouble}어요")
        for n, trouble in enumerate(troubles)
    ]


def drawn(first: int, cue: str) -> list[dict[str, object]]:
    """Two complaints that the words of a listed aspect draw to it."""
    return [unexplained(first + n, f"투명/N 물레/N {cue}", polarity=-0.9) for n in range(2)]


def discover(*rows: dict[str, object], known: KnownThemes | None = None, votes: Votes = votes) -> Discovery:
    """Each of the two words alone is well known."""
    words = ("투명/N", "물레/N")
    table = VectorTable(words, np.zeros((2, 4), dtype=np.int8), np.full(2, 0.6, dtype=np.float32))
    ours = replace(seeds(), vectors=MorphemeVectors(table), votes=votes)
    return discover_themes(clauses(*rows), seeds=ours, known=known)


def names(found: Discovery) -> list[str]:
    themes: list[str] = found.clauses[schema.THEME].tolist()
    return themes


def test_complaints_that_listed_themes_have_drawn_apart_are_one_theme() -> None:
    scattered = [*drawn(20, "로그인/N NEG"), *drawn(30, "배송/N 늦/V")]
    found = discover(*told(*TROUBLES), *scattered, *(clause(n) for n in range(90, 95)))
    assert names(found) == [OURS] * (len(TROUBLES) + 4) + ["배송 지연"] * 5
    assert set(found.clauses[schema.THEME_ID].iloc[: len(TROUBLES)]) == {thing_id("투명 물레/N")}
    assert found.clauses[schema.PAIR].iloc[0] == "투명 물레/N+헐겁/V"


def test_a_thing_that_one_listed_theme_holds_stays_there() -> None:
    held = [row for first in range(20, 40, 2) for row in drawn(first, "배송/N 늦/V")]
    found = discover(*told(*TROUBLES), *held)
    assert OURS not in names(found)
    assert names(found)[-1] == "배송 지연"


def test_what_the_taxonomy_knows_is_no_new_thing() -> None:
    found = discover(*told(*TROUBLES, lemmas="투명/N 로그인/N"))
    assert "투명 로그인 관련 불만" not in names(found)


def votes_for_the_thing(cells: Sequence[Sequence[str]]) -> list[dict[int, float]]:
    """The table knows the two words together."""
    return [
        {0: 2.0} if [*cell] == ["투명/N", "물레/N"] else found for cell, found in zip(cells, votes(cells), strict=True)
    ]


@pytest.mark.parametrize(
    ("n", "n_praise", "is_theme"),
    [(7, 0, True), (7, 7, False), (6, 0, False)],
)
def test_what_the_taxonomy_knows_is_a_thing_where_many_complain_and_few_praise(
    n: int, n_praise: int, is_theme: bool
) -> None:
    praise = [
        clause(50 + row, "투명/N 물레/N 좋/V", text="투명 물레가 좋아요", sentiment=Sentiment.POSITIVE, polarity=0.9)
        for row in range(n_praise)
    ]
    found = discover(*told(*TROUBLES[:n]), *praise, votes=votes_for_the_thing)
    assert (OURS in names(found)) == is_theme


@pytest.mark.parametrize(("n", "is_theme"), [(FEWEST, True), (FEWEST - 1, False)])
def test_few_records_make_no_theme(n: int, is_theme: bool) -> None:
    assert (OURS in names(discover(*told(*TROUBLES[:n])))) == is_theme


def test_one_record_is_enough_for_a_thing_that_was_a_theme_before() -> None:
    identity = thing_id("투명 물레/N")
    before = KnownTheme(
        identity, "투명 물레 말썽", Stage.NONE.value, "", False, (("투명 물레/N+헐겁/V", 1.0),), "", "", 5
    )
    found = discover(*told("깨지"), known=KnownThemes((before,)))
    assert found.clauses[schema.THEME_ID].tolist() == [identity]
    assert names(found) == ["투명 물레 말썽"]
