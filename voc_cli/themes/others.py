"""What looks like a complaint and is none of what the export is about.

"쓰던 건 자꾸 끊겼는데 이건 좋네요": the trouble is not this one's. Such a clause names the other thing or the other
time, breaks off in a connective, and praise follows; or its trouble is the reason for buying. Who denies a trouble
complains of none, and neither does who praises or tells a fact in words that are hardly glad ("친구 추천으로 샀어요").
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import resources, schema
from voc_cli.schema import Intent, Sentiment
from voc_cli.themes.denials import denying
from voc_cli.themes.rules import load_rules

if TYPE_CHECKING:
    import pandas as pd

RESOURCE: Final = "others.toml"
_PUNCTUATION: Final = " \t\r\n.,!?~;:^*-_…·/()[]\"'" + "".join(map(chr, range(0x3131, 0x3164)))


@dataclass(frozen=True, slots=True)
class _Manner:
    named: re.Pattern[str]
    breaks_off: re.Pattern[str]
    bought: re.Pattern[str]
    compared: re.Pattern[str]

    def of_others(self, text: str) -> bool:
        """Whether ``text``, with praise behind it, complains of something else."""
        said = text.rstrip(_PUNCTUATION)
        if self.bought.search(said):
            return True
        elsewhere = self.named.search(said) and self.breaks_off.search(said)
        return bool(elsewhere) and not self.compared.search(said)


@cache
def _load_manner() -> _Manner:
    table = {name: "|".join(parts) for name, parts in tomllib.loads(resources.read_text(RESOURCE)).items()}
    return _Manner(
        named=re.compile(table["named"]),
        breaks_off=re.compile(f"(?:{table['breaks_off']})$"),
        bought=re.compile(table["bought"]),
        compared=re.compile(table["compared"]),
    )


def of_others(clauses: pd.DataFrame, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of ``rows`` of the clauses complain of something else than what is praised right behind them, or of
    nothing: they deny a trouble, or praise or tell a fact and are not negative.

    Args:
        clauses: schema.ANNOTATED_CLAUSES in the order of their texts.
    """
    if not len(rows):
        return np.zeros(0, dtype=bool)
    mild = (clauses[schema.SENTIMENT].iloc[rows] != Sentiment.NEGATIVE).to_numpy()
    tells = clauses[schema.INTENT].iloc[rows].isin([Intent.PRAISE, Intent.OTHER]).to_numpy()
    found = denying(clauses, rows, load_rules()) | (mild & tells)
    behind = np.minimum(rows + 1, len(clauses) - 1)
    texts = clauses[schema.TEXT_NO].to_numpy()
    praised = (clauses[schema.SENTIMENT] == Sentiment.POSITIVE).to_numpy()
    asked = np.flatnonzero((behind > rows) & (texts[rows] == texts[behind]) & praised[behind])
    said = clauses[schema.TEXT].iloc[rows[asked]].tolist()
    manner = _load_manner()
    found[asked] |= np.array([manner.of_others(text) for text in said], dtype=bool)
    return found
