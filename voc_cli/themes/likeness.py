"""How far two quotes say the same, whatever tears, laughs, marks and spaces stand in them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from voc_cli.themes.fit import load_manner

_NEARLY_SAME: Final = 0.75  # of the letters of two texts, from which they read alike whatever their words are
_IN_COMMON: Final = 0.4  # of what follows each other in the shorter: with less they are not compared more closely
_MOSTLY: Final = 0.6  # of the longer one, which a shorter one that it holds nearly whole must be for both to be one
_WHOLE: Final = 12  # letters, from which what stands behind the occasion is a quote by itself
# Single vowels and consonants (ㅠㅠ, ㅋㅋ), and the one that a laugh leaves at the end of a syllable ("튕겨욬ㅋㅋ").
_LAUGH: Final = re.compile("[\u11bf\u11c2](?=[\u314b\u314e])|[\u3131-\u318e]")
_FIRST_JAMO, _LAST_JAMO = "\u3131", "\u318e"


def content(cell: str) -> set[str]:
    """The lemmas of a cell of schema.LEMMAS, without tears and laughs."""
    return {lemma for lemma in cell.split(" ") if lemma and not _FIRST_JAMO <= lemma[0] <= _LAST_JAMO}


def overlap(a: set[str], b: set[str]) -> float:
    """Share of what is in either that is in both."""
    return len(a & b) / max(len(a | b), 1)


def sounds_like(said: str, other: str) -> float:
    """How far two texts are the same in their letters; 0 where they are not nearly so."""
    (letters, threes), (others, other_threes) = _letters(said), _letters(other)
    if not _may_be_alike(threes, other_threes):
        return 0.0
    ratio = SequenceMatcher(None, letters, others, autojunk=False).ratio()
    return ratio if ratio >= _NEARLY_SAME else 0.0


def is_twin(said: str, other: str) -> bool:
    """Whether one text is the other, but for marks, an ending, or what stands before it.

    That may be a word ("솔직히 배송이 늦어요") or the occasion ("어제 받았는데 배송이 늦어요").
    """
    if _is_same(said, other):
        return True
    behind, behind_other = _behind_occasion(said), _behind_occasion(other)
    is_whole = all(len(_letters(text)[0]) >= _WHOLE for text in (behind, behind_other))
    return is_whole and (behind, behind_other) != (said, other) and _is_same(behind, behind_other)


def _is_same(said: str, other: str) -> bool:
    (letters, threes), (others, other_threes) = _letters(said), _letters(other)
    if letters == others:
        return True
    if not _may_be_alike(threes, other_threes):
        return False
    shorter, longer = sorted((len(letters), len(others)))
    piece = SequenceMatcher(None, letters, others, autojunk=False).find_longest_match().size
    return piece >= _NEARLY_SAME * shorter and piece >= _MOSTLY * longer


@lru_cache(maxsize=4_096)
def _behind_occasion(said: str) -> str:
    """What stands behind the last words of a text that tell on which occasion."""
    occasions = [found.end() for found in load_manner().occasion.finditer(said)]
    return said[occasions[-1] :] if occasions else said


def _may_be_alike(threes: frozenset[str], others: frozenset[str]) -> bool:
    common = len(threes & others)
    return common > 0 and common >= _IN_COMMON * min(len(threes), len(others))


@lru_cache(maxsize=4_096)
def _letters(said: str) -> tuple[str, frozenset[str]]:
    """The vowels and consonants of a text, and those that follow each other by threes."""
    told = _LAUGH.sub("", normalize("NFD", said.casefold()))
    letters = "".join(filter(str.isalnum, told))
    return letters, frozenset(letters[first : first + 3] for first in range(len(letters) - 2))
