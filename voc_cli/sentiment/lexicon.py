"""Evaluative words, idioms and complaint events, with the sign that turns with the target."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from voc_cli import resources
from voc_cli.hashing import WordHashes
from voc_cli.morphemes import Lemmas
from voc_cli.patterns import Hit, Lemmatise, PatternIndex, compile_entries, longest
from voc_cli.schema import SEPARATOR

RESOURCE: Final = "lexicon.csv"
STRONGEST: Final = 3
_FLIP: Final = -0.7  # "좋지 않다" is bad, but milder than "나쁘다" (Taboada et al., 2011)


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of an evaluative word or idiom."""

    words: str  # dictionary form
    strength: int  # -3 .. 3 without 0
    domain: str
    targets: tuple[str, ...]  # the sense applies only where one of these is spoken of


class Opinion(NamedTuple):
    """What one hit says: value in [-1, 1] after negation, and the entry's words."""

    value: float
    words: str
    negated: bool
    places: tuple[int, ...]


def load_lexicon() -> tuple[Entry, ...]:
    """The entries that ship with the package."""
    rows = csv.DictReader(io.StringIO(resources.read_text(RESOURCE)))
    return tuple(
        Entry(
            row["entry"],
            int(row["strength"]),
            row["domain"],
            tuple(target.strip() for target in row["targets"].split(SEPARATOR) if target.strip()),
        )
        for row in rows
    )


class Lexicon:
    """Finds the opinions in the lemmas of a clause; longer idioms hide the words inside them."""

    def __init__(self, entries: Sequence[Entry], lemmatise: Lemmatise, words: WordHashes | None = None) -> None:
        senses: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            senses[entry.words].append(entry)
        self._words = list(senses)
        self._index = PatternIndex(compile_entries(self._words, lemmatise), words)
        targets = sorted({target for entry in entries for target in entry.targets})
        # The last noun of "배터리 소모" is what a clause must hold; compounds are often written apart or shortened.
        lemma_of = dict(zip(targets, lemmatise(targets), strict=True))
        self._senses = [
            [
                (frozenset(lemma_of[t][-1] for t in entry.targets if lemma_of[t]), entry.strength)
                for entry in senses[words]
            ]
            for words in self._words
        ]
        # Most senses ask for no target, and most clauses hold one such word.
        self._constant = [
            None if any(targets for targets, _ in senses) else self._strength(number, frozenset())
            for number, senses in enumerate(self._senses)
        ]

    def opinions(self, words: Sequence[str]) -> Sequence[Opinion]:
        """The opinions in a clause of these lemmas."""
        hits = self._index.find(words)
        return self._opinions(hits, words) if hits else []

    def opinions_of_all(self, lemmas: Lemmas) -> list[Sequence[Opinion]]:
        """The opinions in each clause."""
        hits, n = self._index.find_all(lemmas), len(lemmas.bounds) - 1
        return [self._opinions(hits[clause], lemmas.of(clause)) if clause in hits else [] for clause in range(n)]

    def _opinions(self, hits: Sequence[Hit], words: Sequence[str]) -> Sequence[Opinion]:
        if len(hits) == 1:
            strength = self._constant[hits[0].entry]
            if strength is not None:
                return [self._opinion(hits[0], strength)] if strength else []
        present = frozenset(words)
        found = [(hit, self._strength(hit.entry, present)) for hit in hits]
        meant = {hit.entry: strength for hit, strength in found if strength}
        kept = longest([hit for hit, strength in found if strength])
        # "만족", "만족하다" and "만족스럽다" are one lemma: said once, it counts once.
        said: dict[tuple[int, ...], list[Hit]] = defaultdict(list)
        for hit in kept:
            said[hit.places].append(hit)
        return [self._opinion(hits[0], sum(meant[hit.entry] for hit in hits) / len(hits)) for hits in said.values()]

    def _strength(self, number: int, present: frozenset[str]) -> float:
        senses = self._senses[number]
        aimed = [strength for targets, strength in senses if targets and not targets.isdisjoint(present)]
        plain = [strength for targets, strength in senses if not targets]
        chosen = aimed or plain
        return sum(chosen) / len(chosen) if chosen else 0.0

    def _opinion(self, hit: Hit, strength: float) -> Opinion:
        value = strength / STRONGEST
        return Opinion(value * _FLIP if hit.negated else value, self._words[hit.entry], hit.negated, hit.places)
