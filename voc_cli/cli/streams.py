"""The streams of the process: Korean under any locale, and what happens where nobody reads or nothing fits."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

import click

from voc_cli.errors import OutputError
from voc_cli.messages import text

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command wrote to its streams, in order."""

    notes: list[str] = field(default_factory=list)
    printed: list[str | bytes] = field(default_factory=list)


_listener: ContextVar[Said | None] = ContextVar("voc_said", default=None)


@contextmanager
def listening() -> Iterator[Said]:
    """Everything that goes to the streams within the block, but for passing notes."""
    said = Said()
    token = _listener.set(said)
    try:
        yield said
    finally:
        _listener.reset(token)


class ReaderGoneError(Exception):
    """The reader of stdout (head, less) has what it wanted.

    It is no OSError, because click would make exit code 1 of that.
    """


def prepare_streams() -> None:
    """Give Korean to stdout and stderr under any locale (cron runs with LC_ALL=C), and a null device to closed ones."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
        elif mode == "w" and hasattr(stream, "reconfigure"):
            encoding = (stream.encoding or "").lower().replace("-", "")
            kept = stream.encoding if encoding in {"utf8", "cp949"} else "utf-8"
            # A file name may hold bytes that are no text; "replace" shows them as a question mark.
            stream.reconfigure(encoding=kept, errors="replace")


def write_result(result: str | bytes) -> None:
    """Write the result of a command to stdout.

    Raises:
        ReaderGoneError: Nobody reads it any more.
        OutputError: Where stdout leads cannot be written, or the disk is full.
    """
    if (said := _listener.get()) is not None:
        said.printed.append(result)
    try:
        click.echo(result, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError as error:
        _silence_stdout()
        raise ReaderGoneError from error
    except OSError as error:
        _silence_stdout()
        what = text("cli.stdout_failed", why=error.strerror)
        raise OutputError(text("cli.stdout"), what, mend=text("cli.stdout_mend")) from error


def _silence_stdout() -> None:
    # Python writes what is left in the buffer when it ends, and would complain once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(line: str, *, is_passing: bool = False) -> None:
    """A line for the person who runs the command, on stderr.

    Args:
        is_passing: It tells of this run alone, and another one with the same result would not say it.
    """
    if (said := _listener.get()) is not None and not is_passing:
        said.notes.append(line)
    # Names of files and columns come from outside; they must not steer the terminal.
    with suppress(OSError):  # nobody listens any more, and there is nowhere to say so
        click.echo(_CONTROL.sub("?", line), err=True)
