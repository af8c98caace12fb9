"""Partners that customers name, and what is charged to them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.valuechain.made_up import aspect
from voc_cli.annotate import Annotator
from voc_cli.schema import Stage
from voc_cli.valuechain.counting import UNKNOWN
from voc_cli.valuechain.partners import PartnerFinder, load_partner_kinds, load_partners
from voc_cli.valuechain.stages import STAGE_CODES, Placement

TAXONOMY = (
    aspect("맛", Stage.OPERATIONS),
    aspect("입점 판매자", Stage.PROCUREMENT),
    aspect("배송 속도", Stage.OUTBOUND),
)
FINDER = PartnerFinder([p for p in load_partners() if not p.packs], load_partner_kinds(), TAXONOMY)


def named(text: str) -> list[str]:
    return [one.partner.name for one in FINDER.find([text], leaning=[0], documents=[0])[0]]


def placed(stage: Stage, word: str) -> Placement:
    shares = np.array([[float(code == stage) for code in STAGE_CODES]])
    return Placement([stage.value], np.array([0], dtype=np.int32), [(word,)], shares)


def share_of(placement: Placement, stage: Stage) -> float:
    return float(placement.shares[0, STAGE_CODES.index(stage)])


def charged(text: str, stage: Stage) -> tuple[str, int]:
    placement = placed(stage, "근거")
    found = FINDER.charge(placement, FINDER.find([text], leaning=[0], documents=[0]), [text])
    return found.stages[0], int(found.aspects[0])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("대한통운이 또 안 왔어요", ["CJ대한통운"]),
        ("cj택배 기사가 던졌어요", ["CJ대한통운"]),
        ("한진택배 택배사 말이 달라요", ["한진택배"]),
        ("택배사에서 분실했대요", ["택배사"]),
        ("셀러가 취소했어요", ["입점 판매자"]),
        ("입점업체 관리하세요", ["입점 판매자"]),
        ("숙소 측에서 거절했어요", ["제휴 숙소"]),
        ("펜션 사장님이 소리를 질렀어요", ["제휴 숙소"]),
        ("삼성카드 할인이 안 돼요", ["삼성카드"]),
        ("카드사랑 은행이 서로 미뤄요", ["카드사"]),
        ("카카오페이로 결제했어요", ["카카오페이"]),
        ("배달대행이 늦어요", ["배달대행"]),
        ("설치업체가 안 와요", ["설치 협력사"]),
        ("통신사 할인 적용해 주세요", ["통신사"]),
        ("판매자와 택배사가 서로 미뤄요", ["입점 판매자", "택배사"]),
        ("제휴 펜션이 낡았어요", ["제휴 숙소"]),
        ("입점 호텔 욕실에 곰팡이가 폈어요", ["제휴 숙소"]),
        ("제휴 식당에서 쿠폰을 안 받아요", ["가맹점"]),
        ("토스 인증이 안 돼요", ["토스 인증"]),
        ("토스로 본인인증하는데 멈춰요", ["토스 인증"]),
        ("네이버 인증하면 오류가 나요", ["네이버 인증"]),
        ("패스 인증이 안 넘어가요", ["PASS"]),
        ("삼성패스가 먹통이에요", ["삼성패스"]),
        ("토스에서 인증하라고 하네요", []),
        ("gs25에서 택배를 분실했어요", ["GS25"]),
        ("CU에 맡긴 반품이 사라졌어요", ["CU"]),
        ("이마트24 점원이 택배를 안 받아요", ["이마트24"]),
        ("씨유가 문을 닫았어요", ["CU"]),
        ("cucumber 향이 좋아요", []),
        ("쇼호스트가 평생 무상이라고 했어요", ["홈쇼핑"]),
        ("홈쇼핑 쇼 호스트 말이랑 달라요", ["홈쇼핑"]),
        ("카드사용이 안 돼요", []),
        ("배송사고가 났어요", []),
        ("대한통운 주가가 올랐네요", []),
        ("배송이 늦어요", []),
    ],
)
def test_partners_are_named(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("판매자가 쓰던 물건을 보냈어요", Stage.OPERATIONS, (Stage.PROCUREMENT, 1)),
        ("판매자가 발송을 안 해요", Stage.OUTBOUND, (Stage.PROCUREMENT, 1)),
        ("판매자에게 환불을 받았어요", Stage.SERVICE, (Stage.SERVICE, 0)),
        ("판매자가 올린 가격이 비싸요", Stage.MARKETING_SALES, (Stage.MARKETING_SALES, 0)),
        ("택배사가 물건을 던졌어요", Stage.OPERATIONS, (Stage.OUTBOUND, UNKNOWN)),
        ("한진택배는 늘 늦어요", Stage.PROCUREMENT, (Stage.OUTBOUND, UNKNOWN)),
        ("택배사 관리를 하세요", Stage.PROCUREMENT, (Stage.PROCUREMENT, 0)),
        ("판매자는 택배사 탓만 해요", Stage.PROCUREMENT, (Stage.PROCUREMENT, 0)),
        ("서로 미루다가 택배사가 잃어버렸대요", Stage.PROCUREMENT, (Stage.PROCUREMENT, 0)),
        ("택배사가 잃어버렸대요", Stage.PROCUREMENT, (Stage.OUTBOUND, UNKNOWN)),
        ("택배 기사가 불친절해요", Stage.PEOPLE, (Stage.PEOPLE, 0)),
        ("통신사가 끊겼어요", Stage.TECHNOLOGY, (Stage.TECHNOLOGY, 0)),
        ("맛이 없어요", Stage.OPERATIONS, (Stage.OPERATIONS, 0)),
    ],
)
def test_what_a_partner_did_is_charged_to_it(text: str, before: Stage, after: tuple[Stage, int]) -> None:
    assert charged(text, before) == after


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("판매자한테 문의해도 답이 없어요", Stage.SERVICE, Stage.PROCUREMENT),
        ("셀러한테 톡을 보내도 읽씹이에요", Stage.SERVICE, Stage.PROCUREMENT),
        ("입점업체에 전화하면 계속 안 받아요", Stage.SERVICE, Stage.PROCUREMENT),
        ("펜션 측에 환불 요청했더니 모른 척해요", Stage.SERVICE, Stage.PROCUREMENT),
        ("판매자에게 여러 번 물어봤지만 묵묵부답", Stage.SERVICE, Stage.PROCUREMENT),
        ("숙소 주인한테 따졌는데 배 째래요", Stage.SERVICE, Stage.PROCUREMENT),
        ("판매자한테 문의했는데 고객센터로 돌려요", Stage.SERVICE, Stage.SERVICE),
        ("판매자에게 돈을 보냈어요", Stage.SERVICE, Stage.SERVICE),
    ],
)
def test_a_partner_to_whom_one_turned_in_vain_should_have_acted(text: str, before: Stage, after: Stage) -> None:
    assert charged(text, before)[0] == after


@pytest.mark.parametrize(
    ("clauses", "leaning", "documents", "names"),
    [
        (["판매자한테 문의했는데", "답이 없어요"], [0, -1], [0, 0], ["입점 판매자"]),
        (["판매자한테 문의했는데", "답이 빨라요"], [0, 1], [0, 0], []),
        (["판매자한테 문의했는데", "답이 없어요"], [0, -1], [0, 1], []),
        (["판매자한테 문의했는데", "고객센터가 안 받아요"], [0, -1], [0, 0], []),
        (["판매자한테 문의했는데 바빴대요", "답이 없어요"], [0, -1], [0, 0], []),
        (["판매자한테 물어봤지만", "택배사가 안 받아요"], [0, -1], [0, 0], ["택배사"]),
    ],
)
def test_the_answer_that_did_not_come_is_that_of_the_partner_asked_before(
    clauses: list[str], leaning: list[int], documents: list[int], names: list[str]
) -> None:
    found = FINDER.find(clauses, leaning=leaning, documents=documents)
    assert [one.partner.name for one in found[1]] == names


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("한진택배 기사가 반말해요", Stage.PROCUREMENT, Stage.PEOPLE),
        ("한진택배 기사가 반말해요", Stage.OPERATIONS, Stage.PEOPLE),
        ("한진택배 기사가 반말해요", Stage.TECHNOLOGY, Stage.TECHNOLOGY),
        # What a seller's people do is the seller's.
        ("판매자 직원이 반말해요", Stage.PEOPLE, Stage.PROCUREMENT),
    ],
)
def test_the_manners_of_a_partners_people_are_those_of_people(text: str, before: Stage, after: Stage) -> None:
    named = FINDER.find([text], leaning=[-1], documents=[0])
    assert FINDER.charge(placed(before, "근거"), named, [text], [0]).stages == [after]


@pytest.mark.parametrize(
    ("text", "stage", "partner"),
    [
        ("경동택배 상담원이 퉁명스러웠어요", "people", "경동택배"),
        ("한진택배 직원이 무뚝뚝해요", "people", "한진택배"),
        ("롯데택배 아저씨가 말을 함부로 해요", "people", "롯데택배"),
        ("우체국택배 기사님이 무례해요", "people", "우체국택배"),
        ("로젠택배 기사가 반말로 소리쳤어요", "people", "로젠택배"),
        ("한진택배 기사님이 또 이틀 늦었어요", "outbound", "한진택배"),
        ("한진택배는 매번 이틀씩 늦어요", "outbound", "한진택배"),
        ("gs25에서 택배를 분실했어요", "outbound", "GS25"),
        ("제휴 펜션이 낡았어요", "procurement", "제휴 숙소"),
    ],
)
def test_what_a_partner_and_its_people_did_stands_in_its_place(
    annotator: Annotator, text: str, stage: str, partner: str
) -> None:
    first = annotator([text]).clauses.iloc[0]
    assert (first["stage"], first["partner"]) == (stage, partner)


def test_what_a_rival_is_measured_by_charges_nothing_to_it() -> None:
    text = "대한통운보다 늘 늦어요"
    found = FINDER.charge(placed(Stage.OPERATIONS, "근거"), FINDER.find([text], leaning=[-1], documents=[0]), [text])
    assert (found.stages, found.evidence) == (["operations"], [("근거",)])


def test_a_charge_names_its_partner_as_evidence_and_changes_no_input() -> None:
    text = "판매자가 쓰던 물건을 보냈어요"
    placement = placed(Stage.OPERATIONS, "물건")
    found = FINDER.charge(placement, FINDER.find([text], leaning=[0], documents=[0]), [text])
    assert found.evidence == [("물건", "입점 판매자")]
    assert (placement.stages, placement.aspects.tolist(), placement.evidence) == (["operations"], [0], [("물건",)])
    assert (share_of(placement, Stage.OPERATIONS), share_of(placement, Stage.PROCUREMENT)) == (1.0, 0.0)
    assert (share_of(found, Stage.OPERATIONS), share_of(found, Stage.PROCUREMENT)) == (0.0, 1.0)


def test_the_tables_are_well_formed() -> None:
    kinds, partners = load_partner_kinds(), load_partners()
    codes = {kind.code for kind in kinds}
    assert {partner.kind for partner in partners} <= codes
    assert len({partner.name for partner in partners}) == len(partners) >= 70
    assert len({kind.name for kind in kinds}) == len(kinds)
    spellings = [word for partner in partners for word in partner.words if not partner.packs]
    assert sorted({word for word in spellings if spellings.count(word) > 1}) == []
    assert all(kind.takes == () or kind.stage is not None for kind in kinds)
