from __future__ import annotations

import numpy as np
import pytest

from tests.steps import as_lemmas, lemmas_of, read_lemmas
from voc_cli.morphemes import Lemmas
from voc_cli.schema import Signal
from voc_cli.signals.leaving import REPORTS, Act
from voc_cli.signals.urgent import GLAD, Raised, Rule, SignalFinder, load_rules, mood_around
from voc_cli.text.lemmas import lemmatise
from voc_cli.text.tokenise import KiwiTokenizer

RULES = (
    Rule(Signal.SAFETY, "화재", 3, ("불/N 나/V", "연기/N"), ("보험/N", "예방/N 훈련/N")),
    Rule(Signal.SAFETY, "과열", 2, ("뜨겁/V", "과열/N"), ()),
    Rule(Signal.LEGAL, "신고", 3, ("신고/N",), ("관세/N",)),
    Rule(Signal.LEGAL, "사기 비난", 1, ("사기/N",), ()),
    Rule(Signal.LEGAL, REPORTS, 1, ("민원/N",), ()),
    Rule(Signal.CHURN, "이탈", 1, ("사/V NEG", "갈아타/V"), ()),
    Rule(Signal.PRAISE_STAFF, "직원 칭찬", 1, ("기사/N",), ()),
)
FINDER = SignalFinder(RULES, as_lemmas)
NEUTRAL = 0.1


def find_all(
    finder: SignalFinder, lemmas: Lemmas, *, polarity: float, act: int = 0, said: str = ""
) -> list[tuple[Raised, ...]]:
    n = len(lemmas.bounds) - 1
    texts = [said] * n
    acts = np.full(n, act, dtype=np.int32)
    return finder.find(lemmas, texts, polarity=np.full(n, polarity), neutral=NEUTRAL, acts=acts)


def find(clause: str, *, is_positive: bool = False, act: int = 0, said: str = "") -> list[Raised]:
    return list(find_all(FINDER, lemmas_of(clause), polarity=0.9 if is_positive else -0.9, act=act, said=said)[0])


def kinds(clause: str, *, is_positive: bool = False) -> list[str]:
    return [raised.kind for raised in find(clause, is_positive=is_positive)]


def test_a_phrase_raises_its_signal_and_is_named() -> None:
    assert find("충전기/N 불/N 나/V") == [Raised(Signal.SAFETY, "화재", 3, "불/N 나/V")]


def test_a_counter_takes_the_signal_away_in_its_clause() -> None:
    assert kinds("불/N 나/V 보험/N") == []
    assert kinds("예방/N 훈련/N 불/N 나/V") == []
    assert kinds("예방/N 불/N 나/V") == ["화재"]


def test_a_counter_takes_nothing_away_in_another_clause_or_from_another_rule() -> None:
    found = find_all(FINDER, lemmas_of("불/N 나/V", "보험/N"), polarity=-0.9)
    assert [len(raised) for raised in found] == [1, 0]
    assert kinds("보험/N 과열/N") == ["과열"]


def test_what_is_denied_is_not_raised() -> None:
    assert kinds("뜨겁/V NEG") == []
    assert kinds("불/N 나/V NEG") == []
    assert kinds("신고/N 없이/M") == []
    assert kinds("과열/N 없/V") == []
    assert kinds("불/N 나/V 하/V NEG") == []


@pytest.mark.parametrize(
    "clause",
    [
        "사기/N 거의/M 없/V",
        "사기/N 거래/N 적/V",
        "사기/N 치/V 적/N 없/V",
        "사기/N 아직/M NEG",
        "사기/N 나/V NEG",
        "사기/N 같/V 일/N 없/V",
    ],
)
def test_a_denial_reaches_over_words_that_carry_it(clause: str) -> None:
    assert kinds(clause) == []


@pytest.mark.parametrize(
    "clause", ["사기/N 대책/N 없/V", "사기/N 치/V NEG", "사기/N 당하/V 보상/N 받/V NEG", "사기/N 배송/N 늦/V"]
)
def test_the_absence_of_a_remedy_denies_nothing(clause: str) -> None:
    assert kinds(clause) == ["사기 비난"]


