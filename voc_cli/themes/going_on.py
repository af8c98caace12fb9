"""What speaks of no theme by itself goes on with the complaint beside it in its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

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


@dataclass(slots=True)
class _Heard:
    """The themes that a text has spoken of so far."""

    last: str = ""
    at: dict[str, str] = field(default_factory=dict)  # by stage

    def hear(self, theme: Theme, *, is_general: bool) -> None:
        """A general theme is left for none that is finer; nothing goes on with a departure."""
        if theme.is_seeded and theme.stage == Stage.NONE:
            return
        if not is_general or not self.last:
            self.last = theme.theme_id
        if not is_general or theme.stage not in self.at:
            self.at[theme.stage] = theme.theme_id


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
    texts, stages, tells = beside.texts.tolist(), beside.stages.tolist(), beside.tells.tolist()
    open_ = (may & ~beside.feels).tolist()
    for alike, rows in product((True, False), (range(len(ids)), range(len(ids) - 1, -1, -1))):
        text, heard = -1, _Heard()
        for row in rows:
            if texts[row] != text:
                text, heard = texts[row], _Heard()
            if ids[row]:
                heard.hear(themes[ids[row]], is_general=ids[row] in general)
            elif open_[row] and alike:
                ids[row] = heard.at.get(stages[row], "")
            elif open_[row] and not tells[row]:
                ids[row] = heard.last
