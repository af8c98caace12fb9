from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.themes.compounds import Compounds
from voc_cli.themes.quotes import N_QUOTES, Members, choose_quotes, count_words, distinctive, keywords


def members(texts: list[str], lemmas: list[str], *, records: list[int] | None = None, **values: list[float]) -> Members:
    n = len(texts)
    defaults = (("fits", 1.0), ("likely", 1.0), ("reads", 1.0), ("age", 0.0))
    filled = {name: values.get(name, [default] * n) for name, default in defaults}
    return Members(texts, lemmas, **filled, records=records or list(range(n)))


def chosen(held: Members, n: int = N_QUOTES) -> list[int]:
    return choose_quotes(held, dict(count_words(held.lemmas)), n=n)


NOTHING = Compounds([], [])


def test_a_word_counts_once_a_member() -> None:
    assert count_words(["굿/N 굿/N 굿/N", "배송/N", "배송/N NEG 너무/M"]) == {"굿/N": 1, "배송/N": 2}


def test_words_that_stand_everywhere_tell_nothing() -> None:
    weights = distinctive(Counter({"앱/N": 10, "로그인/N": 10}), {"앱/N": 100, "로그인/N": 12}, 10, 100)
    assert weights["앱/N"] == 0
    assert weights["로그인/N"] > 5


def test_keywords_are_the_weightiest_words_in_dictionary_form() -> None:
    assert keywords({"배송/N": 2.0, "늦/V": 3.0, "기사/N": 1.0}, NOTHING, n=2) == ["늦다", "배송"]
    assert keywords({"나/N": 1.0, "가/N": 1.0}, NOTHING) == ["가", "나"]
    assert keywords({}, NOTHING) == []


def test_the_member_with_the_words_of_the_theme_is_quoted_first() -> None:
    texts = ["옆집 강아지가 산책하다가 물건을 물어뜯었네요", "배송이 일주일이나 늦어서 너무 불편했어요"]
    held = members(texts, ["옆집/N 강아지/N 산책/N", "배송/N 늦/V"])
    assert choose_quotes(held, {"배송/N": 9.0, "늦/V": 9.0}) == [1, 0]


def test_quotes_differ_from_each_other() -> None:
    lemmas = ["배송/N 늦/V", "배송/N 늦/V", "포장/N 찢어지/V", "배송/N 늦/V"]
    found = chosen(members(["배송이 늦어요", "배송이 늦네요", "포장이 찢어졌어요", "배송이 늦습니다"], lemmas))
    assert sorted(lemmas[number] for number in found[:2]) == ["배송/N 늦/V", "포장/N 찢어지/V"]
    assert len(found) == 3


@pytest.mark.parametrize(
    "values", [{"age": [1.0, 0.0]}, {"fits": [0.7, 0.9]}, {"likely": [0.75, 0.95]}, {"reads": [0.6, 1.0]}]
)
def test_recent_sure_and_readable_members_go_first(values: dict[str, list[float]]) -> None:
    held = members(["배송이 늦어요", "배송이 늦네요"], ["배송/N 늦/V"] * 2, records=[0, 1], **values)
    assert chosen(held, n=1) == [1]


def test_the_newest_third_of_the_clear_members_is_quoted_before_older_ones_that_read_better() -> None:
    n, words = 30, ["늦", "밀리", "멈추", "쌓이", "묶이", "막히", "꼬이", "걸리", "빠지", "잃"]
    texts = [f"{words[number % 10] * 9} {number}" for number in range(n)]
    lemmas = [f"배송{number}/N {words[number % 10]}/V" for number in range(n)]
    held = members(texts, lemmas, age=[number / n for number in range(n)], reads=[number / n for number in range(n)])
    assert sorted(chosen(held)) == [6, 7, 8, 9]
    unclear = members(texts, lemmas, age=list(held.age), fits=[0.1] * 5 + [1.0] * 25)
    assert min(chosen(unclear)) == 5


def test_older_members_are_quoted_where_the_newest_are_alike() -> None:
    lemmas = ["배송/N 늦/V"] * 8 + [f"상자{number}/N 찢어지/V" for number in range(3)]
    held = members(
        [f"{letter * 5} {number}" for number, letter in enumerate("가나다라마바사아자차카")],
        lemmas,
        age=[number / 11 for number in range(11)],
    )
    assert [number < 8 for number in chosen(held)] == [True, False, False, False]


