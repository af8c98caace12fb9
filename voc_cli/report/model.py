"""What a report says, ready to be set: every number computed, every sentence written. A renderer only lays it out.

Everything here is plain data, so that ``as_json`` can store a report and give the same one back. What is told in the
report's language stands beside its code where a program or a renderer needs to tell cases apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

GRAVE: Final = 3  # severity of a case that somebody must act on today
N_OWN_THEMES: Final = 10  # themes of marketing and sales on a page for people
N_GROUPS: Final = 30  # groups that a page for people tells of
Direction = Literal["up", "down", "same", "mixed"]
Kind = Literal["count", "share", "rating"]  # of a number: records, a share in [0, 1], a mean of 1 .. 5
Level = Literal["info", "warning", "critical"]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A key figure in the stretch that is told of, and in those that it is compared with."""

    before: float
    now: float
    kind: Kind  # of both numbers: a count of records is compared as the share that it is of its stretch
    direction: Direction  # "same" where the difference may be chance, "mixed" where other products or channels make it
    numbers: str  # such as "41.0% → 52.3%"
    sentence: str  # the numbers and what they say, such as "41.0% → 52.3% (늘어남)"


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure with what it is compared with."""

    code: str  # records, complaints, praises, rating, urgent, churn
    label: str
    value: str
    note: str
    number: float
    kind: Kind  # of ``number``
    change: FigureChange | None = None  # None where there is nothing to compare


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that left its usual course."""

    name: str
    level: Level
    sentence: str
    alert_id: str = ""  # the same in every run over the same period; "" for several in one


@dataclass(frozen=True, slots=True)
class Point:
    """All records of one bucket; a share is None where it has too few to tell one."""

    bucket: str  # its first day, ISO
    n_documents: int
    n_complaints: int  # records that hold a clear complaint
    n_negative: int  # records that are negative as a whole
    complaint_share: float | None
    negative_share: float | None


