"""Lines of business: rows that a shop for appliances does not need and a bank does, and how a line is found."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from voc_cli import resources
from voc_cli.valuechain.taxonomy import Aspect, read_aspect, read_cell

DEFAULT_PACK: Final = "appliance"
SAMPLE: Final = 2_000  # texts that the vote is taken of
APP_PACK: Final = "app"
_ENOUGH: Final = 0.08  # share of the texts that must hold a word of a line
_AHEAD: Final = 1.5  # how many times the votes of the second line
_BESIDE_APP: Final = 0.2  # of the votes for an app: whoever reviews a bank's app speaks of the app first
_FEWEST: Final = 5  # texts
_PLAIN: Final = 2  # times what is enough, and
_OVERWHELMING: Final = 10  # times the texts that hold a word of the line so far: then it is another business
_RESOURCE: Final = "packs/packs.toml"
_NAMES_RESOURCE: Final = "packs/names.csv"
_NAMES: Final = ("complaint_name", "praise_name", "owner", "wording")
CUES: Final = ("phrases", "targets", "predicates", "counter")


@dataclass(frozen=True, slots=True)
class Pack:
    """One line of business."""

    code: str
    names: Mapping[str, str]  # language to name
    words: tuple[str, ...]  # that texts of this line hold and others do not


@dataclass(frozen=True, slots=True)
class Vote:
    """How many of the texts looked at hold a word of each line, and the line that follows from it."""

    pack: Pack
    is_found: bool  # False: no line stood out, so the default was taken
    n_texts: int
    counts: Mapping[str, int]


@cache
def load_packs() -> tuple[Pack, ...]:
    """The lines of business, the default one first."""
    table: dict[str, Any] = tomllib.loads(resources.read_text(_RESOURCE))
    return tuple(
        Pack(code, {k: entry[k] for k in ("ko", "en")}, tuple(entry["words"])) for code, entry in table.items()
    )


def pack_of(code: str) -> Pack:
    """The line with this code.

    Raises:
        KeyError: There is none.
    """
    return {pack.code: pack for pack in load_packs()}[code]


def find_pack(texts: Sequence[str]) -> Vote:
    """The line of business that ``texts`` speak of: evenly spaced texts are asked which lines' words they hold.

    A line that is far enough ahead of the other ones wins, apps left aside; else apps, where they are spoken of; else
    the default.
    """
    step = max(1, -(-len(texts) // SAMPLE))
    sample = texts[::step]
    counts = {pack.code: sum(any(word in text for word in pack.words) for text in sample) for pack in load_packs()}
    enough = _enough(len(sample))
    trades = sorted((code for code in counts if code != APP_PACK), key=lambda code: -counts[code])
    best, second = (counts[code] for code in trades[:2])
    if best >= max(enough, _AHEAD * second, _BESIDE_APP * counts[APP_PACK]):
        return Vote(pack_of(trades[0]), True, len(sample), counts)
    if counts[APP_PACK] >= enough:
        return Vote(pack_of(APP_PACK), True, len(sample), counts)
    return Vote(pack_of(DEFAULT_PACK), False, len(sample), counts)


def outweighs(vote: Vote, last: str) -> bool:
    """Whether ``vote`` is so plain that the texts must be of another business than those of the line ``last``.

    One export of a company speaks more of its app than another one: that alone makes it no other business.
    """
    n = vote.counts[vote.pack.code]
    return vote.is_found and n >= max(_PLAIN * _enough(vote.n_texts), _OVERWHELMING * vote.counts[last])


def _enough(n_texts: int) -> float:
    return max(_FEWEST, _ENOUGH * n_texts)


def load_pack_rows(code: str) -> tuple[dict[str, str], ...]:
    """The rows of a line: changes of aspects that ship (by name) and aspects of its own."""
    return tuple(csv.DictReader(io.StringIO(resources.read_text(f"packs/{code}.csv"))))


def with_pack(aspects: Sequence[Aspect], rows: Sequence[Mapping[str, str]]) -> tuple[Aspect, ...]:
    """``aspects`` with ``rows`` on top: cues are added, names, owner and weight replaced, new aspects put behind."""
    found = {aspect.name: aspect for aspect in aspects}
    for row in rows:
        known = found.get(row["aspect"])
        found[row["aspect"]] = _new(row) if known is None else _changed(known, row)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class OwnName:
    """What a line of business calls the complaints and praises of an aspect, or the aspect that they belong to."""

    pack: str
    aspect: str
    complaint_name: str
    praise_name: str
    same: str  # "" where the aspect has a theme of its own


@cache
def load_names() -> tuple[OwnName, ...]:
    """The names of all lines, in the order of the table."""
    table = csv.DictReader(io.StringIO(resources.read_text(_NAMES_RESOURCE)))
    return tuple(OwnName(**{name: row[name] for name in OwnName.__slots__}) for row in table)


def with_names(aspects: Sequence[Aspect], code: str) -> tuple[Aspect, ...]:
    """``aspects`` with the names that the line ``code`` gives them."""
    own = {name.aspect: name for name in load_names() if name.pack == code}
    return tuple(_named(aspect, own[aspect.name]) if aspect.name in own else aspect for aspect in aspects)


def _named(aspect: Aspect, own: OwnName) -> Aspect:
    return replace(
        aspect,
        complaint_name=own.complaint_name or aspect.complaint_name,
        praise_name=own.praise_name or aspect.praise_name,
        same=own.same,
    )


def _changed(aspect: Aspect, row: Mapping[str, str]) -> Aspect:
    told = {name: (*getattr(aspect, name), *read_cell(row[name])) for name in CUES}
    cues: dict[str, Any] = {name: tuple(dict.fromkeys(entries)) for name, entries in told.items()}
    names: dict[str, Any] = {name: row[name] for name in _NAMES if row[name]}
    return replace(
        aspect,
        **cues,
        **names,
        examples=(*aspect.examples, *read_cell(row["examples"], " / ")),
        weight=float(row["weight"] or aspect.weight),
        sure=(*aspect.sure, *read_cell(row["phrases"])),
    )


def _new(row: Mapping[str, str]) -> Aspect:
    return replace(read_aspect(row), weight=float(row["weight"] or 1), sure=read_cell(row["phrases"]))