def test_a_quote_never_depends_on_the_order_of_the_members() -> None:
    texts = ["배송이 늦어요", "포장이 찢겼어요", "상자가 젖었어요", "기사님이 안 오셨어요"]
    lemmas = ["배송/N 늦/V", "포장/N 찢기/V", "상자/N 젖/V", "기사/N 오/V NEG"]
    forward = [texts[number] for number in chosen(members(texts, lemmas))]
    backward = [texts[::-1][number] for number in chosen(members(texts[::-1], lemmas[::-1]))]
    assert forward == backward


MEMBERS = st.lists(
    st.tuples(
        st.text(max_size=50),
        st.lists(st.sampled_from(["배송/N", "늦/V", "NEG", "너무/M"]), max_size=4).map(" ".join),
        st.floats(0, 1),
    ),
    max_size=10,
)


@given(MEMBERS, st.integers(1, 5))
def test_quotes_are_members_and_none_is_quoted_twice(rows: list[tuple[str, str, float]], n: int) -> None:
    texts, lemmas, fits = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
    found = chosen(members(texts, lemmas, fits=fits), n=n)
    assert len(found) == len(set(found)) <= n
    assert all(0 <= number < len(rows) for number in found)
    assert bool(found) == bool(rows)


@pytest.mark.parametrize(
    "twin",
    [
        "앱이 자꾸 튕겨요 ㅠㅠ",
        "앱이 자꾸 튕겨요!!",
        "앱이자꾸튕겨요...",
        "앱이 자꾸 튕겨욬ㅋㅋㅋ",
        "앱이 자꾸 튕겨요^^ 😡",
        "솔직히 앱이 자꾸 튕겨요",
        "어제 받았는데 앱이 자꾸 튕겨요",
    ],
)
def test_no_quote_is_another_one_with_tears_laughs_marks_or_a_word_before_it(twin: str) -> None:
    texts = ["앱이 자꾸 튕겨요", twin, "켜자마자 꺼집니다", "사진을 누르면 멈춰요"]
    lemmas = ["앱/N 자꾸/M 튕기/V", "앱/N 자꾸/M 튕기/V ㅠㅠ/M", "켜/V 꺼지/V", "사진/N 누르/V 멈추/V"]
    for fits in (1.0, 0.1):
        found = chosen(members(texts, lemmas, fits=[fits] * 4))
        assert len({0, 1} & set(found)) == 1
        assert {2, 3} < set(found)
        assert len(chosen(members(texts[:2], lemmas[:2], fits=[fits] * 2))) == 1


def test_what_only_ends_as_a_short_quote_does_is_another_one() -> None:
    texts, lemmas = ["튕겨요", "은행 인증서를 등록하고 나면 튕겨요"], ["튕기/V", "은행/N 인증서/N 등록/N 튕기/V"]
    assert sorted(chosen(members(texts, lemmas))) == [0, 1]


def test_tears_are_no_words_that_two_quotes_have_in_common() -> None:
    texts = ["켜면 꺼져요 ㅠㅠ", "배터리 부풀었음 ㅠㅠ", "버튼 빠짐 ㅠㅠ", "액정 나감 ㅠㅠ"]
    lemmas = ["꺼지/V ㅠㅠ/M", "부풀/V ㅠㅠ/M", "빠지/V ㅠㅠ/M", "나가/V ㅠㅠ/M"]
    assert len(chosen(members(texts, lemmas, fits=[0.9] * 4))) == 4


def test_a_quote_that_hardly_speaks_of_the_theme_stands_only_where_there_is_no_other() -> None:
    texts = ["배송이 늦어요", "포장이 찢어졌어요", "확인 부탁드립니다", "기사님이 다녀가셨어요"]
    lemmas = ["배송/N 늦/V", "포장/N 찢어지/V", "확인/N 부탁드리/V", "기사/N 다녀가/V"]
    likely = [0.8, 0.45, 0.05, 0.3]
    assert chosen(members(texts, lemmas, fits=[0.9, 0.1, 0.0, 0.0], likely=likely)) == [0, 1]
    assert chosen(members(texts[2:], lemmas[2:], fits=[0.0] * 2, likely=likely[2:])) == [1]


