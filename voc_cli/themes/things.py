"""New things that customers complain of in so many words that no single trouble of theirs recurs.

"우표가 사라졌어요", "우표 교환이 안 돼요", "우표를 못 받았어요": three troubles, each told once, and one new thing. A
thing is new where the taxonomy hardly knows its word. A clause speaks of it that begins with it, or tells its trouble
of it: names of companies stand in complaints too, but most of these are not about them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, starmap
from typing import Final

import numpy as np

from voc_cli import schema
from voc_cli.schema import Stage
from voc_cli.themes.complaints import Complaints
from voc_cli.themes.editing import theme_id
from voc_cli.themes.in_praise import InPraise
from voc_cli.themes.pairs import Pair, first_things
from voc_cli.themes.placing import Seeds
from voc_cli.themes.support import unsupported
from voc_cli.themes.weights import log_shares

FEWEST: Final = 5  # records that tell different troubles of a thing, however small the export is
_SPOKEN_OF: Final = 0.7  # share of the records with a thing's word that must tell a trouble of it,
_UNTHEMED: Final = 0.5  # and in no theme
_ONE_TROUBLE: Final = 0.5  # share of a thing's complaints that make it a theme of that trouble, and not of the thing
# Of what the taxonomy knows: votes of the table, what the model makes of the word alone, and how much the word tells
# where the package's own sentences often hold it.
_VOTED, _MEANT, OFTEN = 1.0, 0.5, 0.85
_WHOLE: Final = 0.5  # share of the clauses in which a word must begin as one: else it is a splinter of another


@dataclass(frozen=True, slots=True)
class Enough:
    """When complaints are enough for a theme."""

    least: int  # records
    n_records: Callable[[Iterable[int]], int]  # behind rows of complaints
    rise: Callable[[Iterable[int]], bool]  # whether they came up all at once: then fewer are enough
    in_praise: InPraise  # what is said beside them

    def for_a_thing(self, rows: Collection[int]) -> bool:
        """Whether these complaints are enough for a new thing."""
        n = self.n_records(rows)
        return n >= FEWEST and (n >= self.least or self.rise(rows))


@dataclass(frozen=True, slots=True)
class NewThing:
    """A thing, and the rows of the complaints of it."""

    lemma: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What complaints say of things, rows by lemma."""

    of: dict[str, list[int]]  # without a theme, that speak of it,
    troubles: dict[str, list[int]]  # those of them that tell a trouble,
    themed: dict[str, list[int]]  # and those that tell one and have a theme

    @classmethod
    def read(cls, told: Complaints, ids: Sequence[str], seeds: Seeds) -> _Told:
        said = cls(defaultdict(list), defaultdict(list), defaultdict(list))
        wholes, first_of = _wholes(told, seeds), first_things(told.said, seeds.rules)
        for row in np.flatnonzero(~told.leans).tolist():
            pair, tells = told.pairs[row], told.troubled[row]
            whole = wholes.get(row, "")
            things = {whole or first_of[row]}
            if pair is not None and tells and pair.target.removesuffix("/N") not in whole:
                things.add(pair.target)
            for thing in things - {""}:
                if not ids[row]:
                    said.of[thing].append(row)
                if tells:
                    (said.themed if ids[row] else said.troubles)[thing].append(row)
        return said


def thing_id(lemma: str) -> str:
    """The id of the theme of a thing, whatever is told of it."""
    return theme_id(Stage.NONE, Pair(lemma, "", is_negated=False).key)


