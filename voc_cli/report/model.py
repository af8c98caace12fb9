"""What a report says, ready to be set: every number computed, every sentence written. A renderer only lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GRAVE: Final = 3  # severity of a case that somebody must act on today


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure with what it is compared with."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class UrgentCase:
    """One record that must be read today."""

    doc_id: str
    date: str  # ISO, "" where unknown
    severity: int  # 1 .. 3; 3 asks for somebody to act today
    signals: str  # names, in the report's language
    kinds: str  # what was found, with its words
    text: str  # the clause
    context: str  # the whole record, masked
    product: str
    channel: str
    n_copies: int  # further records with the same text


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One recurring theme."""

    theme_id: str
    name: str
    stage: str
    owner: str
    n_documents: int
    share: float  # of the records counted, in [0, 1]
    status: str  # in the report's language, "" where no comparison was possible
    change: str  # sentence part such as "100건당 1.2 → 4.0", or ""
    series: tuple[int, ...]  # records a bucket
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageSection:
    """One place in the value chain."""

    stage: str
    n_documents: int
    n_complaints: int  # clauses
    n_praises: int  # clauses
    themes: tuple[ThemeLine, ...]
    n_more: int  # recurring themes that were cut


@dataclass(frozen=True, slots=True)
class Quote:
    """One clause with the record it comes from."""

    doc_id: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class PraiseLine:
    """What customers praise at one place."""

    name: str
    stage: str
    n_documents: int
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PraiseBlame:
    """How often one product, partner or member of staff is praised and blamed."""

    name: str
    n_praise: int  # records
    n_blame: int
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marketing:
    """The page of marketing and sales: their own themes, promises not kept, customers about to leave."""

    themes: tuple[ThemeLine, ...]
    n_promises: int  # records
    promises: tuple[Quote, ...]
    n_churn: int  # records
    churn: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One report, in reading order."""

    title: str
    subtitle: str
    verdict: tuple[str, ...]
    figures: tuple[Figure, ...]
    urgent: tuple[UrgentCase, ...]
    stages: tuple[StageSection, ...]
    marketing: Marketing
    praise: tuple[PraiseLine, ...]
    staff: tuple[Quote, ...]
    waves: tuple[str, ...]
    coverage: tuple[str, ...]
    method: tuple[str, ...]
    buckets: tuple[str, ...]
    unit: str  # name of a bucket in the report's language
    products: tuple[PraiseBlame, ...] = ()  # most records first
    partners: tuple[PraiseBlame, ...] = ()
    staff_members: tuple[PraiseBlame, ...] = ()
