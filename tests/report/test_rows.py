"""The rows that a reader looks a figure up in: order, limit, and where each theme stands."""

from __future__ import annotations

import numpy as np
import pytest

from tests.report import made_up
from voc_cli import schema
from voc_cli.report.rows import RowBatch, Rows, Span


def rows(*, max_rows: int | None = None) -> Rows:
    return Rows.of(made_up.analysis(), max_rows=max_rows)


def batch(table: Rows, *, default: int = 1_000) -> RowBatch:
    (only,) = table.batches(table.shown(default=default))
    return only


def test_every_clause_is_a_row() -> None:
    shown = rows().shown(default=1_000)
    assert sorted(shown.order.tolist()) == list(range(16))
    assert (shown.n, shown.n_total) == (16, 16)


def test_themes_come_first_in_their_order_and_the_most_negative_on_top() -> None:
    found = batch(rows())
    assert found.theme_id[:6] == [made_up.LATE] * 2 + [made_up.LOGIN] * 2 + [made_up.PROMISE] * 2
    assert found.polarity[:6] == [-0.9, -0.6, -0.8, -0.5, -0.7, -0.6]


def test_complaints_without_a_theme_come_before_what_does_not_complain() -> None:
    codes = batch(rows()).sentiment_code
    assert codes == sorted(codes)  # negative, neutral, positive


def test_a_theme_is_found_at_its_span() -> None:
    table = rows()
    shown, found = table.shown(default=1_000), batch(table)
    assert shown.spans[made_up.LOGIN] == Span(2, 2)
    for identity, span in shown.spans.items():
        assert found.theme_id[span.first : span.first + span.n] == [identity] * span.n


def test_a_copy_stands_behind_its_theme() -> None:
    whole = made_up.analysis()
    whole.documents.loc[5, schema.DUPLICATE_OF] = "011"
    shown = Rows.of(whole).shown(default=1_000)
    assert shown.spans[made_up.LATE].n == 1


def test_names_come_in_the_language_of_the_report() -> None:
    found = batch(rows())
    assert (found.stage[0], found.sentiment[0], found.doc_id[0], found.date[0]) == (
        "배송·포장",
        "부정",
        "011",
        "2024-02-06",
    )
    place = found.doc_id.index("015")
    assert (found.signals[place], found.product[place], found.rating[place]) == ("안전", "포트 P3", 3.0)


def test_what_is_unknown_is_empty() -> None:
    found = batch(rows())
    place = found.doc_id.index("017")
    assert found.date[place] == ""
    assert found.rating[found.doc_id.index("016")] is None


def test_texts_are_one_line_without_control_characters() -> None:
    found = batch(rows())
    assert any("빨강" in said for said in found.text)
    assert not any(ord(letter) < 32 for said in found.text for letter in said)


@pytest.mark.parametrize("limit", range(17))
def test_a_limit_keeps_complaints_and_some_of_every_theme(limit: int) -> None:
    shown = rows(max_rows=limit).shown(default=1_000)
    assert shown.n == limit
    assert shown.n_total == 16
    if 8 <= limit <= 11:
        assert set(shown.spans) == {made_up.LATE, made_up.LOGIN, made_up.PROMISE}
    assert np.isin(shown.order, rows().shown(default=1_000).order).all()


def test_under_a_limit_the_shown_rows_keep_their_order() -> None:
    every = rows().shown(default=1_000).order.tolist()
    some = rows().shown(default=7).order.tolist()
    assert some == [number for number in every if number in some]


def test_the_users_number_goes_before_the_renderers() -> None:
    assert rows(max_rows=3).shown(default=10).n == 3
    assert rows().shown(default=10).n == 10


def test_the_limit_is_shared_between_the_themes() -> None:
    shown = rows(max_rows=6).shown(default=1_000)
    assert {identity: span.n for identity, span in shown.spans.items()} == {
        made_up.LATE: 1,
        made_up.LOGIN: 1,
        made_up.PROMISE: 1,
    }
