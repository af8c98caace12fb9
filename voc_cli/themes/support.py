"""Whether the nouns of a complaint speak for the aspect that it was placed in, or its predicate alone does."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

import numpy as np

from voc_cli.themes.complaints import Complaints
from voc_cli.themes.placing import Seeds
from voc_cli.themes.weights import log_shares

_VOTED, _MEANT = 1.0, 0.5  # votes of the table, and share of the model, by which nouns alone speak for an aspect
_MARK: Final = "/N"


def unsupported(rows: Sequence[int], told: Complaints, seeds: Seeds, *, troubles: Set[str] = frozenset()) -> list[int]:
    """Those of ``rows`` whose nouns do not speak for the aspect that they were placed in: neither by themselves nor
    with the predicate, as where something "has no response".

    Args:
        rows: Of complaints that were placed.
        troubles: Nouns that are as good as predicates ("누락").
    """
    cells = [told.cells[row] for row in rows]
    nouns = [[lemma for lemma in cell if lemma.endswith(_MARK) and lemma not in troubles] for cell in cells]
    others = [[lemma for lemma in cell if not lemma.endswith(_MARK) or lemma in troubles] for cell in cells]
    columns = {name: column for column, name in enumerate(seeds.weights.names)}
    shares = np.exp(log_shares(seeds.weights, nouns, seeds.vectors))
    kept = []
    for row, named, alone, all_, share in zip(
        rows, seeds.votes(nouns), seeds.votes(others), seeds.votes(cells), shares, strict=True
    ):
        aspect = int(told.aspects[row])
        column = columns.get(seeds.aspects[aspect].name)
        meant = float(share[column]) if column is not None else 0.0
        votes, by_predicate, by_all = (said.get(aspect, 0.0) for said in (named, alone, all_))
        if votes < _VOTED and meant < _MEANT and by_all <= by_predicate:
            kept.append(row)
    return kept
