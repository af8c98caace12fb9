"""Groups of target-predicate pairs that mean the same; their number comes from the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.themes.pairs import Pair
from voc_cli.themes.vectors import MorphemeVectors, Vectors, unit

N_FITTED: Final = 1_500  # most frequent pairs that are grouped among themselves; rarer ones join the nearest group
NEAR: Final = 0.87  # cosine from which two pairs are one issue
_TARGET: Final = 1.2  # of the target beside the predicate: neither alone makes one issue of two
_UNSAID: Final = 0.5  # of a predicate that is missing or unknown
_DENIAL: Final = 0.6  # of the denial, which turns a meaning round


def pair_vectors(pairs: Sequence[Pair], vectors: MorphemeVectors) -> Vectors:
    """One row of length 1 a pair: the target, the predicate, the denial, and the words themselves where the model
    knows nothing of them: (n_pairs, 2 * n_dimensions + 2)."""
    n = vectors.n_dimensions
    rows = np.zeros((len(pairs), 2 * n + 2), dtype=np.float32)
    targets, predicates = (
        [vectors.of(lemma) for lemma in lemmas]
        for lemmas in ([pair.target for pair in pairs], [pair.predicate for pair in pairs])
    )
    _fill(rows[:, :n], targets, _TARGET)
    _fill(rows[:, n : 2 * n], predicates, 1.0)
    rows[:, 2 * n] = [_UNSAID if predicate is None else 0.0 for predicate in predicates]
    rows[:, 2 * n + 1] = [_DENIAL if pair.is_negated else -_DENIAL for pair in pairs]
    return unit(rows)


def _fill(rows: Vectors, found: Sequence[Vectors | None], length: float) -> None:
    """Write what was found at ``length``; rows of what was not found stay as they are."""
    known = [number for number, vector in enumerate(found) if vector is not None]
    if known:
        rows[known] = np.float32(length) * unit(np.array([vector for vector in found if vector is not None]))


def group_pairs(
    counts: Mapping[Pair, int], vectors: MorphemeVectors, *, near: float = NEAR, n_fitted: int = N_FITTED
) -> dict[Pair, int]:
    """The group of each pair, numbered by weight; average linkage (Sokal and Michener, 1958) on the frequent pairs.

    A pair whose target the vectors do not know is grouped with pairs of the same target only.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    ranked = sorted(counts, key=lambda pair: (-counts[pair], pair.key))
    known = [pair for pair in ranked if vectors.of(pair.target) is not None]
    fitted, rest = known[:n_fitted], known[n_fitted:]
    group: dict[Pair, int] = {}
    if len(fitted) > 1:
        places = pair_vectors(fitted, vectors)
        labels = _in_order(fcluster(linkage(places, "average", metric="cosine"), 1 - near, criterion="distance"))
        group = dict(zip(fitted, labels.tolist(), strict=True))
        if rest:
            _join(group, rest, labels, places, vectors, near)
    elif fitted:
        group = {fitted[0]: 0}
    unknown = frozenset(ranked) - frozenset(known)
    return _numbered(group, ranked, unknown, counts)


def _in_order(labels: NDArray[np.int32]) -> NDArray[np.int64]:
    """``labels`` numbered from 0 in order of first sight."""
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels.tolist()))}
    return np.array([numbers[label] for label in labels.tolist()], dtype=np.int64)


def _join(
    group: dict[Pair, int],
    rest: Sequence[Pair],
    labels: NDArray[np.int64],
    places: Vectors,
    vectors: MorphemeVectors,
    near: float,
) -> None:
    """Rare pairs join the group whose centre is nearest, where it is near enough."""
    centres = np.zeros((int(labels.max()) + 1, places.shape[1]), dtype=np.float32)
    np.add.at(centres, labels, places)
    centres = unit(centres)
    for first in range(0, len(rest), N_FITTED):
        part = rest[first : first + N_FITTED]
        likeness = np.einsum("ij,kj->ik", pair_vectors(part, vectors), centres)
        best = likeness.argmax(axis=1)
        for row, pair in enumerate(part):
            if likeness[row, best[row]] >= near:
                group[pair] = int(best[row])


def _numbered(
    group: Mapping[Pair, int], ranked: Sequence[Pair], unknown: frozenset[Pair], counts: Mapping[Pair, int]
) -> dict[Pair, int]:
    """Groups renumbered by weight; a pair of an unknown thing stands with others of it, what else joined none alone."""
    label: dict[Pair, str] = {
        pair: f"{group[pair]:06d}" if pair in group else pair.target if pair in unknown else pair.key for pair in ranked
    }
    weight: dict[str, int] = {}
    for pair in ranked:
        weight[label[pair]] = weight.get(label[pair], 0) + counts[pair]
    order = {name: number for number, name in enumerate(sorted(weight, key=lambda name: (-weight[name], name)))}
    return {pair: order[label[pair]] for pair in ranked}