def new_things(
    told: Complaints, ids: Sequence[str], seeds: Seeds, enough: Enough, *, known: Collection[str] = ()
) -> list[NewThing]:
    """The new things that enough records complain of, the most frequent first; no complaint is of two of them.

    Args:
        ids: Theme of each complaint so far; who has one keeps it, unless a predicate alone gave it.
        enough: Of the records that tell a trouble of a thing; never fewer than ``FEWEST``.
        known: Lemmas of things that were themes before: for them one record is enough.
    """
    n_records, said = enough.n_records, _Told.read(told, ids, seeds)
    counts = {thing: n_records(rows) for thing, rows in said.troubles.items()}
    frequent = [thing for thing in sorted(counts) if thing not in known and enough.for_a_thing(said.troubles[thing])]
    unknown = unheard(frequent, seeds)
    named = _rows_with(unknown, told)
    texts = told.clauses[schema.TEXT]
    chosen = set()
    for thing in unknown:
        n = n_records(named[thing])
        if (
            counts[thing] >= _UNTHEMED * n
            and n_records(chain(said.troubles[thing], said.themed[thing])) >= _SPOKEN_OF * n
            and not is_one_trouble({thing}, [told.pairs[row] for row in said.troubles[thing]])
            and is_whole(thing, [str(texts.iat[row]) for row in said.of[thing]])
            and not enough.in_praise.is_sender(thing.removesuffix("/N"))
        ):
            chosen.add(thing)
    before = (said.of.keys() | said.themed.keys()) & set(known)
    things, taken = [], set[int]()
    for thing in sorted(chosen | before, key=lambda thing: (-counts.get(thing, 0), thing)):
        # What was a theme before keeps what is told of it, though a listed theme would claim it among other texts; of a
        # new one listed themes keep what more than a predicate gave them.
        claimed = said.themed[thing]
        if thing not in known:
            claimed = unsupported(claimed, told, seeds, troubles=seeds.rules.troubles)
        rows = [row for row in sorted({*said.of[thing], *claimed}) if row not in taken]
        if rows and (thing in known or enough.for_a_thing(set(said.troubles[thing]) - taken)):
            taken.update(rows)
            things.append(NewThing(thing, tuple(rows)))
    return things


def _wholes(told: Complaints, seeds: Seeds) -> dict[int, str]:
    """The things that clauses begin with and that were cut in two ("터치링" into 터치 and 링), by row.

    Others hold the whole, or most that begin with the first part write it so. A kind of a known thing is none
    ("드론배송").
    """
    texts, said = told.clauses[schema.TEXT].tolist(), told.said
    nouns = said.are(lambda lemma: lemma.endswith("/N"))
    places = said.firsts(nouns)
    begins = Counter(said.at(places))
    cut = said.before(places, nouns)
    parts = {
        row: (first, last)
        for row, first, last in zip(said.rows[cut].tolist(), said.at(cut), said.at(cut + 1), strict=True)
        if first not in seeds.rules.empty and _joined(first, last).removesuffix("/N") in texts[row]
    }
    wholes = {
        (first, last): whole
        for (first, last), n in Counter(parts.values()).items()
        if said.n(whole := _joined(first, last)) or n >= _WHOLE * begins[first]
    }
    unknown = set(unheard(sorted({last for _, last in wholes}), seeds))
    return {row: wholes[part] for row, part in parts.items() if part in wholes and part[1] in unknown}


def _joined(first: str, last: str) -> str:
    return first.removesuffix("/N") + last


def unheard(things: Sequence[str], seeds: Seeds) -> list[str]:
    """The things that the taxonomy hardly knows."""
    if not things:
        return []
    cells = [[thing] for thing in things]
    voted = [max(scores.values(), default=0.0) for scores in seeds.votes(cells)]
    meant = np.exp(log_shares(seeds.weights, cells, seeds.vectors)).max(axis=1)
    return [
        thing
        for thing, votes, share in zip(things, voted, meant.tolist(), strict=True)
        if votes < _VOTED and share < _MEANT and seeds.vectors.weight(thing) >= OFTEN
    ]


def _rows_with(things: Collection[str], told: Complaints) -> dict[str, list[int]]:
    """The complaints that hold the word of each thing, cut in two or not, whatever they are about."""
    rows: dict[str, list[int]] = {thing: [] for thing in things}
    ends = {thing[place:] for thing in things for place in range(len(thing) - len("/N"))}
    for row in np.unique(told.said.rows[told.said.are(ends.__contains__)]).tolist():
        cell = told.cells[row]
        for thing in rows.keys() & {*cell, *starmap(_joined, pairwise(cell))}:
            rows[thing].append(row)
    return rows


def is_one_trouble(words: Collection[str], pairs: Sequence[Pair | None]) -> bool:
    """Whether one trouble that is told of the thing of these words itself is most of what is told."""
    counts = Counter(pair for pair in pairs if pair is not None and pair.target in words)
    return max(counts.values(), default=0) >= _ONE_TROUBLE * len(pairs)


def is_whole(thing: str, texts: Sequence[str]) -> bool:
    """Whether a lemma is a word of its own in most texts, and no end of a word that was cut in two."""
    begins = re.compile(rf"(?<!\w){re.escape(thing.removesuffix('/N'))}", re.IGNORECASE)
    return sum(begins.search(text) is not None for text in texts) >= _WHOLE * len(texts)
