"""Recurring complaints: known aspects of the value chain seed the themes, and what they do not explain is grouped.

1. A complaint that names a known aspect belongs to its theme.
2. Of the others, those that name a thing are read as target-predicate pairs; pairs of discovered themes of earlier
   runs join these, the rest is grouped by meaning. A group with too few records is left as single remarks.
3. A clear complaint that names an aspect too unsurely counts there all the same, but is not quoted.
4. A complaint that names nothing, or no trouble of its own ("해결해 주세요"), goes on with what the customer complained
   of beside it; a clear one that is left counts where it was annotated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.known_themes import Coverage, KnownTheme, KnownThemes
from voc_cli.rarity import complaint_logits, rarity
from voc_cli.schema import Intent, Sentiment, Signal, Stage
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.editing import Edited, Theme, apply_edits
from voc_cli.themes.going_on import Beside, go_on
from voc_cli.themes.grouping import NEAR, group_pairs, pair_vectors
from voc_cli.themes.membership import (
    heard_themes,
    member_probabilities,
    speaking_probabilities,
    trusted,
    unheard,
)
from voc_cli.themes.names import finish_names, name_of
from voc_cli.themes.others import of_others
from voc_cli.themes.pairs import Pair, names_a_trouble, read_pair
from voc_cli.themes.placing import UNKNOWN, Seeds, leaning, place
from voc_cli.themes.rules import Rules
from voc_cli.themes.vectors import unit

if TYPE_CHECKING:
    import pandas as pd

MIN_DOCUMENTS: Final = 3  # fewer records that share an issue nobody listed are single remarks, not a theme
_GROWTH: Final = 20  # of the least size with the root of the records: 3 up to 3,600 records, 13 for 70,000
_OF_NAME: Final = 0.5  # share of a discovered theme that must tell what its name tells
_NO_TROUBLE, _NO_COMPLAINT = 0.5, 0.8  # of how typical a clause is that tells no trouble, or that asks or suggests
_LIKELY: Final = 0.3  # probability of a membership that its own words must give a clause
_FALLS_BACK: Final = 0.5  # log odds of a complaint that counts where it was placed, though it is no sure member
_NEARLY: Final = 0.3  # polarity below which a clause that names an aspect complains, though it hardly sounds so


@dataclass(frozen=True, slots=True, eq=False)
class Discovery:
    """``clauses`` with theme_id, theme, found_id, pair and typical filled in ("" outside of themes)."""

    clauses: pd.DataFrame
    themes: dict[str, Theme]  # by id
    found: dict[str, Theme]  # by id, as they were before a person's edits
    coverage: Coverage


def theme_id(stage: str, key: str) -> str:
    """A short id that is the same on every machine and in every run."""
    return "T" + sha1(f"{stage}/{key}".encode()).hexdigest()[:7]


def discover_themes(
    clauses: pd.DataFrame,
    *,
    seeds: Seeds,
    weights: pd.Series[int] | None = None,
    known: KnownThemes | None = None,
    edits: ThemeEdits | None = None,
) -> Discovery:
    """Give each complaining clause its theme.

    Args:
        clauses: schema.ANNOTATED_CLAUSES of distinct texts, in the order of their texts.
        weights: Records behind each text_no; 1 where not given.
        known: Themes of earlier runs; discovered ones keep their ids and names.
        edits: What a person decided; applied last, so that it survives whatever was found.
    """
    told = _complaints_of(clauses, seeds)
    complaints, leans, pairs = told.complaints, np.flatnonzero(told.leans).tolist(), list(told.pairs)
    themes: dict[str, Theme] = {}
    ids = _seeded(told.aspects, seeds, themes)
    feels = np.array(
        [number > UNKNOWN and not ids[row] for row, number in enumerate(told.aspects.tolist())], dtype=bool
    )
    feels &= ~told.leans
    unsure = np.array([bool(identity) for identity in ids], dtype=bool) & ~told.belongs
    typical = _typical(told, pairs)
    speaks = speaking_probabilities(told.spoken, told.complaints[schema.POLARITY].to_numpy(dtype=float), typical)
    sure = ~unsure & ~told.leans
    heard = heard_themes(ids, speaks, sure)
    unsure |= unheard(ids, heard, sure, least=MIN_DOCUMENTS)
    for row in np.flatnonzero(unsure).tolist():
        ids[row] = ""
    own_ids = list(ids)
    for row in leans:
        ids[row], pairs[row] = "", None
    _discover(_Rest(complaints, told.cells, pairs, ids, feels | unsure, weights, seeds), themes, known or KnownThemes())
    own = [bool(identity) for identity in ids]
    known_so_far, clear = _Known(seeds, themes, heard), told.complains >= _FALLS_BACK
    _depart(ids, told, known_so_far)
    beside, general = _beside(told), _general(seeds)
    vague = np.array([aspect.name in seeds.rules.general for aspect in seeds.aspects] + [True])  # the last for UNKNOWN
    _fall_back(ids, told, known_so_far, may=clear & ~told.leans & ~vague[told.aspects])
    go_on(ids, beside, themes, general=general, may=(told.complains >= 0) | told.leans)
    for row in leans:
        ids[row] = ids[row] or ("" if told.asks[row] else own_ids[row])
    _fall_back(ids, told, known_so_far, may=clear & ~told.leans)
    go_on(ids, beside, themes, general=general, may=clear | told.leans)
    _fall_back(ids, told, known_so_far, may=clear & _judges(told, seeds.rules))
    taken = set(ids)
    themes = {identity: theme for identity, theme in themes.items() if identity in taken}
    finish_names(themes, (known or KnownThemes()).by_id())
    edited = apply_edits(ids, complaints[schema.TEXT].tolist(), themes, edits or ThemeEdits())
    return Discovery(
        _filled(clauses, told.rows, _Result(ids, edited, pairs, np.where(own, typical, 0))),
        edited.themes,
        themes,
        _coverage(_Result(ids, edited, pairs, told.typical), feels, told.asks),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """The clauses that complain, arrays of shape (n_complaints,)."""

    rows: NDArray[np.int64]
    complaints: pd.DataFrame
    cells: list[list[str]]  # lemmas
    pairs: list[Pair | None]
    complains: NDArray[np.float32]  # log odds
    aspects: NDArray[np.int32]
    belongs: NDArray[np.bool_]  # whether it is a member of the theme of its aspect
    spoken: NDArray[np.float32]  # probability of the aspect by the words of the clause alone
    typical: NDArray[np.float32]
    leans: NDArray[np.bool_]
    asks: NDArray[np.bool_]  # a mild request, which is a complaint only where it goes on with one


def _typical(told: _Told, pairs: Sequence[Pair | None]) -> NDArray[np.float32]:
    """How surely each complaint speaks of its theme; what tells no trouble, or only asks, says less of one."""
    tells = np.array([_tells(pair) for pair in pairs], dtype=bool)
    complains = (told.complaints[schema.INTENT] == Intent.COMPLAINT).to_numpy()
    factors = np.where(tells, 1, _NO_TROUBLE) * np.where(complains, 1, _NO_COMPLAINT)
    return np.asarray(told.typical * factors, dtype=np.float32)


def _complaints_of(clauses: pd.DataFrame, seeds: Seeds) -> _Told:
    """Beside a clear complaint a mild clause counts only where it surely speaks of an aspect, or asks for help."""
    rows = complaining(clauses, seeds.rules)
    rows = rows[~of_others(clauses, rows)]
    complaints = clauses.iloc[rows]
    placed = place(complaints, seeds)
    cells = [cell.split(" ") if cell else [] for cell in complaints[schema.LEMMAS].tolist()]
    pairs = [read_pair(cell, seeds.rules) for cell in cells]
    shift = rarity(clauses[schema.POLARITY].to_numpy(dtype=float))
    logits = complaint_logits(complaints[schema.POLARITY].to_numpy(dtype=float))
    sure = member_probabilities(logits, placed.shares, shift=shift)
    complains = logits + np.float32(shift)
    belongs = (sure >= _LIKELY) & trusted(placed.aspects, sure, shift=shift)
    mild = (complaints[schema.SENTIMENT] != Sentiment.NEGATIVE).to_numpy()
    leans = leaning(complaints[schema.LEMMAS], seeds.rules)
    helped = mild & leans & (complaints[schema.INTENT] == Intent.REQUEST).to_numpy()
    kept = np.flatnonzero(~mild | ((placed.aspects != UNKNOWN) & belongs) | helped)
    return _Told(
        rows=rows[kept],
        complaints=complaints.iloc[kept],
        cells=[cells[row] for row in kept.tolist()],
        pairs=[pairs[row] for row in kept.tolist()],
        complains=complains[kept],
        aspects=placed.aspects[kept],
        belongs=belongs[kept],
        spoken=placed.spoken[kept],
        typical=placed.typical[kept],
        leans=leans[kept],
        asks=helped[kept],
    )


def _tells(pair: Pair | None) -> bool:
    return pair is not None and pair.tells


def complaining(clauses: pd.DataFrame, rules: Rules) -> NDArray[np.int64]:
    """Numbers of the rows that complain or may do so, or only ask for help with a complaint."""
    negative = (clauses[schema.SENTIMENT] == Sentiment.NEGATIVE).to_numpy()
    praises = (clauses[schema.SENTIMENT] == Sentiment.POSITIVE).to_numpy()
    complains = negative | (~praises & (clauses[schema.POLARITY].to_numpy(dtype=float) < _NEARLY))
    asking = np.flatnonzero(~complains & (clauses[schema.INTENT] == Intent.REQUEST).to_numpy())
    complains[asking[leaning(clauses[schema.LEMMAS].iloc[asking], rules)]] = True
    return np.flatnonzero(complains)


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


@dataclass(frozen=True, slots=True, eq=False)
class _Rest:
    """The complaints, and what was found of them so far; ``ids`` is filled in."""

    complaints: pd.DataFrame
    cells: list[list[str]]
    pairs: list[Pair | None]
    ids: list[str]
    feels: NDArray[np.bool_]
    weights: pd.Series[int] | None
    seeds: Seeds


def _discover(rest: _Rest, themes: dict[str, Theme], known: KnownThemes) -> None:
    """Fill the ids of complaints that name a thing and no known aspect, where enough records share it."""
    members: dict[Pair, list[int]] = defaultdict(list)
    for row, pair in enumerate(rest.pairs):
        if pair is not None and not rest.ids[row] and not rest.feels[row] and names_a_trouble(pair, rest.seeds.rules):
            members[pair].append(row)
    texts = rest.complaints[schema.TEXT_NO].to_numpy()
    records = rest.weights.to_dict() if rest.weights is not None else {}

    def n_records(rows: Sequence[int]) -> int:
        return sum(int(records.get(text, 1)) for text in {int(texts[row]) for row in rows})

    for pair, earlier in _joining(sorted(members), known, rest.seeds).items():
        themes.setdefault(earlier.theme_id, _remembered(earlier))
        for row in members.pop(pair):
            rest.ids[row] = earlier.theme_id
    counts = {pair: n_records(rows) for pair, rows in members.items()}
    least = max(MIN_DOCUMENTS, round(sqrt(n_records(range(len(rest.ids)))) / _GROWTH))
    grouped: dict[int, list[Pair]] = defaultdict(list)
    for pair, number in group_pairs(counts, rest.seeds.vectors).items():
        grouped[number].append(pair)
    for pairs in grouped.values():
        rows = sorted(row for pair in pairs for row in members[pair])
        if n_records(rows) >= least and _is_one_trouble(pairs, counts):
            theme = _new_theme(pairs[0], rows, rest)
            themes[theme.theme_id] = theme
            for row in rows:
                rest.ids[row] = theme.theme_id


def _is_one_trouble(pairs: Sequence[Pair], counts: Mapping[Pair, int]) -> bool:
    """Whether most records of a group tell the trouble that it is named after."""
    named = sum(counts[p] for p in pairs if (p.predicate, p.is_negated) == (pairs[0].predicate, pairs[0].is_negated))
    return named >= _OF_NAME * sum(counts[p] for p in pairs)


def _joining(pairs: Sequence[Pair], known: KnownThemes, seeds: Seeds) -> dict[Pair, KnownTheme]:
    """The pairs that belong to discovered themes of earlier runs: told before, or nearest in meaning."""
    found = [theme for theme in known.themes if not theme.is_seeded and theme.pairs]
    if not found or not pairs:
        return {}
    told: dict[str, tuple[float, KnownTheme]] = {}
    centres = []
    for theme in found:
        for key, share in theme.pairs:
            if key not in told or told[key][0] < share:
                told[key] = share, theme
        places = pair_vectors([Pair.from_key(key) for key, _ in theme.pairs], seeds.vectors)
        centres.append(np.array([share for _, share in theme.pairs], dtype=np.float32) @ places)
    near = np.einsum("ij,kj->ik", pair_vectors(pairs, seeds.vectors), unit(np.array(centres)))
    joining = {}
    for row, pair in enumerate(pairs):
        best = int(near[row].argmax())
        if pair.key in told:
            joining[pair] = told[pair.key][1]
        elif seeds.vectors.of(pair.target) is not None and near[row, best] >= NEAR:
            joining[pair] = found[best]
    return joining


def _remembered(theme: KnownTheme) -> Theme:
    return Theme(theme.theme_id, theme.name, theme.stage, theme.owner)


def _new_theme(pair: Pair, rows: Sequence[int], rest: _Rest) -> Theme:
    """A group under its most frequent pair; it stands where most of its members were placed."""
    own = [row for row in rows if rest.pairs[row] == pair]
    texts = rest.complaints[schema.TEXT]
    name = name_of(pair, [rest.cells[row] for row in own], [str(texts.iat[row]) for row in own])
    stages, owners = (rest.complaints[column] for column in (schema.STAGE, schema.OWNER))
    placed = Counter((stages.iat[row], owners.iat[row]) for row in rows if stages.iat[row] != Stage.NONE)
    (stage, owner), _ = min(placed.items(), key=lambda item: (-item[1], item[0]), default=((Stage.NONE.value, ""), 0))
    return Theme(theme_id(Stage.NONE, pair.key), name, str(stage), str(owner))


def _beside(told: _Told) -> Beside:
    stages = told.complaints[schema.STAGE].to_numpy()
    return Beside(
        texts=told.complaints[schema.TEXT_NO].to_numpy(),
        stages=stages,
        feels=(stages == Stage.NONE) & (told.complaints[schema.INTENT] != Intent.REQUEST).to_numpy(),
        tells=np.array([_tells(pair) for pair in told.pairs], dtype=bool),
    )


def _general(seeds: Seeds) -> frozenset[str]:
    return frozenset(
        theme_id(aspect.stage, aspect.name) for aspect in seeds.aspects if aspect.name in seeds.rules.general
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The aspects, and the themes so far."""

    seeds: Seeds
    themes: dict[str, Theme]
    heard: Counter[str]  # by id, members that are likely to speak of a theme


