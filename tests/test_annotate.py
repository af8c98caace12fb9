from __future__ import annotations

import pickle
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from tests.steps import no_mask
from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.schema import Intent, Sentiment, Signal, Stage
from voc_cli.text.tokenise import KiwiTokenizer

ANNOTATOR = Annotator(FakeTokenizer(), mask=no_mask)
# Dictionaries are read by the tokenizer of the texts, so plain words of theirs are found by the fake one too.
PIECES = st.sampled_from(
    [
        *(
            "배송/NNG",
            "배송",
            "가격",
            "늦/VA",
            "좋/VA",
            "안/MAG",
            "어요/EF",
            "지만/EC",
            "는데/EC",
            "고/EC",
            "은/JX",
            "이/JKS",
        ),
        *(
            "ㅠㅠ/SW",
            "!/SF",
            "...",
            "😊/W_EMOJI",
            "주/VX",
            "세요/EF",
            "환불",
            "최악",
            "만족",
            "소비자원",
            "쓰레기",
            "1./SB",
        ),
    ]
)
GAPS = st.sampled_from([" ", "\n", "  ", "\t", " \r\n"])
TAGGED = st.lists(st.tuples(PIECES, GAPS).map("".join), max_size=20).map("".join)
TEXTS = st.lists(st.one_of(TAGGED, st.text(max_size=60)), max_size=6)


def in_batches(annotator: Annotator, batches: Sequence[Sequence[str]]) -> Annotated:
    """All batches as one, text_no counting over all of them."""
    parts, done = [], 0
    for batch in batches:
        part = annotator(batch)
        parts.append((part.texts, part.clauses.assign(**{schema.TEXT_NO: part.clauses[schema.TEXT_NO] + done})))
        done += len(batch)
    texts = pd.concat([texts for texts, _ in parts], ignore_index=True)
    return Annotated(texts, pd.concat([clauses for _, clauses in parts], ignore_index=True), Counter())


def assert_same(one: Annotated, other: Annotated) -> None:
    pd.testing.assert_frame_equal(one.texts, other.texts, check_exact=True, check_dtype=False)
    pd.testing.assert_frame_equal(one.clauses, other.clauses, check_exact=True, check_dtype=False)


def assert_contract(texts: Sequence[str], found: Annotated) -> None:
    """What holds for every batch, whatever the texts."""
    assert tuple(found.texts.columns) == schema.ANNOTATED_TEXTS
    assert tuple(found.clauses.columns) == schema.ANNOTATED_CLAUSES
    assert found.texts[schema.TEXT].tolist() == list(texts)
    last_text, last_no, last_end = -1, 0, 0
    columns = (schema.TEXT_NO, schema.CLAUSE_NO, schema.START, schema.END, schema.TEXT)
    for text_no, clause_no, start, end, clause in found.clauses[list(columns)].itertuples(index=False):
        if text_no != last_text:
            assert text_no > last_text
            last_text, last_no, last_end = text_no, 0, 0
        assert clause_no == last_no + 1
        assert last_end <= start < end <= len(texts[text_no])
        assert clause == texts[text_no][start:end]
        last_no, last_end = clause_no, end
    for table in (found.texts, found.clauses):
        assert table[schema.POLARITY].between(-1, 1).all()
        assert set(table[schema.SENTIMENT]) <= set(Sentiment)
        assert set(table[schema.INTENT]) <= set(Intent)
        assert {part for cell in table[schema.SIGNALS] for part in cell.split(";") if part} <= set(Signal)
    assert set(found.clauses[schema.STAGE]) <= set(Stage)


@given(TEXTS)
def test_clauses_are_stretches_of_their_text_that_do_not_overlap(texts: list[str]) -> None:
    assert_contract(texts, ANNOTATOR(texts))


@settings(max_examples=50)
@given(TEXTS.filter(bool), st.data())
def test_results_do_not_depend_on_how_texts_are_batched(texts: list[str], data: st.DataObject) -> None:
    together = ANNOTATOR(texts)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(texts)), max_size=3)) | {0, len(texts)})
    batches = [texts[a:b] for a, b in pairwise(cuts)]
    assert_same(together, in_batches(ANNOTATOR, batches))


@settings(max_examples=2)
@given(TEXTS.filter(bool))
def test_results_do_not_depend_on_what_was_annotated_before(texts: list[str]) -> None:
    # ANNOTATOR has seen the texts of all tests; a fresh one numbers its morphemes by these alone.
    assert_same(ANNOTATOR(texts), Annotator(FakeTokenizer(), mask=no_mask)(texts))


