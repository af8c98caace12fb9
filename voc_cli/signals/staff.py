"""The member of staff that a clause speaks of: by role, and by name where the text still holds it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from voc_cli import resources
from voc_cli.mentions import MentionFinder
from voc_cli.schema import SEPARATOR

RESOURCE: Final = "staff.csv"
_BESIDE: Final = 2  # characters between a name and its role
FindNames = Callable[[str], Sequence[tuple[int, int]]]  # where names of people stand in a text


@dataclass(frozen=True, slots=True)
class Role:
    """A role of staff and the department that answers for it."""

    name: str
    unit: str
    words: tuple[str, ...]
    counter: tuple[str, ...]


def load_roles() -> tuple[Role, ...]:
    """The roles that ship with the package, the special ones before the general."""
    rows = csv.DictReader(io.StringIO(resources.read_text(RESOURCE)))
    return tuple(Role(row["role"], row["unit"], _cell(row["words"]), _cell(row["counter"])) for row in rows)


def _cell(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(SEPARATOR) if part.strip()))


class StaffFinder:
    """Finds who of the staff acts in a clause.

    Args:
        roles: In order of preference.
        find_names: Asked only where a role stands; finds nothing in a text whose names are masked.
    """

    def __init__(self, roles: Sequence[Role], *, find_names: FindNames) -> None:
        self._roles = tuple(roles)
        self._finder = MentionFinder([role.words for role in roles], [role.counter for role in roles])
        self._find_names = find_names

    def find_all(self, clauses: Sequence[str]) -> list[str]:
        """``find`` of each clause, "" for most."""
        found = [""] * len(clauses)
        for number in self._finder.holding(clauses):
            found[number] = self.find(clauses[number])
        return found

    def find(self, clause: str) -> str:
        """The role, behind a name where one stands beside it ("정해민 설치기사"); "" where nobody acts."""
        acting = [mention for mention in self._finder.find(clause) if mention.is_actor]
        if not acting:
            return ""
        best = min(acting, key=lambda mention: (mention.entry, mention.start))
        role = self._roles[best.entry].name
        for start, end in self._find_names(clause):
            if 0 <= best.start - end <= _BESIDE or 0 <= start - best.end <= _BESIDE:
                return f"{clause[start:end]} {role}"
        return role
