"""The second level: the troubles inside a large theme.

Groups of its target-predicate pairs come first. Where what is told is no trouble that recurs, the things that are named
often make issues, in one word or two ("삐 소리", "보조 지표"): most of a theme for all sorts of complaints is told so,
and so is a new problem that a known aspect has drawn to itself. A word that would name issues of several themes (the
company, a screen) tells nothing of any of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from voc_cli import schema
from voc_cli.known_themes import Issue
from voc_cli.themes.counting import is_counting
from voc_cli.themes.grouping import group_pairs
from voc_cli.themes.names import name_of, name_of_thing
from voc_cli.themes.pairs import Pair, names_a_trouble
from voc_cli.themes.phrases import NamedThing, named_things
from voc_cli.themes.rules import Rules, load_rules
from voc_cli.themes.things import is_whole
from voc_cli.themes.vectors import MorphemeVectors
from voc_cli.themes.voices import with_one_voice

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_OF_CLAUSES: Final = (schema.THEME_ID, schema.PAIR, schema.TEXT_NO, schema.LEMMAS, schema.TEXT)
LARGE: Final = 20  # records from which a theme is looked into
_MOST: Final = 5  # issues of a theme
_LEAST: Final = 3  # records of an issue
_SHARE: Final = 0.03  # of the theme's records
_ABOUT: Final = 0.25  # of the theme's records from which it is about a word: that word names no issue of it,
_ABOUT_PHRASE: Final = 0.75  # and of those from which it is about a thing of two words
_LIFT: Final = 2.0  # times as often as in all themes a word must stand in a theme: "어플" stands everywhere
_EVERYWHERE: Final = 3  # themes of which a thing would name an issue: it stands everywhere
_ONE_TROUBLE: Final = 0.5  # share of what is told of a thing that names it after one trouble
_FITTED: Final = 200  # most frequent pairs of a theme that are grouped among themselves


def issues_of(clauses: pd.DataFrame, which: NDArray[np.bool_], vectors: MorphemeVectors) -> tuple[Issue, ...]:
    """``find_issues`` in ``which`` of the clauses, themes by id."""
    themed = clauses.loc[which & (clauses[schema.THEME_ID] != "").to_numpy(), list(_OF_CLAUSES)]
    counts = themed.groupby(schema.THEME_ID, sort=True)[schema.TEXT_NO].nunique()
    return find_issues(themed, counts.rename(schema.N_DOCUMENTS).reset_index(), vectors)


def find_issues(clauses: pd.DataFrame, table: pd.DataFrame, vectors: MorphemeVectors) -> tuple[Issue, ...]:
    """The issues of every large theme, themes in the order of ``table``, the largest issue first.

    Args:
        clauses: One row a clause that counts, with theme_id, pair and the number of its record (schema.TEXT_NO).
        table: schema.THEMES.
    """
    themed = clauses.loc[clauses[schema.THEME_ID] != "", list(_OF_CLAUSES)]
    groups = dict(iter(themed.groupby(schema.THEME_ID, sort=False)))
    usual = _Usual.of(themed)
    found: list[_Found] = []
    for identity, n in zip(table[schema.THEME_ID], table[schema.N_DOCUMENTS], strict=True):
        if n >= LARGE and identity in groups:
            found += _issues(str(identity), int(n), groups[identity], vectors, usual)
    named = Counter(each.word for each in found if each.word)
    return tuple(each.issue for each in found if named[each.word] < _EVERYWHERE)


@dataclass(frozen=True, slots=True)
class _Found:
    """An issue, and the thing that it is all told of, "" where it is of a trouble."""

    issue: Issue
    word: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Usual:
    """How many clauses of all themes hold each word."""

    n: int
    words: Counter[str]

    @classmethod
    def of(cls, themed: pd.DataFrame) -> Self:
        cells = [cell.split(" ") for cell in themed[schema.LEMMAS]]
        return cls(len(cells), Counter(word.rpartition("/")[0] for cell in cells for word in set(cell)))

    def allows(self, word: str, n: int, n_members: int) -> bool:
        """Whether ``n`` of the members of a theme that hold a word are more than stands everywhere."""
        return n * self.n >= _LIFT * self.words[word] * n_members


def _issues(identity: str, n: int, everyone: pd.DataFrame, vectors: MorphemeVectors, usual: _Usual) -> list[_Found]:
    members = everyone[everyone[schema.PAIR] != ""]
    records: dict[Pair, set[int]] = defaultdict(set)
    rows: dict[Pair, list[int]] = defaultdict(list)
    numbers, keys = members[schema.PAIR].factorize()
    rules = load_rules()
    pairs = [_usual_word(Pair.from_key(str(key)), rules) for key in keys]
    telling = [names_a_trouble(pair, rules) for pair in pairs]
    passive = with_one_voice(pair for pair, tells in zip(pairs, telling, strict=True) if tells)
    pairs = [passive.get(pair, pair) for pair in pairs]
    for row, (number, record) in enumerate(zip(numbers.tolist(), members[schema.TEXT_NO].tolist(), strict=True)):
        if telling[number]:
            records[pairs[number]].add(record)
            rows[pairs[number]].append(row)
    groups: dict[int, list[Pair]] = defaultdict(list)
    counts = {pair: len(found) for pair, found in records.items()}
    for pair, number in group_pairs(counts, vectors, n_fitted=_FITTED).items():
        groups[number].append(pair)
    least = max(_LEAST, _SHARE * n)
    named: dict[str, set[int]] = defaultdict(set)
    targets: dict[str, set[str]] = defaultdict(set)
    for number in sorted(groups):  # what has one name is one issue, by whatever words
        name = _name(groups[number][0], rows, members)
        named[name].update(*(records[pair] for pair in groups[number]))
        targets[name].update(pair.target.removesuffix("/N") for pair in groups[number])
    large = [name for name, found in named.items() if len(found) >= least]
    chosen = sorted(large, key=lambda name: -len(named[name]))[:_MOST]
    told = frozenset[int]().union(*(named[name] for name in chosen))
    about = frozenset[str]().union(*(targets[name] for name in chosen))
    found = [(name, len(named[name]), "") for name in chosen]
    found += _of_things(everyone, told, _Asked(n, least, _MOST - len(chosen), about, usual), vectors)
    first: dict[str, _Found] = {}  # of two of one name
    for name, size, word in found:
        first.setdefault(name, _Found(Issue(identity, name, size, round(size / n, 4)), word))
    return list(first.values())


def _usual_word(pair: Pair, rules: Rules) -> Pair:
    noun = pair.target.removesuffix("/N")
    return replace(pair, target=f"{rules.alike[noun]}/N") if noun in rules.alike else pair


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The theme whose issues are looked for."""

    n: int  # records
    least: float  # records of an issue
    n_places: int  # issues that there is room for
    targets: frozenset[str]  # things whose troubles are issues already
    usual: _Usual


