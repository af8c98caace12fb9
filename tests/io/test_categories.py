"""Categories of several levels in one cell, and files that hold a column of categories."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.errors import InputError
from voc_cli.io.categories import level_columns, levels, read_categorised
from voc_cli.io.read import read_documents


def as_is(cell: str) -> str:
    return cell


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("배송 > 지연 > 택배사", ("배송", "지연", "택배사")),
        ("배송>지연", ("배송", "지연")),
        (" 배송 ＞ 지연 ", ("배송", "지연")),
        ("배송→지연", ("배송", "지연")),
        ("배송 › 지연 » 새벽", ("배송", "지연", "새벽")),
        ("배송", ("배송",)),
        ("배송 >", ("배송",)),
        ("> 배송", ("배송",)),
        ("가 > 나 > 다 > 라", ("가", "나", "다 > 라")),
        ("", ()),
        ("A/S", ("A/S",)),
    ],
)
def test_a_cell_names_its_levels(cell: str, found: tuple[str, ...]) -> None:
    assert levels(cell) == found


@given(st.text())
def test_any_cell_has_at_most_three_levels_and_none_empty(cell: str) -> None:
    found = levels(cell)
    assert len(found) <= 3
    assert all(found)


def test_levels_become_columns_where_most_cells_hold_them() -> None:
    cells = ["배송 > 지연", "제품 > 고장 > 전원", "기타", ""]
    assert level_columns("분류", cells) == {
        "분류_대": ["배송", "제품", "기타", ""],
        "분류_중": ["지연", "고장", "", ""],
        "분류_소": ["", "전원", "", ""],
    }
    assert level_columns("분류", ["배송", "제품", "배송 > 지연"]) == {}
    assert level_columns("분류", ["", " "]) == {}


def test_reading_an_export_splits_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("문의내용,대분류\n배송이 늦어요,배송 > 지연\n고장났어요,제품 > 고장\n", encoding="utf-8")
    documents = read_documents([str(path)], mask=as_is, customer_key=b"k").documents
    assert documents["대분류"].tolist() == ["배송 > 지연", "제품 > 고장"]
    assert documents["대분류_대"].tolist() == ["배송", "제품"]
    assert documents["대분류_중"].tolist() == ["지연", "고장"]
    assert "대분류_소" not in documents


def test_a_file_is_read_with_its_categories(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("문의내용,유형\n배송이 늦어요,배송 > 지연\n좋아요,\n,배송\n고장났어요,제품\n", encoding="utf-8")
    found = read_categorised(str(path), category="유형", columns={}, mask=as_is)
    assert found.texts == ["배송이 늦어요", "고장났어요"]
    assert found.categories == [("배송", "지연"), ("제품",)]
    assert found.source_rows == [2, 5]
    assert (found.n_missing, found.n_rejected) == (1, 1)
    assert (found.text_header, found.category_header) == ("문의내용", "유형")


def test_a_column_without_categories_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("문의내용,유형\n배송이 늦어요,\n고장났어요,\n", encoding="utf-8")
    with pytest.raises(InputError, match="분류가 하나도 없습니다"):
        read_categorised(str(path), category="유형", columns={}, mask=as_is)
    with pytest.raises(InputError, match="열이 없습니다"):
        read_categorised(str(path), category="없는열", columns={}, mask=as_is)
