"""The exports of a scheduled job."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc_cli.cli.run_inputs import Own, find_files, names_of
from voc_cli.errors import InputError


def test_a_folder_may_be_called_as_patterns_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "[마케팅] VOC"
    (folder / "in").mkdir(parents=True)
    for name in ("a.csv", "b[1].csv", "c.txt"):
        (folder / "in" / name).write_text("내용\n늦어요\n", encoding="utf-8")
    assert set(find_files(["in/*.csv"], folder, is_first=True).files) == {"in/a.csv", "in/b[1].csv"}
    assert set(find_files(["in/b[1].csv", "in"], folder, is_first=True).files) == {"in/a.csv", "in/b[1].csv"}
    assert names_of([str(folder / "in" / "a.csv"), "in/[ab].csv"], folder) == {"in/a.csv"}


def test_what_leads_to_no_file_is_told_unless_it_is_a_pattern_beside_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("내용\n늦어요\n", encoding="utf-8")
    found = find_files(["*.csv", "*.xlsx", "b.csv"], tmp_path, is_first=False)
    assert list(found.files) == ["a.csv"]
    assert [Path(error.where).name for error in found.missing] == ["b.csv"]
    (tmp_path / "a.csv").unlink()
    found = find_files(["*.csv", "*.xlsx"], tmp_path, is_first=False)
    assert (found.files, len(found.missing)) == ({}, 2)
    with pytest.raises(InputError):
        find_files(["*.csv", "*.xlsx"], tmp_path, is_first=True)


def put(folder: Path, *names: str, content: str = "내용\n늦어요\n") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def test_what_voc_wrote_is_no_export(tmp_path: Path) -> None:
    put(tmp_path, "in/documents.csv", "사전/우리말.xlsx", "in/report.xlsx")  # names that anybody may use
    put(tmp_path, "dictionary.xlsx")
    put(tmp_path, "분석/documents.csv", "분석/clauses.csv", "분석/report.txt", "분석/상담.csv")
    put(tmp_path, "분석/summary.json", content='{"schema_version": 1, "voc_version": "1"}')
    put(tmp_path, "이력/documents.csv", "이력/volume.csv", "이력/theme_periods.csv")
    put(tmp_path, "보고서/2024-W01/documents.csv", "보고서/상담.csv")  # a run was killed before it wrote its summary
    put(tmp_path, "다른/summary.json", content="[]")
    put(tmp_path, "다른/documents.csv")
    found = find_files(
        ["**/*.csv", "**/*.xlsx", "**/*.txt"],
        tmp_path,
        own=Own(dictionary="사전/우리말.xlsx", output="보고서/%G-W%V"),
        is_first=True,
    )
    exports = {"in/documents.csv", "in/report.xlsx", "분석/상담.csv", "보고서/상담.csv", "다른/documents.csv"}
    assert set(found.files) == exports
    assert len(found.own) == 9
    assert {"dictionary.xlsx", "이력/volume.csv", "보고서/2024-W01/documents.csv"} < set(found.own)
    assert names_of(["분석", "분석/clauses.csv"], tmp_path) == {"분석/상담.csv", "분석/clauses.csv"}


def test_a_pattern_behind_which_only_voc_has_written_matches_nothing(tmp_path: Path) -> None:
    put(tmp_path, "dictionary.xlsx")
    with pytest.raises(InputError):
        find_files(["."], tmp_path, is_first=True)
    assert len(find_files(["."], tmp_path, is_first=False).missing) == 1