def test_a_fourth_quote_must_clearly_speak_of_the_theme() -> None:
    texts = ["배송이 늦어요", "포장이 찢어졌어요", "기사님이 다녀가셨어요", "오늘 왔어요"]
    lemmas = ["배송/N 늦/V", "포장/N 찢어지/V", "기사/N 다녀가/V", "오늘/N 오/V"]
    assert chosen(members(texts, lemmas, fits=[0.95, 0.9, 0.7, 0.65])) == [0, 1, 2, 3]
    assert chosen(members(texts, lemmas, fits=[0.95, 0.9, 0.7, 0.55])) == [0, 1, 2]
    assert chosen(members(texts, lemmas, fits=[0.95, 0.9, 0.7, 0.65], likely=[0.9, 0.9, 0.9, 0.3])) == [0, 1, 2]


def test_where_few_are_clear_the_likeliest_are_quoted_behind_them() -> None:
    texts = ["배송이 늦어요", "포장이 찢어졌어요", "기사님이 다녀가셨어요", "오늘 왔어요"]
    lemmas = ["배송/N 늦/V", "포장/N 찢어지/V", "기사/N 다녀가/V", "오늘/N 오/V"]
    likely = [0.2, 0.45, 0.8, 0.6]
    assert chosen(members(texts, lemmas, fits=[0.1, 0.1, 0.0, 0.0], likely=likely)) == [2, 3, 1]
    assert chosen(members(texts, lemmas, fits=[0.9, 0.1, 0.0, 0.0], likely=[0.7, *likely[1:]])) == [0, 2, 3]


def test_a_record_is_quoted_twice_only_where_others_hardly_speak_of_the_theme() -> None:
    texts = ["배송이 늦어요", "포장이 찢어졌어요", "기사님이 다녀가셨어요", "오늘 왔어요"]
    lemmas = ["배송/N 늦/V", "포장/N 찢어지/V", "기사/N 다녀가/V", "오늘/N 오/V"]
    known, records = [0.9, 0.8, 0.7, 0.6], [1, 1, 2, 3]
    assert chosen(members(texts, lemmas, fits=[0.0] * 4, likely=known, records=records)) == [0, 2, 3]
    assert chosen(members(texts, lemmas, fits=[0.0] * 4, likely=[0.9, 0.8, 0.7, 0.1], records=records)) == [0, 2, 1]


def test_a_theme_of_fewer_records_quotes_as_many() -> None:
    texts = ["배송이 늦어요", "포장이 찢어졌어요", "기사님이 다녀가셨어요"]
    lemmas = ["배송/N 늦/V", "포장/N 찢어지/V", "기사/N 다녀가/V"]
    assert len(chosen(members(texts, lemmas, fits=[0.0] * 3, records=[1, 1, 1]))) == 1
    assert len(chosen(members(texts, lemmas, fits=[0.0] * 3, records=[1, 1, 2]))) == 2


def test_the_same_words_are_quoted_once_however_many_write_them() -> None:
    assert chosen(members(["배송이 늦어요"] * 4, ["배송/N 늦/V"] * 4)) == [0]


def test_of_hardly_sure_members_the_one_that_speaks_of_little_else_fills_up() -> None:
    texts, lemmas = ["배송이 늦어요", "상자가 젖었어요"], ["배송/N 늦/V", "상자/N 젖/V"]
    assert chosen(members(texts, lemmas, fits=[0.0, 0.3], likely=[0.5, 0.5]), n=1) == [1]
    assert chosen(members(texts, lemmas, fits=[0.0, 0.3], likely=[0.9, 0.5]), n=1) == [0], "how likely it is goes first"


def test_what_differs_by_spaces_and_endings_alone_is_quoted_once() -> None:
    texts = [
        "다음 버튼이 눌리지 않아요",
        "다음버튼이 안눌러지네요",
        "화살표가 글자를 다 가려서 못 읽어요",
        "손가락만 아파요",
    ]
    lemmas = ["다음/N 버튼/N 눌리/V NEG", "다음버튼/N 누르/V", "화살표/N 글자/N 가리/V", "손가락/N 아프/V"]
    assert len({0, 1} & set(chosen(members(texts, lemmas)))) == 1
    assert {2, 3} <= set(chosen(members(texts, lemmas)))
