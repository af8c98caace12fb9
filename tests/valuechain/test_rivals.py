"""Companies that a clause only measures another one by are not judged by it."""

from __future__ import annotations

import re

import pytest

from tests.valuechain.made_up import aspect
from voc_cli.schema import Stage
from voc_cli.valuechain.partners import PartnerFinder, load_partner_kinds, load_partners
from voc_cli.valuechain.rivals import load_rivals

FINDER = PartnerFinder(load_partners(), load_partner_kinds(), (aspect("맛", Stage.OPERATIONS),))
COMPLAINT, PRAISE = -1, 1


def judged(text: str, leaning: int = COMPLAINT) -> list[str]:
    return [one.partner.name for one in FINDER.find([text], leaning=[leaning], documents=[0])[0]]


@pytest.mark.parametrize(
    "text",
    [
        "카카오뱅크보다 로그인이 훨씬 오래 걸려요",
        "토스뱅크처럼 한 번에 열리면 될 텐데 답답해요",
        "카뱅만큼만 하면 원이 없겠네요",
        "신한은행에 비해서 메뉴가 어지러워요",
        "삼성페이랑 비교하면 결제가 더뎌요",
        "토스뱅크와 달리 화면이 멈춰요",
        "이러니 카뱅한테 밀리죠",
        "이래서는 카뱅을 못 따라가요",
        "짜증나서 토스뱅크로 갈아탑니다",
        "지쳐서 그냥 카카오뱅크로 갑니다",
        "이제 그만 우리은행으로 옮길게요",
        "해지하고 카뱅으로 돌아갔습니다",
        "답답해서 지마켓에서 사야겠어요",
        "차라리 토스뱅크 쓰세요",
        "카뱅 쓰다가 여기로 넘어왔는데 불편해요",
        "카카오뱅크가 훨씬 낫네요",
        "네이버페이가 백배는 편해요",
        "토스뱅크는 한 번에 열리던데",
        "카뱅 앱은 이런 오류가 없는데",
        "우리은행은 안 그런데",
        "신한은행, 우리은행보다 느립니다",
        "우리은행 신한은행은 잘만 되는데",
        "업비트 때문에 어쩔 수 없이 깔았어요",
        "토스뱅크는 바로바로 뜨는데 여기는 늘 늦게 떠요",
        "업비트만 아니면 절대 안 쓸 앱",
    ],
)
def test_a_rival_is_not_blamed(text: str) -> None:
    assert judged(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("CJ택배보다 한진택배가 더 늦어요", ["한진택배"]),
        ("우리은행은 되는데 카카오뱅크만 안 돼요", ["카카오뱅크"]),
        ("한진택배가 훨씬 늦어요", ["한진택배"]),
        ("한진택배가 상자를 던지고 갔어요", ["한진택배"]),
        ("대한통운처럼 느린 곳은 처음 봤어요", ["CJ대한통운"]),
        ("로젠택배로 바꾸고 나서 배송이 자꾸 늦어요", ["로젠택배"]),
        ("로젠택배로 바꿨더니 물건이 깨져서 와요", ["로젠택배"]),
        ("롯데택배로 받았는데 상자가 젖었어요", ["롯데택배"]),
        ("한진택배는 배송완료라고 떴는데 물건이 없어요", ["한진택배"]),
        ("삼성카드는 문제가 없다고 하는데 결제가 막혀요", ["삼성카드"]),
        ("삼성카드 할인이 안 돼요", ["삼성카드"]),
        ("삼성카드가 승인을 자꾸 거절해요", ["삼성카드"]),
        ("카카오페이로 결제했더니 두 번 빠져나갔어요", ["카카오페이"]),
        ("네이버페이가 편하지 않아요", ["네이버페이"]),
        ("토스뱅크로 옮기지 마세요", ["토스뱅크"]),
        ("판매자가 쓰던 물건을 보냈어요", ["입점 판매자"]),
        ("판매자와 한진택배가 서로 미뤄요", ["입점 판매자", "한진택배"]),
        ("택배사에서 분실했대요", ["택배사"]),
        ("한진택배 빠른 배송 부탁드려요", ["한진택배"]),
        ("쿠팡으로 주문 했는데 늦게 왔어요", ["쿠팡"]),
        ("지마켓에서 샀는데 가짜가 왔어요", ["G마켓"]),
        ("카카오뱅크는 상담원 연결이 안 돼요", ["카카오뱅크"]),
        ("카카오페이로 넘어가면 화면이 멈춰요", ["카카오페이"]),
        ("카카오페이로 안 넘어갑니다", ["카카오페이"]),
        ("택배사로 넘어갔다고만 해요", ["택배사"]),
        ("한진택배 때문에 하루를 버렸어요", ["한진택배"]),
        ("누가 토스뱅크 쓰겠나", ["토스뱅크"]),
    ],
)
def test_whoever_is_at_fault_stays_blamed(text: str, names: list[str]) -> None:
    assert sorted(judged(text)) == sorted(names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("카카오페이가 훨씬 편해서 좋아요", ["카카오페이"]),
        ("한진택배는 잘 오는데 친절하기까지 해요", ["한진택배"]),
        ("우리은행으로 옮겼는데 만족해요", ["우리은행"]),
        ("카카오뱅크보다 금리가 높아서 좋아요", []),
    ],
)
def test_praise_is_lost_by_the_standard_of_a_comparison_alone(text: str, names: list[str]) -> None:
    assert judged(text, PRAISE) == names


def test_every_expression_is_one_and_stands_once() -> None:
    for name, expressions in load_rivals().items():
        assert len(set(expressions)) == len(expressions) > 0, name
        for expression in expressions:
            assert not re.compile(expression).fullmatch(""), (name, expression)
