"""Dictionary entries looked up in the lemmas of clauses: words, idioms, and words that must meet in one clause."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli import resources
from voc_cli.hashing import Numbered, WordHashes, marks, members
from voc_cli.morphemes import NEGATION, IntArray, Lemmas

Lemmatise = Callable[[list[str]], list[tuple[str, ...]]]
JOIN: Final = "+"
ALSO: Final = "also.toml"
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


def spellings(entry: str) -> tuple[str, ...]:
    """An entry in each way that its words may be read ("아이+다치다", "아이/명사+다치다"), see ``ALSO``."""
    also = _also()
    if JOIN not in entry and entry.strip() not in also:  # nearly all of them
        return (entry,)
    parts = [part.strip() for part in entry.split(JOIN)]
    other = JOIN.join(also.get(part, part) for part in parts)
    return (entry,) if other == JOIN.join(parts) else (entry, other)


@cache
def _also() -> dict[str, str]:
    return tomllib.loads(resources.read_text(ALSO))


def is_one_word(pattern: Pattern) -> bool:
    """Whether a pattern is found wherever one lemma stands."""
    return len(pattern) == 1 and len(pattern[0]) == 1


class PatternIndex:
    """Finds patterns in clauses; the cost grows with the words of the clause, not with the number of patterns.

    Args:
        patterns: As ``compile_entries`` gives them; a hit names one by its place here.
        words: Numbers the words, where others number the same clauses, too.
    """

    def __init__(self, patterns: Sequence[Pattern], words: WordHashes | None = None) -> None:
        self._patterns = list(patterns)
        self._words = words or WordHashes()
        self._table = _Table.of(self._patterns, self._words)

    @cached_property
    def _by_word(self) -> dict[str, tuple[list[int], list[int]]]:
        """Word: patterns of this word alone, and longer ones that are looked for where this word stands."""
        names = {self._words.number(word): word for pattern in self._patterns for part in pattern for word in part}
        found: dict[str, tuple[list[int], list[int]]] = {}
        for number in np.flatnonzero(np.diff(self._table.firsts)).tolist():
            tried = self._table.numbers[self._table.firsts[number] : self._table.firsts[number + 1]].tolist()
            alone = [pattern for pattern in tried if is_one_word(self._patterns[pattern])]
            found[names[number]] = alone, tried[len(alone) :]
        return found

    def _needed(self, number: int) -> frozenset[str]:
        """All words of a pattern."""
        return frozenset(word for part in self._patterns[number] for word in part)

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
                    if self._needed(number) <= present:
                        found = self._match(number, words)
                        if found is not None and place in found:
                            hits.append(Hit(number, found, _is_negated(found, words)))
        return hits

    def find_all(self, lemmas: Lemmas) -> dict[int, list[Hit]]:
        """What ``find`` gives for each clause, by its number; clauses that hold no entry are left out.

        For a batch it costs half as much: only words of an entry whose other words may be there are looked at.
        """
        return self.met(lemmas).hits(lemmas)

    def met(self, lemmas: Lemmas) -> Met:
        """What ``find_all`` gives, as arrays."""
        met, unsure = self._table.met(self._words.numbered(lemmas), self._words.number(NEGATION))
        kept = np.ones(len(met.entries), dtype=bool)
        for place in unsure.tolist():
            clause, entry = int(met.clauses[place]), int(met.entries[place])
            said, first = lemmas.of(clause), lemmas.bounds[clause]
            sought = self._match(entry, said) if self._needed(entry) <= frozenset(said) else None
            kept[place] = sought is not None and met.anchors[place] - first in sought
            if sought is not None:
                met.places[place, : len(sought)] = np.array(sought) + first
                met.is_denied[place] = _is_negated(sought, said)
        return met if kept.all() else met.take(kept)

    def _match(self, number: int, words: Sequence[str]) -> tuple[int, ...] | None:
        """Where a pattern stands in a clause that holds all of its words."""
        pattern = self._patterns[number]
        # Parts of one word each are where their words are.
        is_loose = all(len(part) == 1 for part in pattern)
        return tuple(words.index(part[0]) for part in pattern) if is_loose else _match(pattern, words)


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """Where patterns stand in a batch, arrays of shape (n_met,) in the order of anchors, so clause by clause."""

    clauses: IntArray
    entries: NDArray[np.int64]
    anchors: IntArray  # places of lemmas in the batch
    places: NDArray[np.int64]  # (n_met, n): of the words of the pattern in the batch, then -1
    is_alone: NDArray[np.bool_]  # a pattern of one word
    is_denied: NDArray[np.bool_]

    def take(self, kept: NDArray[np.bool_]) -> Met:
        """Some of them."""
        return Met(*(getattr(self, name)[kept] for name in Met.__slots__))

    def hits(self, lemmas: Lemmas) -> dict[int, list[Hit]]:
        """As ``PatternIndex.find_all`` gives them."""
        found: defaultdict[int, list[Hit]] = defaultdict(list)
        bounds = lemmas.bounds
        longer = iter(self.places[~self.is_alone].tolist())
        columns = (self.clauses, self.entries, self.anchors, self.is_alone, self.is_denied)
        for clause, entry, anchor, is_alone, is_denied in zip(*(column.tolist() for column in columns), strict=True):
            first = bounds[clause]
            places = (anchor - first,) if is_alone else tuple([at - first for at in next(longer) if at >= 0])
            found[clause].append(Hit(entry, places, is_denied))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Which patterns are tried where a word stands, as arrays: those of one word before longer ones."""

    firsts: NDArray[np.int64]  # of each word's patterns in ``numbers``, one more than there are words
    numbers: NDArray[np.int64]
    needs: NDArray[np.uint64]  # (2, n_numbers): hashing.marks of all words of each of ``numbers``
    is_alone: NDArray[np.bool_]  # of each pattern: it is one word
    wanted: IntArray  # (n_patterns, n): numbers of its words, then -1
    reach: IntArray  # (n_patterns, n - 1): how far behind each of these the next may stand, 0 for anywhere
    is_bound: NDArray[np.bool_]  # (n_patterns, n): the word stands in a part of several

    @classmethod
    def of(cls, patterns: Sequence[Pattern], words: WordHashes) -> Self:
        flat = _Flat.of(patterns, words)
        n = len(patterns)
        needs = np.zeros((2, n), dtype=np.uint64)
        for held, bits in zip(needs, marks(flat.numbers), strict=True):
            np.bitwise_or.at(held, flat.pattern, bits)
        is_alone = np.bincount(flat.pattern, minlength=n) == 1
        found, anchors = flat.anchors()
        is_alone[np.delete(np.arange(n), found)] = False
        order = np.lexsort((found, ~is_alone[found], anchors))
        numbers = found[order]
        firsts = np.concatenate([[0], np.cumsum(np.bincount(anchors, minlength=words.n_words))])
        return cls(firsts, numbers, needs[:, numbers], is_alone, *flat.columns(n))

    def met(self, batch: Numbered, negation: int) -> tuple[Met, NDArray[np.int64]]:
        """Where patterns stand, and which of them are unsure: idioms of words that their clause holds twice.

        Args:
            negation: Number of the lemma that denies the one before it.
        """
        anchors, tried = self._tried(batch)
        clauses, is_alone = batch.owner[anchors], self.is_alone[tried]
        longer = np.flatnonzero(~is_alone)
        numbers = tried[longer]
        wanted = self.wanted[numbers]
        at, again = batch.first_places(clauses[longer, None], wanted)
        steps, reach = np.diff(at, axis=1), self.reach[numbers]
        holds = ((at >= 0) | (wanted < 0)).all(axis=1)
        is_unsure = holds & (again & self.is_bound[numbers]).any(axis=1)
        follows = ((reach == 0) | ((steps > 0) & (steps <= reach))).all(axis=1)
        stands = holds & follows & (at == anchors[longer, None]).any(axis=1)
        is_denied, last = _next_is(batch, negation), at.max(axis=1, initial=-1)
        denied, kept = is_denied[anchors], is_alone.copy()
        denied[longer] = is_denied[last] & (batch.numbers[last] != negation)
        kept[longer] = stands | is_unsure
        places, doubted = np.full((len(anchors), at.shape[1]), -1), np.zeros(len(anchors), dtype=bool)
        places[longer], doubted[longer] = at, is_unsure
        met = Met(clauses, tried, anchors, places, is_alone, denied)
        return met.take(kept), np.flatnonzero(doubted[kept])

    def _tried(self, batch: Numbered) -> tuple[IntArray, NDArray[np.int64]]:
        """Places of lemmas in the batch, and a pattern that may stand there: its clause may hold all of its words."""
        # Words that came after the patterns are in none of them.
        numbers = np.minimum(batch.numbers, len(self.firsts) - 2)
        is_known = batch.numbers == numbers
        firsts, lasts = self.firsts[numbers], self.firsts[numbers + 1]
        anchors, cells = members(firsts, np.where(is_known, lasts, firsts))
        for held, needed in zip(batch.marks, self.needs, strict=True):
            wanted = needed[cells]
            may_stand = held[batch.owner[anchors]] & wanted == wanted
            anchors, cells = anchors[may_stand], cells[may_stand]
        return anchors, self.numbers[cells]


