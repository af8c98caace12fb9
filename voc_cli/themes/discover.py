"""Recurring complaints: known aspects of the value chain seed the themes, and what they do not explain is grouped.

1. A complaint that names a known aspect belongs to its theme.
2. Of the others, those that name a thing are read as target-predicate pairs; pairs of discovered themes of earlier
   runs join these. A thing that the taxonomy hardly knows, told in many words, is a theme of its own, also where a
   complaint of it names an aspect too unsurely. The rest is grouped by meaning; a group with too few records is left
   as single remarks.
3. A clear complaint that names an aspect too unsurely counts there all the same, but is not quoted.
4. A complaint that names nothing, or no trouble of its own ("해결해 주세요"), goes on with what the customer complained
   of beside it; a clear one that is left counts where it was annotated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.known_themes import Coverage, KnownThemes
from voc_cli.schema import Intent, Signal, Stage, Unthemed
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.bursts import Periods, burst_rows
from voc_cli.themes.claims import claimed_by_predicate
from voc_cli.themes.complaints import Complaints, complaints_of
from voc_cli.themes.editing import Edited, Theme, apply_edits, theme_id, themes_of_aspects
from voc_cli.themes.going_on import Beside, go_on
from voc_cli.themes.in_praise import InPraise
from voc_cli.themes.names import finish_names
from voc_cli.themes.pairs import Pair
from voc_cli.themes.placing import UNKNOWN, Seeds
from voc_cli.themes.reclaiming import reclaim
from voc_cli.themes.standing import standing_themes
from voc_cli.themes.timeline import Timeline
from voc_cli.themes.unlisted import Rest, group_rest

if TYPE_CHECKING:
    import pandas as pd

_FALLS_BACK: Final = 0.5  # log odds of a complaint that counts where it was placed, though it is no sure member
_MOST: Final = 0.5  # of the records of a theme


@dataclass(frozen=True, slots=True, eq=False)
class Discovery:
    """``clauses`` with theme_id, theme, found_id, pair, typical ("" outside of themes) and unthemed filled in."""

    clauses: pd.DataFrame
    themes: dict[str, Theme]  # by id
    found: dict[str, Theme]  # by id, as they were before a person's edits
    coverage: Coverage


def discover_themes(
    clauses: pd.DataFrame,
    *,
    seeds: Seeds,
    weights: pd.Series[int] | None = None,
    known: KnownThemes | None = None,
    edits: ThemeEdits | None = None,
    lines: Sequence[Timeline] = (),
) -> Discovery:
    """Give each complaining clause its theme.

    Args:
        clauses: schema.ANNOTATED_CLAUSES of distinct texts, in the order of their texts.
        weights: Records behind each text_no; 1 where not given.
        known: Themes of earlier runs; discovered ones keep their ids and names, listed ones of the last run stay
            though fewer speak of them.
        edits: What a person decided; applied last, so that it survives whatever was found.
        lines: When the texts came in, by weeks and by months: what came up all at once in one of these is a theme,
            however little it is of the whole. Without them all is one time.
    """
    told = complaints_of(clauses, seeds)
    themes: dict[str, Theme] = {}
    ids = _seeded(told.aspects, seeds, themes)
    periods = Periods.of(lines)
    bursts = burst_rows(told, ids, clauses, periods, seeds)
    lasting = _lasting(known, seeds)
    listed = _listed(told, ids, bursts, lines, seeds, lasting, _unmoved(lasting, told, ids, weights))
    ids = ["" if leans else identity for identity, leans in zip(listed.ids, told.leans.tolist(), strict=True)]
    in_praise = InPraise.of(clauses, told.clauses)
    # What a predicate alone has placed may be a new thing's, and stays where it is if it is not.
    lent = claimed_by_predicate(told, ids, seeds, in_praise)
    held = {row: ids[row] for row in np.flatnonzero(lent).tolist()}
    for row in held:
        ids[row] = ""
    may = listed.may_be_grouped
    rest = Rest(told, ids, told.pairs.copy(), may, weights, seeds, periods, in_praise, listed.standing)
    group_rest(rest, themes, known or KnownThemes())
    for row, identity in held.items():
        ids[row] = ids[row] or identity
    could_be = _could_be(seeds, known or KnownThemes()) if edits or known else {}
    missed = reclaim(ids, told, rest.pairs, known, could_be) if known else frozenset[str]()
    themes |= {identity: could_be[identity] for identity in missed}
    own = np.array([bool(identity) for identity in ids], dtype=bool)
    _carry_on(ids, told, listed, _Known(seeds, themes, listed.standing | missed))
    taken = set(ids)
    themes = {identity: theme for identity, theme in themes.items() if identity in taken}
    finish_names(themes, (known or KnownThemes()).by_id())
    edited = apply_edits(ids, told.clauses[schema.TEXT].tolist(), themes, edits or ThemeEdits(), absent=could_be)
    result = _Result(ids, edited, rest.pairs, _unthemed(told, ids, edited, listed))
    filled = _filled(clauses, told, result, np.where(own, told.typical, 0))
    return Discovery(filled, edited.themes, themes, _coverage(result))


@dataclass(frozen=True, slots=True, eq=False)
class _Listed:
    """What the known aspects explain of the complaints."""

    ids: list[str]  # of the themes, "" for none
    feels: NDArray[np.bool_]  # which name an aspect that has no theme: a feeling
    unsure: NDArray[np.bool_]  # which name one that has, but not surely
    may_be_grouped: NDArray[np.bool_]  # which may belong to a theme that nobody has listed
    standing: frozenset[str]  # ids of the themes that enough texts speak of


def _lasting(known: KnownThemes | None, seeds: Seeds) -> dict[str, int]:
    """The themes of aspects that stood in the last run, by id, and how many records each held; departure, which needs
    not stand to be one, aside."""
    departure = {
        theme_id(aspect.stage, aspect.name) for aspect in seeds.aspects if aspect.name == seeds.rules.departure
    }
    themes = known.themes if known is not None else ()
    return {
        theme.theme_id: theme.n_documents
        for theme in themes
        if theme.is_seeded and theme.is_present and theme.theme_id not in departure
    }


def _unmoved(
    lasting: Mapping[str, int], told: Complaints, ids: Sequence[str], weights: pd.Series[int] | None
) -> frozenset[str]:
    """Ids of the themes of the last run of whose records most are in this one."""
    n_records: Counter[str] = Counter()
    for identity, text in {(identity, int(text)) for identity, text in zip(ids, told.texts, strict=True) if identity}:
        n_records[identity] += 1 if weights is None else int(weights[text])
    return frozenset(identity for identity, n in lasting.items() if n_records[identity] > n * _MOST)


def _listed(
    told: Complaints,
    ids: list[str],
    bursts: NDArray[np.bool_],
    lines: Sequence[Timeline],
    seeds: Seeds,
    lasting: Mapping[str, int],
    unmoved: frozenset[str],
) -> _Listed:
    has_theme = np.array([bool(identity) for identity in ids], dtype=bool)
    feels = (told.aspects > UNKNOWN) & ~has_theme & ~told.leans
    unsure = has_theme & ~told.belongs & ~bursts
    line = lines[0] if lines else None
    sure = told.belongs & ~told.leans
    standing = standing_themes(told, ids, sure, seeds, lasting=frozenset(lasting), unmoved=unmoved, line=line)
    standing |= {ids[row] for row in np.flatnonzero(bursts).tolist()}
    stands = np.array([identity in standing for identity in ids], dtype=bool)
    out = unsure | (has_theme & ~stands)
    ids = ["" if is_out else identity for identity, is_out in zip(ids, out.tolist(), strict=True)]
    return _Listed(ids, feels, unsure, ~feels & ~out & ~told.leans, standing)


def _carry_on(ids: list[str], told: Complaints, listed: _Listed, known: _Known) -> None:
    """Fill the ids of complaints that no word of theirs gives a theme: the surest ground for one first."""
    seeds, clear = known.seeds, told.complains >= _FALLS_BACK
    _depart(ids, told, known)
    beside, general = _beside(told), _general(seeds)
    vague = np.array([aspect.name in seeds.rules.general for aspect in seeds.aspects] + [True])  # the last for UNKNOWN
    _fall_back(ids, told, known, may=clear & ~told.leans & ~vague[told.aspects])
    go_on(ids, beside, known.themes, general=general, may=(told.complains >= 0) | told.leans)
    for row in np.flatnonzero(told.leans).tolist():
        ids[row] = ids[row] or ("" if told.asks[row] else listed.ids[row])
    _fall_back(ids, told, known, may=clear & ~told.leans)
    go_on(ids, beside, known.themes, general=general, may=clear | told.leans)
    _fall_back(ids, told, known, may=clear & told.judges(seeds.rules))


def _seeded(aspects: NDArray[np.int32], seeds: Seeds, themes: dict[str, Theme]) -> list[str]:
    """The theme of each complaint that names an aspect; "" for feelings and for what names none."""
    numbers = {aspect.name: number for number, aspect in enumerate(seeds.aspects)}
    shares = {name: numbers[other] for name, other in seeds.rules.same.items() if other in numbers}
    joined = set(shares.values())
    of_aspect: dict[int, str] = {UNKNOWN: ""}
    ids: list[str] = []
    for number in aspects.tolist():
        if number not in of_aspect:
            own = number if number == UNKNOWN else shares.get(seeds.aspects[number].name, number)
            aspect = seeds.aspects[own]
            if (aspect.stage == Stage.NONE and own not in joined) or not aspect.complaint_name:
                of_aspect[number] = ""
            else:
                identity = of_aspect[number] = theme_id(aspect.stage, aspect.name)
                themes[identity] = Theme(identity, aspect.complaint_name, aspect.stage, aspect.owner, is_seeded=True)
        ids.append(of_aspect[number])
    return ids


def _beside(told: Complaints) -> Beside:
    stages = told.clauses[schema.STAGE].to_numpy()
    return Beside(
        texts=told.texts,
        stages=stages,
        feels=(stages == Stage.NONE) & (told.clauses[schema.INTENT] != Intent.REQUEST).to_numpy(),
        tells=told.tells & ~told.leans,
    )


def _general(seeds: Seeds) -> frozenset[str]:
    return frozenset(
        theme_id(aspect.stage, aspect.name) for aspect in seeds.aspects if aspect.name in seeds.rules.general
    )


def kept_apart(seeds: Seeds, known: KnownThemes) -> Seeds:
    """``seeds`` without the sharing of themes that would take one of ``known`` from its place: an aspect that had a
    theme of its own in an earlier run keeps it, though another line of business, found in more data, would share it."""
    before = known.by_id()
    had = {aspect.name for aspect in seeds.aspects if theme_id(aspect.stage, aspect.name) in before}
    same = {name: other for name, other in seeds.rules.same.items() if name not in had}
    return replace(seeds, rules=replace(seeds.rules, same=same))


def _could_be(seeds: Seeds, known: KnownThemes) -> dict[str, Theme]:
    """The themes that the aspects may give or that earlier runs found, by id."""
    themes = {key: Theme(key, old.name, old.stage, old.owner, old.is_seeded) for key, old in known.by_id().items()}
    return themes | themes_of_aspects(seeds.aspects)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The aspects, and the themes so far."""

    seeds: Seeds
    themes: dict[str, Theme]
    standing: frozenset[str]  # ids of those that enough texts speak of


