"""The votes on clauses counted: what each entry that stands there says of aspects, brought together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import members
from voc_cli.patterns import Met
from voc_cli.valuechain.model import Floats

UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True)
class Votes:
    """What the table says of one clause: score and numbers of entries by aspect number.

    Many are remembered, so most of them hold plain numbers alone, which the collector of garbage need not visit.
    """

    scores: dict[int, float]
    entries: dict[int, int]  # of an aspect with one entry
    several: dict[int, tuple[int, ...]]  # of one with more
    sure: int = -1  # aspect that a phrase decides against the model, -1 for none
    barred: tuple[int, ...] = ()  # aspects that a counter-cue takes away


_FEW: Final[dict[int, tuple[int, ...]]] = {}
SILENT: Final = Votes({}, {}, _FEW)


@dataclass(frozen=True, slots=True, eq=False)
class FlatVotes:
    """The scores of clauses as columns of one length, clause by clause, an aspect once."""

    clauses: NDArray[np.int64]
    aspects: NDArray[np.int64]
    scores: Floats

    def of(self, clauses: NDArray[np.int64], *, n: int) -> FlatVotes:
        """The votes on some of ``n`` clauses, which are numbered anew in the order given."""
        numbers = np.full(n, -1, dtype=np.int64)
        numbers[clauses] = np.arange(len(clauses))
        kept = numbers[self.clauses] >= 0
        return FlatVotes(numbers[self.clauses[kept]], self.aspects[kept], self.scores[kept])


def grouped(owners: NDArray[np.int64], numbers: NDArray[np.int64]) -> dict[int, list[int]]:
    """The numbers that belong to each owner; ``owners`` go up."""
    bounds = np.flatnonzero(np.diff(owners, prepend=-1, append=-1))
    values, firsts = numbers.tolist(), owners[bounds[:-1]].tolist()
    return {owner: values[a:b] for owner, (a, b) in zip(firsts, pairwise(bounds.tolist()), strict=True)}


def flattened(votes: Sequence[Votes]) -> FlatVotes:
    """``votes``, one a clause, as columns."""
    lengths = [len(vote.scores) for vote in votes]
    aspects = np.array([number for vote in votes for number in vote.scores], dtype=np.int64)
    scores = np.array([score for vote in votes for score in vote.scores.values()], dtype=np.float64)
    return FlatVotes(np.repeat(np.arange(len(votes)), lengths), aspects, scores)


def barred(votes: Sequence[Votes]) -> FlatVotes:
    """What counter-cues take away from clauses, as columns; the scores say nothing."""
    pairs = [(clause, number) for clause, vote in enumerate(votes) for number in vote.barred]
    clauses, aspects = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return FlatVotes(clauses, aspects, np.zeros(len(pairs)))


class Cast(NamedTuple):
    """What entries that stand at the same lemmas vote for, whenever they are found."""

    votes: tuple[tuple[int, float, int], ...]  # aspect, weight, entry; an aspect once
    counters: tuple[int, ...]  # aspects that are taken away
    sure: tuple[tuple[int, int], ...]  # number of lemmas below zero, and aspect decided against the model


Placed = tuple[tuple[int, ...], Cast]  # the places of lemmas in a clause, and what votes there
Role = tuple[float, Sequence[int], int]  # weight, places, entry


@dataclass(frozen=True, slots=True, eq=False)
class Ballots:
    """What casts vote for, as arrays: cast i has the votes ``firsts[i]:firsts[i + 1]``."""

    firsts: NDArray[np.int64]
    aspects: NDArray[np.int64]
    weights: Floats
    entries: NDArray[np.int64]
    taken_firsts: NDArray[np.int64]  # in the same way the aspects that each cast takes away
    taken: NDArray[np.int64]
    is_sure: NDArray[np.bool_]  # of each cast: it decides for an aspect
    n_aspects: int

    @classmethod
    def of(cls, casts: Sequence[Cast], *, n_aspects: int) -> Self:
        """The votes of ``casts``."""
        firsts = np.cumsum([0, *(len(cast.votes) for cast in casts)])
        aspects, weights, entries = np.array([vote for cast in casts for vote in cast.votes]).reshape(-1, 3).T
        taken_firsts = np.cumsum([0, *(len(cast.counters) for cast in casts)])
        taken = np.array([aspect for cast in casts for aspect in cast.counters], dtype=np.int64)
        is_sure = np.array([bool(cast.sure) for cast in casts], dtype=bool)
        columns = aspects.astype(np.int64), weights, entries.astype(np.int64), taken_firsts, taken, is_sure
        return cls(firsts, *columns, n_aspects)

    def count(self, met: Met) -> dict[int, Votes]:
        """The votes on each clause of ``met``, by its number, as ``count_one`` gives them; no cast may be sure."""
        owner, cells = members(self.firsts[met.entries], self.firsts[met.entries + 1])
        aspects, weights, entries = self.aspects[cells], self.weights[cells], self.entries[cells]
        order = np.argsort(met.clauses[owner] * self.n_aspects + aspects, kind="stable")
        begins = np.flatnonzero(np.diff(met.clauses[owner[order]] * self.n_aspects + aspects[order], prepend=-1))
        lengths = np.diff(begins, append=len(order))
        first = order[begins]
        scores, told = weights[first], defaultdict[int, dict[int, tuple[int, ...]]](dict)
        several = np.flatnonzero(lengths > 1)
        rows = order[np.repeat(lengths > 1, lengths)]
        # A place that is there twice tells no more than once.
        places = np.where(met.places < 0, met.anchors[:, None], met.places)[owner[rows]]
        roles = list(zip(weights[rows].tolist(), places.tolist(), entries[rows].tolist(), strict=True))
        ends = np.cumsum(lengths[several]).tolist()
        shared = first[several]
        columns = (several, met.clauses[owner[shared]], aspects[shared])
        places_of = zip(pairwise([0, *ends]), *(column.tolist() for column in columns), strict=True)
        for (a, b), place, clause, aspect in places_of:
            scores[place], told[clause][aspect] = total(roles[a:b])
        # An aspect stands where its first vote stood.
        seen = np.argsort(first)
        first, scores = first[seen], scores[seen]
        clauses = met.clauses[owner[first]]
        is_taken = self._is_taken(met)
        taken = grouped(*np.nonzero(is_taken))
        stays = ~is_taken[clauses, aspects[first]]
        n_before = np.append(0, np.cumsum(stays)).tolist()
        names, values = aspects[first[stays]].tolist(), scores[stays].tolist()
        spoken, by = aspects[first].tolist(), entries[first].tolist()
        votes = dict[int, Votes]()
        for a, b in pairwise(np.flatnonzero(np.diff(clauses, prepend=-1, append=-1)).tolist()):
            clause, own = int(clauses[a]), slice(n_before[a], n_before[b])
            votes[clause] = Votes(
                dict(zip(names[own], values[own], strict=True)),
                dict(zip(spoken[a:b], by[a:b], strict=True)),
                told.get(clause, _FEW),
                barred=tuple(taken.get(clause, ())),
            )
        for clause in taken.keys() - votes.keys():
            votes[clause] = replace(SILENT, barred=tuple(taken[clause]))
        return votes

    def _is_taken(self, met: Met) -> NDArray[np.bool_]:
        """Which aspects are taken away from which clauses, (n_clauses, n_aspects)."""
        owner, cells = members(self.taken_firsts[met.entries], self.taken_firsts[met.entries + 1])
        is_taken = np.zeros((int(met.clauses.max(initial=-1)) + 1, self.n_aspects), dtype=bool)
        is_taken[met.clauses[owner], self.taken[cells]] = True
        return is_taken


def count_one(met: Sequence[Placed]) -> Votes:
    """The votes of one clause."""
    scores: dict[int, float] = {}
    entries: dict[int, int] = {}
    at: dict[int, tuple[int, ...]] = {}
    several: dict[int, list[Role]] = {}
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
        scores[number], told[number] = total(roles)
    claims: list[tuple[int, int]] = []
    for _, cast in met:
        for number in cast.counters:
            scores.pop(number, None)
        claims += cast.sure
    claims = [claim for claim in claims if claim[1] in scores]
    barred = tuple(sorted({number for _, cast in met for number in cast.counters}))
    return Votes(scores, entries, told, min(claims)[1] if claims else UNKNOWN, barred)


def total(roles: Sequence[Role]) -> tuple[float, tuple[int, ...]]:
    """Score and entries of an aspect; one word counts once, in its strongest role."""
    if len(roles) == 2:
        best, other = roles if roles[0][0] >= roles[1][0] else roles[::-1]
        if frozenset(best[1]).issuperset(other[1]):
            return best[0], (best[2],)
        return best[0] + other[0], (best[2], other[2])
    score, used, entries = 0.0, set[int](), list[int]()
    for weight, places, entry in sorted(roles, key=_strength, reverse=True):
        if not used.issuperset(places):
            used.update(places)
            score += weight
            entries.append(entry)
    return score, tuple(entries)


_strength = itemgetter(0)
