"""Files that only save time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voc_cli.store.shelved import prune, write_whole


def shelve(folder: Path, name: str, *, age: int) -> Path:
    path = folder / name
    write_whole(path, lambda file: file.write(bytes(10)))
    os.utime(path, (1_000 - age, 1_000 - age))
    return path


def test_the_oldest_go_until_the_rest_fits(tmp_path: Path) -> None:
    old, new, older = (shelve(tmp_path, name, age=age) for name, age in (("a", 2), ("b", 1), ("c", 3)))
    prune([old, new, older], 29)
    assert [path.exists() for path in (old, new, older)] == [True, True, False]


def test_what_another_run_has_pruned_meanwhile_counts_for_nothing(tmp_path: Path) -> None:
    gone, old, new = (shelve(tmp_path, name, age=age) for name, age in (("a", 3), ("b", 2), ("c", 1)))
    gone.unlink()
    prune([gone, old, new], 15)
    assert [path.exists() for path in (old, new)] == [False, True]


def test_what_could_not_be_filled_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = shelve(tmp_path, "a", age=0)

    def fail(_: object) -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        write_whole(path, fail)
    assert [(found.name, found.stat().st_size) for found in tmp_path.iterdir()] == [("a", 10)]
