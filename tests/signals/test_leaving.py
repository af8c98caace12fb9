from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.steps import morphemes_of, whole_texts
from voc_cli.morphemes import written
from voc_cli.signals.acts import TAIL, ActReader
from voc_cli.signals.leaving import KINDS, REPORTS, Act, Leaving, departure, goes_on, grade, leaves, reported
from voc_cli.signals.urgent import load_rules
from voc_cli.text.tokenise import KiwiTokenizer

CASES = Path(__file__).with_name("cases.csv")
DEPARTURE = Act.LEAVES | Act.PASSES | Act.REPORTED | Act.SAID | Act.THREATENED


def tail_of(text: str, kiwi: KiwiTokenizer) -> str:
    morphemes = morphemes_of([text], kiwi)
    pairs = morphemes.vocabulary.pairs
    return "".join(written(*pairs[number]) for number in morphemes.ids[-TAIL:].tolist())


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("탈퇴할까 고민 중이에요", Leaving.SAID),
        ("해지하고 싶네요", Leaving.SAID),
        ("다른 은행으로 갈아타야겠어요", Leaving.SAID),
        ("안 고치면 탈퇴합니다", Leaving.THREATENED),
        ("다음 달에 해지할 거예요", Leaving.THREATENED),
        ("자꾸 이러면 지울게요", Leaving.THREATENED),
        ("어제 탈퇴했어요", Leaving.DONE),
        ("결국 해지했습니다", Leaving.DONE),
        ("탈퇴합니다", Leaving.DONE),
    ],
)
def test_the_end_of_a_clause_tells_how_near_a_departure_is(kiwi: KiwiTokenizer, text: str, near: Leaving) -> None:
    assert grade(tail_of(text, kiwi)) is near


@pytest.mark.parametrize(
    "text",
    [
        "이제 안 쓸래요",
        "그냥 안 쓸게요",
        "안 쓰렵니다",
        "여기서 사면 안 되겠네요",
        "다신 이용하기 싫어요",
        "다른 은행으로 넘어가야지",
        "딴 앱으로 갈아탔어요",
        "가입 시도하다 포기했어요",
    ],
)
def test_turns_of_phrase_that_no_word_tells_are_departures(kiwi: KiwiTokenizer, text: str) -> None:
    assert leaves(tail_of(text, kiwi))


@pytest.mark.parametrize(
    "text",
    [
        "다음 화면으로 넘어가지 않아요",
        "잘 쓸게요",
        "버튼이 안 눌려요",
        "2호선으로 갈아타면 가까워요",
        "안 사면 손해예요",
        "포장을 뜯기 싫을 만큼 예뻐요",
        "",
    ],
)
def test_other_ends_are_none(kiwi: KiwiTokenizer, text: str) -> None:
    assert not leaves(tail_of(text, kiwi))


def test_every_grade_is_a_kind_of_the_table_with_its_severity() -> None:
    severity = {rule.kind: rule.severity for rule in load_rules()}
    assert {grade: severity[kind] for grade, kind in KINDS.items()} == {grade: int(grade) for grade in Leaving}


@pytest.mark.parametrize(
    ("text", "in_passing"),
    [
        ("앱을 지우고", True),
        ("삭제했다가", True),
        ("지워도", True),
        ("앱 지웠어요", False),
        ("바로 삭제", False),
        ("탈퇴하고", False),
    ],
)
def test_an_app_that_is_deleted_in_passing_is_not_left(kiwi: KiwiTokenizer, text: str, in_passing: bool) -> None:
    assert goes_on(tail_of(text, kiwi)) is in_passing


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("이유 없이 신고당했어요", True),
        ("신고를 받았다고 합니다", True),
        ("신고해도 그대로예요", True),
        ("신고했는데 답이 없네요", True),
        ("신고할 방법이 없어요", True),
        ("신고하겠습니다", False),
        ("바로 신고합니다", False),
        ("신고할 거예요", False),
        ("민원을 넣었는데 답이 없네요", False),
    ],
)
def test_a_report_within_the_service_is_no_threat(kiwi: KiwiTokenizer, text: str, is_told: bool) -> None:
    assert reported(tail_of(text, kiwi)) is is_told


def test_the_kind_that_reports_are_taken_from_is_in_the_table() -> None:
    assert REPORTS in {rule.kind for rule in load_rules()}


def test_clauses_that_hold_no_telling_morpheme_are_passed_over_without_loss(kiwi: KiwiTokenizer) -> None:
    texts = [row["text"] for row in csv.DictReader(CASES.read_text(encoding="utf-8-sig").splitlines())]
    morphemes = morphemes_of(texts, kiwi)
    found = ActReader(morphemes.vocabulary).read(morphemes, whole_texts(morphemes)) & DEPARTURE
    assert found.tolist() == [departure(tail_of(text, kiwi)) for text in texts]
    assert 0 < (found > 0).sum() < len(texts)
