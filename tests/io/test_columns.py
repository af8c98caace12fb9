from __future__ import annotations

import pytest

from voc_cli import schema
from voc_cli.io.columns import Choice, choose_columns
from voc_cli.roles import CATEGORY, CATEGORY_2, CATEGORY_3, DEPARTMENT, ORDER, ROLES, STATUS

LONG = "어제 주문한 물건이 아직도 도착하지 않았습니다"


def choose(*names: str, **cells: list[str]) -> Choice:
    """The choice for headers above two rows; ``cells`` says what stands in a column, the others are empty."""
    return choose_columns(names, [cells.get(name, ["", ""]) for name in names], asked={})


def roles(*names: str, **cells: list[str]) -> dict[str, str]:
    """role -> header."""
    return {role: names[index] for role, index in choose(*names, **cells).roles.items()}


def test_a_column_of_names_under_an_unknown_header_is_hidden() -> None:
    people = ["김민수", "박지은", "이서준", "최유진"]
    names, cells = ["가족", "상품명", "내용"], [people, people, [LONG] * 4]
    choice = choose_columns(names, cells, asked={}, mask=lambda text: "" if text[:3] in people else text)
    assert choice.hidden == (0,)
    assert choose_columns(names, cells, asked={"segment": "가족"}, mask=str.swapcase).hidden == ()


# role -> headers that exports use
KNOWN = {
    schema.TEXT: """내용 문의내용 상담내용 리뷰 후기 고객의소리 VOC review content text 고객의견 상품평 리뷰내용
        본문 VOC원문
        Review_Text reviewText 불편사항 코멘트 한줄평 문의사항 body feedback comments""",
    schema.DOC_ID: """접수번호 문의번호 VOC번호 상담번호 티켓번호 reviewId review_id ticket_id id No 번호 일련번호
        case_number""",
    schema.RECEIVED_AT: """접수일시 등록일시 작성일 접수일자 등록일 작성일시 문의일시 날짜 일자 date created_at
        createdAt
        리뷰작성일 타임스탬프 at""",
    schema.CLOSED_AT: """완료일시 처리일시 처리완료일 답변일시 종결일 closed_at company_reply_date repliedAt
        답변등록일""",
    schema.CHANNEL: "채널 등록채널 접수채널 접수경로 유입경로 channel source 플랫폼",
    schema.PRODUCT: "상품 제품명 모델 상품명 모델명 품목 app product_name 메뉴 서비스명 상품구분 보험종류",
    schema.SEGMENT: "고객등급 고객유형 연령대 회원등급 segment age_group 고객구분",
    schema.RATING: """평점 별점 만족도 NPS rating score star 고객만족도 star_rating 리뷰평점 추천의향 rating_taste
        만족여부""",
    CATEGORY: "대분류 카테고리 문의유형 VOC유형 category 1차분류",
    CATEGORY_2: "중분류 category_2 2차분류",
    CATEGORY_3: "소분류 category_3 3차분류",
    DEPARTMENT: "담당부서 답변부서 처리부서 department",
    STATUS: "처리상태 상태 진행상태 status",
    schema.CUSTOMER: "고객번호 회원ID 고객ID user_id 닉네임 작성자 userName",
}
NO_ROLE = """답변내용 처리내용 조치내용 리뷰번호수 내용길이 review_count context update operating_system 주문일자
        배송일 상담사의견
    replyContent DeveloperReplyText thumbsUpCount candidate 상품가격 수량"""
PERSONAL = """고객명 성명 이름 연락처 휴대폰 전화번호 이메일 주소 주민번호 생년월일 계좌번호 카드번호 여권번호
        담당자 상담원
    고객휴대폰번호 연락처1 배송지주소 수령인 신청자명 담당자명 email phone address customer_name agent_name 차량번호
        상담사ID
    IP주소 이메일주소"""
NOT_PERSONAL = """휴대폰기종 상품이름 앱이름 담당부서 상담원_만족도 이메일_수신동의 매장주소URL 카드사 연령대 은행명
        주소록_오류_여부
    전화상담내용 model_name app_name 상담사_친절도"""


