"""The parts of a report, each from the tables of one analysis."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.alike import shared_texts
from voc_cli.messages import Rate, named, text
from voc_cli.rarity import CLEAR, clear_from
from voc_cli.report.details import Changes, changes_by_theme, details, other_comparisons
from voc_cli.report.model import PraiseBlame, PraiseLine, Quote, StageSection, ThemeLine, UrgentCase
from voc_cli.report.stretches import is_now, lies_in
from voc_cli.schema import Analysis, Period, Sentiment, Signal, Stage

# What a report tells of clauses; every part of them copies each column that it is given.
_TOLD: Final = (
    schema.DOC_ID, schema.TEXT_NO, schema.TEXT, schema.POLARITY, schema.SENTIMENT, schema.INTENT, schema.STAGE,
    schema.THEME_ID, schema.SIGNALS, schema.EVIDENCE, schema.ASPECT, schema.PROMISE,
)  # fmt: skip
_N_QUOTES: Final = 5
N_CASES: Final = 20
_N_RANKED: Final = 20  # products, partners and staff in a report
_MAX_QUOTE: Final = 120  # characters of a quote on a page
# Escape codes and marks of writing direction: a record must not be able to steer the reader's terminal.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Clear:
    """How far from zero the polarity of a clear complaint and of a clear praise is, in [CLEAR, 1)."""

    complaint: float = CLEAR
    praise: float = CLEAR

    @classmethod
    def among(cls, clauses: pd.DataFrame) -> Self:
        """What is clear among these clauses."""
        polarity = clauses[schema.POLARITY].to_numpy(dtype=float)
        return cls(clear_from(polarity), clear_from(-polarity))

    def least(self, sentiment: Sentiment) -> float:
        """Of a clause of this sentiment."""
        return self.praise if sentiment is Sentiment.POSITIVE else self.complaint


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The records that count (no copies) and their clauses."""

    documents: pd.DataFrame
    clauses: pd.DataFrame  # _TOLD
    clear: Clear = Clear()

    @classmethod
    def of(cls, analysis: Analysis, *, clear: Clear | None = None) -> Self:
        """Leave the copies out; ``clear`` is that of the records around them, where there are more."""
        originals = (analysis.documents[schema.DUPLICATE_OF] == "").to_numpy()
        clauses = analysis.clauses[list(_TOLD)]
        clauses = clauses[originals[clauses[schema.TEXT_NO].to_numpy()]]
        return cls(analysis.documents[originals], clauses, clear or Clear.among(clauses))

    @property
    def n_documents(self) -> int:
        """Records without copies."""
        return len(self.documents)

    def clearly(self, sentiment: Sentiment) -> NDArray[np.bool_]:
        """Which clauses are clearly of this sentiment."""
        far = (self.clauses[schema.POLARITY].abs() >= self.clear.least(sentiment)).to_numpy()
        return np.asarray(far & (self.clauses[schema.SENTIMENT] == sentiment).to_numpy())

    def with_sentiment(self, sentiment: Sentiment) -> np.ndarray:
        """Row numbers of the records that hold a clause of clearly this sentiment."""
        return pd.unique(self.clauses[schema.TEXT_NO].to_numpy()[self.clearly(sentiment)])

    def stretches(self, rows: np.ndarray, period: Period) -> tuple[int, int]:
        """How many of the records fall into what the period is compared with, and into what it tells of."""
        dates = self.documents.loc[rows, schema.RECEIVED_AT]
        return int(lies_in(dates, period.before).sum()), int(lies_in(dates, (period.now,)).sum())


def one_line(said: str) -> str:
    """``said`` on one line without control characters."""
    # Nearly every text is such a line already, and there are hundreds of thousands.
    if said.isprintable() and "  " not in said:
        return said.strip()
    return " ".join(_CONTROL.sub(" ", said).split())


