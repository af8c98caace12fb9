from __future__ import annotations

from tests.benchmarks.million_clauses import grow
from tests.themes.frames import clause, clauses
from voc_cli import schema


def test_copies_lose_words_and_are_texts_of_their_own() -> None:
    told = clauses(*(clause(n, "배송/N 일주일/N 늦/V 기다리/V") for n in range(50)))
    grown = grow(told, 120)
    assert len(grown) == 120
    assert grown[schema.TEXT_NO].is_unique
    assert grown[schema.LEMMAS].iloc[:50].tolist() == told[schema.LEMMAS].tolist()
    shorter = [len(cell.split(" ")) for cell in grown[schema.LEMMAS].iloc[50:]]
    assert 1 <= min(shorter) < max(shorter) <= 4
    assert 3.2 < sum(shorter) / len(shorter) < 3.6
