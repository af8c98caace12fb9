"""Whether what complaints name stands in praise as often: then it is what all speak of, the sender, and no trouble."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from voc_cli import schema
from voc_cli.schema import Sentiment

if TYPE_CHECKING:
    import pandas as pd

_ALIKE: Final = 0.5  # of its share of the complaints that the sender has at least of the praise,
_OFTEN: Final = 0.05  # and of all of both


@dataclass(frozen=True, slots=True, eq=False)
class InPraise:
    """The praising and the complaining clauses of an export."""

    praise: pd.DataFrame  # columns text_no, text
    complaints: pd.DataFrame

    @classmethod
    def of(cls, clauses: pd.DataFrame, complaints: pd.DataFrame) -> Self:
        """Of all clauses, and of those that complain."""
        praises = (clauses[schema.SENTIMENT] == Sentiment.POSITIVE).to_numpy()
        columns = [schema.TEXT_NO, schema.TEXT]
        return cls(clauses.loc[praises, columns], complaints[columns])

    def ratio(self, word: str) -> float:
        """The share of the praising texts that hold a word, over that of the complaining ones: 1 for one that stands in
        both alike; 0 where nobody praises."""
        praise, complaints = (_share(word, told) for told in (self.praise, self.complaints))
        return praise / complaints if complaints else 0.0

    def is_sender(self, word: str) -> bool:
        """Whether a word stands in many texts, and in praise nearly as often as in complaints."""
        together = sum(_texts_with(word, told) for told in (self.praise, self.complaints))
        n = sum(told[schema.TEXT_NO].nunique() for told in (self.praise, self.complaints))
        return together >= _OFTEN * n and self.ratio(word) >= _ALIKE

    @staticmethod
    def rows_with(word: str, texts: pd.Series[str]) -> list[int]:
        """The rows of ``texts`` that hold a word, with spaces in it or without."""
        letters = r"\s?".join(map(re.escape, "".join(word.split())))
        found = texts.str.contains(rf"(?<![가-힣A-Za-z]){letters}", case=False, regex=True)
        rows: list[int] = np.flatnonzero(found.to_numpy(dtype=bool)).tolist()
        return rows


def _texts_with(word: str, told: pd.DataFrame) -> int:
    return int(told[schema.TEXT_NO].iloc[InPraise.rows_with(word, told[schema.TEXT])].nunique())


def _share(word: str, told: pd.DataFrame) -> float:
    n = told[schema.TEXT_NO].nunique()
    return _texts_with(word, told) / n if n else 0.0