def shorten(quote: str, *, width: int = _MAX_QUOTE) -> str:
    """``quote`` on one line without control characters, cut with an ellipsis at ``width`` characters."""
    line = one_line(quote)
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def n_with_signal(documents: pd.DataFrame, signal: Signal) -> int:
    """Records that raised ``signal``."""
    return int(has_signal(documents[schema.SIGNALS], signal).sum())


def has_signal(cells: pd.Series[str], signal: Signal) -> pd.Series[bool]:
    """Which cells of signals hold ``signal``."""
    # A handful of distinct cells stands for hundreds of thousands.
    numbers, distinct = pd.factorize(cells)
    raised = np.array([signal.value in cell.split(schema.SEPARATOR) for cell in distinct], dtype=bool)
    return pd.Series(raised[numbers], index=cells.index)


def urgent_cases(analysis: Analysis, severities: Mapping[str, int]) -> tuple[UrgentCase, ...]:
    """Every record that may be a safety or legal case, the gravest first: a fire is never behind a mild case.

    Among equally grave ones first those of the period told of, then newer and older ones; safety, more evidence, the
    newest.
    Records with one text add up behind the first of the period told of, or of the time around it. ``severities``
    gives the severity of each kind of case.
    """
    clauses = analysis.clauses
    is_urgent = has_signal(clauses[schema.SIGNALS], Signal.SAFETY) | has_signal(clauses[schema.SIGNALS], Signal.LEGAL)
    urgent = clauses[is_urgent]
    columns = [urgent[name].tolist() for name in (schema.TEXT_NO, schema.TEXT, schema.SIGNALS, schema.EVIDENCE)]
    said: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for number, *parts in zip(*columns, strict=True):
        said[number].append((parts[0], parts[1], parts[2]))
    copies = _copies_behind(analysis, list(said))
    documents = analysis.documents.iloc[list(copies)].to_dict("records")
    cases = [
        _urgent_case(document, said[row], severities, n_copies)
        for document, (row, n_copies) in zip(documents, copies.items(), strict=True)
    ]
    newest_first = sorted(cases, key=lambda case: case.date, reverse=True)
    safety = text("report.signal_safety")
    period = analysis.period

    def rank(case: UrgentCase) -> tuple[int, bool, bool, bool, int]:
        is_old, is_other = case.date < period.now[0], not is_now(case.date, period)
        return -case.severity, is_other, is_old, safety not in case.signals, -case.kinds.count(":")

    return tuple(sorted(newest_first, key=rank))


def _copies_behind(analysis: Analysis, rows: Sequence[int]) -> dict[int, int]:
    """Those of ``rows`` that are no copy of another one, with the number of records that say the same.

    A copy in the period told of of what was said before is a case of its own: it may be another customer's.
    """
    texts = shared_texts(analysis.documents)
    alike = np.flatnonzero(texts.isin(set(texts.iloc[list(rows)])))
    days = analysis.documents[schema.RECEIVED_AT].iloc[alike].map(day)
    keys = [(said, is_now(told, analysis.period)) for said, told in zip(texts.iloc[alike], days, strict=True)]
    key_of, n_alike = dict(zip(alike.tolist(), keys, strict=True)), Counter(keys)
    first = {key_of[row]: row for row in reversed(rows)}
    return {row: n_alike[key] - 1 for key, row in sorted(first.items(), key=lambda item: item[1])}


