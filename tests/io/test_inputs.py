from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from voc_cli.io.inputs import find_inputs, unreadable


def names(*inputs: Path | str) -> list[str]:
    return [file.name for file in find_inputs([str(item) for item in inputs])]


def touch(folder: Path, *files: str) -> None:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("내용\n늦어요\n", encoding="utf-8")


def test_a_folder_stands_for_the_tables_directly_inside_it(tmp_path: Path) -> None:
    touch(tmp_path, "b.csv", "a.XLSX", "c.tsv.gz", "d.txt", ".e.csv", "~$f.xlsx", "deeper/g.csv")
    assert names(tmp_path) == ["a.XLSX", "b.csv", "c.tsv.gz"]


def test_a_glob_is_sorted_and_may_go_deeper(tmp_path: Path) -> None:
    touch(tmp_path, "2.csv", "1.csv", "x.md", "deeper/3.csv")
    assert names(tmp_path / "*") == ["1.csv", "2.csv"]
    assert names(tmp_path / "**" / "*.csv") == ["1.csv", "2.csv", "3.csv"]


def test_a_file_whose_name_looks_like_a_glob_is_itself(tmp_path: Path) -> None:
    touch(tmp_path, "voc[1].csv", "voc1.csv")
    assert names(tmp_path / "voc[1].csv") == ["voc[1].csv"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.csv", "b.csv")
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    assert names(tmp_path / "b.csv", tmp_path, tmp_path / "a.csv", tmp_path / "link.csv", "-", "-") == [
        "b.csv",
        "a.csv",
        "stdin",
    ]


def test_files_of_one_name_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    touch(tmp_path, "jan/voc.csv", "feb/voc.csv", "feb/other.csv")
    assert names(tmp_path / "jan", tmp_path / "feb") == ["jan/voc.csv", "other.csv", "feb/voc.csv"]


def test_names_from_a_mac_are_put_together(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "접수.csv")
    touch(tmp_path, apart)
    assert names(tmp_path / apart) == ["접수.csv"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_found_however_their_hangul_is_written(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    def written(name: str) -> str:
        return unicodedata.normalize(form, name)

    touch(tmp_path, f"보고/{written('리뷰 모음')}/{written('리뷰_1.csv')}", f"보고/{written('리뷰 모음')}/other.csv")
    for other in ("NFC", "NFD"):
        folder = tmp_path / unicodedata.normalize(other, "보고") / unicodedata.normalize(other, "리뷰 모음")
        assert names(folder / unicodedata.normalize(other, "리뷰_1.csv")) == ["리뷰_1.csv"]
        assert names(folder / unicodedata.normalize(other, "리뷰*.csv")) == ["리뷰_1.csv"]
        assert names(folder) == ["other.csv", "리뷰_1.csv"]


def test_any_name_is_read_when_it_is_named_itself(tmp_path: Path) -> None:
    touch(tmp_path, "export.dat")
    assert names(tmp_path / "export.dat") == ["export.dat"]


def test_a_lack_of_rights_is_not_blamed_on_the_drive() -> None:
    locked = unreadable("a.csv", PermissionError(13, "Permission denied"))
    assert "권한" in locked.what and "권한" in locked.mend
    gone = unreadable("a.csv", OSError(5, "Input/output error"))
    assert "Input/output error" in gone.what and "드라이브" in gone.mend
