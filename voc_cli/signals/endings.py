"""The last morphemes of clauses as text, in which the act and the time of a clause can be read."""

from __future__ import annotations

from typing import Final

from voc_cli.morphemes import Morphemes, Spans

TAIL: Final = 9  # morphemes at the end of a clause that can carry its act


def tails(morphemes: Morphemes, spans: Spans) -> list[str]:
    """The end of each clause, every morpheme written ``form/TAG`` with a blank behind it."""
    written = [f"{form}/{tag} " for form, tag in morphemes.vocabulary.pairs]
    ids = morphemes.ids.tolist()
    return [
        "".join([written[i] for i in ids[max(first, last - TAIL) : last]])
        for first, last in zip(spans.firsts.tolist(), spans.lasts.tolist(), strict=True)
    ]
