"""Recurring complaints: clauses of one aspect, and groups of what no aspect explains.

Known aspects of the value chain seed the themes; complaining clauses that no aspect explains are grouped by the thing
and the predicate they share, so that a problem nobody listed still shows up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1
from typing import TYPE_CHECKING, Final

from voc_cli import schema
from voc_cli.morphemes import NEGATION
from voc_cli.schema import Sentiment, Stage

if TYPE_CHECKING:
    import pandas as pd

MIN_DOCUMENTS: Final = 3  # fewer records that share a pair nobody listed are single remarks, not a theme


@dataclass(frozen=True, slots=True)
class Theme:
    """Identity and name of a theme; the id depends on what the theme is, never on the data of one run."""

    theme_id: str
    name: str
    stage: str
    owner: str


@dataclass(frozen=True, slots=True, eq=False)
class Discovery:
    """``clauses`` with theme_id and theme filled in ("" outside of themes), and the themes by id."""

    clauses: pd.DataFrame
    themes: dict[str, Theme]


def theme_id(stage: str, key: str) -> str:
    """A short id that is the same on every machine and in every run."""
    return "T" + sha1(f"{stage}/{key}".encode()).hexdigest()[:7]


def discover_themes(
    clauses: pd.DataFrame, *, names: Mapping[str, str], weights: pd.Series[int] | None = None
) -> Discovery:
    """Give each complaining clause its theme.

    Args:
        clauses: schema.ANNOTATED_CLAUSES of distinct texts.
        names: Name of the complaint for each aspect; aspects that are missing make no theme.
        weights: Records behind each text_no; 1 where not given.
    """
    themes: dict[str, Theme] = {}
    complains = (clauses[schema.SENTIMENT] == Sentiment.NEGATIVE).tolist()
    columns = (clauses[name].tolist() for name in (schema.STAGE, schema.ASPECT, schema.OWNER))
    ids: list[str] = []
    for complaint, stage, aspect, owner in zip(complains, *columns, strict=True):
        name = names.get(aspect) if complaint and stage != Stage.NONE else None
        if name is None:
            ids.append("")
            continue
        identity = theme_id(stage, aspect)
        themes.setdefault(identity, Theme(identity, name, stage, owner))
        ids.append(identity)
    _group_the_rest(clauses, complains, ids, themes, weights)
    labels = [themes[identity].name if identity else "" for identity in ids]
    found = clauses.assign(**{schema.THEME_ID: ids, schema.THEME: labels})
    return Discovery(found, themes)


def _group_the_rest(
    clauses: pd.DataFrame,
    complains: list[bool],
    ids: list[str],
    themes: dict[str, Theme],
    weights: pd.Series[int] | None,
) -> None:
    """Fill ``ids`` of complaining clauses without an aspect, where enough records share thing and predicate."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    documents: dict[tuple[str, str], set[int]] = defaultdict(set)
    columns = (clauses[name].tolist() for name in (schema.TEXT_NO, schema.ASPECT, schema.LEMMAS))
    for place, (number, aspect, lemmas) in enumerate(zip(*columns, strict=True)):
        if complains[place] and not aspect and not ids[place]:
            pair = _pair(lemmas.split(" "))
            if pair is not None:
                members[pair].append(place)
                documents[pair].add(number)
    for pair, places in members.items():
        n = (
            sum(int(weights.get(number, 1)) for number in documents[pair])
            if weights is not None
            else len(documents[pair])
        )
        if n < MIN_DOCUMENTS:
            continue
        identity = theme_id(Stage.NONE, "+".join(pair))
        themes[identity] = Theme(identity, _name(pair), Stage.NONE.value, "")
        for place in places:
            ids[place] = identity


def _pair(lemmas: list[str]) -> tuple[str, str] | None:
    """The last thing named before the first predicate that follows it, the predicate with its negation."""
    thing = ""
    for place, lemma in enumerate(lemmas):
        if lemma.endswith("/N") and len(lemma) > 3:
            thing = lemma
        elif lemma.endswith("/V") and thing:
            negated = place + 1 < len(lemmas) and lemmas[place + 1] == NEGATION
            return thing, f"{lemma} {NEGATION}" if negated else lemma
        elif lemma == NEGATION and thing and place and lemmas[place - 1] == thing:
            return thing, NEGATION
    return None


def _name(pair: tuple[str, str]) -> str:
    thing, predicate = pair
    noun = thing.removesuffix("/N")
    if predicate == NEGATION:
        return f"{noun} 안 됨"
    stem = predicate.removesuffix(f" {NEGATION}").removesuffix("/V")
    return f"{noun} {_nominal(stem)}" if not predicate.endswith(NEGATION) else f"{noun} 안 {_nominal(stem)}"


def _nominal(stem: str) -> str:
    """The predicate as a noun (느리 to 느림, 없 to 없음, 무겁 to 무거움, 듣 to 들음)."""
    last = ord(stem[-1]) - _FIRST_SYLLABLE
    if not 0 <= last < _N_SYLLABLES:
        return stem
    coda, open_syllable = last % _N_CODAS, last - last % _N_CODAS
    if coda in (0, _RIEUL):
        return stem[:-1] + chr(_FIRST_SYLLABLE + open_syllable + (_MIEUM if coda == 0 else _RIEUL_MIEUM))
    if coda == _BIEUP and stem[-1] not in _REGULAR_BIEUP:
        return stem[:-1] + chr(_FIRST_SYLLABLE + open_syllable) + "움"
    if coda == _DIGEUT and stem in _IRREGULAR_DIGEUT:
        return stem[:-1] + chr(_FIRST_SYLLABLE + open_syllable + _RIEUL) + "음"
    return stem + "음"


_FIRST_SYLLABLE: Final = ord("가")
_N_SYLLABLES: Final = 11_172
_N_CODAS: Final = 28
_DIGEUT, _RIEUL, _RIEUL_MIEUM, _MIEUM, _BIEUP = 7, 8, 10, 16, 17
# Most stems in ㅂ change it to 우 (무겁다); these keep it. Most in ㄷ keep it; these change it to ㄹ.
_REGULAR_BIEUP: Final = frozenset("입잡집뽑씹좁접업꼽굽")
_IRREGULAR_DIGEUT: Final = frozenset({"듣", "걷", "묻", "싣", "깨닫", "일컫"})
