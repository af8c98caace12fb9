from __future__ import annotations

from dataclasses import replace

import pytest

from tests.themes.frames import clause, clauses, seeds, unexplained
from voc_cli import schema
from voc_cli.schema import Sentiment
from voc_cli.themes.discover import discover_themes
from voc_cli.themes.weights import Cells


def themes_of(rows: list[dict[str, object]]) -> list[str]:
    """Of a small world in which what is 느슨하다 is an app."""
    world = seeds()

    def votes(cells: Cells) -> list[dict[int, float]]:
        found = world.votes(cells)
        stronger = [3.0 * ("느슨하/V" in cell) * (1 + ("안개/N" in cell)) for cell in cells]
        return [
            dict(said) | ({1: said.get(1, 0.0) + more} if more else {})
            for said, more in zip(found, stronger, strict=True)
        ]

    found = discover_themes(clauses(*rows), seeds=replace(world, votes=votes))
    names: list[str] = found.clauses[schema.THEME].tolist()
    return names


@pytest.mark.parametrize(("n", "name"), [(2, "앱 로그인 오류"), (3, "손잡이 느슨함")])
def test_what_several_tell_of_an_unknown_thing_is_its_own_and_not_of_the_app(n: int, name: str) -> None:
    assert themes_of([unexplained(number, "손잡이/N 느슨하/V") for number in range(n)]) == [name] * n


def test_a_thing_that_the_taxonomy_knows_keeps_its_place() -> None:
    assert themes_of([unexplained(number, "로그인/N 느슨하/V") for number in range(4)]) == ["앱 로그인 오류"] * 4


def test_a_thing_that_the_taxonomy_knows_with_its_trouble_keeps_its_place() -> None:
    assert themes_of([unexplained(number, "안개/N 느슨하/V") for number in range(4)]) == ["앱 로그인 오류"] * 4


def test_what_is_praised_as_often_is_the_sender_and_no_thing() -> None:
    told = [unexplained(number, "손잡이/N 느슨하/V", text="손잡이가 느슨해요") for number in range(4)]
    praise = [
        clause(10 + n, "손잡이/N 좋/V", text="손잡이 최고", aspect="", sentiment=Sentiment.POSITIVE, polarity=0.9)
        for n in range(4)
    ]
    assert themes_of([*told, *praise])[:4] == ["앱 로그인 오류"] * 4
