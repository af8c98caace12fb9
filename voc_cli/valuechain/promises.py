"""Promises that were not kept: what differs from advertisement, description, price, date or benefit, at any stage.

Two kinds of evidence: words that meet ("견적" and "더 나오다"), and constructions that quote what somebody promised
("무료라더니 ...", "오늘 온다고 해서 기다렸는데 ...") before something bad.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from voc_cli import resources
from voc_cli.hashing import WordHashes
from voc_cli.morphemes import Lemmas
from voc_cli.patterns import JOIN, Hit, Lemmatise, PatternIndex, compile_entries
from voc_cli.schema import SEPARATOR

RESOURCE: Final = "promises.csv"
_QUOTES_RESOURCE: Final = "promises.toml"
_QUOTED: Final = 20  # characters before the end of a quotation that say what is quoted
_SYLLABLES: Final = ("다", "라", "기로", "놓", "는데", "데", "더니", "지만")  # one stands in every quotation
_BESIDE: Final = 8  # lemmas from one word of a pair to the other, at most


@dataclass(frozen=True, slots=True)
class PromiseRule:
    """One kind of promise: what it stands in, how it is told that it differs, and phrases that say so alone."""

    kind: str
    sources: tuple[str, ...]
    differences: tuple[str, ...]
    phrases: tuple[str, ...]
    counter: tuple[str, ...]

    @property
    def entries(self) -> tuple[str, ...]:
        """Every pattern that says that the promise was not kept."""
        pairs = (f"{source}{JOIN}{difference}" for source in self.sources for difference in self.differences)
        return tuple(dict.fromkeys((*self.phrases, *pairs)))


def load_promises() -> tuple[PromiseRule, ...]:
    """The rules that ship with the package."""
    rows = csv.DictReader(io.StringIO(resources.read_text(RESOURCE)))
    return tuple(
        PromiseRule(row["kind"], *(_cell(row[name]) for name in ("sources", "differences", "phrases", "counter")))
        for row in rows
    )


def _cell(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(SEPARATOR) if part.strip()))


class PromiseFinder:
    """Finds the kind of promise that a clause says was not kept."""

    def __init__(self, rules: Sequence[PromiseRule], lemmatise: Lemmatise, words: WordHashes | None = None) -> None:
        self._kinds = [rule.kind for rule in rules]
        self._general = self._kinds[-1] if rules else ""  # of a quotation that names no kind; no rule, no promise
        entries = [(n, entry, True) for n, rule in enumerate(rules) for entry in rule.entries]
        entries += [(n, entry, False) for n, rule in enumerate(rules) for entry in rule.counter]
        self._entries = entries
        self._index = PatternIndex(compile_entries([entry for _, entry, _ in entries], lemmatise), words)

    def find(
        self, clauses: Sequence[str], lemmas: Lemmas, *, leaning: Sequence[int], documents: Sequence[int]
    ) -> list[str]:
        """The kind of each clause, "" for most.

        Args:
            clauses: Their texts.
            leaning: -1 for a negative clause, 1 for a positive one, 0 between.
            documents: Number of the text of each clause: what is bad may stand in the clause behind the quotation.
        """
        found, quotations, hits = [], _quotations(), self._index.find_all(lemmas)
        for number, clause in enumerate(clauses):
            told = number in hits and leaning[number] <= 0 and quotations.innocent.search(clause) is None
            kind = self._by_words(hits[number]) if told else ""
            follows = number + 1 < len(clauses) and documents[number + 1] == documents[number]
            next_clause, came = (clauses[number + 1], leaning[number + 1]) if follows else ("", leaning[number])
            worst = min(leaning[number], came)
            if not kind and worst < 0 and self._general and quotations.holds(clause, next_clause, came):
                kind = quotations.kind(clause) or self._general
            found.append(kind)
        return found

    def reproaches(self, clauses: Sequence[str]) -> list[int]:
        """Numbers of the clauses whose form alone says that a promise was not kept, ascending."""
        quotations = _quotations()
        return [number for number, clause in enumerate(clauses) if self._general and quotations.reproach(clause)]

    def of_place(self, clause: str) -> str:
        """The kind where the place of a clause, not its words, says that a promise was not kept."""
        return _quotations().kind(clause) or self._general

    def _by_words(self, hits: Sequence[Hit]) -> str:
        taken = {self._entries[hit.entry][0] for hit in hits if not self._entries[hit.entry][2]}
        raised = [
            (-len(hit.places), number)
            for hit in hits
            if self._entries[hit.entry][2]
            and not hit.negated
            and max(hit.places) - min(hit.places) <= _BESIDE
            and (number := self._entries[hit.entry][0]) not in taken
        ]
        return self._kinds[min(raised)[1]] if raised else ""


@dataclass(frozen=True, slots=True)
class _Quotations:
    """How a promise is quoted (promises.toml)."""

    quotes: re.Pattern[str]
    reproaches: re.Pattern[str]  # quotations that tell by their form alone
    loose: re.Pattern[str]  # quotations that need one of ``offers``
    relied: re.Pattern[str]  # quotations on which the customer acted
    shown: re.Pattern[str]  # what pictures and descriptions show
    claimed: re.Pattern[str]  # what screens claim
    unclaimed: re.Pattern[str]  # what they show is no claim
    offers: re.Pattern[str]
    refused: re.Pattern[str]  # what is quoted is no offer
    kept: re.Pattern[str]  # behind the quotation
    innocent: re.Pattern[str]  # words that meet in such a clause name no promise
    hearsay: re.Pattern[str]
    company: re.Pattern[str]
    own: re.Pattern[str]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]

    def holds(self, clause: str, following: str, came: int) -> bool:
        """Whether ``clause`` tells what a company offered, and neither it nor the next clause says it was kept.

        Args:
            clause: What is read.
            following: The clause behind it in its text, "" for none.
            came: Leaning of the clause that tells what came: the next one, where there is one.
        """
        # Most clauses hold none of these syllables.
        if not any(syllable in clause for syllable in _SYLLABLES) or self.own.match(clause):
            return False
        found = self._told(clause) or (self._displayed(clause) if came <= 0 else None)
        return found is not None and self.kept.search(f"{clause[found.end() :]} {following}") is None

    def reproach(self, clause: str) -> bool:
        """Whether the form of ``clause`` alone says that what a company offered did not come true."""
        if "으면서" not in clause and "놓" not in clause and "더니" not in clause:
            return False
        found = self.reproaches.search(clause)
        return found is not None and not self.own.match(clause) and self._offered(clause[: found.end()])

    def _told(self, clause: str) -> re.Match[str] | None:
        """The first quotation of an offer in ``clause``."""
        for quotes, is_loose in (
            (self.reproaches, False),
            (self.quotes, False),
            (self.loose, True),
            (self.relied, False),
        ):
            found = quotes.search(clause)
            said = clause[: found.end()] if found else ""
            if found and self._offered(said) and (not is_loose or self.offers.search(said)):
                return found
        return None

    def _displayed(self, clause: str) -> re.Match[str] | None:
        """What ``clause`` tells was shown or claimed before it was bought."""
        found = self.shown.search(clause) or self.claimed.search(clause)
        if found is None or self.unclaimed.search(found[0]) or self.refused.search(found[0]):
            return None
        return None if self.innocent.search(clause) else found

    def _offered(self, said: str) -> bool:
        """Whether ``said``, which ends with the quotation, quotes an offer, and nobody else but a company."""
        # What stands further off is no longer what was said ("인식이 안 되면 직원이 전화로 확인해 준다더니").
        if self.refused.search(said[-_QUOTED:]):
            return False
        return self.company.search(said) is not None or self.hearsay.search(said) is None

    def kind(self, clause: str) -> str:
        """What was promised, "" where no word tells."""
        return next((kind for kind, words in self.kinds if words.search(clause)), "")


@cache
def _quotations() -> _Quotations:
    table: dict[str, Any] = tomllib.loads(resources.read_text(_QUOTES_RESOURCE))
    words = {name: "|".join(found) for name, found in table.items() if name != "kinds"}
    words["own"] = rf"(?:{words['own']})\s"
    kinds = tuple((kind, re.compile("|".join(found))) for kind, found in table["kinds"].items())
    return _Quotations(**{name: re.compile(pattern) for name, pattern in words.items()}, kinds=kinds)
