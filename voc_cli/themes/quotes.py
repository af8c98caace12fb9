"""What stands for a theme: its words and a few members that surely speak of it, read well and differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log, sqrt
from typing import Final

from voc_cli.morphemes import NEGATION

N_QUOTES: Final = 4
_ALIKE: Final = 0.5
_NEWEST: Final = 0.3  # what the newest record has before the oldest
_SURE: Final = 3.0  # of how surely a member speaks of the theme, beside the theme's own words
_READS: Final = 1.0
_CLEAR: Final = 0.6  # how surely a fourth quote must speak of the theme,
_FAIR: Final = 0.15  # the first ones as long as others do that differ,
_LEAST: Final = 0.005  # and below which nothing is quoted
_FEWEST: Final = 3
_ALWAYS: Final = 2  # quotes that are there even where they are less sure, or alike


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The members of a theme that may be quoted, one entry a clause."""

    texts: Sequence[str]
    lemmas: Sequence[str]  # cells of schema.LEMMAS
    fits: Sequence[float]  # how surely each complains of the theme itself, in [0, 1]
    reads: Sequence[float]  # how well each stands alone, in [0, 1]
    age: Sequence[float]  # 0 for the newest record, 1 for the oldest


def count_words(cells: Sequence[str]) -> Counter[str]:
    """How many cells of schema.LEMMAS hold each content word."""
    counts = Counter(chain.from_iterable(set(cell.split(" ")) for cell in cells))
    for lemma in [lemma for lemma in counts if not lemma or lemma == NEGATION or lemma.endswith("/M")]:
        del counts[lemma]
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

    Fewer than ``n`` where fewer surely speak of the theme, and none where nothing does.

    Args:
        weights: As ``distinctive`` gives them.
    """
    most = max(weights.values(), default=0.0) or 1.0

    def good(number: int) -> float:
        words = {word for word in members.lemmas[number].split(" ") if word}
        own = sum(sqrt(weights.get(word, 0.0) / most) for word in words) / sqrt(len(words) + 2)
        sure = _SURE * members.fits[number]
        return own + sure + _READS * members.reads[number] - _NEWEST * members.age[number]

    def rank(number: int) -> tuple[int, float, str]:
        short_of = sum(members.fits[number] < step for step in (_LEAST, _FAIR, _CLEAR))
        return short_of, -good(number), members.texts[number]

    ranked = sorted(range(len(members.texts)), key=rank)
    own = [set(lemmas.split(" ")) for lemmas in members.lemmas]
    chosen: list[int] = []
    for number in ranked:
        if len(chosen) == n or members.fits[number] < (_FAIR if len(chosen) < _FEWEST else _CLEAR):
            break
        if all(_overlap(own[number], own[other]) < _ALIKE for other in chosen):
            chosen.append(number)
    # Two that say nearly the same are better than one and something else.
    rest = [number for number in ranked if number not in chosen and members.fits[number] >= _LEAST]
    told = {members.texts[number] for number in chosen}
    for number in rest[: max(min(n, _ALWAYS) - len(chosen), 0)]:
        if members.texts[number] not in told:
            chosen.append(number)
            told.add(members.texts[number])
    return chosen


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / max(len(a | b), 1)
