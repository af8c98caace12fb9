"""Who of the staff a clause speaks of."""

from __future__ import annotations

import pytest

from voc_cli.signals.staff import StaffFinder, load_roles
from voc_cli.text.person_names import find_names

FINDER = StaffFinder(load_roles(), find_names=find_names)


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


def test_every_role_has_a_department_and_spellings_of_its_own() -> None:
    roles = load_roles()
    words = [word for role in roles for word in role.words]
    assert len(roles) >= 15
    assert all(role.unit and role.words for role in roles)
    assert sorted({word for word in words if words.count(word) > 1}) == []
