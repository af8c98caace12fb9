"""What stands for a theme: its words and a few members that are typical and differ from each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import Final

from voc_cli.morphemes import NEGATION

N_QUOTES: Final = 4
_GOOD_LENGTH: Final = 32  # characters that say enough and fit a line
_ALIKE: Final = 0.5


def keywords(members: Sequence[str], *, n: int = 5) -> list[str]:
    """The ``n`` most frequent content words of ``members`` (cells of schema.LEMMAS), most frequent first."""
    counts: Counter[str] = Counter()
    for cell in members:
        counts.update({lemma for lemma in cell.split(" ") if lemma and lemma != NEGATION and not lemma.endswith("/M")})
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [_dictionary_form(lemma) for lemma, _ in ranked[:n]]


def _dictionary_form(lemma: str) -> str:
    form, _, kind = lemma.rpartition("/")
    return form + "다" if kind == "V" else form


def choose_quotes(
    texts: Sequence[str], lemmas: Sequence[str], polarity: Sequence[float], *, n: int = N_QUOTES
) -> list[int]:
    """Numbers of the members to quote, best first: typical words, readable length, unlike each other."""
    counts: Counter[str] = Counter(lemma for cell in lemmas for lemma in set(cell.split(" ")))
    total = max(len(lemmas), 1)

    def typical(number: int) -> float:
        words: set[str] = set(lemmas[number].split(" "))
        shared = sum(counts[word] / total for word in words) / sqrt(max(len(words), 1))
        length = min(len(texts[number]), 4 * _GOOD_LENGTH)
        return shared - abs(length - _GOOD_LENGTH) / (2 * _GOOD_LENGTH) - 0.2 * polarity[number]

    chosen: list[int] = []
    for number in sorted(range(len(texts)), key=lambda number: (-typical(number), texts[number])):
        words = set(lemmas[number].split(" "))
        if all(_overlap(words, set(lemmas[other].split(" "))) < _ALIKE for other in chosen):
            chosen.append(number)
            if len(chosen) == n:
                break
    return chosen


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / max(len(a | b), 1)
