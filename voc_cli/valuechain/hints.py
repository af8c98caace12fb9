"""What the product or channel of a record says of the stage of clauses that name no thing themselves."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from voc_cli import resources
from voc_cli.marks import CHANNEL, PRODUCT, marked

RESOURCE: Final = "hints.toml"
_CUT: Final = re.compile(r"[\W_]+")
_KINDS: Final = {CHANNEL: "channel", PRODUCT: "product"}


@dataclass(frozen=True, slots=True)
class Hint:
    """A stage, and the word that points to it."""

    stage: str
    word: str  # behind the mark of its column, as the evidence names it


def hints_of(channels: Sequence[str], products: Sequence[str]) -> list[Hint | None]:
    """The hint of each record; None where its columns say nothing.

    A channel that names a matter ("배송 문의") tells what the record is about, and goes before the product.
    """
    pairs = zip(channels, products, strict=True)
    return [_hint(CHANNEL, channel) or _hint(PRODUCT, product) for channel, product in pairs]


@lru_cache(maxsize=65_536)
def _hint(column: str, value: str) -> Hint | None:
    if not value:
        return None
    tails, words = _table(_KINDS[column])
    parts = _CUT.sub(" ", value).casefold().split()
    ways = [_found(part, words) or _found(_bare(part, tails), words) for part in (*parts, "".join(parts))]
    found = [word for word in ways if word is not None]
    if len({words[word] for word in found}) != 1:
        return None
    return Hint(words[found[0]], marked(column, found[0]))


def _bare(word: str, tails: Sequence[str]) -> str:
    """``word`` without what may be said of any matter, as long as anything is left."""
    while tail := next((tail for tail in tails if word.endswith(tail) and len(word) > len(tail)), ""):
        word = word.removesuffix(tail)
    return word


def _found(word: str, words: dict[str, str]) -> str | None:
    """The longest word of the table that ``word`` ends with, as compounds end with their head; Latin ones are whole."""
    ends = ((word[:first], word[first:]) for first in range(len(word)))
    whole = (end for before, end in ends if not (before[-1:].isalpha() and (before[-1:] + end).isascii()))
    return next((end for end in whole if end in words), None)


@cache
def _table(kind: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The tails, and the stage of each word."""
    data: dict[str, Any] = tomllib.loads(resources.read_text(RESOURCE))
    lists = [*data["both"].items(), *data[kind].items()]
    return tuple(data["tails"]), {word: stage for stage, words in lists for word in words}
