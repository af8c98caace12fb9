from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps import morphemes_of
from voc_cli.morphemes import Morphemes, Spans
from voc_cli.sentiment.lexicon import Opinion
from voc_cli.sentiment.verdicts import VerdictReader, Verdicts, added, marks_of

HARM = Opinion(-0.67, "날리다", negated=False, places=(0,))


def shares(text: str) -> list[float]:
    return [round(share, 2) for _, share in marks_of(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("★☆☆☆☆", [0.2]),
        ("⭐⭐⭐⭐⭐ 잘 쓰고 있어요", [1.0]),
        ("⭐️⭐️⭐️⭐️⭐️", [1.0]),
        ("☆☆☆☆☆", [0.0]),
        ("★★★★☆ 하나 뺐습니다", [0.8]),
        ("100점 만점에 30점", [0.3]),
        ("10점 만점에 2점 드립니다", [0.2]),
        ("5점 드립니다", [1.0]),
        ("빵점 드립니다", [0.0]),
        ("90점 줬어요", [0.9]),
        ("별 두 개만 주고 갑니다", [0.4]),
        ("별점 1점", [0.2]),
        ("별 10개 줘도 안 아까운데", [1.0]),
        ("별 100개 드려요", [1.0]),
        ("4/5점", [0.8]),
        # None of a customer's marks.
        ("★강력 추천★", []),
        ("★★주의★★", []),
        ("점심에 별 기대 없이 갔어요", []),
        ("3점 세트로 샀어요", []),
        ("별이 열 개라도 모자라요", []),
        ("별 다섯 개도 모자라요", []),
        ("2024/5/10 주문", []),
        ("장점이 5점 있어요", []),
    ],
)
def test_marks_are_told_as_shares_of_full_ones(text: str, found: list[float]) -> None:
    assert shares(text) == found


@given(st.text(alphabet="★☆⭐별점만에한두개 0123456789/.드립니다모자", max_size=30))
def test_marks_stand_in_the_text_and_are_shares(text: str) -> None:
    for place, share in marks_of(text):
        assert 0 <= place < len(text)
        assert 0 <= share <= 1


def of_one(line: str, opinions: tuple[Opinion, ...] = ()) -> Verdicts:
    """What is told by one clause, which is the whole of its text."""
    morphemes: Morphemes = morphemes_of([line])
    ends = np.array([len(morphemes.texts[0])], dtype=np.int32)
    zero = np.zeros(1, dtype=np.int32)
    spans = Spans(zero, zero, np.array([len(morphemes.ids)], dtype=np.int32), zero, ends)
    return VerdictReader().read(morphemes, spans, [opinions])


@pytest.mark.parametrize(
    ("line", "mocks"),
    [
        ("참/MAG 친절/NNG 하/XSA 시/EP 네요/EF ㅋㅋ/SW", True),
        ("아주/MAG 잘/MAG 하/VV 시/EP 네요/EF ㅋ/SW", True),
        ("참/MAG 친절/NNG 하/XSA 시/EP 네요/EF ㅎㅎ/SW", False),
        ("참/MAG 좋/VA 네요/EF ㅋㅋ/SW", False),
        ("너무/MAG 친절/NNG 하/XSA 시/EP 네요/EF ㅋㅋ/SW", False),
        ("참/MAG 친절/NNG 하/XSA 시/EP 네요/EF", False),
    ],
)
def test_praise_of_a_person_with_laughter_mocks(line: str, mocks: bool) -> None:
    assert of_one(line).mocks.tolist() == [mocks]


@pytest.mark.parametrize(
    ("line", "opinions", "mocks"),
    [
        ("덕분/NNG 에/JKB 하루/NNG 날리/VV 었/EP 네요/EF", (HARM,), True),
        ("덕분/NNG 에/JKB 하루/NNG 날리/VV 었/EP 네요/EF", (), True),
        ("덕분/NNG 에/JKB 하루/NNG 쉬/VV 었/EP 네요/EF", (), False),
        ("덕분/NNG 에/JKB 고생/NNG 안/MAG 하/VV 었/EP 네요/EF", (HARM._replace(value=0.4, negated=True),), False),
        ("덕분/NNG 에/JKB 스트레스/NNG 가/JKS 풀리/VV 었/EP 네요/EF", (HARM,), False),
        ("하루/NNG 날리/VV 었/EP 네요/EF", (HARM,), False),
    ],
)
def test_harm_that_is_owed_to_somebody_mocks(line: str, opinions: tuple[Opinion, ...], mocks: bool) -> None:
    assert of_one(line, opinions).mocks.tolist() == [mocks]


@pytest.mark.parametrize(
    ("text", "threatens"),
    [
        ("고소할게요", True),
        ("고소장/NNG 접수", True),
        ("정말 고소합니다", False),
        ("고소하고 바삭해요", False),
        ("고소해요", False),
    ],
)
def test_who_will_sue_blames_whatever_tastes_of_sesame(text: str, threatens: bool) -> None:
    assert (of_one(text).marks < 0).tolist() == [threatens]


def test_verdicts_decide_where_they_are_given_and_nowhere_else() -> None:
    verdicts = Verdicts(np.array([-2.4, 4.0, 0.0, 4.0]), np.array([False, False, True, False]))
    adds = added(np.array([3.0, -1.0, 5.0, 6.0]), np.array([-1.0, 3.0, 0.0, 0.0]), verdicts)
    assert np.array([3.0, -1.0, 5.0, 6.0]) + adds.logits == pytest.approx([-2.4, 4.0, -2.5, 6.0])
    assert adds.holding.tolist() == [3.0, 0.0, 2.0, 2.0]
    nothing = added(np.array([1.5]), np.array([-2.0]), Verdicts.nothing(1))
    assert (nothing.logits.tolist(), nothing.holding.tolist()) == ([0.0], [0.0])
