from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.signals.made_up import random_weights, weights_that_follow_the_act
from tests.steps import morphemes_of, whole_texts
from voc_cli.morphemes import Tokenizer
from voc_cli.schema import Intent
from voc_cli.signals.acts import ActReader
from voc_cli.signals.intent import IntentClassifier
from voc_cli.signals.intent_model import load_intent_weights
from voc_cli.signals.leaving import Act
from voc_cli.text.lemmas import LemmaReader
from voc_cli.text.tokenise import KiwiTokenizer

NEUTRAL = 0.2
BY_ACT = IntentClassifier(weights_that_follow_the_act())
LOUD = IntentClassifier(random_weights())


def intents_of(
    texts: Sequence[str],
    polarity: Sequence[float],
    tokenizer: Tokenizer | None = None,
    classifier: IntentClassifier = BY_ACT,
) -> list[Intent]:
    morphemes = morphemes_of(texts, tokenizer)
    spans = whole_texts(morphemes)
    lemmas = LemmaReader(morphemes.vocabulary).read(morphemes, spans)
    return classifier.find(
        lemmas, ActReader(morphemes.vocabulary).read(morphemes, spans), np.array(polarity, dtype=float), neutral=NEUTRAL
    )


def intent_of(text: str, polarity: float, tokenizer: Tokenizer | None = None) -> Intent:
    """By the shipped weights with Kiwi; by the act alone without it."""
    classifier = BY_ACT if tokenizer is None else IntentClassifier(load_intent_weights())
    return intents_of([text], [polarity], tokenizer, classifier)[0]


@pytest.mark.parametrize(
    ("text", "polarity", "intent"),
    [
        ("배송/NNG 이/JKS 늦/VA 어요/EF", -0.9, Intent.COMPLAINT),
        ("배송/NNG 이/JKS 빠르/VA 어요/EF", 0.9, Intent.PRAISE),
        ("어제/MAG 오/VV 었/EP 어요/EF", 0.0, Intent.OTHER),
        ("환불/NNG 하/XSV 어/EC 주/VX 세요/EF", -0.1, Intent.REQUEST),
        ("환불/NNG 하/XSV 어/EC 주/VX 세요/EF", -0.9, Intent.REQUEST),
        ("언제/MAG 오/VV 나요/EF ?/SF", 0.0, Intent.INQUIRY),
    ],
)
def test_ending_and_polarity_tell_the_intent(text: str, polarity: float, intent: Intent) -> None:
    assert intent_of(text, polarity) is intent


def test_each_clause_has_its_intent_at_its_place() -> None:
    texts = ["좋/VA 다/EF", "", "나쁘/VA 다/EF"]
    assert intents_of(texts, [0.9, 0.0, -0.9]) == [Intent.PRAISE, Intent.OTHER, Intent.COMPLAINT]
    assert intents_of([], []) == []


def test_only_the_end_of_a_clause_carries_its_act() -> None:
    long = "환불/NNG 하/XSV 어/EC 주/VX 세요/EF " + "상품/NNG " * 12
    assert intent_of(long, -0.9) is Intent.COMPLAINT


TEXTS = st.lists(
    st.tuples(
        st.one_of(
            st.lists(
                st.sampled_from(["환불/NNG", "하/XSV", "어/EC", "주/VX", "세요/EF", "나요/EF", "?/SF", "왜/MAG"]),
                max_size=12,
            ).map(" ".join),
            st.text(max_size=20),
        ),
        st.floats(-1, 1),
    ),
    max_size=4,
)


@given(TEXTS)
@example([("", 0.0), ("?/SF", 0.0)])  # a clause of no morpheme must not read the first of the next one
def test_a_clause_is_judged_alike_alone_and_among_others(clauses: list[tuple[str, float]]) -> None:
    texts, polarity = [text for text, _ in clauses], [value for _, value in clauses]
    alone = [intents_of([text], [value], classifier=LOUD)[0] for text, value in clauses]
    assert intents_of(texts, polarity, classifier=LOUD) == alone


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("언제/MAG 오/VV 나요/EF ?/SF", Act.ASKS),
        ("어제/MAG 오/VV 었/EP 어요/EF", Act.PAST),
        ("늦/VA 는데/EC", Act.GOES_ON),
        ("알리/VV 어야/EC 하/VX 다/EF", Act.MUST),
        ("배송/NNG 지연/NNG", Act.BREAKS_OFF),
        ("늦/VA ᆫ다고/EC 하/VV 다/EF", Act.QUOTES),
        ("늦/VA 으면/EC 안/MAG 되/VV 다/EF", Act.CONDITION),
    ],
)
def test_traits_of_an_ending_are_told_apart(text: str, trait: int) -> None:
    morphemes = morphemes_of([text, "크/VA 다/EF"])
    met, plain = (ActReader(morphemes.vocabulary).read(morphemes, whole_texts(morphemes)) & trait) > 0
    assert (met, plain) == (True, False)


