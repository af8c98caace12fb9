"""Partners that customers name, and what is charged to them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.valuechain.made_up import aspect
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
    return [one.partner.name for one in FINDER.find([text], leaning=[0])[0]]


def placed(stage: Stage, word: str) -> Placement:
    shares = np.array([[float(code == stage) for code in STAGE_CODES]])
    return Placement([stage.value], np.array([0], dtype=np.int32), [(word,)], shares)


def share_of(placement: Placement, stage: Stage) -> float:
    return float(placement.shares[0, STAGE_CODES.index(stage)])


def charged(text: str, stage: Stage) -> tuple[str, int]:
    placement = placed(stage, "근거")
    found = FINDER.charge(placement, FINDER.find([text], leaning=[0]), [text])
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


def test_what_a_rival_is_measured_by_charges_nothing_to_it() -> None:
    text = "대한통운보다 늘 늦어요"
    found = FINDER.charge(placed(Stage.OPERATIONS, "근거"), FINDER.find([text], leaning=[-1]), [text])
    assert (found.stages, found.evidence) == (["operations"], [("근거",)])


def test_a_charge_names_its_partner_as_evidence_and_changes_no_input() -> None:
    text = "판매자가 쓰던 물건을 보냈어요"
    placement = placed(Stage.OPERATIONS, "물건")
    found = FINDER.charge(placement, FINDER.find([text], leaning=[0]), [text])
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
