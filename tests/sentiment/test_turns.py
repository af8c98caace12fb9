from __future__ import annotations

import pytest

from tests.steps import morphemes_of
from voc_cli.annotate import Annotator
from voc_cli.morphemes import written
from voc_cli.sentiment.lexicon import Opinion
from voc_cli.sentiment.turns import MILDLY, SURELY, aimed, turned
from voc_cli.text.privacy import Masker
from voc_cli.text.tokenise import KiwiTokenizer

GOOD = Opinion(0.67, "좋다", negated=False, places=(0,))
BAD = Opinion(-0.67, "불친절하다", negated=False, places=(0,))


@pytest.mark.parametrize(
    ("clause", "opinions", "logit"),
    [
        (
            "안/MAG 좋/VA 은/ETM 점/NNG 을/JKO 찾/VV 을/ETM 수/NNB 가/JKS 없/VA 네요/EF",
            (GOOD._replace(value=-0.47, negated=True),),
            SURELY,
        ),
        ("안/MAG 불편/NNG 하/XSA ᆫ/ETM 점/NNG 이/JKS 없/VA 어요/EF", (BAD,), -SURELY),
        ("안/MAG 사/VV ᆯ/ETM 이유/NNG 가/JKS 없/VA 어요/EF", (), SURELY),
        ("안/MAG 좋아하/VV ᆯ/ETM 사람/NNG 이/JKS 있/VV 을까요/EF ?/SF", (GOOD,), SURELY),
        ("누구/NP 가/JKS 이거/NP ᆯ/JKO 사/VV 겠/EP 어요/EF", (), -SURELY),
        ("누구/NP 가/JKS 이거/NP ᆯ/JKO 안/MAG 사/VV 겠/EP 어요/EF", (BAD,), SURELY),
        ("누구/NP 가/JKS 책임지/VV 겠/EP 어요/EF", (), 0.0),
        (
            "불친절/NNG 하/XSA 다고/EC 는/JX 못/MAG 하/VV 겠/EP 어요/EF",
            (BAD._replace(value=0.4, negated=True),),
            MILDLY,
        ),
        ("좋/VA 다고/EC 하/VV 기/ETN 는/JX 어렵/VA-I 네요/EF", (GOOD,), -MILDLY),
        ("어디/NP 가/JKS 좋/VA 다는/ETM 거/NNB 이/VCP ᆫ지/EF", (GOOD,), -SURELY),
        ("예전/NNG 에/JKB 는/JX 훨씬/MAG 빠르/VA 었/EP 는데/EC", (GOOD,), -SURELY),
        ("전/NNG 에/JKB 는/JX 이런/MM 일/NNG 이/JKS 없/VA 었/EP 거든요/EF", (), -SURELY),
        ("예전/NNG 에/JKB 는/JX 비싸/VA 었/EP 는데/EC", (BAD,), 0.0),
        ("배송/NNG 이/JKS 빠르/VA 어요/EF", (GOOD,), 0.0),
        ("안/MAG 오/VV 아요/EF", (), 0.0),
    ],
)
def test_a_turn_means_the_reverse_of_what_it_says(clause: str, opinions: tuple[Opinion, ...], logit: float) -> None:
    assert turned(clause + " ", opinions) == logit


@pytest.mark.parametrize(
    ("clause", "is_denied"),
    [
        ("친절/NNG 하/XSA 지/EC 않/VX 네요/EF", True),
        ("친절/NNG 하/XSA 지/EC 는/JX 않/VX 었/EP 습니다/EF", True),
        ("안/MAG 친절/NNG 하/XSA 어요/EF", True),
        ("친절/NNG 하/XSA 지/EC 않/VX 나요/EF ?/SF", False),
        ("친절/NNG 하/XSA 지/EC 않/VX 으면/EC", False),
        ("친절/NNG 하/XSA 지/EC 않/VX 아도/EC", False),
    ],
)
def test_a_good_thing_denied_at_the_end_blames(clause: str, is_denied: bool) -> None:
    denied = Opinion(-0.47, "친절하다", negated=True, places=(0,))
    assert turned(clause + " ", (denied,)) == (-SURELY if is_denied else 0.0)
    assert turned(clause + " ", (denied, GOOD)) == 0.0  # another word says otherwise


