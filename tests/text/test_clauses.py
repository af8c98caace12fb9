"""How clauses are cut, on morphemes written with their tags; Korean as it is typed is in test_clauses_korean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from tests.steps import morphemes_of, split_texts
from voc_cli.morphemes import Vocabulary, collect
from voc_cli.text.clauses import ClauseSplitter


def n_clauses(text: str) -> int:
    return len(split_texts([text])[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("배송/NNG 빠르/VA 어요/EF 포장/NNG 좋/VA 어요/EF", ["배송/NNG 빠르/VA 어요/EF", "포장/NNG 좋/VA 어요/EF"]),
        ("배송/NNG 빠르/VA 지만/EC 포장/NNG 나쁘/VA 다/EF", ["배송/NNG 빠르/VA 지만/EC", "포장/NNG 나쁘/VA 다/EF"]),
        ("좋/VA 는데/EC 비싸/VA 다/EF", ["좋/VA 는데/EC", "비싸/VA 다/EF"]),
        ("켜/VV 는데/EC 꺼지/VV 다/EF", ["켜/VV 는데/EC 꺼지/VV 다/EF"]),
        ("비싸/VA 어서/EC 안/MAG 사/VV 어요/EF", ["비싸/VA 어서/EC 안/MAG 사/VV 어요/EF"]),
        ("크/VA 고/EC 작/VA 다/EF", ["크/VA 고/EC 작/VA 다/EF"]),
        ("크/VA 고/EC 소리/NNG 도/JX 작/VA 다/EF", ["크/VA 고/EC", "소리/NNG 도/JX 작/VA 다/EF"]),
        ("느리/VA 다/EF 고/JKQ 하/VV 어요/EF", ["느리/VA 다/EF 고/JKQ 하/VV 어요/EF"]),
        ("느리/VA 다/EF 하/VV 고/EC 끊/VV 어요/EF", ["느리/VA 다/EF 하/VV 고/EC 끊/VV 어요/EF"]),
        ("느리/VA 다/EF 하/VV ᆯ/ETM 말/NNG 없/VA 다/EF", ["느리/VA 다/EF", "하/VV ᆯ/ETM 말/NNG 없/VA 다/EF"]),
        ("느리/VA 다/EF 등/NNB 말/NNG 많/VA 아요/EF", ["느리/VA 다/EF 등/NNB 말/NNG 많/VA 아요/EF"]),
        ("맛/NNG 굿/NNG 근데/MAJ 양/NNG 적/VA 다/EF", ["맛/NNG 굿/NNG", "근데/MAJ 양/NNG 적/VA 다/EF"]),
        ("이/MM 차/NNG 근데/MAJ 좁/VA 다/EF", ["이/MM 차/NNG 근데/MAJ 좁/VA 다/EF"]),
        ("차/NNG 굿/NNG 반면/NNG 값/NNG 높/VA 다/EF", ["차/NNG 굿/NNG", "반면/NNG 값/NNG 높/VA 다/EF"]),
        ("값/NNG 싸/VA ᆫ/ETM 반면/NNG 크/VA 다/EF", ["값/NNG 싸/VA ᆫ/ETM 반면/NNG", "크/VA 다/EF"]),
        ("핏/NNG 굿/NNG //SP 실밥/NNG 많/VA 음/EF", ["핏/NNG 굿/NNG //SP", "실밥/NNG 많/VA 음/EF"]),
        ("사과/NNG 배/NNG //SP 실밥/NNG 많/VA 음/EF", ["사과/NNG 배/NNG //SP 실밥/NNG 많/VA 음/EF"]),
        ("굿/NNG //SP 실밥/NNG 많/VA 음/EF", ["굿/NNG //SP 실밥/NNG 많/VA 음/EF"]),
        ("핏/NNG 굿/NNG //SP 향/NNG 굿/NNG 다/MAG", ["핏/NNG 굿/NNG //SP 향/NNG 굿/NNG 다/MAG"]),
        (
            "물/NNG 이/JKS 차/VA 고/EC 컵/NNG 냄새/NNG 안/NNG 나/VV 다/EF",
            ["물/NNG 이/JKS 차/VA 고/EC", "컵/NNG 냄새/NNG 안/NNG 나/VV 다/EF"],
        ),
        ("물/NNG 이/JKS 차/VA 고/EC 짜증/NNG 나/VV 다/EF", ["물/NNG 이/JKS 차/VA 고/EC 짜증/NNG 나/VV 다/EF"]),
        ("느리/VA 다/EF 등/NNG 아프/VA 아요/EF", ["느리/VA 다/EF", "등/NNG 아프/VA 아요/EF"]),
        ("가짜/NNG 이/VCP ᆯ까/EF 보/VX 어/EC 걱정/NNG", ["가짜/NNG 이/VCP ᆯ까/EF 보/VX 어/EC 걱정/NNG"]),
        ("가짜/NNG 이/VCP ᆯ까/EF 보/VV 어요/EF", ["가짜/NNG 이/VCP ᆯ까/EF", "보/VV 어요/EF"]),
    ],
)
def test_a_text_is_cut_where_target_or_mood_changes(text: str, expected: list[str]) -> None:
    assert split_texts([text]) == [expected]


def test_an_auxiliary_stays_with_its_predicate() -> None:
    assert n_clauses("먹/VV 고/EC 싶/VX 은데/EC 소리/NNG 가/JKS 나/VV 다/EF") == 1


def test_an_empty_text_has_no_clause() -> None:
    assert split_texts(["", "  \n", "굿/NNG"]) == [[], [], ["굿/NNG"]]


@pytest.mark.parametrize("text", ["ㅠㅠ/SW", "!!/SF", "...", "ㅋㅋ/SW ㅠㅠ/SW"])
def test_a_text_without_any_word_is_one_clause(text: str) -> None:
    assert split_texts([text]) == [[text]]


def test_a_line_break_ends_a_clause_that_may_stop_there() -> None:
    assert split_texts(["포장/NNG 별로/MAG\n배송/NNG 늦음/NNG"]) == [["포장/NNG 별로/MAG", "배송/NNG 늦음/NNG"]]


def test_a_line_break_does_not_cut_words_that_need_the_next_line() -> None:
    assert n_clauses("배송/NNG 이/JKS\n늦/VA 다/EF") == 1
    assert n_clauses("너무/MAG\n늦/VA 다/EF") == 1
    assert n_clauses("배송/NNG\n이/JKS 늦/VA 다/EF") == 1


def test_a_bullet_belongs_to_the_line_that_it_opens() -> None:
    text = "-/SO 배송/NNG 느림/NNG\n-/SO 포장/NNG 부실/NNG"
    assert split_texts([text]) == [["-/SO 배송/NNG 느림/NNG", "-/SO 포장/NNG 부실/NNG"]]


def test_a_bracket_belongs_to_what_it_holds() -> None:
    assert split_texts(["좋/VA 다/EF (/SSO 근데/MAJ 비싸/VA 다/EF )/SSC"]) == [
        ["좋/VA 다/EF", "(/SSO 근데/MAJ 비싸/VA 다/EF )/SSC"]
    ]
    assert split_texts(["좋/VA 다/EF (/SSO ^^/SW )/SSC 또/MAG 사/VV 다/EF"])[0][1] == "또/MAG 사/VV 다/EF"


def test_a_verdict_is_no_companion() -> None:
    # Kiwi reads 하고 of "반말하고" as the particle of "동생하고".
    tokenizer = FakeTokenizer({f"{noun}하고": [(noun, "NNG"), ("하고", "JC")] for noun in ("반말", "동생")})
    rest = "줄/NNG 은/JX 길/VA 다/EF"
    assert split_texts([f"저/NP 는/JX 반말하고 {rest}"], tokenizer) == [["저/NP 는/JX 반말하고", rest]]
    assert split_texts([f"저/NP 는/JX 동생하고 {rest}"], tokenizer) == [[f"저/NP 는/JX 동생하고 {rest}"]]


def test_a_coda_added_to_an_ending_stays_with_it() -> None:
    # Kiwi cuts "좋네용" into 좋/VA 네요/EF ㅇ/Z_CODA, the last two on one syllable.
    tokenizer = FakeTokenizer({"좋네용": [("좋", "VA"), ("네요", "EF"), ("ㅇ", "Z_CODA")]})
    assert split_texts(["좋네용 배송/NNG 빠름/NNG"], tokenizer) == [["좋네용", "배송/NNG 빠름/NNG"]]


def test_a_syllable_that_several_morphemes_share_is_never_cut() -> None:
    word = "안됍니다"
    assert split_texts([f"{word} 왜/MAG 이러/VV 죠/EF"], MISTYPED) == [[word, "왜/MAG 이러/VV 죠/EF"]]


def test_an_ending_that_was_read_as_a_noun_still_contrasts() -> None:
    # Kiwi reads 은데 of "좋은데" as 은/ETM 데/NNB now and then.
    tokenizer = FakeTokenizer(
        {
            "좋은데": [("좋", "VA"), ("은", "ETM"), ("데", "NNB")],
            "좋은": [("좋", "VA"), ("은", "ETM")],
            "데가": [("데", "NNB"), ("가", "JKS")],
            "좋은데가": [("좋", "VA"), ("은", "ETM"), ("데", "NNB"), ("가", "JKS")],
        }
    )
    rest = "소음/NNG 이/JKS 크/VA 다/EF"
    assert split_texts([f"좋은데 {rest}"], tokenizer) == [["좋은데", rest]]
    assert split_texts(["좋은 데가 없/VA 다/EF"], tokenizer) == [["좋은 데가 없/VA 다/EF"]]
    assert split_texts(["좋은데가 없/VA 다/EF"], tokenizer) == [["좋은데가 없/VA 다/EF"]]


def test_splitter_learns_morphemes_of_later_batches() -> None:
    vocabulary = Vocabulary()
    splitter = ClauseSplitter(vocabulary)
    first = splitter.split(collect(["굿/NNG"], FakeTokenizer(), vocabulary))
    second = splitter.split(collect(["굿/NNG 좋/VA 어요/EF 또/MAG 사/VV 어요/EF"], FakeTokenizer(), vocabulary))
    assert (len(first), len(second)) == (1, 2)


def test_spans_are_integer_columns_in_document_order() -> None:
    morphemes = morphemes_of(["좋/VA 어요/EF 또/MAG 사/VV 어요/EF", "", "굿/NNG"])
    spans = ClauseSplitter(morphemes.vocabulary).split(morphemes)
    assert spans.documents.tolist() == [0, 0, 2]
    assert spans.firsts.tolist() == [0, 2, 5]
    assert spans.lasts.tolist() == [2, 5, 6]
    columns = (spans.documents, spans.firsts, spans.lasts, spans.starts, spans.ends)
    assert {column.dtype for column in columns} == {np.dtype(np.int32)}


def test_no_texts_have_no_clauses() -> None:
    morphemes = morphemes_of([])
    assert len(ClauseSplitter(morphemes.vocabulary).split(morphemes)) == 0


# Kiwi lays several morphemes on one syllable where it reads a mistyped word.
MISTYPED = FakeTokenizer(
    {
        "안됍니다": [("안", "MAG"), ("되", "VV"), ("어", "EF"), ("이", "VCP"), ("ᆸ니다", "EF")],
        "왜이럽": [("왜", "MAG"), ("이러", "VV"), ("고", "EC"), ("근데", "MAJ"), ("소리", "NNG"), ("도", "JX")],
    }
)
# fmt: off
PIECES = st.sampled_from([
    "안됍니다", "왜이럽", "1)/SB", "2)/SB", "단점/NNG", ":/SP", "(/SSO", "굿/NNG", "하고/JC", "나/VV", "배송/NNG",
    "이/JKS", "은/JX", "늦/VA", "오/VV", "이/VCP", "어요/EF", "다/EF", "지만/EC", "는데/EC", "고/EC", "어서/EC",
    "은/ETM", "데/NNB", "라고/JKQ", "근데/MAJ", "안/MAG", "별로/MAG", "않/VX", "대신/NNG", "./SF", "!/SF",
    ".../SF", ",/SP", "ㅠㅠ/SW", "😊/W_EMOJI", "\"/SSO", "\"/SSC", "1./SB", "ᆼ/Z_CODA", "빼/VV",
])
# fmt: on
GAPS = st.sampled_from([" ", "  ", "\n", " \r\n", "\t"])
TAGGED = st.lists(st.tuples(PIECES, GAPS).map("".join), max_size=25).map("".join)


@given(st.lists(st.one_of(TAGGED, st.text(max_size=40)), max_size=4))
def test_clauses_cover_every_morpheme_once_and_in_order(texts: list[str]) -> None:
    morphemes = morphemes_of(texts, MISTYPED)
    spans = ClauseSplitter(morphemes.vocabulary).split(morphemes)
    bounds = morphemes.bounds.tolist()
    for document, text in enumerate(texts):
        own = [n for n in range(len(spans)) if spans.documents[n] == document]
        covered = [place for n in own for place in range(spans.firsts[n], spans.lasts[n])]
        assert covered == list(range(bounds[document], bounds[document + 1]))
        ends = [0] + [int(spans.ends[n]) for n in own]
        for n, before in zip(own, ends, strict=False):
            assert before <= spans.starts[n] < spans.ends[n] <= len(text)


@given(st.lists(TAGGED, max_size=4))
def test_a_text_is_cut_alike_alone_and_among_others(texts: list[str]) -> None:
    assert split_texts(texts, MISTYPED) == [split_texts([text], MISTYPED)[0] for text in texts]


@given(TAGGED)
def test_nothing_but_spaces_and_punctuation_falls_between_clauses(text: str) -> None:
    rest = text
    for clause in split_texts([text], MISTYPED)[0]:
        between, _, rest = rest.partition(clause)
        assert not between.strip(" \t\r\n,.;/")
    assert not rest.strip(" \t\r\n,.;/")
