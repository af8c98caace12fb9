"""``voc run`` killed (SIGKILL) at random moments: the next run must end right, with the history of an undisturbed one.

    python -m tests.benchmarks.kills [--times 30] [--program MODULE] [--seed N]

A week of exports comes in before each kill, so that every run has something to take in.
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
from pathlib import Path

from tests.benchmarks.weeks import CONFIG, ROOT, SAMPLE, differences, run, write_weeks


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


def main() -> None:
    """Kill, run to the end, compare; print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--program", default="tests.cli.plain_voc")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    moments = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        disturbed, calm, home = folder / "disturbed", folder / "calm", folder / "home"
        exports = write_weeks(SAMPLE, folder / "all")
        for place in (disturbed / "exports", calm / "exports", home):
            place.mkdir(parents=True)
        (disturbed / "voc.toml").write_text(CONFIG, encoding="utf-8")
        shutil.copy(exports[0], disturbed / "exports")
        whole, _ = run(disturbed, program=chosen.program, home=home)
        n_running = 0
        for number in range(chosen.times):
            shutil.copy(exports[(number + 1) % len(exports)], disturbed / "exports")
            # The first half of a run imports and reads; what may go wrong with the history comes after.
            after = whole * moments.uniform(0.3, 1.2)
            n_running += killed(disturbed, program=chosen.program, home=home, after=after)
        run(disturbed, program=chosen.program, home=home)
        for export in exports[: chosen.times + 1]:
            shutil.copy(export, calm / "exports")
        run(calm, program=chosen.program, home=folder)
        different = differences(disturbed / "voc.duckdb", calm / "voc.duckdb")
        sys.stdout.write(f"{n_running} of {chosen.times} runs were killed before they had ended\n")
        sys.stdout.write(f"tables that differ from an undisturbed history: {', '.join(different) or 'none'}\n")


if __name__ == "__main__":
    main()
