"""voc themes where one decision meets another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.support import Run, Voc, new_voc
from voc_cli.errors import ExitCode

LATE, TORN = "T37290bf", "Ta367a4d"  # 배송 지연, 부실·과대 포장
TWO = """\
접수번호,내용
1,배송 늦다
2,배송 늦다 언제
3,배송 너무 늦다
4,새벽 배송 늦다
5,새벽 배송 또 늦다
6,포장 나쁘다
7,포장 너무 나쁘다
8,새벽 포장 나쁘다
"""


@pytest.fixture(scope="session")
def two_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two themes in report/; for copies only."""
    voc = new_voc(tmp_path_factory.mktemp("two"))
    voc.write("two.csv", TWO)
    done = voc("analyze", "two.csv", "-o", "report")
    assert done.code == ExitCode.DONE, done.err
    return voc.folder


@pytest.fixture
def two(two_once: Path, tmp_path: Path) -> Voc:
    shutil.copytree(two_once, tmp_path, dirs_exist_ok=True)
    return Voc(tmp_path)


def themes(voc: Voc, *arguments: str) -> Run:
    return voc("themes", *arguments, "--from", "report", "-y")


def decided(voc: Voc, *arguments: str) -> Run:
    """It is decided, and analysed once more."""
    done = themes(voc, *arguments)
    assert done.code == ExitCode.DONE, done.err
    analyzed(voc)
    return done


def analyzed(voc: Voc) -> Run:
    run = voc("analyze", "two.csv", "-o", "report")
    assert run.code == ExitCode.DONE, run.err
    return run


def listed(voc: Voc) -> dict[str, tuple[int, str]]:
    """Records and name of each theme of the report by its id."""
    lines = voc("themes", "list", "--from", "report").text.splitlines()[1:]
    cells = [line.split("\t") for line in lines]
    return {cell[0]: (int(cell[1]), cell[3]) for cell in cells if cell[1] != "-"}


def test_to_ignore_what_was_merged_leaves_the_target_its_own_and_the_preview_says_so(two: Voc) -> None:
    assert listed(two) == {LATE: (5, "배송 지연"), TORN: (3, "부실·과대 포장")}
    merged = themes(two, "merge", LATE, TORN).err
    assert f"{LATE} 배송 지연: 5건 → 8건\n" in merged
    assert f"{TORN} 부실·과대 포장: 3건 → 0건\n" in merged
    said = decided(two, "ignore", TORN).err
    assert f"{LATE} 배송 지연: 8건 → 5건\n" in said
    assert TORN not in said
    assert "아직 분석에 쓰이지 않은" in said
    assert listed(two) == {LATE: (5, "배송 지연")}


def test_what_is_ignored_comes_back_with_its_records_and_the_preview_counts_them(two: Voc) -> None:
    decided(two, "ignore", TORN)
    assert listed(two).keys() == {LATE}
    said = decided(two, "ignore", "--undo", TORN).err
    assert f"{TORN} 부실·과대 포장: 0건 → 3건\n" in said
    assert "아직" not in said
    assert listed(two)[TORN] == (3, "부실·과대 포장")


def test_who_sorted_the_table_of_clauses_by_hand_still_gets_a_preview(two: Voc) -> None:
    decided(two, "ignore", TORN)
    table = two.folder / "report" / "clauses.csv"
    head, *rows = table.read_text(encoding="utf-8-sig").splitlines()
    table.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    assert themes(two, "ignore", "--undo", TORN).code == ExitCode.DONE
