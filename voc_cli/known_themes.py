"""Themes of earlier runs: what later runs are matched with, so that a theme keeps its id and its name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

VERSION: Final = 1
State = Literal["new", "kept", "back", "gone"]
N_PAIRS: Final = 60  # pairs of a theme that are remembered
_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class KnownTheme:
    """One theme as it is remembered; holds words only, no customer's sentence."""

    theme_id: str
    name: str
    stage: str
    owner: str
    is_seeded: bool  # from an aspect of the taxonomy; False where it was discovered
    pairs: tuple[tuple[str, float], ...]  # key of a target-predicate pair and its share of the members, largest first
    first_seen: str  # ISO day, "" where no record had a date
    last_seen: str
    n_documents: int  # in the run that saw it last
    is_present: bool = True  # whether the last run saw it


@dataclass(frozen=True, slots=True)
class ThemeMatch:
    """What became of one theme in a run."""

    theme_id: str
    name: str
    state: State
    # Likeness of the members' words then and now, in [0, 1]; 0 for what is new or gone. None where the words have
    # nothing in common: the aspect of a listed theme alone has matched it.
    score: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where the complaining clauses of distinct texts went; the parts add up to ``n_complaints``."""

    n_complaints: int = 0
    n_themed: int = 0
    n_single: int = 0  # name a thing that too few others complain of
    n_unsure: int = 0  # may speak of a known theme, but not surely enough
    n_general: int = 0  # name nothing: feelings
    n_ignored: int = 0  # of themes that a person chose to ignore


@dataclass(frozen=True, slots=True)
class Issue:
    """The second level of themes: one trouble inside a large theme."""

    theme_id: str
    name: str
    n_documents: int
    share: float  # of the theme's records


@dataclass(frozen=True, slots=True)
class KnownThemes:
    """All that is remembered, by id."""

    themes: tuple[KnownTheme, ...] = ()
    pack: str = ""  # line of business that was asked for or found, which gave the names; "" where there are no names

    def by_id(self) -> dict[str, KnownTheme]:
        """The themes by their ids."""
        return {theme.theme_id: theme for theme in self.themes}

    def updated(self, seen: Iterable[KnownTheme]) -> KnownThemes:
        """These themes, and those of a later run; a theme that is gone stays remembered as it was, but for that."""
        table = {theme.theme_id: replace(theme, is_present=False) for theme in self.themes}
        for theme in seen:
            old = table.get(theme.theme_id)
            table[theme.theme_id] = theme if old is None else _merged(old, theme)
        return replace(self, themes=tuple(table[key] for key in sorted(table)))

    def to_json(self) -> str:
        """The table as text: one theme a line, by id, the same for the same themes."""
        lines = (json.dumps(asdict(theme), ensure_ascii=False, sort_keys=True) for theme in self.themes)
        return f'{{"version": {VERSION}, "pack": {json.dumps(self.pack)}, "themes": [\n' + ",\n".join(lines) + "\n]}\n"

    @classmethod
    def from_json(cls, text: str) -> KnownThemes:
        """The table in ``text``.

        Raises:
            ValueError: Not what ``to_json`` writes.
        """
        try:
            table = json.loads(text)
            if table["version"] != VERSION:
                raise ValueError(f"version {table['version']} of known themes")
            pack = table.get("pack", "")
            if not isinstance(pack, str):
                raise ValueError("no line of business")
            return cls(tuple(_theme(row) for row in table["themes"]), pack)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("no table of known themes") from error


def _theme(row: Mapping[str, Any]) -> KnownTheme:
    pairs = tuple((str(key), float(share)) for key, share in row["pairs"])
    return KnownTheme(**{**row, "pairs": pairs})


def _merged(old: KnownTheme, new: KnownTheme) -> KnownTheme:
    first = min((day for day in (old.first_seen, new.first_seen) if day), default="")
    # What a theme is about drifts slowly: half of what was known stays, so that one odd week does not move it.
    return replace(
        new,
        first_seen=first,
        last_seen=max(old.last_seen, new.last_seen),
        pairs=mixed(old.pairs, new.pairs),
    )


def mixed(old: Iterable[tuple[str, float]], new: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """The mean of two tables of shares, the largest ones."""
    shares: dict[str, float] = {}
    for key, share in (*old, *new):
        shares[key] = shares.get(key, 0.0) + share / 2
    return _largest(shares)


def signature(counts: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The largest shares of ``counts``, which they sum to 1 with; equal ones by key."""
    total = sum(counts.values()) or 1.0
    return _largest({key: count / total for key, count in counts.items()})


def _largest(shares: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:N_PAIRS]
    return tuple((key, round(share, _DECIMALS)) for key, share in ranked)


def likeness(a: Iterable[tuple[str, float]], b: Iterable[tuple[str, float]]) -> float:
    """What two tables of shares have in common, in [0, 1], by pair and, at half the weight, by target alone."""
    return (_common(dict(a), dict(b)) + _common(_targets(a), _targets(b))) / 2


def _common(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    least = min(sum(a.values()), sum(b.values()))
    return min(sum(min(share, b.get(key, 0.0)) for key, share in a.items()) / least, 1.0) if least else 0.0


def _targets(shares: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, share in shares:
        target = key.partition("+")[0]
        found[target] = found.get(target, 0.0) + share
    return found
