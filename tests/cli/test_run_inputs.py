"""The exports of a scheduled job."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc_cli.cli.run_inputs import find_files, names_of
from voc_cli.errors import InputError


def test_a_folder_may_be_called_as_patterns_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "[마케팅] VOC"
    (folder / "in").mkdir(parents=True)
    for name in ("a.csv", "b[1].csv", "c.txt"):
        (folder / "in" / name).write_text("내용\n늦어요\n", encoding="utf-8")
    assert set(find_files(["in/*.csv"], folder, is_first=True)[0]) == {"in/a.csv", "in/b[1].csv"}
    assert set(find_files(["in/b[1].csv", "in"], folder, is_first=True)[0]) == {"in/a.csv", "in/b[1].csv"}
    assert names_of([str(folder / "in" / "a.csv"), "in/[ab].csv"], folder) == {"in/a.csv"}


def test_what_leads_to_no_file_is_told_unless_it_is_a_pattern_beside_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("내용\n늦어요\n", encoding="utf-8")
    found, missing = find_files(["*.csv", "*.xlsx", "b.csv"], tmp_path, is_first=False)
    assert list(found) == ["a.csv"]
    assert [Path(error.where).name for error in missing] == ["b.csv"]
    (tmp_path / "a.csv").unlink()
    found, missing = find_files(["*.csv", "*.xlsx"], tmp_path, is_first=False)
    assert (found, len(missing)) == ({}, 2)
    with pytest.raises(InputError):
        find_files(["*.csv", "*.xlsx"], tmp_path, is_first=True)
