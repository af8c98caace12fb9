"""Complaints that no known aspect explains, grouped into themes that nobody has listed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.known_themes import KnownTheme, KnownThemes
from voc_cli.morphemes import NEGATION
from voc_cli.schema import Stage
from voc_cli.themes.bursts import Periods
from voc_cli.themes.complaints import Complaints
from voc_cli.themes.editing import Theme, theme_id
from voc_cli.themes.grouping import NEAR, group_pairs, pair_vectors
from voc_cli.themes.in_praise import InPraise
from voc_cli.themes.names import name_of, name_of_thing, says_no_more
from voc_cli.themes.new_phrases import new_phrases
from voc_cli.themes.new_words import new_words
from voc_cli.themes.pairs import Pair
from voc_cli.themes.placing import Seeds
from voc_cli.themes.standing import least_heard
from voc_cli.themes.things import Enough, NewThing, new_things, thing_id
from voc_cli.themes.vectors import unit

if TYPE_CHECKING:
    import pandas as pd

MIN_DOCUMENTS: Final = 3  # fewer records that share an issue nobody listed are single remarks, not a theme
_GROWTH: Final = 20  # of the least size with the root of the records: 3 up to 3,600 records, 13 for 70,000
_LIFT: Final = 3.0  # times as often as by chance a thing must be told with its trouble, to be a theme of its own,
_MOST: Final = 1 / 3  # or this share of what is told of the thing
_UNTOLD: Final = 100  # complaints of other kinds that an export is thought to hold besides: few say nothing of chance
_ENTRY: Final = 3.0  # votes of the table for a pair that stands in it as it is
_OF_THING: Final = 0.5  # of these, what is due to its thing at least
_OF_NAME: Final = 0.5  # share of a discovered theme that must tell what its name tells


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """The complaints, and what was found of them so far."""

    told: Complaints
    ids: list[str]  # of the themes so far, "" for none
    pairs: list[Pair | None]  # what each is remembered by: of a new thing where it belongs to a theme of one
    may: NDArray[np.bool_]  # which may be grouped
    weights: pd.Series[int] | None  # records behind each text_no; 1 where not given
    seeds: Seeds
    periods: Periods  # in which the complaints came in
    in_praise: InPraise  # whether what they name is praised as well
    standing: frozenset[str] = frozenset()  # ids of the themes of aspects that the export has, taken yet or not


def group_rest(rest: Rest, themes: dict[str, Theme], known: KnownThemes) -> None:
    """Fill the ids of complaints that name a thing and no known aspect, where enough records share it.

    Args:
        themes: By id; the new ones are added.
        known: Themes of earlier runs; discovered ones keep their ids and names.
    """
    members: dict[Pair, list[int]] = defaultdict(list)
    for row in np.flatnonzero(rest.may).tolist():
        pair = rest.told.pairs[row]
        if pair is not None and not rest.ids[row] and rest.told.troubled[row]:
            members[pair].append(row)
    texts, numbers = rest.told.texts, rest.told.texts.tolist()
    records = rest.weights.to_dict() if rest.weights is not None else {}

    def rise(rows: Iterable[int]) -> bool:
        return rest.periods.rise(np.unique(texts[list(rows)]))

    def n_records(rows: Iterable[int]) -> int:
        spoken = {numbers[row] for row in rows}
        return sum(records.get(text, 1) for text in spoken) if records else len(spoken)

    usual = _Usual.of(rest)
    for pair, earlier in _joining(sorted(members), known, rest.seeds).items():
        themes.setdefault(earlier.theme_id, _remembered(earlier))
        for row in members.pop(pair):
            rest.ids[row] = earlier.theme_id
    least = max(
        MIN_DOCUMENTS, least_heard(len(np.unique(texts))), round(sqrt(n_records(range(len(rest.ids)))) / _GROWTH)
    )
    _group_things(rest, themes, known, Enough(least, n_records, rise, rest.in_praise))
    left = {pair: [row for row in rows if not rest.ids[row]] for pair, rows in members.items()}
    members = {pair: rows for pair, rows in left.items() if rows}
    counts = {pair: n_records(rows) for pair, rows in members.items()}
    grouped: dict[int, list[Pair]] = defaultdict(list)
    for pair, number in group_pairs(counts, rest.seeds.vectors).items():
        grouped[number].append(pair)
    for pairs in grouped.values():
        rows = sorted(row for pair in pairs for row in members[pair])
        if (
            (n_records(rows) >= least or rise(rows))
            and _is_one_trouble(pairs, counts)
            and usual.allows(pairs[0], len(members[pairs[0]]))
        ):
            theme = _known_to_the_table(pairs[0], rest, themes) or _there_already(
                _new_theme(pairs[0], rows, rest), rest, themes
            )
            themes[theme.theme_id] = theme
            for row in rows:
                rest.ids[row] = theme.theme_id


def _group_things(rest: Rest, themes: dict[str, Theme], known: KnownThemes, enough: Enough) -> None:
    """Fill the ids of complaints of things that are new, told in whatever words, and remember them by the thing."""
    earlier = _known_things(known)
    for find in (new_things, new_phrases, new_words):
        for thing in find(rest.told, rest.ids, rest.seeds, enough, known=earlier):
            theme = earlier.get(thing.lemma) or _theme_of_thing(thing, rest)
            themes.setdefault(theme.theme_id, theme)
            for row in thing.rows:
                pair = rest.told.pairs[row] or Pair(thing.lemma, "", is_negated=False)
                rest.ids[row], rest.pairs[row] = theme.theme_id, replace(pair, target=thing.lemma)


def _known_things(known: KnownThemes) -> dict[str, Theme]:
    """The themes of earlier runs that are of a thing, by its lemma."""
    found: dict[str, Theme] = {}
    for theme in known.themes:
        lemmas = {Pair.from_key(key).target for key, _ in theme.pairs if not theme.is_seeded}
        found |= {lemma: _remembered(theme) for lemma in lemmas if theme.theme_id == thing_id(lemma)}
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Usual:
    """How often things and predicates are told among the complaints that no theme has yet."""

    n: int
    things: Mapping[str, int]
    predicates: Counter[tuple[str, bool]]

    @classmethod
    def of(cls, rest: Rest) -> Self:
        free = rest.may & ~np.array([bool(identity) for identity in rest.ids], dtype=bool)
        pairs = (rest.told.pairs[row] for row in np.flatnonzero(free).tolist())
        return cls(
            int(free.sum()),
            rest.told.said.n_cells(free),
            Counter((pair.predicate, pair.is_negated) for pair in pairs if pair is not None),
        )

    def allows(self, pair: Pair, n: int) -> bool:
        """Whether a pair that is told ``n`` times is more than chance: words that stand everywhere meet everywhere
        ("케이뱅크 없음"). Pointwise mutual information (Church and Hanks, 1990), or most that is told of the thing."""
        things, predicates = self.things.get(pair.target, 0), self.predicates[pair.predicate, pair.is_negated]
        expected = things * predicates / (self.n + _UNTOLD)
        return n >= _LIFT * expected or n >= _MOST * things


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


def _known_to_the_table(pair: Pair, rest: Rest, themes: Mapping[str, Theme]) -> Theme | None:
    """The theme of the aspect that the table names by this very pair, where the export has it: what else stood in the
    complaints kept each from being placed there."""
    said = [word for word in (pair.predicate, NEGATION if pair.is_negated else "") if word]
    votes, by_trouble = rest.seeds.votes([[pair.target, *said], said])
    number = max(votes, key=lambda number: (votes[number], -number), default=0)
    if votes.get(number, 0.0) < max(_ENTRY, by_trouble.get(number, 0.0) + _OF_THING):
        return None
    aspect = rest.seeds.aspects[number]
    shared = rest.seeds.rules.same.get(aspect.name)
    home = next((other for other in rest.seeds.aspects if other.name == shared), aspect)
    identity = theme_id(home.stage, home.name)
    return themes.get(identity) if identity in rest.standing.union(rest.ids) else None


def _there_already(theme: Theme, rest: Rest, themes: Mapping[str, Theme]) -> Theme:
    """The theme that a known aspect has made and whose name says what this one's would, or one that was found, of the
    same stage and name, or this one: of two headings that read alike an analyst keeps one."""
    taken = rest.standing.union(rest.ids)
    alike = (
        other
        for other in themes.values()
        if other.theme_id in taken
        and (
            says_no_more(theme.name, other.name)
            if other.is_seeded
            else (theme.name, theme.stage) == (other.name, other.stage)
        )
    )
    return min(alike, key=lambda other: (not other.is_seeded, len(other.name), other.theme_id), default=theme)


def _new_theme(pair: Pair, rows: Sequence[int], rest: Rest) -> Theme:
    """A group under its most frequent pair."""
    name = name_of(pair, *_said([row for row in rows if rest.told.pairs[row] == pair], rest))
    return Theme(theme_id(Stage.NONE, pair.key), name, *_place(rows, rest))


def _theme_of_thing(thing: NewThing, rest: Rest) -> Theme:
    """All that is told of a thing under its name, and under its trouble where one is most of it."""
    said = _said(thing.rows, rest)
    told = Counter(pair for row in thing.rows if (pair := rest.told.pairs[row]) and rest.told.troubled[row])
    pair, n = min(told.items(), key=lambda item: (-item[1], item[0].key), default=(None, 0))
    is_one = pair is not None and pair.target == thing.lemma and n >= _OF_NAME * len(thing.rows)
    name = name_of(pair, *said) if pair is not None and is_one else name_of_thing(thing.lemma, *said)
    return Theme(thing_id(thing.lemma), name, *_place(thing.rows, rest))


def _said(rows: Sequence[int], rest: Rest) -> tuple[list[list[str]], list[str]]:
    """Lemmas and texts."""
    texts = rest.told.clauses[schema.TEXT]
    return [rest.told.cells[row] for row in rows], [str(texts.iat[row]) for row in rows]


def _place(rows: Sequence[int], rest: Rest) -> tuple[str, str]:
    """The stage and the owner of most members."""
    stages, owners = (rest.told.clauses[column] for column in (schema.STAGE, schema.OWNER))
    placed = Counter((str(stages.iat[row]), str(owners.iat[row])) for row in rows if stages.iat[row] != Stage.NONE)
    place, _ = min(placed.items(), key=lambda item: (-item[1], item[0]), default=((Stage.NONE.value, ""), 0))
    return place
