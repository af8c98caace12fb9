"""What ``write_csv`` wrote comes back as it was."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.errors import InputError
from voc_cli.io.write import write_csv
from voc_cli.io.written import read_table

NAMES = ("doc_id", "text")
# Apostrophes and what begins a formula, more often than chance would have it.
CELLS = st.text(st.sampled_from("'=-5,\n\r\"가") | st.characters(exclude_categories=["Cs"]), max_size=12)


def stored(folder: Path, frame: pd.DataFrame, encoding: str = "utf-8-sig") -> Path:
    path = folder / "documents.csv"
    write_csv(frame, path, encoding=encoding)
    return path


@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_every_text_comes_back(rows: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        path = stored(Path(folder), pd.DataFrame(rows, columns=list(NAMES)))
        back = read_table(path, NAMES, names=NAMES)
    assert list(back.itertuples(index=False, name=None)) == rows


@pytest.mark.parametrize(
    "cell", ["=1+1", "@명령", "- 하나", "-5", "'따옴표'", "'=1", "''-가", "007", "NA", "", "줄\r넘김\n둘", "\t"]
)
def test_what_a_spreadsheet_was_guarded_from_loses_its_guard(tmp_path: Path, cell: str) -> None:
    path = stored(tmp_path, pd.DataFrame({"doc_id": ["1"], "text": [cell]}))
    assert read_table(path, ("text",), names=NAMES)["text"].tolist() == [cell]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp949"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    path = stored(tmp_path, pd.DataFrame({"doc_id": ["1"], "text": ["배송이 늦다"]}), encoding)
    assert read_table(path, NAMES, names=NAMES)["text"].tolist() == ["배송이 늦다"]


def test_columns_are_told_by_their_place(tmp_path: Path) -> None:
    frame = pd.DataFrame([["1", "늦다", "딴 글"]], columns=["번호", "글", "text"])
    back = read_table(stored(tmp_path, frame), ("text",), names=NAMES, same=lambda name, found: found != name)
    assert back["text"].tolist() == ["늦다"]


@pytest.mark.parametrize(
    "data", [b"", b"text,doc_id\n", b"doc_id\n1\n", b"doc_id,text\n1,2,3,4\n5\n6,7,8,9,0\n", b"\xff\xfe\x00\x81"]
)
def test_another_table_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "documents.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match="그대로가 아닌"):
        read_table(path, NAMES, names=NAMES)


def test_a_missing_table_names_the_mend(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_table(tmp_path / "clauses.csv", NAMES, names=NAMES)
    assert "run.tables" in refused.value.mend
