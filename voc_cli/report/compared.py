"""What the compare step found, in sentences: alerts, actions and goals, and what to take up first."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voc_cli import schema
from voc_cli.messages import Rate, text
from voc_cli.report.details import ratio_words
from voc_cli.report.model import Alert, GoalLine, Level, PriorityLine, ThemeLine, UrgentCase
from voc_cli.report.sections import shorten
from voc_cli.report.stretches import is_now, now_name, what_to_do
from voc_cli.schema import PRIORITY_WEIGHTS, Analysis, Period

if TYPE_CHECKING:
    import pandas as pd

_N_FIRST: Final = 5
_N_NAMED: Final = 5
_MAX_ID: Final = 60  # characters; a longer number is a text in the wrong column
_URGENT_RULE: Final = "urgent"
_UNTOLD: Final = ("unknown", "ahead")
_LEVELS: Final[tuple[Level, ...]] = ("critical", "warning")


def alert_lines(analysis: Analysis, cases: Sequence[UrgentCase] = ()) -> tuple[Alert, ...]:
    """The alerts that stand, in their order; urgent records of one level share a line, as each has its place below.

    Args:
        cases: The list of urgent cases below; the line names the first of them.
    """
    places = {case.doc_id: place for place, case in enumerate(cases)}
    lines = []
    for level in _LEVELS:
        alerts = [alert for alert in analysis.alerts if alert.level == level]
        urgent = [alert for alert in alerts if alert.rule == _URGENT_RULE]
        inside = [alert for alert in urgent if is_now(alert.period, analysis.period)]
        together = set[str]()
        for is_outside, some in ((False, inside), (True, [alert for alert in urgent if alert not in inside])):
            if len(some) > 1:
                ordered = sorted((alert.subject for alert in some), key=lambda name: places.get(name, len(places)))
                sentence = _together(ordered, level, analysis.period, is_outside=is_outside)
                lines.append(Alert(text("alerts.rule_urgent"), level, sentence, ""))
                together.update(alert.alert_id for alert in some)
        lines += [
            Alert(text(f"alerts.rule_{alert.rule}"), level, shorten(alert.sentence, width=300), alert.alert_id)
            for alert in alerts
            if alert.alert_id not in together
        ]
    return tuple(lines)


def _together(subjects: Sequence[str], level: Level, period: Period, *, is_outside: bool) -> str:
    named = ", ".join(shorten(subject, width=_MAX_ID) for subject in subjects[:_N_NAMED])
    left = len(subjects) - _N_NAMED
    values = {
        "n": len(subjects),
        "act": text(f"alerts.{what_to_do(period)}"),
        "level": text(f"alerts.urgent_level_{level}"),
        "named": text("alerts.and_others", named=named, n=left) if left > 0 else named,
    }
    if is_outside:
        return text("alerts.urgent_together_outside", **values)
    if not period.now[0]:
        return text("alerts.urgent_together", **values)
    return text("alerts.urgent_together_in", period=now_name(period), **values)


def goal_lines(goals: pd.DataFrame | None) -> tuple[GoalLine, ...]:
    """Each goal and action with the theme before and since; () where nobody keeps any."""
    if goals is None:
        return ()
    return tuple(_goal_line(row) for row in goals.to_dict("records"))


def _goal_line(row: Mapping[Hashable, Any]) -> GoalLine:
    # Figures of what is unknown or yet to begin would be those of nothing.
    is_bare = row[schema.STATUS] in _UNTOLD
    sentence = text(
        f"compared.{row[schema.KIND]}{'_bare' if is_bare else ''}",
        text=shorten(row[schema.TEXT]),
        who=shorten(row[schema.WHO]),
        theme=row[schema.THEME],
        since=row[schema.SINCE],
        measure=text(f"compared.measure_{row[schema.MEASURE]}"),
        before=_rate(row[schema.PREVIOUS]),
        now=_rate(row[schema.CURRENT]),
        ratio=ratio_words(row),
        target=row[schema.TARGET],
        outcome=text(f"compared.outcome_{row[schema.STATUS]}", since=row[schema.SINCE]),
    )
    return GoalLine(row[schema.KIND], row[schema.THEME_ID], sentence, row[schema.STATUS])


def _rate(value: float) -> str:
    return text("compared.unknown") if np.isnan(value) else f"{Rate(value):.1f}"


def priority_lines(lines: Sequence[ThemeLine]) -> tuple[PriorityLine, ...]:
    """The themes to take up first, with what their score is made of."""
    scored = [line for line in lines if line.priority is not None]
    scored.sort(key=lambda line: (-(line.priority or 0.0), line.theme_id))
    return tuple(_priority_line(line) for line in scored[:_N_FIRST])


def _priority_line(line: ThemeLine) -> PriorityLine:
    terms = dict(zip(PRIORITY_WEIGHTS, (line.volume, line.severity, line.trend, line.impact), strict=True))
    known = {name: value for name, value in terms.items() if value is not None}
    whole = sum(PRIORITY_WEIGHTS[name] for name in known)
    points = [100 * PRIORITY_WEIGHTS[name] * value / whole for name, value in known.items()]
    shown = dict(zip(known, _adding_up(points, int(f"{line.priority:.0f}")), strict=True))
    said = {name.removeprefix("priority_"): shown.get(name, text("compared.no_rating")) for name in terms}
    sentence = text("compared.priority", score=line.priority, **said)
    return PriorityLine(line.theme_id, line.name, line.stage, line.owner, line.priority or 0.0, sentence)


def _adding_up(points: Sequence[float], total: int) -> list[int]:
    """``points`` in whole numbers whose sum is ``total``: those that lose most by being cut get one (Hamilton 1792)."""
    whole = [int(point) for point in points]
    by_loss = sorted(range(len(points)), key=lambda place: whole[place] - points[place])
    for place in by_loss[: total - sum(whole)]:
        whole[place] += 1
    return whole


def method_lines(analysis: Analysis) -> tuple[str, ...]:
    """How ratings and priorities are to be read, where there are any."""
    themes, said = analysis.themes, []
    if schema.RATING_GAP in themes and themes[schema.RATING_GAP].notna().any():
        said.append(text("compared.method_rating"))
    if schema.PRIORITY in themes and len(themes):
        weights = {name.removeprefix("priority_"): weight for name, weight in PRIORITY_WEIGHTS.items()}
        said.append(text("compared.method_priority", **weights))
    return tuple(said)
