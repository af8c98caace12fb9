"""Tables to a Report: the one place where figures become sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import pandas as pd

from voc_cli import schema
from voc_cli.messages import Rate, current_language, text
from voc_cli.report import compared, explain, matrices, sections, shifts
from voc_cli.report.figures import figures, share_change
from voc_cli.report.groups import groups
from voc_cli.report.marketing import marketing
from voc_cli.report.model import Figure, Report, UrgentCase
from voc_cli.report.stretches import before_name, now_name
from voc_cli.report.verdict import most_repeated, one_text, urgent_sentence
from voc_cli.schema import Analysis, Sentiment, Stretch

_N_NAMED: Final = 3  # themes named in the verdict


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose about a report."""

    title: str = ""
    company: str = ""
    period: str = ""  # what the report covers, in the user's own words
    n_themes: int = 5  # a stage
    group_by: str = ""  # a column of documents, or "" for no groups
    masked: bool = True
    settings: Mapping[str, object] = field(default_factory=dict)  # what the report says that it was made with


@dataclass(frozen=True, slots=True, eq=False)
class _Basis:
    """What a report is of, and the records around it that it is compared with; both are one where nothing is around."""

    analysis: Analysis
    counted: sections.Counted
    whole: Analysis
    around: sections.Counted

    @classmethod
    def of(cls, analysis: Analysis, around: Analysis | None) -> Self:
        """Count the records; what is clear is told by all of them."""
        whole = around or analysis
        known = sections.Counted.of(whole)
        counted = known if around is None else sections.Counted.of(analysis, clear=known.clear)
        return cls(analysis, counted, whole, known)


def build_report(
    analysis: Analysis,
    *,
    promise_aspects: frozenset[str],
    severities: Mapping[str, int],
    options: Options | None = None,
    around: Analysis | None = None,
) -> Report:
    """The report of ``analysis`` in the language in use.

    Args:
        promise_aspects: Aspects whose complaints say that a promise was not kept.
        severities: Severity (1 to 3) of each kind of urgent case.
        around: The same with the records of earlier periods, where ``analysis`` holds those of one period only.
    """
    chosen, basis = options or Options(), _Basis.of(analysis, around)
    counted, whole, compared_with = basis.counted, basis.whole, basis.around
    recurring = analysis.themes[analysis.themes[schema.N_DOCUMENTS] >= explain.MIN_RECURRING]
    urgent = sections.urgent_cases(analysis, severities)
    themes = sections.theme_lines(recurring, analysis)
    return Report(
        title=_title(chosen),
        company=chosen.company,
        period=chosen.period or _dates(analysis),
        subtitle=_subtitle(analysis),
        language=current_language(),
        verdict=_verdict(basis, recurring, urgent, severities),
        figures=_figures(basis, urgent),
        alerts=compared.alert_lines(analysis, urgent),
        goals=compared.goal_lines(analysis.goals),
        priorities=compared.priority_lines(themes),
        urgent=urgent,
        points=matrices.points(whole, compared_with),
        stages=sections.stage_sections(analysis, counted, recurring, n_themes=chosen.n_themes),
        themes=themes,
        by_bucket=matrices.by_bucket(whole, compared_with),
        by_product=matrices.by_product(counted),
        groups=groups(counted, recurring, chosen.group_by),
        marketing=marketing(analysis, counted, recurring, promise_aspects),
        praise=sections.praise(analysis.praise),
        products=sections.praise_blame(analysis.products),
        partners=sections.praise_blame(analysis.partners, but=chosen.company),
        staff_members=sections.praise_blame(analysis.staff),
        staff=sections.staff(counted),
        waves=explain.waves(analysis),
        rejected=explain.rejected(analysis),
        coverage=explain.coverage(analysis, counted, masked=chosen.masked, is_period=around is not None),
        method=explain.method(analysis, counted.clear),
        glossary=explain.glossary(),
        facts=explain.facts(analysis, chosen.settings),
        buckets=analysis.period.buckets,
        unit=text(f"report.unit_{analysis.period.unit}"),
    )


