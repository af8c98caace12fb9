from __future__ import annotations

import numpy as np
import pytest

from tests.themes.frames import ASPECTS, RULES, clause, clauses, seeds
from voc_cli import schema
from voc_cli.schema import Intent, Sentiment
from voc_cli.themes.fit import end_of, fits, load_manner, n_behind, plainness

LATE, LOGIN = 0, 1


def fit(
    lemmas: str, text: str = "배송이 늦어요", *, aspect: int = LATE, changed: dict[str, object] | None = None
) -> float:
    row = clauses({**clause(0, lemmas, text=text, polarity=-0.99), **(changed or {})})
    own = np.array([[number == aspect for number in range(len(ASPECTS))]])
    return float(plainness(row)[0] * fits(row, own, seeds()).alone[0])


def test_a_clause_that_names_thing_and_trouble_of_its_theme_fits() -> None:
    assert fit("배송/N 늦/V") > 0.9
    assert fit("배송/N 늦/V", aspect=LOGIN) < 0.1


def test_the_last_trouble_decides_what_a_clause_complains_of() -> None:
    assert fit("배송/N 늦/V 로그인/N NEG") < 0.2
    assert fit("로그인/N 하/V 배송/N 늦/V") > 0.4


@pytest.mark.parametrize(
    ("cell", "end", "tells"),
    [
        ("이체/N 하/V 화면/N 꺼지/V", ["화면/N", "꺼지/V"], True),
        ("배송/N 너무/M 늦/V", ["배송/N", "늦/V"], True),
        ("앱/N 로그인/N NEG", ["앱/N", "로그인/N", "NEG"], True),
        ("배송/N 오/V NEG", ["배송/N", "오/V", "NEG"], True),
        ("앱/N 오류/N", ["앱/N", "오류/N"], True),
        ("갤럭시/N 쓰/V 있/V", ["갤럭시/N", "쓰/V", "있/V"], False),
        ("", [], False),
    ],
)
def test_the_end_of_a_clause_is_its_last_trouble_with_the_things_before_it(
    cell: str, end: list[str], *, tells: bool
) -> None:
    assert end_of(cell.split(), RULES) == (end, tells)


def test_words_behind_the_last_trouble_are_counted() -> None:
    assert n_behind(["로그인/N", "NEG", "기관/N", "민원/N", "제기/N"], RULES) == 3
    assert n_behind(["로그인/N", "NEG"], RULES) == 0
    assert n_behind(["갤럭시/N"], RULES) == 0


@pytest.mark.parametrize(
    ("plain", "doubtful"),
    [
        ("배송이 늦어요", "다시 주문해도 똑같아요"),
        ("배송이 늦어요", "배송에는 문제가 없으나"),
        ("쓰기 불편합니다", "쓰기 편합니다"),
        ("상담사가 불친절해요", "상담사가 친절해서 별 하나 더 줬어요"),
        ("앱을 고치네요", "앱을 고쳐 주세요"),
        ("결제하다가 자꾸 강제 종료돼요", "결제하다가 멈춰서 강제 종료하고 다시 켰어요"),
        ("배송이 늦어요", "타사는 배송이 늦어요"),
        ("배송이 늦어요", "예전에는 배송이 늦었어요"),
        ("배송이 늦어요", "주문했는데 배송이 늦어요"),
        ("끊기는 소리가 나요", "전화로 한소리 하려다 참았어요"),
        ("이상한 소리가 나요", "참고 쓰라는 소리네요"),
        ("딸깍 소리가 크게 납니다", "그게 무슨 소리입니까"),
        ("화면이 안 떠요", "누르면 화면이 안 떠요"),
    ],
)
def test_remedies_denials_rivals_the_past_and_the_background_aim_less(plain: str, doubtful: str) -> None:
    manner = load_manner()
    assert manner.aims(plain) == 1
    assert manner.aims(doubtful) < 1


@pytest.mark.parametrize(
    ("whole", "cut"),
    [
        ("배송이 일주일 넘게 늦어졌어요", "배송이 일주일 넘게 늦어졌는데"),
        ("배송이 일주일 넘게 늦어졌어요", "배송이 일주일 넘게 늦어졌고"),
        ("배송이 일주일 넘게 늦어졌어요ㅠㅠ", "늦어요"),
        ("배송이 일주일 넘게 늦어졌어요!!", "배송이 늦어졌어요 " * 20),
    ],
)
def test_a_whole_thought_of_good_length_reads_best(whole: str, cut: str) -> None:
    manner = load_manner()
    assert manner.reads(whole) == 1
    assert 0 < manner.reads(cut) < 1


@pytest.mark.parametrize(
    "values",
    [
        {schema.INTENT: Intent.REQUEST},
        {schema.SENTIMENT: Sentiment.NEUTRAL},
        {schema.POLARITY: -0.3},
        {schema.TEXT: "배송이 늦어 다시 주문해도 똑같아요"},
    ],
)
def test_what_is_no_plain_complaint_fits_less(values: dict[str, object]) -> None:
    assert fit("배송/N 늦/V", changed=values) < 0.7 * fit("배송/N 늦/V")


def test_a_second_try_speaks_of_what_was_told_beside_it() -> None:
    assert fit("깔/V 배송/N 늦/V") < 0.7 * fit("쓰/V 배송/N 늦/V")


def test_whoever_leaves_decides_so_and_does_not_fail() -> None:
    leaving = [aspect.name for aspect in ASPECTS].index("이용 중단")
    assert fit("탈퇴/N NEG", "탈퇴가 안 돼요", aspect=leaving) < 0.5 * fit("탈퇴/N NEG", "탈퇴할래요", aspect=leaving)


def test_no_members_have_no_fit() -> None:
    assert fits(clauses(), np.zeros((0, len(ASPECTS)), dtype=bool), seeds()).alone.shape == (0,)


def test_a_fit_does_not_depend_on_the_other_members() -> None:
    rows = [clause(0, cell, polarity=-0.9) for cell in ("배송/N 늦/V", "로그인/N NEG", "앱/N 최악/N", "")]
    own = np.eye(len(rows), len(ASPECTS), dtype=bool)
    together = fits(clauses(*rows), own, seeds()).alone
    alone = [fits(clauses(row), own[number : number + 1], seeds()).alone[0] for number, row in enumerate(rows)]
    assert together.tolist() == alone


def test_who_wishes_that_there_were_one_does_not_complain_of_it() -> None:
    manner = load_manner()
    assert manner.means("안내창이라도 띄워 주시던가요") < manner.means("안내창을 자꾸 띄워 줘요") == 1
    assert manner.aims("안내창이 뜨는데 안내창만 봐요") < manner.means("안내창이 뜨는데 안내창만 봐요")


def test_who_is_blamed_for_a_reason_is_quoted_all_the_same() -> None:
    manner = load_manner()
    assert manner.means("상담사가 불친절해서 별 하나 줍니다") == manner.means("친절하게 안 해서 화가 났어요") == 1
    assert manner.means("상담사가 친절해서 별 하나 더 줬어요") < 0.5
