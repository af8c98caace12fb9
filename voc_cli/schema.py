"""Tables and codes of the road (design sections 3 and 4): column names, checks, small results between stages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from voc_cli.annotations import Annotations
from voc_cli.known_themes import Coverage, Issue, KnownThemes, ThemeMatch
from voc_cli.learnt import Learning, Learnt

if TYPE_CHECKING:
    import pandas as pd


class Sentiment(StrEnum):
    """The three labels of polarity."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Intent(StrEnum):
    """What the customer does with the clause (VOC 유형)."""

    COMPLAINT = "complaint"
    INQUIRY = "inquiry"
    REQUEST = "request"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    OTHER = "other"


class Stage(StrEnum):
    """The place in the value chain where the cause sits (Porter, 1985, extended for services), in the chain's order."""

    INBOUND = "inbound"
    OPERATIONS = "operations"
    OUTBOUND = "outbound"
    MARKETING_SALES = "marketing_sales"
    SERVICE = "service"
    TECHNOLOGY = "technology"
    PEOPLE = "people"
    INFRASTRUCTURE = "infrastructure"
    PROCUREMENT = "procurement"
    NONE = "none"


class Signal(StrEnum):
    """What must never drown."""

    SAFETY = "safety"
    LEGAL = "legal"
    CHURN = "churn"
    PRAISE_STAFF = "praise_staff"


class Unthemed(StrEnum):
    """Why a clause that may complain has no theme."""

    SINGLE = "single"  # tells a trouble that too few others share
    UNSURE = "unsure"  # may speak of a known theme, but not surely enough
    GENERAL = "general"  # does not say what is wrong with what: a feeling, or a plea
    IGNORED = "ignored"  # of a theme that a person chose to ignore


URGENT: Final = (Signal.SAFETY, Signal.LEGAL)
SEPARATOR: Final = ";"  # between several values in one cell

# documents
DOC_ID: Final = "doc_id"
SOURCE_FILE: Final = "source_file"
SOURCE_ROW: Final = "source_row"
RECEIVED_AT: Final = "received_at"
CLOSED_AT: Final = "closed_at"
CHANNEL: Final = "channel"
PRODUCT: Final = "product"
SEGMENT: Final = "segment"
CUSTOMER: Final = "customer"
RATING: Final = "rating"
TEXT: Final = "text"
POLARITY: Final = "polarity"
SENTIMENT: Final = "sentiment"
INTENT: Final = "intent"
STAGES: Final = "stages"
THEME_IDS: Final = "theme_ids"
SIGNALS: Final = "signals"
DUPLICATE_OF: Final = "duplicate_of"
READ_COLUMNS: Final = (
    DOC_ID, SOURCE_FILE, SOURCE_ROW, RECEIVED_AT, CLOSED_AT, CHANNEL, PRODUCT, SEGMENT, CUSTOMER, RATING, TEXT,
)  # fmt: skip
DOCUMENTS: Final = (*READ_COLUMNS, POLARITY, SENTIMENT, INTENT, STAGES, THEME_IDS, SIGNALS, DUPLICATE_OF)

# clauses
CLAUSE_NO: Final = "clause_no"
START: Final = "start"
END: Final = "end"
STAGE: Final = "stage"
OWNER: Final = "owner"
THEME_ID: Final = "theme_id"
THEME: Final = "theme"
EVIDENCE: Final = "evidence"
COMPANY_REPLY: Final = "회사 답변"  # the evidence of clauses in which the company answers and no customer speaks
CLAUSES: Final = (
    DOC_ID, CLAUSE_NO, START, END, TEXT, POLARITY, SENTIMENT, INTENT, STAGE, OWNER, THEME_ID, THEME, SIGNALS,
    EVIDENCE,
)  # fmt: skip