def _depart(ids: list[str], told: Complaints, known: _Known) -> None:
    """What only says that the customer leaves counts as that, and not as the complaint beside it."""
    numbers = {aspect.name: number for number, aspect in enumerate(known.seeds.aspects)}
    says = told.clauses[schema.SIGNALS].str.contains(Signal.CHURN, regex=False).to_numpy()
    rows = [row for row in np.flatnonzero(says).tolist() if not told.troubled[row]]
    aspects = np.full(len(rows), numbers.get(known.seeds.rules.departure, UNKNOWN), dtype=np.int32)
    for row, identity in zip(rows, _seeded(aspects, known.seeds, known.themes), strict=True):
        ids[row] = ids[row] or identity


def _fall_back(ids: list[str], told: Complaints, known: _Known, *, may: NDArray[np.bool_]) -> None:
    """What clearly complains, but is no sure member, counts where it was placed after all, or else where the annotation
    placed it: in a theme that others are likely to speak of, not in one of its own making."""
    numbers = {aspect.name: number for number, aspect in enumerate(known.seeds.aspects)}
    rows = [row for row in np.flatnonzero(may).tolist() if not ids[row]]
    names = told.clauses[schema.ASPECT].iloc[rows].tolist()
    annotated = np.array([numbers.get(name, UNKNOWN) for name in names], dtype=np.int32)
    likeliest = np.where(told.aspects[rows] == UNKNOWN, annotated, told.aspects[rows])
    for row, identity in zip(rows, _seeded(likeliest, known.seeds, known.themes), strict=True):
        if identity in known.standing:
            ids[row] = identity


