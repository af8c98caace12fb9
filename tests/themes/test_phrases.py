"""Things that are told in two words."""

from __future__ import annotations

from dataclasses import replace

from tests.themes.frames import RULES, meanings
from voc_cli.themes.phrases import named_things, phrases_of, spelled

RULES_OF_TIME = replace(RULES, times=frozenset({"이후/N"}))


def test_two_words_are_a_thing_where_one_hardly_stands_without_the_other() -> None:
    cells = [["보조/N", "지표/N"], ["보조/N", "지표/N", "사라지/V"], ["지표/N", "늦/V"], ["지표/N", "화면/N"]]
    assert phrases_of(cells, RULES, meanings()) == {("보조", "지표"): [0, 1]}


def test_a_word_that_tells_when_is_no_part_of_a_name() -> None:
    cells = [["개편/N", "이후/N"]] * 3
    assert phrases_of(cells, RULES, meanings()) == {("개편", "이후"): [0, 1, 2]}
    assert phrases_of(cells, RULES_OF_TIME, meanings()) == {}


def test_a_sound_may_be_taken_for_an_adverb_but_no_adverb_for_a_thing() -> None:
    assert phrases_of([["삐/M", "소리/N"], ["삐/N", "소리/N"]], RULES, meanings()) == {("삐", "소리"): [0, 1]}
    assert phrases_of([["또/M", "소리/N"], ["또/M", "소리/N"]], RULES, meanings()) == {}


def test_a_thing_is_written_as_most_texts_write_it() -> None:
    assert (
        spelled(("모바일", "키"), ["모바일키가 안 돼요", "모바일 키가 안 돼요", "모바일 키로 안 열려요"]) == "모바일 키"
    )
    assert spelled(("모바일", "키"), ["모바일키가 안 돼요"]) == "모바일키"


def test_a_word_of_a_thing_of_two_words_is_none_of_its_own() -> None:
    cells = [["보조/N", "지표/N"]] * 2 + [["메뉴/N", "막히/V"]] * 2
    texts = ["보조지표가 이상해요"] * 2 + ["메뉴가 막혀요"] * 2
    found = named_things(cells, texts, RULES, meanings())
    assert [(thing.text, thing.rows, thing.is_phrase) for thing in found] == [
        ("보조지표", [0, 1], True),
        ("메뉴", [2, 3], False),
    ]
