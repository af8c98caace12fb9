"""Who of the staff a clause speaks of."""

from __future__ import annotations

import pytest

from voc_cli.branches import unit_of
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.signals.staff import StaffFinder
from voc_cli.text.person_names import find_names

ROLES = shipped_dictionary().roles
FINDER = StaffFinder(ROLES, find_names=find_names)


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("설치 기사님이 꼼꼼하게 해 주셨어요", "설치기사"),
        ("AS 기사님 최고예요", "수리기사"),
        ("택배 기사가 던지고 갔어요", "배송기사"),
        ("라이더분이 친절하셨어요", "배송기사"),
        ("상담사님이 끝까지 들어 주셨어요", "상담원"),
        ("상담하시는 분이 한숨을 쉬네요", "상담원"),
        ("매장 직원이 반말을 해요", "매장 직원"),
        ("점장님이 사과하셨어요", "점장"),
        ("매니저님이 사과하셨어요", "매니저"),
        ("김 과장님 칭찬합니다", "과장"),
        ("수원지점 [이름] 대리님 설명이 자세했어요", "수원지점 대리"),
        ("강남점 정해민 매니저님이 친절하셨어요", "강남점 정해민 매니저"),
        ("정해민 팀장님이 도와주셨어요", "정해민 팀장"),
        ("주임님이 알아봐 주셨어요", "주임"),
        ("원장님이 봐 주셨어요", "원장"),
        ("대리 만족했어요", ""),
        ("과장 광고예요", ""),
        ("CJ대한통운 기사님이 웃으며 인사해 주세요", "배송기사"),
        ("한진택배기사님 친절하세요", "배송기사"),
        ("우체국택배 기사님 최고", "배송기사"),
        ("1층 안내데스크 직원분 감사합니다", "1층 안내데스크 매장 직원"),
        ("홍대매장 매장 직원이 골라 줬어요", "홍대매장 직원"),
        ("분당센터 기사님이 꼼꼼하세요", "분당센터 기사"),
        ("수원 서비스센터 엔지니어님이 고쳐 주셨어요", "수원 서비스센터 수리기사"),
        ("강남점에서 시킨 걸 배달 기사님이 주셨어요", "배송기사"),
        ("장점은 직원이 친절한 거예요", "직원"),
        ("백화점 직원이 친절해요", "직원"),
        ("불편한점은 직원이에요", "직원"),
        ("느낀점은 직원이 최고", "직원"),
        ("여긴 매장이 넓고 직원이 친절해요", "직원"),
        ("타이음식점 직원이 친절해요", "직원"),
        ("3천점 적립을 직원이 해 줬어요", "직원"),
        ("분당서비스센터 직원이 친절해요", "분당서비스센터 수리기사"),
        ("다른 지점 직원은 친절해요", "창구 직원"),
        ("프런트 직원이 웃으며 맞아 줬어요", "프런트 직원"),
        ("택시 기사님이 과속했어요", "운전기사"),
        ("코디님이 매번 바뀌어요", "방문관리사"),
        ("간호사님이 아프지 않게 해 주셨어요", "의료진"),
        ("직원분들이 다 친절해요", "직원"),
        ("[이름] 기사님 감사합니다", "기사"),
        ("정해민 설치기사님 감사합니다", "정해민 설치기사"),
        ("상담원 정해민님이 도와주셨어요", "정해민 상담원"),
        ("기사님께 음료를 드렸어요", ""),
        ("상담원에게 물어봤어요", ""),
        ("재구매 의사가 있어요", ""),
        ("데일리 코디로 좋아요", ""),
        ("인터넷 기사를 봤어요", ""),
        ("관리자 로그인이 안 돼요", ""),
        ("배송이 빨라요", ""),
        ("코디 선생님이 꼼꼼하게 점검해 주셨어요", "방문관리사"),
        ("이런저런 코디들이 올라와서 재밌어요", ""),
        ("주변에 권할 의사가 충분해요", ""),
        ("의사 선생님이 자세히 설명해 주셨어요", "의료진"),
        ("파일 관리자 앱이 자꾸 꺼져요", ""),
        ("관리자님이 바로 도와주셨어요", "관리자"),
        ("팀장님 몰래 듣기 좋아요", ""),
        ("쇼호스트가 재밌게 말해요", ""),
    ],
)
def test_the_one_who_acts_is_told_by_role_and_by_name_where_it_stands(clause: str, found: str) -> None:
    assert FINDER.find(clause) == found


def test_staff_is_of_the_one_branch_that_its_text_names() -> None:
    clauses = ["강남점 갔는데", "직원분이 친절했어요", "배송기사님도 친절해요", "직원이 최고예요"]
    assert FINDER.find_all(clauses, [0, 0, 0, 1]) == ["", "강남점 직원", "배송기사", "직원"]
    assert FINDER.find_all(["강남점과 홍대점에 갔는데", "직원분이 친절했어요"], [0, 0])[1] == "직원"


@pytest.mark.parametrize(
    ("staff", "unit"),
    [
        ("강남점 정해민 매니저", "강남점"),
        ("1층 안내데스크 매장 직원", "1층 안내데스크"),
        ("2호점 사장", "2호점"),
        ("점장", ""),
        ("매장 직원", ""),
        ("정해민 설치기사", ""),
    ],
)
def test_the_unit_of_staff_is_the_branch_that_stands_first(staff: str, unit: str) -> None:
    assert unit_of(staff) == unit


def test_every_role_has_a_department_and_spellings_of_its_own() -> None:
    roles = ROLES
    words = [word for role in roles for word in role.words]
    assert len(roles) >= 15
    assert all(role.unit and role.words for role in roles)
    assert sorted({word for word in words if words.count(word) > 1}) == []
