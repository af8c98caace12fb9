"""Cases that the letters of a clause show and its lemmas do not (signals.toml): numbers, particles, unknown words.

"1372에 전화했어요" is 전화 alone to the lemmas, and "기자한테 말했어요" holds the same two as "기자가 말했어요".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from voc_cli import resources
from voc_cli.mentions import MentionFinder

RESOURCE: Final = "signals.toml"
_NOTHING: Final = "(?!)"


@dataclass(frozen=True, slots=True)
class Writing:
    """A kind of signals.csv and how clauses that tell of it are written."""

    kind: str
    holds: tuple[str, ...]  # one of these stands wherever ``when`` is found
    when: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def load_writings() -> tuple[Writing, ...]:
    """The writings that ship with the package."""
    rows = tomllib.loads(resources.read_text(RESOURCE))["written"]
    return tuple(
        Writing(row["kind"], tuple(row["holds"]), _any(row["when"]), _any(row.get("unless", [_NOTHING])))
        for row in rows
    )


def _any(pieces: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(pieces))


class WritingFinder:
    """Finds the kinds that clauses are written as; most clauses hold no word of any and are passed over at once."""

    def __init__(self, writings: Sequence[Writing]) -> None:
        self._writings = tuple(writings)
        words = list(dict.fromkeys(word for writing in writings for word in writing.holds))
        self._words = MentionFinder([words], [()])

    def find_all(self, clauses: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
        """Kind and what is written, in the order of the table, by the number of the clause; most have none."""
        found = {number: list(self._find(clauses[number])) for number in self._words.holding(clauses)}
        return {number: told for number, told in found.items() if told}

    def _find(self, clause: str) -> Iterator[tuple[str, str]]:
        for writing in self._writings:
            if not any(word in clause for word in writing.holds) or writing.unless.search(clause):
                continue
            if match := writing.when.search(clause):
                yield writing.kind, match[0].strip()
