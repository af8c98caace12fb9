"""When the texts of a history came in: what themes ask of a single week or month of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Timeline:
    """In which periods of one kind each distinct text came in, one row a text and period; texts ascend."""

    texts: Numbers
    periods: Numbers  # numbered in the order of time

    @classmethod
    def of(cls, numbers: Numbers, starts: NDArray[np.datetime64]) -> Self:
        """Of records with the text ``numbers`` in the periods that begin on ``starts``; NaT is no period."""
        known = ~np.isnat(starts)
        _, periods = np.unique(starts[known], return_inverse=True)
        n = int(periods.max(initial=-1)) + 1
        texts, periods = np.divmod(np.unique(numbers[known].astype(np.int64) * n + periods.reshape(-1)), max(n, 1))
        return cls(texts, periods)

    @cached_property
    def n_periods(self) -> int:
        """How many there are."""
        return int(self.periods.max(initial=-1)) + 1

    def counts(self, texts: Numbers) -> Numbers:
        """How many of ``texts``, each once, came in in each period."""
        return np.asarray(
            np.bincount(self.periods[rows_of(self.texts, texts)], minlength=self.n_periods), dtype=np.int64
        )

    def n_until(self, texts: Numbers) -> Numbers:
        """How many of ``texts``, each once, had come in by the end of each period."""
        rows = rows_of(self.texts, texts)
        _, first = np.unique(self.texts[rows], return_index=True)
        # Of a text that came in again the earliest period stands first.
        arrived = np.bincount(self.periods[rows][first], minlength=self.n_periods)
        return np.asarray(np.cumsum(arrived), dtype=np.int64)

    def inside(self, period: int) -> Numbers:
        """The texts of a period."""
        texts: Numbers = self.texts[self.periods == period]
        return texts


def rows_of(ascending: Numbers, wanted: Numbers) -> Numbers:
    """Rows of ``ascending`` that hold one of ``wanted``, in the order of ``wanted``."""
    first = np.searchsorted(ascending, wanted, side="left")
    lengths = np.searchsorted(ascending, wanted, side="right") - first
    skipped = np.cumsum(lengths) - lengths
    return np.repeat(first - skipped, lengths) + np.arange(int(lengths.sum()))
