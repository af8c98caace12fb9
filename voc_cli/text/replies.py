"""Texts in which the company answers, and no customer speaks ("고객님, 안녕하세요. 불편을 드려 죄송합니다 ...")."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import resources

RESOURCE: Final = "replies.toml"
# Every answer speaks formally, and nearly all other texts lack one of these; looking for them costs next to nothing.
_FORMAL: Final = "니다"
_NEEDED: Final = ("고객", "안녕하", "드려", "드린", "드리", "주셔서")
_HEAD: Final = 80  # characters in which a text greets
_CONFIRMED: Final = 2  # sorts of acts that make a text whose writer signs an answer
_UNSIGNED: Final = 3  # and one in which nobody greets or signs
_OPENER: Final = r"\W*(?:(?:판매자|업체|관리자|운영자|고객센터)?\s?(?:답변|답글|댓글|회신|RE|Re|re)\W{1,3})?"
_ONLY_A_NAME: Final = re.compile(r"\W*(?:[^.!?~\n]{1,30}(?:입니다|드림)\W*)?")


@dataclass(frozen=True, slots=True)
class _Patterns:
    greeting: re.Pattern[str]
    signature: re.Pattern[str]
    acts: tuple[re.Pattern[str], ...]
    customer: re.Pattern[str]


def replies_of(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts are answers of a company, (n_texts,)."""
    return np.array([_FORMAL in text and is_reply(text) for text in texts], dtype=bool)


def is_reply(text: str) -> bool:
    """True where a company answers; a customer who quotes an answer, or greets politely, is none.

    Who greets "고객님" needs to say no more than a name. Who only signs must speak as companies do in two ways, who
    does neither in three. One word of a customer's is enough against it.
    """
    if _FORMAL not in text or not any(word in text for word in _NEEDED):
        return False
    patterns = _patterns()
    greeting = patterns.greeting.match(text[:_HEAD])
    n_needed = 1 if greeting else _CONFIRMED if patterns.signature.match(text) else _UNSIGNED
    n_acts = sum(bool(act.search(text)) for act in patterns.acts)
    is_bare = greeting is not None and _ONLY_A_NAME.fullmatch(text, greeting.end()) is not None
    return (n_acts >= n_needed or is_bare) and not patterns.customer.search(text)


@cache
def _patterns() -> _Patterns:
    table = tomllib.loads(resources.read_text(RESOURCE))
    return _Patterns(
        re.compile(f"{_OPENER}(?:{'|'.join(table['greets_customer'])})"),
        re.compile(f"{_OPENER}(?:{'|'.join(table['signs'])})"),
        tuple(re.compile("|".join(pieces)) for pieces in table["acts"].values()),
        re.compile("|".join(table["customer"]["marks"])),
    )
