"""What whole runs gave comes back as it was, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli import resources
from voc_cli.store import version
from voc_cli.store.results import LARGE, Parcel, Result, Results

FILES = {"a.csv": "접수번호,내용\n1,늦어요\n".encode() * 50, "b.xlsx": b"PK\x03\x04 no archive", "c.txt": b""}
PRINTED = ("보고서\n", b"\xef\xbb\xbfcsv\x00")


def keep(results: Results, key: str, files: dict[str, bytes] | None = None, *, large: int = LARGE) -> None:
    parcel = Parcel(large=large)
    for name, data in (FILES if files is None else files).items():
        parcel.add(name, data)
    results.keep(key, parcel, printed=PRINTED, notes=["알림[심각] 하나"], code=10)


def entry_of(folder: Path) -> Path:
    (entry,) = folder.iterdir()
    return entry


def test_a_result_comes_back_whole(tmp_path: Path) -> None:
    keep(Results(tmp_path / "cache"), "key")
    assert Results(tmp_path / "cache").find("key") == Result(FILES, PRINTED, ("알림[심각] 하나",), 10)
    assert Results(tmp_path / "cache").find("other") is None


def test_a_large_result_is_packed_but_for_archives(tmp_path: Path) -> None:
    files = {"a.csv": b"a,b\n" * 900, "b.xlsx": b"PK" + bytes(900)}
    size = sum(map(len, files.values()))
    for key, large in (("raw", size + 1), ("packed", size)):
        keep(Results(tmp_path), key, files, large=large)
        found = Results(tmp_path).find(key)
        assert found is not None
        assert found.files == files
    raw, packed = ((tmp_path / f"result-{key}").read_bytes() for key in ("raw", "packed"))
    assert files["a.csv"] in raw
    assert files["a.csv"] not in packed
    assert files["b.xlsx"] in raw
    assert files["b.xlsx"] in packed


@given(files=st.dictionaries(st.text(min_size=1, max_size=9), st.binary(max_size=300), max_size=4))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    results = Results(tmp_path_factory.mktemp("cache"))
    keep(results, "key", files)
    found = results.find("key")
    assert found is not None
    assert found.files == files


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    keep(Results(tmp_path / "cache"), "key")
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    assert entry_of(tmp_path / "cache").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("length", [0, 7, 31, 32, 40, 200, -1])
def test_a_torn_entry_is_none_and_goes(tmp_path: Path, length: int) -> None:
    results = Results(tmp_path)
    keep(results, "key")
    entry = entry_of(tmp_path)
    entry.write_bytes(entry.read_bytes()[:length])
    assert results.find("key") is None
    assert not entry.exists()


def test_a_changed_byte_anywhere_makes_it_none(tmp_path: Path) -> None:
    results = Results(tmp_path)
    keep(results, "key")
    entry = entry_of(tmp_path)
    whole = entry.read_bytes()
    for place in range(0, len(whole), 29):
        entry.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert results.find("key") is None, place


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    data = os.urandom(1_000)
    results = Results(tmp_path, max_bytes=4_000)
    for age, key in enumerate(("used", "old", "young")):
        keep(results, key, {"a": data})
        os.utime(tmp_path / f"result-{key}", (1_000 + age, 1_000 + age))
    assert results.find("used") is not None
    keep(results, "new", {"a": data})
    assert {key for key in ("used", "old", "young", "new") if results.find(key) is not None} == {"used", "young", "new"}


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "result-key.0a.tmp"
    left.write_bytes(bytes(3_500))
    os.utime(left, (1, 1))
    keep(Results(tmp_path, max_bytes=4_000), "key", {"a": os.urandom(1_000)})
    assert not left.exists()


def test_a_result_above_the_limit_is_not_kept_and_pushes_nothing_out(tmp_path: Path) -> None:
    results = Results(tmp_path, max_bytes=4_000)
    keep(results, "small", {"a": b"1"})
    keep(results, "large", {"a": os.urandom(5_000)})
    assert results.find("large") is None
    assert results.find("small") is not None


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    keep(Results(tmp_path / "file"), "key")
    assert Results(tmp_path / "file").find("key") is None


def test_every_byte_of_the_program_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "voc_cli"
    for name in ("cli/run.py", "resources/messages/cli.toml", "resources/templates/page.css", "__pycache__/run.pyc"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("one", encoding="utf-8")
    monkeypatch.setattr(resources, "files", lambda _: package)
    before = resources.program_hash()
    for path in sorted(package.rglob("*.*")):
        path.write_text("two", encoding="utf-8")
        assert (resources.program_hash() == before) == (path.suffix == ".pyc"), path
        path.write_text("one", encoding="utf-8")
    (package / "cli" / "run.py").rename(package / "cli" / "ran.py")
    assert resources.program_hash() != before


def test_another_version_of_a_library_is_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "pandas-9.0.dist-info").mkdir()
    version.program_version.cache_clear()
    before = version.program_version()
    (tmp_path / "pandas-9.0.dist-info").rename(tmp_path / "pandas-9.1.dist-info")
    version.program_version.cache_clear()
    assert version.program_version() != before
    version.program_version.cache_clear()
