"""Whether what complaints name stands in praise as often: then it is what all speak of, the sender, and no trouble."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from voc_cli import schema
from voc_cli.schema import Sentiment

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

_ALIKE: Final = 0.5  # of its share of the complaints that the sender has at least of the praise,
_OFTEN: Final = 0.05  # and of all of both


class Texts:
    """Texts of clauses, laid end to end so that a word is looked for once and not in each."""

    def __init__(self, told: pd.DataFrame) -> None:
        self._texts = [text.casefold() for text in told[schema.TEXT].tolist()]
        self._numbers = told[schema.TEXT_NO].to_numpy()
        self._rows: dict[str, list[int]] = {}

    @cached_property
    def n(self) -> int:
        """How many texts the clauses are of."""
        return len(np.unique(self._numbers))

    @cached_property
    def _joined(self) -> tuple[str, NDArray[np.int64]]:
        ends = np.cumsum([len(text) + 1 for text in self._texts], dtype=np.int64)
        return "\n".join(self._texts), ends

    def rows_with(self, word: str) -> list[int]:
        """The clauses that hold a word, with spaces in it or without."""
        if word not in self._rows:
            self._rows[word] = self._look_for(word)
        return self._rows[word]

    def rows_among(self, rows: Sequence[int], word: str) -> list[int]:
        """Those of ``rows`` whose clauses hold a word."""
        pattern = _pattern(word)
        return [row for row in rows if pattern.search(self._texts[row])]

    def _look_for(self, word: str) -> list[int]:
        joined, ends = self._joined
        places = [found.start() for found in _pattern(word).finditer(joined)]
        rows: list[int] = np.unique(np.searchsorted(ends, places, side="right")).tolist()
        return rows

    def n_with(self, word: str) -> int:
        """How many texts hold a word."""
        return len(np.unique(self._numbers[self.rows_with(word)]))


def _pattern(word: str) -> re.Pattern[str]:
    first, *rest = (re.escape(letter) for letter in "".join(word.casefold().split()))
    # The letter goes before the look back, so that the search skips to where it stands.
    return re.compile(rf"{first}(?<![가-힣a-z]{first})" + "".join(rf"[^\S\n]?{letter}" for letter in rest))


class InPraise:
    """The praising and the complaining clauses of an export."""

    def __init__(self, praise: pd.DataFrame, complaints: pd.DataFrame) -> None:
        self._praise, self.complaints = Texts(praise), Texts(complaints)

    @classmethod
    def of(cls, clauses: pd.DataFrame, complaints: pd.DataFrame) -> Self:
        """Of all clauses, and of those that complain."""
        praises = (clauses[schema.SENTIMENT] == Sentiment.POSITIVE).to_numpy()
        columns = [schema.TEXT_NO, schema.TEXT]
        return cls(clauses.loc[praises, columns], complaints[columns])

    def ratio(self, word: str) -> float:
        """The share of the praising texts that hold a word, over that of the complaining ones: 1 for one that stands in
        both alike; 0 where nobody praises."""
        praise, complaints = (told.n_with(word) / max(told.n, 1) for told in (self._praise, self.complaints))
        return praise / complaints if complaints else 0.0

    def is_sender(self, word: str) -> bool:
        """Whether a word stands in many texts, and in praise nearly as often as in complaints."""
        together = self._praise.n_with(word) + self.complaints.n_with(word)
        return together >= _OFTEN * (self._praise.n + self.complaints.n) and self.ratio(word) >= _ALIKE
