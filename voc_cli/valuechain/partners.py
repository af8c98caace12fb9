"""Partners that customers name (couriers, sellers, lodgings, card companies), and what is charged to them.

A fault that a partner made is no fault of the product: the clause goes to the place that answers for the partner.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

from voc_cli import resources
from voc_cli.mentions import MentionFinder
from voc_cli.schema import SEPARATOR, Stage
from voc_cli.valuechain.counting import UNKNOWN
from voc_cli.valuechain.rivals import rivals_among
from voc_cli.valuechain.stages import STAGE_CODES, Placement
from voc_cli.valuechain.taxonomy import Aspect

RESOURCE: Final = "partners.csv"
KINDS_RESOURCE: Final = "partner_kinds.csv"
_TURNED_TO_RESOURCE: Final = "partners.toml"


@dataclass(frozen=True, slots=True)
class PartnerKind:
    """One sort of partner: where what it did is charged, and from which stages it is taken there."""

    code: str
    name: str
    stage: Stage | None  # None: only noted
    aspect: str  # "" for the stage alone
    takes: tuple[Stage, ...]
    unless: tuple[str, ...] = ()  # with one of these in the clause it stays: it speaks of who manages the partner


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner by name, or a role that stands for one whose name is not said."""

    name: str
    kind: str  # code of its PartnerKind
    words: tuple[str, ...]  # spellings
    counter: tuple[str, ...]  # where one of these stands in the clause, the partner is not meant
    packs: tuple[str, ...] = ()  # lines of business in which the words mean it; () for all


class Named(NamedTuple):
    """A partner in a clause."""

    partner: Partner
    is_actor: bool  # it does something there, rather than having something done to it
    place: tuple[int, int] | None  # characters of the clause that name it; None where the clause before does


def load_partners() -> tuple[Partner, ...]:
    """The partners that ship with the package."""
    return tuple(
        Partner(row["name"], row["kind"], _cell(row["words"]), _cell(row["counter"]), _cell(row["packs"]))
        for row in csv.DictReader(io.StringIO(resources.read_text(RESOURCE)))
    )


def load_partner_kinds() -> tuple[PartnerKind, ...]:
    """The kinds of partners, in the order of the table."""
    return tuple(
        PartnerKind(
            row["kind"],
            row["name"],
            Stage(row["stage"]) if row["stage"] else None,
            row["aspect"],
            tuple(Stage(code) for code in _cell(row["takes"])),
            _cell(row["unless"]),
        )
        for row in csv.DictReader(io.StringIO(resources.read_text(KINDS_RESOURCE)))
    )


def _cell(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(SEPARATOR) if part.strip()))


