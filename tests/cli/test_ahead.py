from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from voc_cli import config
from voc_cli.cli import ahead
from voc_cli.cli.tools import make_engine
from voc_cli.engine.local import LocalEngine


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[LocalEngine]:
    engines: list[LocalEngine] = []

    def note(engine: LocalEngine) -> None:
        engines.append(engine)

    monkeypatch.setattr(LocalEngine, "begin", note)
    monkeypatch.setenv("VOC_CACHE_DIR", str(tmp_path / "cache"))
    return engines


def export(folder: Path, *, n_bytes: int) -> str:
    path = folder / "voc.csv"
    path.write_bytes(b"x" * n_bytes)
    return str(path)


def at(path: str, seconds: int, *, beside: Path) -> None:
    """Let ``path`` be written so many seconds after another file."""
    moment = beside.stat().st_mtime + seconds
    os.utime(path, (moment, moment))


def test_the_analyser_loads_while_a_large_export_is_read(begun: list[LocalEngine], tmp_path: Path) -> None:
    engine = ahead.begin_ahead([export(tmp_path, n_bytes=1_000_000)])
    assert engine is not None
    assert begun == [engine]


@pytest.mark.parametrize("n_bytes", [0, 999_999])
def test_a_small_export_is_read_before_the_analyser_could_be_there(
    begun: list[LocalEngine], tmp_path: Path, n_bytes: int
) -> None:
    assert ahead.begin_ahead([export(tmp_path, n_bytes=n_bytes)]) is None
    assert begun == []


@pytest.mark.parametrize(("seconds", "n_begun"), [(-10, 0), (10, 1)])
def test_no_analyser_is_begun_where_an_earlier_run_left_annotations_since(
    begun: list[LocalEngine], tmp_path: Path, seconds: int, n_begun: int
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "annotations-1.duckdb").touch()
    path = export(tmp_path, n_bytes=2_000_000)
    at(path, seconds, beside=tmp_path / "cache" / "annotations-1.duckdb")
    assert (ahead.begin_ahead([path]) is None) is not bool(n_begun)
    assert len(begun) == n_begun


@pytest.mark.parametrize("seconds", [-10, 10])
@pytest.mark.parametrize("named", ["", 'history = "history/voc.db"\n'])
def test_the_analyser_of_a_job_begins_where_an_export_is_younger_than_the_history(
    begun: list[LocalEngine], tmp_path: Path, named: str, seconds: int
) -> None:
    path = export(tmp_path, n_bytes=2_000_000)
    settings = tmp_path / "voc.toml"
    settings.write_text(f'[run]\ninputs = ["gone.csv", "*.csv"]\n{named}', encoding="utf-8")
    history = tmp_path / ("history/voc.db" if named else "voc.duckdb")
    history.parent.mkdir(exist_ok=True)
    history.touch()
    at(path, seconds, beside=history)
    engine = ahead.begin_job_ahead(settings)
    assert begun == ([engine] if seconds > 0 else [])
    history.unlink()
    assert ahead.begin_job_ahead(settings) is not None


@pytest.mark.parametrize("settings", ["", "[run", "[run]\ninputs = 7", "run = 7", '[run]\ninputs = ["*.tsv", 7]'])
def test_what_is_wrong_with_a_job_is_left_to_its_run(begun: list[LocalEngine], tmp_path: Path, settings: str) -> None:
    export(tmp_path, n_bytes=2_000_000)
    (tmp_path / "voc.toml").write_text(settings, encoding="utf-8")
    assert ahead.begin_job_ahead(tmp_path / "voc.toml") is None
    assert ahead.begin_job_ahead(tmp_path / "no.toml") is None
    assert begun == []


def test_the_files_of_a_job_are_named_as_in_its_settings() -> None:
    assert (config.FILE_NAME, config.RunSettings().history) == (ahead.SETTINGS_FILE, ahead.HISTORY_FILE)


@pytest.mark.parametrize("path", ["-", "없는 파일.csv", "*.csv", "a\0b", "x" * 5_000])
def test_what_is_no_file_is_left_to_reading(begun: list[LocalEngine], path: str) -> None:
    assert ahead.begin_ahead([path]) is None
    assert begun == []


@pytest.mark.parametrize(("n_bytes", "n_begun"), [(999_999, 0), (1_000_000, 1)])
def test_once_something_is_new_the_analyser_loads_whatever_was_left(
    begun: list[LocalEngine], tmp_path: Path, n_bytes: int, n_begun: int
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "annotations-1.duckdb").touch()
    ahead.begin_at_once(LocalEngine(), [export(tmp_path, n_bytes=n_bytes)])
    assert len(begun) == n_begun


def test_what_is_imported_ahead_is_there() -> None:
    ahead.import_ahead()
    assert {*ahead._LATER} <= sys.modules.keys()


def test_a_cluster_needs_no_analyser_here(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[LocalEngine] = []

    def note(engine: LocalEngine) -> None:
        ended.append(engine)

    monkeypatch.setattr(LocalEngine, "end", note)
    monkeypatch.setattr("voc_cli.engine.cluster.ClusterEngine", lambda address: address)
    engine = LocalEngine()
    assert make_engine(config.Settings(cluster="tcp://host:1"), ahead=engine) == "tcp://host:1"  # type: ignore[comparison-overlap]
    assert ended == [engine]
