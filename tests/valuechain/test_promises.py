"""Promises that were not kept, whichever stage caused them."""

from __future__ import annotations

import pytest

from tests.steps import as_lemmas, lemmas_of
from voc_cli.annotate import Annotator
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
    # The form alone tells, though the words sound glad.
    ("하루 만에 온다고 했으면서 나흘 걸렸어요", "날짜·일정"),
    ("당일 설치된다고 했으면서 일주일 뒤에 왔어요", "날짜·일정"),
    ("할인해 준다고 했으면서 정가로 결제됐어요", "혜택"),
    ("금방 된다고 했으면서 한 시간 걸렸어요", "날짜·일정"),
    ("내일 발송한다고 했으면서 아직 준비 중이에요", "날짜·일정"),
    ("5분 걸린다고 해놓고 반 시간을 기다렸어요", "날짜·일정"),
    # What stands behind the quotation is not what was said.
    ("최저가 보장이라더니 옆집이 더 싸요", "가격·견적"),
    ("최저가라더니 이웃 가게가 오천 원 싸요", "가격·견적"),
    ("특가라더니 남들은 더 싸게 샀더라고요", "혜택"),
    ("무상 점검이라더니 친구는 돈을 냈대요", "약속·안내"),
    # A review that is asked for quotes nobody.
    ("리뷰 쓰면 적립금 준다고 하더니 감감무소식", "혜택"),
    ("후기 남기면 쿠폰 준다더니 소식이 없어요", "혜택"),
    ("평점 남기면 커피 쿠폰 준다고 해 놓고 안 줘요", "혜택"),
    ("리뷰 올리면 음료 준다더니 없었어요", "약속·안내"),
    ("리뷰 이벤트 참여하면 음료 준다더니 안 주네요", "혜택"),
    # What was put up.
    ("1+1이라고 붙여 놓고 하나 값 두 배를 받아요", "혜택"),
    ("반값이라고 써 놓고 계산은 정가로 하네요", "혜택"),
    ("무료 주차라고 적어 놓고 요금을 받아요", "혜택"),
    ("국내산이라고 표시해 놓고 수입산을 써요", "광고·설명"),
    ("오늘 출발이라고 띄워 놓고 사흘째 그대로예요", "날짜·일정"),
    ("공짜라고 크게 써 놓고 수수료를 떼네요", "혜택"),
    ("세일 딱지 붙여 놓고 정가를 받네요 황당해요", "혜택"),
    # What was shown.
    ("사진에는 고기가 수북했는데 두 점 들어 있네요", "광고·설명"),
    ("사진에는 새우가 여섯 마리인데 세 마리만 왔어요", "광고·설명"),
    ("상세페이지에는 주머니가 있었는데 실제로는 없어요", "광고·설명"),
    ("광고에서는 반짝반짝했는데 받아 보니 뿌옇네요", "광고·설명"),
    ("메뉴판에는 만 원인데 계산은 만이천 원이에요", "가격·견적"),
    ("사진으로는 넓어 보였는데 방이 코딱지만 해요", "광고·설명"),
    # What a screen claimed.
    ("앱에는 영업 중이라고 나오는데 문 닫았더라고요", "약속·안내"),
    ("지도에는 주차 가능이라고 뜨는데 자리가 아예 없어요", "약속·안내"),
    ("앱에서는 재고 있음인데 매장 가니 없대요", "약속·안내"),
    ("홈페이지에는 판매 중인데 주문하니 품절이래요", "약속·안내"),
    ("앱에는 예약 가능인데 가 보니 만실이래요", "약속·안내"),
    ("사이트에선 할인가인데 결제하니 정가예요", "혜택"),
    # What was said and relied on.
    ("바다 전망이라고 해서 예약했는데 주차장 전망이에요", "광고·설명"),
    ("오션뷰라고 해서 갔는데 공사장이 보여요", "광고·설명"),
    ("무선이라고 해서 샀는데 선이 있네요", "약속·안내"),
    ("역세권이라길래 잡았는데 걸어서 삼십 분이에요", "약속·안내"),
    ("와이파이 된다고 해서 묵었는데 안 터져요", "약속·안내"),
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
    "상세페이지 설명 그대로예요",
    "사진이랑 똑같아요",
    "광고 그대로네요",
    "사진 그대로예요",
    "상세 사진 그대로라 만족해요",
    "상품 설명 그대로 왔어요",
    "사진에는 작아 보였는데 커서 좋아요",
    "사진에는 칙칙했는데 실물이 훨씬 예뻐요",
    "앱에서는 느린데 웹에서는 빨라요",
    "앱에는 로그인이 되는데 웹에서는 안 돼요",
    "사진에는 초점이 맞는데 동영상은 흐려요",
    "점검 중이라고 나오는데 언제 끝나나요",
    "이름표를 붙여 놓고 쓰니 편해요",
    "충전해 놓고 나갔는데 금방 꺼져요",
    "날짜를 선택하라고 해 놓고 선택이 안 돼요",
    "이용 못 한다고 해 놓고 취소시켜 버리네요",
    "좋다길래 깔았는데 별로예요",
    "비 온다고 해서 우산을 샀는데 금방 부러졌어요",
    "생일이라고 해서 케이크를 주문했는데 늦었어요",
    "지인이 많이 쓴다고 해서 깔았는데 별로예요",
]


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


@pytest.mark.parametrize(
    ("clauses", "leaning", "kind"),
    [
        (["사진에는 큰데", "작네요"], [0, -1], "약속"),
        (["사진에는 작은데", "커서 좋네요"], [-1, 1], ""),
        (["사진에는 없는데", "끼워 줬어요"], [0, -1], ""),
    ],
)
def test_what_was_shown_needs_something_else_that_came(clauses: list[str], leaning: list[int], kind: str) -> None:
    found = FINDER.find(clauses, lemmas_of("", ""), leaning=leaning, documents=[0, 0])
    assert found[0].replace("광고·설명", "약속") == kind


def test_a_form_that_reproaches_makes_a_complaint_of_glad_words(annotator: Annotator) -> None:
    clauses = annotator(["하루 만에 온다고 했으면서 나흘 걸렸어요", "하루 만에 왔어요"]).clauses
    assert clauses["sentiment"].tolist() == ["negative", "positive"]
    assert FINDER.reproaches(["준다고 했으면서 안 줘요", "안 준다더니 줘요", "제가 준다고 했으면서 깜빡했어요"]) == [0]


def test_a_complaint_in_a_place_of_promises_has_a_kind(annotator: Annotator) -> None:
    found = annotator(["광고만 번지르르하네요", "광고 그대로네요"]).clauses
    assert found[["aspect", "promise"]].to_numpy().tolist() == [["광고·설명 상이", "광고·설명"], ["광고·설명 상이", ""]]


def test_without_rules_nothing_is_a_promise() -> None:
    said = "준다더니 안 줘요"
    found = PromiseFinder((), as_lemmas).find([said], lemmas_of("주/V NEG"), leaning=[-1], documents=[0])
    assert found == [""]
