"""What a scheduled run makes sure of before it adds to its history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final

from voc_cli.cli.streams import note
from voc_cli.errors import ConfigError, LockedError
from voc_cli.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    from voc_cli.scheduled import Reading
    from voc_cli.store.history import History

_KEY: Final = "key_check"


def set_aside(path: Path) -> None:
    """Let a new history take the place of the one at ``path``, which is kept.

    Raises:
        ConfigError: What is there was never a history.
    """
    from voc_cli.store.database import put_aside
    from voc_cli.store.history import refuse_other_kinds

    refuse_other_kinds(path)
    if path.exists():
        note(text("run.put_aside", path=put_aside(path)))


@contextmanager
def open_to_look(path: Path) -> Iterator[History]:
    """The history at ``path``, read only.

    Raises:
        LockedError: A run, which is named, or another program has it open.
        ConfigError: As ``open_history``.
    """
    from voc_cli.store.history import open_history
    from voc_cli.store.lock import running

    try:
        with open_history(path, read_only=True) as history:
            yield history
    except LockedError as error:
        held = running(path)
        if held is None:
            raise
        raise held from error


def check_clock(history: History, started: datetime) -> None:
    """Say where the clock went back: dates of runs can no longer be believed, those of records can."""
    latest = history.last_start()
    if latest is not None and latest > started:
        note(text("run.clock", latest=latest.isoformat(" ", "seconds")))


def check_key(history: History, reading: Reading) -> None:
    """Another key would make every customer, and every record without a number, a new one."""
    from voc_cli.store.identity import key_check

    known, now = history.meta(_KEY), key_check(reading.key)
    if known is None:
        with history.transaction():
            history.remember(_KEY, now)
    elif known != now:
        raise ConfigError(history.path, text("run.other_key"), mend=text("run.other_key_mend"))
