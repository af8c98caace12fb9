"""Branches and desks as customers name them ("강남점", "1층 안내데스크"): where staff works, no name of a person."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any, Final, NamedTuple

from voc_cli import resources

RESOURCE: Final = "staff.toml"
_LEAST: Final = 2  # letters of a name: of one syllable before 점 nearly all are other words ("장점")
# Who tells of a point writes "불편한점" in one word.
_MODIFIES: Final = re.compile(r"[는은한운던된할긴낀쁜른픈싼킨린]$")
_NUMBER: Final = re.compile(r"[0-9]+[천만백십]?$")
_OTHERS: Final = re.compile(r"(?:다른|딴|옆|타|저쪽)\s?$")
_PARTICLE: Final = r"(?:에서|에는|에도|에|의|은|는|이|가|도|쪽|측|께서|으로|로|과|와|이랑|랑|을|를|보다|인데)"


class Branch(NamedTuple):
    """Where a branch is named in a text, and how it is called."""

    start: int
    end: int
    name: str


@cache
def load_staff_words() -> dict[str, Any]:
    """The tables of staff.toml."""
    return tomllib.loads(resources.read_text(RESOURCE))


@cache
def _branches() -> tuple[re.Pattern[str], frozenset[str], tuple[str, ...]]:
    table = load_staff_words()["branches"]
    attached, apart = ("|".join(sorted(table[key], key=len, reverse=True)) for key in ("attached", "apart"))
    named = rf"(?P<name>[가-힣A-Za-z0-9]{{{_LEAST},10}}?)(?:(?:{attached})|\s(?:{apart}))"
    pattern = re.compile(
        rf"(?<![가-힣A-Za-z0-9])(?:{'|'.join(table['desks'])}|{named})(?={_PARTICLE}?(?:[^가-힣A-Za-z0-9]|$))"
    )
    return pattern, frozenset(table["not_names"].split()), tuple(table["not_ends"].split())


def find_branches(text: str) -> list[Branch]:
    """The branches that are named in ``text``, from left to right, without those that it sets itself apart from."""
    return [
        Branch(*match.span(), match[0])
        for match in _branches()[0].finditer(text)
        if _is_name(match["name"]) and not _OTHERS.search(text[: match.start()])
    ]


def _is_name(name: str | None) -> bool:
    if name is None:  # a desk
        return True
    _, not_names, not_ends = _branches()
    is_other = name.lower() in not_names or name.endswith(not_ends)
    return not (is_other or _MODIFIES.search(name) or _NUMBER.match(name))


def unit_of(staff: str) -> str:
    """The branch that ``staff`` ("강남점 정해민 매니저") begins with; "" where it names none."""
    found = find_branches(staff)
    return found[0].name if found and found[0].start == 0 and found[0].end < len(staff) else ""
