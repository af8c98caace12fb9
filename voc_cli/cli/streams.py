"""The streams of the process: Korean under any locale, and what happens where nobody reads or nothing fits."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import Final

import click

from voc_cli.errors import OutputError
from voc_cli.messages import text

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


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


def note(line: str) -> None:
    """A line for the person who runs the command, on stderr."""
    # Names of files and columns come from outside; they must not steer the terminal.
    with suppress(OSError):  # nobody listens any more, and there is nowhere to say so
        click.echo(_CONTROL.sub("?", line), err=True)
