"""What somebody must be told of now, by the rules of voc.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.alike import shared_texts
from voc_cli.messages import Rate, named, text
from voc_cli.rules import AlertRules, ChurnRule, RejectedRule, RisingRule, UrgentRule
from voc_cli.schema import LEVELS, URGENT, Alert, Comparison, Signal, Stretch
from voc_cli.statistics import share_above
from voc_cli.trends.change import Status
from voc_cli.trends.coverage import ALL, Supply, without_twin

_GRAVE: Final = 3  # severity of a case that somebody must act on today
_SURE: Final = 0.05  # chance that a share passes its limit by luck
_DOUBLED: Final = 2.0  # a theme that surely has doubled is critical
_URGENT_RULE: Final = "urgent"
_SEVERAL: Final = 2  # late cases that are said in one line
_WEEK: Final = 7
_CAMPAIGN: Final = 5  # customers with one text; more of them are told of together


@dataclass(frozen=True, slots=True)
class UrgentCase:
    """A record that may be a safety or legal case, and those with the same text that it stands for."""

    doc_id: str
    day: str  # ISO, "" where unknown
    signals: tuple[str, ...]
    severity: int  # 1 to 3
    kinds: tuple[str, ...]  # what was found, by its name in signals.csv: no words of the customer
    n_alike: int = 1  # records with this text that the alert tells of, this one with them
    is_campaign: bool = False  # of many customers
    is_outside: bool = False  # of another time than the report that tells of it


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What the rules look at, all of one period."""

    period: Stretch  # ("", "") where nothing has a date
    urgent: Sequence[UrgentCase]
    n_documents: int
    n_churn: int  # of them, with a sign of leaving
    n_rows: int  # read in this run, rejected ones too
    rejected: Mapping[str, int]  # of these rows, by the reason why they were rejected
    comparison: Comparison | None
    refused: Mapping[str, int] = field(default_factory=dict)  # rows of each file that nothing could be read of


def in_stretch(moments: pd.Series[pd.Timestamp], stretch: Stretch) -> NDArray[np.bool_]:
    """Which moments lie in ``stretch``; all of them where it is empty."""
    first, last = stretch
    if not first:
        return np.ones(len(moments), dtype=bool)
    inside: NDArray[np.bool_] = (
        (moments >= pd.Timestamp(first)) & (moments < pd.Timestamp(last) + pd.Timedelta(days=1))
    ).to_numpy()
    return inside


def urgent_cases(
    documents: pd.DataFrame, clauses: pd.DataFrame, wanted: NDArray[np.bool_], *, severity_of: Mapping[str, int]
) -> tuple[UrgentCase, ...]:
    """The wanted records that may be a safety or legal case, gravest first, then by day and doc_id.

    What one customer says twice is one case, and so is what unknown ones say with the same words on one day. A text
    that more customers than a few send is one case that stands for all of them.

    Args:
        documents: schema.DOCUMENTS.
        clauses: schema.CLAUSES with schema.TEXT_NO, the row of the record.
        wanted: Which records to look at, by row. A copy is looked at like any other: the record that it copies may be
            of another time and another customer.
        severity_of: Severity of each kind in signals.csv.
    """
    raised = clauses[clauses[schema.SIGNALS].str.contains("|".join(URGENT), regex=True)]
    raised = raised[wanted[raised[schema.TEXT_NO].to_numpy()]]
    said = raised.groupby(schema.TEXT_NO).indices
    cases = [
        replace(_case(documents.iloc[row], raised.iloc[said[row]], severity_of), n_alike=n, is_campaign=is_campaign)
        for row, n, is_campaign in _apart(documents, sorted(said))
    ]
    return tuple(sorted(cases, key=lambda case: (-case.severity, case.day, case.doc_id)))


