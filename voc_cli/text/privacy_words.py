"""The word lists of masking (``resources/privacy.toml``, ``resources/person_names.toml``) as pieces of patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Final, Literal, cast

from voc_cli import resources

Span = tuple[int, int]  # start and end of what must be masked
WordFile = Literal["privacy", "person_names"]
# One character stands for everything that is masked already, so that a label is neither cue nor number for what
# is left. Unicode keeps these code points free for use inside a program.
FIRST_STAND_IN: Final = "\ufdd0"
LAST_STAND_IN: Final = "\ufdef"
STAND_IN: Final = f"[{FIRST_STAND_IN}-{LAST_STAND_IN}]"
_CUE_REACH: Final = 40


@cache
def words(key: str, *, file: WordFile = "privacy") -> tuple[str, ...]:
    """The words of one list, in the order of the file.

    Raises:
        KeyError: The file holds no such list.
    """
    return tuple(_read(file)[key].split())


def alternation(items: Iterable[str]) -> str:
    """A pattern that matches any of ``items``, the longest first; "_" in an item is a space that may be missing."""
    longest_first = sorted(set(items), key=lambda item: (-len(item), item))
    return "(?:" + "|".join(re.escape(item).replace("_", r"\s?") for item in longest_first) + ")"


def cue_behind(key: str, gap: str) -> re.Pattern[str]:
    """Matches where a word of list ``key`` and ``gap`` end a text: a cue that stands before a number.

    A cue may end a longer Korean word (홈쇼핑주문) but not an English one: "expo" is no "po".
    """
    english = [word for word in words(key) if word.isascii()]
    korean = [word for word in words(key) if not word.isascii()]
    cue = alternation(korean) + (rf"|(?<![a-z]){alternation(english)}" if english else "")
    return re.compile(rf"(?:{cue}){gap}\Z", re.IGNORECASE)


def has_before(cue: re.Pattern[str], text: str, position: int) -> bool:
    """Whether ``cue`` stands right before ``position``."""
    return cue.search(text[max(0, position - _CUE_REACH) : position]) is not None


def has_after(cue: re.Pattern[str], text: str, position: int) -> bool:
    """Whether ``cue`` starts right at ``position``."""
    return cue.match(text, position, position + _CUE_REACH) is not None


@cache
def _read(file: WordFile) -> dict[str, str]:
    return cast("dict[str, str]", tomllib.loads(resources.read_text(f"{file}.toml")))
