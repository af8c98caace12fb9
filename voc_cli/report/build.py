"""Tables to a Report: the one place where figures become sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from voc_cli import schema
from voc_cli.messages import text
from voc_cli.report import sections
from voc_cli.report.model import GRAVE, Figure, Report, UrgentCase
from voc_cli.schema import Analysis, Period, Sentiment, Signal, Stage
from voc_cli.statistics import share_p_value

_SMALL: Final = 30
_SAMPLE: Final = 2_000  # records that show whether an export is Korean
_N_NAMED: Final = 3  # themes named in the verdict
_MIN_RECURRING: Final = 2


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose about a report."""

    title: str = ""
    n_themes: int = 5  # a stage
    masked: bool = True


def build_report(
    analysis: Analysis,
    *,
    promise_aspects: frozenset[str],
    praise_names: Mapping[str, str],
    severities: Mapping[str, int],
    options: Options | None = None,
) -> Report:
    """The report of ``analysis`` in the language in use.

    Args:
        promise_aspects: Aspects whose complaints say that a promise was not kept.
        praise_names: Name of each aspect where it is praised.
        severities: Severity (1 to 3) of each kind of urgent case.
    """
    chosen = options or Options()
    counted = sections.Counted.of(analysis)
    recurring = analysis.themes[analysis.themes[schema.N_DOCUMENTS] >= _MIN_RECURRING]
    urgent = sections.urgent_cases(analysis, severities)
    return Report(
        title=chosen.title or text("report.title"),
        subtitle=_subtitle(analysis),
        verdict=_verdict(analysis, counted, recurring, urgent=urgent),
        figures=_figures(analysis, counted, urgent),
        urgent=urgent,
        stages=sections.stage_sections(analysis, counted, recurring, n_themes=chosen.n_themes),
        marketing=sections.marketing(analysis, counted, recurring, promise_aspects),
        praise=sections.praise(counted, praise_names),
        staff=sections.staff(counted),
        waves=tuple(
            text(
                "report.wave",
                n=wave.n_documents,
                near=wave.n_near,
                doc_id=sections.shorten(wave.doc_id),
                text=sections.shorten(wave.text),
            )
            for wave in analysis.waves[:10]
        ),
        coverage=_coverage(analysis, counted, masked=chosen.masked),
        method=_method(analysis.period),
        buckets=analysis.period.buckets,
        unit=text(f"report.unit_{analysis.period.unit}"),
        products=sections.praise_blame(analysis.products),
        partners=sections.praise_blame(analysis.partners),
        staff_members=sections.praise_blame(analysis.staff),
    )


def _subtitle(analysis: Analysis) -> str:
    dates = analysis.documents[schema.RECEIVED_AT].dropna()
    n = len(analysis.documents)
    if dates.empty:
        return text("report.subtitle_undated", n=n)
    return text("report.subtitle_dated", first=dates.min().date(), last=dates.max().date(), n=n)


def span(period: Period) -> str:
    """The length of half the period ("13주")."""
    return text(f"report.span_{period.unit}", n=len(period.buckets) - period.half)


def _verdict(
    analysis: Analysis, counted: sections.Counted, recurring: pd.DataFrame, *, urgent: Sequence[UrgentCase]
) -> tuple[str, ...]:
    n, complaints = counted.n_documents, len(counted.with_sentiment(Sentiment.NEGATIVE))
    said = [
        text(
            "report.verdict",
            n=n,
            complaints=complaints,
            share=complaints / max(n, 1),
            compared=_compared(analysis, counted),
        )
    ]
    if recurring.empty:
        said.append(text("report.verdict_no_theme"))
    else:
        top = recurring.iloc[0]
        name, stage = top[schema.NAME], text(f"report.stage_{top[schema.STAGE]}")
        said.append(
            text(
                "report.verdict_top",
                name=name,
                n=int(top[schema.N_DOCUMENTS]),
                share=float(top[schema.SHARE]),
                stage=stage,
            )
        )
    for key, statuses in (("verdict_rising", ("new", "rising")), ("verdict_gone", ("gone", "falling"))):
        moved = recurring[recurring[schema.STATUS].isin(statuses)]
        moved = moved.reindex(moved[schema.CHANGE].abs().sort_values(ascending=False, kind="stable").index).head(
            _N_NAMED
        )
        if not moved.empty:
            said.append(text(f"report.{key}", names=", ".join(_moves(moved))))
    grave = sum(case.severity >= GRAVE for case in urgent)
    said.append(
        text("report.verdict_urgent", n=len(urgent), grave=grave) if urgent else text("report.verdict_no_urgent")
    )
    return tuple(said)


def _moves(themes: pd.DataFrame) -> list[str]:
    return [
        text("report.theme_move", name=name, before=before, now=before + change)
        for name, before, change in zip(
            themes[schema.NAME], themes[schema.PREVIOUS], themes[schema.CHANGE], strict=True
        )
    ]


