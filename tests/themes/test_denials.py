"""Who denies a trouble complains of none; who asks it back, or says that it never ceases, does."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.steps import read_lemmas
from voc_cli import schema
from voc_cli.themes.denials import denying
from voc_cli.themes.rules import load_rules

_NOT = "지/EC 않/VX 아요/EF"


@pytest.mark.parametrize(
    ("text", "morphemes", "denies"),
    [
        ("배송이 늦지는 않았어요", f"배송/NNG 늦/VA {_NOT}", True),
        ("가격이 비싸진 않은데", f"가격/NNG 비싸/VA {_NOT}", True),
        ("그렇게 불편하지는 않습니다", f"불편/NNG 하/XSA {_NOT}", True),
        ("배송이 늦은 건 아니에요", "배송/NNG 늦/VA 은/ETM 거/NNB 아니/VCN 에요/EF", True),
        ("가격이 비싸지 않나요?", f"가격/NNG 비싸/VA {_NOT}", False),
        ("앱이 너무 느리지 않아요?", f"앱/NNG 느리/VA {_NOT}", False),
        ("배송이 늦은 거 아닌가요?", "배송/NNG 늦/VA 은/ETM 거/NNB 아니/VCN ᆫ가요/EF", False),
        ("직원이 친절하지 않아요", f"직원/NNG 친절/NNG 하/XSA {_NOT}", False),
        ("주문이 취소되지 않아요", f"주문/NNG 취소/NNG 되/XSV {_NOT}", False),
        ("늦지 않게 보내 주세요", f"늦/VA {_NOT} 보내/VV 주/VX", False),
    ],
)
def test_a_denied_trouble_is_none_unless_it_is_asked_back(text: str, morphemes: str, denies: bool) -> None:
    (lemmas,) = read_lemmas([morphemes])
    clauses = pd.DataFrame({schema.TEXT: ["앞말", text], schema.LEMMAS: ["", " ".join(lemmas)]})
    assert denying(clauses, np.array([0, 1]), load_rules()).tolist() == [False, denies]
