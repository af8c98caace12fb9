"""The exports of a scheduled job."""

from __future__ import annotations

from pathlib import Path

from voc_cli.cli.run_inputs import find_files, names_of


def test_a_folder_may_be_called_as_patterns_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "[마케팅] VOC"
    (folder / "in").mkdir(parents=True)
    for name in ("a.csv", "b[1].csv", "c.txt"):
        (folder / "in" / name).write_text("내용\n늦어요\n", encoding="utf-8")
    assert set(find_files(["in/*.csv"], folder, is_first=True)) == {"in/a.csv", "in/b[1].csv"}
    assert set(find_files(["in/b[1].csv", "in"], folder, is_first=True)) == {"in/a.csv", "in/b[1].csv"}
    assert names_of([str(folder / "in" / "a.csv"), "in/[ab].csv"], folder) == {"in/a.csv"}
