"""What the table of words says of each clause: votes of the taxonomy's entries for aspects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import WordHashes
from voc_cli.morphemes import Lemmas
from voc_cli.patterns import Hit, Lemmatise, Pattern, PatternIndex, compile_entries, is_one_word
from voc_cli.valuechain.model import Floats
from voc_cli.valuechain.taxonomy import Aspect

PHRASE, TARGET, PREDICATE, COUNTER = "phrase", "target", "predicate", "counter"
_WEIGHTS: Final = {PHRASE: 3.0, TARGET: 2.0, PREDICATE: 1.0}
UNKNOWN: Final = -1
_MOST_VOTES: Final = 6.0  # more evidence than this for one stage says nothing new
_REMEMBERED: Final = 1 << 17  # clauses whose votes are kept: themes ask for them once more


@dataclass(frozen=True, slots=True)
class Votes:
    """What the table says of one clause: score and numbers of entries by aspect number.

    Many are remembered, so most of them hold plain numbers alone, which the collector of garbage need not visit.
    """

    scores: dict[int, float]
    entries: dict[int, int]  # of an aspect with one entry
    several: dict[int, tuple[int, ...]]  # of one with more
    sure: int = -1  # aspect that a phrase decides against the model, -1 for none


_FEW: Final[dict[int, tuple[int, ...]]] = {}
_SILENT: Final = Votes({}, {}, _FEW)


class _Cast(NamedTuple):
    """What entries that stand at the same lemmas vote for, whenever they are found."""

    votes: tuple[tuple[int, float, int], ...]  # aspect, weight, entry; an aspect once
    counters: tuple[int, ...]  # aspects that are taken away
    sure: tuple[tuple[int, int], ...]  # number of lemmas below zero, and aspect decided against the model


_Met = tuple[tuple[int, ...], _Cast]  # the places of lemmas in a clause, and what votes there
_Role = tuple[float, tuple[int, ...], int]  # weight, places, entry


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
        of_word: dict[str, list[_Cast]] = {}
        longer: list[tuple[Pattern, _Cast]] = []
        for place, pattern in enumerate(compile_entries(self._entries, lemmatise)):
            used = list(uses[self._entries[place]])
            cast = _cast(place, used, factors, n_lemmas=sum(map(len, pattern)), sure=sure.get(place))
            if is_one_word(pattern):
                of_word.setdefault(pattern[0][0], []).append(cast)
            else:
                longer.append((pattern, cast))
        self._casts = [*(_together(casts) for casts in of_word.values()), *(cast for _, cast in longer)]
        self._index = PatternIndex([*(((word,),) for word in of_word), *(pattern for pattern, _ in longer)], words)
        self._remembered: dict[tuple[str, ...], Votes] = {}

    def of(self, words: Sequence[str]) -> Votes:
        """The votes on a clause of these lemmas."""
        key = tuple(words)
        found = self._remembered.get(key)
        return found if found is not None else self._kept(key, self._index.find(key))

    def of_all(self, lemmas: Lemmas) -> list[Votes]:
        """The votes on each clause."""
        hits, known = self._index.find_all(lemmas), self._remembered
        keys = [tuple(lemmas.of(clause)) for clause in range(len(lemmas.bounds) - 1)]
        return [
            known[key] if key in known else self._kept(key, hits.get(clause, ())) for clause, key in enumerate(keys)
        ]

    def evidence(self, votes: Votes, aspect: int) -> tuple[str, ...]:
        """The entries that spoke for ``aspect``, the strongest first."""
        if aspect in votes.several:
            return tuple(self._entries[entry] for entry in votes.several[aspect])
        return (self._entries[votes.entries[aspect]],) if aspect in votes.entries else ()

    def _kept(self, words: tuple[str, ...], hits: Sequence[Hit]) -> Votes:
        votes = _counted([(hit.places, self._casts[hit.entry]) for hit in hits]) if hits else _SILENT
        if len(self._remembered) < _REMEMBERED:
            self._remembered[words] = votes
        return votes


def _cast(
    entry: int, uses: Sequence[tuple[int, str]], factors: Sequence[float], *, n_lemmas: int, sure: int | None
) -> _Cast:
    longer = 1 + 0.25 * (n_lemmas - 1)
    votes = tuple((number, weight * factors[number] * longer, entry) for number, weight in _shares(uses))
    counters = tuple(number for number, kind in uses if kind == COUNTER)
    return _Cast(votes, counters, () if sure is None else ((-n_lemmas, sure),))


def _together(casts: Sequence[_Cast]) -> _Cast:
    """What the entries of one word vote for: for each aspect the strongest, the first of equal ones."""
    best: dict[int, tuple[int, float, int]] = {}
    for cast in casts:
        for vote in cast.votes:
            if vote[0] not in best or vote[1] > best[vote[0]][1]:
                best[vote[0]] = vote
    counters = tuple(number for cast in casts for number in cast.counters)
    return _Cast(tuple(best.values()), counters, tuple(claim for cast in casts for claim in cast.sure))


def _counted(met: Sequence[_Met]) -> Votes:
    """The votes of one clause."""
    scores: dict[int, float] = {}
    entries: dict[int, int] = {}
    at: dict[int, tuple[int, ...]] = {}
    several: dict[int, list[_Role]] = {}
    for places, cast in met:
        for number, weight, entry in cast.votes:
            if number not in scores:
                scores[number], entries[number], at[number] = weight, entry, places
            elif number in several:
                several[number].append((weight, places, entry))
            else:
                several[number] = [(scores[number], at[number], entries[number]), (weight, places, entry)]
    told = _FEW if not several else {}
    for number, roles in several.items():
        scores[number], told[number] = _told(roles)
    claims: list[tuple[int, int]] = []
    for _, cast in met:
        for number in cast.counters:
            scores.pop(number, None)
        claims += cast.sure
    claims = [claim for claim in claims if claim[1] in scores]
    return Votes(scores, entries, told, min(claims)[1] if claims else UNKNOWN)


def _told(roles: Sequence[_Role]) -> tuple[float, tuple[int, ...]]:
    """Score and entries of an aspect; one word counts once, in its strongest role."""
    score, used, entries = 0.0, set[int](), list[int]()
    for weight, places, entry in sorted(roles, key=_strength, reverse=True):
        if not used.issuperset(places):
            used.update(places)
            score += weight
            entries.append(entry)
    return score, tuple(entries)


_strength = itemgetter(0)


def _shares(uses: Sequence[tuple[int, str]]) -> list[tuple[int, float]]:
    """(aspect, weight) of an entry, its weight divided among the aspects that share it."""
    best: dict[int, float] = {}
    for number, kind in uses:
        if kind != COUNTER:
            best[number] = max(best.get(number, 0.0), _WEIGHTS[kind])
    share = sqrt(len(best)) if best else 1.0
    return [(number, weight / share) for number, weight in best.items()]


def stage_votes(votes: Sequence[Votes], stage_of: NDArray[np.int64], n_stages: int) -> Floats:
    """The best vote for each stage, (n_clauses, n_stages); ``stage_of`` holds the stage of each aspect."""
    table = np.zeros((len(votes), n_stages))
    lengths = [len(vote.scores) for vote in votes]
    numbers = np.array([number for vote in votes for number in vote.scores], dtype=np.int64)
    scores = np.array([score for vote in votes for score in vote.scores.values()])
    clauses = np.repeat(np.arange(len(votes)), lengths)
    np.maximum.at(table, (clauses, stage_of[numbers]), np.minimum(scores, _MOST_VOTES))
    return table
