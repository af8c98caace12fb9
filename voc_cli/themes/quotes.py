"""What stands for a theme: its words and a few members that surely speak of it, read well and differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil, inf, log, sqrt
from typing import Final

from voc_cli.morphemes import NEGATION
from voc_cli.themes.compounds import Compounds
from voc_cli.themes.likeness import content, is_twin, overlap, sounds_like

N_QUOTES: Final = 4
_ALIKE: Final = 0.5
_NEWEST: Final = 0.3  # what the newest record has before the oldest
_RECENT, _FEW = 0.33, 8  # share of the clear members, and their least number, that are asked first: the newest
_SURE: Final = 3.0  # of how surely a member speaks of the theme and of nothing else, beside the theme's own words
_LIKELY: Final = 2.0  # of how likely it speaks of it at all
_READS: Final = 1.0
_CLEAR: Final = 0.6  # how surely a quote must speak of the theme and of nothing else,
_LIKELIER: Final = 0.7  # and how likely of it at all
_FEWEST: Final = 3  # quotes that are there where as many records speak of the theme, the likeliest first
_LEAST: Final = 0.43  # worth, however old or alike, of each of them but the first: below, most quotes are odd
# Beside how likely one of the fewest speaks of the theme: the logarithm of how surely of nothing else, how well it
# reads, and less its age, how alike it is to another and for a record that is quoted already.
_ALONE, _READABLE, _LATER, _SAME, _AGAIN = 0.03, 0.2, 0.1, 0.3, 0.4
_NOTHING: Final = 0.02  # how surely of nothing else, below which it does not matter


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The members of a theme that may be quoted, one entry a clause."""

    texts: Sequence[str]
    lemmas: Sequence[str]  # cells of schema.LEMMAS
    fits: Sequence[float]  # how surely each complains of the theme itself and of nothing else, in [0, 1]
    likely: Sequence[float]  # probability that it speaks of the theme at all
    reads: Sequence[float]  # how well each stands alone, in [0, 1]
    age: Sequence[float]  # 0 for the newest record, 1 for the oldest
    records: Sequence[int]  # that each stands in

    def is_sure(self, number: int) -> bool:
        """Whether a member clearly speaks of the theme."""
        return self.fits[number] >= _CLEAR and self.likely[number] >= _LIKELIER


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


def keywords(weights: Mapping[str, float], told: Compounds, *, n: int = 5) -> list[str]:
    """The ``n`` weightiest words in dictionary form, equal ones in the order of the alphabet; nouns that ``told`` holds
    next to each other are one word, and no part of it is another."""
    words: list[str] = []
    parts: set[str] = set()
    told_already: set[str] = set()
    for lemma, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if len(words) == n:
            break
        if lemma in parts:
            continue
        found = told.whole(lemma) if lemma.endswith("/N") else (lemma,)
        word = told.written(found) if len(found) > 1 else dictionary_form(lemma)
        if " " in word and not told_already.isdisjoint(found):  # "이벤트" and "이벤트 참여" say one thing twice
            found, word = (lemma,), dictionary_form(lemma)
        if lemma.endswith("/N"):
            word = told.as_typed(word)
        if not any(word in other for other in words):
            words = [other for other in words if other not in word]
            words.append(word)
            told_already.update(found)
            parts.update(found if len(found) > 1 else ())
    return words


def dictionary_form(lemma: str) -> str:
    """``lemma`` as a dictionary spells it."""
    form, _, kind = lemma.rpartition("/")
    return form + "다" if kind == "V" else form


