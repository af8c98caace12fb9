"""Arrays of earlier runs come back as they were, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.store.recollections import Recollections

CELLS = ["배송/N 늦/V", "", "환불/N NEG"]
ARRAYS = {"logits": np.arange(6, dtype=np.float32).reshape(3, 2), "none": np.zeros(0, dtype=np.int32)}


@given(cells=st.lists(st.text(st.characters(codec=None)), min_size=1, unique=True))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    memory = Recollections(tmp_path_factory.mktemp("memory"), version="v")
    memory.keep("words", cells, {"numbers": np.arange(len(cells))})
    ((found, arrays),) = memory.find("words")
    assert found == cells
    np.testing.assert_array_equal(arrays["numbers"], np.arange(len(cells)))


def test_kinds_and_versions_are_apart_and_the_files_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    memory = Recollections(folder, version="v")
    memory.keep("words", CELLS, ARRAYS)
    ((found, arrays),) = memory.find("words")
    assert found == CELLS
    assert arrays["logits"].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert arrays["none"].shape == (0,)
    assert list(memory.find("aspects")) == []
    assert list(Recollections(folder, version="w").find("words")) == []
    (path,) = folder.iterdir()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("cut", [0, 3, 20, 150, -1])
def test_a_torn_file_is_dropped(tmp_path: Path, cut: int) -> None:
    memory = Recollections(tmp_path, version="v")
    memory.keep("words", CELLS, ARRAYS)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:cut])
    assert list(memory.find("words")) == []
    assert not path.exists()


def test_the_oldest_files_give_way(tmp_path: Path) -> None:
    memory = Recollections(tmp_path, version="v", max_bytes=2_500)
    for n in range(4):
        memory.keep("words", [f"가/N {n}"], {"numbers": np.full(100, n)})
        for path in tmp_path.iterdir():
            os.utime(path, (path.stat().st_mtime - 10, path.stat().st_mtime - 10))
    kept = [int(arrays["numbers"][0]) for _, arrays in memory.find("words")]
    assert kept in ([3], [2, 3])
    memory.keep("words", ["나/N"], {"numbers": np.zeros(10_000)})
    assert [int(arrays["numbers"][0]) for _, arrays in memory.find("words")] == kept


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("", encoding="utf-8")
    memory = Recollections(place / "inside", version="v")
    memory.keep("words", CELLS, ARRAYS)
    assert list(memory.find("words")) == []
    assert not memory.is_scattered("words")
