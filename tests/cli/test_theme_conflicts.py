"""voc themes where one decision meets another."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.support import Run, Voc, assert_refused, new_voc
from tests.cli.weekly import week
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


def kept(voc: Voc) -> dict[str, Any]:
    return tomllib.loads((voc.folder / "themes.toml").read_text(encoding="utf-8"))


def by_hand(voc: Voc, text: str) -> None:
    (voc.folder / "themes.toml").write_text(text, encoding="utf-8")


def listed(voc: Voc) -> dict[str, tuple[int, str]]:
    """Records and name of each theme of the report by its id."""
    lines = voc("themes", "list", "--from", "report").text.splitlines()[1:]
    cells = [line.split("\t") for line in lines if "\t" in line]
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


def test_the_newer_merge_takes_the_place_of_the_older(two: Voc) -> None:
    themes(two, "split", LATE, "새벽배송", "-w", "새벽 배송")
    identity = kept(two)["split"][0]["id"]
    themes(two, "merge", LATE, TORN)
    said = themes(two, "merge", identity, TORN).err
    assert f"{TORN} 부실·과대 포장은 {LATE} 배송 지연에 합쳐 두었던 것을 거두고 {identity} 새벽배송에" in said
    assert f"{LATE} 배송 지연: 6건 → 3건" in said
    assert kept(two)["merge"] == [{"into": identity, "themes": [TORN]}]
    analyzed(two)
    assert listed(two) == {LATE: (3, "배송 지연"), identity: (5, "새벽배송")}
    # What is merged is in no table any more, and may still be sent elsewhere.
    again = decided(two, "merge", LATE, "부실·과대 포장")
    assert "합쳐 두었던 것을 거두고" in again.err
    assert listed(two) == {LATE: (6, "배송 지연"), identity: (2, "새벽배송")}


def test_the_opposite_merge_is_refused_with_the_way_back(two: Voc) -> None:
    themes(two, "merge", LATE, TORN)
    run = themes(two, "merge", TORN, LATE)
    assert_refused(run, ExitCode.CONFIG, where="themes.toml", what="물고 돕니다", mend="merge --undo")


@pytest.mark.parametrize("undone", [(TORN,), (LATE,), ("부실·과대 포장",)])
def test_a_merge_is_taken_back_by_either_end(two: Voc, undone: tuple[str, ...]) -> None:
    decided(two, "merge", LATE, TORN)
    assert listed(two) == {LATE: (8, "배송 지연")}
    said = decided(two, "merge", "--undo", *undone).err
    assert f"{LATE} 배송 지연: 8건 → 5건\n{TORN} 부실·과대 포장: 0건 → 3건\n" in said
    assert "merge" not in kept(two)
    assert len(listed(two)) == 2


def test_a_rename_and_a_split_are_taken_back(two: Voc) -> None:
    themes(two, "rename", LATE, "늦은 택배")
    themes(two, "split", "늦은 택배", "새벽배송", "-w", "새벽 배송")
    themes(two, "split", "새벽배송", "또 늦은 새벽배송", "-w", "또")
    analyzed(two)
    assert sorted(listed(two).values())[:2] == [(1, "또 늦은 새벽배송"), (1, "새벽배송")]
    run = themes(two, "split", "--undo", "새벽배송")
    assert_refused(run, ExitCode.USAGE, where="새벽배송", what="또 늦은 새벽배송", mend="그것부터")
    assert "0건" in themes(two, "split", "--undo", "또 늦은 새벽배송").err
    assert "늦은 택배: 3건 → 5건" in themes(two, "split", "--undo", "새벽배송").err
    assert f"{LATE} 늦은 택배 → 배송 지연: 5건\n" in themes(two, "rename", "--undo", "늦은 택배").err
    analyzed(two)
    assert listed(two) == {LATE: (5, "배송 지연"), TORN: (3, "부실·과대 포장")}


@pytest.mark.parametrize(
    ("arguments", "where", "what", "mend"),
    [
        (("rename", "--undo", LATE), LATE, "거둘 결정이 없습니다", "voc themes list"),
        (("ignore", "--undo", LATE), LATE, "거둘 결정이 없습니다", "voc themes list"),
        (("rename", "--undo", LATE, "이름"), "이름", "되돌릴 주제만", "빼고"),
    ],
)
def test_what_cannot_be_taken_back_is_explained(
    two: Voc, arguments: tuple[str, ...], where: str, what: str, mend: str
) -> None:
    assert_refused(themes(two, *arguments), ExitCode.USAGE, where=where, what=what, mend=mend)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [(("rename", LATE), "이름"), (("merge", LATE), "다른주제..."), (("split", LATE, "새벽"), "-w/--word")],
)
def test_only_undo_does_without_a_name_or_words(two: Voc, arguments: tuple[str, ...], what: str) -> None:
    run = themes(two, *arguments)
    assert run.code == ExitCode.USAGE
    assert f"빠진 것이 있습니다: {what}\n" in run.err


def test_a_request_goes_with_its_complaint_and_the_preview_says_so(two: Voc) -> None:
    two.write("two.csv", TWO + "9,새벽 배송 늦다. 해결 부탁\n10,배송 늦다. 해결 부탁\n")
    analyzed(two)
    (told,) = json.loads((two.folder / "report" / "summary.json").read_text(encoding="utf-8"))["theme_follows"]
    assert told["theme_id"] == LATE
    said = decided(two, "split", LATE, "새벽배송", "-w", "새벽").err
    assert f"{LATE} 배송 지연: 7건 → 4건\n" in said
    assert sorted(listed(two).values()) == [(3, "부실·과대 포장"), (3, "새벽배송"), (4, "배송 지연")]
    assert f"{LATE} 배송 지연: 4건 → 7건\n" in themes(two, "split", "--undo", "새벽배송").err


def test_a_rename_of_what_this_result_does_not_have_shows_both_names(two: Voc) -> None:
    by_hand(two, '[[rename]]\ntheme = "T322081e"\nname = "전화 안 받음"\n')
    said = themes(two, "rename", "--undo", "T322081e").err
    assert "T322081e 전화 안 받음 → 고객센터 연결 안 됨: 0건\n" in said


def test_a_result_that_does_not_tell_what_decisions_moved_keeps_the_id_of_a_split(two: Voc) -> None:
    decided(two, "split", LATE, "새벽배송", "-w", "새벽")
    split, summary = kept(two)["split"], two.folder / "report" / "summary.json"
    summary.write_text(json.dumps({**json.loads(summary.read_text(encoding="utf-8")), "theme_moves": []}))
    said = themes(two, "pin", TORN).err
    assert "이미 있는 주제" not in said
    assert kept(two)["split"] == split
    assert f"{LATE} 배송 지연: 3건 → 5건" in themes(two, "split", "--undo", "새벽배송").err


def test_a_name_is_given_once_whether_analysed_or_not(two: Voc) -> None:
    themes(two, "rename", LATE, "하나")
    themes(two, "split", LATE, "둘", "-w", "새벽")
    for arguments in (("rename", TORN, "하나"), ("rename", TORN, "둘"), ("split", TORN, "하나", "-w", "새벽")):
        run = themes(two, *arguments)
        assert_refused(run, ExitCode.USAGE, where=arguments[2], what="다른 주제가 쓰고", mend="다른 이름")
    assert themes(two, "rename", TORN, "배송 지연").code == ExitCode.DONE  # a name that is free again
    analyzed(two)
    assert {name for _, name in listed(two).values()} == {"하나", "둘", "배송 지연"}


def test_names_that_are_alike_by_hand_are_told_apart_with_a_note(two: Voc) -> None:
    by_hand(two, f'[[rename]]\ntheme = "{TORN}"\nname = "배송 지연"\n')
    assert "'배송 지연'이라는 이름의 주제가 둘 이상입니다" in analyzed(two).err
    assert listed(two) == {LATE: (5, f"배송 지연 ({LATE})"), TORN: (3, "배송 지연")}


def test_to_split_by_the_same_name_gives_it_other_words(two: Voc) -> None:
    themes(two, "split", LATE, "새벽배송", "-w", "새벽")
    said = themes(two, "split", LATE, "새벽배송", "-w", "또").err
    assert "앞서 '새벽배송'으로 나눌 때 적은 말을" in said
    assert [entry["words"] for entry in kept(two)["split"]] == [["또"]]


def test_a_word_that_nobody_uses_is_named(two: Voc) -> None:
    said = themes(two, "split", LATE, "드론배송", "-w", "드론", "-w", "새벽").err
    assert f"{LATE} 배송 지연으로 찾은 의견에는 '드론'이 든 것이 없습니다" in said
    assert "'새벽'" not in said


def test_a_decision_for_what_is_merged_or_pinned_is_refused_or_replaced(two: Voc) -> None:
    themes(two, "pin", TORN)
    said = themes(two, "ignore", TORN).err
    assert f"{TORN} 부실·과대 포장의 고정을 거둡니다." in said
    assert "pin" not in kept(two)
    themes(two, "pin", TORN)
    assert "ignore" not in kept(two)
    themes(two, "merge", LATE, TORN)
    run = themes(two, "rename", TORN, "포장")
    assert_refused(run, ExitCode.USAGE, where=TORN, what=f"{LATE} 배송 지연에 합쳐져", mend="merge --undo")


def test_names_by_hand_do_for_ids_and_what_nobody_knows_is_named(two: Voc) -> None:
    by_hand(two, 'pin = ["부실·과대 포장", "T0000000"]\nignore = ["배송 지엽"]\n')
    said = analyzed(two).err
    assert "pin에 적힌 주제 'T0000000'은 이 자료에도 지난 결과에도 없습니다" in said
    assert "ignore에 적힌 주제 '배송 지엽'은 이 자료에도 지난 결과에도 없습니다. 혹시: 배송 지연" in said
    assert next(iter(listed(two))) == TORN
    by_hand(two, 'ignore = ["배송 지연"]\n[[rename]]\ntheme = "배송 지연"\nname = "늦음"\n')
    assert "적힌 주제" not in analyzed(two).err
    assert listed(two).keys() == {TORN}
    themes(two, "pin", TORN)
    assert kept(two)["ignore"] == [LATE]


def test_what_a_hand_written_file_does_not_do_is_noted(two: Voc) -> None:
    by_hand(
        two,
        f'[[rename]]\ntheme = "{TORN}"\nname = "포장"\n[[merge]]\ninto = "{LATE}"\nthemes = ["{TORN}"]\n'
        f'[[split]]\ntheme = "{LATE}"\nname = "새벽"\nwords = ["새벽"]\nid = "{TORN}"\n',
    )
    said = analyzed(two).err
    assert f"{TORN}에 준 이름 '포장'은 쓰이지 않습니다" in said
    assert f"id {TORN}은(는) 이미 있는 주제 '부실·과대 포장'의 번호입니다" in said
    assert sorted(listed(two).values()) == [(2, "새벽"), (6, "배송 지연")]


def test_what_a_report_does_not_show_is_not_shown(two: Voc) -> None:
    decided(two, "ignore", TORN)
    run = two("themes", "show", TORN, "--from", "report")
    assert_refused(run, ExitCode.USAGE, where=TORN, what="나오지 않는 주제", mend="voc themes list")


def test_the_help_of_merge_tells_the_two_apart(two: Voc) -> None:
    assert "주제 다른주제..." in two("themes", "merge", "--help").text


def test_a_scheduled_run_names_what_nobody_knows(ran: Voc) -> None:
    by_hand(ran, f'pin = ["{LATE}", "T0000000", "배송 지연", "없는 이름"]\n')
    ran.write("in/w3.csv", week(3))
    run = ran("run")
    assert run.code == ExitCode.DONE, run.err
    assert run.err.count("이 자료에도 지난 결과에도 없습니다") == 2, run.err


def test_comments_by_hand_outlive_a_command(two: Voc) -> None:
    by_hand(two, '# 물류팀 관리\n\n# 3월 회의에서\n[[rename]]\ntheme = "배송 지연"\nname = "늦음"\n')
    assert themes(two, "pin", TORN).code == ExitCode.DONE
    text = (two.folder / "themes.toml").read_text(encoding="utf-8")
    assert "# 물류팀 관리\n\npin" in text
    assert f'# 3월 회의에서\n[[rename]]\ntheme = "{LATE}"' in text
