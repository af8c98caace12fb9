"""Words that a user's dictionary takes for one: every clause and every entry shows the one that stands for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voc_cli.morphemes import Lemmas
from voc_cli.patterns import Lemmatise

Synonyms = Mapping[tuple[str, ...], tuple[str, ...]]  # lemmas of a word, lemmas of the word that stands for it


def compile_synonyms(pairs: Iterable[tuple[str, str]], lemmatise: Lemmatise) -> Synonyms:
    """(word, word that stands for it) as lemmas; a pair that the analyser cannot read, or reads alike, is left out."""
    pairs = list(pairs)
    words = lemmatise([word for word, _ in pairs])
    stands = lemmatise([stand for _, stand in pairs])
    return {a: b for a, b in zip(words, stands, strict=True) if a and b and a != b}


def unify(words: tuple[str, ...], synonyms: Synonyms) -> tuple[str, ...]:
    """``words`` with every synonym in place, the longest first where two begin at one word."""
    found = Lemmas(list(words), [0] * len(words), [0] * len(words), [0, len(words)])
    return tuple(unify_lemmas(found, synonyms).words)


def unify_lemmas(lemmas: Lemmas, synonyms: Synonyms) -> Lemmas:
    """``lemmas`` with every synonym in place; what stands for a word covers its characters."""
    if not synonyms:
        return lemmas
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for key in sorted(synonyms, key=len, reverse=True):
        by_first.setdefault(key[0], []).append(key)
    result = Lemmas([], [], [], [0])
    for first, last in zip(lemmas.bounds, lemmas.bounds[1:], strict=False):
        place = first
        while place < last:
            keys = by_first.get(lemmas.words[place], ())
            fits = (key for key in keys if tuple(lemmas.words[place : min(place + len(key), last)]) == key)
            key = next(fits, (lemmas.words[place],))
            taken, written = len(key), synonyms.get(key, key)
            start, end = lemmas.starts[place], lemmas.ends[place + taken - 1]
            result.words.extend(written)
            result.starts.extend([start] * len(written))
            result.ends.extend([end] * len(written))
            place += taken
        result.bounds.append(len(result.words))
    return result
