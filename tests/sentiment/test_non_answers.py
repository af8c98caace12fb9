from __future__ import annotations

import numpy as np
import pytest

from voc_cli.morphemes import Spans
from voc_cli.sentiment.non_answers import Answer, answer_of, answers_of, greetings_of
from voc_cli.text.privacy import LABELS


@pytest.mark.parametrize(
    "text",
    [
        "", "없음", "없습니다.", " 없 음 ", "특별히 없음", "딱히 없어요~", "해당 없음", "해당사항 없음",
        "의견 없음", "건의사항 없습니다", "특이사항 없음", "아직은 없어요", "하고 싶은 말 없음",
        "바라는 점은 없습니다", "드릴 말씀이 없네요", "기타 의견 없음", "모르겠습니다", "잘 모르겠어요",
        "N/A", "null", "..", "...", "-", "1", "10", "네", "ㅇㅇ", "x", "테스트입니다", "위와 같음", "상동",
        "보통이에요", "안녕하세요", "문의드립니다",
        "[전화번호]", "[이름] [전화번호]", "[이메일]", "https://shop.example/r/0.png", "www.shop.example, 12",
    ],
)  # fmt: skip
def test_who_fills_a_field_says_nothing(text: str) -> None:
    assert answer_of(text) is Answer.NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "불만 없음", "딱히 불만은 없어요", "불편한 점 없음", "불편사항 없습니다", "개선할 점 없음",
        "불편한 점은 딱히 없음", "불편한 점: 없음", "지금까지는 문제 없어요", "단점이 없어요", "흠잡을 데가 없네요",
        "힘들었던 점 없었습니다",
    ],
)  # fmt: skip
def test_who_has_no_trouble_does_not_complain(text: str) -> None:
    assert answer_of(text) is Answer.NO_TROUBLE


@pytest.mark.parametrize(
    "text",
    [
        "재고 없음", "효과 없음", "답이 없음", "개선이 없음", "개념 없음", "양심이 없네요", "쓸모없음",
        "별로", "그냥 그래요", "연락이 없어요", "설명서가 없습니다", "ㅋㅋ", "ㅠㅠ", "ㅡㅡ", "-_-", "^^",
        "!!!", "???", "♡", "👍", "😡", "감사합니다", "모르는 번호로 전화 와요", "문의 답변 없음",
        "답변 없음", "추가 조치 없음", "불만", "문제 있음", "1점도 아까움", "없는 게 없음",
        "할 말을 잃었습니다", "필요한 기능 없음", "없음이라고 뜨고 결제가 안 됩니다", "네트워크 오류",
        "확인 안 해주네요", "나쁜 놈들", "말이 필요없음",
    ],
)  # fmt: skip
def test_everything_else_is_left_to_the_models(text: str) -> None:
    assert answer_of(text) is Answer.SOMETHING


@pytest.mark.parametrize("label", LABELS.values())
def test_what_stands_for_personal_data_says_nothing(label: str) -> None:
    assert answer_of(label) is Answer.NOTHING


def test_links_alone_say_nothing_however_long() -> None:
    link = "https://shop.example/" + "http://" * 2_000
    said = [link, f"{link} https://b.example", f"{link} 깨졌어요", f"{link}가"]
    assert answers_of(said).tolist() == [Answer.NOTHING, Answer.NOTHING, Answer.SOMETHING, Answer.SOMETHING]


def test_a_long_text_says_something_and_texts_keep_their_order() -> None:
    found = answers_of(["없음", "없음 " * 20, "배송이 늦어요", "불만 없음"])
    expected = [Answer.NOTHING, Answer.SOMETHING, Answer.SOMETHING, Answer.NO_TROUBLE]
    np.testing.assert_array_equal(found, expected)


def test_who_greets_complains_of_nothing_in_whatever_text() -> None:
    clauses = ["안녕하세요", "네 안녕하십니까!", "수고하십니다~", "안녕하지 못해요", "수고가 헛되네요", "여보세요?"]
    text = " ".join(clauses)
    starts = [text.index(clause) for clause in clauses]
    ends = [start + len(clause) for start, clause in zip(starts, clauses, strict=True)]
    zeros, columns = np.zeros(len(clauses), dtype=np.int32), (np.array(at, dtype=np.int32) for at in (starts, ends))
    found = greetings_of([text], Spans(zeros, zeros, zeros, *columns))
    assert found.tolist() == [True, True, True, False, False, True]
