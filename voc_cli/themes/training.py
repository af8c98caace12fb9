"""Makes the vectors and the weights of themes (run by ``voc_cli.train``)."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli.themes.vectors import MorphemeVectors, VectorTable, embed, quantise, weigh
from voc_cli.themes.weights import AspectWeights, hashed, parts

N_LANDMARKS: Final = 320
N_DIMENSIONS: Final = 64
N_WORDS: Final = 36_000
_LANDMARK_STEP: Final = 12  # every twelfth of the frequent words: enough of each field of life
_KINDS: Final = {"NNG": "/N", "NNP": "/N", "XR": "/N", "NNB": "/N", "VV": "/V", "VA": "/V", "MAG": "/M"}
_LANDMARK_TAGS: Final = frozenset({"NNG", "VV", "VA", "XR"})
_COMMON_NAMES: Final = 20_000  # rank behind which the model's proper nouns are mostly people and places
_C: Final = 10.0
_STEPS: Final = 80
Morpheme = tuple[int, str, str]  # number in the model, which goes by frequency; form; tag
Column = Callable[[int], NDArray[np.float32]]  # number of a morpheme to its similarity with every morpheme, in order


def make_vectors(morphemes: Sequence[Morpheme], column: Column, sentences: Iterable[Sequence[str]]) -> VectorTable:
    """The shipped table.

    Args:
        morphemes: All that the analyser's model holds, by number.
        column: One call a landmark.
        sentences: Lemmas of the package's own sentences; their words are kept, and common ones weigh less.
    """
    counts = Counter(word for sentence in sentences for word in set(sentence))
    words: dict[str, int] = {}
    for place, (_, form, tag) in enumerate(morphemes):
        if tag in _KINDS:
            words.setdefault(form.lower() + _KINDS[tag], place)
    common = [
        word
        for word, place in words.items()
        if word in counts or morphemes[place][2] != "NNP" or morphemes[place][0] < _COMMON_NAMES
    ]
    kept = sorted(sorted(common, key=lambda word: (word not in counts, words[word]))[:N_WORDS])
    frequent = [place for place, (_, _, tag) in enumerate(morphemes) if tag in _LANDMARK_TAGS]
    landmarks = frequent[: N_LANDMARKS * _LANDMARK_STEP : _LANDMARK_STEP]
    similarities = np.array([column(morphemes[place][0]) for place in landmarks], dtype=np.float32)
    places = np.array(sorted({*landmarks, *(words[word] for word in kept)}))
    where = {place: row for row, place in enumerate(places.tolist())}
    vectors = embed(similarities[:, places], np.array([where[place] for place in landmarks]), n_dimensions=N_DIMENSIONS)
    rows = [where[words[word]] for word in kept]
    return VectorTable(tuple(kept), quantise(vectors[rows]), weigh(kept, counts))


def train_aspects(
    cells: Sequence[Sequence[str]],
    aspects: Sequence[str],
    vectors: MorphemeVectors,
    *,
    weights: Sequence[float] | None = None,
) -> AspectWeights:
    """The weights, learnt from sentences given as lemmas and the aspect of each.

    Args:
        weights: What each sentence counts; 1 where not given.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    words = vectors.words(cells)
    meanings = [sparse.diags(factors) @ (counts @ words.vectors) for counts, factors in parts(words)]
    # Stopped early: what comes later learns the sentences by heart.
    model = LogisticRegression(C=_C, max_iter=_STEPS, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(sparse.hstack([hashed(cells), *meanings], format="csr"), np.array(aspects), sample_weight=weights)
    table = model.coef_.T.astype(np.float32)
    cut = table.shape[0] - len(meanings) * vectors.n_dimensions
    return AspectWeights(tuple(model.classes_.tolist()), table[:cut], table[cut:], model.intercept_)
