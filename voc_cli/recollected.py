"""What themes and learning ask of clauses by their lemmas alone, remembered from run to run: no result hangs on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli.sentiment.correction import LemmaFeatures
from voc_cli.themes.pairs import Pair, read_pair
from voc_cli.themes.placing import MOST_HEARD, Seeds, leans

Arrays = dict[str, NDArray[Any]]
_WORDS, _ASPECTS = "words", "aspects"
_WORTH: Final = 2_000  # clauses; fewer are asked again sooner than they are looked up
_SHARE: Final = 1 / 8  # of what is known; what is less is asked again, too, until there is more of it
_NOTHING, _UNTOLD = -1, -2  # instead of the number of a pair: none, or one that cannot be written down
_MOST_COUNTS: Final = np.iinfo(np.uint16).max


class Memory(Protocol):
    """Where it is kept; it never fails, see ``store.recollections``."""

    def find(self, kind: str) -> Iterator[tuple[list[str], Arrays]]:
        """What each earlier run found of one ``kind``."""
        ...

    def is_scattered(self, kind: str) -> bool:
        """Whether so many runs left something that it should be put together."""
        ...

    def keep(self, kind: str, cells: Sequence[str], arrays: Arrays, *, is_all: bool) -> None:
        """Add what was found; with ``is_all`` it takes the place of what ``find`` gives."""
        ...


class Recollected:
    """What a memory holds of the clauses of this run, and what this run found besides.

    Args:
        worth: Clauses from which it is asked or added to.
    """

    def __init__(self, memory: Memory, *, worth: int = _WORTH) -> None:
        self._memory = memory
        self._worth = worth
        self._features: tuple[LemmaFeatures, int] | None = None  # and how many clauses were recalled
        self._seeds: tuple[Seeds, int] | None = None

    def recall_words(self, cells: Collection[str], features: LemmaFeatures) -> None:
        """Tell ``features`` what is known of clauses, given as cells of schema.LEMMAS."""
        if self._features is None and len(cells) >= self._worth:
            wanted = set(cells).difference(features.cells)
            for found, arrays in self._memory.find(_WORDS):
                rows = _taken(found, wanted)
                if len(rows):
                    columns, counts = arrays["columns"].astype(np.int32), arrays["counts"].astype(np.float32)
                    shape = (len(found), int(arrays["width"][0]))
                    table = sparse.csr_matrix((counts, columns, arrays["bounds"]), shape=shape)
                    features.recall([found[row] for row in rows.tolist()], table[rows])
        if self._features is None:
            self._features = features, len(features.cells)

    def recall_aspects(self, cells: Collection[str], seeds: Seeds) -> None:
        """Tell ``seeds`` what is known of clauses that complain, given as cells of schema.LEMMAS."""
        if self._seeds is None and len(cells) >= self._worth:
            wanted = set(cells).difference(seeds.heard.rows)
            for found, arrays in self._memory.find(_ASPECTS):
                _tell(seeds, found, arrays, _taken(found, wanted))
        if self._seeds is None:
            self._seeds = seeds, len(seeds.heard.rows)

    def recall_all_aspects(self, seeds: Seeds) -> bool:
        """Tell ``seeds`` all that is known of clauses that complain, and nothing if that is little or too much.

        Returns:
            Whether it was told: then ``recall_aspects`` has nothing to add.
        """
        everything = list(self._memory.find(_ASPECTS))
        if self._seeds is not None or not self._worth <= sum(len(found) for found, _ in everything) <= MOST_HEARD:
            return False
        for found, arrays in everything:
            _tell(seeds, found, arrays, _taken(found, set(found).difference(seeds.heard.rows)))
        self._seeds = seeds, len(seeds.heard.rows)
        return True

    def keep(self) -> None:
        """Remember what this run found."""
        if self._features is not None:
            features, n_known = self._features
            self._keep(_WORDS, len(features.cells) - n_known, n_known, lambda first: _words(features, first))
        if self._seeds is not None:
            seeds, n_known = self._seeds
            self._keep(_ASPECTS, len(seeds.heard.rows) - n_known, n_known, lambda first: _aspects(seeds, first))

    def _keep(self, kind: str, n_new: int, n_known: int, make: Any) -> None:
        if n_new >= max(self._worth, n_known * _SHARE):
            is_all = self._memory.is_scattered(kind)
            cells, arrays = make(0 if is_all else n_known)
            if arrays:
                self._memory.keep(kind, cells, arrays, is_all=is_all)


def _taken(found: Sequence[str], wanted: set[str]) -> NDArray[np.int64]:
    """Places of what is wanted, which is wanted no more."""
    rows = [row for row, cell in enumerate(found) if cell in wanted]
    wanted.difference_update([found[row] for row in rows])
    return np.array(rows, dtype=np.int64)


def _tell(seeds: Seeds, found: Sequence[str], arrays: Arrays, rows: NDArray[np.int64]) -> None:
    """Tell ``seeds`` what stands in some rows."""
    rules, n = seeds.rules, len(seeds.aspects)
    if len(rows) and arrays["logits"].shape[1:] == (n,):
        own = [found[row] for row in rows.tolist()]
        votes = (arrays["votes"], arrays["voted"].astype(np.int32), arrays["bounds"])
        table = sparse.csr_matrix(votes, shape=(len(found), n))
        seeds.heard.keep(own, arrays["logits"][rows], table[rows].toarray())
        rules.told.update(zip(own, arrays["leans"][rows].tolist(), strict=True))
        rules.pairs.update(_pairs_of(own, arrays, rows))


def _words(features: LemmaFeatures, first: int) -> tuple[list[str], Arrays]:
    cells, counts = features.known(first)
    if counts.data.max(initial=0) > _MOST_COUNTS or counts.shape[1] - 1 > np.iinfo(np.uint16).max:
        return cells, {}
    return cells, {
        "width": np.array([counts.shape[1]], dtype=np.int64),
        "bounds": counts.indptr.astype(np.int64),
        "columns": counts.indices.astype(np.uint16),
        "counts": counts.data.astype(np.uint16),
    }


def _aspects(seeds: Seeds, first: int) -> tuple[list[str], Arrays]:
    cells = list(seeds.heard.rows)[first:]
    logits, votes, _ = seeds.heard.find((), len(seeds.aspects))
    table = sparse.csr_matrix(votes[first:])
    split = [cell.split(" ") if cell else [] for cell in cells]
    pairs = [read_pair(cell, seeds.rules) for cell in split]
    told = {pair: f"{pair.target}\t{pair.predicate}\t{int(pair.is_negated)}" for pair in set(pairs) if pair is not None}
    written = {pair: line for pair, line in told.items() if line.count("\t") == 2 and "\n" not in line}
    numbers: dict[Pair | None, int] = {pair: number for number, pair in enumerate(written)}
    lines = "\n".join(written.values()).encode("utf-8", "surrogatepass")
    return cells, {
        "bounds": table.indptr.astype(np.int64),
        "voted": table.indices.astype(np.uint16),
        "votes": table.data.astype(np.float32),
        "leans": leans(cells, seeds.rules),
        "pair_lines": np.frombuffer(lines, dtype=np.uint8),
        "pairs": np.array([numbers.get(pair, _UNTOLD) if pair else _NOTHING for pair in pairs], dtype=np.int32),
        "logits": logits[first:],
    }


def _pairs_of(
    own: Sequence[str], arrays: Mapping[str, NDArray[Any]], rows: NDArray[np.int64]
) -> dict[str, Pair | None]:
    lines = arrays["pair_lines"].tobytes().decode("utf-8", "surrogatepass")
    parts = [line.split("\t") for line in lines.split("\n")] if lines else []
    pairs: list[Pair | None] = [Pair(target, predicate, negated == "1") for target, predicate, negated in parts]
    numbers = arrays["pairs"][rows].tolist()
    return {
        cell: pairs[number] if number >= 0 else None
        for cell, number in zip(own, numbers, strict=True)
        if number != _UNTOLD
    }
