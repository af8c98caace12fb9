"""Why a run reads every file anew, said once: its settings or the program are not those of the last run."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from voc_cli import __version__
from voc_cli.cli.streams import note
from voc_cli.messages import current_language, text

if TYPE_CHECKING:
    from voc_cli.config import Settings
    from voc_cli.scheduled import Reading
    from voc_cli.store.history import History

_HOW: Final = "reading"  # under which the history remembers how its files were read
_VOC: Final = "voc"
_LANGUAGE: Final = "language"
_WORDS: Final = "words"
_LAST: Final = "SELECT annotation, voc_version FROM runs ORDER BY run_no DESC LIMIT 1"


def say_why_anew(history: History, settings: Settings, reading: Reading) -> None:
    """Note what changed since the last run, where every file must be read anew for it."""
    rows = history.connection.execute(_LAST).fetchall()
    if not rows:
        return
    ((annotation, voc),) = rows
    now = _how(settings, reading)
    # A history of a voc that did not remember this knows its program all the same.
    before = {**now, _VOC: voc, **json.loads(history.meta(_HOW) or "{}")}
    changed = [name for name, value in now.items() if before.get(name) != value]
    if not changed and annotation == reading.annotation:
        return
    if _WORDS in changed and {_VOC, _LANGUAGE} & {*changed}:
        changed.remove(_WORDS)  # which follow from these
    what = ", ".join(_named(name, before[name], now[name]) for name in changed) or text("run.anew_program")
    note(text("run.anew", what=what))


def remember_how(history: History, settings: Settings, reading: Reading) -> None:
    """Keep how the files were read, so that the next run can say what changed. To be called in a transaction."""
    history.remember(_HOW, json.dumps(_how(settings, reading)))


def _how(settings: Settings, reading: Reading) -> dict[str, str]:
    taught = (reading.correction.meta, reading.correction.buckets.tobytes()) if reading.correction is not None else ()
    return {
        _VOC: __version__,
        _LANGUAGE: current_language(),
        "analyser": reading.tokenizer.version,
        _WORDS: _short(reading.words.fingerprint),
        "weights": _short(*taught),
        "mask": _short(settings.mask, settings.keep_staff_names),
        "columns": _short(sorted(settings.columns.items()), settings.max_characters),
    }


def _short(*values: object) -> str:
    return blake2b(repr(values).encode(), digest_size=8).hexdigest()


def _named(name: str, before: str, now: str) -> str:
    return text(f"run.anew_{name}", before=before, now=now)
