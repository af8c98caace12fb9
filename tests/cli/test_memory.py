from __future__ import annotations

import os
import subprocess
import sys

import pytest

# Ten times eight arrays of 16 MB, given back together: how many pages the system had to find for them.
_WORK = """
import resource, sys
import numpy as np
from voc_cli.cli.memory import keep_memory
if sys.argv[1] == "keep":
    keep_memory()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    arrays = [np.ones(2_000_000) for _ in range(8)]
    del arrays
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def _n_pages(how: str, **more: str) -> int:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "GLIBC_TUNABLES"))}
    done = subprocess.run(
        [sys.executable, "-c", _WORK, how], env=own | more, capture_output=True, encoding="utf-8", check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc")
def test_what_was_given_back_is_used_again() -> None:
    assert _n_pages("keep") < 0.5 * _n_pages("leave")


@pytest.mark.skipif(sys.platform != "linux", reason="glibc")
@pytest.mark.parametrize("told", [{"MALLOC_TRIM_THRESHOLD_": "0"}, {"GLIBC_TUNABLES": "glibc.malloc.trim_threshold=0"}])
def test_what_the_user_tells_glibc_stays(told: dict[str, str]) -> None:
    assert _n_pages("keep", **told) == pytest.approx(_n_pages("leave", **told), rel=0.2)
