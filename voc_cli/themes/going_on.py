"""What speaks of no theme by itself goes on with the complaint beside it in its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli.schema import Stage
from voc_cli.themes.editing import Theme


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The complaints in the order of their texts, arrays of shape (n_complaints,)."""

    texts: NDArray[np.int64]
    stages: NDArray[np.object_]
    feels: NDArray[np.bool_]  # a mere feeling, which goes on with nothing
    tells: NDArray[np.bool_]  # tells a trouble of its own


def go_on(
    ids: list[str],
    beside: Beside,
    themes: Mapping[str, Theme],
    *,
    general: frozenset[str],
    may: NDArray[np.bool_],
) -> None:
    """Fill ids of the complaints that ``may`` go on: with the complaint before each in its text, or behind it; first
    with one at its own place of the value chain, then, where it tells no trouble of its own, with any.

    Args:
        ids: Of the themes, "" for none.
        general: Ids of themes that say little.
    """
    open_ = may & ~beside.feels
    waits = open_ & np.array([not identity for identity in ids], dtype=bool)
    # Most texts have nothing that could go on.
    among = np.flatnonzero(np.isin(beside.texts, beside.texts[waits])).tolist()
    texts, stages, tells = beside.texts.tolist(), beside.stages.tolist(), beside.tells.tolist()
    says = {identity: _Says.of(themes[identity], general) for identity in set(map(ids.__getitem__, among)) if identity}
    for alike, rows in product((True, False), (among, among[::-1])):
        text, last, at = -1, "", dict[str, str]()
        for row in rows:
            if texts[row] != text:
                text, last, at = texts[row], "", {}
            if ids[row]:
                said = says[ids[row]]
                if said.is_departure:
                    continue
                if not said.is_general or not last:
                    last = said.theme_id
                if not said.is_general or said.stage not in at:
                    at[said.stage] = said.theme_id
            elif open_[row] and alike:
                ids[row] = at.get(stages[row], "")
            elif open_[row] and not tells[row]:
                ids[row] = last


class _Says(NamedTuple):
    """A theme as others go on with it: a general one is left for none that is finer, a departure for none."""

    theme_id: str
    stage: str
    is_general: bool
    is_departure: bool

    @classmethod
    def of(cls, theme: Theme, general: frozenset[str]) -> Self:
        departs = theme.is_seeded and theme.stage == Stage.NONE
        return cls(theme.theme_id, theme.stage, theme.theme_id in general, departs)