REQUESTS = [
    "환불해 주세요",
    "빨리 좀 고쳐주세요",
    "확인 부탁드립니다",
    "처리 바랍니다",
    "연락 좀 주십시오",
    "로그인 좀 되게 해주세요ㅠㅠ",
]
INQUIRIES = ["재입고는 언제 되나요?", "영업시간이 몇 시까지인가요?", "어떻게 신청하나요?", "혹시 다른 색상도 있을까요?"]
SUGGESTIONS = ["색상이 더 다양했으면 좋겠어요", "다크 모드가 있으면 좋겠습니다"]
SPECIFICATIONS = [
    "이 제품 220볼트 겸용인가요?",
    "이 청소기 물걸레 겸용인가요?",
    "식기세척기 사용 가능한 재질인가요?",
    "남녀 공용인가요?",
    "유선도 되는 제품인가요?",
    "두 개 같이 주문해도 되는 건가요?",
]
POLITE_REQUESTS = [
    "반품 접수 좀 해 주실래요?",
    "환불 좀 해 주실래요?",
    "주소 좀 바꿔 주시겠어요?",
    "예약 시간 좀 당겨 주시겠습니까?",
    "기사님 좀 다시 보내 줄래요?",
    "설치 날짜를 금요일로 바꾸고 싶어요",
    "배송지를 회사로 변경하고 싶습니다",
    "예약을 다음 주로 미루고 싶은데요",
    "색상을 검정으로 교환하고 싶습니다",
    "방문 시간을 오후로 옮기고 싶어요",
]
REPROACHES = [
    "이래도 되는 건가요?",
    "이렇게 해도 되는 건가요?",
    "이런 식으로 장사해도 되나요?",
    "소비자한테 이래도 됩니까?",
    "매번 이래도 괜찮은 건가요?",
    "자꾸 이러셔도 되는 건가요?",
]
THANKS = ["신경 써 주시고 친절하세요", "꼼꼼하게 챙겨 주셔서 좋았어요", "더 번창하세요"]
FACTS = ["상담 내용은 남겨 두었습니다", "어제 주문했습니다", "남편이 쓰려고 샀어요", "동생이 골라 줬어요"]
COMPLAINTS = ["배송이 너무 늦어요", "자꾸 튕겨요", "다신 안 사요", "최악입니다"]


@pytest.mark.parametrize("text", REQUESTS)
@pytest.mark.parametrize("polarity", [-0.9, 0.0])
def test_a_request_is_a_request_whatever_it_implies(kiwi: KiwiTokenizer, text: str, polarity: float) -> None:
    assert intent_of(text, polarity, kiwi) is Intent.REQUEST


@pytest.mark.parametrize("text", INQUIRIES)
def test_a_question_without_a_grudge_is_an_inquiry(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, 0.0, kiwi) is Intent.INQUIRY


@pytest.mark.parametrize("text", SPECIFICATIONS)
def test_a_question_about_what_a_thing_is_made_for_is_an_inquiry(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, -0.01, kiwi) is Intent.INQUIRY


@pytest.mark.parametrize("text", POLITE_REQUESTS)
@pytest.mark.parametrize("polarity", [-0.2, 0.0])
def test_who_asks_politely_or_wants_something_changed_requests(kiwi: KiwiTokenizer, text: str, polarity: float) -> None:
    assert intent_of(text, polarity, kiwi) is Intent.REQUEST


@pytest.mark.parametrize("text", REPROACHES)
def test_a_question_that_reproaches_complains_though_no_word_of_it_is_bad(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, 0.0, kiwi) is Intent.COMPLAINT


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("배송지를 바꾸려면 어떻게 해야 하나요?", Intent.INQUIRY),
        ("한도를 올리려면 어떻게 하면 되나요?", Intent.INQUIRY),
        ("메뉴판에 사진을 넣는 게 어떨지요", Intent.SUGGESTION),
        ("안내문을 크게 붙이는 건 어떨까요", Intent.SUGGESTION),
        ("기사님께 벨 누르지 말라고 전해 주세요", Intent.REQUEST),
    ],
)
def test_how_to_is_asked_what_of_it_is_suggested_and_what_is_passed_on_is_asked_for(
    kiwi: KiwiTokenizer, text: str, intent: Intent
) -> None:
    assert intent_of(text, 0.0, kiwi) is intent


@pytest.mark.parametrize("text", SUGGESTIONS)
def test_a_wish_for_more_is_a_suggestion(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, 0.0, kiwi) is Intent.SUGGESTION


@pytest.mark.parametrize("text", FACTS)
def test_a_statement_without_a_grudge_is_neither_complaint_nor_praise(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, 0.0, kiwi) is Intent.OTHER


@pytest.mark.parametrize("text", ["삼일째 안 와요", "화면이 자꾸 멈춰요", "연락이 안 돼요"])
def test_a_fault_is_complained_of_where_no_word_of_opinion_stands(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, 0.0, kiwi) is Intent.COMPLAINT


@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_bad_statement_is_a_complaint(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, -0.9, kiwi) is Intent.COMPLAINT


@pytest.mark.parametrize("text", ["이걸 돈 받고 파나요?", "이게 왜 안 되죠?", "도대체 언제까지 기다려야 하나요?"])
def test_a_question_that_complains_is_no_inquiry(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, -0.95, kiwi) is Intent.COMPLAINT


@pytest.mark.parametrize("text", ["정말 만족합니다", "또 살게요", "배송이 빨라서 좋았어요"])
def test_a_good_statement_is_praise(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, 0.9, kiwi) is Intent.PRAISE


@pytest.mark.parametrize("text", THANKS)
def test_thanks_for_what_was_done_and_good_wishes_ask_for_nothing(kiwi: KiwiTokenizer, text: str) -> None:
    assert intent_of(text, 0.9, kiwi) is Intent.PRAISE
