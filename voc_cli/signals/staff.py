"""The member of staff that a clause speaks of: by role, by branch where one is named, by name where it is kept."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from voc_cli import resources
from voc_cli.branches import find_branches, load_staff_words
from voc_cli.mentions import MentionFinder
from voc_cli.schema import SEPARATOR

RESOURCE: Final = "staff.csv"
_BESIDE: Final = 2  # characters between a name and its role
_BESIDE_BRANCH: Final = re.compile(r"의?\s?(?:[가-힣\[\]]{1,4}\s?)?")  # of a branch and its staff: a name fits in
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


def with_drivers(roles: Sequence[Role], partners: Iterable[tuple[str, Sequence[str]]]) -> tuple[Role, ...]:
    """``roles`` with those who drive for a partner ("CJ대한통운 기사"); no spelling is taken from another role.

    Args:
        partners: Kind and spellings of each.
    """
    drives = load_staff_words()["drivers"]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for kind, words in partners:
        if kind in drives:
            found[drives[kind]] += [f"{word}{gap}기사" for word in words if "기사" not in word for gap in ("", " ")]
    taken = {word for role in roles for word in role.words}
    return tuple(
        replace(role, words=(*role.words, *(word for word in dict.fromkeys(found[role.name]) if word not in taken)))
        for role in roles
    )


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
        table = load_staff_words()["branches"]
        self._in_houses = frozenset(
            role.name for role in roles if role.unit in table["houses"] or role.name in table["roles"]
        )

    def find_all(self, clauses: Sequence[str], documents: Sequence[int] | None = None) -> list[str]:
        """``find`` of each clause, "" for most.

        Args:
            documents: Number of the text of each clause, ascending; where the text names one branch alone, and a clause
                none, its staff is of that branch. Every clause is a text of its own without.
        """
        found = [""] * len(clauses)
        for number in self._finder.holding(clauses):
            around = () if documents is None else _of_text(clauses, documents, number)
            found[number] = self.find(clauses[number], around=around)
        return found

    def find(self, clause: str, *, around: Sequence[str] = ()) -> str:
        """The role, behind branch and name where they stand there ("강남점 정해민 매니저"); "" where nobody acts.

        Args:
            around: All clauses of the text.
        """
        acting = [mention for mention in self._finder.find(clause) if mention.is_actor]
        if not acting:
            return ""
        best = min(acting, key=lambda mention: (mention.entry, mention.start))
        role = self._roles[best.entry].name
        told = [self._branch(role, best.start, clause, around)]
        for start, end in self._find_names(clause):
            if 0 <= best.start - end <= _BESIDE or 0 <= start - best.end <= _BESIDE:
                told.append(clause[start:end])
                break
        if told[0].endswith(role.split()[0]):  # "홍대매장 직원", not "홍대매장 매장 직원"
            role = role.split()[-1]
        return " ".join([*filter(None, told), role])

    def _branch(self, role: str, start: int, clause: str, around: Sequence[str]) -> str:
        """The branch whose staff begins at ``start`` of a clause; "" where none is named."""
        found = find_branches(clause)
        before = [branch for branch in found if branch.start < start]
        if role not in self._in_houses:
            # "분당서비스센터 직원" holds the role of 서비스센터 직원.
            end = min(before[-1].end, start) if before else start
            is_beside = bool(before) and _BESIDE_BRANCH.fullmatch(clause, end, start) is not None
            return before[-1].name if is_beside else ""
        if found:
            return (before or found)[-1].name
        named = {branch.name for other in around for branch in find_branches(other)}
        return named.pop() if len(named) == 1 else ""


def _of_text(clauses: Sequence[str], documents: Sequence[int], number: int) -> Sequence[str]:
    """All clauses of the text of one of them."""
    document = documents[number]
    return clauses[bisect_left(documents, document) : bisect_right(documents, document)]