@dataclass(frozen=True, slots=True)
class UrgentCase:
    """One record that may be a safety or legal case."""

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
    signal_codes: tuple[str, ...] = ()


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
    quotes: tuple[str, ...]  # typical first
    stage_code: str = ""
    status_code: str = ""
    n_clauses: int = 0
    polarity: float = 0.0  # mean of the clauses, in [-1, 1]
    rating: float | None = None  # mean of the records, 1 .. 5
    before: float | None = None  # records per hundred in what the period is compared with
    now: float | None = None
    q_value: float | None = None
    ratio: float | None = None  # now over before; None also where there was none before
    ratio_low: float | None = None  # of its 95% interval
    ratio_high: float | None = None
    n_again: int | None = None  # records whose customer came with the theme shortly before
    hours_to_close: float | None = None  # median
    rating_gap: float | None = None  # mean rating with the theme less that without
    priority: float | None = None  # 0 .. 100
    volume: float | None = None  # the terms of the priority, 0 .. 1
    severity: float | None = None
    trend: float | None = None
    impact: float | None = None  # None without ratings
    details: tuple[str, ...] = ()  # each comparison, second visits, time to close, rating
    others: tuple[str, ...] = ()  # each comparison but the main one
    first_seen: str = ""  # ISO
    last_seen: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageSection:
    """One place in the value chain."""

    stage: str
    n_documents: int
    n_complaints: int  # clauses
    n_praises: int  # clauses
    themes: tuple[ThemeLine, ...]
    n_more: int  # recurring themes that were cut
    code: str = ""
    n_clauses: int = 0
    polarity: float = 0.0  # mean of the clauses, in [-1, 1]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Records that complain at a stage, by stage (rows) and by bucket or product (columns)."""

    rows: tuple[str, ...]  # names of the stages
    row_codes: tuple[str, ...]
    columns: tuple[str, ...]  # first days of the buckets, or products
    counts: tuple[tuple[int, ...], ...]  # a row of records for each stage
    totals: tuple[int, ...]  # records of any kind in each column
    rates: tuple[tuple[float | None, ...], ...]  # counts per hundred of the totals; None where there is no record


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
class Issue:
    """Complaints of one kind that marketing and sales decide on: prices, benefits."""

    name: str
    n_documents: int
    themes: tuple[ThemeLine, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ChurnReason:
    """A theme that customers who are about to leave complain of."""

    theme_id: str
    name: str
    stage: str
    n_documents: int  # records that raise churn and are in the theme


@dataclass(frozen=True, slots=True)
class Marketing:
    """The page of marketing and sales: their own themes, promises not kept, customers about to leave."""

    themes: tuple[ThemeLine, ...]
    n_promises: int  # records
    promises: tuple[Quote, ...]
    n_churn: int  # records
    churn: tuple[Quote, ...]
    issues: tuple[Issue, ...] = ()
    churn_reasons: tuple[ChurnReason, ...] = ()  # most records first


@dataclass(frozen=True, slots=True)
class WaveLine:
    """Records with one text."""

    doc_id: str  # of the first
    n_documents: int
    n_near: int  # of them nearly equal
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RejectedReason:
    """How many rows could not be read, and why."""

    code: str
    label: str
    n_rows: int


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that could not be read."""

    source_file: str
    source_row: int
    reason: str
    raw: str  # masked


@dataclass(frozen=True, slots=True)
class Rejected:
    """What was left out: by reason, and the first rows."""

    reasons: tuple[RejectedReason, ...]
    rows: tuple[RejectedRow, ...]
    n_more: int  # rows that were cut


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and what is said of it: a term with its meaning, a setting with its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """An action or a goal, with the theme before and since."""

    kind: Literal["action", "goal"]
    theme_id: str
    sentence: str
    outcome: str  # met, missed, open, over; better, worse, same; uncertain, unknown, ahead


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """A theme to take up first."""

    theme_id: str
    name: str
    stage: str
    owner: str
    score: float  # 0 .. 100
    sentence: str  # the points that its terms give


@dataclass(frozen=True, slots=True)
class GroupTheme:
    """A theme that a group repeats."""

    theme_id: str
    name: str
    n_documents: int  # of the group
    share: float  # of the group's records, in [0, 1]


@dataclass(frozen=True, slots=True)
class GroupSection:
    """One product, channel or segment."""

    name: str
    n_documents: int  # without copies
    n_complaints: int  # records that hold a clear complaint
    complaint_share: float  # in [0, 1]
    themes: tuple[GroupTheme, ...]  # most records first
    sentence: str  # all of that


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of one column."""

    column: str  # product, channel, segment
    heading: str
    sections: tuple[GroupSection, ...]  # most records first, those without a name last


@dataclass(frozen=True, slots=True)
class Report:
    """One report, in reading order."""

    title: str
    company: str  # "" where nobody named one
    period: str  # what the report covers, in words
    subtitle: str
    language: Literal["ko", "en"]
    verdict: tuple[str, ...]
    figures: tuple[Figure, ...]
    alerts: tuple[Alert, ...]
    goals: tuple[GoalLine, ...]
    priorities: tuple[PriorityLine, ...]  # highest first
    urgent: tuple[UrgentCase, ...]
    points: tuple[Point, ...]  # one a bucket; () where the export has no dates
    stages: tuple[StageSection, ...]
    themes: tuple[ThemeLine, ...]  # every recurring one, most records first
    by_bucket: Matrix | None  # None where the export has no dates
    by_product: Matrix | None  # None where the export names no product
    groups: Groups | None  # None where nobody asked for groups
    marketing: Marketing
    praise: tuple[PraiseLine, ...]
    products: tuple[PraiseBlame, ...]  # most records first
    partners: tuple[PraiseBlame, ...]
    staff_members: tuple[PraiseBlame, ...]
    staff: tuple[Quote, ...]
    waves: tuple[WaveLine, ...]
    rejected: Rejected
    coverage: tuple[str, ...]
    method: tuple[str, ...]
    glossary: tuple[Entry, ...]  # what each figure means
    facts: tuple[Entry, ...]  # sources, settings, versions
    buckets: tuple[str, ...]
    unit: str  # name of a bucket in the report's language
