"""The last morphemes of clauses as text, in which the act and the time of a clause can be read."""

from __future__ import annotations

from typing import Final

TAIL: Final = 9  # morphemes at the end of a clause that can carry its act


def written(form: str, tag: str) -> str:
    """One morpheme as the patterns of acts read it, ``form/TAG`` with a blank behind it."""
    return f"{form}/{tag} "