def _depart(ids: list[str], told: _Told, known: _Known) -> None:
    """What only says that the customer leaves counts as that, and not as the complaint beside it."""
    numbers = {aspect.name: number for number, aspect in enumerate(known.seeds.aspects)}
    says = told.complaints[schema.SIGNALS].str.contains(Signal.CHURN, regex=False).to_numpy()
    names = [pair is not None and names_a_trouble(pair, known.seeds.rules) for pair in told.pairs]
    leaves = says & ~np.array(names, dtype=bool)
    aspects = np.where(leaves, numbers.get(known.seeds.rules.departure, UNKNOWN), UNKNOWN).astype(np.int32)
    for row, identity in enumerate(_seeded(aspects, known.seeds, known.themes)):
        ids[row] = ids[row] or identity


def _judges(told: _Told, rules: Rules) -> NDArray[np.bool_]:
    """Which complaints that lean say how a thing is, though they do not name it ("너무 불편해요")."""
    return np.array(
        [
            leans and not rules.qualities.isdisjoint(cell)
            for cell, leans in zip(told.cells, told.leans.tolist(), strict=True)
        ],
        dtype=bool,
    )


def _fall_back(ids: list[str], told: _Told, known: _Known, *, may: NDArray[np.bool_]) -> None:
    """What clearly complains, but is no sure member, counts where it was placed after all, or else where the annotation
    placed it: in a theme that others are likely to speak of, not in one of its own making."""
    numbers = {aspect.name: number for number, aspect in enumerate(known.seeds.aspects)}
    annotated = np.array([numbers.get(name, UNKNOWN) for name in told.complaints[schema.ASPECT].tolist()])
    likeliest = np.where(told.aspects == UNKNOWN, annotated, told.aspects).astype(np.int32)
    for row, identity in enumerate(_seeded(likeliest, known.seeds, known.themes)):
        if may[row] and not ids[row] and known.heard[identity]:
            ids[row] = identity


