from __future__ import annotations

import pytest

from tests.steps import morphemes_of, whole_texts
from voc_cli.signals.acts import ActReader
from voc_cli.signals.leaving import Act
from voc_cli.signals.withheld import withholds
from voc_cli.text.tokenise import KiwiTokenizer


def acts_of(text: str, kiwi: KiwiTokenizer) -> int:
    morphemes = morphemes_of([text], kiwi)
    return int(ActReader(morphemes.vocabulary).read(morphemes, whole_texts(morphemes))[0])


@pytest.mark.parametrize(
    "text",
    [
        "환불을 안 해 주네요",
        "단추를 안 달아 줬어요",
        "짐도 안 들어 주시더라고요",
        "물어봐도 안 알려 줍니다",
        "창문을 열어 주지 않았어요",
        "말을 들어 주질 않네요",
        "영수증을 못 끊어 준다고 합니다",
        "봉투 하나 안 주고",
        "숟가락도 안 챙겨 주셨는데",
        "연락 한번 안 줌",
        "왜 안 고쳐 주는 건지 말도 안 해 줘요",
    ],
)
def test_who_was_not_done_a_favour_says_so(kiwi: KiwiTokenizer, text: str) -> None:
    assert acts_of(text, kiwi) & Act.WITHHOLDS
    assert not acts_of(text, kiwi) & Act.REQUEST


@pytest.mark.parametrize(
    "text",
    [
        "단추를 달아 줬어요",
        "비닐은 안 넣어 주셔도 돼요",
        "수저는 안 주세요",
        "부담을 안 주시네요",
        "피부에 자극을 주지 않아요",
        "안 알려 주셔도 찾기 쉬웠어요",
        "안 바꿔 주면 곤란해요",
        "약속을 안 지켜 준 적이 없어요",
        "거스름돈은 안 주나요?",
        "별을 안 주고 싶어요",
        "안 아프게 놓아 주셨어요",
        "귀찮은 티 안 내고 찾아 주셨어요",
    ],
)
def test_nobody_is_refused_where_a_favour_was_done_or_is_not_wanted(kiwi: KiwiTokenizer, text: str) -> None:
    assert not acts_of(text, kiwi) & Act.WITHHOLDS


def test_the_denial_must_reach_the_favour() -> None:
    assert withholds("안/MAG 들/VV 어/EC 주/VX 네요/EF ")
    assert not withholds("안/MAG 늦/VV 고/EC 들/VV 어/EC 주/VX 네요/EF ")
    assert not withholds("들/VV 어/EC 주/VX 네요/EF ")
