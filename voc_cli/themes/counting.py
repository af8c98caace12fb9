"""Words that count, and say nothing of a theme (resources/keywords.toml): units and numerals."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from voc_cli import resources

RESOURCE: Final = "keywords.toml"
_HALF: Final = 0.5  # of the texts of a word, from which it is what it mostly is in them


@dataclass(frozen=True, slots=True)
class _Counting:
    """The words, as lemmas."""

    always: frozenset[str]
    either: frozenset[str]  # what may also be a thing
    numbers: str  # pattern of what stands before a unit


@cache
def _load() -> _Counting:
    table = tomllib.loads(resources.read_text(RESOURCE))
    always, either = (frozenset(f"{word}/N" for word in table[name]) for name in ("counting", "either"))
    return _Counting(always, either, "|".join(table["numbers"]))


def is_counting(word: str) -> bool:
    """Whether a word is a unit or a numeral, though it may be a thing as well."""
    words, lemma = _load(), f"{word}/N"
    return lemma in words.always or lemma in words.either or word.isnumeric()


def without_counts(weights: Mapping[str, float], cells: Sequence[str], texts: Sequence[str]) -> dict[str, float]:
    """The ``weights`` of those lemmas that count nothing.

    Args:
        cells: schema.LEMMAS of the clauses that the lemmas are of.
        texts: The same clauses as they are written: who writes "두 병" counts, who writes "병이 깨졌어요" does not.
    """
    words = _load()
    told = [(set(cell.split(" ")), text) for cell, text in zip(cells, texts, strict=True)]

    def counts(lemma: str) -> bool:
        if lemma in words.always or lemma.removesuffix("/N").isnumeric():
            return True
        return lemma in words.either and _is_counted(lemma, [text for cell, text in told if lemma in cell])

    return {lemma: weight for lemma, weight in weights.items() if not counts(lemma)}


def _is_counted(lemma: str, texts: Sequence[str]) -> bool:
    """Whether a number stands right before a word, in half of the texts that hold it at least."""
    # A noun may end as a number is written: "접수 시간" counts nothing.
    number = rf"(?:[0-9]|(?<![가-힣])(?:{_load().numbers})+)"
    pattern = re.compile(rf"{number}\s?{re.escape(lemma.removesuffix('/N'))}")
    return sum(pattern.search(text) is not None for text in texts) >= max(_HALF * len(texts), 1)
