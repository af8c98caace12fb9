from __future__ import annotations

import csv
import io
import json
import math
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.io.write import csv_bytes, json_text, write_bytes, write_csv, write_json, write_text


def frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns)


def lines(table: pd.DataFrame) -> list[str]:
    return csv_bytes(table, encoding="utf-8").decode().split("\n")


def test_a_table_is_written_with_bom_for_excel(tmp_path: Path) -> None:
    assert write_csv(frame(내용=["늦어요"]), tmp_path / "a.csv") == 0
    assert (tmp_path / "a.csv").read_bytes() == "\ufeff내용\n늦어요\n".encode()


def test_cp949_counts_what_it_replaced(tmp_path: Path) -> None:
    assert write_csv(frame(내용=["좋아요😀?", "뷁✨"]), tmp_path / "a.csv", encoding="cp949") == 2
    assert (tmp_path / "a.csv").read_bytes().decode("cp949") == "내용\n좋아요??\n뷁?\n"


def test_types_are_written_as_a_reader_expects() -> None:
    table = frame(
        n=[1, -2],
        x=[0.5, math.nan],
        at=[pd.Timestamp("2024-01-03 15:05:00"), pd.Timestamp("2024-01-04")],
        none=[pd.NaT, pd.Timestamp("2024-01-04 00:00:01")],
        many=[["a", "b"], []],
        flag=[True, False],
        odd=[None, 3],
    )
    assert lines(table) == [
        "n,x,at,none,many,flag,odd",
        "1,0.5,2024-01-03 15:05:00,,a;b,True,",
        "-2,,2024-01-04,2024-01-04 00:00:01,,False,3.0",
        "",
    ]


def test_other_separators() -> None:
    assert csv_bytes(frame(a=["x,y"], b=["z"]), encoding="utf-8", separator="\t") == b"a\tb\nx,y\tz\n"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+82-10", "@SUM(A1)", "\t=1", "\r=1", "-2+3", "--", "=", "-1a", "+", "-1.2.3", "-,5"]
)
def test_formulas_are_defused(cell: str) -> None:
    text = csv_bytes(frame(a=[cell]), encoding="utf-8").decode()
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == ["'" + cell]


@pytest.mark.parametrize("cell", ["-", "-3.2", "+5", "-1,234", "늦어요 =", "1-2", "", "'가", "'-5"])
def test_numbers_and_words_are_left_alone(cell: str) -> None:
    text = csv_bytes(frame(a=[cell], b=["x"]), encoding="utf-8").decode()
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [cell, "x"]


def test_numeric_columns_are_never_defused() -> None:
    assert lines(frame(a=[-0.5, -1.0])) == ["a", "-0.5", "-1.0", ""]


def test_an_empty_table_has_its_header() -> None:
    assert csv_bytes(frame(a=[], b=[]), encoding="utf-8") == b"a,b\n"


def test_more_rows_than_a_batch_keep_their_order(tmp_path: Path) -> None:
    write_csv(frame(n=range(50_001)), tmp_path / "a.csv", encoding="utf-8")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "n\n" + "".join(f"{n}\n" for n in range(50_001))


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=10)


@given(st.lists(st.tuples(cells, cells), max_size=6), st.sampled_from([",", "\t", ";"]))
def test_any_cells_come_back(rows: list[tuple[str, str]], separator: str) -> None:
    table = pd.DataFrame(rows, columns=["a", "b"], dtype="str")
    text = csv_bytes(table, encoding="utf-8", separator=separator).decode()
    back = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))[1:]
    assert len(back) == len(rows)
    for found, was in zip(back, rows, strict=True):
        assert all(
            cell == text or (cell == "'" + text and text[0] in "=+-@\t\r")
            for cell, text in zip(found, was, strict=True)
        )


def test_json_is_readable_plain_and_ends_with_a_newline(tmp_path: Path) -> None:
    value = {
        "말": "좋아요",
        "n": np.int64(3),
        "x": np.float64("nan"),
        "at": pd.Timestamp("2024-01-03 15:05"),
        "day": date(2024, 1, 3),
        "moment": datetime(2024, 1, 3),
        "none": pd.NaT,
        "set": {"b", "a"},
        "array": np.array([1.5, math.inf]),
        "flag": np.bool_(True),
    }
    write_json(value, tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "좋아요" in text
    assert json.loads(text) == {
        "말": "좋아요",
        "n": 3,
        "x": None,
        "at": "2024-01-03 15:05:00",
        "day": "2024-01-03",
        "moment": "2024-01-03",
        "none": None,
        "set": ["a", "b"],
        "array": [1.5, None],
        "flag": True,
    }


def test_json_keys_keep_their_order_unless_it_says_nothing() -> None:
    assert json_text({"b": 1, "a": 2}) == '{\n  "b": 1,\n  "a": 2\n}\n'
    assert json_text({"b": 1, "a": 2}, sort_keys=True) == '{\n  "a": 2,\n  "b": 1\n}\n'


def test_text_and_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write_text("가\r\n나\n", tmp_path / "a.md")
    write_bytes(b"\0\1", tmp_path / "b.bin")
    assert (tmp_path / "a.md").read_bytes() == "가\r\n나\n".encode()
    assert (tmp_path / "b.bin").read_bytes() == b"\0\1"


def test_zero_is_written_without_a_sign() -> None:
    assert csv_bytes(pd.DataFrame({"polarity": [-0.0, -0.5]}), encoding="utf-8") == b"polarity\n0.0\n-0.5\n"