def _urgent_case(
    document: Mapping[Hashable, Any],
    clauses: Sequence[tuple[str, str, str]],  # text, signals, evidence
    severities: Mapping[str, int],
    n_copies: int,
) -> UrgentCase:
    raised = {part for _, cell, _ in clauses for part in cell.split(schema.SEPARATOR)}
    signals = [signal for signal in schema.URGENT if signal.value in raised]
    found = dict.fromkeys(part for *_, cell in clauses for part in cell.split(schema.SEPARATOR) if ":" in part)
    kinds = [kind for kind in found if kind.partition(":")[0] in severities]
    return UrgentCase(
        doc_id=document[schema.DOC_ID],
        date=day(document[schema.RECEIVED_AT]),
        severity=max((severities[kind.partition(":")[0]] for kind in kinds), default=1),
        signals=", ".join(text(f"report.signal_{signal}") for signal in signals),
        kinds=", ".join(f"{named(kind)}{colon}{said}" for kind, colon, said in (kind.partition(":") for kind in kinds)),
        text=shorten(" … ".join(said for said, *_ in clauses)),
        context=shorten(document[schema.TEXT], width=400),
        product=document[schema.PRODUCT],
        channel=document[schema.CHANNEL],
        n_copies=n_copies,
        signal_codes=tuple(signal.value for signal in signals),
    )


def day(moment: object) -> str:
    """The day of a timestamp, ISO; "" where it is none."""
    return moment.date().isoformat() if isinstance(moment, pd.Timestamp) else ""


def stage_sections(
    analysis: Analysis, counted: Counted, recurring: pd.DataFrame, *, n_themes: int
) -> tuple[StageSection, ...]:
    """The stages in the chain's order, each with its largest recurring themes; silent stages are left out."""
    sections = []
    by_stage = dict(iter(counted.clauses.groupby(schema.STAGE)))
    for stage in Stage:
        clauses = by_stage.get(stage.value)
        themes = recurring[recurring[schema.STAGE] == stage]
        if clauses is None or (stage is Stage.NONE and themes.empty):
            continue
        sections.append(
            StageSection(
                stage=text(f"report.stage_{stage}"),
                n_documents=clauses[schema.TEXT_NO].nunique(),
                n_complaints=int((clauses[schema.SENTIMENT] == Sentiment.NEGATIVE).sum()),
                n_praises=int((clauses[schema.SENTIMENT] == Sentiment.POSITIVE).sum()),
                themes=theme_lines(themes.head(n_themes), analysis),
                n_more=max(len(themes) - n_themes, 0),
                code=stage.value,
                n_clauses=len(clauses),
                polarity=round(float(clauses[schema.POLARITY].mean()), 4),
            )
        )
    return tuple(sections)


def theme_lines(themes: pd.DataFrame, analysis: Analysis) -> tuple[ThemeLine, ...]:
    """One line a row of schema.THEMES."""
    changes = changes_by_theme(analysis.comparison)
    return tuple(_theme_line(row, analysis, changes) for row in themes.to_dict("records"))


def _theme_line(row: Mapping[Hashable, Any], analysis: Analysis, changes: Changes) -> ThemeLine:
    status = row[schema.STATUS]
    before, change = row[schema.PREVIOUS], row[schema.CHANGE]
    now = before + change
    return ThemeLine(
        theme_id=row[schema.THEME_ID],
        name=row[schema.NAME],
        stage=text(f"report.stage_{row[schema.STAGE]}"),
        owner=row[schema.OWNER],
        n_documents=int(row[schema.N_DOCUMENTS]),
        share=float(row[schema.SHARE]),
        status=text(f"report.status_{status}") if status else "",
        change=text("report.change", before=Rate(before), now=Rate(now)) if status else "",
        series=analysis.series.get(row[schema.THEME_ID], ()),
        quotes=tuple(shorten(quote) for quote in row[schema.QUOTES][:_N_QUOTES]),
        stage_code=str(row[schema.STAGE]),
        status_code=status,
        n_clauses=int(row[schema.N_CLAUSES]),
        polarity=float(row[schema.POLARITY]),
        rating=_number(row[schema.RATING]),
        before=_number(before),
        now=_number(now, digits=3),
        q_value=_number(row[schema.Q_VALUE]),
        ratio=_number(row.get(schema.RATIO, np.nan)),
        ratio_low=_number(row.get(schema.RATIO_LOW, np.nan)),
        ratio_high=_number(row.get(schema.RATIO_HIGH, np.nan)),
        n_again=_count(row.get(schema.N_AGAIN, np.nan)),
        hours_to_close=_number(row.get(schema.HOURS_TO_CLOSE, np.nan)),
        rating_gap=_number(row.get(schema.RATING_GAP, np.nan)),
        priority=_number(row.get(schema.PRIORITY, np.nan)),
        volume=_number(row.get(schema.PRIORITY_VOLUME, np.nan)),
        severity=_number(row.get(schema.PRIORITY_SEVERITY, np.nan)),
        trend=_number(row.get(schema.PRIORITY_TREND, np.nan)),
        impact=_number(row.get(schema.PRIORITY_IMPACT, np.nan)),
        details=details(row, changes),
        others=other_comparisons(row, changes),
        first_seen=day(row[schema.FIRST_SEEN]),
        last_seen=day(row[schema.LAST_SEEN]),
        keywords=tuple(row[schema.KEYWORDS]),
    )