@given(TEXTS)
def test_a_text_says_what_its_clauses_say(texts: list[str]) -> None:
    found = ANNOTATOR(texts)
    for text_no, row in enumerate(found.texts.itertuples(index=False)):
        own = found.clauses[found.clauses[schema.TEXT_NO] == text_no]
        codes = dict(zip(schema.ANNOTATED_TEXTS, row, strict=True))
        stages = sorted(set(own[schema.STAGE]) - {Stage.NONE.value})
        signals = {part for cell in own[schema.SIGNALS] for part in cell.split(";") if part}
        assert sorted(filter(None, codes[schema.STAGES].split(";"))) == stages, "each once, the main one first"
        assert codes[schema.SIGNALS] == ";".join(signal.value for signal in Signal if signal in signals)
        assert codes[schema.INTENT] in (set(own[schema.INTENT]) or {Intent.OTHER})
        if own.empty:
            assert codes[schema.POLARITY] == 0


@pytest.mark.parametrize("texts", [[], [""], ["", " ", "\n"]])
def test_texts_without_words_have_no_clauses(texts: list[str]) -> None:
    found = ANNOTATOR(texts)
    assert_contract(texts, found)
    assert len(found.clauses) == 0
    assert found.texts[schema.INTENT].tolist() == [Intent.OTHER] * len(texts)
    assert found.texts[schema.SENTIMENT].tolist() == [Sentiment.NEUTRAL] * len(texts)


def mask_phone(text: str) -> tuple[str, Counter[str]]:
    safe, n = re.subn(r"010-\d{4}-\d{4}", "[전화번호]", text)
    return safe, Counter({"phone": n} if n else {})


MASKING = Annotator(FakeTokenizer(), mask=mask_phone)


def test_personal_data_is_gone_before_anything_is_read() -> None:
    texts = ["010-1234-5678 연락/NNG 주/VX 세요/EF 010-9876-5432", "배송/NNG 늦/VA 어요/EF", "010-1111-2222"]
    found = MASKING(texts)
    masked = [re.sub(r"010-\d{4}-\d{4}", "[전화번호]", text) for text in texts]
    assert_contract(masked, found)
    assert found.masked == {"phone": 3}
    written = found.texts.to_csv() + found.clauses.to_csv()
    assert "010-" not in written
    assert "1234" not in written


def test_masks_are_counted_by_batch() -> None:
    assert MASKING(["010-1234-5678"]).masked == {"phone": 1}
    assert MASKING(["배송"]).masked == {}


def test_an_annotator_travels_to_other_processes() -> None:
    texts = ["배송/NNG 늦/VA 지만/EC 가격 좋/VA 어요/EF", "", "환불"]
    MASKING(["무엇/NP 이/VCP 든/EC"])
    assert_same(pickle.loads(pickle.dumps(MASKING))(texts), ANNOTATOR(texts))


@pytest.fixture(scope="module")
def korean(kiwi: KiwiTokenizer) -> Annotator:
    return Annotator(kiwi, mask=mask_phone)


KOREAN = [
    "배송은 빨랐지만 포장이 엉망이에요ㅠㅠ 환불해 주세요",
    "충전하다가 불이 났어요!! 소비자원에 신고하겠습니다",
    "설치 기사님이 정말 친절하셨어요😊",
    "",
    "앱이 자꾸 튕겨요. 010-1234-5678 로 연락 주세요",
    "굿",
    "...",
]


def test_korean_is_annotated_clause_by_clause(korean: Annotator) -> None:
    found = korean(KOREAN)
    assert_contract([mask_phone(text)[0] for text in KOREAN], found)
    clauses = found.clauses
    first = clauses[clauses[schema.TEXT_NO] == 0]
    assert first[schema.TEXT].tolist() == ["배송은 빨랐지만", "포장이 엉망이에요ㅠㅠ", "환불해 주세요"]
    assert first[schema.STAGE].tolist()[:2] == ["outbound", "outbound"]
    assert first[schema.SENTIMENT].tolist()[1] == "negative"
    assert first[schema.INTENT].tolist()[2] == "request"
    assert found.texts[schema.STAGES].iloc[0].startswith("outbound")


def test_what_must_not_drown_is_raised_for_the_text(korean: Annotator) -> None:
    signals = korean(KOREAN).texts[schema.SIGNALS].tolist()
    assert signals[1] == "safety;legal"
    assert signals[2] == "praise_staff"
    assert signals[3:] == [""] * 4


def test_evidence_names_the_words_that_decided(korean: Annotator) -> None:
    clauses = korean(["앱이 자꾸 튕겨요", "충전하다가 불이 났어요"]).clauses
    assert "튕기다" in clauses[schema.EVIDENCE].iloc[0]
    assert "불이 나다" in clauses[schema.EVIDENCE].iloc[1]
    assert clauses[schema.LEMMAS].iloc[0].split() == ["앱/N", "자꾸/M", "튕기/V"]


