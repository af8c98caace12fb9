"""How masking behaves: labels, counts, staff, and what holds for every text."""

from __future__ import annotations

import pickle
import re
import time
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli import messages
from voc_cli.text.privacy import LABELS, Kind, Masker, describe_counts

FRAGMENTS = [
    "010-1234-5678",
    "01012345678",
    "900101-1234568",
    "9001011234568",
    "4111-1111-1111-1111",
    "110-123-456789",
    "M12345678",
    "11-22-123456-78",
    "12가 3456",
    "a@naver.com",
    "서울시 강남구 테헤란로 123",
    "101동 1502호",
    "김민수",
    "님",
    "씨",
    " 고객님",
    "계좌 ",
    "은행 ",
    "이름은 ",
    "주소: ",
    "예금주",
    "주문번호 ",
    "공일공",
    " 일이삼사 ",
    "[전화번호]",
    "[이름]",
    "[주소]",
    "[",
    "]",
    "\ufdd0",
    "\ufdd9",
    " ",
    "-",
    ".",
    "1",
    "0",
    "８",
    "*",
    "\n",
    "원",
    "이",
]
joined_fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)
without_digits = st.text(st.characters(exclude_categories=("N", "Cs")), max_size=20).filter(
    lambda text: not re.search(r"[0-9oO공영일이삼사오육륙칠팔구ㅇ〇]", text)
)


def test_the_label_replaces_no_more_than_the_personal_data() -> None:
    text = "어제 김민수 기사님(010-1234-5678)이 주문번호 20240311-00482 건으로 12,000원 달라고 하셨어요"

    masked = Masker().mask(text)

    assert masked == "어제 [이름] 기사님([전화번호])이 주문번호 20240311-00482 건으로 12,000원 달라고 하셨어요"


def test_counts_tell_how_much_of_each_kind_was_masked() -> None:
    masked = Masker().mask_counted("010-1234-5678, 010-2345-6789, a@naver.com")

    assert masked.text == "[전화번호], [전화번호], [이메일]"
    assert masked.counts == Counter({Kind.PHONE: 2, Kind.EMAIL: 1})


def test_labels_that_are_there_already_are_not_counted() -> None:
    masked = Masker().mask_counted("[전화번호] [이메일] 답변 주세요")

    assert masked.text == "[전화번호] [이메일] 답변 주세요"
    assert not masked.counts


def test_a_label_is_no_cue_for_the_number_beside_it() -> None:
    assert Masker().mask("[계좌번호] 20240311004821") == "[계좌번호] 20240311004821"


def test_every_kind_has_a_label_and_a_name_in_both_languages() -> None:
    for kind in Kind:
        assert LABELS[kind].startswith("[")
        assert messages.text(f"privacy.kind_{kind}")


def test_one_sentence_describes_the_counts() -> None:
    sentence = describe_counts(Counter({Kind.NAME: 3, Kind.PHONE: 1200}))

    assert sentence == "개인정보로 보이는 1,203건을 가렸습니다: 전화번호 1,200건, 이름 3건."


def test_nothing_masked_is_said_too() -> None:
    assert describe_counts(Counter()) == "본문에서 개인정보로 보이는 것은 찾지 못했습니다."


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("정해민 기사님 친절해요", "정해민 기사님 친절해요"),
        ("박지현 상담원 불친절", "박지현 상담원 불친절"),
        ("상담원 박지현이 끊었어요", "상담원 박지현이 끊었어요"),
        ("설치기사 문성진님 최고", "설치기사 문성진님 최고"),
        ("담당자: 배현우", "담당자: 배현우"),
        ("고객명: 김민수, 상담사 이름은 유재경입니다", "고객명: [이름], 상담사 이름은 유재경입니다"),
        ("저 김민수인데요 최유나 매니저님 감사해요", "저 [이름]인데요 최유나 매니저님 감사해요"),
    ],
)
def test_staff_names_stay_where_they_are_asked_for(text: str, kept: str) -> None:
    assert Masker(keep_staff_names=True).mask(text) == kept


def test_a_masker_travels_to_another_process() -> None:
    masker = pickle.loads(pickle.dumps(Masker(keep_staff_names=True)))

    assert masker == Masker(keep_staff_names=True)
    assert masker.mask("010-1234-5678") == "[전화번호]"


@given(st.text())
def test_any_text_is_masked_once_and_for_all(text: str) -> None:
    once = Masker().mask(text)

    assert Masker().mask(once) == once


@given(joined_fragments)
def test_personal_data_in_any_order_is_masked_once_and_for_all(text: str) -> None:
    once = Masker().mask(text)

    assert Masker().mask(once) == once


@given(joined_fragments)
def test_staff_names_kept_are_kept_once_and_for_all(text: str) -> None:
    masker = Masker(keep_staff_names=True)
    once = masker.mask(text)

    assert masker.mask(once) == once


@given(
    before=without_digits,
    digits=st.from_regex(r"[0-9]{4} [0-9]{4}", fullmatch=True, alphabet=st.characters(max_codepoint=127)),
    gap=st.sampled_from(["", "-", ".", " ", " - ", ")"]),
    after=without_digits,
)
def test_no_mobile_number_is_left(before: str, digits: str, gap: str, after: str) -> None:
    number = gap.join(["010", *digits.split()])

    assert number not in Masker().mask(f"{before}{number}{after}")


@given(
    before=without_digits,
    birth=st.dates(),
    tail=st.integers(0, 99_999),
    gender=st.sampled_from("12345678"),
    hyphen=st.sampled_from(["-", ""]),
    after=without_digits,
)
def test_no_valid_resident_number_is_left(
    before: str, birth: date, tail: int, gender: str, hyphen: str, after: str
) -> None:
    first = f"{birth:%y%m%d}"
    front = f"{first}{gender}{tail:05d}"
    total = sum(int(digit) * weight for digit, weight in zip(front, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    check = ((11 if gender in "1234" else 13) - total % 11) % 10
    number = f"{first}{hyphen}{front[6:]}{check}"

    assert number not in Masker().mask(f"{before}{number}{after}")


@pytest.mark.parametrize(
    "unit", ["1", "a", "가", "김민", "010-", "서울시 ", "a.", "12 ", "김민수 ", "101동 ", "공일공 ", "*", "[", "1,"]
)
def test_a_cell_of_a_quarter_million_letters_takes_seconds_not_hours(unit: str) -> None:
    text = (unit * 250_000)[:250_000]
    started = time.process_time()

    Masker().mask(text)

    assert time.process_time() - started < 7
