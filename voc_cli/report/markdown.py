"""The report as Markdown, for a wiki or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from voc_cli.messages import text
from voc_cli.report.balance import praise_blame_lists
from voc_cli.report.bars import sparkline
from voc_cli.report.formats import Screen
from voc_cli.report.model import N_GROUPS, N_OWN_THEMES, Quote, Report, ThemeLine, UrgentCase
from voc_cli.report.templating import MARKDOWN, environment, render_template, told

if TYPE_CHECKING:
    from voc_cli.report.rows import Rows

# Also what GitHub makes a link or formula of without any mark-up (https://, www., $), and entities (&lt;).
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~$&]|:(?=//)|(?<=www)\.|@)", re.IGNORECASE)
_OPENS_BLOCK: Final = re.compile(r"^(?:([-+=])|(\d+)([.)])(?=\s|$))")  # a list or a rule, where a line begins with it
_SPARK_WIDTH: Final = 26
_N_URGENT: Final = 50  # cases on a page, the gravest
_N_ALERTS: Final = 20
_N_QUOTES: Final = 2  # of a theme
_N_CASES: Final = 6  # quotes and praises
_N_WAVES: Final = 10


def render(report: Report, screen: Screen, rows: Rows | None = None) -> str:
    """The whole report; customers' text is escaped so that it cannot become markup.

    Raises:
        ConfigError: The user's own template fails.
    """
    del rows
    if screen.templates is not None and (screen.templates / MARKDOWN).is_file():
        own = environment(screen.templates, escapes=False)
        return render_template(own, MARKDOWN, screen.templates, report=report, t=told)
    parts = [f"# {_safe(report.title)}", _safe(report.subtitle), *_alerts(report)]
    parts += [*map(_safe, report.verdict), _figures(report), *_goals(report)]
    parts += [_heading("urgent"), *_urgent_cases(report)]
    parts += [*_priorities(report), _heading("themes"), *_stages(report)]
    parts += _groups(report)
    parts += [_heading("marketing"), *_marketing(report)]
    parts += [_heading("praise"), *_praise(report)]
    if report.waves:
        parts += [_heading("waves"), _list(wave.sentence for wave in report.waves[:_N_WAVES])]
    parts += [_heading("coverage"), _list(report.coverage), _heading("method"), _list(report.method)]
    return "\n\n".join(parts) + "\n"


def escape(said: str) -> str:
    """``said`` on one line, so that no Markdown reader takes any of it for markup."""
    return _safe(said)


def _safe(said: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", " ".join(said.split()))
    return _OPENS_BLOCK.sub(lambda mark: f"\\{mark[1]}" if mark[1] else f"{mark[2]}\\{mark[3]}", escaped)


def _heading(name: str) -> str:
    return "## " + text(f"report.heading_{name}")


def _groups(report: Report) -> list[str]:
    if report.groups is None:
        return []
    lines = [group.sentence for group in report.groups.sections[:N_GROUPS]]
    if len(report.groups.sections) > N_GROUPS:
        lines.append(text("groups.more", n=len(report.groups.sections) - N_GROUPS))
    return ["## " + _safe(report.groups.heading), _list(lines)]


def _alerts(report: Report) -> list[str]:
    """Nothing where no alert stands: a heading without alarm teaches to look past it."""
    if not report.alerts:
        return []
    lines = [f"{text(f'alerts.level_{alert.level}')}: {alert.sentence}" for alert in report.alerts[:_N_ALERTS]]
    if len(report.alerts) > _N_ALERTS:
        lines.append(text("alerts.more", n=len(report.alerts) - _N_ALERTS))
    return ["## " + text("alerts.heading"), _list(lines)]


def _goals(report: Report) -> list[str]:
    if not report.goals:
        return []
    return ["## " + text("compared.heading_goals"), _list(goal.sentence for goal in report.goals)]


def _priorities(report: Report) -> list[str]:
    if not report.priorities:
        return []
    lines = [f"- **{_safe(line.name)}** ({_safe(line.stage)}) {_safe(line.sentence)}" for line in report.priorities]
    return ["## " + text("compared.heading_priorities"), "\n".join(lines)]


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {_safe(line)}" for line in lines)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> str:
    rule = ["---:" if column in right else "---" for column in range(len(header))]
    lines = [header, rule, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _figures(report: Report) -> str:
    rows = [[f"**{figure.value}**" for figure in report.figures], [_safe(figure.note) for figure in report.figures]]
    if any(figure.change for figure in report.figures):
        rows.append([_safe(figure.change.sentence) if figure.change else "" for figure in report.figures])
    return _table([figure.label for figure in report.figures], rows)


def _urgent_cases(report: Report) -> list[str]:
    if not report.urgent:
        return [text("report.none_found")]
    shown = [_urgent(case) for case in report.urgent[:_N_URGENT]]
    left = len(report.urgent) - len(shown)
    return [*shown, text("report.more_urgent", n=left)] if left else shown


def _urgent(case: UrgentCase) -> str:
    head = " · ".join(
        part for part in (case.date or text("report.unknown_date"), case.doc_id, case.product, case.channel) if part
    )
    copies = f" ({text('report.copies_more', n=case.n_copies)})" if case.n_copies else ""
    signals = f"{text(f'report.severity_{case.severity}')} {case.signals}"
    return f"- **{_safe(signals)}** {_safe(head)} — {_safe(case.kinds)}{copies}\n\n  > {_safe(case.context)}"


def _stages(report: Report) -> list[str]:
    parts: list[str] = []
    for section in report.stages:
        line = text(
            "report.stage_line",
            documents=section.n_documents,
            complaints=section.n_complaints,
            praises=section.n_praises,
        )
        parts.append(f"### {section.stage}\n\n{line}")
        if section.themes:
            parts.append(_themes(section.themes, report.unit))
        if section.n_more:
            parts.append(text("report.more_themes", n=section.n_more))
    return parts


def _themes(themes: Sequence[ThemeLine], unit: str) -> str:
    header = [text(f"report.column_{name}") for name in ("theme", "count", "share", "owner", "status")]
    header.append(text("report.column_series", unit=unit))
    rows = [
        [
            f"**{_safe(theme.name)}**",
            f"{theme.n_documents:,}",
            f"{theme.share:.1%}",
            _safe(theme.owner),
            _safe(f"{theme.status} {theme.change}".strip()),
            sparkline(theme.series, width=_SPARK_WIDTH),
        ]
        for theme in themes
    ]
    quotes = [
        f"- {_safe(theme.name)}\n"
        + "".join(f"  - {_safe(said)}\n" for said in theme.details)
        + "\n".join(f"  > {_safe(quote)}\n" for quote in theme.quotes[:_N_QUOTES])
        for theme in themes
    ]
    return _table(header, rows, right=frozenset({1, 2})) + "\n\n" + "\n".join(quotes)


def _marketing(report: Report) -> list[str]:
    page = report.marketing
    parts = ["### " + text("report.heading_own_themes")]
    parts.append(_themes(page.themes[:N_OWN_THEMES], report.unit) if page.themes else text("report.none_found"))
    if page.themes[N_OWN_THEMES:]:
        parts.append(text("report.more_themes", n=len(page.themes) - N_OWN_THEMES))
    parts += ["### " + text("report.heading_promises", n=page.n_promises), _quotes(page.promises)]
    parts += ["### " + text("report.heading_churn", n=page.n_churn), _quotes(page.churn)]
    return parts


def _quotes(quotes: Sequence[Quote]) -> str:
    if not quotes:
        return text("report.none_found")
    return "\n".join(
        f"- {_safe(quote.text)} ({_safe(' · '.join(p for p in (quote.date, quote.doc_id) if p))})"
        for quote in quotes[:_N_CASES]
    )


def _praise(report: Report) -> list[str]:
    if not report.praise:
        return [text("report.none_found")]
    lines = [
        f"- **{_safe(line.name)}** ({_safe(line.stage)}) {line.n_documents:,} — "
        + " / ".join(f"“{_safe(q)}”" for q in line.quotes[:_N_QUOTES])
        for line in report.praise[:_N_CASES]
    ]
    parts = ["\n".join(lines)]
    if report.staff:
        parts += ["### " + text("report.heading_staff"), _quotes(report.staff)]
    for heading, said in praise_blame_lists(report):
        parts += ["### " + heading, "\n".join(f"- {_safe(line)}" for line in said)]
    return parts