@pytest.mark.parametrize("role", KNOWN)
def test_every_alias_is_known(role: str) -> None:
    for header in KNOWN[role].split():
        for written in (header, header.upper(), f" {header} ", f"*{header}", f"{header}(필수)"):
            assert list(choose(written.strip()).roles) == [role], written


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("VOC 접수 일시(KST)", schema.RECEIVED_AT),
        ("상품평점", schema.RATING),
        ("고객 만족도(5점 만점)", schema.RATING),
        ("리뷰 작성 일자", schema.RECEIVED_AT),
        ("문의 상세내용", schema.TEXT),
        ("자유롭게 의견을 적어 주세요", schema.TEXT),
        ("최종처리상태", STATUS),
        ("CS 담당부서", DEPARTMENT),
    ],
)
def test_the_head_of_a_longer_header_decides(header: str, role: str) -> None:
    assert list(choose(header).roles) == [role]


@pytest.mark.parametrize("header", NO_ROLE.split())
def test_headers_that_only_sound_alike_play_no_role(header: str) -> None:
    assert choose(header).roles == {}


def test_a_whole_export_of_a_call_centre() -> None:
    names = """접수번호 접수일시 접수채널 고객명 연락처 고객등급 상품명 대분류 중분류 소분류 제목 문의내용 답변내용
        담당부서 담당자
        처리상태 완료일시 만족도"""
    found = roles(*names.split())
    assert found == {
        "doc_id": "접수번호",
        "received_at": "접수일시",
        "closed_at": "완료일시",
        "channel": "접수채널",
        "product": "상품명",
        "segment": "고객등급",
        "rating": "만족도",
        "category": "대분류",
        "category_2": "중분류",
        "category_3": "소분류",
        "department": "담당부서",
        "status": "처리상태",
        "customer": "연락처",
        "text": "문의내용",
    }


def test_a_whole_export_of_an_app_store() -> None:
    found = roles(
        "reviewId",
        "userName",
        "userImage",
        "content",
        "score",
        "thumbsUpCount",
        "reviewCreatedVersion",
        "at",
        "replyContent",
        "repliedAt",
    )
    assert found == {
        "doc_id": "reviewId",
        "customer": "userName",
        "text": "content",
        "rating": "score",
        "received_at": "at",
        "closed_at": "repliedAt",
    }


def test_of_two_texts_the_longest_korean_one_is_taken_and_said() -> None:
    choice = choose("문의내용", "상담내용", 문의내용=["배송 문의", "환불"], 상담내용=[LONG, LONG])
    assert choice.roles[schema.TEXT] == 1
    assert "문의내용, 상담내용" in choice.notes[0]
    assert "'상담내용'" in choice.notes[0]


def test_a_long_answer_of_the_company_is_never_the_text() -> None:
    assert roles("문의내용", "답변내용", 문의내용=["느려요 빨리요"], 답변내용=[LONG * 5])[schema.TEXT] == "문의내용"


def test_a_title_is_the_text_only_where_nothing_better_is_there() -> None:
    assert roles("제목", "내용", 제목=[LONG], 내용=["짧은 내용"])[schema.TEXT] == "내용"
    assert roles("제목", "주문번호", 제목=["배송 문의"])[schema.TEXT] == "제목"


def test_without_any_name_the_column_of_long_korean_is_taken_and_said() -> None:
    choice = choose("q1", "q2", q1=["예", "아니요"], q2=[LONG, LONG])
    assert choice.roles == {schema.TEXT: 1}
    assert "'q2'" in choice.notes[0]


def test_no_korean_and_no_name_is_no_text() -> None:
    assert schema.TEXT not in choose("q1", "q2", q1=["yes"], q2=["a long story in another language"]).roles


def test_a_name_decides_where_there_is_no_korean_at_all() -> None:
    assert roles("id", "review", id=["1"], review=["late again"])[schema.TEXT] == "review"


def test_what_the_user_says_goes_first() -> None:
    asked = {"text": " 메모", "received_at": "date"}
    choice = choose_columns(["내용", "메모", "Date"], [[LONG], [""], [""]], asked=asked)
    assert choice.roles[schema.TEXT] == 1
    assert choice.roles[schema.RECEIVED_AT] == 2
    assert choice.missing == ()


