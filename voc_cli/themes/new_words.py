"""New things by the word that customers write ("펌웨어", "안면결제"), whatever the analyser makes of it.

A word that is cut now in one way and now in another, or that the table or the model knows a little, is no new thing by
its lemmas, and each complaint of it goes where the rest of its words pull it. That it is one thing shows in how it is
told: customers begin with it, hardly anyone praises it, and no listed theme holds most of the complaints. A word that
scatters because everybody uses it stands in the middle of clauses and in praise as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, islice
from math import ceil
from typing import Final

import numpy as np

from voc_cli import schema
from voc_cli.themes.complaints import Complaints
from voc_cli.themes.new_phrases import scatter
from voc_cli.themes.placing import Seeds
from voc_cli.themes.spelling import PARTICLES
from voc_cli.themes.things import OFTEN, Enough, NewThing, is_one_trouble

_FEWEST: Final = 7  # records: what is read from letters is less sure than what is read from lemmas
_SPOKEN_OF: Final = 0.8  # share of the records with the word that must begin with it, or tell their trouble of it
_PRAISED: Final = 0.15  # of its share of the complaints that its share of the praise may be
_HELD: Final = 0.5  # share of the complaints that must be left by listed themes, for one trouble to be found by itself
_NOUN: Final = 0.5  # share of the clauses with it in which the analyser sees nouns in its letters
_NOUNS: Final = 3  # lemmas that one word may be cut in
_SYLLABLES: Final = (2, 10)
_WORD: Final = re.compile(r"[가-힣A-Za-z]+")
_MARK: Final = "/N"


class _Read:
    """The complaints by the words that they begin with, or tell their trouble of."""

    def __init__(self, told: Complaints, seeds: Seeds) -> None:
        self._told, self._seeds = told, seeds
        self.rows: dict[str, list[int]] = _rows(told, seeds)
        self._nouns: dict[int, dict[str, tuple[str, ...]]] = {}
        self._names: dict[str, bool] = {}

    def names(self, word: str) -> bool:
        """Whether a word is a noun, and no word that everybody uses."""
        if word not in self._names:
            self._names[word] = self._is_name(word)
        return self._names[word]

    def barer(self, word: str) -> list[str]:
        """Shorter words that may be meant with a particle ("로봇팔이"), as many speak of them."""
        shorter = (word[:end] for end in range(_SYLLABLES[0], len(word)) if word[end:] in PARTICLES)
        return [stem for stem in shorter if len(self.rows.get(stem, ())) >= len(self.rows[word])]

    def _is_name(self, word: str) -> bool:
        lemma, rules, vectors = word + _MARK, self._seeds.rules, self._seeds.vectors
        if lemma in rules.nameless or lemma in rules.everyday:
            return False
        rows = self.rows[word]
        read = (parts for row in rows if (parts := self._parts(word, row)))
        cut = list(islice(read, ceil(_NOUN * len(rows))))
        if len(cut) < _NOUN * len(rows):
            return False
        parts = cut[0]
        if not rules.times.isdisjoint(parts) or parts[-1] in rules.empty:
            return False
        return max(vectors.weight(part) for part in parts) >= OFTEN

    def _parts(self, word: str, row: int) -> tuple[str, ...]:
        """The lemmas of nouns that a clause cuts a word in; none where it holds it as no noun."""
        if (lemma := word + _MARK) in (cell := self._told.cells[row]):
            return (lemma,)
        if len(word) == _SYLLABLES[0]:  # no word of two syllables is nearly another one
            return next((parts for noun, parts in _joined(cell, word) if noun == word), ())
        if row not in self._nouns:
            self._nouns[row] = dict(_joined(cell))
        held = self._nouns[row]
        return held.get(word) or next((held[noun] for noun in held if _nearly(word, noun)), ())


def new_words(
    told: Complaints,
    ids: Sequence[str],
    seeds: Seeds,
    enough: Enough,
    *,
    known: Collection[str] = (),
) -> list[NewThing]:
    """The new things by their words, the most frequent first; no complaint is of two of them.

    Args:
        ids: Theme of each complaint so far.
        enough: Of the records that begin with the word; never fewer than ``_FEWEST``.
        known: Lemmas of things that were themes before: for them one record is enough.
    """
    before = {lemma.removesuffix(_MARK) for lemma in known}
    read = _Read(told, seeds)
    n_records = enough.n_records

    def recurs(word: str) -> bool:
        rows = read.rows.get(word, ())
        return word in before or (
            len(rows) >= _FEWEST and n_records(rows) >= _FEWEST and read.names(word) and enough.for_a_thing(rows)
        )

    chosen = {
        word: rows
        for word, rows in read.rows.items()
        if word in before
        or (
            len(rows) >= _FEWEST
            and scatter(rows, ids)
            and recurs(word)
            and not any(recurs(stem) for stem in read.barer(word))
            and not _is_grouped(word, rows, told, ids)
            and _is_new(word, rows, told, enough)
        )
    }
    things, taken = [], set[int]()
    for word in sorted(chosen, key=lambda word: (-n_records(chosen[word]), word)):
        rows = [row for row in chosen[word] if row not in taken]
        if rows and (word in before or n_records(rows) >= _FEWEST):
            taken.update(rows)
            things.append(NewThing(word + _MARK, tuple(rows)))
    return things


def _rows(told: Complaints, seeds: Seeds) -> dict[str, list[int]]:
    """The complaints that speak of each word."""
    rows: dict[str, list[int]] = defaultdict(list)
    texts, openings = told.clauses[schema.TEXT].tolist(), _Openings(seeds.rules.empty)
    for row in np.flatnonzero(~told.leans).tolist():
        words = openings.of(texts[row], told.cells[row])
        for word in words:
            rows[word].append(row)
        pair = told.pairs[row]
        if pair and told.troubled[row]:
            target = pair.target.removesuffix(_MARK)
            if len(target) >= _SYLLABLES[0] and target not in words and _stands(target, texts[row]):
                rows[target].append(row)
    return rows


def _stands(word: str, text: str) -> bool:
    """Whether a word of the text begins so."""
    folded = text.casefold()
    place = folded.find(word)
    while place > 0 and _WORD.match(folded, place - 1):
        place = folded.find(word, place + 1)
    return place >= 0


class _Openings:
    """The words that clauses begin with, each word that was met before remembered."""

    def __init__(self, empty: Collection[str]) -> None:
        self._empty = empty
        self._met: dict[str, tuple[tuple[str, ...], str]] = {}

    def of(self, text: str, cell: Sequence[str]) -> Sequence[str]:
        """Those up to the first that may name a thing."""
        words: tuple[str, ...] = ()
        for word in _WORD.findall(text):
            stems, adverb = self._met.get(word) or self._meet(word)
            words = words + stems if words else stems
            if adverb and adverb not in cell:
                return words if len(words) == len(stems) else tuple(dict.fromkeys(words))
        return tuple(dict.fromkeys(words))

    def _meet(self, word: str) -> tuple[tuple[str, ...], str]:
        stems = _stems(word.casefold())
        names = bool(stems) and all(stem + _MARK not in self._empty for stem in stems)
        self._met[word] = met = stems, f"{word}/M" if names else ""
        return met


def _stems(word: str) -> tuple[str, ...]:
    """The word without a particle, or with what looks like one."""
    shortest, longest = _SYLLABLES
    ends = range(shortest, min(len(word), longest) + 1)
    return tuple(word[:end] for end in ends if end == len(word) or word[end:] in PARTICLES)


def _joined(cell: Sequence[str], word: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """The nouns of a clause, and those that stand side by side as one word, with their lemmas: of all, or of those
    that may make ``word``."""
    for first, lemma in enumerate(cell):
        if word and not (lemma.endswith(_MARK) and word.startswith(lemma.removesuffix(_MARK))):
            continue
        nouns = [lemma.removesuffix(_MARK) for lemma in cell[first : first + _NOUNS] if lemma.endswith(_MARK)]
        for n, joined in enumerate(accumulate(nouns), start=1):
            yield joined, tuple(cell[first : first + n])


def _nearly(word: str, other: str) -> bool:
    """Whether the analyser took one syllable of a longer word for another ("퍼웨어" of 펌웨어)."""
    return len(word) == len(other) > _SYLLABLES[0] and sum(a != b for a, b in zip(word, other, strict=True)) == 1


def _is_grouped(word: str, rows: Sequence[int], told: Complaints, ids: Sequence[str]) -> bool:
    """Whether one trouble is most of what is told, and listed themes leave it to be a theme by itself."""
    if not is_one_trouble({word + _MARK}, [told.pairs[row] for row in rows]):
        return False
    free = [row for row in rows if not ids[row]]
    return len(free) > _HELD * len(rows)


def _is_new(word: str, rows: Sequence[int], told: Complaints, enough: Enough) -> bool:
    complaints, n = enough.in_praise.complaints, enough.n_records(rows)
    # Where the clauses with its lemma are too many, the others need not be looked for.
    some = complaints.rows_among(told.said.cells_with(word + _MARK), word)
    if n < _SPOKEN_OF * enough.n_records(some) or n < _SPOKEN_OF * enough.n_records(complaints.rows_with(word)):
        return False
    return enough.in_praise.ratio(word) <= _PRAISED
