"""Examples of the taxonomy, of lines of business and of users are placed where their row says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.dictionary.books import book_of
from tests.steps import no_mask
from voc_cli.annotate import Annotator
from voc_cli.dictionary.overlay import read_dictionary
from voc_cli.dictionary.packs import load_pack_rows, load_packs, pack_of
from voc_cli.dictionary.tables import Dictionary, shipped_dictionary
from voc_cli.doubts import find_doubts, find_unread_cues
from voc_cli.text.tokenise import KiwiTokenizer

HEAD = ["단계", "세부주제", "단서 문구", "대상(명사)", "서술(동사·형용사)", "예문"]


def annotator(kiwi: KiwiTokenizer, words: Dictionary) -> Annotator:
    return Annotator(kiwi, mask=no_mask, dictionary=words)


def test_the_examples_of_every_shipped_row_are_tried_by_themselves(kiwi: KiwiTokenizer) -> None:
    words = shipped_dictionary()
    doubts = find_doubts(annotator(kiwi, words), names=[aspect.name for aspect in words.aspects])
    missed = Counter(doubt.aspect for doubt in doubts)
    n_examples = sum(len(aspect.examples) for aspect in words.aspects)
    assert n_examples >= 600
    assert len(doubts) <= 0.05 * n_examples, doubts
    # No row may be one that only its neighbours believe in.
    assert {a.name: missed[a.name] for a in words.aspects if missed[a.name] > len(a.examples) / 2} == {}


@pytest.mark.parametrize("code", [pack.code for pack in load_packs()])
def test_the_examples_of_each_line_of_business_are_placed_by_its_rows(kiwi: KiwiTokenizer, code: str) -> None:
    words = shipped_dictionary(pack_of(code))
    told = {row["aspect"]: tuple(row["examples"].split(" / ")) for row in load_pack_rows(code)}
    only = tuple(replace(aspect, examples=told.get(aspect.name, ())) for aspect in words.aspects)
    doubts = find_doubts(annotator(kiwi, replace(words, aspects=only)), names=told)
    assert len(doubts) <= 0.1 * sum(map(len, told.values())), doubts


def test_a_users_row_decides_against_the_model_and_its_examples_are_tried(kiwi: KiwiTokenizer, tmp_path: Path) -> None:
    rows = [
        HEAD,
        [
            "배송·포장",
            "보랭백 회수",
            "보랭백+안 가져가다;보랭백 회수",
            "보랭백",
            None,
            "보랭백을 안 가져가요 / 화면이 예뻐요",
        ],
    ]
    words = read_dictionary(book_of(tmp_path, {"가치사슬": rows}))
    reader = annotator(kiwi, words)
    clauses = reader(["보랭백을 일주일째 안 가져가네요", "맛이 없어요"]).clauses
    assert clauses["aspect"].tolist() == ["보랭백 회수", "맛"]
    assert clauses["stage"].tolist() == ["outbound", "operations"]
    assert [(doubt.aspect, doubt.example) for doubt in find_doubts(reader)] == [("보랭백 회수", "화면이 예뻐요")]


def test_a_new_aspect_can_be_met_by_its_things_alone(kiwi: KiwiTokenizer, tmp_path: Path) -> None:
    rows = [HEAD, ["제품·서비스 품질", "거품기", None, "거품기", "헛돌다", None]]
    words = read_dictionary(book_of(tmp_path, {"가치사슬": rows}))
    clauses = annotator(kiwi, words)(["거품기가 헛돌아요"]).clauses
    assert clauses["aspect"].tolist() == ["거품기"]


def test_a_cue_that_the_analyser_cannot_read_is_told(kiwi: KiwiTokenizer, tmp_path: Path) -> None:
    rows = [HEAD, ["제품·서비스 품질", "거품기", "거품기+헛돌다;그런 것", "거품기", None, None]]
    words = read_dictionary(book_of(tmp_path, {"가치사슬": rows}))
    assert find_unread_cues(words, kiwi) == [("거품기", "그런 것")]


def test_a_row_that_is_switched_off_places_nothing(kiwi: KiwiTokenizer, tmp_path: Path) -> None:
    off = read_dictionary(book_of(tmp_path, {"가치사슬": [["사용", "세부주제"], ["아니오", "맛"]]}))
    texts = ["맛이 없어요", "너무 싱거워서 맛없어요"]
    assert set(annotator(kiwi, shipped_dictionary())(texts).clauses["aspect"]) == {"맛"}
    assert "맛" not in set(annotator(kiwi, off)(texts).clauses["aspect"])


def test_synonyms_meet_the_cues_of_the_word_that_stands_for_them(kiwi: KiwiTokenizer, tmp_path: Path) -> None:
    sheets = {
        "동의어": [["대표어", "같은 말"], ["고객센터", "헬프라인"]],
        "불용어": [["단어"], ["본사"]],
    }
    words = read_dictionary(book_of(tmp_path, sheets))
    text = ["본사 헬프라인 연결이 안 돼요"]
    readers = [annotator(kiwi, found) for found in (shipped_dictionary(), words)]
    plain, own = (reader.without_stop_words(reader(text).clauses) for reader in readers)
    assert "헬프라인/N" in plain["lemmas"][0]
    assert "헬프라인/N" not in own["lemmas"][0]
    assert "고객/N 센터/N" in own["lemmas"][0] or "고객센터/N" in own["lemmas"][0]
    assert "본사/N" in plain["lemmas"][0]
    assert "본사/N" not in own["lemmas"][0]
    assert own["aspect"].tolist() == ["고객센터 연결"]
    assert own["text"].tolist() == text


def test_a_word_of_the_user_is_kept_whole(tmp_path: Path) -> None:
    words = read_dictionary(book_of(tmp_path, {"사용자단어": [["단어", "품사"], ["퐁당비움", "고유명사"]]}))
    taught = KiwiTokenizer(n_workers=1, user_words=words.user_words)
    clauses = annotator(taught, words)(["퐁당비움이 안 돼요"]).clauses
    assert clauses["lemmas"].tolist() == ["퐁당비움/N NEG"]


def test_a_part_of_speech_settles_what_a_word_is(kiwi: KiwiTokenizer, tmp_path: Path) -> None:
    rows = [HEAD, ["제품·서비스 품질", "과일", "배/명사+무르다", None, None, None]]
    words = read_dictionary(book_of(tmp_path, {"가치사슬": rows}))
    assert find_unread_cues(words, kiwi) == []
    assert annotator(kiwi, words)(["배가 물러요"]).clauses["aspect"].tolist() == ["과일"]
