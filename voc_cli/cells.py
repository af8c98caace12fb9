"""What was found in one clause as cells of the table of clauses."""

from __future__ import annotations

from collections.abc import Sequence

from voc_cli.schema import SEPARATOR
from voc_cli.signals.urgent import Raised
from voc_cli.valuechain.partners import Named


def signals_cell(raised: Sequence[Raised]) -> str:
    """The codes of signals, each once; most clauses raise none."""
    return SEPARATOR.join(dict.fromkeys(found.signal.value for found in raised)) if raised else ""


def signal_words(raised: Raised) -> str:
    """The kind of a signal and the words that raised it."""
    return f"{raised.kind}:{raised.words}"


def evidence_cell(opinions: Sequence[str], cues: Sequence[str], raised: Sequence[Raised]) -> str:
    """The words that decided, each once: for the polarity, for the stage, for signals."""
    words = (*opinions, *cues, *map(signal_words, raised)) if raised else (*opinions, *cues)
    return SEPARATOR.join(dict.fromkeys(words) if len(words) > 1 else words)


def partners_cell(named: Sequence[Named]) -> str:
    """The names of partners; most clauses name none."""
    return SEPARATOR.join(one.partner.name for one in named) if named else ""
