"""The history is a function of the exports, whatever the order and the pieces in which they come."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from tests.store.support import NUMBERED, PLAIN, Desk, call, review
from voc_cli import scheduled
from voc_cli.ahead import make_seeds
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.io.read import read_documents
from voc_cli.remembered import recall
from voc_cli.schema import Alert, ReadResult
from voc_cli.store.history import History, open_history


def test_running_twice_changes_nothing_and_annotates_nothing(desk: Desk) -> None:
    desk.put("a.csv", [call(1), call(2)], NUMBERED)
    first = desk.run()
    before, given = desk.tables(), list(desk.engine.given)
    second = desk.run()
    assert (first.merged.n_new, second.n_files) == (2, 0)
    assert not second.merged.changed
    assert desk.tables() == before
    assert desk.engine.given == given


def test_a_corrected_row_replaces_its_old_self(desk: Desk) -> None:
    desk.put("a.csv", [call(1), call(2)], NUMBERED)
    desk.run()
    desk.put("a.csv", [call(1, text="환불/NNG 하/VV 아/EC 주/VX 세요/EF", status="완료"), call(2)], NUMBERED)
    taken = desk.run()
    assert (taken.merged.n_new, taken.merged.n_replaced) == (0, 1)
    found = desk.records("doc_id, carried LIKE '%완료%', text LIKE '환불%'")
    assert found == [("00001", True, True), ("00002", False, False)]
    with open_history(desk.folder / "voc.duckdb", read_only=True) as history:
        assert history.count("SELECT count(*) FROM clauses WHERE doc_id = '00001' AND text LIKE '배송%'") == 0


def test_an_export_that_reaches_further_wins_also_when_it_comes_first(desk: Desk) -> None:
    desk.put("later.csv", [call(1, status="완료"), call(9)], NUMBERED)
    desk.run()
    desk.put("earlier.csv", [call(1), call(2)], NUMBERED)
    taken = desk.run()
    assert (taken.merged.n_new, taken.merged.n_replaced) == (1, 0)
    assert [status for _, status in desk.records("doc_id, carried->>'처리상태'")] == ["완료", "접수", "접수"]


CLOSED = (*NUMBERED, "완료일시")


def test_an_export_of_corrected_rows_alone_wins_where_it_was_surely_made_later(desk: Desk) -> None:
    desk.put("w1.csv", [(*call(number), "") for number in (1, 2, 3)], CLOSED)
    desk.run()
    # The corrected row came in before the last one of the week, and was closed after it.
    corrected = (*call(1, text="환불/NNG 하/VV 아/EC 주/VX 세요/EF", status="완료"), "2024-01-05 10:00")
    desk.put("a_fix.csv", [corrected], CLOSED)
    taken = desk.run()
    assert (taken.merged.n_replaced, taken.merged.n_outdone) == (1, 0)
    assert desk.records("text LIKE '환불%', source_file")[0] == (True, "a_fix.csv")


def test_what_an_export_that_reaches_further_outdoes_is_counted_unless_it_says_the_same(desk: Desk) -> None:
    desk.put("w1.csv", [call(1), call(2), call(3)], NUMBERED)
    desk.run()
    desk.put("fix.csv", [call(1), call(2, text="환불/NNG 하/VV 아/EC 주/VX 세요/EF")], NUMBERED)
    taken = desk.run()
    assert (taken.merged.n_replaced, taken.merged.n_outdone) == (0, 1)
    assert desk.records("text LIKE '배송%'") == [(True,)] * 3
    assert desk.run().merged.n_outdone == 0


def test_a_file_that_grows_brings_its_new_rows_only(desk: Desk) -> None:
    desk.put("a.csv", [review(1, "배송/NNG 늦/VA 다/EF"), review(2, "굿/NNG")], PLAIN)
    desk.run()
    desk.put("a.csv", [review(3, "새/MM 글/NNG"), review(1, "배송/NNG 늦/VA 다/EF"), review(2, "굿/NNG")], PLAIN)
    taken = desk.run()
    # Rows have moved down, so that the same records stand in other rows of the file: nothing else about them is new.
    assert (taken.merged.n_new, taken.merged.n_removed) == (1, 0)
    assert [row for (row,) in desk.records("text")] == ["배송/NNG 늦/VA 다/EF", "굿/NNG", "새/MM 글/NNG"]


def test_equal_rows_of_one_file_are_all_kept_and_overlaps_are_not_counted_twice(desk: Desk) -> None:
    desk.put("리뷰_2024-01.csv", [review(1, "굿/NNG"), review(1, "굿/NNG"), review(2, "배송/NNG")], PLAIN)
    desk.put("리뷰_2024-02.csv", [review(1, "굿/NNG"), review(1, "굿/NNG"), review(3, "포장/NNG")], PLAIN)
    desk.run()
    assert [text for (text,) in desk.records("text")] == ["굿/NNG", "굿/NNG", "배송/NNG", "포장/NNG"]


def test_two_series_of_files_do_not_meet(desk: Desk) -> None:
    desk.put("android_01.csv", [review(1, "굿/NNG")], PLAIN)
    desk.put("ios_01.csv", [review(1, "굿/NNG"), review(2, "포장/NNG")], PLAIN)
    desk.run()
    assert len(desk.records()) == 3


def test_one_number_of_two_systems_is_two_records_with_names_of_their_own(desk: Desk) -> None:
    desk.put("a.csv", [call(1)], NUMBERED)
    desk.put("b.csv", [("00001", "2024-01-05", "굿/NNG")], ("리뷰번호", "작성일", "후기"))
    desk.run()
    assert [name for (name,) in desk.records("doc_id")] == ["00001", "00001"]
    with open_history(desk.folder / "voc.duckdb", read_only=True) as history:
        remembered = recall(history, make_seeds(shipped_dictionary(), FakeTokenizer()))
    assert remembered is not None
    assert sorted(remembered.related.documents["doc_id"]) == ["리뷰번호:00001", "접수번호:00001"]


def test_a_row_without_a_number_that_was_corrected_or_taken_back_goes(desk: Desk) -> None:
    rows = [review(day, f"글/NNG {day}") for day in range(1, 9)]
    desk.put("a.csv", rows, PLAIN)
    desk.run()
    desk.put("a.csv", [*rows[:4], review(5, "고친/NNG 글/NNG"), *rows[6:]], PLAIN)
    taken = desk.run()
    assert (taken.merged.n_new, taken.merged.n_removed) == (1, 2)
    assert len(desk.records()) == 7


@pytest.mark.parametrize("is_timed", [True, False])
def test_of_the_first_day_only_what_came_before_the_first_row_may_have_been_cut_off(
    desk: Desk, tmp_path: Path, is_timed: bool
) -> None:
    days = [f"2024-01-0{1 + number // 4}{f' {9 + number % 4}:00' if is_timed else ''}" for number in range(8)]
    rows = [(day, 1, f"글/NNG {number}") for number, day in enumerate(days)]
    desk.put("a.csv", rows, PLAIN)
    desk.run()
    desk.put("a.csv", [(days[1], 1, "고친/NNG 글/NNG"), *rows[2:]], PLAIN)
    taken = desk.run()
    # The first row lies before the window; without times so may the second, which was corrected.
    assert (taken.merged.n_new, taken.merged.n_removed) == (1, int(is_timed))
    assert len(desk.records()) == 8 + (not is_timed)
    if is_timed:
        desk.put("a.csv", rows, PLAIN)
        desk.run()
        assert desk.tables() == all_at_once(desk, tmp_path).tables()


def all_at_once(desk: Desk, tmp_path: Path) -> Desk:
    """Another desk, on which all exports of ``desk`` are read at once."""
    other = Desk(tmp_path.with_name(f"{tmp_path.name}_once"))
    shutil.rmtree(other.folder, ignore_errors=True)
    for path in desk.folder.glob("*.csv"):
        other.folder.mkdir(exist_ok=True)  # beside the first desk
        (other.folder / path.name).write_bytes(path.read_bytes())
    other.run()
    return other


@pytest.mark.parametrize("is_corrected", [True, False])
def test_a_row_that_another_export_still_holds_stays(desk: Desk, tmp_path: Path, is_corrected: bool) -> None:
    rows = [review(day, f"글/NNG {day}") for day in range(1, 13)]
    desk.put("rv_1.csv", rows[:8], PLAIN)
    desk.run()
    desk.put("rv_2.csv", rows[4:], PLAIN)
    desk.run()
    others = [review(6, "고친/NNG 글/NNG")] if is_corrected else []
    desk.put("rv_2.csv", [rows[4], *others, *rows[6:]], PLAIN)
    taken = desk.run()
    assert (taken.merged.n_new, taken.merged.n_removed) == (len(others), 0)
    assert len(desk.records()) == 12 + len(others)
    assert desk.tables() == all_at_once(desk, tmp_path).tables()
    assert not desk.run().n_files


@pytest.mark.parametrize("has_numbers", [True, False])
def test_a_file_that_was_renamed_is_the_same_file(desk: Desk, tmp_path: Path, has_numbers: bool) -> None:
    rows = [call(day) if has_numbers else review(day, f"글/NNG {day}") for day in range(1, 13)]
    header = NUMBERED if has_numbers else PLAIN
    desk.put("리뷰_1.csv", rows[:8], header)
    desk.put("리뷰_2.csv", rows[4:], header)
    desk.run()
    (desk.folder / "리뷰_2.csv").rename(desk.folder / "리뷰_2_최종.csv")
    taken = desk.run()
    assert taken.renamed == (("리뷰_2_최종.csv", "리뷰_2.csv"),)
    # The names of another series: its records are told apart from those that both files held until now.
    assert (taken.merged.n_new, taken.merged.n_removed) == (0 if has_numbers else 4, 0)
    assert desk.tables() == all_at_once(desk, tmp_path).tables()
    assert desk.run().n_files == 0


def test_an_alert_of_a_record_goes_along_when_its_file_is_renamed(desk: Desk) -> None:
    desk.put("a.csv", [review(1, "글/NNG"), review(2, "굿/NNG")], PLAIN)
    desk.run()
    with open_history(desk.folder / "voc.duckdb") as history:
        ids = [f"urgent:2024-01-01:{name}" for (name,) in desk_ids(history)]
        history.remember_alerts([Alert(ids[0], "2024-01-01", "urgent", "critical", "", "위험", 1, 1)])
    (desk.folder / "a.csv").rename(desk.folder / "a_최종.csv")
    desk.run()
    with open_history(desk.folder / "voc.duckdb", read_only=True) as history:
        assert history.raised_alerts() == {f"urgent:2024-01-01:{desk_ids(history)[0][0]}"} != {ids[0]}


def desk_ids(history: History) -> list[tuple[str]]:
    return history.connection.execute("SELECT doc_id FROM records ORDER BY received_at").fetchall()


def test_two_files_of_the_same_bytes_are_counted_once(desk: Desk, tmp_path: Path) -> None:
    rows = [review(day, f"글/NNG {day}") for day in range(1, 5)]
    desk.put("리뷰.csv", rows, PLAIN)
    desk.run()
    desk.put("가_사본.csv", rows, PLAIN)
    taken = desk.run()
    assert taken.copies == (("리뷰.csv", "가_사본.csv"),)
    assert (taken.merged.n_new, taken.merged.n_removed, len(desk.records())) == (0, 0, 4)
    assert desk.tables() == all_at_once(desk, tmp_path).tables()
    again = desk.run()
    assert (again.n_files, again.copies) == (0, ())
    (desk.folder / "가_사본.csv").unlink()
    assert desk.run().renamed == (("리뷰.csv", "가_사본.csv"),)
    desk.put("가_사본.csv", [*rows, review(5, "새/MM 글/NNG")], PLAIN)
    grown = desk.run()
    assert (grown.copies, grown.merged.n_new) == ((), 5)


def test_headers_alone_are_no_copies(desk: Desk) -> None:
    for name in ("a.csv", "b.csv"):
        desk.put(name, [], PLAIN)
    assert desk.run().copies == ()


def test_a_moving_window_does_not_take_back_what_it_leaves_behind(desk: Desk) -> None:
    rows = [review(day, f"글/NNG {day}") for day in range(1, 13)]
    desk.put("최근.csv", rows[:8], PLAIN)
    desk.run()
    desk.put("최근.csv", rows[3:12], PLAIN)
    taken = desk.run()
    assert (taken.merged.n_new, taken.merged.n_removed) == (4, 0)
    assert len(desk.records()) == 12


def test_another_export_under_the_same_name_takes_nothing_back(desk: Desk) -> None:
    desk.put("export.csv", [review(day, f"글/NNG {day}") for day in range(1, 9)], PLAIN)
    desk.run()
    desk.put("export.csv", [review(day, f"다른/MM 상품/NNG {day}") for day in range(1, 9)], PLAIN)
    assert desk.run().merged.n_removed == 0
    assert len(desk.records()) == 16


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("a.csv", [call(1)], NUMBERED)

    def grow(inputs: Sequence[str], **how: Any) -> ReadResult:
        read = read_documents(inputs, **how)
        with Path(inputs[0]).open("a", encoding="utf-8") as file:
            file.write("00002,2024-01-02,굿/NNG,접수\n")
        return read

    monkeypatch.setattr(scheduled, "read_documents", grow)
    assert desk.run().growing == ("a.csv",)
    assert desk.records() == []
    monkeypatch.undo()
    assert desk.run().merged.n_new == 2


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_read(desk: Desk) -> None:
    desk.put("a.csv", [call(1)], NUMBERED)
    (desk.folder / "b.csv").write_bytes(b"PK\x03\x04 cut off")
    taken = desk.run()
    assert [error.where.rpartition("/")[2] for error in taken.failed] == ["b.csv"]
    assert taken.merged.n_new == 1


def test_what_could_not_be_read_is_kept_for_the_last_version_of_a_file(desk: Desk) -> None:
    desk.put("a.csv", [call(1), call(2, text=" ")], NUMBERED)
    assert desk.run().n_rejected == 1
    desk.run()
    with open_history(desk.folder / "voc.duckdb", read_only=True) as history:
        assert history.count("SELECT count(*) FROM rejected") == 1
    desk.put("a.csv", [call(1), call(2)], NUMBERED)
    desk.run()
    with open_history(desk.folder / "voc.duckdb", read_only=True) as history:
        assert history.count("SELECT count(*) FROM rejected") == 0


def test_a_file_without_a_row_that_can_be_read_stops_nothing(desk: Desk) -> None:
    desk.put("a.csv", [review(1, "")], PLAIN)
    assert desk.run().n_rejected == 1  # alone, in a new history
    desk.put("a.csv", [review(1, "포장/NNG 나쁘/VA 어요/EF"), review(2, "")], PLAIN)
    desk.run()
    desk.put("a.csv", [review(1, ""), review(2, "")], PLAIN)
    desk.put("b.csv", [call(1)], NUMBERED)
    taken = desk.run()
    assert (taken.n_rejected, taken.merged.n_new, taken.merged.n_removed) == (2, 1, 0)
    assert len(desk.records()) == 2
    assert desk.run().n_files == 0


def test_only_masked_text_is_kept(desk: Desk) -> None:
    desk.put("a.csv", [call(1, text="연락/NNG 010-1234-5678")], NUMBERED)
    desk.run()
    assert desk.records("text, masked") == [("연락/NNG [전화번호]", "phone=1")]
    assert b"1234-5678" not in (desk.folder / "voc.duckdb").read_bytes()


def test_a_new_version_annotates_again_and_finds_the_same_records(desk: Desk) -> None:
    desk.put("a.csv", [review(1, "굿/NNG 010-1234-5678"), review(2, "배송/NNG")], PLAIN)
    desk.run()
    desk.annotation = "v2"
    taken = desk.run()
    assert (taken.n_files, taken.merged.n_new, taken.merged.n_replaced) == (1, 0, 0)
    assert desk.records("annotation") == [("v2",), ("v2",)]


# --- any order, any pieces --------------------------------------------------------------------------------------------

DAYS = list(range(1, 13))
TEXTS = {day: f"{'배송' if day % 2 else '포장'}/NNG 늦/VA 어요/EF {day % 5}" for day in DAYS}


@settings(max_examples=5)
@given(
    windows=st.lists(
        st.tuples(st.sampled_from(DAYS), st.integers(1, 6)).map(lambda pair: (pair[0], min(pair[0] + pair[1], 13))),
        min_size=1,
        max_size=5,
    ),
    has_numbers=st.booleans(),
    data=st.data(),
)
def test_overlapping_exports_in_any_order_end_as_one_run_over_all(
    windows: list[tuple[int, int]], has_numbers: bool, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = {}
    for number, (first, last) in enumerate(windows):
        days = range(first, last)
        # The status of a call moves on with each export; what was said stays.
        if has_numbers:
            files[f"내보내기_{number}.csv"] = [call(day, text=TEXTS[day], status=f"{last}") for day in days]
        else:
            files[f"내보내기_{number}.csv"] = [review(day, TEXTS[day]) for day in days]
    header = NUMBERED if has_numbers else PLAIN
    once, pieces = Desk(tmp_path_factory.mktemp("once")), Desk(tmp_path_factory.mktemp("pieces"))
    for name, rows in files.items():
        once.put(name, rows, header)
    once.run()
    for name in data.draw(st.permutations(list(files))):
        pieces.put(name, files[name], header)
        pieces.run()
    assert pieces.tables() == once.tables()


def test_urgent_records_are_noted_as_they_come_in_after_the_first_run(desk: Desk) -> None:
    report = "소비자원/NNG 에/JKB 신고/NNG 하/VV 겠습니다/EF"

    def noted() -> list[str]:
        with open_history(desk.folder / "voc.duckdb", read_only=True) as history:
            return [str(key) for key in history.frame("SELECT doc_key FROM urgent_arrivals ORDER BY ALL")["doc_key"]]

    desk.put("a.csv", [call(1), call(2, text=report)], NUMBERED)
    desk.run()
    assert desk.records("signals")[1] != ("",)
    assert noted() == []
    # Closed now, which makes no new case of it; another one became one.
    desk.put("a.csv", [call(1, text=report), call(2, text=report, status="완료"), call(3)], NUMBERED)
    desk.run()
    assert len(noted()) == 1
    desk.annotation = "v2"
    desk.put("b.csv", [call(3, text=report), call(4, text=report)], NUMBERED)
    desk.run()
    assert len(noted()) == 3
