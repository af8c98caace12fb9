"""Every sentence that a user sees, Korean by default, from one place: ``resources/messages/AREA.toml``.

A key is ``area.name``; each entry holds ``ko`` and ``en`` with ``str.format`` fields. Behind a field, Korean particles
are written in pairs ("{name}을(를)"): what the field holds decides which one is said.
"""

from __future__ import annotations

import csv
import io
import tomllib
from contextvars import ContextVar
from functools import cache
from typing import Final, Literal, cast

from voc_cli import resources
from voc_cli.particles import particle, split_pairs

Language = Literal["ko", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("ko", "en")
_DEFAULT: Final[Language] = "ko"
_ONE_PLACE: Final = (".1f", ".1%")
_MOST_PLACES: Final = 4
_language: ContextVar[Language | None] = ContextVar("voc_language", default=None)


class Rate(float):
    """A rate or share that is told with one decimal place, or with the first that is not zero ("0.03", not "0.0")."""

    def __format__(self, spec: str) -> str:
        said = super().__format__(spec)
        if not self or spec not in _ONE_PLACE or said.strip("-0.%"):
            return said
        # What is rarer than one in a million is as good as nothing.
        finer = (super(Rate, self).__format__(spec.replace("1", str(n))) for n in range(2, _MOST_PLACES + 1))
        return next((found for found in finer if found.strip("-0.%")), said)


def set_language(language: Language | None) -> None:
    """Make ``language`` the one that ``text`` answers in, for this context; None leaves it to the default, Korean."""
    _language.set(language)


def current_language() -> Language:
    """The language in use."""
    return _language.get() or _DEFAULT


def chosen_language() -> Language | None:
    """The language that was asked for, or None where nobody asked."""
    return _language.get()


def text(key: str, /, **values: object) -> str:
    """The sentence ``key`` in the language in use, its fields filled with ``values``.

    Raises:
        KeyError: No such key, or a field without a value.
    """
    area, _, name = key.partition(".")
    sentence = _catalogue(area)[name][current_language()]
    if "(" not in sentence:
        return sentence.format(**values)
    said = ""
    for place, piece in enumerate(split_pairs(sentence)):
        said += particle(piece, said) if place % 2 else piece.format(**values)
    return said


def in_every_language(key: str) -> tuple[str, ...]:
    """The sentence ``key`` as it stands in the catalogue, in each language: what a user may have written in a file.

    Raises:
        KeyError: No such key.
    """
    area, _, name = key.partition(".")
    return tuple(_catalogue(area)[name][language] for language in LANGUAGES)


def named(korean: str) -> str:
    """What the shipped tables call ``korean`` in the language in use; itself where they have no other name for it."""
    return _english().get(korean, korean) if current_language() == "en" else korean


@cache
def _english() -> dict[str, str]:
    table = csv.DictReader(io.StringIO(resources.read_text("english.csv")))
    return {row["korean"]: row["english"] for row in table}


@cache
def _catalogue(area: str) -> dict[str, dict[Language, str]]:
    return cast("dict[str, dict[Language, str]]", tomllib.loads(resources.read_text(f"messages/{area}.toml")))
