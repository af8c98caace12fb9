from __future__ import annotations

from voc_cli.themes.compounds import Compounds
from voc_cli.themes.quotes import keywords

CELLS = [["비밀/N", "번호/N", "틀리/V"], ["간편/N", "비밀/N", "번호/N"], ["비밀/N", "번호/N"], ["이벤트/N", "참여/N"]]
TEXTS = ["비밀번호가 틀렸대요", "간편비밀번호를 또 묻네요", "비밀번호요", "이벤트 참여가 안 돼요"]


def test_nouns_that_stand_together_are_one_word() -> None:
    told = Compounds(CELLS, TEXTS)
    assert told.whole("비밀/N") == told.whole("번호/N") == ("비밀/N", "번호/N")
    assert told.written(("비밀/N", "번호/N")) == told.begun("번호/N") == "비밀번호"
    assert told.begun("비밀/N") == "비밀"
    assert told.whole("간편/N") == ("간편/N",)


def test_a_compound_of_three_nouns_is_found_from_any_of_them() -> None:
    told = Compounds([["간편/N", "비밀/N", "번호/N"]] * 3, ["간편 비밀번호 오류"] * 3)
    assert told.begun("번호/N") == "간편 비밀번호"
    assert told.whole("비밀/N") == ("간편/N", "비밀/N", "번호/N")


def test_nouns_that_only_meet_among_the_lemmas_stay_apart() -> None:
    assert Compounds([["신분증/N", "인식/N"]] * 3, ["신분증이 인식이 안 돼요"] * 3).whole("인식/N") == ("인식/N",)


def test_an_empty_noun_ends_no_compound() -> None:
    cells, texts = [["업데이트/N", "이후/N"]] * 3, ["업데이트 이후 느려요"] * 3
    told = Compounds(cells, texts, empty=frozenset({"이후/N"}))
    assert told.whole("업데이트/N") == ("업데이트/N",)
    assert told.whole("이후/N") == ("이후/N",)


def test_keywords_are_whole_and_no_part_of_one_is_another() -> None:
    weights = {"비밀/N": 3.0, "번호/N": 2.0, "틀리/V": 1.0}
    assert keywords(weights, Compounds(CELLS, TEXTS)) == ["비밀번호", "틀리다"]


def test_a_keyword_in_two_words_says_nothing_twice() -> None:
    told = Compounds([["이벤트/N", "참여/N"]] * 3 + [["이벤트/N"]] * 9, ["이벤트 참여가 안 돼요"] * 3 + ["이벤트"] * 9)
    assert keywords({"이벤트/N": 3.0, "참여/N": 2.0}, told) == ["이벤트", "참여"]
    assert keywords({"참여/N": 2.0}, told) == ["이벤트 참여"]
