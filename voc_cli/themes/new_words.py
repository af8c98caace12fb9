"""New things by the word that customers write ("펌웨어", "안면결제"), whatever the analyser makes of it.

A word that is cut now in one way and now in another, or that the table or the model knows a little, is no new thing by
its lemmas, and each complaint of it goes where the rest of its words pull it. That it is one thing shows in how it is
told: customers begin with it, hardly anyone praises it, and no listed theme holds most of the complaints. A word that
scatters because everybody uses it stands in the middle of clauses and in praise as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final

import numpy as np

from voc_cli import schema
from voc_cli.themes.complaints import Complaints
from voc_cli.themes.new_phrases import scatter
from voc_cli.themes.pairs import names_a_trouble
from voc_cli.themes.placing import Seeds
from voc_cli.themes.things import OFTEN, Enough, NewThing, is_one_trouble

_FEWEST: Final = 7  # records: what is read from letters is less sure than what is read from lemmas
_SPOKEN_OF: Final = 0.8  # share of the records with the word that must begin with it, or tell their trouble of it
_PRAISED: Final = 0.15  # of its share of the complaints that its share of the praise may be
_NOUN: Final = 0.5  # share of the clauses with it in which the analyser sees nouns in its letters
_NOUNS: Final = 3  # lemmas that one word may be cut in
_SYLLABLES: Final = (2, 10)
_WORD: Final = re.compile(r"[가-힣A-Za-z]+")
_PARTICLE: Final = re.compile(
    r"이나|나|이|가|은|는|을|를|에|의|도|만|으로|로|와|과|이랑|랑|에서|에게|한테|에는|에도|에서는|으로는|로는|까지|부터|마저|조차|때문에|이라서|라서|"
    r"인데|이라고|라고|하고|보다"
)
_MARK: Final = "/N"


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What clauses begin with, by the word."""

    rows: dict[str, list[int]]  # that speak of it
    as_noun: Counter[str]  # how many of them hold it as a noun, or as several
    parts: dict[str, tuple[str, ...]]  # the lemmas that it is cut in where it is


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
    texts, before = told.clauses[schema.TEXT].tolist(), {lemma.removesuffix(_MARK) for lemma in known}
    read = _read(told, texts, seeds)
    n_records = enough.n_records
    may = {
        word
        for word, rows in read.rows.items()
        if word in before
        or (
            len(rows) >= _FEWEST
            and n_records(rows) >= _FEWEST
            and enough.for_a_thing(rows)
            and _names(word, read, seeds)
        )
    }
    chosen = {
        word: read.rows[word]
        for word in sorted(may)
        if word in before or (_is_bare(word, may, read) and _is_new(word, read.rows[word], told, ids, enough))
    }
    things, taken = [], set[int]()
    for word in sorted(chosen, key=lambda word: (-n_records(chosen[word]), word)):
        rows = [row for row in chosen[word] if row not in taken]
        if rows and (word in before or n_records(rows) >= _FEWEST):
            taken.update(rows)
            things.append(NewThing(word + _MARK, tuple(rows)))
    return things


def _read(told: Complaints, texts: Sequence[str], seeds: Seeds) -> _Read:
    read = _Read(defaultdict(list), Counter(), {})
    for row in np.flatnonzero(~told.leans).tolist():
        pair = told.pairs[row]
        target = pair.target.removesuffix(_MARK) if pair and names_a_trouble(pair, seeds.rules) else ""
        for word in dict.fromkeys([*_begins(texts[row], told.cells[row], seeds), target]):
            if len(word) >= _SYLLABLES[0] and (word != target or _stands(word, texts[row])):
                read.rows[word].append(row)
    usual = seeds.rules.nameless | seeds.rules.everyday
    frequent = {word: rows for word, rows in read.rows.items() if len(rows) >= _FEWEST and word + _MARK not in usual}
    nouns = {row: dict(_joined(told.cells[row])) for row in set(chain.from_iterable(frequent.values()))}
    for word, rows in frequent.items():
        for row in rows:
            held = nouns[row]
            parts = held.get(word) or next((held[noun] for noun in held if _nearly(word, noun)), None)
            if parts:
                read.as_noun[word] += 1
                read.parts.setdefault(word, parts)
    return read


def _stands(word: str, text: str) -> bool:
    """Whether a word of the text begins so."""
    folded = text.casefold()
    place = folded.find(word)
    while place > 0 and _WORD.match(folded, place - 1):
        place = folded.find(word, place + 1)
    return place >= 0


def _begins(text: str, cell: Sequence[str], seeds: Seeds) -> Iterator[str]:
    """The words that a clause begins with, up to the first that may name a thing."""
    empty = seeds.rules.empty
    for found in _WORD.finditer(text):
        word = found.group()
        stems = _stems(word.casefold())
        yield from stems
        if stems and f"{word}/M" not in cell and not any(stem + _MARK in empty for stem in stems):
            return


@lru_cache(maxsize=100_000)
def _stems(word: str) -> tuple[str, ...]:
    """The word without a particle, or with what looks like one."""
    shortest, longest = _SYLLABLES
    ends = range(shortest, min(len(word), longest) + 1)
    return tuple(word[:end] for end in ends if end == len(word) or _PARTICLE.fullmatch(word, end))


def _joined(cell: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The nouns of a clause, and those that stand side by side as one word, with their lemmas."""
    for first in range(len(cell)):
        nouns = [lemma.removesuffix(_MARK) for lemma in cell[first : first + _NOUNS] if lemma.endswith(_MARK)]
        for n, word in enumerate(accumulate(nouns), start=1):
            yield word, tuple(cell[first : first + n])


def _nearly(word: str, other: str) -> bool:
    """Whether the analyser took one syllable of a longer word for another ("퍼웨어" of 펌웨어)."""
    return len(word) == len(other) > _SYLLABLES[0] and sum(a != b for a, b in zip(word, other, strict=True)) == 1


def _names(word: str, read: _Read, seeds: Seeds) -> bool:
    """Whether a word is a noun, and no word that everybody uses."""
    lemma, rules = word + _MARK, seeds.rules
    if lemma in rules.nameless or lemma in rules.everyday or read.as_noun[word] < _NOUN * len(read.rows[word]):
        return False
    parts = read.parts.get(word, (lemma,))
    if not rules.times.isdisjoint(parts) or parts[-1] in rules.empty:
        return False
    return max(seeds.vectors.weight(part) for part in parts) >= OFTEN


def _is_bare(word: str, may: Collection[str], read: _Read) -> bool:
    """Whether no shorter word with a particle is what is meant ("로봇팔이")."""
    shorter = (word[:end] for end in range(_SYLLABLES[0], len(word)) if _PARTICLE.fullmatch(word, end))
    return not any(stem in may and len(read.rows[stem]) >= len(read.rows[word]) for stem in shorter)


def _is_new(word: str, rows: Sequence[int], told: Complaints, ids: Sequence[str], enough: Enough) -> bool:
    if not scatter(rows, ids) or is_one_trouble({word + _MARK}, [told.pairs[row] for row in rows]):
        return False
    holding = enough.in_praise.complaints.rows_with(word)
    return enough.n_records(rows) >= _SPOKEN_OF * enough.n_records(holding) and enough.in_praise.ratio(word) <= _PRAISED