@dataclass(frozen=True, slots=True, eq=False)
class _Flat:
    """Every word of all patterns, arrays of shape (n_words,)."""

    said: list[str]
    numbers: IntArray
    pattern: NDArray[np.int64]
    column: NDArray[np.int64]  # its place in the pattern
    place: NDArray[np.int64]  # its place in its part
    is_bound: NDArray[np.bool_]  # its part holds several words
    is_negation: NDArray[np.bool_]

    @classmethod
    def of(cls, patterns: Sequence[Pattern], words: WordHashes) -> Self:
        parts = list(chain.from_iterable(patterns))
        said = list(chain.from_iterable(parts))
        n_words = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
        n_parts = np.fromiter(map(len, patterns), dtype=np.int64, count=len(patterns))
        of_part = np.repeat(np.arange(len(parts)), n_words)
        pattern = np.repeat(np.arange(len(patterns)), n_parts)[of_part]
        at, lengths = np.arange(len(said)), np.bincount(pattern, minlength=len(patterns))
        numbers = np.fromiter(map(words.number, said), dtype=np.int32, count=len(said))
        return cls(
            said=said,
            numbers=numbers,
            pattern=pattern,
            column=at - (np.cumsum(lengths) - lengths)[pattern],
            place=at - (np.cumsum(n_words) - n_words)[of_part],
            is_bound=n_words[of_part] > 1,
            is_negation=numbers == words.number(NEGATION),
        )

    def anchors(self) -> tuple[NDArray[np.int64], IntArray]:
        """The patterns that can be looked for, and the word that each is looked for by: the rarest, the first of
        equally rare ones by its letters, a negation never."""
        held = np.unique((self.pattern << 32) + self.numbers)
        spread = np.bincount(held & 0xFFFFFFFF)
        ranks = {word: rank for rank, word in enumerate(sorted(set(self.said)))}
        rank = np.fromiter(map(ranks.__getitem__, self.said), dtype=np.int64, count=len(self.said))
        may = np.flatnonzero(~self.is_negation)
        ordered = may[np.lexsort((rank[may], spread[self.numbers[may]], self.pattern[may]))]
        found, firsts = np.unique(self.pattern[ordered], return_index=True)
        return found, self.numbers[ordered[firsts]]

    def columns(self, n_patterns: int) -> tuple[IntArray, IntArray, NDArray[np.bool_]]:
        """``wanted``, ``reach`` and ``is_bound`` of a _Table."""
        shape = n_patterns, int(self.column.max(initial=0)) + 1
        wanted, reach = np.full(shape, -1, dtype=np.int32), np.zeros(shape, dtype=np.int32)
        is_bound = np.zeros(shape, dtype=bool)
        wanted[self.pattern, self.column] = self.numbers
        # The first column is that of a first word, which is behind none.
        steps = np.where(self.is_negation, _reach(NEGATION), _REACH)
        reach[self.pattern, self.column] = np.where(self.place > 0, steps, 0)
        is_bound[self.pattern, self.column] = self.is_bound
        return wanted, reach[:, 1:], is_bound


def _reach(word: str) -> int:
    # A negation belongs to the word right before it.
    return 1 if word == NEGATION else _REACH


def _next_is(batch: Numbered, number: int) -> NDArray[np.bool_]:
    """Whether the lemma behind each one is this word, in the same clause."""
    found = np.zeros(len(batch.numbers), dtype=bool)
    found[:-1] = (batch.numbers[1:] == number) & (batch.owner[1:] == batch.owner[:-1])
    return found


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
            following = range(places[-1] + 1, min(places[-1] + 1 + _reach(wanted), len(words)))
            found = next((place for place in following if words[place] == wanted), None)
            if found is None:
                break
            places.append(found)
        if len(places) == len(part):
            return places
    return None
