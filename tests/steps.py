"""Short ways from written texts or lemmas to what a stage gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tests.fakes import FakeTokenizer
from voc_cli.morphemes import Lemmas, Morphemes, Spans, Tokenizer, Vocabulary, collect
from voc_cli.text.clauses import ClauseSplitter
from voc_cli.text.lemmas import LemmaReader


def no_mask(text: str) -> tuple[str, Counter[str]]:
    """The text as it is."""
    return text, Counter()


def morphemes_of(texts: Sequence[str], tokenizer: Tokenizer | None = None) -> Morphemes:
    """Texts in a vocabulary of their own."""
    return collect(texts, tokenizer or FakeTokenizer(), Vocabulary())


def split_texts(texts: Sequence[str], tokenizer: Tokenizer | None = None) -> list[list[str]]:
    """The clauses of each text."""
    morphemes = morphemes_of(texts, tokenizer)
    spans = ClauseSplitter(morphemes.vocabulary).split(morphemes)
    clauses: list[list[str]] = [[] for _ in texts]
    for document, start, end in zip(spans.documents.tolist(), spans.starts.tolist(), spans.ends.tolist(), strict=True):
        clauses[document].append(texts[document][start:end])
    return clauses


def whole_texts(morphemes: Morphemes) -> Spans:
    """One clause a text."""
    n = len(morphemes.texts)
    ends = np.array([len(text) for text in morphemes.texts], dtype=np.int32)
    numbers = np.arange(n, dtype=np.int32)
    return Spans(numbers, morphemes.bounds[:-1], morphemes.bounds[1:], np.zeros(n, dtype=np.int32), ends)


def read_lemmas(texts: Sequence[str], tokenizer: Tokenizer | None = None) -> list[list[str]]:
    """The lemmas of each text, read as one clause."""
    morphemes = morphemes_of(texts, tokenizer)
    lemmas = LemmaReader(morphemes.vocabulary).read(morphemes, whole_texts(morphemes))
    return [lemmas.of(number) for number in range(len(texts))]


def as_lemmas(entries: list[str]) -> list[tuple[str, ...]]:
    """Dictionary entries that are written as their lemmas ("배송/N 늦/V"), as a ``patterns.Lemmatise``."""
    return [tuple(entry.split()) for entry in entries]


def lemmas_of(*clauses: str) -> Lemmas:
    """Clauses written as their lemmas ("배송/N 늦/V NEG")."""
    words: list[str] = []
    bounds = [0]
    for clause in clauses:
        words.extend(clause.split())
        bounds.append(len(words))
    return Lemmas(words, [0] * len(words), [0] * len(words), bounds)
