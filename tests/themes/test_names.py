from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.themes.editing import Theme
from voc_cli.themes.names import distinct, finish_names, name_of, name_of_thing, nominal, says_no_more
from voc_cli.themes.pairs import Pair


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("화면/N+느리/V", "화면 느림"),
        ("설명서/N+없/V", "설명서 없음"),
        ("청소/N+힘들/V", "청소 힘듦"),
        ("뚜껑/N+열리/V+NEG", "뚜껑 안 열림"),
        ("예약/N++NEG", "예약 안 됨"),
        ("인증/N+오류/N", "인증 오류"),
    ],
)
def test_a_name_is_the_thing_and_its_trouble(key: str, name: str) -> None:
    assert name_of(Pair.from_key(key), [], []) == name


@pytest.mark.parametrize(
    ("texts", "name"), [(["고객센터가 없음"] * 3, "고객센터 없음"), (["고객 센터가 없음"] * 3, "고객 센터 없음")]
)
def test_a_thing_of_two_words_is_named_whole_and_spaced_as_customers_do(texts: list[str], name: str) -> None:
    assert name_of(Pair.from_key("센터/N+없/V"), [["고객/N", "센터/N", "없/V"]] * 3, texts) == name


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["eSIM 개통이 안 돼요", "esim이 안 돼요", "esim 오류", "ESIM 안 됨", "eSIM 먹통"], "eSIM 관련 불만"),
        (["esim이 안 돼요"], "esim 관련 불만"),
    ],
)
def test_a_latin_word_has_the_capitals_that_customers_give_it(texts: list[str], name: str) -> None:
    assert name_of_thing("esim/N", [], texts) == name


@pytest.mark.parametrize(("n", "name"), [(3, "전화번호 인식 안 됨"), (1, "전화번호 안 됨")])
def test_what_is_not_done_with_a_thing_is_named_where_most_say_it(n: int, name: str) -> None:
    cells = [["전화번호/N", "인식/N", "NEG"], ["전화번호/N", "인식/N", "없/V"], ["전화번호/N", "인식/N", "NEG"]][:n]
    cells += [["전화번호/N", "NEG"]] * (4 - n)
    assert name_of(Pair.from_key("전화번호/N++NEG"), cells, ["전화번호를 인식할 수 없대요"] * 4) == name


def test_a_word_that_stands_before_the_thing_by_chance_is_left_out() -> None:
    cells = [["어제/N", "센터/N", "없/V"], ["센터/N", "없/V"], ["센터/N", "없/V"]]
    assert name_of(Pair.from_key("센터/N+없/V"), cells, ["어제 센터", "센터", "센터"]) == "센터 없음"


def test_a_name_begins_with_no_stump_of_one_syllable() -> None:
    cells = [["란/N", "센터/N", "없/V"]] * 3
    assert name_of(Pair.from_key("센터/N+없/V"), cells, ["란 센터"] * 3) == "센터 없음"


@pytest.mark.parametrize(
    ("stem", "noun"), [("무겁", "무거움"), ("듣", "들음"), ("좁", "좁음"), ("닫", "닫음"), ("ab", "ab")]
)
def test_predicates_become_nouns(stem: str, noun: str) -> None:
    assert nominal(stem) == noun


@given(st.lists(st.sampled_from(["가", "나", "다"]), max_size=8))
def test_no_two_names_are_alike_and_the_first_keeps_its_own(wanted: list[str]) -> None:
    names = distinct([(f"T{n}", name, ()) for n, name in enumerate(wanted)])
    assert len(set(names.values())) == len(wanted)
    assert [names[f"T{wanted.index(name)}"] for name in dict.fromkeys(wanted)] == list(dict.fromkeys(wanted))


@pytest.mark.parametrize(
    ("name", "other", "told"),
    [
        ("실행 안 됨", "접속·실행 안 됨", True),
        ("실행 안 됨", "실행 느림", False),
        ("결제 안 됨", "접속·실행 안 됨", False),
        ("실행", "동시실행 오류", False),
    ],
)
def test_a_name_says_no_more_than_one_that_holds_all_its_words(name: str, other: str, *, told: bool) -> None:
    assert says_no_more(name, other) is told


def test_two_themes_of_one_name_are_told_apart_by_their_stage() -> None:
    themes = {
        "Ta": Theme("Ta", "연동 오류", "technology", "앱개발팀"),
        "Tb": Theme("Tb", "연동 오류", "service", "고객센터"),
        "Tc": Theme("Tc", "배송 지연", "outbound", "물류팀", is_seeded=True),
    }
    finish_names(themes, {})
    assert [theme.name for theme in themes.values()] == ["연동 오류", "연동 오류 (고객서비스·AS)", "배송 지연"]
