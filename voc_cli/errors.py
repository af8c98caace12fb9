"""The errors that a user can meet, each with its exit code (design section 5)."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What the process says to cron when it ends."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    INPUT = 3
    CONFIG = 4
    LOCKED = 5
    TOO_MANY_REJECTED = 6
    ALERT = 10
    INTERRUPTED = 130  # 128 + SIGINT, as shells say it


class VocError(Exception):
    """Where it went wrong, what is wrong there, and how the user can mend it.

    ``what`` and ``mend`` are sentences in the user's language (see ``messages.text``) and never hold unmasked cells.
    """

    exit_code: ExitCode = ExitCode.UNEXPECTED

    def __init__(self, where: str | Path, what: str, *, mend: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = str(where)
        self.what = what
        self.mend = mend

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders when a pool runs the batches; the keyword argument would be lost.
        return _rebuild, (type(self), self.where, self.what, self.mend)


def _rebuild(kind: type[VocError], where: str, what: str, mend: str) -> VocError:
    return kind(where, what, mend=mend)


class UsageError(VocError, ValueError):
    """Options that do not go together."""

    exit_code = ExitCode.USAGE


class InputError(VocError, ValueError):
    """An input that is missing, is no table, or holds no column of text."""

    exit_code = ExitCode.INPUT


class NoRecordsError(InputError):
    """An input that is a table and holds no record."""


class OutputError(VocError, OSError):
    """An output place that cannot be written."""

    exit_code = ExitCode.INPUT


class ConfigError(VocError, ValueError):
    """A setting or a dictionary row that cannot be understood."""

    exit_code = ExitCode.CONFIG


class LockedError(VocError, RuntimeError):
    """Another run holds the store."""

    exit_code = ExitCode.LOCKED