def test_a_header_that_is_not_there_is_reported_and_looked_for_by_name() -> None:
    choice = choose_columns(["내용"], [[LONG]], asked={"text": "본문"})
    assert choice.missing == (schema.TEXT,)
    assert choice.roles == {schema.TEXT: 0}


def test_an_id_that_repeats_is_no_id() -> None:
    choice = choose("번호", "내용", 번호=["1", "1", "1", "1", "1"], 내용=[LONG] * 5)
    assert schema.DOC_ID not in choice.roles
    assert "'번호'" in choice.notes[0]


def test_a_rating_of_words_that_are_none_is_left_alone() -> None:
    assert schema.RATING not in choose("평가", 평가=["기사님이 정말 좋았습니다", "별로 같았어요 정말"]).roles


@pytest.mark.parametrize("header", PERSONAL.split())
def test_personal_columns_are_hidden_by_name(header: str) -> None:
    choice = choose("내용", header)
    assert choice.hidden == (1,)
    assert set(choice.roles) <= {schema.TEXT, schema.CUSTOMER}


@pytest.mark.parametrize("header", NOT_PERSONAL.split())
def test_headers_that_only_sound_personal_are_kept(header: str) -> None:
    assert choose(header).hidden == ()


@pytest.mark.parametrize(
    "cells",
    [
        ["010-1234-5678", "01012345678", "+82 10-1234-5678", ""],
        ["010-****-5678", "02-123-4567", "031.123.4567"],
        ["a.b@example.com", "x@y.co.kr"],
        ["900101-1234567", "900101-1******"],
        ["4111-1111-1111-1111", "4111111111111111", "4111-****-****-1111"],
    ],
)
def test_personal_columns_are_hidden_by_what_they_hold(cells: list[str]) -> None:
    assert choose("내용", "기타", 내용=[LONG], 기타=cells).hidden == (1,)


@pytest.mark.parametrize(
    "cells",
    [
        ["20240103-0001", "20240103-0002"],
        ["2024-01-03"],
        ["1234567890123456", "1234567890123457"],
        ["12,900"],
        ["1588-0000"],
        ["A12-3456-7890"],
    ],
)
def test_numbers_of_other_things_are_kept(cells: list[str]) -> None:
    assert choose("내용", "기타", 내용=[LONG], 기타=cells).hidden == ()


def test_an_id_goes_before_a_phone_as_the_customer_and_both_are_hidden() -> None:
    choice = choose("휴대폰", "회원번호", "내용")
    assert choice.roles[schema.CUSTOMER] == 1
    assert choice.hidden == (0, 1)


@pytest.mark.parametrize(
    "header", ["주문번호", "고객 주문번호", "예약번호(필수)", "구매번호", "order_id", "Booking No."]
)
def test_an_order_stands_for_the_customer_where_nothing_else_does_and_is_carried(header: str) -> None:
    alone = choose(header, "내용")
    assert (alone.roles[ORDER], alone.roles[schema.CUSTOMER], alone.hidden) == (0, 0, ())


def test_a_customer_or_a_contact_goes_before_an_order() -> None:
    assert choose("주문번호", "휴대폰", "내용").roles[schema.CUSTOMER] == 1
    assert choose("주문번호", "회원번호", "내용").roles[schema.CUSTOMER] == 1
    # The number of an ordered thing is no order.
    assert schema.CUSTOMER not in choose("주문상품번호", "주문일자", "내용").roles


def test_a_name_is_never_the_customer() -> None:
    assert schema.CUSTOMER not in choose("고객명", "내용").roles


def test_a_report_is_no_status() -> None:
    assert roles("내용", "처리결과", 내용=[LONG], 처리결과=["완료"])[STATUS] == "처리결과"
    assert STATUS not in roles("내용", "처리결과", 내용=[LONG], 처리결과=[LONG * 3])


def test_dates_of_reviews_are_no_texts() -> None:
    choice = choose("Review Last Update Date and Time", "Review Text", "Review Submit Date and Time")
    assert choice.roles == {schema.TEXT: 1, schema.RECEIVED_AT: 2}
    assert choice.notes == ()


def test_every_role_has_names() -> None:
    assert set(ROLES) >= {"text", "doc_id", "category", "department", "status"}