def test_who_is_glad_may_name_other_things_before_the_absence() -> None:
    assert kinds("불/N 나/V 냄새/N 소음/N 없/V", is_positive=True) == []
    assert kinds("불/N 나/V 냄새/N 소음/N 없/V") == ["화재"]


@pytest.mark.parametrize(
    ("clause", "glad"), [("불/N 나/V", ["화재"]), ("과열/N", []), ("신고/N", ["신고"]), ("사기/N", [])]
)
def test_only_what_is_grave_is_raised_in_a_clause_that_praises(clause: str, glad: list[str]) -> None:
    assert kinds(clause, is_positive=True) == glad
    assert len(kinds(clause)) == 1


def test_a_report_that_was_suffered_or_told_is_no_threat() -> None:
    assert [raised.kind for raised in find("민원/N 사기/N", act=Act.REPORTED)] == ["사기 비난"]
    assert len(find("민원/N 사기/N")) == 2


def test_the_gravest_signal_comes_first() -> None:
    assert [raised.severity for raised in find("갈아타/V 뜨겁/V 불/N 나/V 신고/N")] == [3, 3, 2, 1]


def test_a_rule_is_raised_once_with_its_longest_phrase() -> None:
    assert find("연기/N 불/N 나/V 연기/N") == [Raised(Signal.SAFETY, "화재", 3, "불/N 나/V")]


@pytest.mark.parametrize(
    ("clause", "is_positive", "expected"),
    [
        ("불/N 나/V", True, ["화재"]),
        ("신고/N", True, ["신고"]),
        ("사/V NEG", False, ["이탈"]),
        ("사/V NEG", True, []),
        ("기사/N", True, ["직원 칭찬"]),
        ("기사/N", False, []),
    ],
)
def test_polarity_is_asked_for_leaving_and_praise_only(clause: str, is_positive: bool, expected: list[str]) -> None:
    assert kinds(clause, is_positive=is_positive) == expected


def test_every_clause_has_its_signals_at_its_place() -> None:
    found = find_all(FINDER, lemmas_of("", "불/N 나/V", "배송/N"), polarity=-0.9)
    assert [len(raised) for raised in found] == [0, 1, 0]
    assert find_all(FINDER, lemmas_of(), polarity=0.0) == []


def test_whoever_tells_of_harm_praises_nobody() -> None:
    assert kinds("기사/N 불/N 나/V", is_positive=True) == ["화재"]


def test_a_weak_good_word_does_not_hide_that_a_customer_leaves() -> None:
    assert find_all(FINDER, lemmas_of("사/V NEG"), polarity=GLAD) != [()]
    assert find_all(FINDER, lemmas_of("사/V NEG"), polarity=GLAD + 0.01) == [()]


def test_a_departure_that_no_word_tells_is_read_from_the_end_of_the_clause() -> None:
    [found] = find("그쪽/N 쓰/V NEG", act=Act.LEAVES | Act.THREATENED)
    assert (found.signal, found.severity, found.words) == (Signal.CHURN, 2, "그쪽 쓰 않다")
    assert find("그쪽/N", act=Act.THREATENED) == []


def test_an_app_that_is_deleted_in_passing_raises_nothing() -> None:
    assert kinds("갈아타/V") == ["이탈"]
    assert find("갈아타/V", act=Act.PASSES) == []


def test_a_guard_takes_words_away_that_only_name_a_likeness() -> None:
    assert find("연기/N 사라지/V", said="돈이 연기처럼 사라져요") == []
    assert [raised.kind for raised in find("연기/N 나/V", said="연기가 나요")] == ["화재"]


def test_a_counter_that_is_only_a_likeness_takes_nothing_away() -> None:
    assert find("보험/N 불/N 나/V", said="보험에서 불이 났다고") == []
    assert [raised.kind for raised in find("보험/N 불/N 나/V", said="보험처럼 불이 났어요")] == ["화재"]


def test_an_entry_is_looked_for_as_each_word_that_it_may_be() -> None:
    finder = SignalFinder((Rule(Signal.SAFETY, "아동", 3, ("아이+다치다",), ()),), made_up_reader)
    for lemmas in ("아이/M 다치/V", "아이/N 다치/V"):
        [[found]] = find_all(finder, lemmas_of(lemmas), polarity=-0.9)
        assert found.words == "아이+다치다"


