"""Runs the command in a process of its own and tells streams and exit code apart."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.cli.started_voc import StartedVoc
from voc_cli.errors import ExitCode

ROOT = Path(__file__).parents[2]
REAL = (sys.executable, "-m", "voc_cli")
PLAIN = (sys.executable, "-m", "tests.cli.plain_voc")  # words instead of Kiwi's morphemes, and seconds sooner
BOM = b"\xef\xbb\xbf"
_TIMEOUT = 300
_BEGINS_PYTHON = re.compile("LANG$|LC_|PYTHON")  # variables that Python reads while it starts


@dataclass(frozen=True, slots=True)
class Run:
    """What a run left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """stdout as text, without a byte order mark."""
        return self.out.removeprefix(BOM).decode("utf-8")


@dataclass(frozen=True, slots=True)
class Voc:
    """The command with a home and a working folder of its own."""

    folder: Path

    def environment(self, extra: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """As bare as cron's; None takes a variable away."""
        values: dict[str, str | None] = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder / "home"),
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "VOC_CUSTOMER_KEY": "key of the tests",
            **(extra or {}),
        }
        return {name: value for name, value in values.items() if value is not None}

    def __call__(
        self,
        *arguments: str | Path,
        program: Sequence[str] = PLAIN,
        stdin: bytes = b"",
        env: Mapping[str, str | None] | None = None,
        before: Callable[[], None] | None = None,
    ) -> Run:
        """Run it to its end; ``before``, for the plain command alone, is called in the process of the run."""
        words, environment = [*map(str, arguments)], self.environment(env)
        if program == PLAIN and not any(map(_BEGINS_PYTHON.match, env or ())):
            code, out, err = _started().run(words, stdin=stdin, folder=self.folder, env=environment, before=before)
            return Run(code, out, err.decode("utf-8"))
        assert before is None, "called where processes are forked"
        done = subprocess.run(
            [*program, *words],
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env=environment,
            timeout=_TIMEOUT,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr.decode("utf-8"))

    def start(
        self, *arguments: str | Path, program: Sequence[str] = PLAIN, stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """Start it and return."""
        return subprocess.Popen(
            [*program, *map(str, arguments)],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment(),
        )

    def each(self, *commands: Sequence[str | Path]) -> list[Run]:
        """Several runs, their results in order."""
        return [self(*command) for command in commands]

    def on_terminal(
        self, *arguments: str | Path, stdout: Path | None = None, env: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Exit code, and what a run shows on a terminal that is its stdin, stderr and, without a file, stdout."""
        environment = self.environment({"TERM": "xterm", **(env or {})})
        return _started().on_terminal([*map(str, arguments)], stdout=stdout, folder=self.folder, env=environment)

    def write(self, name: str, content: str | bytes) -> Path:
        """A file in the working folder, UTF-8 where text is given."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path


@cache
def _started() -> StartedVoc:
    """One for all tests of a worker."""
    return StartedVoc(Voc(ROOT).environment())


def text_of(folder: Path) -> str:
    """Everything that the files of ``folder`` say, a workbook by the files inside of it."""
    said = []
    for path in sorted(folder.iterdir()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                said += [archive.read(name).decode("utf-8") for name in archive.namelist()]
        else:
            said.append(path.read_text(encoding="utf-8"))
    return "\n".join(said)


def new_voc(folder: Path) -> Voc:
    """A command whose home is empty."""
    (folder / "home").mkdir()
    return Voc(folder)


def bound_by_permissions() -> tuple[str, ...]:
    """What to put before a command so that file permissions bind it, also where the tests run as root."""
    if os.geteuid() != 0:
        return ()
    prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if shutil.which("setpriv") is None or subprocess.run([*prefix, "true"], check=False).returncode:
        pytest.skip("as root permissions bind nobody, and setpriv cannot take that right away here")
    return prefix


def assert_refused(run: Run, code: ExitCode, *, where: str, what: str, mend: str) -> None:
    """An error in Korean that says where, what and how to mend it, on stderr alone, and the exit code of the design."""
    error = run.err[run.err.index("오류: ") :].splitlines()
    assert run.code == code
    assert run.out == b""
    assert where in error[0]
    assert what in error[0]
    assert error[1].startswith("  → ")
    assert mend in error[1]
    assert "Traceback" not in run.err
