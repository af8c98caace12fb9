"""Decisions about themes that contradict each other, or that wait for one another in a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NoReturn

from pydantic_core import PydanticCustomError

from voc_cli.messages import text

if TYPE_CHECKING:
    from voc_cli.theme_edits import ThemeEdits

CONTRADICTION: Final = "contradiction"  # type of the error; its context holds the sentence "mend"


def refuse_contradictions(edits: ThemeEdits) -> None:
    """See that no two entries say what cannot both be.

    Raises:
        PydanticCustomError: Two do.
    """
    _refuse_two_targets(edits)
    _refuse_circle({theme: merge.into for merge in edits.merge for theme in merge.themes}, "merge")
    _refuse_two_names(edits)
    _refuse_same_id(edits)
    _refuse_circle({split.id: split.theme for split in edits.split}, "split")
    for theme in edits.pin:
        if theme in edits.ignore:
            _refuse("pin_and_ignore", theme=theme)


def _refuse_two_targets(edits: ThemeEdits) -> None:
    first: dict[str, tuple[int, str]] = {}
    for n, merge in enumerate(edits.merge, start=1):
        for theme in merge.themes:
            before, into = first.setdefault(theme, (n, merge.into))
            if into != merge.into:
                _refuse("two_targets", theme=theme, first=before, second=n, into=into, other=merge.into)


def _refuse_two_names(edits: ThemeEdits) -> None:
    first: dict[str, tuple[int, str]] = {}
    for n, rename in enumerate(edits.rename, start=1):
        before, name = first.setdefault(rename.theme, (n, rename.name))
        if name != rename.name:
            _refuse("two_names", theme=rename.theme, first=before, second=n, name=name, other=rename.name)


def _refuse_same_id(edits: ThemeEdits) -> None:
    for identity, n in Counter(split.id for split in edits.split).items():
        if n > 1:
            _refuse("same_split_id", theme=identity, n=n)


def _refuse_circle(leads: Mapping[str, str], table: str) -> None:
    for start in leads:
        way = [start]
        while way[-1] in leads:
            way.append(leads[way[-1]])
            if way[-1] in way[:-1]:
                _refuse(f"{table}_circle", way=" → ".join(way[way.index(way[-1]) :]))


def _refuse(key: str, **facts: object) -> NoReturn:
    mend = text(f"themes.{key}_mend", **facts)
    raise PydanticCustomError(CONTRADICTION, "{what}", {"what": text(f"themes.{key}", **facts), "mend": mend})
