"""Whether each channel came in as usual: a missing export must not pass for fewer complaints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd

from voc_cli import schema
from voc_cli.schema import Source
from voc_cli.trends.periods import Cube

ALL: Final = "*"  # the row of all channels together
_USUAL_MISSED: Final = 5  # a channel with fewer records in a common period is not missed
_USUAL_SMALL: Final = 10
_MUCH_SMALLER: Final = 0.5
_DATES: Final = re.compile(r"(?:^|(?<=[\W_]))\d[^\W_]*|\d{4,}|[\W_]+")  # "2024", "3월", "20240301"; not the 2 of B2B


class Supply(StrEnum):
    """How what came in over a channel stands against what usually does."""

    NORMAL = "normal"
    SMALL = "small"
    MISSING = "missing"
    NEW = "new"


def channels_of(documents: pd.DataFrame, sources: Sequence[Source]) -> pd.Series[str]:
    """The channel of each record: its own, or the kind of file that it came in where it names none.

    A kind is called by the name of its files without dates ("상담_2024-03.csv" is "상담"), so that a weekly export
    keeps its name. Files of several names that have the same columns for the same roles are one kind where they follow
    one another in time ("상반기.csv", "하반기.csv"), called by the first; side by side they come from several places.
    """
    files = documents[schema.SOURCE_FILE]
    kinds = {name: _family(name) for name in files.unique()}
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for source in sources:
        alike.setdefault(tuple(sorted(source.columns.items())), []).append(source.name)
    spans = documents[schema.RECEIVED_AT].groupby(files).agg(["min", "max"])
    for names in alike.values():
        if not _side_by_side(spans.reindex(names)):
            kinds |= dict.fromkeys(names, _family(names[0]))
    own = documents[schema.CHANNEL]
    return own.where(own != "", files.map(kinds))


def _side_by_side(spans: pd.DataFrame) -> bool:
    """Whether files of several names cover the same days: more than half of what the shorter lot covers.

    Args:
        spans: First and last moment by the name of the file, NaT where none is known.
    """
    lots = spans.groupby([_family(name) for name in spans.index]).agg({"min": "min", "max": "max"}).dropna()
    days = lots.to_numpy().astype("datetime64[D]").astype(np.int64)
    return any(
        2 * (min(one[1], other[1]) - max(one[0], other[0]) + 1) > min(one[1] - one[0], other[1] - other[0]) + 1
        for one, other in combinations(days, 2)
    )


def _family(name: str) -> str:
    stem, _, suffix = name.rpartition("/")[2].partition(".")
    return " ".join(_DATES.sub(" ", stem).split()) or suffix or name


def without_twin(channels: pd.DataFrame) -> pd.DataFrame:
    """schema.CHANNELS without a channel that is the only one: it would say what ALL says once more."""
    return channels[channels[schema.CHANNEL] == ALL] if len(channels) == 2 else channels


def assess_channels(cube: Cube, *, now: Sequence[int], before: Sequence[int], working: float = 1.0) -> pd.DataFrame:
    """schema.CHANNELS: what came in now and usually, copies too, one row a channel with ALL first.

    A channel is missing where nothing came and _USUAL_MISSED commonly do; small where less than half of the usual and
    less than ever in ``before`` came; new where it is in no earlier period.

    Args:
        now: Numbers of the periods told of, added up.
        before: Numbers of the periods compared with; as many as ``now`` are one stretch, else each is one.
        working: Share of the days of ``now`` that holidays and the end of the export left; as much less is expected.
    """
    sizes = np.vstack([cube.arrived.sum(axis=0), cube.arrived])
    came = sizes[:, list(now)].sum(axis=1)
    earlier = sizes[:, [place for place in before if sizes[0, place] > 0]]
    if len(now) > 1:
        earlier = earlier.sum(axis=1, keepdims=True)
    if not earlier.shape[1]:
        earlier = np.zeros((len(sizes), 1), dtype=np.int64)
    usual, smallest = np.median(earlier, axis=1), earlier.min(axis=1)
    small = (came < _MUCH_SMALLER * working * usual) & (came < smallest) & (usual >= _USUAL_SMALL)
    conditions = [
        (came == 0) & (working * usual >= _USUAL_MISSED),
        small,
        (earlier.max(axis=1) == 0) & (came >= _USUAL_MISSED),
    ]
    table = pd.DataFrame(
        {
            schema.CHANNEL: [ALL, *cube.channels],
            schema.N_NOW: came,
            schema.USUAL: usual,
            schema.SMALLEST: smallest,
            schema.STATUS: np.select(
                conditions, [Supply.MISSING.value, Supply.SMALL.value, Supply.NEW.value], Supply.NORMAL.value
            ),
        }
    )
    return schema.check(table[(came > 0) | (usual > 0)].reset_index(drop=True), schema.CHANNELS, table="channels")