@dataclass(frozen=True, slots=True, eq=False)
class _Result:
    """What was found of each complaint, and what a person made of it."""

    ids: Sequence[str]
    edited: Edited
    pairs: Sequence[Pair | None]  # what it is remembered by
    unthemed: Sequence[str]  # why it has no theme, "" where it has one or is no complaint by itself


def _filled(clauses: pd.DataFrame, told: Complaints, result: _Result, typical: NDArray[Any]) -> pd.DataFrame:
    edited = result.edited
    columns: dict[str, Sequence[str]] = {
        schema.THEME_ID: edited.ids,
        schema.THEME: [edited.themes[identity].name if identity else "" for identity in edited.ids],
        schema.FOUND_ID: result.ids,
        schema.UNTHEMED: result.unthemed,
        schema.PAIR: [
            pair.key if pair and not leans else ""
            for pair, leans in zip(result.pairs, told.leans.tolist(), strict=True)
        ],
    }
    filled: dict[str, NDArray[Any]] = {schema.TYPICAL: np.zeros(len(clauses), dtype=np.float32)}
    filled[schema.TYPICAL][told.rows] = typical
    for name, values in columns.items():
        filled[name] = np.full(len(clauses), "", dtype=object)
        filled[name][told.rows] = values
    return clauses.assign(**filled)


def _unthemed(told: Complaints, ids: Sequence[str], edited: Edited, listed: _Listed) -> list[str]:
    """A code of Unthemed for each complaint that no theme holds; "" for mild requests, which complain only in one."""
    tells = told.tells & ~told.leans & ~listed.feels
    why = np.where(tells, np.where(listed.unsure, Unthemed.UNSURE, Unthemed.SINGLE), Unthemed.GENERAL)
    why[told.asks] = ""
    return [
        "" if shown else Unthemed.IGNORED.value if found else str(code)
        for found, shown, code in zip(ids, edited.ids, why.tolist(), strict=True)
    ]


def _coverage(result: _Result) -> Coverage:
    n_themed, counts = sum(map(bool, result.edited.ids)), Counter(result.unthemed)
    return Coverage(
        n_complaints=n_themed + sum(counts[code] for code in Unthemed),
        n_themed=n_themed,
        n_single=counts[Unthemed.SINGLE],
        n_unsure=counts[Unthemed.UNSURE],
        n_general=counts[Unthemed.GENERAL],
        n_ignored=counts[Unthemed.IGNORED],
    )