def _apart(documents: pd.DataFrame, rows: list[int]) -> Iterator[tuple[int, int, bool]]:
    """The first row of each case, how many of ``rows`` it stands for, and whether these are a campaign."""
    chosen = documents.iloc[rows]
    days = chosen[schema.RECEIVED_AT].dt.strftime("%Y-%m-%d").fillna("")
    customers = chosen[schema.CUSTOMER].to_numpy(dtype=object)
    senders = zip(customers, np.where(customers == "", days, ""), strict=True)
    texts: dict[str, dict[tuple[str, str], list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, said, sender in zip(rows, shared_texts(chosen), senders, strict=True):
        texts[said][sender].append(row)
    for by_sender in texts.values():
        if len(by_sender) > _CAMPAIGN:
            yield min(min(same) for same in by_sender.values()), sum(map(len, by_sender.values())), True
        else:
            yield from ((same[0], len(same), False) for same in by_sender.values())


def _case(document: pd.Series[str], clauses: pd.DataFrame, severity_of: Mapping[str, int]) -> UrgentCase:
    signals = {code for cell in clauses[schema.SIGNALS] for code in cell.split(schema.SEPARATOR)}
    # A word that decided the stage may be spelt like a kind ("이물질"); only what raised a signal has a colon.
    parts = (part.partition(":") for cell in clauses[schema.EVIDENCE] for part in cell.split(schema.SEPARATOR))
    kinds = tuple(dict.fromkeys(kind for kind, colon, _ in parts if colon and kind in severity_of))
    moment = document[schema.RECEIVED_AT]
    return UrgentCase(
        doc_id=str(document[schema.DOC_ID]),
        day=moment.date().isoformat() if isinstance(moment, pd.Timestamp) else "",
        signals=tuple(signal.value for signal in URGENT if signal.value in signals),
        severity=max((severity_of[kind] for kind in kinds), default=1),
        kinds=kinds,
    )


def n_with_churn(documents: pd.DataFrame, wanted: NDArray[np.bool_]) -> int:
    """How many of the wanted records come from a customer about to leave."""
    return int(documents[schema.SIGNALS][wanted].str.contains(Signal.CHURN.value, regex=False).sum())


def evaluate_alerts(rules: AlertRules, facts: Facts) -> tuple[Alert, ...]:
    """Every alert that stands, critical ones first, then in the order of the rules.

    No sentence holds a customer's words. The id is the same in every run over the same period, so that
    ``not_yet_raised`` can tell what is new.
    """
    found = [*urgent_alerts(rules.urgent, facts.urgent)]
    if facts.comparison is not None:
        found += _rising(rules.rising, facts.comparison, facts.period)
    found += _churn(rules.churn, facts)
    if rules.input.on and facts.comparison is not None:
        found += _input(facts.comparison, facts.period)
    found += _rejected(rules.rejected, facts)
    return tuple(sorted(found, key=lambda alert: LEVELS.index(alert.level)))


def not_yet_raised(alerts: Sequence[Alert], raised: Collection[str]) -> tuple[Alert, ...]:
    """Those of ``alerts`` whose id is not in ``raised``."""
    return tuple(alert for alert in alerts if alert.alert_id not in raised)


def late_together(alerts: Sequence[Alert], *, before: date) -> tuple[Alert, ...]:
    """``alerts`` with the urgent cases of days before ``before`` behind the others, several of one level in one: old
    exports that are added hold many, and what happened now must not be lost among them."""
    late = [alert for alert in alerts if alert.rule == _URGENT_RULE and "" < alert.period < before.isoformat()]
    said = [alert for alert in alerts if alert not in late]
    for level in LEVELS:
        own = sorted((alert for alert in late if alert.level == level), key=lambda alert: alert.period)
        said += own if len(own) < _SEVERAL else [_late(own, level)]
    return tuple(said)


def _late(alerts: Sequence[Alert], level: str) -> Alert:
    sentence = text(
        "alerts.urgent_late",
        first=alerts[0].period,
        last=alerts[-1].period,
        level=text(f"alerts.urgent_level_{level}"),
        n=len(alerts),
        act=text("alerts.act_check"),
    )
    return replace(alerts[0], alert_id="", subject="", sentence=sentence)


def at_least(alerts: Sequence[Alert], level: str) -> tuple[Alert, ...]:
    """Those of ``alerts`` that are of ``level`` or graver."""
    graver = LEVELS[: LEVELS.index(level) + 1]
    return tuple(alert for alert in alerts if alert.level in graver)


def _alert(
    rule: str,
    level: str,
    subject: str,
    sentence: str,
    value_and_limit: tuple[float, float],
    period: str,
    *,
    n: int | None = None,
) -> Alert:
    value, limit = (round(float(number), 4) for number in value_and_limit)
    identity = f"{rule}:{period}:{subject}" if n is None else f"{rule}:{period}:{subject}:{n}"
    return Alert(identity, period, rule, level, subject, sentence, value, limit)


def _of_period(
    rule: str, level: str, subject: str, sentence: str, value_and_limit: tuple[float, float], period: Stretch
) -> Alert:
    """An alert of a whole period; the id of a month names its last day too, since a week may begin like it."""
    alert = _alert(rule, level, subject, sentence, value_and_limit, period[0])
    first, last = period
    if not first or (date.fromisoformat(last) - date.fromisoformat(first)).days < _WEEK:
        return alert
    return replace(alert, alert_id=f"{rule}:{first}~{last}:{subject}")


def urgent_alerts(rule: UrgentRule, cases: Sequence[UrgentCase]) -> tuple[Alert, ...]:
    """One alert for each of ``cases`` that ``rule`` asks for, in their order."""
    if not rule.on:
        return ()
    return tuple(
        _alert(
            _URGENT_RULE,
            "critical" if case.severity >= _GRAVE else "warning",
            case.doc_id,
            _urgent_sentence(case),
            (case.severity, rule.severity),
            # By its own day: a record that comes late is raised all the same, and in no later period again.
            case.day,
            # Told of anew when it grows: who joins a campaign may be in danger like the first.
            n=case.n_alike if case.is_campaign else None,
        )
        for case in cases
        if case.severity >= rule.severity and set(case.signals) & set(rule.signals)
    )


def _urgent_sentence(case: UrgentCase) -> str:
    sentence = text(
        "alerts.urgent",
        doc_id=case.doc_id,
        day=case.day or text("alerts.no_day"),
        signals=", ".join(text(f"alerts.signal_{signal}") for signal in case.signals),
        kinds=", ".join(map(named, case.kinds)),
    )
    said = [sentence]
    if case.n_alike > 1:
        said.append(text("alerts.urgent_alike", n=case.n_alike))
    if case.is_outside:
        said.append(text("alerts.urgent_outside"))
    return " ".join(said)


def _rising(rule: RisingRule, comparison: Comparison, period: Stretch) -> list[Alert]:
    changes = comparison.changes
    if not rule.on or changes.empty:
        return []
    moved = changes[
        (changes[schema.AGAINST] == comparison.main)
        & changes[schema.STATUS].isin([Status.NEW.value, Status.RISING.value])
        & (changes[schema.Q_VALUE] <= rule.q)
        & (changes[schema.N_NOW] >= rule.min_documents)
        & ~(changes[schema.RATIO] < rule.min_ratio)  # empty where there was none before
    ]
    against = text(f"alerts.against_{comparison.main}")
    alerts = []
    for row in moved.sort_values(schema.Q_VALUE, kind="stable").to_dict("records"):
        values = {name: Rate(row[name]) for name in (schema.CURRENT, schema.PREVIOUS, schema.RATIO, schema.RATIO_LOW)}
        # Before there were copies alone: nothing that a number of times could be told of.
        only_copies = row[schema.STATUS] == Status.RISING and np.isnan(row[schema.RATIO])
        sentence = text(
            "alerts.rising_from_copies" if only_copies else f"alerts.{row[schema.STATUS]}",
            name=row[schema.NAME],
            n=row[schema.N_NOW],
            against=against,
            high=row[schema.RATIO_HIGH],
            **values,
        )
        level = "critical" if row[schema.RATIO_LOW] >= _DOUBLED else "warning"
        alerts.append(
            _of_period("rising", level, row[schema.THEME_ID], sentence, (row[schema.Q_VALUE], rule.q), period)
        )
    return alerts


def _churn(rule: ChurnRule, facts: Facts) -> list[Alert]:
    share = facts.n_churn / max(facts.n_documents, 1)
    if not rule.on or facts.n_churn < rule.min_documents or share <= rule.share:
        return []
    # A share of few records passes any limit by chance, week after week.
    if share_above(facts.n_churn, facts.n_documents, rule.share) > _SURE:
        return []
    sentence = text("alerts.churn", n=facts.n_churn, share=share, limit=rule.share)
    return [_of_period("churn", "warning", "", sentence, (share, rule.share), facts.period)]


def _rejected(rule: RejectedRule, facts: Facts) -> Sequence[Alert]:
    """By the share of all rows, or else by the file: a small one that nothing could be read of is lost among others."""
    n_rejected = sum(facts.rejected.values())
    share = n_rejected / max(facts.n_rows, 1)
    if not rule.on or share <= rule.share:
        return refused_alerts(rule, facts.refused, facts.period[0])
    reasons = ", ".join(f"{text(f'report.reason_{reason}')} {n:,}" for reason, n in sorted(facts.rejected.items()))
    sentence = text("alerts.rejected", n=n_rejected, share=share, limit=rule.share, reasons=reasons)
    return [_of_period("rejected", "warning", "", sentence, (share, rule.share), facts.period)]


def refused_alerts(rule: RejectedRule, refused: Mapping[str, int], period: str = "") -> tuple[Alert, ...]:
    """One alert for each file whose rows, so many of them, were all rejected."""
    if not rule.on or rule.share >= 1:
        return ()
    return tuple(
        _alert("rejected", "warning", name, text("alerts.refused", name=name, n=n), (1, rule.share), period)
        for name, n in sorted(refused.items())
    )


def silence_alert(first: date, last: date) -> Alert:
    """That no record at all came in from ``first`` to ``last``, another alert with each period that it lasts."""
    sentence = text("alerts.silence", first=first.isoformat(), last=last.isoformat())
    alert = _alert("input", "critical", "", sentence, (0, 1), first.isoformat())
    return replace(alert, alert_id=f"input:{last.isoformat()}:")


def _input(comparison: Comparison, period: Stretch) -> list[Alert]:
    alerts = []
    for row in without_twin(comparison.channels).to_dict("records"):
        status = row[schema.STATUS]
        if status not in (Supply.MISSING, Supply.SMALL):
            continue
        name = text("alerts.all_channels") if row[schema.CHANNEL] == ALL else row[schema.CHANNEL]
        values = (float(row[schema.N_NOW]), float(row[schema.USUAL]))
        sentence = text(f"alerts.input_{status}", name=name, n=int(values[0]), usual=values[1])
        level = "critical" if status == Supply.MISSING else "warning"
        alerts.append(_of_period("input", level, str(row[schema.CHANNEL]), sentence, values, period))
    return alerts