def _number(value: float, *, digits: int = 6) -> float | None:
    return None if np.isnan(value) else round(float(value), digits)


def _count(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def gravest(clauses: pd.DataFrame, documents: pd.DataFrame) -> tuple[Quote, ...]:
    """Those to quote: the gravest clauses, one a record, the worst first."""
    ranked = clauses.sort_values([schema.POLARITY, schema.TEXT_NO], kind="stable").drop_duplicates(schema.TEXT_NO)
    readable = ranked[ranked[schema.TEXT].str.len() >= 10]
    return tuple(_quote(row, documents) for row in readable.head(N_CASES).to_dict("records"))


def _quote(row: Mapping[Hashable, Any], documents: pd.DataFrame) -> Quote:
    moment = documents.at[int(row[schema.TEXT_NO]), schema.RECEIVED_AT]
    return Quote(shorten(str(row[schema.DOC_ID])), day(moment), shorten(str(row[schema.TEXT])))


def praise(table: pd.DataFrame) -> tuple[PraiseLine, ...]:
    """What is praised, from schema.PRAISE."""
    columns = (table[name].tolist() for name in (schema.NAME, schema.STAGE, schema.N_DOCUMENTS, schema.QUOTES))
    return tuple(
        PraiseLine(name, text(f"report.stage_{stage}"), int(n), tuple(shorten(quote) for quote in quotes))
        for name, stage, n, quotes in zip(*columns, strict=True)
    )


def staff(counted: Counted) -> tuple[Quote, ...]:
    """Clauses that praise a member of staff, the warmest first."""
    clauses = counted.clauses
    praised = clauses[has_signal(clauses[schema.SIGNALS], Signal.PRAISE_STAFF)]
    warmest = praised.sort_values([schema.POLARITY, schema.TEXT_NO], ascending=[False, True]).drop_duplicates(
        schema.TEXT_NO
    )
    return tuple(_quote(row, counted.documents) for row in warmest.head(N_CASES).to_dict("records"))


def largest_products(documents: pd.DataFrame, *, n: int) -> list[str]:
    """The ``n`` products with most records, the largest first; equal ones by name. Without a name it is no product."""
    named = documents.loc[documents[schema.PRODUCT] != "", schema.PRODUCT].value_counts()
    return sorted(map(str, named.index), key=lambda name: (-int(named[name]), name))[:n]


def praise_blame(table: pd.DataFrame, *, but: str = "") -> tuple[PraiseBlame, ...]:
    """The rows of a table of praise and blame that hold an opinion, most records first; without the company ``but``."""
    rows = table[(table[schema.N_PRAISE] + table[schema.N_BLAME] > 0) & (table[schema.NAME] != but)].head(_N_RANKED)
    columns = (rows[name].tolist() for name in (schema.NAME, schema.N_PRAISE, schema.N_BLAME, schema.QUOTES))
    return tuple(
        PraiseBlame(shorten(named(name)), int(n_praise), int(n_blame), tuple(shorten(quote) for quote in quotes))
        for name, n_praise, n_blame, quotes in zip(*columns, strict=True)
    )
