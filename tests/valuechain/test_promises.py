"""Promises that were not kept, whichever stage caused them."""

from __future__ import annotations

import pytest

from tests.steps import as_lemmas, lemmas_of, no_mask
from voc_cli.annotate import Annotator
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.valuechain.promises import PromiseFinder, PromiseRule, load_promises

BROKEN = [
    ("무료배송이라더니 배송비를 따로 받네요", "혜택"),
    ("오늘 온다고 해서 하루 종일 기다렸는데 안 왔어요", "날짜·일정"),
    ("견적보다 십만 원이 더 나왔습니다", "가격·견적"),
    ("상세페이지엔 방수라고 되어 있는데 물이 다 새요", "광고·설명"),
    ("쿠폰 준다더니 결제할 때 적용이 안 돼요", "혜택"),
    ("광고랑 달라도 너무 달라요", "광고·설명"),
    ("약속한 날짜를 또 어겼습니다", "날짜·일정"),
    ("상담원이 해 준다더니 이제 와서 말을 바꾸네요", "약속·안내"),
    ("최저가라더니 다른 데가 더 싸요", "가격·견적"),
    ("사은품을 준다고 해 놓고 안 줬어요", "혜택"),
    ("정품이라더니 짝퉁이 왔습니다", "광고·설명"),
    ("연락 준다더니 일주일째 감감무소식이에요", "날짜·일정"),
    ("사진이랑 색이 완전 달라요", "광고·설명"),
    ("계약서 내용이랑 달라서 따졌습니다", "약속·안내"),
    ("새 제품이라면서요 왜 쓰던 흔적이 있죠", "광고·설명"),
    ("도착 예정일이 지났는데 아직도 안 와요", "날짜·일정"),
    ("설명서랑 실제 크기가 달라서 못 써요", "광고·설명"),
    ("평생 무상이라더니 수리비를 내라네요", "약속·안내"),
    ("과대광고에 속았습니다", "광고·설명"),
    ("이벤트 경품을 아직 못 받았어요", "혜택"),
    ("국산이라고 적혀 있는데 뒤에는 중국산이라 실망이에요", "광고·설명"),
    ("현장에서 말도 없던 추가금을 요구했어요", "가격·견적"),
    ("고객센터에서 환불된다고 했는데 안 해 줍니다", "약속·안내"),
    ("기사님이 두 시에 오기로 했는데 연락도 없이 안 와서 짜증나요", "날짜·일정"),
    ("홈쇼핑 방송이랑 실물이 너무 달라요", "광고·설명"),
    ("가입할 때 말이랑 계약 조건이 달라요", "약속·안내"),
    ("적립금 준다고 하더니 한 푼도 안 들어왔어요", "혜택"),
    ("소음 없다더니 밤새 윙윙거려서 못 자요", "약속·안내"),
    ("인식이 안 되면 상담원이 전화로 처리해 준다더니 안 해 주네요", "날짜·일정"),
    ("오류 수정했다면서요 또 꺼지네요", "약속·안내"),
    ("바로 알려 주겠다 해놓고 아무 말이 없어서 답답해요", "약속·안내"),
    ("주말에도 상담 가능하다면서 계속 안 받아요", "날짜·일정"),
]
KEPT = [
    "상세 사진이랑 똑같이 왔어요",
    "친구가 좋다더니 진짜 좋네요",
    "엄마가 맛있다더니 별로네요",
    "어제는 춥더니 오늘은 따뜻하네요",
    "배송이 너무 늦어요",
    "광고가 너무 많아서 짜증나요",
    "가격이 비싸요",
    "쿠폰이 더 많았으면 좋겠어요",
    "약속한 날짜에 정확히 왔어요",
    "기대를 안 했더니 더 실망이에요",
    "이벤트에 당첨돼서 기뻐요",
    "후기가 좋다고 해서 샀는데 별로예요",
    "설명이 자세해서 좋아요",
    "상담원이 친절하게 안내해 주셨어요",
    "싼 게 비지떡이라더니 금방 망가졌어요",
    "앱이 자꾸 튕겨요",
    "기사님이 시간 맞춰 오셨어요",
    "다시는 안 사려고 했는데 또 샀어요",
    "환불해 달라고 했는데 답이 없어요",
    "견적이 빨리 나와서 좋았어요",
    "소문난 잔치에 먹을 것 없다더니 별로네요",
    "로그인하라고 해서 했는데 또 안 돼요",
    "사진이 예쁘게 나와요",
    "무료 배송이라 좋아요",
    "설명서가 없어서 불편해요",
    "아내가 예쁘다고 해서 샀는데 싸구려 같아요",
    "문의했더니 답이 늦어요",
    "빨리 온다더니 정말 하루 만에 왔네요 좋아요",
    "화면이 너무 어두워요",
    "가격이 또 올랐어요",
    "보안 오류가 감지됐다면서 앱이 꺼져 버려요",
    "연결이 안 된다면서 화면이 멈춰요",
    "다시 로그인하라면서 자꾸 튕겨요",
    "해외 번호라면서 인증이 실패해요",
    "색이 튄다고 해서 망설였는데 결국 샀어요",
    "고장이 잦다던데 걱정이에요",
    "배송이 늦는다고 해서 걱정했는데 생각보다 일찍 왔어요",
    "정리 다 해놓고 저장이 안 돼서 짜증나요",
    "사진을 찍으면 글자가 자꾸 틀려요",
]


