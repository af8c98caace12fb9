"""The lemmas of clauses as numbers laid end to end: what is asked of all clauses is asked of arrays, not one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import members

Places = NDArray[np.int64]
Form = tuple[str, str]  # two lemmas that stand side by side


@dataclass(frozen=True, eq=False)
class Coded:
    """The words of all cells in order, arrays of shape (n_words,)."""

    lemmas: list[str]  # by their numbers
    numbers: Places
    rows: Places  # number of the cell
    n_rows: int

    @classmethod
    def of(cls, cells: Sequence[Sequence[str]]) -> Self:
        """Of the lemmas of each clause."""
        known: dict[str, int] = {}
        numbers = [known.setdefault(lemma, len(known)) for lemma in chain.from_iterable(cells)]
        lengths = np.fromiter(map(len, cells), dtype=np.int64, count=len(cells))
        rows = np.repeat(np.arange(len(cells), dtype=np.int64), lengths)
        return cls(list(known), np.array(numbers, dtype=np.int64), rows, len(cells))

    def take(self, cells: Places) -> Coded:
        """The words of these cells, in this order."""
        bounds = np.searchsorted(self.rows, np.arange(self.n_rows + 1))
        rows, places = members(bounds[cells], bounds[cells + 1])
        return Coded(self.lemmas, self.numbers[places], rows.astype(np.int64), len(cells))

    @cached_property
    def known(self) -> dict[str, int]:
        """The number of each lemma."""
        return {lemma: number for number, lemma in enumerate(self.lemmas)}

    @cached_property
    def _counts(self) -> list[int]:
        counts: list[int] = np.bincount(self.numbers, minlength=len(self.lemmas)).tolist()
        return counts

    def n(self, lemma: str) -> int:
        """How often a lemma stands in all cells."""
        number = self.known.get(lemma)
        return 0 if number is None else self._counts[number]

    def n_cells(self, which: NDArray[np.bool_]) -> dict[str, int]:
        """How many of the cells that ``which`` marks hold each lemma; those that none holds are left out."""
        inside = which[self.rows]
        keys = np.unique(self.rows[inside] * len(self.lemmas) + self.numbers[inside])
        counts = np.bincount(keys % max(len(self.lemmas), 1), minlength=len(self.lemmas)).tolist()
        return {lemma: n for lemma, n in zip(self.lemmas, counts, strict=True) if n}

    @cached_property
    def _by_lemma(self) -> tuple[Places, Places]:
        """The rows by the number of their lemma, and where those of each begin."""
        order = np.argsort(self.numbers, kind="stable")
        return self.rows[order], np.searchsorted(self.numbers[order], np.arange(len(self.lemmas) + 1))

    def cells_with(self, lemma: str) -> list[int]:
        """The rows of the cells that hold a lemma."""
        number = self.known.get(lemma)
        if number is None:
            return []
        rows, starts = self._by_lemma
        return list(dict.fromkeys(rows[starts[number] : starts[number + 1]].tolist()))

    def are(self, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Which words pass a test of their lemma, made once a lemma: (n_words,)."""
        passed = np.fromiter(map(test, self.lemmas), dtype=bool, count=len(self.lemmas))
        found: NDArray[np.bool_] = passed[self.numbers]
        return found

    def firsts(self, which: NDArray[np.bool_]) -> Places:
        """Where the first of the words that ``which`` marks stands in each cell that holds one; ascends."""
        places = np.flatnonzero(which)
        found: Places = places[np.diff(self.rows[places], prepend=-1) != 0]
        return found

    def before(self, places: Places, which: NDArray[np.bool_]) -> Places:
        """Those of the places right behind which a word of the same cell stands that ``which`` marks."""
        places = places[places + 1 < len(self.rows)]
        found: Places = places[which[places + 1] & (self.rows[places + 1] == self.rows[places])]
        return found

    def at(self, places: Places) -> list[str]:
        """The lemmas at these places."""
        return [self.lemmas[number] for number in self.numbers[places].tolist()]

    @cached_property
    def _beside(self) -> tuple[Places, Places]:
        """The first of each two words that stand side by side, and both numbers as one."""
        places = np.flatnonzero(self.rows[1:] == self.rows[:-1])
        return places, self.numbers[places] * len(self.lemmas) + self.numbers[places + 1]

    @cached_property
    def _n_beside(self) -> dict[int, int]:
        keys, counts = np.unique(self._beside[1], return_counts=True)
        return dict(zip(keys.tolist(), counts.tolist(), strict=True))

    def beside(self, *, least: int) -> list[Form]:
        """The lemmas that stand side by side so often."""
        often = [divmod(key, len(self.lemmas)) for key, n in self._n_beside.items() if n >= least]
        return [(self.lemmas[first], self.lemmas[last]) for first, last in often]

    def n_beside(self, form: Form) -> int:
        """How often two lemmas stand side by side."""
        key = self._key(form)
        return 0 if key is None else self._n_beside.get(key, 0)

    def _key(self, form: Form) -> int | None:
        first, last = (self.known.get(lemma) for lemma in form)
        return None if first is None or last is None else first * len(self.lemmas) + last

    def where(self, forms: Sequence[Form]) -> Iterator[tuple[int, Form]]:
        """Where one of ``forms`` stands, in order: the row, and which it is."""
        wanted = {key: form for form in forms if (key := self._key(form)) is not None}
        places, keys = self._beside
        found = np.flatnonzero(np.isin(keys, list(wanted)))
        return zip(self.rows[places[found]].tolist(), map(wanted.__getitem__, keys[found].tolist()), strict=True)