def choose_quotes(members: Members, weights: Mapping[str, float], *, n: int = N_QUOTES) -> list[int]:
    """Numbers of the members to quote, best first: sure, of the theme's own words, readable, recent, unlike each other.

    The newest third is asked first. Fewer than ``n`` where fewer clearly speak of the theme, but three where as many
    records may do so and differ, and one where none does. Two are of one record only where other records hardly speak
    of the theme.

    Args:
        weights: As ``distinctive`` gives them.
    """
    most = max(weights.values(), default=0.0) or 1.0

    def good(number: int) -> float:
        words = {word for word in members.lemmas[number].split(" ") if word}
        own = sum(sqrt(weights.get(word, 0.0) / most) for word in words) / sqrt(len(words) + 2)
        sure = _SURE * members.fits[number] + _LIKELY * members.likely[number]
        return own + sure + _READS * members.reads[number] - _NEWEST * members.age[number]

    def rank(number: int) -> tuple[float, str]:
        return -good(number), members.texts[number]

    told = _Chosen(members)
    recent, earlier = _by_age(members)
    for number in (*sorted(recent, key=rank), *sorted(earlier, key=rank)):
        if (
            len(told.numbers) < n
            and not told.repeats(number)
            and not told.knows(number)
            and told.likeness(number) < _ALIKE
        ):
            told.add(number)
    while len(told.numbers) < min(n, _FEWEST, len(set(members.records))):
        rest = [number for number in range(len(members.texts)) if told.may_follow(number)]
        if not rest:
            break
        told.add(min(rest, key=lambda number: (-told.worth(number), members.texts[number])))
    return told.numbers


def _by_age(members: Members) -> tuple[list[int], list[int]]:
    """The members that clearly speak of the theme: the newest of them, and the others. What is told on Monday is
    told of today as long as it is told as well."""
    sure = sorted(filter(members.is_sure, range(len(members.texts))), key=lambda number: members.age[number])
    n_asked = max(_FEW, ceil(_RECENT * len(sure)))
    until = members.age[sure[n_asked - 1]] if n_asked < len(sure) else inf
    n_asked = sum(members.age[number] <= until for number in sure)
    return sure[:n_asked], sure[n_asked:]


class _Chosen:
    """The quotes so far."""

    def __init__(self, members: Members) -> None:
        self.numbers: list[int] = []
        self._members = members
        self._words = [content(cell) for cell in members.lemmas]
        self._records: set[int] = set()

    def repeats(self, number: int) -> bool:
        """Whether its text is quoted, or one that differs from it in next to nothing."""
        texts = self._members.texts
        return any(is_twin(texts[number], texts[other]) for other in self.numbers)

    def may_follow(self, number: int) -> bool:
        """Whether it may be quoted where few are sure: it repeats no other, and is not odd where there is another."""
        return not self.repeats(number) and (not self.numbers or self._stands(number) >= _LEAST)

    def knows(self, number: int) -> bool:
        """Whether its record is quoted."""
        return self._members.records[number] in self._records

    def likeness(self, number: int) -> float:
        """Share of its words, or of its letters, that it has in common with the quote that is most like it.

        The analyser cuts "다음버튼이 안눌러지네요" otherwise than "다음 버튼이 눌리지 않아요".
        """
        return max((self._likeness(number, other) for other in self.numbers), default=0.0)

    def _likeness(self, number: int, other: int) -> float:
        alike = overlap(self._words[number], self._words[other])
        if alike >= _ALIKE:
            return alike
        return max(alike, sounds_like(self._members.texts[number], self._members.texts[other]))

    def worth(self, number: int) -> float:
        """How good one more is where few are sure: likely of the theme, readable, recent and unlike the others."""
        held = self._members
        told_already = _SAME * self.likeness(number) + _AGAIN * self.knows(number)
        return self._stands(number) - _LATER * held.age[number] - told_already

    def _stands(self, number: int) -> float:
        """How good it is by itself: likely of the theme, surely of nothing else, readable."""
        held = self._members
        return held.likely[number] + _ALONE * log(held.fits[number] + _NOTHING) + _READABLE * held.reads[number]

    def add(self, number: int) -> None:
        """Quote it."""
        self.numbers.append(number)
        self._records.add(self._members.records[number])