def _compared(analysis: Analysis, counted: sections.Counted) -> str:
    period = analysis.period
    if not period.n_before or not period.n_now:
        praises = len(counted.with_sentiment(Sentiment.POSITIVE))
        return text("report.compared_none", praises=praises, share=praises / max(counted.n_documents, 1))
    before, now = counted.halves(counted.with_sentiment(Sentiment.NEGATIVE), period)
    a, b = before / period.n_before, now / period.n_now
    p_value = share_p_value((before, now), (period.n_before, period.n_now))
    key = "compared_same" if p_value >= 0.05 else "compared_up" if b > a else "compared_down"
    return text(f"report.{key}", span=span(period), before=a, now=b)


def _figures(analysis: Analysis, counted: sections.Counted, urgent: Sequence[object]) -> tuple[Figure, ...]:
    n = counted.n_documents
    figures = [
        Figure(
            text("report.figure_records"),
            f"{len(analysis.documents):,}",
            text("report.figure_records_note", copies=len(analysis.documents) - n),
        )
    ]
    for label, sentiment in (("figure_complaints", Sentiment.NEGATIVE), ("figure_praises", Sentiment.POSITIVE)):
        found = len(counted.with_sentiment(sentiment))
        figures.append(
            Figure(text(f"report.{label}"), f"{found:,}", text("report.figure_share_note", share=found / max(n, 1)))
        )
    ratings = analysis.documents[schema.RATING].dropna()
    if len(ratings):
        figures.append(
            Figure(
                text("report.figure_rating"), f"{ratings.mean():.2f}", text("report.figure_rating_note", n=len(ratings))
            )
        )
    safety, legal = (sections.n_with_signal(analysis.documents, signal) for signal in schema.URGENT)
    figures.append(
        Figure(
            text("report.figure_urgent"),
            f"{len(urgent):,}",
            text("report.figure_urgent_note", safety=safety, legal=legal),
        )
    )
    churn = sections.n_with_signal(analysis.documents, Signal.CHURN)
    share = churn / max(len(analysis.documents), 1)
    figures.append(Figure(text("report.figure_churn"), f"{churn:,}", text("report.figure_share_note", share=share)))
    return tuple(figures)


def _coverage(analysis: Analysis, counted: sections.Counted, *, masked: bool) -> tuple[str, ...]:
    documents, rejected = analysis.documents, analysis.rejected
    said = [
        text(
            "report.coverage_read",
            rows=len(documents) + len(rejected),
            documents=len(documents),
            rejected=len(rejected),
        )
    ]
    if len(rejected):
        counts = rejected[schema.REASON].value_counts().sort_index()
        reasons = ", ".join(f"{text(f'report.reason_{reason}')} {n:,}" for reason, n in counts.items())
        said.append(text("report.coverage_rejected", reasons=reasons))
    if len(documents) > counted.n_documents:
        said.append(text("report.coverage_copies", n=len(documents) - counted.n_documents))
    said.extend(_coverage_of_clauses(counted, analysis.themes))
    undated = int(documents[schema.RECEIVED_AT].isna().sum())
    if 0 < undated < len(documents):
        said.append(text("report.coverage_undated", n=undated))
    if len(documents) < _SMALL:
        said.append(text("report.coverage_small", n=len(documents)))
    sample = documents[schema.TEXT].head(_SAMPLE)
    if sample.str.count("[가-힣]").sum() < 0.1 * sample.str.len().sum():
        said.append(text("report.coverage_no_korean"))
    if not masked:
        said.append(text("report.coverage_not_masked"))
    elif analysis.masked:
        kinds = ", ".join(
            f"{text(f'privacy.kind_{kind}')} {n:,}"
            for kind, n in sorted(analysis.masked.items(), key=lambda item: (-item[1], item[0]))
        )
        said.append(text("report.coverage_masked", kinds=kinds))
    return tuple(said)


def _coverage_of_clauses(counted: sections.Counted, themes: pd.DataFrame) -> list[str]:
    clauses = counted.clauses
    by_sentiment = clauses[schema.SENTIMENT].value_counts()
    counts = {name.value: int(by_sentiment.get(name.value, 0)) for name in Sentiment}
    negative = clauses[clauses[schema.SENTIMENT] == Sentiment.NEGATIVE]
    unplaced = int(((negative[schema.STAGE] == Stage.NONE) & (negative[schema.THEME_ID] == "")).sum())
    single = int(themes.loc[themes[schema.N_DOCUMENTS] < _MIN_RECURRING, schema.N_CLAUSES].sum())
    share = unplaced / max(len(negative), 1)
    return [
        text("report.coverage_clauses", clauses=len(clauses), **counts),
        text("report.coverage_unplaced", negative=len(negative), unplaced=unplaced, share=share, single=single),
    ]


def _method(period: Period) -> tuple[str, ...]:
    said = [text("report.method_theme"), text("report.method_clear", clear=sections.CLEAR)]
    if period.n_before and period.n_now:
        said.append(text("report.method_change", span=span(period)))
    return (*said, text("report.method_urgent"))
