"""The plain command, started beforehand: a process that has imported everything and forks for each command line.

Each command line still gets a process, streams, a folder and an environment of its own, and leaves as a program leaves.
What it does not pay is the second in which Python imports pandas and its like, and another one for the process that
tokenises. Help texts are made while the commands are imported, so whoever tests them starts the real command.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import pickle
import pkgutil
import pty
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_LONGEST: Final = 1 << 20  # of a request, in bytes
_TIMEOUT: Final = 120  # seconds, for one run
# What functions import where they are called.
_LAZY: Final = (
    *("concurrent.futures.process", "duckdb", "holidays", "jinja2", "joblib", "msoffcrypto", "multiprocessing.pool"),
    *("pytest", "python_calamine", "rich.progress", "runpy", "scipy.optimize", "scipy.sparse.csgraph", "scipy.stats"),
    *("sklearn.cluster", "sklearn.isotonic", "sklearn.linear_model", "sklearn.model_selection", "xlsxwriter"),
)


class StartedVoc:
    """The end of the tests: hands over a command line with its streams and waits for the exit code."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._channel, theirs = socket.socketpair()
        program = [sys.executable, "-m", __name__, str(theirs.fileno())]
        with theirs:
            self._server = subprocess.Popen(program, env=environment, pass_fds=[theirs.fileno()])
        atexit.register(self._close)

    def run(
        self,
        arguments: Sequence[str],
        *,
        stdin: bytes,
        folder: Path,
        env: Mapping[str, str],
        before: Callable[[], None] | None = None,
    ) -> tuple[int, bytes, bytes]:
        """Exit code, stdout and stderr of a run whose streams are pipes; ``before`` is called in its process, and must
        have a name in its module."""
        pipes = [os.pipe() for _ in range(3)]
        (fed, feeding), (out, saying), (err, telling) = pipes
        self._begin(arguments, (fed, saying, telling), folder=folder, env=env, before=before)
        with ThreadPoolExecutor() as pool, open(out, "rb") as said, open(err, "rb") as told:  # noqa: PTH123
            both = [pool.submit(stream.read) for stream in (said, told)]
            with suppress(BrokenPipeError), open(feeding, "wb") as feeder:  # noqa: PTH123
                feeder.write(stdin)
            return self._code(), both[0].result(), both[1].result()

    def on_terminal(
        self, arguments: Sequence[str], *, stdout: Path | None, folder: Path, env: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """Exit code, and what a run shows on a terminal that is its stdin, stderr and, without a file, stdout."""
        terminal, theirs = pty.openpty()
        file = os.dup(theirs) if stdout is None else os.open(stdout, os.O_WRONLY | os.O_CREAT, 0o600)
        self._begin(arguments, (theirs, file, os.dup(theirs)), folder=folder, env=env)
        shown = b"".join(_pieces(terminal))
        os.close(terminal)
        return self._code(), shown

    def _begin(
        self,
        arguments: Sequence[str],
        streams: Sequence[int],
        *,
        folder: Path,
        env: Mapping[str, str],
        before: Callable[[], None] | None = None,
    ) -> None:
        request = {"arguments": list(arguments), "folder": str(folder), "env": dict(env), "before": before}
        socket.send_fds(self._channel, [pickle.dumps(request)], list(streams))
        for stream in streams:
            os.close(stream)

    def _code(self) -> int:
        return int(self._channel.recv(64))

    def _close(self) -> None:
        self._channel.close()
        self._server.wait()


def _pieces(terminal: int) -> Iterator[bytes]:
    # Reading past the end of a terminal is an error on Linux.
    with suppress(OSError):
        while piece := os.read(terminal, 65536):
            yield piece


def _import_all() -> None:
    import voc_cli

    for module in pkgutil.walk_packages(voc_cli.__path__, "voc_cli."):
        # Imported when they are called, as the real command does.
        if not module.name.startswith(("voc_cli.train", "voc_cli.__main__")):
            import_module(module.name)
    for name in _LAZY:
        import_module(name)


def _become(pickled: bytes, streams: Sequence[int]) -> None:
    """Take the streams, the folder and the environment of the command line, and run it to its end."""
    from voc_cli.__main__ import main

    request = pickle.loads(pickled)
    if os.isatty(streams[0]):
        os.login_tty(os.dup(streams[0]))
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        os.dup2(streams[number], number)
        os.close(streams[number])
        setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    os.chdir(request["folder"])
    sys.argv[1:] = request["arguments"]
    if request["before"] is not None:
        request["before"]()
    try:
        main()
    finally:
        # As a program ends: the process that tokenises goes before the queues to it are closed.
        for child in multiprocessing.active_children():
            child.join()


def _let_none_be_first() -> None:
    """Run once, so that what the program reads and compiles at its first need is there for all runs: weights, tables,
    templates, patterns."""
    from tests.cli.weekly import CONFIG, week
    from voc_cli.cli.main import run

    with TemporaryDirectory() as home, Path(os.devnull).open("w", encoding="utf-8") as nobody:
        os.environ["HOME"] = home
        Path(home, "voc.toml").write_text(CONFIG, encoding="utf-8")
        Path(home, "in").mkdir()
        Path(home, "in", "w1.csv").write_text(week(1, texts=("배송 늦다", "소비자원 신고하다")), encoding="utf-8")
        with chdir(home), redirect_stdout(nobody), redirect_stderr(nobody):
            codes = [run(["run"]), run(["analyze", "in/w1.csv", "--no-cache"]), run(["score", "in/w1.csv"])]
    if any(codes):
        raise RuntimeError(codes)


def _serve(channel: socket.socket) -> None:
    while True:
        request, streams, *_ = socket.recv_fds(channel, _LONGEST, 3)
        if not request:
            return
        process = multiprocessing.get_context().Process(target=_become, args=(request, streams))
        process.start()
        for stream in streams:
            os.close(stream)
        process.join(_TIMEOUT)
        process.kill()
        process.join()
        channel.sendall(str(process.exitcode).encode())


def main() -> None:
    """Serve the tests at the other end of the socket until they go."""
    from tests.cli import plain_voc

    _import_all()
    plain_voc.use_words()
    # The process that tokenises has nothing to import either; no thread is running that a fork could cut off.
    forked = multiprocessing.get_context("fork")
    vars(multiprocessing).update(get_context=lambda _=None: forked)
    _let_none_be_first()
    gc.freeze()  # what every run shares is not to be looked through, and copied, by each
    _serve(socket.socket(fileno=int(sys.argv[1])))
    gc.unfreeze()


if __name__ == "__main__":
    main()