@pytest.mark.parametrize(
    ("clause", "opinion", "logit"),
    [
        ("글씨/NNG 가/JKS 크/VA 어요/EF", GOOD._replace(aimed=True), MILDLY),
        ("글씨/NNG 가/JKS 작/VA 어요/EF", BAD._replace(aimed=True), -MILDLY),
        ("글씨/NNG 가/JKS 크/VA 어요/EF", GOOD, 0.0),
        ("글씨/NNG 가/JKS 너무/MAG 크/VA 어요/EF", GOOD._replace(aimed=True), 0.0),
        ("글씨/NNG 가/JKS 크/VA 면/EC", GOOD._replace(aimed=True), 0.0),
        ("글씨/NNG 가/JKS 크/VA 지/EC 않/VX 어요/EF", GOOD._replace(aimed=True, value=-0.47, negated=True), 0.0),
    ],
)
def test_what_says_nothing_but_how_the_thing_is_has_the_sign_of_that_thing(
    clause: str, opinion: Opinion, logit: float
) -> None:
    assert aimed(clause + " ", (opinion,)) == logit


PRAISE = """
안 좋은 점을 찾을 수가 없네요
불편한 구석을 하나도 못 찾겠어요
이 가격에 안 살 이유가 없어요
이걸 안 좋아할 사람이 있을까요?
맛이 없을 수가 없는 조합이에요
누가 이걸 안 사겠어요
어떻게 추천을 안 하겠어요
만족하지 않을 수가 없어요
불친절하다고는 못 하겠어요
이 값에 나쁘다고 할 수 없죠
한번 써 보면 안 반할 수가 없어요
재구매를 안 할 이유가 없네요
""".strip().splitlines()
BLAME = """
누가 이 돈에 이걸 사겠어요
이래서야 누가 또 주문하겠습니까
어떻게 이걸 남한테 추천하겠어요
좋다고 하기는 어렵네요
친절하다고는 못 하겠네요
만족한다고 할 수는 없어요
예전에는 배송이 훨씬 빨랐는데
처음에는 조용했는데
작년까지만 해도 상담원이 친절했는데
전에는 이런 일이 없었거든요
예전 모델은 이렇게 안 무거웠어요
어디가 좋아졌다는 건지
뭐가 편해졌다는 건지 모르겠네요
감사합니다 아주 하루 종일 기다리게 해주셔서
고맙네요 주말을 통째로 날리게 해줘서
""".strip().splitlines()
LEFT = """
어떻게 하면 싸게 살 수 있을까요?
누가 배송해 주시나요?
처음에는 어려웠는데 써 보니 편해요
예전에는 별로였는데 지금은 만족해요
왜 안 되나요
웃게 해 주셔서 감사합니다
빨리 받게 해 주셔서 감사해요
어떻게 주문해야 할까요
기다린 보람이 있게 해 주셔서 고맙습니다
""".strip().splitlines()


@pytest.fixture(scope="module")
def polarity(kiwi: KiwiTokenizer) -> dict[str, float]:
    texts = [*PRAISE, *BLAME, *LEFT]
    found = Annotator(kiwi, mask=Masker().mask_counted)(texts).texts["polarity"].tolist()
    return dict(zip(texts, found, strict=True))


def test_what_is_denied_twice_or_asked_for_no_answer_has_the_sign_that_is_meant(polarity: dict[str, float]) -> None:
    assert [text for text in PRAISE if polarity[text] <= 0.1] == []
    assert [text for text in BLAME if polarity[text] >= -0.1] == []


def test_a_question_a_past_fault_and_real_thanks_are_no_turns(kiwi: KiwiTokenizer) -> None:
    for text in LEFT:
        morphemes = morphemes_of([text], kiwi)
        pairs = morphemes.vocabulary.pairs
        clause = "".join(written(*pairs[number]) for number in morphemes.ids.tolist())
        assert (text, turned(clause, ())) == (text, 0.0)
