from __future__ import annotations

import pytest

from tests.steps import morphemes_of
from voc_cli.annotate import Annotator
from voc_cli.morphemes import written
from voc_cli.sentiment.lexicon import Opinion
from voc_cli.sentiment.unbidden import HARMED, unbidden
from voc_cli.text.privacy import Masker
from voc_cli.text.tokenise import KiwiTokenizer

GOOD = Opinion(0.67, "편하다", negated=False, places=(0,))
BAD = Opinion(-1.0, "불이 나다", negated=False, places=(0,))


@pytest.mark.parametrize(
    ("clause", "opinions", "logit"),
    [
        ("주문/NNG 하/XSV 지/EC 않/VX 은/ETM 물건/NNG 이/JKS 오/VV 었/EP 어요/EF", (), HARMED),
        ("주문/NNG 하/XSV 지/EC 도/JX 않/VX 은/ETM 사은품/NNG 까지/JX 오/VV 었/EP 어요/EF", (), 0.0),
        ("가입/NNG 하/XSV 지/EC 않/VX 은/ETM 사람/NNG 이/VCP ᆸ니다/EF", (), 0.0),
        ("주문/NNG 하/XSV 지/EC 않/VX 고/EC 담/VV 어/EC 있/VX 어요/EF", (), 0.0),
        ("모르/VV 게/EC 가입/NNG 되/XSV 어/EC 있/VX 네요/EF", (), HARMED),
        ("모르/VV 게/EC 한/MM 봉지/NNG 를/JKO 먹/VV 었/EP 어요/EF", (), 0.0),
        ("밤/NNG 에/JKB 혼자/NNG 켜/VV 어/EC 지/VX 어요/EF", (), HARMED),
        ("혼자/NNG 켜지/VV 어서/EC 편하/VA 어요/EF", (GOOD,), 0.0),
        ("혼자/NNG 켜지/VV 나요/EF ?/SF", (), 0.0),
        ("혼자/NNG 결제/NNG 하/XSV 었/EP 어요/EF", (), 0.0),
        ("보/VV ᆫ/ETM 적/NNB 없/VA 는/ETM 맛/NNG 이/JKS 나오/VV 아요/EF", (), 0.0),
        ("보/VV ᆫ/ETM 적/NNB 없/VA 는/ETM 영화/NNG 가/JKS 결제/NNG 되/XSV 었/EP 어요/EF", (), HARMED),
        ("혼자/NNG 살/VV 는데/EC 켜지/VV 어요/EF", (), 0.0),
        ("불/NNG 이/JKS 나/VV 어서/EC 깜짝/MAG 놀라/VV 었/EP 어요/EF", (BAD,), HARMED),
        ("불/NNG 이/JKS 나/VV 어서/EC 깜짝/MAG 놀라/VV 었/EP 어요/EF", (BAD, GOOD), 0.0),
        ("평범/NNG 하/XSA ᆫ/ETM 맛/NNG 이/JKC 아니/VCN 라/EC 놀라/VV 었/EP 어요/EF", (BAD,), 0.0),
        ("깜짝/MAG 놀라/VV 었/EP 어요/EF", (), 0.0),
    ],
)
def test_what_came_unbidden_harms_unless_it_is_praised(
    clause: str, opinions: tuple[Opinion, ...], logit: float
) -> None:
    assert unbidden(clause + " ", opinions) == logit


HARMS = """
주문하지 않은 물건이 왔어요
시키지도 않은 기저귀가 와 있네요
가입도 안 한 보험료가 청구됐어요
안 산 우산까지 결제됐네요
신청한 적 없는 카드가 집에 왔어요
본 적도 없는 영화가 결제됐습니다
타지도 않은 킥보드 요금이 찍혔어요
저도 모르게 정기배송에 가입돼 있네요
저 모르는 사이에 적금이 자동 연장됐어요
밤에 혼자 켜져서 깜짝 놀랐어요
수유등이 혼자 깜빡이네요
도어락이 새벽에 혼자 열려요
불이 나서 깜짝 놀랐어요
""".strip().splitlines()
BLESSINGS = """
주문하지도 않은 사은품까지 왔어요
시키지도 않은 군만두를 서비스로 주셨어요
부탁하지 않은 손편지가 들어 있어 뭉클했어요
혼자 알아서 꺼져서 편해요
아이가 혼자 먹어요
저도 모르게 한 통을 비웠어요
양이 많아서 깜짝 놀랐어요
깜짝 놀랄 만큼 조용해요
신청하지 않은 분은 안 오셔도 됩니다
""".strip().splitlines()


def test_plain_words_of_unbidden_harm_blame(kiwi: KiwiTokenizer) -> None:
    found = Annotator(kiwi, mask=Masker().mask_counted)(HARMS)
    for units in (found.clauses, found.texts):
        assert units.loc[units["polarity"] > -0.1, "text"].tolist() == []


def test_gifts_favours_and_glad_surprise_are_no_harm(kiwi: KiwiTokenizer) -> None:
    for text in BLESSINGS:
        morphemes = morphemes_of([text], kiwi)
        clause = "".join(written(*morphemes.vocabulary.pairs[number]) for number in morphemes.ids.tolist())
        assert (text, unbidden(clause, ())) == (text, 0.0)
