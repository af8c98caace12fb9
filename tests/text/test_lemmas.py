from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from tests.steps import morphemes_of, read_lemmas, whole_texts
from voc_cli.morphemes import NEGATION, Vocabulary, collect
from voc_cli.text.lemmas import LemmaReader, lemmatise
from voc_cli.text.tokenise import KiwiTokenizer


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("배송/NNG 이/JKS 늦/VA 어요/EF", ["배송/N", "늦/V"]),
        ("환불/NNG 하/XSV 었/EP 다/EF", ["환불/N"]),
        ("환불/NNG 하/VV 었/EP 다/EF", ["환불/N"]),
        ("하/VV 었/EP 다/EF", ["하/V"]),
        ("안/MAG 오/VV 어요/EF", ["오/V", NEGATION]),
        ("오/VV 지/EC 않/VX 어요/EF", ["오/V", NEGATION]),
        ("오/VV 지/EC 못하/VX 었/EP 다/EF", ["오/V", NEGATION]),
        ("연결/NNG 이/JKS 안/MAG 되/VV ᆷ/EF", ["연결/N", NEGATION]),
        ("접속/NNG 안/MAG 되/XSV 서/EC 답답/XR 하/XSA 다/EF", ["접속/N", NEGATION, "답답/N"]),
        ("배송/NNG 안/MAG", ["배송/N", NEGATION]),
        ("안/MAG 사용/NNG 하/XSV 어서/EC 좋/VA 다/EF", ["사용/N", NEGATION, "좋/V"]),
        ("안/MAG 불편/XR 하/XSA 고/EC 좋/VA 다/EF", ["불편/N", NEGATION, "좋/V"]),
        ("못/MAG 재/XPN 구매/NNG 하/XSV 어서/EC 속상/XR 하/XSA 다/EF", ["재구매/N", NEGATION, "속상/N"]),
        ("안/MAG 추천/NNG 을/JKO 받/VV 고/EC 사/VV 다/EF", ["추천/N", "받/V", NEGATION, "사/V"]),
        ("5/SN 일/NNB 째/XSN 대기/NNG", ["일째/N", "대기/N"]),
        ("3/SN 주/NNB 째/XSN 대기/NNG", ["주/N", "대기/N"]),
        ("불/XPN 친절/NNG 하/XSA 다/EF", ["불친절/N"]),
        ("너무/MAG 느리/VA 다/EF", ["너무/M", "느리/V"]),
        ("AS/SL 늦/VA 다/EF", ["as/N", "늦/V"]),
        ("것/NNB 이/JKS 좋/VA 다/EF", ["좋/V"]),
        ("저렴하/VA 어요/EF", ["저렴/N"]),
        ("안/MAG 저렴하/VA 고/EC 편하/VA 다/EF", ["저렴/N", NEGATION, "편하/V"]),
        ("좋아하/VV 어요/EF", ["좋아하/V"]),
        ("은/JX 다/EF ./SF", []),
    ],
)
def test_a_clause_is_read_as_its_content_words(text: str, lemmas: list[str]) -> None:
    assert read_lemmas([text]) == [lemmas]


def test_a_negation_never_stands_twice_for_one_predicate() -> None:
    assert read_lemmas(["안/MAG 오/VV 지/EC 않/VX 다/EF"])[0].count(NEGATION) == 1


def test_a_negation_does_not_reach_into_the_next_clause() -> None:
    assert read_lemmas(["배송/NNG 안/MAG", "오/VV 다/EF"]) == [["배송/N", NEGATION], ["오/V"]]


def test_lemmas_know_their_characters() -> None:
    morphemes = morphemes_of(["배송/NNG 안/MAG 오/VV"])
    lemmas = LemmaReader(morphemes.vocabulary).read(morphemes, whole_texts(morphemes))
    assert lemmas.words == ["배송/N", "오/V", NEGATION]
    assert list(zip(lemmas.starts, lemmas.ends, strict=True)) == [(0, 6), (13, 17), (7, 12)]


