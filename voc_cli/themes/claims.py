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
from voc_cli.themes.support import unsupported
from voc_cli.themes.things import unheard

_FEWEST: Final = 3  # texts that tell the same of a thing
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
            found[unsupported(by_thing[thing], told, seeds)] = True
    return found


def _gives_way(number: int, seeds: Seeds) -> bool:
    aspect = seeds.aspects[number]
    return aspect.stage == Stage.TECHNOLOGY or aspect.name in seeds.rules.general