# themes
NAME: Final = "name"
N_CLAUSES: Final = "n_clauses"
N_DOCUMENTS: Final = "n_documents"
SHARE: Final = "share"
FIRST_SEEN: Final = "first_seen"
LAST_SEEN: Final = "last_seen"
PREVIOUS: Final = "previous"
CHANGE: Final = "change"
P_VALUE: Final = "p_value"
Q_VALUE: Final = "q_value"
STATUS: Final = "status"
KEYWORDS: Final = "keywords"
QUOTES: Final = "quotes"
THEMES: Final = (
    THEME_ID, NAME, STAGE, OWNER, N_CLAUSES, N_DOCUMENTS, SHARE, POLARITY, RATING, FIRST_SEEN, LAST_SEEN, PREVIOUS,
    CHANGE, P_VALUE, Q_VALUE, STATUS, KEYWORDS, QUOTES,
)  # fmt: skip

RATIO: Final = "ratio"
RATIO_LOW: Final = "ratio_low"
RATIO_HIGH: Final = "ratio_high"
N_AGAIN: Final = "n_again"
HOURS_TO_CLOSE: Final = "hours_to_close"
RATING_GAP: Final = "rating_gap"
RATING_GAP_LOW: Final = "rating_gap_low"
RATING_GAP_HIGH: Final = "rating_gap_high"
PRIORITY: Final = "priority"
PRIORITY_VOLUME: Final = "priority_volume"
PRIORITY_SEVERITY: Final = "priority_severity"
PRIORITY_TREND: Final = "priority_trend"
PRIORITY_IMPACT: Final = "priority_impact"
# What a priority is made of. Volume and severity say how much is wrong; trend and impact what it is coming to.
PRIORITY_WEIGHTS: Final = {
    PRIORITY_VOLUME: 0.35,
    PRIORITY_SEVERITY: 0.25,
    PRIORITY_TREND: 0.2,
    PRIORITY_IMPACT: 0.2,
}
THEME_FACTS: Final = (
    RATIO,
    RATIO_LOW,
    RATIO_HIGH,
    N_AGAIN,
    HOURS_TO_CLOSE,
    RATING_GAP,
    RATING_GAP_LOW,
    RATING_GAP_HIGH,
    PRIORITY,
    PRIORITY_VOLUME,
    PRIORITY_SEVERITY,
    PRIORITY_TREND,
    PRIORITY_IMPACT,
)

# counts of periods, between stages and in the history
PERIOD: Final = "period"  # first day, ISO
VOLUME: Final = (PERIOD, CHANNEL, N_DOCUMENTS)  # records of any kind
OCCURRENCES: Final = (PERIOD, CHANNEL, THEME_ID, N_DOCUMENTS)  # records of a theme

# changes: one row a theme and stretch that it is compared with
AGAINST: Final = "against"
CURRENT: Final = "current"
N_NOW: Final = "n_now"
N_BEFORE: Final = "n_before"
CHANGES: Final = (
    THEME_ID, NAME, AGAINST, N_NOW, N_BEFORE, CURRENT, PREVIOUS,
    RATIO, RATIO_LOW, RATIO_HIGH, P_VALUE, Q_VALUE, STATUS,
)  # fmt: skip

# channels: one row a channel of the current period or the ones before
USUAL: Final = "usual"
SMALLEST: Final = "smallest"
CHANNELS: Final = (CHANNEL, N_NOW, USUAL, SMALLEST, STATUS)

# goals: one row an action or a goal
KIND: Final = "kind"
WHO: Final = "who"
SINCE: Final = "since"
UNTIL: Final = "until"
MEASURE: Final = "measure"
TARGET: Final = "target"
GOALS: Final = (
    KIND,
    THEME_ID,
    THEME,
    TEXT,
    WHO,
    SINCE,
    UNTIL,
    MEASURE,
    N_BEFORE,
    N_NOW,
    PREVIOUS,
    CURRENT,
    RATIO,
    RATIO_LOW,
    RATIO_HIGH,
    TARGET,
    STATUS,
)

# alerts
ALERT_ID: Final = "alert_id"
RULE: Final = "rule"
LEVEL: Final = "level"
SUBJECT: Final = "subject"
SENTENCE: Final = "sentence"
VALUE: Final = "value"
LIMIT: Final = "limit"
LEVELS: Final = ("critical", "warning")
ALERTS: Final = (ALERT_ID, PERIOD, RULE, LEVEL, SUBJECT, SENTENCE, VALUE, LIMIT)

