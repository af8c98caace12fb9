"""Companies that a clause names only to measure another one by them: neither its praise nor its blame is theirs.

"X보다 느려요" blames somebody else, and so does "결국 X로 갈아탑니다". By spelling behind the name, no analyser.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from voc_cli import resources
from voc_cli.mentions import Mention

RESOURCE: Final = "rivals.toml"
_NEAR: Final = 4  # characters
_ANY: Final = 1_000_000  # more characters than a clause has


def load_rivals() -> dict[str, list[str]]:
    """The expressions that ship with the package, by the names of their lists."""
    return tomllib.loads(resources.read_text(RESOURCE))


def rivals_among(clause: str, mentions: Sequence[Mention], *, praises: bool) -> frozenset[int]:
    """Entries of ``mentions`` that the clause does not judge.

    Args:
        mentions: From left to right.
        praises: The clause is content: then where one goes to or what works better is what it praises.
    """
    lowered = clause.lower()
    rivals: set[int] = set()
    last: Mention | None = None
    # From the right: "X, Y보다" has X be what Y is.
    for mention in reversed(mentions):
        joined = last is not None and last.entry in rivals and _joint().fullmatch(lowered, mention.end, last.start)
        if joined or _is_rival(lowered, mention.end, praises=praises):
            rivals.add(mention.entry)
        last = mention
    return frozenset(rivals)


def _is_rival(lowered: str, end: int, *, praises: bool) -> bool:
    patterns = _patterns()

    def stands(name: str, unless: str, within: int = _ANY) -> bool:
        found = patterns[name].match(lowered, end)
        return found is not None and not patterns[unless].search(lowered, end, found.end() + within)

    if stands("standard", "worst"):
        return True
    return not praises and (
        stands("goal", "tried")
        or stands("better", "troubled")
        # What stands further behind is the trouble of the other one ("X는 되는데 여기는 늦게").
        or stands("without", "troubled", within=_NEAR)
        or any(patterns[name].match(lowered, end) for name in ("origin", "reason"))
    )


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    words = load_rivals()
    own, joint, others = ("|".join(words[name]) for name in ("own", "joint", "others"))
    along = rf"(?:\s?(?:{own}))?(?:(?:{joint})[가-힣a-z]{{1,8}}?)?(?:(?:{joint}|\s)(?:{others}))?(?:\s?등)?"
    found = {name: re.compile(rf"{along}(?:{'|'.join(words[name])})") for name in _BEHIND}
    return found | {name: re.compile("|".join(words[name])) for name in _ANYWHERE}


@cache
def _joint() -> re.Pattern[str]:
    words = load_rivals()
    return re.compile(rf"(?:\s?(?:{'|'.join(words['own'])}))?(?:{'|'.join(words['joint'])}|\s)\s?")


_BEHIND: Final = ("standard", "goal", "origin", "better", "without", "reason")
_ANYWHERE: Final = ("worst", "tried", "troubled")
