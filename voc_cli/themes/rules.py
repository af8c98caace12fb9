"""What the package's table says of aspects as themes (resources/themes.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final

from voc_cli import resources
from voc_cli.themes.vectors import load_vectors

RESOURCE: Final = "themes.toml"


@dataclass(frozen=True)
class Rules:
    """Names are those of aspects; ``empty`` are lemmas."""

    general: frozenset[str]  # aspects that give way to finer ones
    empty: frozenset[str]  # nouns that name no thing
    qualities: frozenset[str]  # nouns that say how a thing is, and are none
    plain: frozenset[str]  # verbs that tell no trouble unless they are denied
    acts: frozenset[str]  # verbs that name no new theme,
    deeds: frozenset[str]  # and verbs that name none where they are denied
    troubles: frozenset[str]  # nouns that tell a trouble
    departure: str  # the aspect of customers who leave
    same: dict[str, str]  # aspect to the aspect whose theme it shares
    leaning: frozenset[str]  # words that only ask, or try again, for what was told beside them
    again: frozenset[str]  # of these, the words of a second try
    devices: frozenset[str]  # nouns that a second try is made with
    harmless: frozenset[str] = frozenset()  # nouns of which there are none without trouble to the thing before them
    reviews: frozenset[str] = frozenset()  # nouns for what the customer writes here,
    writing: frozenset[str] = frozenset()  # what is done with it,
    reviewing: frozenset[str] = frozenset()  # what else may be said of that,
    seldom: frozenset[str] = frozenset()  # and how who seldom does it says so
    times: frozenset[str] = frozenset()  # nouns that tell when ("업데이트 이후")
    everyday: frozenset[str] = frozenset()  # nouns that everybody uses of all sorts of troubles: no new thing
    sore: frozenset[str] = frozenset()  # verbs and nouns of troubles that are none where they are denied
    alike: dict[str, str] = field(default_factory=dict)  # other words for a thing, to the usual one; without marks
    # Whether anything is known of a noun: a misspelt one is a thing only where something is said of it.
    knows: Callable[[str], bool] = field(default=lambda _: True, compare=False)
    # What was found by these rules: which clauses lean, and the pair of each, by their lemmas.
    told: dict[str, bool] = field(default_factory=dict, compare=False)
    pairs: dict[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def nameless(self) -> frozenset[str]:
        """Nouns that are no part of the name of a thing."""
        return self.empty | self.qualities | self.troubles | self.times | self.devices


def _is_known(noun: str) -> bool:
    return load_vectors().knows(noun)


@cache
def load_rules() -> Rules:
    """The rules that ship with the package."""
    table = tomllib.loads(resources.read_text(RESOURCE))
    return Rules(
        general=frozenset(table["general"]),
        empty=_lemmas(table["empty"], "N"),
        qualities=_lemmas(table["qualities"], "N"),
        plain=_lemmas(table["plain"], "V"),
        acts=_lemmas(table["acts"], "V"),
        deeds=_lemmas(table["deeds"], "V"),
        troubles=_lemmas(table["troubles"], "N"),
        departure=table["departure"],
        same=dict(table["same"]),
        leaning=frozenset(table["leaning"]) | frozenset(table["again"]),
        again=frozenset(table["again"]),
        devices=_lemmas(table["devices"], "N"),
        harmless=_lemmas(table["harmless"], "N"),
        reviews=_lemmas(table["reviews"], "N"),
        writing=frozenset(table["writing"]),
        reviewing=frozenset(table["reviewing"]) | frozenset(table["writing"]),
        seldom=_lemmas(table["seldom"], "M"),
        times=_lemmas(table["times"], "N"),
        everyday=_lemmas(table["everyday"], "N"),
        alike=dict(table["alike"]),
        sore=_lemmas(table["sore"]["verbs"], "V") | _lemmas(table["sore"]["nouns"], "N"),
        knows=_is_known,
    )


def _lemmas(words: list[str], kind: str) -> frozenset[str]:
    return frozenset(f"{word}/{kind}" for word in words)
