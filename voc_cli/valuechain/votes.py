"""What the table of words says of each clause: votes of the taxonomy's entries for aspects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate, chain
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import WordHashes
from voc_cli.morphemes import Lemmas
from voc_cli.patterns import Hit, Lemmatise, Pattern, PatternIndex, compile_entries, is_one_word, spellings
from voc_cli.valuechain.counting import SILENT, Ballots, Cast, FlatVotes, Votes, count_one
from voc_cli.valuechain.model import Floats
from voc_cli.valuechain.taxonomy import Aspect

PHRASE, TARGET, PREDICATE, COUNTER = "phrase", "target", "predicate", "counter"
_WEIGHTS: Final = {PHRASE: 3.0, TARGET: 2.0, PREDICATE: 1.0}
_MOST_VOTES: Final = 6.0  # more evidence than this for one stage says nothing new
_BATCH: Final = 8_000  # clauses that are looked up together
_REMEMBERED: Final = 1 << 17  # clauses whose votes are kept: themes ask for them once more


class TableVotes:
    """Weighs phrases, targets and predicates of the taxonomy; a word that many aspects share weighs less for each.

    Args:
        words: Numbers the words, where others number the same clauses, too.
    """

    def __init__(self, taxonomy: Sequence[Aspect], lemmatise: Lemmatise, words: WordHashes | None = None) -> None:
        uses: dict[str, dict[tuple[int, str], None]] = defaultdict(dict)
        for number, aspect in enumerate(taxonomy):
            for kind, entries in (
                (PHRASE, aspect.phrases),
                (TARGET, aspect.targets),
                (PREDICATE, aspect.predicates),
                (COUNTER, aspect.counter),
            ):
                for entry in entries:
                    uses[entry][number, kind] = None
        self._entries = list(uses)
        places = {entry: place for place, entry in enumerate(self._entries)}
        # An entry that two rows are sure of decides for neither.
        claims = [(places[entry], number) for number, aspect in enumerate(taxonomy) for entry in aspect.sure]
        n_claims = Counter(place for place, _ in claims)
        sure = {place: number for place, number in claims if n_claims[place] == 1}
        factors = [aspect.weight for aspect in taxonomy]
        of_word: dict[str, list[Cast]] = {}
        longer: list[tuple[Pattern, Cast]] = []
        ways = [(place, way) for place, entry in enumerate(self._entries) for way in spellings(entry)]
        patterns = compile_entries([way for _, way in ways], lemmatise)
        for (place, _), pattern in zip(ways, patterns, strict=True):
            used = list(uses[self._entries[place]])
            cast = _cast(place, used, factors, n_lemmas=sum(map(len, pattern)), sure=sure.get(place))
            if is_one_word(pattern):
                of_word.setdefault(pattern[0][0], []).append(cast)
            else:
                longer.append((pattern, cast))
        self._casts = [*(_together(casts) for casts in of_word.values()), *(cast for _, cast in longer)]
        self._ballots = Ballots.of(self._casts, n_aspects=len(taxonomy))
        self._index = PatternIndex([*(((word,),) for word in of_word), *(pattern for pattern, _ in longer)], words)
        self._remembered: dict[tuple[str, ...], Votes] = {}

    def of(self, words: Sequence[str]) -> Votes:
        """The votes on a clause of these lemmas."""
        key = tuple(words)
        found = self._remembered.get(key)
        return found if found is not None else self._keep(key, self._votes(self._index.find(key)))

    def of_all(self, lemmas: Lemmas) -> list[Votes]:
        """The votes on each clause."""
        known, met = self._remembered, self._index.met(lemmas)
        keys = [tuple(lemmas.of(clause)) for clause in range(len(lemmas.bounds) - 1)]
        fresh = np.array([key not in known for key in keys], dtype=bool)
        # What decides against the model is rare; such clauses are counted one by one.
        odd = np.zeros(len(keys), dtype=bool)
        odd[met.clauses[self._ballots.is_sure[met.entries]]] = True
        hits = met.take((fresh & odd)[met.clauses]).hits(lemmas)
        counted = self._ballots.count(met.take((fresh & ~odd)[met.clauses]))
        return [
            known[key] if key in known else self._keep(key, counted.get(clause) or self._votes(hits.get(clause, ())))
            for clause, key in enumerate(keys)
        ]

    def of_cells(self, cells: Sequence[Sequence[str]]) -> list[Votes]:
        """The votes on each of many clauses, given by their lemmas."""
        keys = [tuple(cell) for cell in cells]
        fresh = [key for key in dict.fromkeys(keys) if key not in self._remembered]
        found = dict[tuple[str, ...], Votes]()
        for first in range(0, len(fresh), _BATCH):
            part = fresh[first : first + _BATCH]
            bounds = [0, *accumulate(map(len, part))]
            found.update(zip(part, self.of_all(Lemmas(list(chain.from_iterable(part)), [], [], bounds)), strict=True))
        return [found[key] if key in found else self._remembered[key] for key in keys]

    def evidence(self, votes: Votes, aspect: int) -> tuple[str, ...]:
        """The entries that spoke for ``aspect``, the strongest first."""
        if aspect in votes.several:
            return tuple(self._entries[entry] for entry in votes.several[aspect])
        return (self._entries[votes.entries[aspect]],) if aspect in votes.entries else ()

    def _votes(self, hits: Sequence[Hit]) -> Votes:
        return count_one([(hit.places, self._casts[hit.entry]) for hit in hits]) if hits else SILENT

    def _keep(self, words: tuple[str, ...], votes: Votes) -> Votes:
        if len(self._remembered) < _REMEMBERED:
            self._remembered[words] = votes
        return votes


def _cast(
    entry: int, uses: Sequence[tuple[int, str]], factors: Sequence[float], *, n_lemmas: int, sure: int | None
) -> Cast:
    longer = 1 + 0.25 * (n_lemmas - 1)
    votes = tuple((number, weight * factors[number] * longer, entry) for number, weight in _shares(uses))
    counters = tuple(number for number, kind in uses if kind == COUNTER)
    return Cast(votes, counters, () if sure is None else ((-n_lemmas, sure),))


def _together(casts: Sequence[Cast]) -> Cast:
    """What the entries of one word vote for: for each aspect the strongest, the first of equal ones."""
    best: dict[int, tuple[int, float, int]] = {}
    for cast in casts:
        for vote in cast.votes:
            if vote[0] not in best or vote[1] > best[vote[0]][1]:
                best[vote[0]] = vote
    counters = tuple(number for cast in casts for number in cast.counters)
    return Cast(tuple(best.values()), counters, tuple(claim for cast in casts for claim in cast.sure))


def _shares(uses: Sequence[tuple[int, str]]) -> list[tuple[int, float]]:
    """(aspect, weight) of an entry, its weight divided among the aspects that share it."""
    best: dict[int, float] = {}
    for number, kind in uses:
        if kind != COUNTER:
            best[number] = max(best.get(number, 0.0), _WEIGHTS[kind])
    share = sqrt(len(best)) if best else 1.0
    return [(number, weight / share) for number, weight in best.items()]


def stage_votes(votes: FlatVotes, stage_of: NDArray[np.int64], *, shape: tuple[int, int]) -> Floats:
    """The best vote for each stage, of ``shape`` (n_clauses, n_stages); ``stage_of`` holds the stage of each aspect."""
    table = np.zeros(shape)
    np.maximum.at(table, (votes.clauses, stage_of[votes.aspects]), np.minimum(votes.scores, _MOST_VOTES))
    return table
