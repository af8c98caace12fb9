"""voc themes on the result of a small export."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Kitchen
from tests.cli.support import Run, Voc, assert_refused
from voc_cli.errors import ExitCode

LATE = "T37290bf"  # 배송 지연


@pytest.fixture
def result(voc: Voc, kitchen: Kitchen) -> Voc:
    """A fresh folder with the result of the small export in it."""
    shutil.copytree(kitchen.folder, voc.folder / "report")
    return voc


def themes(voc: Voc, *arguments: str) -> Run:
    return voc("themes", *arguments, "--from", "report")


def edits(voc: Voc) -> dict[str, object]:
    return tomllib.loads((voc.folder / "themes.toml").read_text(encoding="utf-8"))


def test_the_list_and_one_theme_go_to_stdout(result: Voc) -> None:
    listed = themes(result, "list")
    assert (listed.code, listed.err) == (ExitCode.DONE, "")
    assert f"{LATE}\t3\t배송·포장\t배송 지연" in listed.text
    shown = themes(result, "show", "배송 지연")
    assert shown.text.startswith(f"배송 지연 ({LATE})\n배송·포장 · 물류팀\n기록 3건")


def test_a_theme_of_one_record_is_marked_as_told_once(result: Voc) -> None:
    lines = [line.split("\t") for line in themes(result, "list").text.splitlines()[1:] if "\t" in line]
    once = [line[0] for line in lines if line[1] == "1"]
    assert [line[0] for line in lines if "한 번 나옴" in line[-1]] == once
    counts = json.loads((result.folder / "report/summary.json").read_text(encoding="utf-8"))["counts"]
    assert counts["once"] == len(once) > 0


def test_the_list_ends_with_where_the_complaints_went(result: Voc) -> None:
    coverage = json.loads((result.folder / "report/summary.json").read_text(encoding="utf-8"))["theme_coverage"]
    *_, themed, rest = themes(result, "list").text.splitlines()
    all_, held = coverage["n_complaints"], coverage["n_themed"]
    assert themed == f"불만일 수 있는 의견 {all_}개(같은 글은 한 번만) 가운데 {held}개가 주제에 들었습니다."
    assert rest == (
        f"들지 못한 의견: 같은 불만이 더 없음 {coverage['n_single']}, 확실하지 않음 {coverage['n_unsure']}, "
        f"문제를 말하지 않음 {coverage['n_general']}, 뺀 주제 {coverage['n_ignored']}."
    )
    told = json.dumps({"theme_coverage": {**coverage, "n_complaints": 12345, "n_themed": 9876, "n_single": 7}})
    (result.folder / "report/summary.json").write_text(told, encoding="utf-8")
    assert "12,345개(같은 글은 한 번만) 가운데 9,876개가" in themes(result, "list").text
    english = result("--lang", "en", "themes", "list", "--from", "report").text
    assert "Of 12,345 opinions" in english
    assert ": 7 single remarks, " in english


def test_a_result_that_tells_no_coverage_lists_its_themes(result: Voc) -> None:
    summary = result.folder / "report/summary.json"
    for told in ({}, {"theme_coverage": {"n_complaints": 0}}):
        summary.write_text(json.dumps(told), encoding="utf-8")
        *_, last = themes(result, "list").text.splitlines()
        assert last.startswith("T")


def test_a_result_without_themes_says_so(voc: Voc) -> None:
    voc.write("a.csv", "접수번호,내용\n1,만족하다\n")
    assert voc("analyze", "a.csv", "-o", "report").code == ExitCode.DONE
    listed = themes(voc, "list")
    assert listed.text == (
        "이 결과에는 주제가 없습니다.\n"
        "불만일 수 있는 의견 1개(같은 글은 한 번만) 가운데 0개가 주제에 들었습니다.\n"
        "들지 못한 의견: 같은 불만이 더 없음 0, 확실하지 않음 0, 문제를 말하지 않음 1, 뺀 주제 0.\n"
    )


def test_a_name_is_written_on_one_line(result: Voc) -> None:
    assert themes(result, "rename", LATE, " 늦은\n 택배 ", "-y").code == ExitCode.DONE
    assert edits(result)["rename"] == [{"theme": LATE, "name": "늦은 택배"}]


def test_copies_are_in_no_count_and_headings_may_be_korean(voc: Voc, kitchen: Kitchen) -> None:
    rows = "".join(f"{n},행사 문자 받고 시켰는데 배송이 아직도 너무 늦어요\n" for n in range(1, 8))
    voc.write("a.csv", "접수번호,내용\n" + rows + "8,배송이 너무 느려요\n")
    done = voc("analyze", "a.csv", "-o", "report", "--headers", "ko")
    assert done.code == ExitCode.DONE, done.err
    listed = themes(voc, "list")
    assert f"{LATE}\t2\t" in listed.text, listed
    assert f"{LATE} 배송 지연 → 늦은 택배: 2건" in themes(voc, "rename", LATE, "늦은 택배").err


def test_without_yes_a_pipe_only_sees_the_preview(result: Voc) -> None:
    run = themes(result, "rename", LATE, "늦은 택배")
    assert (run.code, run.out) == (ExitCode.DONE, b"")
    assert f"{LATE} 배송 지연 → 늦은 택배: 3건\n" in run.err
    assert "--yes" in run.err
    assert not (result.folder / "themes.toml").exists()


def test_the_preview_of_a_rename_shows_both_names(result: Voc) -> None:
    assert f"{LATE} 배송 지연 → 늦은 택배: 3건\n" in themes(result, "rename", LATE, "늦은 택배", "-y").err
    assert f"{LATE} 늦은 택배 → 느린 택배: 3건\n" in themes(result, "rename", LATE, "느린 택배", "-y").err
    assert f"{LATE} 느린 택배 → 배송 지연: 3건\n" in themes(result, "rename", LATE, "--undo", "-y").err
    renamed = result("--lang", "en", "themes", "rename", LATE, "Late", "--from", "report").err
    assert f"{LATE} 배송 지연 → Late: 3 records\n" in renamed


def test_decisions_are_kept_one_beside_the_other(result: Voc) -> None:
    for arguments in (
        ("rename", LATE, "늦은 택배"),
        ("split", LATE, "연락 바람", "--word", "연락 바람"),
        ("pin", LATE),
    ):
        assert themes(result, *arguments, "--yes").code == ExitCode.DONE
    kept = edits(result)
    assert kept["pin"] == [LATE]
    assert kept["rename"] == [{"theme": LATE, "name": "늦은 택배"}]
    assert themes(result, "pin", LATE, "--undo", "-y").code == ExitCode.DONE
    assert "pin" not in edits(result)
    assert "split" in edits(result)


def test_a_later_analysis_obeys_and_keeps_the_id(result: Voc, kitchen: Kitchen) -> None:
    shutil.copy(kitchen.voc.folder / "calls.csv", result.folder)
    themes(result, "rename", "배송 지연", "늦은 택배", "-y")
    run = result("analyze", "calls.csv", "-o", "report")
    assert run.code == ExitCode.DONE
    assert f"{LATE}\t3\t배송·포장\t늦은 택배\t지속, 이름 고침" in themes(result, "list").text
    themes(result, "ignore", LATE, "-y")
    result("analyze", "calls.csv", "-o", "report")
    assert "늦은 택배" not in (result.folder / "report" / "themes.csv").read_text(encoding="utf-8")
    summary = json.loads((result.folder / "report" / "summary.json").read_text(encoding="utf-8"))
    assert summary["theme_coverage"]["n_ignored"] >= 2
    assert f"{LATE}\t-\t-\t늦은 택배\t뺀 주제" in themes(result, "list").text


def test_what_is_gone_is_named_once_and_may_come_back(result: Voc, kitchen: Kitchen) -> None:
    shutil.copy(kitchen.voc.folder / "calls.csv", result.folder)
    result.write("few.csv", "접수번호,내용\n1,포장이 다 찢어져서 왔어요\n2,포장이 뜯겨 있어요\n")
    listed, told = [], []
    for file in ("few.csv", "few.csv", "calls.csv"):
        assert result("analyze", file, "-o", "report").code == ExitCode.DONE
        listed.append(themes(result, "list").text)
        told.append((result.folder / "report" / "report.md").read_text(encoding="utf-8"))
    assert f"{LATE}\t-\t-\t배송 지연\t소멸" in listed[0]
    assert "소멸한 주제: " in told[0]
    assert LATE not in listed[1]
    assert "0개가 소멸" in told[1]
    assert f"{LATE}\t3\t배송·포장\t배송 지연\t재등장" in listed[2]


def test_what_is_ignored_keeps_its_name_and_is_taken_back_by_it(result: Voc, kitchen: Kitchen) -> None:
    shutil.copy(kitchen.voc.folder / "calls.csv", result.folder)
    themes(result, "ignore", "배송 지연", "-y")
    result("analyze", "calls.csv", "-o", "report")
    # The file is written anew, and the table of themes knows the name no more.
    assert themes(result, "pin", "--undo", LATE, "-y").code == ExitCode.USAGE
    assert themes(result, "ignore", LATE, "-y").code == ExitCode.DONE
    assert f'"{LATE}",  # 배송 지연' in (result.folder / "themes.toml").read_text(encoding="utf-8")
    assert f"{LATE}\t-\t-\t배송 지연\t뺀 주제" in themes(result, "list").text
    assert themes(result, "ignore", "--undo", "배송 지연", "-y").code == ExitCode.DONE
    assert "\t뺀 주제" not in themes(result, "list").text


def test_two_runs_into_one_folder_give_the_same_bytes(kitchen: Kitchen, result: Voc) -> None:
    shutil.copy(kitchen.voc.folder / "calls.csv", result.folder)
    result("analyze", "calls.csv", "-o", "report")
    for name in ("themes.csv", "clauses.csv", "known_themes.json"):
        assert (result.folder / "report" / name).read_bytes() == (kitchen.folder / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "where", "what", "mend"),
    [
        (("show", "배송 지엽"), ExitCode.USAGE, "배송 지엽", "그런 주제가 없습니다", "배송 지연"),
        (("merge", LATE, "배송 지연"), ExitCode.USAGE, LATE, "자기 자신과", "첫째로"),
        (("rename", LATE, "  \n "), ExitCode.USAGE, "", "비어 있거나", "200글자"),
        (("rename", LATE, "가" * 201), ExitCode.USAGE, "가", "너무 깁니다", "200글자"),
        (("split", LATE, "", "--word", "배송"), ExitCode.USAGE, "", "비어 있거나", "200글자"),
        (("split", LATE, "새 주제", "--word", ""), ExitCode.USAGE, "", "비어 있거나", "200글자"),
    ],
)
def test_what_cannot_be_done_is_explained(
    result: Voc, arguments: tuple[str, ...], code: ExitCode, where: str, what: str, mend: str
) -> None:
    assert_refused(themes(result, *arguments), code, where=where, what=what, mend=mend)


def test_a_folder_without_a_result_is_refused(voc: Voc) -> None:
    run = voc("themes", "list")
    assert_refused(run, ExitCode.INPUT, where=".", what="분석 결과가", mend="--from")


def test_a_file_of_decisions_that_cannot_be_read_stops_the_analysis(result: Voc, kitchen: Kitchen) -> None:
    shutil.copy(kitchen.voc.folder / "calls.csv", result.folder)
    (result.folder / "themes.toml").write_text("pins = []", encoding="utf-8")
    run = result("analyze", "calls.csv")
    assert_refused(run, ExitCode.CONFIG, where="themes.toml", what="pins", mend="docs/themes.md")
    missing = result("analyze", "calls.csv", "--themes", "nowhere.toml")
    assert_refused(missing, ExitCode.INPUT, where="nowhere.toml", what="파일이 없습니다", mend="--themes")


def test_a_damaged_memory_is_refused(result: Voc, kitchen: Kitchen) -> None:
    shutil.copy(kitchen.voc.folder / "calls.csv", result.folder)
    Path(result.folder, "report", "known_themes.json").write_text("{", encoding="utf-8")
    run = result("analyze", "calls.csv", "-o", "report")
    assert_refused(run, ExitCode.INPUT, where="known_themes.json", what="읽을 수 없습니다", mend="지워")