# rejected
REASON: Final = "reason"
RAW: Final = "raw"
REJECTED: Final = (SOURCE_FILE, SOURCE_ROW, REASON, RAW)

# Tables that a run writes, by their names.
TABLES: Final = (
    *("documents", "clauses", "themes", "rejected", "changes", "channels", "goals", "alerts"),
    *("partners", "products", "staff"),
)

# Columns of clauses that stages hand on and that no table writes.
TEXT_NO: Final = "text_no"  # number of the distinct text
ASPECT: Final = "aspect"  # finer topic below the stage, "" where none was found
LEMMAS: Final = "lemmas"  # content words in canonical form, joined by a space
# Columns of clauses behind CLAUSES.
PARTNER: Final = "partner"  # names of partners in the clause (courier, seller ...), "" for none
STAFF: Final = "staff"  # who of the staff acts there: role, behind a name where names are kept
PROMISE: Final = "promise"  # kind of the promise that was not kept, "" for none
CLAUSE_NOTES: Final = (PARTNER, STAFF, PROMISE)
UNTHEMED: Final = "unthemed"  # a code of Unthemed; "" in a theme, and for what does not complain
WRITTEN_CLAUSES: Final = (*CLAUSES, *CLAUSE_NOTES, UNTHEMED)
MASKED: Final = "masked"  # what was masked in the text, as "phone=1;name=2"
ACT: Final = "act"  # what the ending does, bits of signals.leaving.Act
OPEN: Final = "open"  # stages to which the product or channel of a record may move a clause
ACT_PAST: Final = 512  # the bit of a clause in the past tense
ANNOTATED_TEXTS: Final = (TEXT, POLARITY, SENTIMENT, INTENT, STAGES, SIGNALS, MASKED)
PAIR: Final = "pair"  # target-predicate pair of a complaint ("배송/N+늦/V"), "" where no thing is named
FOUND_ID: Final = "found_id"  # theme_id as it was found, before a person's edits
TYPICAL: Final = "typical"  # how surely a clause speaks of its theme, in [0, 1]; 0 where it only goes on with another
HANDED_ON: Final = (ASPECT, LEMMAS, TEXT_NO, FOUND_ID, PAIR, TYPICAL)  # behind the columns that are written
ANNOTATED_CLAUSES: Final = (
    *(TEXT_NO, CLAUSE_NO, START, END, TEXT, POLARITY, SENTIMENT, INTENT, STAGE, OWNER, SIGNALS, EVIDENCE),
    *(ASPECT, LEMMAS, *CLAUSE_NOTES, ACT, OPEN),
)

# partners, products, staff: praise and blame of each
N_PRAISE: Final = "n_praise"
N_BLAME: Final = "n_blame"
PRAISE_BLAME: Final = (NAME, KIND, N_DOCUMENTS, N_PRAISE, N_BLAME, SHARE, QUOTES)

# what is praised: one row an aspect of the value chain
PRAISE: Final = (NAME, STAGE, N_DOCUMENTS, QUOTES)


@dataclass(frozen=True, slots=True)
class Source:
    """What was found in one file or sheet: how it was read and which column was taken for what."""

    name: str  # file name, with "#sheet" behind it for a workbook of several sheets
    encoding: str  # "utf-8-sig", "cp949", "xlsx" ...
    delimiter: str  # "" for a workbook
    header_row: int  # 1-based row of the header in the file
    n_rows: int  # records below the header: n_documents + n_rejected
    n_documents: int
    n_rejected: int
    columns: dict[str, str]  # role (a READ_COLUMNS name, or category, department, status) -> header chosen
    dropped: tuple[str, ...]  # headers dropped as personal data
    notes: tuple[str, ...] = ()  # sentences for stderr, in the user's language


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: comparing frames raises
class ReadResult:
    """Every record of the exports: ``len(documents) + len(rejected)`` is the number of records read."""

    documents: pd.DataFrame  # READ_COLUMNS, then the carried columns
    rejected: pd.DataFrame  # REJECTED
    sources: tuple[Source, ...] = field(default=())


