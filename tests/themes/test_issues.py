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
    alike = clauses(*(clause(k, theme_id="Ta", pair=pairs[k % 4], lemmas="버튼/N 누르/V") for k in range(40)))
    found = find_issues(alike, table(40), meanings())
    assert found == (Issue("Ta", "가입 안 됨", 20, 0.5), Issue("Ta", "버튼 안 눌림", 20, 0.5))


def told(number: int, lemmas: str, pair: str, text: str, theme: str = "Ta") -> dict[str, object]:
    return clause(number, theme_id=theme, pair=pair, lemmas=lemmas, text=text)


def test_a_thing_of_two_words_is_an_issue_though_its_troubles_differ() -> None:
    """The analyser takes the sound now for a noun and now for an adverb."""
    beeps = [told(k, f"삐/{'NM'[k % 2]} 소리/N", "소리/N+", "삐 소리가 나요") for k in range(8)]
    others = [told(k, f"소음{k}/N 크/V", f"소음{k}/N+크/V", "소음이 커요") for k in range(8, 24)]
    found = find_issues(clauses(*beeps, *others), table(24), meanings())
    assert [(issue.name, issue.n_documents) for issue in found] == [("삐 소리 관련 불만", 8)]


def test_a_word_that_stands_in_every_theme_is_no_issue() -> None:
    rows = [told(k, f"메뉴/N 어려움{k}/N", "", "메뉴가 어려워요") for k in range(5)]
    rows += [told(k, f"가게/N 어려움{k}/N", "", "가게가 어려워요") for k in range(5, 10)]
    rows += [told(k, f"막막{k}/N", "", "막막해요") for k in range(10, 30)]
    elsewhere = [told(k, f"가게/N 멀{k}/V", "", "가게가 멀어요", theme="Tb") for k in range(30, 70)]
    found = find_issues(clauses(*rows, *elsewhere), table(30), meanings())
    assert [(issue.name, issue.n_documents) for issue in found] == [("메뉴 관련 불만", 5)]


def test_an_issue_of_a_thing_tells_the_trouble_that_most_tell_of_it() -> None:
    rows = [told(k, "지문/N 센서/N NEG", "센서/N++NEG", "지문 센서가 안 돼요") for k in range(6)]
    rows += [told(k, f"막막{k}/N", "", "막막해요") for k in range(6, 30)]
    named = [issue.name for issue in find_issues(clauses(*rows), table(30), meanings())]
    assert named[0] == "지문 센서 안 됨"


def test_two_words_for_one_thing_are_one_issue() -> None:
    pairs = ["업데이트/N++NEG", "업뎃/N++NEG"]
    rows = [told(k, pairs[k % 2].replace("/N+", "/N "), pairs[k % 2], "업데이트가 안 돼요") for k in range(8)]
    rows += [told(k, f"막막{k}/N", "", "막막해요") for k in range(8, 24)]
    found = find_issues(clauses(*rows), table(24), meanings())
    assert [(issue.name, issue.n_documents) for issue in found] == [("업데이트 안 됨", 8)]


def test_a_splinter_of_a_longer_word_and_a_second_try_are_no_issue() -> None:
    rows = [told(k, f"센터/N 막막{k}/N", "", "고객센터가 막막해요") for k in range(6)]
    rows += [told(k, f"재설치/N 막막{k}/N", "", "재설치가 막막해요") for k in range(6, 11)]
    rows += [told(k, f"메뉴/N 막막{k}/N", "", "메뉴가 막막해요") for k in range(11, 16)]
    rows += [told(k, f"막막{k}/N", "", "막막해요") for k in range(16, 30)]
    elsewhere = [told(k, f"가게{k}/N 멀{k}/V", "", "가게가 멀어요", theme="Tb") for k in range(30, 90)]
    assert [issue.name for issue in find_issues(clauses(*rows, *elsewhere), table(30), meanings())] == [
        "메뉴 관련 불만"
    ]


def test_a_word_that_names_issues_of_several_themes_tells_nothing_of_any() -> None:
    """The company's own name stands in each of them."""

    def theme(first: int, own: str, identity: str) -> list[dict[str, object]]:
        rows = [told(k, f"두루은행/N 막막{k}/N", "", "두루은행은 막막해요", identity) for k in range(first, first + 4)]
        rows += [told(k, f"{own}/N 답답{k}/N", "", f"{own} 답답", identity) for k in range(first + 4, first + 8)]
        return rows + [told(k, f"갑갑{k}/N", "", "갑갑해요", identity) for k in range(first + 8, first + 24)]

    rows = [*theme(0, "메뉴", "Ta"), *theme(30, "가입", "Tb"), *theme(60, "환율", "Tc")]
    rows += [told(k, f"먹먹{k}/N", "", "먹먹해요", theme="Td") for k in range(90, 190)]
    sizes = pd.DataFrame({schema.THEME_ID: ["Ta", "Tb", "Tc"], schema.N_DOCUMENTS: [24, 24, 24]})
    named = [issue.name for issue in find_issues(clauses(*rows), sizes, meanings())]
    assert named == ["메뉴 관련 불만", "가입 관련 불만", "환율 관련 불만"]
