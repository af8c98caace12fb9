"""Several plain runs from one start: imports once, then a process of its own for each command line.

Standard input is a JSON list of command lines; stdout and stderr of the n-th go to ``n.out`` and ``n.err`` in the
folder named as argument, and the exit codes come out as a JSON list.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import scipy.stats

from tests.cli import plain_voc
from voc_cli import pipeline
from voc_cli.cli import analyze, output, progress, tools
from voc_cli.cli.main import run
from voc_cli.io import read
from voc_cli.report import as_json, build, markdown, terminal

PRELOADED = (scipy.stats, pipeline, analyze, output, progress, tools, read, as_json, build, markdown, terminal)


def _child(command: list[str], out: Path, err: Path) -> None:
    for path, number in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
    code = run(command)
    sys.stdout.flush()
    os._exit(code)


def main() -> None:
    """Run every command and tell the exit codes."""
    folder = Path(sys.argv[1])
    plain_voc.use_words()
    codes = []
    for number, command in enumerate(json.load(sys.stdin)):
        child = os.fork()
        if not child:
            _child(command, folder / f"{number}.out", folder / f"{number}.err")
        codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    sys.stdout.write(json.dumps(codes))


if __name__ == "__main__":
    main()
