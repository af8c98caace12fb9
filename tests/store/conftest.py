"""A folder to work in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.support import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A working folder, empty."""
    return Desk(tmp_path)
