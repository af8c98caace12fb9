"""Kinds that clauses are written as, whatever their lemmas."""

from __future__ import annotations

import re

import pytest

from voc_cli.signals.urgent import load_rules
from voc_cli.signals.writing import WritingFinder, load_writings

FINDER = WritingFinder(load_writings())
ADVICE, SUIT, OFFICE = "소비자원·분쟁조정", "고소·소송·내용증명", "기관 신고"
PRESS, HURT = "언론·방송 제보", "부상·낙상"
LEFT, THREAT, REFUSED = "해지·탈퇴·삭제 완료", "이탈 경고", "재구매 거부"


@pytest.mark.parametrize(
    ("clause", "kinds"),
    [
        ("1372에 접수했습니다", [ADVICE]),
        ("주문번호 1372번이 안 왔어요", []),
        ("1,372원에 전화 상담까지 해 줘요", []),
        ("112에 신고했습니다", [OFFICE]),
        ("무게가 112로 나와요", []),
        ("법대로 합시다", [SUIT]),
        ("방법대로 하니 잘돼요", []),
        ("기자에게 다 말했어요", [PRESS]),
        ("기자가 다 말했어요", []),
        ("언론에 알려지지 않은 집이에요", []),
        ("뚜껑이 튀어서 이마를 맞았어요", [HURT]),
        ("가격이 떨어져서 눈에 딱 맞아요", []),
        ("오늘부로 끊습니다", [LEFT]),
        ("오늘부로 술 끊습니다", []),
        ("가족 모두 옮겼어요", [LEFT]),
        ("가족 짐을 모두 옮겼어요", []),
        ("번호이동했어요", [LEFT]),
        ("번호이동했는데 유심이 안 와요", []),
        ("여기로 번호이동했어요", []),
        ("딴 은행으로 바꿨어요", [LEFT]),
        ("다른 카드로 바꿨는데도 결제가 안 돼요", []),
        ("해지각이네", [THREAT]),
        ("해지 각도를 조절해요", []),
        ("더는 쓰지 않겠습니다", [THREAT]),
        ("더는 참지 않겠습니다", []),
        ("이 집은 거릅니다", [REFUSED]),
        ("끼니를 거릅니다", []),
    ],
)
def test_letters_tell_what_lemmas_do_not(clause: str, kinds: list[str]) -> None:
    told = FINDER.find_all(["다른 글", clause])
    assert [kind for kind, _ in told.get(1, [])] == kinds
    assert all(words in clause for _, words in told.get(1, []))
    assert 0 not in told


def test_every_writing_is_of_a_kind_of_the_table_and_holds_a_word_wherever_it_is_found() -> None:
    kinds = {rule.kind for rule in load_rules()}
    assert all(writing.kind in kinds and writing.holds for writing in load_writings())
    assert all(isinstance(writing.when, re.Pattern) for writing in load_writings())
