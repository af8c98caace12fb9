"""A year of weekly exports, run week by week, against one run over all of them at once.

    python -m tests.benchmarks.weeks [FILE.csv[.gz]] [--rows N] [--program MODULE]

FILE has the columns text and date; without it the reviews of ../shared are used where they are, else the sample.
Prints the seconds of each week, the alerts that it raised, and whether all tables of both histories are alike.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from voc_cli.store.history import open_history
from voc_cli.store.tables import CONTENT

ROOT: Final = Path(__file__).parents[2]
REVIEWS: Final = ROOT.parent / "shared" / "data" / "playstore_14apps.csv.gz"
SAMPLE: Final = ROOT / "sample_data" / "callcenter.csv"
CONFIG: Final = '[run]\ninputs = ["exports/*.csv"]\noutput = "report/%G-W%V"\nformats = ["md"]\n'
_ALERT: Final = re.compile(r"^(알림|Alert).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Week:
    """One run and what it said."""

    name: str
    seconds: float
    alerts: tuple[str, ...]


def write_weeks(source: Path, folder: Path, *, rows: int = 0) -> list[Path]:
    """One export a week from the last year of ``source``, as CSV files in ``folder``."""
    table = pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    column = next(name for name in ("date", "접수일시", "작성일") if name in table)
    moments = pd.to_datetime(table[column])
    last = moments.max() - pd.Timedelta(weeks=52)
    table, moments = table[moments > last], moments[moments > last]
    if rows and len(table) > rows:
        step = len(table) // rows
        table, moments = table.iloc[::step], moments.iloc[::step]
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for week, part in table.groupby(moments.dt.to_period("W-SUN")):
        paths.append(folder / f"export_{week.start_time:%Y-%m-%d}.csv")
        part.to_csv(paths[-1], index=False)
    return paths


def run(folder: Path, *, program: str, home: Path) -> tuple[float, str]:
    """``voc run`` in ``folder``: seconds, and what it said on stderr."""
    (folder / "voc.toml").write_text(CONFIG, encoding="utf-8")
    own = {"HOME": str(home), "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "VOC_CUSTOMER_KEY": "weeks"}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", program, "run", "--config", str(folder / "voc.toml")],
        env=os.environ | own,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"voc run ended with {done.returncode}:\n{done.stderr}")
    return time.perf_counter() - start, done.stderr


def week_by_week(exports: list[Path], folder: Path, *, program: str, home: Path) -> Iterator[Week]:
    """A run after each export has come in."""
    (folder / "exports").mkdir(parents=True)
    for export in exports:
        (folder / "exports" / export.name).write_bytes(export.read_bytes())
        seconds, said = run(folder, program=program, home=home)
        yield Week(export.stem, seconds, tuple(match[0] for match in _ALERT.finditer(said)))


def differences(one: Path, other: Path) -> list[str]:
    """Tables that the two histories do not hold alike."""
    with open_history(one, read_only=True) as first, open_history(other, read_only=True) as second:
        return [
            name
            for name in CONTENT
            if not first.frame(f"SELECT * FROM {name} ORDER BY ALL").equals(
                second.frame(f"SELECT * FROM {name} ORDER BY ALL")
            )
        ]


def main() -> None:
    """Print what is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=REVIEWS if REVIEWS.exists() else SAMPLE)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--program", default="voc_cli")
    parser.add_argument("--alerts", action="store_true", help="print each alert")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        exports = write_weeks(chosen.file, folder / "all", rows=chosen.rows)
        weekly = folder / "weekly"
        seconds = []
        for week in week_by_week(exports, weekly, program=chosen.program, home=home):
            seconds.append(week.seconds)
            sys.stdout.write(f"{week.name} {week.seconds:.1f} s, {len(week.alerts)} alerts\n")
            sys.stdout.writelines(f"    {alert}\n" for alert in week.alerts if chosen.alerts)
        once = folder / "once"
        (once / "exports").mkdir(parents=True)
        for export in exports:
            (once / "exports" / export.name).write_bytes(export.read_bytes())
        cold, _ = run(once, program=chosen.program, home=folder)
        warm, _ = run(once, program=chosen.program, home=folder)
        different = differences(weekly / "voc.duckdb", once / "voc.duckdb")
        sys.stdout.write(f"{len(exports)} weeks {sum(seconds):.1f} s, the longest {max(seconds):.1f} s\n")
        sys.stdout.write(f"at once {cold:.1f} s, again with nothing new {warm:.1f} s\n")
        sys.stdout.write(f"tables that differ: {', '.join(different) or 'none'}\n")


if __name__ == "__main__":
    main()
