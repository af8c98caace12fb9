"""Compounds of nouns that the analyser cuts in pieces ("비밀" and "번호"), put together as customers write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from voc_cli.themes.spelling import whole_word

_SHORTEST: Final = 4  # characters of a noun lemma that may begin a name: two syllables and its mark
_OFTEN: Final = 2
_WHOLE: Final = 0.6  # share of a noun's clauses in which it stands beside one other noun
_MOST: Final = 3  # nouns of one compound
_HEARD: Final = 2_000  # clauses that tell it
_LOOKED_AT: Final = 30  # clauses, from which it is clear how a word is written


class Compounds:
    """What stands beside the nouns of some clauses.

    Args:
        cells: Lemmas of each clause.
        texts: The same clauses as they are written; how they write a compound decides how it is spaced.
        empty: Nouns that end no compound ("업데이트 이후").
    """

    def __init__(
        self, cells: Sequence[Sequence[str]], texts: Sequence[str], *, empty: frozenset[str] = frozenset()
    ) -> None:
        self._cells, self._texts, self._empty = cells[:_HEARD], texts[:_HEARD], empty

    def begun(self, lemma: str) -> str:
        """The noun with those before it, where they are nearly always written as one ("고객센터")."""
        return self.written(self._extended((lemma,), sides=(-1,), shortest=_SHORTEST))

    def whole(self, lemma: str) -> tuple[str, ...]:
        """The noun with those before and behind it, where they are nearly always written as one."""
        return self._extended((lemma,), sides=(-1, 1))

    def written(self, nouns: Sequence[str]) -> str:
        """``nouns`` as one word, or as several where most write them so."""
        form = nouns[0].removesuffix("/N")
        for noun in nouns[1:]:
            joined, spaced = self._ways(form, noun.removesuffix("/N"))
            form += noun.removesuffix("/N") if joined >= spaced else f" {noun.removesuffix('/N')}"
        return form

    def as_typed(self, word: str) -> str:
        """``word`` with what customers write around it without a space ("펌웨어" for "웨어")."""
        held = islice((text for text in self._texts if word in text), _LOOKED_AT)
        return whole_word(word, held)

    def _extended(self, nouns: tuple[str, ...], sides: Sequence[int], shortest: int = 0) -> tuple[str, ...]:
        for side in sides if len(nouns) < _MOST else ():
            other, n = self._beside(nouns, side, shortest)
            longer = (other, *nouns) if side < 0 else (*nouns, other)
            if other and longer[-1] not in self._empty and self._is_written(longer, n):
                return self._extended(longer, sides, shortest)
        return nouns

    def _beside(self, nouns: Sequence[str], side: int, shortest: int) -> tuple[str, int]:
        """The noun that nearly always stands at one side of ``nouns``, and how often; "" for none."""
        beside: Counter[str] = Counter()
        n = 0
        for cell in self._cells:
            place = _place(cell, nouns)
            if place < 0:
                continue
            n += 1
            at = place - 1 if side < 0 else place + len(nouns)
            if 0 <= at < len(cell) and cell[at].endswith("/N") and len(cell[at]) >= shortest:
                beside[cell[at]] += 1
        other, count = min(beside.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
        return (other, count) if count >= max(_WHOLE * n, _OFTEN) else ("", 0)

    def _is_written(self, nouns: Sequence[str], n: int) -> bool:
        """Whether ``nouns`` stand next to each other also in letters, in half of ``n`` clauses at least."""
        joined, spaced = self._ways(self.written(nouns[:-1]), nouns[-1].removesuffix("/N"))
        return joined + spaced >= n / 2

    def _ways(self, first: str, last: str) -> tuple[int, int]:
        """Clauses that write two words as one, and as two."""
        joined, spaced = (sum(way in text for text in self._texts) for way in (first + last, f"{first} {last}"))
        return joined, spaced


def _place(cell: Sequence[str], nouns: Sequence[str]) -> int:
    """Where ``nouns`` begin in a clause, -1 where they do not stand in it."""
    if nouns[0] not in cell:
        return -1
    place = cell.index(nouns[0])
    return place if list(cell[place : place + len(nouns)]) == list(nouns) else -1
