"""A history file that is newer, older, damaged, or somebody else's, and what cannot be written."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.store.support import NUMBERED, Desk, call
from voc_cli.errors import ConfigError, OutputError
from voc_cli.signals.leaving import Act
from voc_cli.store import tables
from voc_cli.store.database import put_aside
from voc_cli.store.history import open_history
from voc_cli.store.upkeep import faults


def test_a_newer_history_is_left_alone(desk: Desk) -> None:
    desk.put("a.csv", [call(1)], NUMBERED)
    desk.run()
    path = desk.folder / "voc.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    before = path.read_bytes()
    with pytest.raises(ConfigError, match="99"), open_history(path):
        pass
    assert path.read_bytes() == before


def test_a_history_is_led_to_a_later_version_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.csv", [call(1)], NUMBERED)
    desk.run()
    later = tables.VERSION + 1
    monkeypatch.setitem(tables.MIGRATIONS, later, "ALTER TABLE runs ADD COLUMN note VARCHAR")
    path = desk.folder / "voc.duckdb"
    with duckdb.connect(str(path)) as connection:
        tables.prepare(connection, path, version=later)
        assert connection.execute("SELECT note FROM runs").fetchall() == [(None,)]
        assert connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchall() == [(str(later),)]
        tables.prepare(connection, path, version=later)


def test_a_history_of_the_first_version_takes_every_act(desk: Desk) -> None:
    desk.put("a.csv", [call(1)], NUMBERED)
    desk.run()
    path = desk.folder / "voc.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("ALTER TABLE record_clauses ALTER act TYPE SMALLINT")
        connection.execute("DROP TABLE urgent_arrivals")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
    with open_history(path):
        pass
    acts = [value for name, value in vars(Act).items() if not name.startswith("_")]
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE record_clauses SET act = ?", [sum(acts)])
        assert set(connection.execute("SELECT act FROM record_clauses").fetchall()) == {(sum(acts),)}
        assert connection.execute("SELECT count(*) FROM clauses").fetchall() > [(0,)]


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE sales (a INTEGER)")
    with pytest.raises(ConfigError, match="이력 파일이 아닙니다"), open_history(path):
        pass


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    "content",
    [
        "접수번호,내용\n1,배송 늦다\n".encode(),
        "번호,내용\n".encode("utf-16"),
        b"PK\x03\x04\0\0\0\0 a workbook",
        b"{}" * 9_000,
    ],
)
def test_a_file_of_another_kind_is_no_history(tmp_path: Path, content: bytes, read_only: bool) -> None:
    path = tmp_path / "export.csv"  # which DuckDB would open as a table
    path.write_bytes(content)
    with (
        pytest.raises(ConfigError, match="이력 파일이 아닙니다") as caught,
        open_history(path, read_only=read_only),
    ):
        pass
    assert "다른 파일 이름" in caught.value.mend
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"\x8f\0\x01not a database" * 500, b"\0" * 20_000])
def test_a_damaged_history_is_named_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "voc.duckdb"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="손상") as caught, open_history(path):
        pass
    assert "--rebuild" in caught.value.mend
    assert path.read_bytes() == content


_HEADERS, _BLOCK = 3 * 4096, 1 << 18  # how DuckDB lays out a file


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_history_whose_damage_shows_late_is_named(desk: Desk, is_cut: bool) -> None:
    desk.put("a.csv", [call(day) for day in range(1, 29)], NUMBERED)
    desk.run()
    path = desk.folder / "voc.duckdb"
    with duckdb.connect(str(path)) as connection:
        # More than the file keeps beside its tables' names.
        connection.execute("UPDATE records SET carried = (SELECT string_agg(hash(i)::VARCHAR) FROM range(3000) t(i))")
        connection.execute("UPDATE records SET carried = hash(doc_id)::VARCHAR || carried")
    sound, n_late = path.read_bytes(), 0
    for first in range(_HEADERS, len(sound), _BLOCK):
        harmed = sound[: first + 900] if is_cut else sound[: first + 900] + b"\xff\0\xff" + sound[first + 903 :]
        for writes in (False, True):
            path.write_bytes(harmed)
            path.with_name("voc.duckdb.wal").unlink(missing_ok=True)
            opened = False
            try:
                with open_history(path, read_only=not writes) as history:
                    opened = True
                    if writes:
                        with history.transaction():
                            history.connection.execute("DELETE FROM records WHERE carried LIKE '%7'")
                    faults(history, None)
            except ConfigError as error:
                assert "손상" in error.what
                assert "--rebuild" in error.mend
                n_late += opened
    assert n_late > 1


def test_a_mistake_of_ours_is_not_told_as_damage(desk: Desk) -> None:
    desk.put("a.csv", [call(1)], NUMBERED)
    desk.run()
    with pytest.raises(duckdb.CatalogException), open_history(desk.folder / "voc.duckdb") as history:
        history.frame("SELECT * FROM nothing_of_the_kind")


def test_each_history_that_is_put_aside_is_kept_with_its_log(tmp_path: Path) -> None:
    path, names = tmp_path / "voc.duckdb", []
    for number in range(3):
        path.write_text(f"{number}", encoding="utf-8")
        path.with_name("voc.duckdb.wal").write_text(f"log {number}", encoding="utf-8")
        names.append(put_aside(path).name)
    assert names == ["voc.duckdb.damaged", "voc.duckdb.damaged-2", "voc.duckdb.damaged-3"]
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in names] == ["0", "1", "2"]
    assert [(tmp_path / f"{name}.wal").read_text(encoding="utf-8") for name in names] == ["log 0", "log 1", "log 2"]
    assert len(list(tmp_path.iterdir())) == 6


def test_a_transaction_that_fails_leaves_everything_as_it_was(desk: Desk) -> None:
    desk.put("a.csv", [call(1)], NUMBERED)
    desk.run()
    before = desk.tables()
    # A fault of the program is no lack of rights, which somebody would look for in vain.
    with (
        open_history(desk.folder / "voc.duckdb") as history,
        pytest.raises(duckdb.BinderException),
        history.transaction(),
    ):
        history.connection.execute("DELETE FROM records")
        history.connection.execute("INSERT INTO records SELECT 1")
    assert desk.tables() == before


@pytest.mark.parametrize("error", [duckdb.IOException("Could not write"), duckdb.FatalException("No space left")])
def test_a_file_that_cannot_be_written_is_said_to_be(desk: Desk, error: duckdb.Error) -> None:
    with (
        open_history(desk.folder / "voc.duckdb") as history,
        pytest.raises(OutputError),
        history.transaction(),
    ):
        raise error