def check(frame: pd.DataFrame, columns: tuple[str, ...], *, table: str) -> pd.DataFrame:
    """``frame`` itself, when its first columns are ``columns`` in that order.

    Raises:
        ValueError: A stage made a table of another shape; a defect of the program, not of the input.
    """
    found = tuple(frame.columns[: len(columns)])
    if found != columns:
        raise ValueError(f"table {table} holds {found}, not {columns}")
    return frame


Stretch = tuple[str, str]  # first and last day, ISO


@dataclass(frozen=True, slots=True)
class Period:
    """The stretch of time that a report speaks of, and the two parts of it that are compared."""

    buckets: tuple[str, ...]  # first day of each bucket, ISO, without gaps; () where the export has no dates
    unit: str  # of the buckets: "day", "week", "month"
    n_before: int  # records of the stretches compared with
    n_now: int  # records of the stretch that is told of
    half: int  # number of the bucket that begins the stretch that is told of
    now: Stretch = ("", "")
    before: tuple[Stretch, ...] = ()  # what ``now`` is compared with: all of the earlier half, or up to eight periods
    basis: str = "half"  # "half", or the unit of the periods compared: "week", "month"
    n_periods: int = 1  # in ``before``


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """How the themes of one period stand against earlier ones."""

    main: str  # the value of AGAINST whose figures stand in the table of themes
    changes: pd.DataFrame  # CHANGES, in the order of themes and references
    channels: pd.DataFrame  # schema.CHANNELS, by name
    notes: tuple[str, ...]  # what to know before believing a change: holidays, seasons, missing channels


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that somebody must be told of now."""

    alert_id: str  # the same for the same rule, subject and period, in every run
    period: str  # first day of the period, ISO, or ""
    rule: str
    level: str  # "critical", "warning"
    subject: str  # number of the record or theme, name of the channel; never a customer's words
    sentence: str  # in the language in use; never a customer's words
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Wave:
    """Copies of one text: how many records, where the first one stands, and its text (masked)."""

    doc_id: str
    n_documents: int
    n_near: int  # of them near-equal, not equal
    text: str


def empty_praise() -> pd.DataFrame:
    """A table of what is praised without rows."""
    import pandas as pd

    return pd.DataFrame(columns=list(PRAISE))


def empty_praise_blame() -> pd.DataFrame:
    """A table of praise and blame without rows."""
    import pandas as pd

    return pd.DataFrame(columns=list(PRAISE_BLAME))


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything that one run found; the tables are those of design section 3."""

    documents: pd.DataFrame  # DOCUMENTS, then carried columns; one row a record
    clauses: pd.DataFrame  # CLAUSES, then ASPECT and LEMMAS, in document order
    themes: pd.DataFrame  # THEMES, most documents first
    rejected: pd.DataFrame  # REJECTED
    sources: tuple[Source, ...]
    period: Period
    series: dict[str, tuple[int, ...]]  # theme_id to records a bucket
    waves: tuple[Wave, ...]  # largest first
    masked: dict[str, int]  # kind of personal data (label) to number of masks
    tokenizer: str  # version
    praise: pd.DataFrame = field(default_factory=empty_praise)  # PRAISE, most records first
    partners: pd.DataFrame = field(default_factory=empty_praise_blame)  # PRAISE_BLAME, most records first
    products: pd.DataFrame = field(default_factory=empty_praise_blame)
    staff: pd.DataFrame = field(default_factory=empty_praise_blame)
    pack: str = ""  # line of business whose rows were used
    dictionary: str = ""  # fingerprint of the tables of words
    comparison: Comparison | None = None  # None where nothing has a date to compare by
    goals: pd.DataFrame | None = None  # GOALS; None where nobody keeps actions and goals
    alerts: tuple[Alert, ...] = ()  # critical ones first
    learning: Learning = field(default_factory=lambda: Learning(Learnt.OFF))
    coverage: Coverage = field(default_factory=Coverage)
    issues: tuple[Issue, ...] = ()  # in the order of the themes, largest first
    known: KnownThemes = field(default_factory=KnownThemes)  # what the next run should be given
    annotations: tuple[Annotations, ...] = ()  # earliest first, where there are several in what is compared
    matches: tuple[ThemeMatch, ...] = ()  # what became of each theme since the earlier runs; () where none was given
