"""Hashed n-grams of morphemes and characters, counted inside units (clauses or whole texts) without a loop over them.

The hashing trick (Weinberger et al., 2009) over morpheme 1- to 3-grams and character 2- to 5-grams. Everything is
integer arithmetic on columns, so that a million morphemes cost a fraction of their tokenisation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import Hashes, members, ngrams
from voc_cli.morphemes import IntArray, Morphemes, Spans, Vocabulary

MORPHEME_ORDERS: Final = (1, 2, 3)
CHARACTER_ORDERS: Final = (2, 3, 4, 5)
_CONTENT: Final = ("NN", "VV", "VA", "XR", "SL")  # tags of words that tell what a text speaks of; adverbs tell how
_SEED: Final = {"morpheme": 0x1B873593, "character": 0x85EBCA6B}


class Hasher:
    """Features of units; remembers the hash of each morpheme of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._hashes: Hashes = np.zeros(0, dtype=np.uint32)
        self._is_content: NDArray[np.bool_] = np.zeros(0, dtype=bool)

    @property
    def vocabulary(self) -> Vocabulary:
        """Whose morphemes are numbered."""
        return self._vocabulary

    def words(self, morphemes: Morphemes) -> tuple[IntArray, Hashes]:
        """(text numbers, hashes) of the content words of whole texts, each occurrence once."""
        self._learn()
        owner = np.repeat(np.arange(len(morphemes.texts), dtype=np.int32), np.diff(morphemes.bounds))
        chosen = self._is_content[morphemes.ids]
        return owner[chosen], self._hashes[morphemes.ids[chosen]]

    def features(self, morphemes: Morphemes, units: Spans) -> Iterator[tuple[IntArray, Hashes]]:
        """(unit numbers, hashes) of one n-gram order at a time; a feature that occurs twice stands there twice."""
        self._learn()
        hashes = self._hashes[morphemes.ids]
        owner, place = members(units.firsts, units.lasts)
        yield from ngrams(hashes[place], owner, MORPHEME_ORDERS, _SEED["morpheme"])
        codes, offsets = _codes(morphemes.texts)
        owner, place = members(offsets[units.documents] + units.starts, offsets[units.documents] + units.ends)
        yield from ngrams(codes[place], owner, CHARACTER_ORDERS, _SEED["character"])

    def _learn(self) -> None:
        """Take the morphemes in that the vocabulary has met since."""
        fresh = self._vocabulary.pairs[len(self._hashes) :]
        if fresh:
            hashes = [crc32(f"{form}/{tag}".encode()) for form, tag in fresh]
            self._hashes = np.concatenate([self._hashes, np.array(hashes, dtype=np.uint32)])
            is_content = [tag.startswith(_CONTENT) for _, tag in fresh]
            self._is_content = np.concatenate([self._is_content, np.array(is_content, dtype=bool)])


def _codes(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.int64]]:
    """Code points of all texts in one array, lower case, white space as one code; and where each text begins."""
    joined = "".join(texts)
    # lower() may change the length of some Latin letters, which would shift the offsets: only ASCII is folded.
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    upper = (codes >= 65) & (codes <= 90)
    codes[upper] += 32
    codes[(codes == 10) | (codes == 13) | (codes == 9) | (codes == 0xA0)] = 32
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    return codes, np.cumsum(lengths) - lengths
