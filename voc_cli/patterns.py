"""Dictionary entries looked up in the lemmas of clauses: words, idioms, and words that must meet in one clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from voc_cli.morphemes import NEGATION

Lemmatise = Callable[[list[str]], list[tuple[str, ...]]]
JOIN: Final = "+"
REMEMBERED: Final = 1 << 14  # clauses whose answer a finder keeps
_REACH: Final = 3  # how far the next word of an idiom may be: two lemmas may stand between


class Hit(NamedTuple):
    """An entry found in a clause: its number, the places of its lemmas there, and whether it is negated."""

    entry: int
    places: tuple[int, ...]
    negated: bool


# "안 되다" beside a noun of the same clause: the light verb is gone there ("로그인이 안 돼요" is 로그인/N NEG).
_BARE_NEGATIONS: Final = frozenset({("되/V", NEGATION), ("하/V", NEGATION)})
Pattern = tuple[tuple[str, ...], ...]  # parts in any order; the lemmas of a part in this order


def compile_entries(entries: Sequence[str], lemmatise: Lemmatise) -> list[Pattern]:
    """One pattern an entry; parts are joined by "+" in an entry.

    An entry with a part that ``lemmatise`` cannot read gives ``()`` and is never found.
    """
    parts = [entry.split(JOIN) for entry in entries]
    flat = lemmatise([part.strip() for group in parts for part in group])
    patterns: list[Pattern] = []
    place = 0
    for group in parts:
        found = flat[place : place + len(group)]
        place += len(group)
        if len(found) > 1:
            found = [(NEGATION,) if lemmas in _BARE_NEGATIONS else lemmas for lemmas in found]
        patterns.append(tuple(found) if all(found) else ())
    return patterns


class PatternIndex:
    """Finds patterns in clauses; the cost grows with the words of the clause, not with the number of patterns."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = list(patterns)
        self._needed = [frozenset(word for part in pattern for word in part) for pattern in patterns]
        spread = Counter(word for needed in self._needed for word in needed)
        # word: patterns of this word alone, and longer ones that are looked for where this word stands
        self._by_word: dict[str, tuple[list[int], list[int]]] = {}
        for number, pattern in enumerate(patterns):
            words = [word for part in pattern for word in part if word != NEGATION]
            if not words:
                continue
            if len(pattern) == 1 and len(pattern[0]) == 1:
                self._by_word.setdefault(words[0], ([], []))[0].append(number)
            else:
                anchor = min(words, key=lambda word: (spread[word], word))
                self._by_word.setdefault(anchor, ([], []))[1].append(number)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """The entries that occur in a clause of these lemmas, in the order of their anchors."""
        by_word = self._by_word
        hits: list[Hit] = []
        present: frozenset[str] | None = None
        for place, word in enumerate(words):
            numbers = by_word.get(word)
            if numbers is None:
                continue
            alone, anchored = numbers
            if alone:
                negated = place + 1 < len(words) and words[place + 1] == NEGATION
                hits += [Hit(number, (place,), negated) for number in alone]
            if anchored:
                if present is None:
                    present = frozenset(words)
                for number in anchored:
                    if self._needed[number] <= present:
                        found = _match(self._patterns[number], words)
                        if found is not None and place in found:
                            hits.append(Hit(number, found, _is_negated(found, words)))
        return hits


def longest(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those whose places lie inside a longer hit ("돈이 아깝다" hides "아깝다")."""
    if all(len(hit.places) == 1 for hit in hits):
        return list(hits)
    ordered = sorted(hits, key=lambda hit: -len(hit.places))
    kept: list[Hit] = []
    covered: list[frozenset[int]] = []
    for hit in ordered:
        places = frozenset(hit.places)
        if not any(places < other for other in covered):
            kept.append(hit)
            covered.append(places)
    return kept


def _is_negated(places: tuple[int, ...], words: Sequence[str]) -> bool:
    last = max(places)
    return words[last] != NEGATION and last + 1 < len(words) and words[last + 1] == NEGATION


def _match(pattern: Pattern, words: Sequence[str]) -> tuple[int, ...] | None:
    places: list[int] = []
    for part in pattern:
        found = _match_part(part, words)
        if found is None:
            return None
        places.extend(found)
    return tuple(places)


def _match_part(part: tuple[str, ...], words: Sequence[str]) -> list[int] | None:
    for first, word in enumerate(words):
        if word != part[0]:
            continue
        places = [first]
        for wanted in part[1:]:
            # A negation belongs to the word right before it.
            reach = 1 if wanted == NEGATION else _REACH
            following = range(places[-1] + 1, min(places[-1] + 1 + reach, len(words)))
            found = next((place for place in following if words[place] == wanted), None)
            if found is None:
                break
            places.append(found)
        if len(places) == len(part):
            return places
    return None