def _of_things(
    members: pd.DataFrame, told: Set[int], asked: _Asked, vectors: MorphemeVectors
) -> list[tuple[str, int, str]]:
    """Names, records and words of the things that ``members`` name often, most first; ``told``, and the
    records of the issue before, count for none."""
    cells = [cell.split(" ") for cell in members[schema.LEMMAS]]
    numbers = members[schema.TEXT_NO].to_numpy()
    rules = load_rules()
    texts = members[schema.TEXT].tolist()
    things = _by_usual_word(named_things(cells, texts, rules, vectors), rules)
    may = [
        thing
        for thing in things
        if not any(map(is_counting, thing.text.split()))
        and _may_name(thing, len(set(numbers[thing.rows])), len(members), asked)
        and _is_own(thing, texts, rules)
    ]
    left = {thing.text: thing.rows for thing in may}
    issues: list[tuple[str, int, str]] = []
    told = set(told)
    while left and len(issues) < asked.n_places:
        fresh = {thing: set(numbers[rows].tolist()) - told for thing, rows in left.items()}
        thing = min(fresh, key=lambda thing: (-len(fresh[thing]), thing))
        if len(fresh[thing]) < asked.least:
            break
        rows = left.pop(thing)
        name = _name_of_thing(thing, members.iloc[rows], rules)
        issues.append((name, len(set(numbers[rows].tolist())), thing))
        told |= fresh[thing]
    return issues


def _by_usual_word(things: Sequence[NamedThing], rules: Rules) -> list[NamedThing]:
    """``things``, those that are one in other words put together."""
    merged: dict[str, NamedThing] = {}
    for thing in things:
        text = rules.alike.get(thing.text, thing.text)
        other = merged.get(text)
        rows = thing.rows if other is None else sorted({*other.rows, *thing.rows})
        merged[text] = NamedThing(text, rows, thing.is_phrase or (other is not None and other.is_phrase))
    return list(merged.values())


def _is_own(thing: NamedThing, texts: Sequence[str], rules: Rules) -> bool:
    """Whether a thing is no splinter of a longer word ("센터" of 고객센터), and nothing that was tried in vain."""
    if thing.is_phrase:
        return True
    if f"{thing.text}/N" in rules.leaning:
        return False
    forms = {thing.text, *(word for word, usual in rules.alike.items() if usual == thing.text)}
    said = [texts[row] for row in thing.rows]
    held = {form: [text for text in said if form in text.casefold()] for form in sorted(forms)}
    return any(found and is_whole(f"{form}/N", found) for form, found in held.items())


def _may_name(thing: NamedThing, n: int, n_members: int, asked: _Asked) -> bool:
    if thing.is_phrase:
        return n <= _ABOUT_PHRASE * asked.n
    if thing.text in asked.targets or n > _ABOUT * asked.n:
        return False
    return asked.usual.allows(thing.text, len(thing.rows), n_members)


def _name_of_thing(thing: str, members: pd.DataFrame, rules: Rules) -> str:
    """The thing and its trouble, where one trouble is most of what is told of it."""
    pairs = [Pair.from_key(key) for key in members[schema.PAIR] if key]
    last = thing.rpartition(" ")[-1]
    own = Counter(pair for pair in pairs if names_a_trouble(pair, rules) and pair.target.startswith(last))
    pair, n = min(own.items(), key=lambda item: (-item[1], item[0].key), default=(None, 0))
    if pair is None or n < _ONE_TROUBLE * len(members):
        return name_of_thing(f"{thing}/N", (), members[schema.TEXT].tolist())
    return name_of(replace(pair, target=f"{thing}/N"), (), members[schema.TEXT].tolist())


def _name(pair: Pair, rows: Mapping[Pair, list[int]], members: pd.DataFrame) -> str:
    own = members.iloc[rows[pair]]
    return name_of(pair, [cell.split(" ") for cell in own[schema.LEMMAS]], own[schema.TEXT].tolist())