def test_a_reader_learns_morphemes_of_later_batches() -> None:
    vocabulary = Vocabulary()
    reader = LemmaReader(vocabulary)
    for word in ("배송/NNG", "포장/NNG"):
        morphemes = collect([word], FakeTokenizer(), vocabulary)
        assert reader.read(morphemes, whole_texts(morphemes)).words == [word[:2] + "/N"]


# fmt: off
PIECES = st.sampled_from([
    "배송/NNG", "것/NNB", "이/JKS", "늦/VA", "오/VV", "하/VV", "되/VV", "안/MAG", "못/MAG", "않/VX", "못하/VX", "말/VX",
    "불/XPN", "적/XSN", "ㅠㅠ/SW", "너무/MAG", "ㅋ",
])
# fmt: on
TEXTS = st.lists(st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=20)), max_size=4)


@given(TEXTS)
def test_a_clause_is_read_alike_alone_and_among_others(texts: list[str]) -> None:
    assert read_lemmas(texts) == [read_lemmas([text])[0] for text in texts]


@given(TEXTS)
def test_every_lemma_has_a_kind_and_stands_inside_its_text(texts: list[str]) -> None:
    morphemes = morphemes_of(texts)
    lemmas = LemmaReader(morphemes.vocabulary).read(morphemes, whole_texts(morphemes))
    assert lemmas.bounds[0] == 0
    assert lemmas.bounds[-1] == len(lemmas.words) == len(lemmas.starts) == len(lemmas.ends)
    for number, text in enumerate(texts):
        for place in range(lemmas.bounds[number], lemmas.bounds[number + 1]):
            word = lemmas.words[place]
            assert word == NEGATION or word[-2:] in {"/N", "/V", "/M"}
            assert 0 <= lemmas.starts[place] <= lemmas.ends[place] <= len(text)


SAME = [
    ["안 와요", "오지 않네요", "못 왔음", "안왔어요"],
    ["연결이 안 됨", "연결되지 않아요", "연결이 안돼요"],
    ["환불을 안 해요", "환불하지 않아요", "환불 못 했어요"],
    ["튼튼해요", "또 튼튼해요", "매우 튼튼하네요"],
    ["저렴해요", "정말 저렴하게", "저렴하지만"],
    ["배송이 늦어요", "배송 늦음", "배송이 늦었습니다", "배송은 늦네요ㅡㅡ"],
]


@pytest.mark.parametrize("spellings", SAME)
def test_every_spelling_of_one_thing_is_one_row_of_lemmas(kiwi: KiwiTokenizer, spellings: list[str]) -> None:
    found = {tuple(lemmas) for lemmas in read_lemmas(spellings, kiwi)}
    assert len({tuple(word for word in lemmas if not word.endswith("/M")) for lemmas in found}) == 1


@pytest.mark.parametrize(
    ("entry", "lemmas"),
    [
        ("배송", ("배송/N",)),
        ("늦다", ("늦/V",)),
        ("안 오다", ("오/V", NEGATION)),
        ("연결이 안 되다", ("연결/N", NEGATION)),
        ("환불", ("환불/N",)),
        ("돈이 아깝다", ("돈/N", "아깝/V")),
    ],
)
def test_a_dictionary_entry_is_read_as_clauses_show_it(
    kiwi: KiwiTokenizer, entry: str, lemmas: tuple[str, ...]
) -> None:
    assert lemmatise([entry], kiwi) == [lemmas]


def test_each_entry_has_its_answer_at_its_place(kiwi: KiwiTokenizer) -> None:
    entries = ["배송", "", "늦다", "안 오다"]
    assert lemmatise(entries, kiwi) == [("배송/N",), (), ("늦/V",), ("오/V", NEGATION)]
    assert lemmatise([], kiwi) == []