@pytest.fixture(scope="module")
def annotator(kiwi: KiwiTokenizer) -> Annotator:
    return Annotator(kiwi, mask=no_mask)


def kinds(annotator: Annotator, text: str) -> list[str]:
    return [kind for kind in annotator([text]).clauses["promise"] if kind]


@pytest.mark.parametrize(("text", "kind"), BROKEN)
def test_a_broken_promise_is_found_with_its_kind(annotator: Annotator, text: str, kind: str) -> None:
    assert kinds(annotator, text)[:1] == [kind]


@pytest.mark.parametrize("text", KEPT)
def test_what_breaks_no_promise_is_left_alone(annotator: Annotator, text: str) -> None:
    assert kinds(annotator, text) == []


RULES = (
    PromiseRule("가격", ("견적/N",), ("다르/V",), (), ("빠르/V",)),
    PromiseRule("약속", (), (), ("말/N 바꾸/V",), ()),
)
FINDER = PromiseFinder(RULES, as_lemmas)


@pytest.mark.parametrize(
    ("lemmas", "leaning", "kind"),
    [
        ("견적/N 다르/V", -1, "가격"),
        ("다르/V 견적/N", 0, "가격"),
        ("견적/N 다르/V NEG", -1, ""),
        ("견적/N 다르/V 빠르/V", -1, ""),
        ("견적/N 다르/V", 1, ""),
        ("말/N 바꾸/V", -1, "약속"),
        ("견적/N", -1, ""),
    ],
)
def test_a_source_and_a_difference_must_meet_in_a_clause_that_is_not_positive(
    lemmas: str, leaning: int, kind: str
) -> None:
    assert FINDER.find(["말"], lemmas_of(lemmas), leaning=[leaning], documents=[0]) == [kind]


@pytest.mark.parametrize(
    ("leaning", "documents", "kind"),
    [([0, -1], [0, 0], "혜택"), ([0, -1], [0, 1], ""), ([0, 0], [0, 0], ""), ([-1, 1], [0, 0], "혜택")],
)
def test_a_quotation_needs_something_bad_in_it_or_right_behind_it(
    leaning: list[int], documents: list[int], kind: str
) -> None:
    clauses = ["무료라더니", "돈을 받네요"]
    assert FINDER.find(clauses, lemmas_of("", ""), leaning=leaning, documents=documents) == [kind, ""]


def test_a_quotation_without_a_known_word_is_of_the_last_kind() -> None:
    assert FINDER.find(["된다더니"], lemmas_of(""), leaning=[-1], documents=[0]) == ["약속"]


def test_the_rules_are_well_formed() -> None:
    rules = load_promises()
    assert [rule.kind for rule in rules] == ["광고·설명", "가격·견적", "날짜·일정", "혜택", "약속·안내"]
    for rule in rules:
        assert not set(rule.counter) & {*rule.phrases, *rule.sources}
        assert rule.phrases or (rule.sources and rule.differences)


def test_without_rules_nothing_is_a_promise() -> None:
    said = "준다더니 안 줘요"
    found = PromiseFinder((), as_lemmas).find([said], lemmas_of("주/V NEG"), leaning=[-1], documents=[0])
    assert found == [""]
