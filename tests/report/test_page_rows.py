"""The rows of a page: what is packed can be had back, and 20,000 fit."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report import made_up
from voc_cli import schema
from voc_cli.report.page_rows import N_ROWS, pack, script_json
from voc_cli.report.rows import RowBatch, Rows


def unrolled(packed: dict[str, Any], name: str) -> list[str]:
    """The values of a column that is packed as runs, a code and a name with a tab between them."""
    runs, table = packed["runs"][name], packed["tables"][name]
    return [table[number] for number, length in zip(runs[::2], runs[1::2], strict=True) for _ in range(length)]


def batch(rows: Rows) -> RowBatch:
    (only,) = rows.batches(rows.shown(default=N_ROWS))
    return only


def test_every_column_can_be_had_back() -> None:
    rows = Rows.of(made_up.analysis())
    said, shown = pack(rows)
    packed, told = json.loads(said), batch(rows)
    assert packed["n"] == shown.n == 16
    for name, codes in (("theme", told.theme_id), ("stage", told.stage_code), ("sentiment", told.sentiment_code)):
        values = getattr(told, name)
        assert unrolled(packed, name) == [f"{code}\t{value}" for code, value in zip(codes, values, strict=True)]
    tables, records, columns = packed["tables"], packed["records"], packed["rows"]
    assert unrolled(packed, "owner") == told.owner
    assert columns["text"] == told.text
    assert [tables["intent"][number] for number in columns["intent"]] == told.intent
    assert [tables["signals"][number] for number in columns["signals"]] == told.signals
    assert [number / 100 for number in columns["polarity"]] == told.polarity
    assert [";".join(tables["evidence"][n] for n in cell) for cell in columns["evidence"]] == told.evidence
    names = [tables["prefix"][prefix] + row for prefix, row in zip(records["prefix"], records["id"], strict=True)]
    assert [names[number] for number in columns["record"]] == told.doc_id
    assert [records["rating"][number] for number in columns["record"]] == told.rating
    assert [records["is_copy"][number] == 1 for number in columns["record"]] == [one != "" for one in told.copy_of]
    for name in ("date", "product", "channel"):
        column = [tables[name][records[name][number]] for number in columns["record"]]
        assert column == getattr(told, name)


def test_the_name_of_a_file_is_packed_once() -> None:
    whole = made_up.analysis()
    whole.documents[schema.DOC_ID] = [f"calls.csv:{row}" for row in range(2, 2 + len(whole.documents))]
    packed = json.loads(pack(Rows.of(whole))[0])
    assert packed["tables"]["prefix"] == ["calls.csv:"]
    assert set(packed["records"]["id"]) == {str(row) for row in range(2, 16)}


def many(n: int, *, said: str) -> Rows:
    """``n`` records of one clause each, every one different."""
    whole = made_up.analysis()
    first = np.zeros(n, dtype=np.int64)
    clauses, documents = (table.iloc[first].reset_index(drop=True) for table in (whole.clauses, whole.documents))
    names = [f"R-{number:08}" for number in range(n)]
    clauses[schema.TEXT_NO] = np.arange(n)
    clauses[schema.TEXT] = [f"{said} {number}" for number in range(n)]
    clauses[schema.THEME_ID] = [f"T{number % 300:07}" for number in range(n)]
    return Rows(documents.assign(**{schema.DOC_ID: names}), clauses, [f"T{number:07}" for number in range(300)])


def test_twenty_thousand_usual_clauses_fit() -> None:
    said, shown = pack(many(21_000, said="배송 예정일이 또 밀렸는데 연락도 없어요"))
    assert (shown.n, shown.n_total) == (20_000, 21_000)
    assert len(said.encode()) < 2.5 * 2**20


def test_of_long_clauses_as_many_are_shown_as_fit() -> None:
    said, shown = pack(many(2_000, said="길게 쓴 불만 " * 20), most_bytes=300_000)
    assert 250_000 < len(said.encode()) <= 300_000
    assert 0 < shown.n < 2_000
    assert shown.n == json.loads(said)["n"]


def test_a_number_that_the_user_chose_is_kept_whatever_it_weighs() -> None:
    whole = made_up.analysis()
    assert pack(Rows.of(whole, max_rows=5), most_bytes=10)[1].n == 5


@pytest.mark.parametrize("most_bytes", [1, 100, 1_000])
def test_a_small_room_ends_in_few_rows_not_in_a_loop(most_bytes: int) -> None:
    assert pack(Rows.of(made_up.analysis()), most_bytes=most_bytes)[1].n <= 16


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_in_a_script_reads_back_and_cannot_end_it(value: object) -> None:
    said = script_json(value)
    assert json.loads(said) == value
    assert not set("<>&\u2028\u2029") & set(said)
