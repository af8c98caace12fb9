"""``voc run`` killed (SIGKILL) at random moments: the next run must end right, with the history of an undisturbed one.

    python -m tests.benchmarks.kills [--times 30] [--program MODULE] [--seed N]

Before each kill a part of a week of exports comes in, so that every run has something to take in. After each kill a run
goes to its end, and all tables of its history are compared with those of a job that nobody disturbed. A run that had
ended before it was to be killed counts for nothing, and another one is started.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.weeks import CONFIG, ROOT, SAMPLE, differences, run, write_weeks

_PARTS: Final = 2  # files that a week comes in
# Shares of a run's time: before it imports, behind it what reads, annotates, writes the history and the report.
_FIRST, _LAST = 0.25, 1.0


def killed(folder: Path, *, program: str, home: Path, after: float) -> bool:
    """Start a run and kill it ``after`` so many seconds; False where it had ended by then."""
    own = {"HOME": str(home), "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "VOC_CUSTOMER_KEY": "weeks"}
    command = [sys.executable, "-m", program, "run", "--config", str(folder / "voc.toml")]
    process = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return was_running


def write_parts(folder: Path) -> list[Path]:
    """The weeks of the sample, each in ``_PARTS`` files."""
    parts = []
    for week in write_weeks(SAMPLE, folder):
        head, *rows = week.read_text(encoding="utf-8").splitlines(keepends=True)
        for number in range(_PARTS):
            parts.append(week.with_name(f"{week.stem}_{number + 1}.csv"))
            parts[-1].write_text(head + "".join(rows[number::_PARTS]), encoding="utf-8")
    return parts


def kills(folder: Path, *, times: int, program: str, seed: int) -> Iterator[tuple[float, list[str]]]:
    """Of each kill: the share of a run's usual time that it came after, and the tables that differ from then on."""
    moments = random.Random(seed)
    disturbed, calm = folder / "disturbed", folder / "calm"
    for place in (disturbed, calm):
        (place / "exports").mkdir(parents=True)
        (place / "home").mkdir()
        (place / "voc.toml").write_text(CONFIG, encoding="utf-8")
    first, *parts = write_parts(folder / "all")
    _arrive(first, disturbed, calm)
    usual, _ = run(disturbed, program=program, home=disturbed / "home")
    run(calm, program=program, home=calm / "home")
    n_killed = 0
    for part in parts:
        if n_killed == times:
            return
        _arrive(part, disturbed, calm)
        share = moments.uniform(_FIRST, _LAST)
        was_running = killed(disturbed, program=program, home=disturbed / "home", after=share * usual)
        run(disturbed, program=program, home=disturbed / "home")
        usual, _ = run(calm, program=program, home=calm / "home")
        if was_running:
            n_killed += 1
            yield share, differences(disturbed / "voc.duckdb", calm / "voc.duckdb")


def _arrive(part: Path, *folders: Path) -> None:
    for folder in folders:
        shutil.copy(part, folder / "exports")


def main() -> None:
    """Kill, run to the end, compare; print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--program", default="tests.cli.plain_voc")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    n_killed = n_right = 0
    with tempfile.TemporaryDirectory() as name:
        for share, different in kills(Path(name), times=chosen.times, program=chosen.program, seed=chosen.seed):
            n_killed += 1
            n_right += not different
            sys.stdout.write(
                f"killed after {share:.2f} of a run; tables that differ: {', '.join(different) or 'none'}\n"
            )
            sys.stdout.flush()
    sys.stdout.write(f"{n_right} of {n_killed} kills left a history as if nothing had happened\n")
    if n_right < n_killed or n_killed < chosen.times:
        sys.exit(1)


if __name__ == "__main__":
    main()