def _title(options: Options) -> str:
    if options.title or not options.company:
        return options.title or text("report.title")
    return text("report.title_of", company=options.company)


def _dates(analysis: Analysis) -> str:
    first, last = _ends(analysis)
    return text("report.period", first=first, last=last) if first else text("report.period_unknown")


def _subtitle(analysis: Analysis) -> str:
    first, last = _ends(analysis)
    n = len(analysis.documents)
    key = (
        f"report.subtitle_{'dated' if first else 'undated'}" if n else f"report.subtitle_{'none' if first else 'empty'}"
    )
    return text(key, first=first, last=last, n=n)


def _ends(analysis: Analysis) -> Stretch:
    """First and last day of the records, of the period told of where it has none; ("", "") where nothing has a date."""
    dates = analysis.documents[schema.RECEIVED_AT].dropna()
    if dates.empty:
        return ("", "") if len(analysis.documents) else analysis.period.now
    return dates.min().date().isoformat(), dates.max().date().isoformat()


def _figures(basis: _Basis, urgent: Sequence[UrgentCase]) -> tuple[Figure, ...]:
    """The key figures, beside those of the records around."""
    own = figures(basis.analysis, basis.counted, urgent=urgent)
    if basis.whole is basis.analysis:
        return own
    changes = {figure.code: figure.change for figure in figures(basis.whole, basis.around, urgent=urgent)}
    return tuple(replace(figure, change=changes.get(figure.code)) for figure in own)


def _verdict(
    basis: _Basis, recurring: pd.DataFrame, urgent: Sequence[UrgentCase], severities: Mapping[str, int]
) -> tuple[str, ...]:
    analysis, counted, period = basis.analysis, basis.counted, basis.whole.period
    n, complaints = counted.n_documents, len(counted.with_sentiment(Sentiment.NEGATIVE))
    compared_sentence = _compared(basis.whole, basis.around)
    said = [
        text("report.verdict", n=n, complaints=complaints, share=complaints / max(n, 1), compared=compared_sentence)
    ]
    if not explain.is_korean(analysis.documents[schema.TEXT]):
        said.insert(0, text("report.coverage_no_korean"))
    said += one_text(analysis.waves, n_documents=len(analysis.documents))
    said += [most_repeated(recurring, counted.clauses), *_moved(analysis, recurring)]
    said += shifts.other_mixture(basis.around, recurring, period)
    said += shifts.more_urgent(period, basis.around, severities)
    return (*said, urgent_sentence(urgent, analysis.period))


def _moved(analysis: Analysis, recurring: pd.DataFrame) -> list[str]:
    """The themes that clearly rose and fell, the furthest first."""
    said = []
    # What is gone from a single period has no record in it.
    for key, statuses, known in (
        ("verdict_rising", ("new", "rising"), recurring),
        ("verdict_gone", ("gone", "falling"), analysis.themes),
    ):
        moved = known[known[schema.STATUS].isin(statuses)]
        furthest = moved[schema.CHANGE].abs().sort_values(ascending=False, kind="stable").index
        if len(moved):
            names = ", ".join(_moves(moved.loc[furthest].head(_N_NAMED)))
            said.append(text(f"report.{key}", names=names, before_name=before_name(analysis.period)))
    return said


def _moves(themes: pd.DataFrame) -> list[str]:
    return [
        text("report.theme_move", name=name, before=Rate(before), now=Rate(before + change))
        for name, before, change in zip(
            themes[schema.NAME], themes[schema.PREVIOUS], themes[schema.CHANGE], strict=True
        )
    ]


def _compared(analysis: Analysis, counted: sections.Counted) -> str:
    period = analysis.period
    change = share_change(counted, counted.with_sentiment(Sentiment.NEGATIVE), period)
    if change is None:
        praises = len(counted.with_sentiment(Sentiment.POSITIVE))
        return text("report.compared_none", praises=praises, share=praises / max(counted.n_documents, 1))
    names = {"now_name": now_name(period), "before_name": before_name(period)}
    return text(f"report.compared_{change.direction}", before=change.before, now=change.now, **names)
