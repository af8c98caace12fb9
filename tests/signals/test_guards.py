from __future__ import annotations

import re

import pytest

from voc_cli.schema import Signal
from voc_cli.signals.guards import guarded, is_likened, load_guards, spellings
from voc_cli.signals.urgent import load_rules

BUG, FRAUD, LEAK, CRASH, OFFICE, DRIVING = (
    "이물질",
    "사기·기만 비난",
    "개인정보 유출·도용",
    "교통사고",
    "기관 신고",
    "음주·난폭 운전",
)


@pytest.mark.parametrize(
    ("kind", "words", "clause"),
    [
        (BUG, ["벌레/N", "나오/V"], "광고가 바퀴벌레처럼 자꾸 나와요"),
        (FRAUD, ["사기/N"], "사기를 당해 본 적은 한 번도 없어요"),
        (FRAUD, ["사기꾼/N"], "사기꾼 걱정 없이 거래하니 사기꾼이 없어서 좋아요"),
        (FRAUD, ["사기꾼/N"], "다른 앱은 사기꾼이 많은데"),
        (FRAUD, ["사기/N"], "사기당할까 봐 무서워서"),
        ("가품·상표·저작권", ["가품/N"], "가품도 아닌데 막혔어요"),
        (CRASH, ["사고/N", "나/V"], "이어폰 사고나서 또 주문했어요"),
        (OFFICE, ["경찰/N", "신고/N"], "경찰 신고 기능을 넣어 주세요"),
    ],
)
def test_what_tells_of_no_harm_is_taken_away(kind: str, words: list[str], clause: str) -> None:
    assert guarded(kind, words, clause) == ""


@pytest.mark.parametrize(
    ("kind", "words", "clause"),
    [
        (BUG, ["벌레/N", "나오/V"], "벌레처럼 생긴 게 나왔어요"),
        (FRAUD, ["사기/N"], "이런 사기는 당해 본 적이 없어요"),
        (FRAUD, ["사기/N"], "사기 아닌가요"),
        (FRAUD, ["사기/N"], "다른 사람은 되는데 저만 사기당했어요"),
        ("무단 결제·명의도용", ["결제/N", "적/N", "없/V"], "결제한 적 없는데 결제됐어요"),
        (CRASH, ["사고/N", "나/V"], "차 사고나서 병원에 있어요"),
        (OFFICE, ["경찰/N"], "신고 버튼을 못 찾아 경찰에 갔는데 사기당했어요"),
    ],
)
def test_what_tells_of_harm_stays(kind: str, words: list[str], clause: str) -> None:
    assert guarded(kind, words, clause) == kind


@pytest.mark.parametrize(
    ("kind", "words", "clause", "weaker"),
    [
        (CRASH, ["사고/N", "나/V"], "사고 나면 누가 책임지나요", "위험·사고 우려"),
        (LEAK, ["유출/N"], "유출되면 책임지실 건가요", "개인정보·보안 우려"),
        (DRIVING, ["운전/N", "전화/N"], "운전 중에 무슨 전화를 합니까", "위험·사고 우려"),
        (OFFICE, ["불법/N", "신고/N"], "누가 불법이라고 신고했는지 정지됐어요", "신고·민원 언급"),
    ],
)
def test_what_is_only_feared_or_asked_weighs_less(kind: str, words: list[str], clause: str, weaker: str) -> None:
    assert guarded(kind, words, clause) == weaker


def test_short_verbs_are_not_looked_for_in_the_clause() -> None:
    assert guarded(BUG, ["나/V"], "나처럼 써 보세요") == BUG


def test_what_a_thing_is_likened_to_is_told_by_its_particle() -> None:
    assert is_likened(["폭죽/N"], "폭죽처럼 튀었어요")
    assert not is_likened(["폭죽/N"], "폭죽에 데었어요")
    assert not is_likened([], "폭죽처럼 튀었어요")


def test_guards_name_kinds_of_the_table_and_weaken_to_less_grave_ones() -> None:
    rules = {rule.kind: rule for rule in load_rules()}
    for guard in load_guards():
        re.compile(guard.when.replace("{word}", "x"))
        re.compile(guard.unless)
        assert guard.kinds <= rules.keys(), guard.name
        if guard.weaker:
            assert all(rules[guard.weaker].severity < rules[kind].severity for kind in guard.kinds), guard.name
            assert all(rules[guard.weaker].signal is rules[kind].signal for kind in guard.kinds), guard.name


def test_a_departure_is_guarded_by_what_names_its_kind_alone() -> None:
    assert guarded("해지·탈퇴·삭제 완료", ["삭제/N"], "삭제하고 다시 깔아도 안 돼요", is_urgent=False) == ""
    assert guarded("해지·탈퇴·삭제 완료", ["삭제/N"], "벌레처럼 귀찮아 삭제처럼 굴어요", is_urgent=False) != ""
    assert {rule.signal for rule in load_rules() if guarded(rule.kind, [], "", is_urgent=False)} == set(Signal)


def test_an_entry_is_spelt_with_the_part_of_speech_that_the_analyser_misses() -> None:
    assert spellings("아이+다치다") == ("아이+다치다", "아이/명사+다치다")
    assert spellings("손+다치다") == ("손+다치다",)


@pytest.mark.parametrize("words", [("벌레",), ("사기", "돈"), ("신고",), ("결제", "적"), ("트러블",)])
@pytest.mark.parametrize(
    "clause",
    [
        "광고가 바퀴벌레처럼 자꾸 나와요",
        "사기를 당해 본 적은 한 번도 없어요",
        "신고하기 버튼이 없어요",
        "결제됐다는데 연락을 받은 적 없어요",
        "예전엔 막 쓰면 트러블 났는데",
        "사고 나면 누가 책임지나요",
    ],
)
def test_the_hint_of_a_guard_misses_nothing(words: tuple[str, ...], clause: str) -> None:
    for guard in load_guards():
        exact = re.compile(guard.when.replace("{word}", f"(?:{'|'.join(words)})"))
        assert guard.hint.search(clause) or not exact.search(clause), guard.name
