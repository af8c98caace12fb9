"""What customers praise, and the quotes that surely speak of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tests.themes.frames import clause, clauses, seeds
from voc_cli import schema
from voc_cli.schema import Intent
from voc_cli.themes.placing import Seeds
from voc_cli.themes.praised import praise_table

NAMES = {"배송 속도": "빠른 배송", "로그인": "간편한 로그인", "앱 전반": "잘 만든 앱", "전반 평가": "전반적인 만족"}


def named(*, same: dict[str, str] | None = None) -> Seeds:
    known = seeds()
    aspects = tuple(replace(aspect, praise_name=NAMES.get(aspect.name, "")) for aspect in known.aspects)
    return replace(known, aspects=aspects, rules=replace(known.rules, same={**known.rules.same, **(same or {})}))


def glad(
    number: int,
    lemmas: str,
    text: str,
    aspect: str = "배송 속도",
    *,
    intent: str = Intent.PRAISE,
    stage: str = "outbound",
) -> dict[str, object]:
    row = clause(number, lemmas, text=text, polarity=0.99)
    changed = {schema.ASPECT: aspect, schema.STAGE: stage, schema.INTENT: intent, schema.SENTIMENT: "positive"}
    return {**row, **changed}


def table(*rows: dict[str, object], known: Seeds | None = None) -> pd.DataFrame:
    days = pd.date_range("2024-01-01", periods=20)
    return praise_table(clauses(*rows), pd.DataFrame({schema.RECEIVED_AT: days}), known or named())


FAST = glad(0, "배송/N 빠르/V", "배송이 빨라서 놀랐습니다")
FASTER = glad(1, "배송/N 오늘/N 오/V", "배송이 오늘 바로 왔네요")


def test_a_praise_is_counted_in_records_and_named_as_one() -> None:
    found = table(FAST, FASTER, glad(1, "배송/N 좋/V", "배송은 늘 만족합니다"))
    assert found[[schema.NAME, schema.STAGE, schema.N_DOCUMENTS]].values.tolist() == [["빠른 배송", "outbound", 2]]


def test_one_record_is_no_recurring_praise() -> None:
    assert table(FAST).empty


def test_wishes_and_verdicts_on_everything_are_no_praise_of_an_aspect() -> None:
    wish = glad(1, "배송/N 빠르/V 좋/V", "배송이 더 빠르면 좋을 것 같아요", intent=Intent.SUGGESTION)
    whole = [glad(n, "최고/N", "정말 최고예요", "전반 평가", stage="none") for n in (2, 3)]
    assert table(FAST, wish, *whole).empty


def test_what_speaks_of_something_else_is_not_quoted() -> None:
    quotes = table(FAST, FASTER, glad(2, "로그인/N 앱/N 빠르/V", "로그인이 빠르고 앱도 좋아요"))[schema.QUOTES].iloc[0]
    assert set(quotes) == {FAST[schema.TEXT], FASTER[schema.TEXT]}


def test_praise_of_somebody_else_is_quoted_last_if_at_all() -> None:
    rival = glad(2, "배송/N 빠르/V 곳/N", "다른 업체 배송이 참 빨라요")
    quotes = table(FAST, FASTER, rival)[schema.QUOTES].iloc[0]
    assert quotes[0] in {FAST[schema.TEXT], FASTER[schema.TEXT]}
    assert rival[schema.TEXT] not in quotes[:2]


def test_an_aspect_whose_clauses_speak_of_something_else_is_not_told() -> None:
    astray = [glad(n, "로그인/N 쉽/V", f"로그인이 쉬워요 {n}") for n in range(12)]
    assert table(*astray).empty


def test_aspects_that_a_line_of_business_does_not_tell_apart_share_a_praise() -> None:
    easy = [glad(n, "로그인/N 쉽/V", f"로그인이 쉬워요 {n}", "로그인", stage="technology") for n in (2, 3, 4)]
    rows = [FAST, FASTER, *easy]
    assert table(*rows)[schema.NAME].tolist() == ["간편한 로그인", "빠른 배송"]
    joined = table(*rows, known=named(same={"로그인": "배송 속도"}))
    assert joined[[schema.NAME, schema.N_DOCUMENTS]].values.tolist() == [["빠른 배송", 5]]


def test_nothing_praised_is_an_empty_table() -> None:
    found = table(clause(0, "배송/N 늦/V"))
    assert found.empty
    assert list(found.columns) == list(schema.PRAISE)
