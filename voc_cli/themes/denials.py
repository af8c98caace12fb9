"""Clauses that deny a trouble and end there: "배송이 늦지는 않았어요" is no complaint of late deliveries.

Asked back it is one all the same ("너무 늦지 않나요?"), and so it is where something else is told of it ("늦은 게 한두
번이 아니에요"). What fails to come or to stop is a trouble denied in words alone ("취소되지 않아요"): the table names
only such troubles as are none where they are denied.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.morphemes import NEGATION
from voc_cli.themes.rules import Rules

if TYPE_CHECKING:
    import pandas as pd

_DENIALS: Final = (NEGATION, "아니/V")
_ENDS: Final = tuple(f" {lemma}" for lemma in _DENIALS)
# Denied at the end of the clause, and not asked.
_DENIED: Final = re.compile(
    r"(?:지[는도가]?|진)\s*않(?!\S*(?:나요?|냐|니|까|[은는]가요?|죠|지요?|잖[가-힣]*)\W*$)[가-힣]*[\s.,!~^ㅎㅋㅠㅜ)]*$"
    r"|[은는ㄴ]\s*(?:건|것은|거는|편은)\s*아(?:니(?!\S*[?까냐가나])|닙니다|녜|님)[가-힣]*[\s.,!~^ㅎㅋㅠㅜ)]*$"
)


def denying(clauses: pd.DataFrame, rows: NDArray[np.int64], rules: Rules) -> NDArray[np.bool_]:
    """Which of ``rows`` of the clauses (schema.LEMMAS, schema.TEXT) only say that a trouble is none."""
    cells = clauses[schema.LEMMAS].iloc[rows].tolist()
    found = np.array([cell.endswith(_ENDS) and _ends_in_denial(cell.split(" "), rules) for cell in cells], dtype=bool)
    texts = clauses[schema.TEXT].iloc[rows].tolist()
    found[found] = [_DENIED.search(text) is not None for text in compress(texts, found.tolist())]
    return found


def _ends_in_denial(cell: Sequence[str], rules: Rules) -> bool:
    return len(cell) > 1 and cell[-1] in _DENIALS and cell[-2] in rules.sore
