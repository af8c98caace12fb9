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
            following = number + 1 < len(clauses) and documents[number + 1] == documents[number]
            if not kind and quotations.holds(clause, clauses[number + 1] if following else ""):
                worst = min(leaning[number], leaning[number + 1]) if following else leaning[number]
                kind = (quotations.kind(clause) or self._general) if worst < 0 and self._general else ""
            found.append(kind)
        return found

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
    loose: re.Pattern[str]  # quotations that need one of ``offers``
    offers: re.Pattern[str]
    refused: re.Pattern[str]  # what is quoted is no offer
    kept: re.Pattern[str]  # behind the quotation
    innocent: re.Pattern[str]  # words that meet in such a clause name no promise
    hearsay: re.Pattern[str]
    company: re.Pattern[str]
    own: re.Pattern[str]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]

    def holds(self, clause: str, following: str) -> bool:
        """Whether ``clause`` quotes what a company offered, and neither it nor the next clause says it was kept."""
        # Most clauses hold none of these syllables.
        if "다" not in clause and "라" not in clause and "기로" not in clause:
            return False
        if self.own.match(clause):
            return False
        found = self.quotes.search(clause) or self.loose.search(clause)
        if found is None or not self._offered(clause, clause[: found.end()], is_loose=found.re is self.loose):
            return False
        return self.kept.search(f"{clause[found.end() :]} {following}") is None

    def _offered(self, clause: str, quoted: str, *, is_loose: bool) -> bool:
        # What stands further off is no longer what was said ("인식이 안 되면 직원이 전화로 확인해 준다더니").
        if self.refused.search(quoted[-_QUOTED:]) or (is_loose and not self.offers.search(quoted)):
            return False
        return self.company.search(clause) is not None or self.hearsay.search(clause) is None

    def kind(self, clause: str) -> str:
        """What was promised, "" where no word tells."""
        return next((kind for kind, words in self.kinds if words.search(clause)), "")


@cache
def _quotations() -> _Quotations:
    table: dict[str, Any] = tomllib.loads(resources.read_text(_QUOTES_RESOURCE))
    quotes, loose, offers, refused, kept, innocent, hearsay, company, own = (
        "|".join(table[name])
        for name in ("quotes", "loose", "offers", "refused", "kept", "innocent", "hearsay", "company", "own")
    )
    return _Quotations(
        quotes=re.compile(quotes),
        loose=re.compile(loose),
        offers=re.compile(offers),
        refused=re.compile(refused),
        kept=re.compile(kept),
        innocent=re.compile(innocent),
        hearsay=re.compile(hearsay),
        company=re.compile(company),
        own=re.compile(rf"(?:{own})\s"),
        kinds=tuple((kind, re.compile("|".join(words))) for kind, words in table["kinds"].items()),
    )
