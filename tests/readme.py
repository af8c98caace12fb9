"""The commands that README and docs show, run as a reader would run them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
README: Final = ROOT / "README.md"


@dataclass(frozen=True, slots=True)
class Ran:
    """What the first command of README left: the exit code, both streams, the folder, and what later runs may reuse."""

    done: subprocess.CompletedProcess[str]
    folder: Path
    cache: Path


def readme_command() -> str:
    """The call of ``voc`` at the end of README's first set-up command."""
    found = re.search(
        r"^python3 -m venv .* && (\S*voc analyze sample_data.*)$", README.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert found, "README gives no command that installs and runs the main job"
    return found[1]


def run_readme(folder: Path) -> Ran:
    """README's first command without the installation before it."""
    cache = folder / "cache"
    done = call_voc(readme_command().replace(".venv/bin/", ""), folder, cache=cache)
    return Ran(done, folder / "voc-report", cache)


def call_voc(line: str, folder: Path, *, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of the docs in a shell, in ``folder`` with sample_data in it; ``voc`` is this checkout's."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("the examples of the docs are for bash, which this machine lacks")
    shutil.copytree(ROOT / "sample_data", folder / "sample_data")
    program = folder / "bin" / "voc"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m voc_cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    own = {name: value for name, value in os.environ.items() if not name.startswith("VOC_")}
    path = f"{program.parent}{os.pathsep}{own.get('PATH', '')}"
    environment = own | {
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONHASHSEED": "0",
        "VOC_CUSTOMER_KEY": "key of the tests",
        "VOC_CACHE_DIR": str(cache),
    }
    return subprocess.run(
        [bash, "-c", line],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
