"""Texts in which nobody says anything ("없음", "..", "딱히 불만은 없어요"): what a field that had to be filled gets.

Survey research calls it item nonresponse. Models that learn from words take a bare "없음" for the lack of something.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import resources
from voc_cli.morphemes import Spans

RESOURCE: Final = "non_answers.toml"
_LONGEST: Final = 40  # characters; who writes more says something
_LONGEST_GREETING: Final = 14
_NO_WORD: Final = re.compile(r"(?:(?:https?://|www\.)[!-~]++|[\s\d.,·…~*/()\[\]-])*")
_LINKS: Final = ("https://", "http://", "www.")  # however long, they say nothing
_BETWEEN: Final = re.compile(r"[\s.,:·…~!*'\"“”‘’()\[\]-]+")


class Answer(IntEnum):
    """What a text holds."""

    SOMETHING = 0
    NO_TROUBLE = 1  # it denies that there is anything to complain of
    NOTHING = 2


def answers_of(texts: Sequence[str]) -> NDArray[np.int8]:
    """The ``Answer`` of each text, (n_texts,)."""
    found = [
        answer_of(text) if len(text) <= _LONGEST or text.startswith(_LINKS) else Answer.SOMETHING for text in texts
    ]
    return np.array(found, dtype=np.int8)


def greetings_of(texts: Sequence[str], spans: Spans) -> NDArray[np.bool_]:
    """Which clauses only greet, (n_clauses,)."""
    found = np.zeros(len(spans), dtype=bool)
    greeting = _greeting()
    for row in np.flatnonzero(spans.ends - spans.starts <= _LONGEST_GREETING).tolist():
        said = texts[spans.documents[row]][spans.starts[row] : spans.ends[row]]
        found[row] = greeting.fullmatch(_BETWEEN.sub("", said).rstrip("?")) is not None
    return found


def answer_of(text: str) -> Answer:
    """What ``text`` holds; emoji, laughter and tears say something, a number, a link or a dot does not."""
    if _NO_WORD.fullmatch(text):
        return Answer.NOTHING
    said = _BETWEEN.sub("", text).lower()
    nothing, no_trouble = _patterns()
    if nothing.fullmatch(said):
        return Answer.NOTHING
    return Answer.NO_TROUBLE if no_trouble.fullmatch(said) else Answer.SOMETHING


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile("|".join(tomllib.loads(resources.read_text(RESOURCE))["greetings"]))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    parts = {name: "|".join(some) for name, some in tomllib.loads(resources.read_text(RESOURCE)).items()}
    head, end = "(?:{openers})*".format_map(parts), "(?:{particles})?(?:{openers})*(?:{none})".format_map(parts)
    nothing = "{whole}|".format_map(parts) + head + "(?:{subjects})?(?:{nouns})?".format_map(parts) + end
    trouble = "(?:(?:{bare_troubles})|(?:{troubles})+(?:{nouns}))".format_map(parts)
    return re.compile(nothing), re.compile(head + trouble + end)
