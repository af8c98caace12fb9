"""Personal data leaves the program nowhere: not in tables, reports, rejected rows or messages."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CALLS, NAMES, PHONES, Kitchen
from tests.cli.support import Voc, text_of


def everything(kitchen: Kitchen) -> str:
    said = text_of(kitchen.folder)
    assert said.count("연락 바람 [전화번호]") > (kitchen.folder / "documents.csv").read_text("utf-8").count("연락 바람")
    return kitchen.run.err + said


@pytest.mark.parametrize("secret", [*PHONES, *NAMES])
def test_no_phone_number_and_no_name_is_in_any_output(kitchen: Kitchen, secret: str) -> None:
    assert secret in CALLS
    assert secret not in everything(kitchen)


def test_masked_words_say_what_stood_there(kitchen: Kitchen) -> None:
    assert "연락 바람 [전화번호]" in (kitchen.folder / "documents.csv").read_text(encoding="utf-8")


def test_rejected_rows_are_kept_and_masked(kitchen: Kitchen) -> None:
    rejected = (kitchen.folder / "rejected.csv").read_text(encoding="utf-8")
    assert "남는 칸 [전화번호]" in rejected
    assert "[고객명]" in rejected
    assert "calls.csv,8,empty_text" in rejected or "calls.csv,9,empty_text" in rejected


def test_personal_columns_are_dropped_and_said(kitchen: Kitchen) -> None:
    header = (kitchen.folder / "documents.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "고객명" not in header
    assert "연락처" not in header
    assert "개인정보 열을 뺐습니다: 고객명" in kitchen.run.err
    assert kitchen.run.err.count("고객명") == 1


def test_the_hash_of_a_customer_is_said_and_depends_on_the_key(kitchen: Kitchen) -> None:
    assert "'연락처' 열은 되돌릴 수 없는 암호값(customer)으로만 남겼습니다" in kitchen.run.err
    other = kitchen.voc("analyze", "calls.csv", "--table", "documents", env={"VOC_CUSTOMER_KEY": "another key"})
    assert other.out != (kitchen.folder / "documents.csv").read_bytes()
    assert other.text.count("배송 늦다") == 3


def test_without_masking_the_text_stays_and_a_warning_stands(kitchen: Kitchen) -> None:
    run = kitchen.voc("analyze", "calls.csv", "--no-mask", "--table", "documents")
    assert run.code == 0
    assert run.err.startswith("주의: --no-mask")
    assert "연락 바람 010-9876-5432" in run.text
    assert "김가나" not in run.text


@pytest.mark.parametrize(("options", "is_kept"), [((), True), (("--no-mask",), False)])
def test_only_masked_texts_are_remembered(voc: Voc, options: tuple[str, ...], is_kept: bool) -> None:
    voc.write("a.csv", "내용\n연락 바람 010-9876-5432\n배송 늦다\n")
    assert voc("analyze", "a.csv", *options).code == 0
    kept = b"".join(path.read_bytes() for path in (voc.folder / "home").rglob("*.duckdb"))
    assert bool(kept) is is_kept
    assert b"9876-5432" not in kept


def test_an_error_message_masks_what_stands_in_the_first_row(voc: Voc) -> None:
    voc.write("a.csv", "010-1234-5678,hong@mail.example,3\n010-2222-3333,kim@mail.example,4\n")
    run = voc("analyze", "a.csv")
    assert run.code == 3
    assert "1234-5678" not in run.err
    assert "hong@mail" not in run.err
    assert "Traceback" not in run.err


def test_the_key_of_the_customers_is_made_once_and_for_the_user_alone(voc: Voc) -> None:
    voc.write("a.csv", "내용\n배송 늦다\n")
    assert voc("analyze", "a.csv", env={"VOC_CUSTOMER_KEY": None}).code == 0
    (key,) = (voc.folder / "home").rglob("customer.key")
    assert len(key.read_bytes()) == 32
    assert key.stat().st_mode & 0o077 == 0


HOLDERS = [
    "김철수",
    "이영희",
    "박민서",
    "최은비",
    "정하늘",
    "강예린",
    "조성민",
    "윤서준",
    "장하은",
    "임수정",
    "한지민",
    "오세훈",
    "신동혁",
    "권나영",
    "남궁민수",
]
HOLDER_TEXTS = [
    "환불 계좌 110-234-567801 신한 {} 입금이 안 됐어요",
    "{} 국민은행 302-1234-5678-91 로 환불이 아직도 안 됐어요",
    "카뱅 3333-01-1234567 ({}) 환불 입금이 너무 늦어요",
    "받는 사람 {} 010-1234-5678 배송이 안 왔어요",
    "승객 {} 예약 취소했는데 환불이 안 돼요",
    "{} 명의 카드로 결제가 안 돼요",
    "토스 {} 통장으로 환불이 안 들어왔어요",
]


def test_no_holder_of_an_account_is_in_a_theme_a_table_or_the_list_of_themes(voc: Voc) -> None:
    texts = [HOLDER_TEXTS[n % len(HOLDER_TEXTS)].format(HOLDERS[n % len(HOLDERS)]) for n in range(35)]
    rows = "".join(f"{text},2026-03-{1 + n % 28:02},1\n" for n, text in enumerate(texts))
    voc.write("names.csv", "내용,접수일,평점\n" + rows)
    assert voc("analyze", "names.csv", "-o", "out").code == 0
    listed = voc("themes", "list", "--from", "out")
    assert listed.code == 0
    said = text_of(voc.folder / "out") + listed.text
    assert said.count("[계좌번호]") >= 15
    assert [name for name in HOLDERS if name in said] == []
