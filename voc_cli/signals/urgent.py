"""The signals that must never drown (design section 4): safety, legal, churn, praised staff, from a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from voc_cli import resources
from voc_cli.morphemes import Lemmas
from voc_cli.patterns import REMEMBERED, Hit, Lemmatise, PatternIndex, compile_entries
from voc_cli.schema import SEPARATOR, Signal

RESOURCE: Final = "signals.csv"


@dataclass(frozen=True, slots=True)
class Rule:
    """One sort of case: the phrases that raise it, and those that take it away in the same clause."""

    signal: Signal
    kind: str
    severity: int  # 1 .. 3; 3 asks for somebody to act today
    phrases: tuple[str, ...]
    counter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """A signal raised by a clause, with the words that raised it."""

    signal: Signal
    kind: str
    severity: int
    words: str


def load_rules() -> tuple[Rule, ...]:
    """The rules that ship with the package."""
    rows = csv.DictReader(io.StringIO(resources.read_text(RESOURCE)))
    return tuple(
        Rule(Signal(row["signal"]), row["kind"], int(row["severity"]), _cell(row["phrases"]), _cell(row["counter"]))
        for row in rows
    )


def _cell(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(SEPARATOR) if part.strip()))


class SignalFinder:
    """Finds the signals of clauses; recall first for safety and legal, so polarity is not asked."""

    def __init__(self, rules: Sequence[Rule], lemmatise: Lemmatise) -> None:
        self._rules = tuple(rules)
        entries = [(n, entry, True) for n, rule in enumerate(rules) for entry in rule.phrases]
        entries += [(n, entry, False) for n, rule in enumerate(rules) for entry in rule.counter]
        self._entries = entries
        self._index = PatternIndex(compile_entries([entry for _, entry, _ in entries], lemmatise))

        self._remembered = lru_cache(maxsize=REMEMBERED)(self._find)

    def find(self, lemmas: Lemmas, *, is_positive: Sequence[bool]) -> list[tuple[Raised, ...]]:
        """The signals of each clause, the gravest first; staff is praised and a customer leaves by its polarity."""
        return [self._remembered(tuple(lemmas.of(clause)), positive) for clause, positive in enumerate(is_positive)]

    def _find(self, words: tuple[str, ...], positive: bool) -> tuple[Raised, ...]:
        hits = self._index.find(words)
        if not hits:
            return ()
        counters = (hit for hit in hits if not hit.negated and not self._entries[hit.entry][2])
        taken = {self._entries[hit.entry][0] for hit in counters}
        raised: dict[int, Hit] = {}
        for hit in hits:
            number, _, raises = self._entries[hit.entry]
            if raises and not hit.negated and number not in taken and self._allowed(number, positive):
                best = raised.get(number)
                if best is None or len(hit.places) > len(best.places):
                    raised[number] = hit
        found = [self._raised(number, hit) for number, hit in raised.items()]
        return tuple(sorted(found, key=lambda r: (-r.severity, r.signal, r.kind)))

    def _allowed(self, number: int, positive: bool) -> bool:
        signal = self._rules[number].signal
        if signal is Signal.PRAISE_STAFF:
            return positive
        return not positive if signal is Signal.CHURN else True

    def _raised(self, number: int, hit: Hit) -> Raised:
        rule = self._rules[number]
        return Raised(rule.signal, rule.kind, rule.severity, self._entries[hit.entry][1])