def made_up_reader(entries: list[str]) -> list[tuple[str, ...]]:
    known = {"아이": "아이/M", "아이/명사": "아이/N", "다치다": "다치/V"}
    return [(known[entry],) for entry in entries]


def test_the_shipped_rules_are_well_formed() -> None:
    rules = load_rules()
    assert {rule.signal for rule in rules} == set(Signal)
    assert all(1 <= rule.severity <= 3 and rule.phrases and rule.kind for rule in rules)
    assert len({(rule.signal, rule.kind) for rule in rules}) == len(rules)
    assert not [rule.kind for rule in rules if set(rule.phrases) & set(rule.counter)]


@pytest.fixture(scope="module")
def shipped(kiwi: KiwiTokenizer) -> SignalFinder:
    return SignalFinder(load_rules(), lambda entries: lemmatise(entries, kiwi))


def signals_of(kiwi: KiwiTokenizer, finder: SignalFinder, text: str, *, is_positive: bool) -> set[Signal]:
    lemmas = lemmas_of(" ".join(read_lemmas([text], kiwi)[0]))
    found = find_all(finder, lemmas, polarity=0.9 if is_positive else -0.9, said=text)
    return {raised.signal for raised in found[0]}


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("충전하다가 불이 났어요", Signal.SAFETY),
        ("충전기에서 연기가 났어요", Signal.SAFETY),
        ("콘센트에서 스파크가 튀었습니다", Signal.SAFETY),
        ("만지다가 감전됐어요", Signal.SAFETY),
        ("음식에서 이물질이 나왔어요", Signal.SAFETY),
        ("먹고 식중독에 걸렸습니다", Signal.SAFETY),
        ("소비자원에 신고하겠습니다", Signal.LEGAL),
        ("변호사 통해 소송하겠습니다", Signal.LEGAL),
        ("언론에 제보할 겁니다", Signal.LEGAL),
        ("이건 사기예요", Signal.LEGAL),
        ("개인정보가 유출됐어요", Signal.LEGAL),
        ("다시는 안 삽니다", Signal.CHURN),
        ("해지합니다", Signal.CHURN),
        ("다른 데로 갈아탑니다", Signal.CHURN),
    ],
)
def test_what_must_never_drown_is_raised(kiwi: KiwiTokenizer, shipped: SignalFinder, text: str, signal: Signal) -> None:
    assert signal in signals_of(kiwi, shipped, text, is_positive=False)


@pytest.mark.parametrize(
    ("text", "signal", "is_positive"),
    [
        ("화재보험에 가입했어요", Signal.SAFETY, False),
        ("폭발적인 인기를 끌고 있어요", Signal.SAFETY, True),
        ("입에서 톡톡 터져요", Signal.SAFETY, True),
        ("환불 잘 해줬어요", Signal.CHURN, False),
        ("해지 방법 문의드립니다", Signal.CHURN, False),
        ("직원이 불친절해요", Signal.PRAISE_STAFF, False),
        ("관세 신고는 어떻게 하나요?", Signal.LEGAL, False),
        ("배송이 늦어요", Signal.SAFETY, False),
        ("배송이 늦어요", Signal.LEGAL, False),
    ],
)
def test_a_trap_raises_nothing(
    kiwi: KiwiTokenizer, shipped: SignalFinder, text: str, signal: Signal, is_positive: bool
) -> None:
    assert signal not in signals_of(kiwi, shipped, text, is_positive=is_positive)


def test_staff_is_praised_by_its_role(kiwi: KiwiTokenizer, shipped: SignalFinder) -> None:
    text = "기사님이 정말 친절하셨어요"
    assert signals_of(kiwi, shipped, text, is_positive=True) == {Signal.PRAISE_STAFF}
    assert signals_of(kiwi, shipped, text, is_positive=False) == set()


def test_the_mood_around_a_clause_is_that_of_the_other_clauses_of_its_text() -> None:
    around = mood_around(np.array([0.9, 0.5, -0.4, 0.3]), np.array([0, 0, 0, 1]))
    assert around.tolist() == pytest.approx([0.05, 0.25, 0.7, -1.0])
    assert mood_around(np.array([]), np.array([], dtype=np.int64)).tolist() == []