class PartnerFinder:
    """Finds partners in clauses and charges clauses to them."""

    def __init__(self, partners: Sequence[Partner], kinds: Sequence[PartnerKind], taxonomy: Sequence[Aspect]) -> None:
        self._partners = tuple(partners)
        self._finder = MentionFinder([p.words for p in partners], [p.counter for p in partners])
        self._kinds = {kind.code: kind for kind in kinds}
        # The role stands behind the names: "CJ대한통운 택배사" is CJ대한통운.
        self._generic = frozenset(p.name for p in partners if p.name == self._kinds[p.kind].name)
        self._places = {aspect.name: place for place, aspect in enumerate(taxonomy)}

    def find(
        self, clauses: Sequence[str], *, leaning: Sequence[int], documents: Sequence[int]
    ) -> list[tuple[Named, ...]]:
        """The partners that each clause judges or uses, names before roles; most clauses name none.

        Args:
            leaning: For each clause 1 for praise, -1 for a complaint, else 0.
            documents: Number of the text of each clause.
        """
        found: list[tuple[Named, ...]] = [()] * len(clauses)
        for number in self._finder.holding(clauses):
            named = self._in(clauses[number], praises=leaning[number] > 0)
            found[number] = named or found[number]
            following = number + 1
            if following < len(clauses) and documents[following] == documents[number] and leaning[following] < 0:
                found[following] = _waited_for(named, clauses[number], clauses[following])
        return found

    def _in(self, clause: str, *, praises: bool) -> tuple[Named, ...]:
        mentions = self._finder.find(clause)
        if not mentions:
            return ()
        rivals = rivals_among(clause, mentions, praises=praises)
        acts: dict[int, Named] = {}
        for mention in mentions:
            if mention.entry in rivals:
                continue
            partner, place = self._partners[mention.entry], (mention.start, mention.end)
            known = acts.get(mention.entry, Named(partner, is_actor=False, place=place))
            is_actor = mention.is_actor or (not praises and _turned_to().in_vain(clause, mention.end))
            acts[mention.entry] = known._replace(is_actor=known.is_actor or is_actor)
        named = list(acts.values())
        known_kinds = {one.partner.kind for one in named if one.partner.name not in self._generic}
        kept = [one for one in named if one.partner.name not in self._generic or one.partner.kind not in known_kinds]
        return tuple(sorted(kept, key=lambda one: one.partner.name in self._generic))

    def charge(
        self,
        placement: Placement,
        named: Sequence[tuple[Named, ...]],
        clauses: Sequence[str],
        manners: Collection[int] = (),
    ) -> Placement:
        """``placement`` with the clauses in which a partner acts moved to the place that answers for it.

        The aspect of a moved clause is that of the partner's kind, UNKNOWN where the kind has none.

        Args:
            placement: Of ``clauses``.
            named: As ``find`` gives them.
            clauses: Their texts.
            manners: Numbers of those that judge how a partner's people behave.
        """
        if not any(named):
            return placement
        stages, aspects = list(placement.stages), placement.aspects.copy()
        evidence, shares = list(placement.evidence), placement.shares.copy()
        for number, partners in enumerate(named):
            for one in partners:
                kind = self._kinds[one.partner.kind]
                stage = _charged_to(kind, stages[number], is_manner=number in manners)
                if stage is None or not one.is_actor or any(word in clauses[number] for word in kind.unless):
                    continue
                taken, given = STAGE_CODES.index(stages[number]), STAGE_CODES.index(stage)
                shares[number, given] += shares[number, taken]
                shares[number, taken] = 0.0
                stages[number] = stage.value
                aspects[number] = self._places.get(kind.aspect, UNKNOWN) if stage == kind.stage else UNKNOWN
                evidence[number] = (*evidence[number], one.partner.name)
                break
        return replace(placement, stages=stages, aspects=aspects, evidence=evidence, shares=shares)


def _charged_to(kind: PartnerKind, stage: str, *, is_manner: bool) -> Stage | None:
    """Where a clause of ``stage`` in which such a partner acts goes; None where it stays."""
    if is_manner and Stage.PEOPLE not in kind.takes:
        return Stage.PEOPLE if stage in (*kind.takes, Stage.PROCUREMENT) else None
    return kind.stage if stage in kind.takes else None


def _waited_for(named: Sequence[Named], clause: str, following: str) -> tuple[Named, ...]:
    """Those of ``named`` to whom one turned in ``clause`` and who should have acted in the next one.

    "판매자한테 문의했는데 / 답이 없어요": the answer that did not come is the seller's.
    """
    words = _turned_to()
    if words.others.search(following):
        return ()
    ends = [one for one in named if one.place and words.reach(clause, one.place[1]) >= len(clause.rstrip(" ,"))]
    return tuple(one._replace(is_actor=True, place=None) for one in ends)


@dataclass(frozen=True, slots=True)
class _TurnedTo:
    """How customers say that they turned to a partner (partners.toml)."""

    turned: re.Pattern[str]
    others: re.Pattern[str]

    def reach(self, clause: str, end: int) -> int:
        """Where the words end that say so behind a name that ends at ``end``; -1 where none do."""
        found = self.turned.match(clause, end)
        return found.end() if found else -1

    def in_vain(self, clause: str, end: int) -> bool:
        """Whether one turned to the name that ends at ``end``, and nobody else should have acted."""
        behind = self.reach(clause, end)
        return behind >= 0 and self.others.search(clause, behind) is None


@cache
def _turned_to() -> _TurnedTo:
    table: dict[str, list[str]] = tomllib.loads(resources.read_text(_TURNED_TO_RESOURCE))
    to, turns, against, others = ("|".join(table[name]) for name in ("to", "turns", "against", "others"))
    turned = rf"(?:{to})(?:\S{{1,8}}\s){{0,3}}?\S{{0,4}}(?:{turns})(?:{against})"
    return _TurnedTo(re.compile(turned), re.compile(others))
