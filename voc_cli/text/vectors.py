"""Vectors of lemmas from the morpheme embeddings inside Kiwi's own model."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.text.tokenise import KiwiTokenizer

_N_MORPHEMES: Final = 80_000  # the model numbers its morphemes by frequency
_N_WORDS: Final = 30_000
_N_LANDMARKS: Final = 400
_FAINT: Final = 0.001  # eigenvalues below this share of the largest are noise
# Tags that give a lemma of each kind, the first one first where several morphemes share a lemma.
_KINDS: Final = {
    "N": ("NNG", "NNP", "XR", "NNB", "SL", "NR", "NP"),
    "V": ("VV", "VA", "VX", "VCN"),
    "M": ("MAG", "IC", "MM"),
}


def embed_words(tokenizer: KiwiTokenizer) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """The most frequent lemmas of the analyser's model and a vector of each, (n_words, n_dimensions).

    Kiwi answers how alike two morphemes are but gives no vectors. Likeness to a few hundred frequent morphemes,
    whitened, is a vector whose dot products are those likenesses (Nystroem's method; Williams and Seeger, 2001).
    """
    kiwi = tokenizer.load()
    words = list(_lemmas(tokenizer).items())[:_N_WORDS]
    numbers = [number for _, number in words]
    landmarks = numbers[:_N_LANDMARKS]
    alike = np.array([[kiwi.morpheme_similarity(number, mark) for mark in landmarks] for number in numbers])
    # A morpheme that the model holds no vector of is like nothing.
    alike = np.nan_to_num(alike)
    values, vectors = np.linalg.eigh(alike[:_N_LANDMARKS])
    kept = values > _FAINT * values.max()
    return tuple(word for word, _ in words), (alike @ (vectors[:, kept] / np.sqrt(values[kept]))).astype(np.float32)


def _lemmas(tokenizer: KiwiTokenizer) -> dict[str, int]:
    """Lemma to number of its morpheme in the model, the most frequent first."""
    kiwi = tokenizer.load()
    rank = {tag: (kind, order) for kind, tags in _KINDS.items() for order, tag in enumerate(tags)}
    best: dict[str, tuple[int, int]] = {}
    for number in range(_N_MORPHEMES):
        morpheme = kiwi.morpheme(number)
        tag = morpheme.tag.split("-")[0]
        if tag not in rank or not morpheme.form:
            continue
        kind, order = rank[tag]
        lemma = f"{morpheme.form.lower()}/{kind}"
        if lemma not in best or order < best[lemma][0]:
            best[lemma] = (order, number)
    return {lemma: number for lemma, (_, number) in sorted(best.items(), key=lambda item: item[1][1])}
