"""What stands for a theme: its words and a few members that are typical, recent and differ from each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from voc_cli.morphemes import NEGATION

N_QUOTES: Final = 4
_GOOD_LENGTH: Final = 32  # characters that say enough and fit a line
_ALIKE: Final = 0.5
_NEWEST: Final = 0.3  # what the newest record has before the oldest
_TYPICAL: Final = 2.0  # of how surely a member speaks of the theme, beside the theme's own words
_CLEAR: Final = 0.5  # how surely a quote must speak of the theme
_FEWEST: Final = 2  # quotes for which less sure members are taken too
_CANDIDATES: Final = 400  # best members that are compared with each other


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The members of a theme, one entry a clause."""

    texts: Sequence[str]
    lemmas: Sequence[str]  # cells of schema.LEMMAS
    polarity: Sequence[float]
    typical: Sequence[float]  # how surely each speaks of the theme, in [0, 1]
    age: Sequence[float]  # 0 for the newest record, 1 for the oldest


def count_words(cells: Sequence[str]) -> Counter[str]:
    """How many cells of schema.LEMMAS hold each content word."""
    counts: Counter[str] = Counter()
    for cell in cells:
        counts.update({lemma for lemma in cell.split(" ") if lemma and lemma != NEGATION and not lemma.endswith("/M")})
    return counts


def distinctive(members: Counter[str], everything: Mapping[str, int], n_members: int, n: int) -> dict[str, float]:
    """How much each word of the members tells them from all clauses: log-likelihood ratio by word, 0 or more."""
    weights = {}
    for word, count in members.items():
        expected = n_members * everything.get(word, count) / max(n, 1)
        weights[word] = count * log(count / expected) if count > expected else 0.0
    return weights


def keywords(weights: Mapping[str, float], *, n: int = 5) -> list[str]:
    """The ``n`` weightiest words in dictionary form, equal ones in the order of the alphabet."""
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return list(dict.fromkeys(_dictionary_form(lemma) for lemma, _ in ranked))[:n]


def _dictionary_form(lemma: str) -> str:
    form, _, kind = lemma.rpartition("/")
    return form + "다" if kind == "V" else form


def choose_quotes(members: Members, weights: Mapping[str, float], *, n: int = N_QUOTES) -> list[int]:
    """Numbers of the members to quote, best first: sure, of the theme's own words, readable, recent, unlike each other.

    What hardly speaks of the theme is quoted only where there is little else.

    Args:
        weights: As ``distinctive`` gives them.
    """
    most = max(weights.values(), default=0.0) or 1.0

    def good(number: int) -> float:
        words = {word for word in members.lemmas[number].split(" ") if word}
        own = sum(sqrt(weights.get(word, 0.0) / most) for word in words) / sqrt(len(words) + 2)
        length = min(len(members.texts[number]), 4 * _GOOD_LENGTH)
        unread = abs(length - _GOOD_LENGTH) / (2 * _GOOD_LENGTH)
        sure = _TYPICAL * members.typical[number]
        return own + sure - unread - 0.3 * members.polarity[number] - _NEWEST * members.age[number]

    def is_clear(number: int) -> bool:
        return members.typical[number] >= _CLEAR and members.polarity[number] < 0

    def rank(number: int) -> tuple[bool, float, str]:
        return not is_clear(number), -good(number), members.texts[number]

    ranked = sorted(range(len(members.texts)), key=rank)
    chosen: list[int] = []
    words = [set(members.lemmas[number].split(" ")) for number in ranked[:_CANDIDATES]]
    for number, own in zip(ranked, words, strict=False):
        if not is_clear(number) and len(chosen) >= _FEWEST:
            break
        if all(_overlap(own, set(members.lemmas[other].split(" "))) < _ALIKE for other in chosen):
            chosen.append(number)
            if len(chosen) == n:
                break
    return chosen


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / max(len(a | b), 1)