@dataclass(frozen=True, slots=True, eq=False)
class _Result:
    """What was found of each complaint."""

    ids: Sequence[str]
    edited: Edited
    pairs: Sequence[Pair | None]
    typical: NDArray[np.float32]


def _filled(clauses: pd.DataFrame, rows: NDArray[np.int64], result: _Result) -> pd.DataFrame:
    edited = result.edited
    columns: dict[str, Sequence[str]] = {
        schema.THEME_ID: edited.ids,
        schema.THEME: [edited.themes[identity].name if identity else "" for identity in edited.ids],
        schema.FOUND_ID: result.ids,
        schema.PAIR: [pair.key if pair else "" for pair in result.pairs],
    }
    filled: dict[str, NDArray[Any]] = {schema.TYPICAL: np.zeros(len(clauses), dtype=np.float32)}
    filled[schema.TYPICAL][rows] = result.typical
    for name, values in columns.items():
        filled[name] = np.full(len(clauses), "", dtype=object)
        filled[name][rows] = values
    return clauses.assign(**filled)


def _coverage(result: _Result, feels: NDArray[np.bool_], asks: NDArray[np.bool_]) -> Coverage:
    rest = [row for row, identity in enumerate(result.ids) if not identity and not asks[row]]
    single = sum(_tells(result.pairs[row]) and not feels[row] for row in rest)
    themed = sum(map(bool, result.edited.ids))
    n = sum(map(bool, result.ids)) + len(rest)
    return Coverage(n, themed, single, len(rest) - single, result.edited.n_ignored)
