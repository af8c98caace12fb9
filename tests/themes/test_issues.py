from __future__ import annotations

import pandas as pd

from tests.themes.frames import clause, clauses, meanings
from voc_cli import schema
from voc_cli.known_themes import Issue
from voc_cli.themes.issues import LARGE, find_issues


def table(n: int) -> pd.DataFrame:
    return pd.DataFrame({schema.THEME_ID: ["Ta"], schema.N_DOCUMENTS: [n]})


def members(n: int) -> pd.DataFrame:
    pairs = ["손잡이/N+헐겁/V", "자루/N+느슨하/V", "뚜껑/N+열리/V+NEG", "뚜껑/N+"]
    return clauses(*(clause(k, theme_id="Ta", pair=pairs[k % 4], lemmas="손잡이/N 헐겁/V") for k in range(n)))


def test_a_large_theme_is_looked_into() -> None:
    found = find_issues(members(40), table(40), meanings())
    assert found == (Issue("Ta", "손잡이 헐거움", 20, 0.5), Issue("Ta", "뚜껑 안 열림", 10, 0.25))


def test_a_small_theme_stays_whole() -> None:
    assert find_issues(members(40), table(LARGE - 1), meanings()) == ()


def test_what_reads_alike_is_one_issue() -> None:
    pairs = ["버튼/N+누르/V+NEG", "버튼/N+눌리/V+NEG", "가입/N++NEG", "가입/N+되/V+NEG"]
    told = clauses(*(clause(k, theme_id="Ta", pair=pairs[k % 4], lemmas="버튼/N 누르/V") for k in range(40)))
    found = find_issues(told, table(40), meanings())
    assert found == (Issue("Ta", "가입 안 됨", 20, 0.5), Issue("Ta", "버튼 안 눌림", 20, 0.5))
