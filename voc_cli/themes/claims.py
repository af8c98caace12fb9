"""Complaints that a listed aspect claims by what is said alone, though it hardly knows the thing that it is said of.

An app stops and so does a turntable; of both something "keeps stopping". Where nothing but that draws a complaint into
a theme of software, or into one that gives way to finer ones anyway, and others tell the same of the same thing, the
thing is asked first whether it is a theme of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.schema import Stage
from voc_cli.themes.complaints import Complaints
from voc_cli.themes.in_praise import InPraise
from voc_cli.themes.placing import Seeds
from voc_cli.themes.things import unheard
from voc_cli.themes.weights import log_shares

_FEWEST: Final = 3  # texts that tell the same of a thing
_VOTED, _MEANT = 1.0, 0.5  # votes of the table, and share of the model, by which nouns alone speak for an aspect
_PRAISED: Final = (
    0.15  # of its share of the complaints that a thing's share of the praise may be: else it is the sender
)
_MARK: Final = "/N"


def claimed_by_predicate(told: Complaints, ids: Sequence[str], seeds: Seeds, in_praise: InPraise) -> NDArray[np.bool_]:
    """Which complaints with a theme are in it by their predicate alone, told of a thing that may be a new one.

    Args:
        ids: Theme of each complaint, "" for none.
    """
    found = np.zeros(len(ids), dtype=bool)
    open_to = np.array([_gives_way(number, seeds) for number in range(len(seeds.aspects))] + [False])
    rows = [row for row in np.flatnonzero(open_to[told.aspects]).tolist() if ids[row] and told.troubled[row]]
    by_pair: dict[object, list[int]] = defaultdict(list)
    for row in rows:
        by_pair[told.pairs[row]].append(row)
    by_thing: dict[str, list[int]] = defaultdict(list)
    for same in by_pair.values():
        pair = told.pairs[same[0]]
        if pair is not None and len({int(told.texts[row]) for row in same}) >= _FEWEST:
            by_thing[pair.target].extend(same)
    for thing in unheard(sorted(by_thing), seeds):
        if in_praise.ratio(thing.removesuffix(_MARK)) <= _PRAISED:
            found[_unsupported(by_thing[thing], told, seeds)] = True
    return found


def _gives_way(number: int, seeds: Seeds) -> bool:
    aspect = seeds.aspects[number]
    return aspect.stage == Stage.TECHNOLOGY or aspect.name in seeds.rules.general


def _unsupported(rows: Sequence[int], told: Complaints, seeds: Seeds) -> list[int]:
    """Those of ``rows`` whose nouns do not speak for the aspect that they were placed in: neither by themselves nor
    with the predicate, as where something "has no response"."""
    cells = [told.cells[row] for row in rows]
    nouns = [[lemma for lemma in cell if lemma.endswith(_MARK)] for cell in cells]
    others = [[lemma for lemma in cell if not lemma.endswith(_MARK)] for cell in cells]
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
