"""What new rows cost beside a cold run over all of them.

    python -m tests.benchmarks.fresh [FILE.csv[.gz]] [--rows N] [--program MODULE]

One row in twenty of FILE is new; the others have been through ``voc analyze``, or lie in the history of ``voc run``.
Prints seconds, and their share of the cold run of the same command. Ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from tests.benchmarks.weeks import REVIEWS, ROOT, SAMPLE

EVERY: Final = 20  # one row in so many is new
ASKED: Final = {"analyze, 5% new": 0.25, "analyze, nothing new": 0.15, "run, 5% new": 0.25, "run, nothing new": 0.15}
CONFIG: Final = '[run]\ninputs = ["exports/*.csv"]\noutput = "report/%G-W%V"\n'


def measure(table: pd.DataFrame, folder: Path, *, program: str = "voc_cli") -> dict[str, float]:
    """Seconds of each case, by its name, and of both commands cold; ``folder`` is empty."""
    is_new = [row % EVERY == 0 for row in range(len(table))]
    old, new = table[[not one for one in is_new]], table[is_new]
    return {**_analyze(table, old, folder / "analyze", program), **_run(table, old, new, folder / "run", program)}


def _analyze(table: pd.DataFrame, old: pd.DataFrame, folder: Path, program: str) -> dict[str, float]:
    export = folder / "export.csv"

    def seconds(home: str, output: str, rows: pd.DataFrame) -> float:
        export.parent.mkdir(parents=True, exist_ok=True)
        rows.to_csv(export, index=False)
        return _seconds(program, ["analyze", str(export), "-o", str(folder / output)], folder / home)

    cold = seconds("cold", "one", table)
    nothing = seconds("cold", "two", table)
    seconds("warm", "three", old)
    return {
        "analyze, cold": cold,
        "analyze, nothing new": nothing,
        "analyze, 5% new": seconds("warm", "four", table),
    }


def _run(table: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, folder: Path, program: str) -> dict[str, float]:
    def seconds(home: str, exports: Mapping[str, pd.DataFrame]) -> float:
        (folder / home / "exports").mkdir(parents=True, exist_ok=True)
        (folder / home / "voc.toml").write_text(CONFIG, encoding="utf-8")
        for name, rows in exports.items():
            rows.to_csv(folder / home / "exports" / name, index=False)
        return _seconds(program, ["run", "--config", str(folder / home / "voc.toml")], folder / home)

    cold = seconds("cold", {"old.csv": old, "new.csv": new})
    nothing = seconds("cold", {})
    seconds("warm", {"old.csv": old})
    return {"run, cold": cold, "run, nothing new": nothing, "run, 5% new": seconds("warm", {"new.csv": new})}


def _seconds(program: str, arguments: list[str], home: Path) -> float:
    own = {"HOME": str(home), "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "VOC_CUSTOMER_KEY": "fresh"}
    own["VOC_CACHE_DIR"] = str(home / "cache")
    home.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    command = [sys.executable, "-m", program, *arguments]
    done = subprocess.run(command, env=os.environ | own, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{arguments[0]} ended with {done.returncode}:\n{done.stderr}")
    return time.perf_counter() - start


def main() -> None:
    """Print what is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=REVIEWS if REVIEWS.exists() else SAMPLE)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--program", default="voc_cli")
    chosen = parser.parse_args()
    table = pd.read_csv(chosen.file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    table = table.head(chosen.rows) if chosen.rows else table
    with tempfile.TemporaryDirectory() as name:
        found = measure(table, Path(name), program=chosen.program)
    for case, seconds in found.items():
        command = case.partition(",")[0]
        share = f" {seconds / found[f'{command}, cold']:.2f} of cold, asked {ASKED[case]:.2f}" if case in ASKED else ""
        sys.stdout.write(f"{case} {seconds:.1f} s{share}\n")


if __name__ == "__main__":
    main()
