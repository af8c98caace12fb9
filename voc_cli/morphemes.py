"""Tokenised documents as columns, and the protocol of a tokenizer.

A week of a call centre is millions of morphemes: as Python objects they would not fit an office PC, as integer columns
they take twelve bytes each, and every later stage can look properties up by morpheme instead of by occurrence.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int32]


class Token(Protocol):
    """One morpheme of a text."""

    @property
    def form(self) -> str:
        """Dictionary form."""
        ...

    @property
    def tag(self) -> str:
        """Sejong tag; a mark of irregular conjugation may stand behind it ("VV-I")."""
        ...

    @property
    def start(self) -> int:
        """Offset of the first character in the text."""
        ...

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        ...


class Tokenizer(Protocol):
    """What the road needs of a morphological analyser."""

    def tokenise(self, texts: Iterable[str]) -> Iterator[Sequence[Token]]:
        """The tokens of each text, in the order of the texts."""
        ...

    @property
    def version(self) -> str:
        """Name and version of analyser and model; results may be compared only within one version."""
        ...


class _Numbers(dict[tuple[str, str], int]):
    """The number of each pair, also of those with a marked tag; a pair is numbered where it is first looked up."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__()
        self._pairs = pairs

    def __missing__(self, pair: tuple[str, str]) -> int:
        form, tag = pair
        # The rules speak of the plain tag, not of how a word is conjugated (VV-I, VA-R).
        plain = (form, tag.partition("-")[0])
        found = self.get(plain)
        if found is None:
            found = self[plain] = len(self._pairs)
            self._pairs.append(plain)
        self[pair] = found
        return found


class Vocabulary:
    """Numbers for (form, plain tag) pairs, given in the order of first sight; results must not depend on them.

    ``pairs``: the pairs by number; ``numbers``: the other way round.
    """

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []
        self.numbers: dict[tuple[str, str], int] = _Numbers(self.pairs)

    def number(self, form: str, tag: str) -> int:
        """The number of the pair, a new one where it was not seen before."""
        return self.numbers[form, tag]

    def __len__(self) -> int:
        return len(self.pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Morphemes:
    """The morphemes of a batch of texts, one after another.

    ``ids``, ``starts``, ``ends``: int32 of shape (n_morphemes,); ``bounds``: int32 of shape (n_texts + 1,), where the
    morphemes of text i are ``bounds[i]:bounds[i + 1]``.
    """

    texts: Sequence[str]
    vocabulary: Vocabulary
    ids: IntArray
    starts: IntArray
    ends: IntArray
    bounds: IntArray


def collect(texts: Sequence[str], tokenizer: Tokenizer, vocabulary: Vocabulary) -> Morphemes:
    """Tokenise ``texts`` into columns; new morphemes are added to ``vocabulary``."""
    ids, starts, ends, bounds = array("i"), array("i"), array("i"), array("i", [0])
    number = vocabulary.numbers.__getitem__
    # Maps over attributes, not a loop: Python code for each token would cost more than taking it from the analyser.
    for tokens in tokenizer.tokenise(texts):
        ids.extend(map(number, map(_PAIR, tokens)))
        starts.extend(map(_START, tokens))
        ends.extend(map(_END, tokens))
        bounds.append(len(ids))
    return Morphemes(texts, vocabulary, *(np.array(column, dtype=np.int32) for column in (ids, starts, ends, bounds)))


_PAIR, _START, _END = attrgetter("form", "tag"), attrgetter("start"), attrgetter("end")


def written(form: str, tag: str) -> str:
    """One morpheme as patterns over morphemes read it, ``form/TAG`` with a blank behind it."""
    return f"{form}/{tag} "


NEGATION: Final = "NEG"  # the lemma behind a predicate that is negated, whatever the way (안, 못, -지 않다, -지 못하다)


@dataclass(frozen=True, slots=True, eq=False)
class Lemmas:
    """The content words of each clause in canonical form ("늦/V", "배송/N", "NEG"), one clause after another.

    ``words``: list of n_lemmas strings; ``starts``, ``ends``: their characters in the text, lists of ints;
    ``bounds``: list of n_clauses + 1 ints.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    bounds: list[int]

    def of(self, clause: int) -> list[str]:
        """The lemmas of one clause."""
        return self.words[self.bounds[clause] : self.bounds[clause + 1]]

    def take(self, clauses: Sequence[int]) -> Lemmas:
        """The lemmas of some clauses, in the order asked for."""
        taken = Lemmas([], [], [], [0])
        for clause in clauses:
            part = slice(self.bounds[clause], self.bounds[clause + 1])
            taken.words.extend(self.words[part])
            taken.starts.extend(self.starts[part])
            taken.ends.extend(self.ends[part])
            taken.bounds.append(len(taken.words))
        return taken


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Where the clauses of a batch stand: int32 arrays of shape (n_clauses,), in document order.

    ``documents``: number of the text; ``firsts``, ``lasts``: half-open range of morphemes in the batch; ``starts``,
    ``ends``: half-open range of characters in the text.
    """

    documents: IntArray
    firsts: IntArray
    lasts: IntArray
    starts: IntArray
    ends: IntArray

    def __len__(self) -> int:
        return len(self.documents)