def test_korean_results_do_not_depend_on_batches(korean: Annotator) -> None:
    together = korean(KOREAN)
    assert_same(together, in_batches(korean, [[text] for text in KOREAN]))
    assert_same(together, in_batches(korean, [KOREAN[:3], KOREAN[3:]]))


@pytest.mark.parametrize(
    "text", ["최악이에요", "앱이 자꾸 튕겨요", "고객센터 연결이 안 돼요", "포장이 찢어져서 왔어요", "직원이 불친절해요"]
)
def test_plain_complaints_are_negative(korean: Annotator, text: str) -> None:
    assert korean([text]).texts[schema.SENTIMENT].tolist() == ["negative"]


@pytest.mark.parametrize(
    "text",
    [
        "환불도 안 해 주네요",
        "수저를 안 넣어 줬어요",
        "기사님이 짐도 안 들어 주시더라고요",
        "상담원이 제 말을 들어 주질 않아요",
    ],
)
def test_a_favour_that_was_not_done_is_a_complaint_and_praises_nobody(korean: Annotator, text: str) -> None:
    found = korean([text])
    assert found.texts[schema.SENTIMENT].tolist() == ["negative"]
    assert found.clauses[schema.INTENT].tolist() == ["complaint"]
    assert found.texts[schema.SIGNALS].tolist() == [""]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("결제가 두 번 됐어요", "이중 결제·청구"), ("이중 출금이 됐습니다", "이중 결제·청구")],
)
def test_who_was_charged_twice_is_not_called_robbed(korean: Annotator, text: str, kind: str) -> None:
    evidence = korean([text]).clauses[schema.EVIDENCE].iloc[0]
    assert kind in evidence
    assert "무단 결제" not in evidence


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("정수기 밑에서 물이 새요", "고장·작동"),
        ("먼지를 못 빨아들여요", "성능·기능"),
        ("얼굴이 하얗게 떠요", "발림·지속력"),
    ],
)
def test_verbs_that_the_analyser_takes_for_nouns_alone_are_met(korean: Annotator, text: str, aspect: str) -> None:
    assert korean([text]).clauses[schema.ASPECT].tolist() == [aspect]


@pytest.mark.parametrize(
    "text", ["정말 만족합니다", "배송이 빨라서 좋았어요", "친절하게 설명해 주셔서 감사합니다", "최고예요"]
)
def test_plain_praise_is_positive(korean: Annotator, text: str) -> None:
    assert korean([text]).texts[schema.SENTIMENT].tolist() == ["positive"]


@settings(max_examples=40)
@given(
    texts=st.lists(
        st.one_of(st.text(max_size=40), st.text("가나다 요.ㅠ!\n네용데고지만좋은😊", max_size=40)), max_size=3
    )
)
def test_any_text_keeps_the_contract_with_kiwi(korean: Annotator, texts: list[str]) -> None:
    assert_contract(texts, korean(texts))


REPLY = "고객님, 안녕하세요. 늦은 배송으로 불편을 드려 죄송합니다. 소비자원 접수 건은 처리해 드리겠습니다."


def test_the_answer_of_a_company_stays_but_holds_no_opinion_and_no_signal(korean: Annotator) -> None:
    found = korean([REPLY, "배송이 너무 늦어서 최악이에요"])
    clauses = found.clauses[found.clauses[schema.TEXT_NO] == 0]
    assert len(clauses) > 1
    assert set(clauses[schema.POLARITY]) == {0.0}
    assert set(clauses[schema.SENTIMENT]) == {Sentiment.NEUTRAL}
    assert set(clauses[schema.INTENT]) == {Intent.OTHER}
    assert set(clauses[schema.STAGE]) == {Stage.NONE}
    assert set(clauses[schema.EVIDENCE]) == {schema.COMPANY_REPLY}
    assert set(clauses[schema.SIGNALS]) == set(clauses[schema.LEMMAS]) == set(clauses[schema.ASPECT]) == {""}
    reply, complaint = found.texts.to_dict("records")
    assert (reply[schema.TEXT], reply[schema.POLARITY], reply[schema.STAGES]) == (REPLY, 0.0, Stage.NONE)
    assert reply[schema.SIGNALS] == "" and reply[schema.INTENT] == Intent.OTHER
    assert complaint[schema.SENTIMENT] == Sentiment.NEGATIVE


def test_an_answer_beside_a_complaint_changes_nothing_in_it(korean: Annotator) -> None:
    said = "배송이 너무 늦어서 최악이에요. 소비자원에 신고할 거예요."
    alone, beside = korean([said]), korean([said, REPLY])
    pd.testing.assert_frame_equal(alone.clauses, beside.clauses[beside.clauses[schema.TEXT_NO] == 0])
