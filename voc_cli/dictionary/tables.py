"""The tables in force for one run, and their fingerprint."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any, Self

from voc_cli.dictionary.packs import Pack, load_pack_rows, with_names, with_pack
from voc_cli.messages import named
from voc_cli.schema import URGENT
from voc_cli.signals.staff import Role, load_roles, with_drivers
from voc_cli.signals.urgent import Rule, load_rules
from voc_cli.valuechain.partners import Partner, PartnerKind, load_partner_kinds, load_partners
from voc_cli.valuechain.promises import PromiseRule, load_promises
from voc_cli.valuechain.taxonomy import Aspect, load_taxonomy


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All tables of words of one run; hashable parts only, so that it travels to workers and has a fingerprint."""

    aspects: tuple[Aspect, ...]
    rules: tuple[Rule, ...]
    partners: tuple[Partner, ...]
    partner_kinds: tuple[PartnerKind, ...]
    roles: tuple[Role, ...]
    promises: tuple[PromiseRule, ...]
    synonyms: tuple[tuple[str, str], ...] = ()  # word, the word that stands for it
    stop_words: tuple[str, ...] = ()  # never in names and keywords of themes
    user_words: tuple[tuple[str, str], ...] = ()  # word, Sejong tag: kept whole by the analyser
    pack: str = ""  # line of business whose rows are in the tables, "" for none
    own: tuple[str, ...] = ()  # names of the aspects that the user's file adds or changes

    def in_language(self) -> Self:
        """With themes, praises and departments as the language in use calls them; what the user named stays."""
        names = ("complaint_name", "praise_name", "owner")
        own: list[dict[str, Any]] = [{name: named(getattr(a, name)) for name in names} for a in self.aspects]
        aspects = tuple(replace(a, **called) for a, called in zip(self.aspects, own, strict=True))
        return replace(self, aspects=aspects)

    @property
    def urgent_severities(self) -> dict[str, int]:
        """Severity of each kind of safety or legal case; how far a customer has left says nothing of danger."""
        return {rule.kind: rule.severity for rule in self.rules if rule.signal in URGENT}

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change with any word of any table."""
        content = "\n".join(repr(getattr(self, field.name)) for field in fields(self))
        return sha256(content.encode()).hexdigest()[:16]


def shipped_dictionary(pack: Pack | None = None) -> Dictionary:
    """What ships with the package, with the rows of ``pack`` on top."""
    plain = Dictionary(
        aspects=load_taxonomy(),
        rules=load_rules(),
        partners=tuple(partner for partner in load_partners() if not partner.packs),
        partner_kinds=load_partner_kinds(),
        roles=with_drivers(load_roles(), [(partner.kind, partner.words) for partner in load_partners()]),
        promises=load_promises(),
    )
    if pack is None:
        return plain
    partners = tuple(p for p in load_partners() if not p.packs or pack.code in p.packs)
    aspects = with_names(with_pack(plain.aspects, load_pack_rows(pack.code)), pack.code)
    return replace(plain, aspects=aspects, partners=partners, pack=pack.code)
