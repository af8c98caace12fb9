"""The report for a terminal: one screen for verdict, urgent cases and top themes, then the sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Final

from rich import box
from rich.cells import cell_len
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from voc_cli.messages import text
from voc_cli.report.balance import praise_blame_lists
from voc_cli.report.bars import bar, sparkline
from voc_cli.report.formats import Screen
from voc_cli.report.model import (
    N_GROUPS,
    N_OWN_THEMES,
    Figure,
    PriorityLine,
    Quote,
    Report,
    StageSection,
    ThemeLine,
    UrgentCase,
)

if TYPE_CHECKING:
    from voc_cli.report.rows import Rows

_WIDE: Final = 100  # columns from which owner and series have room
_BAR_WIDTH: Final = 10
_LEAST_SERIES: Final = 8  # characters
_N_COLUMNS: Final = 6  # of a narrow table of themes
_N_URGENT: Final = 20  # cases on a screen, the gravest; a list of hundreds is read by nobody
_N_FIRST_CASES, _N_FIRST_THEMES = 3, 8  # on the first screen
_N_QUOTES: Final = 2  # of a theme
_N_CASES: Final = 6  # quotes and praises
_N_WAVES: Final = 10
_N_ALERTS: Final = 10
_ALERT_STYLE: Final = {"critical": "bold red", "warning": "bold yellow", "info": "bold"}
_ARROWS: Final = {"up": "▲", "down": "▼", "same": "─", "mixed": "─"}
_STATUS_STYLE: Final = {"new": "bold red", "rising": "red", "falling": "green", "gone": "green"}


def render(report: Report, screen: Screen, rows: Rows | None = None) -> str:
    """The report as lines of at most ``screen.width`` columns; without escape codes unless ``screen.color``."""
    del rows
    return as_lines(_parts(report, screen.width), screen)


def as_lines(parts: Iterable[RenderableType], screen: Screen) -> str:
    """``parts`` one below the other as ``screen`` shows them."""
    out = StringIO()
    console = Console(
        file=out,
        width=screen.width,
        force_terminal=screen.color,
        color_system="standard" if screen.color else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    # rich pads every line to the width; a pipe or a mail wants the words only.
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _parts(report: Report, width: int) -> Iterator[RenderableType]:
    yield Rule(Text(f"{report.title} — {report.subtitle}", style="bold"), characters="━")
    yield from _alerts(report)
    yield Panel(Group(*(Text(line) for line in report.verdict)), box=box.ROUNDED, padding=(0, 1))
    yield Columns(map(_figure, report.figures), padding=(0, 3))
    yield from _first(report, width)
    yield from _goals(report)
    yield _heading("urgent")
    yield from map(_urgent, report.urgent[:_N_URGENT])
    if len(report.urgent) > _N_URGENT:
        yield Text("  " + text("report.more_urgent", n=len(report.urgent) - _N_URGENT), style="bold")
    if not report.urgent:
        yield Text("  " + text("report.none_found"))
    if report.priorities:
        yield _titled("compared.heading_priorities")
        yield from map(_priority, report.priorities)
    yield _heading("themes")
    for section in report.stages:
        yield from _stage(section, report, width)
    yield from _groups(report)
    yield _heading("marketing")
    yield from _marketing(report)
    yield _heading("praise")
    yield from _praise(report)
    if report.waves:
        yield _heading("waves")
        yield from (_point(wave.sentence) for wave in report.waves[:_N_WAVES])
    yield _heading("coverage")
    yield from map(_point, report.coverage)
    yield _heading("method")
    yield from map(_point, report.method)


def _first(report: Report, width: int) -> Iterator[RenderableType]:
    """What fits the first screen, a line each: the gravest cases and the largest themes of all stages."""
    if len(report.urgent) > _N_FIRST_CASES:
        yield _titled_as(text("report.heading_urgent_first", n=_N_FIRST_CASES, all=len(report.urgent)))
        yield from map(_urgent_line, report.urgent[:_N_FIRST_CASES])
    if report.themes:
        themes = report.themes[:_N_FIRST_THEMES]
        yield _titled_as(text("xlsx.heading_top", n=len(themes)))
        yield Padding(_theme_table(themes, report, width), (0, 0, 0, 1))


def _groups(report: Report) -> Iterator[RenderableType]:
    if report.groups is None:
        return
    yield _titled_as(report.groups.heading)
    yield from (_point(group.sentence) for group in report.groups.sections[:N_GROUPS])
    if len(report.groups.sections) > N_GROUPS:
        yield _point(text("groups.more", n=len(report.groups.sections) - N_GROUPS))


def _heading(name: str) -> RenderableType:
    return _titled(f"report.heading_{name}")


def _titled(key: str) -> RenderableType:
    return _titled_as(text(key))


def _titled_as(heading: str) -> RenderableType:
    return Padding(Rule(Text(heading, style="bold"), align="left", characters="─"), (1, 0, 0, 0))


def _alerts(report: Report) -> Iterator[RenderableType]:
    if not report.alerts:
        return
    yield _titled("alerts.heading")
    for alert in report.alerts[:_N_ALERTS]:
        mark = Text(f"! {text(f'alerts.level_{alert.level}')} ", style=_ALERT_STYLE[alert.level])
        yield Padding(Text.assemble(mark, alert.sentence), (0, 0, 0, 2))
    if len(report.alerts) > _N_ALERTS:
        yield Text("  " + text("alerts.more", n=len(report.alerts) - _N_ALERTS), style="bold")


def _goals(report: Report) -> Iterator[RenderableType]:
    if report.goals:
        yield _titled("compared.heading_goals")
        yield from (_point(goal.sentence) for goal in report.goals)


def _priority(line: PriorityLine) -> RenderableType:
    return Padding(Text.assemble((line.name, "bold"), f" ({line.stage}) ", (line.sentence, "dim")), (0, 0, 0, 2))


def _point(line: str) -> RenderableType:
    return Padding(Text("· " + line), (0, 0, 0, 2))


def _figure(figure: Figure) -> RenderableType:
    change = figure.change
    lines = [figure.note, f"{_ARROWS[change.direction]} {change.numbers}"] if change else [figure.note]
    return Text.assemble((figure.label + " ", "dim"), (figure.value, "bold"), "\n", ("\n".join(lines), "dim"))


def _urgent_line(case: UrgentCase) -> RenderableType:
    mark = (f"▲ {text(f'report.severity_{case.severity}')} {case.signals}", "bold red")
    said = f"  {case.date or text('report.unknown_date')} · {case.doc_id}  “{case.text}”"
    return Padding(Text.assemble(mark, said, no_wrap=True, overflow="ellipsis"), (0, 0, 0, 2))


def _urgent(case: UrgentCase) -> RenderableType:
    head = [case.date or text("report.unknown_date"), case.doc_id, case.product, case.channel]
    if case.n_copies:
        head.append(text("report.copies_more", n=case.n_copies))
    first = Text.assemble(
        (f"▲ {text(f'report.severity_{case.severity}')} {case.signals}", "bold red"),
        "  ",
        " · ".join(part for part in head if part),
    )
    lines: list[RenderableType] = [
        first,
        Padding(Text(case.kinds, style="dim"), (0, 0, 0, 2)),
        Padding(Text(f"“{case.text}”"), (0, 0, 0, 2)),
    ]
    return Padding(Group(*lines), (0, 0, 0, 2))


def _stage(section: StageSection, report: Report, width: int) -> Iterator[RenderableType]:
    line = text(
        "report.stage_line",
        documents=section.n_documents,
        complaints=section.n_complaints,
        praises=section.n_praises,
    )
    yield Padding(Text.assemble((f"■ {section.stage}", "bold cyan"), "  ", (line, "dim")), (1, 0, 0, 1))
    if section.themes:
        yield Padding(_themes(section.themes, report, width), (0, 0, 0, 1))
    if section.n_more:
        yield Padding(Text(text("report.more_themes", n=section.n_more), style="dim"), (0, 0, 0, 3))


def _themes(themes: Sequence[ThemeLine], report: Report, width: int) -> RenderableType:
    return Group(*_with_quotes(_theme_table(themes, report, width), themes))


def _theme_table(themes: Sequence[ThemeLine], report: Report, width: int) -> Table:
    top = max(theme.n_documents for theme in report.themes)
    wide = width >= _WIDE
    table = Table(box=None, padding=(0, 1), expand=False, show_header=False)
    table.add_column(no_wrap=True, min_width=24, max_width=28, overflow="ellipsis")
    table.add_column(justify="right", no_wrap=True, min_width=5)
    table.add_column(justify="right", no_wrap=True, min_width=5)
    table.add_column(no_wrap=True, width=_BAR_WIDTH)
    if wide:
        table.add_column(no_wrap=True, min_width=10, max_width=16, overflow="ellipsis")
    table.add_column(no_wrap=True, min_width=8)
    table.add_column(no_wrap=True)
    series = _series_width(report.themes, width)
    for theme in themes:
        cells: list[str | Text] = [
            Text(theme.name, style="bold"),
            f"{theme.n_documents:,}",
            f"{theme.share:.1%}",
            Text(bar(theme.n_documents, top, width=_BAR_WIDTH), style="red"),
        ]
        if wide:
            cells.append(theme.owner)
        cells += [Text(theme.status), sparkline(theme.series, width=series)]
        table.add_row(*cells)
    return table


def _series_width(themes: Sequence[ThemeLine], width: int) -> int:
    """What the widest cells leave for a series, the same in all tables: a cut one would lose its latest part."""
    wide = width >= _WIDE
    cells = [(theme.name, f"{theme.n_documents:,}", theme.owner, theme.status) for theme in themes]
    name, n, owner, status = (max(map(cell_len, column)) for column in zip(*cells, strict=True))
    taken = min(max(name, 24), 28) + max(n, 5) + 5 + _BAR_WIDTH + max(status, 8) + 2 * _N_COLUMNS
    if wide:
        taken += min(max(owner, 10), 16) + 2
    return min(max(width - taken - 1, _LEAST_SERIES), 26 if wide else 13)


def _with_quotes(table: Table, themes: Sequence[ThemeLine]) -> Iterator[RenderableType]:
    yield table
    for theme in themes:
        if theme.others:
            yield Padding(Text(f"{theme.name} — {' / '.join(theme.others)}", style="dim"), (0, 0, 0, 3))
        for quote in theme.quotes[:_N_QUOTES]:
            yield Padding(Text.assemble((f"{theme.name}: ", "dim"), f"“{quote}”"), (0, 0, 0, 3))


def _marketing(report: Report) -> Iterator[RenderableType]:
    page = report.marketing
    for theme in page.themes[:N_OWN_THEMES]:
        line = f"{theme.name} {theme.n_documents:,} ({theme.share:.1%}) {theme.status} {theme.change}".rstrip()
        yield _point(line)
    if page.themes[N_OWN_THEMES:]:
        left = text("report.more_themes", n=len(page.themes) - N_OWN_THEMES)
        yield Padding(Text(left, style="dim"), (0, 0, 0, 2))
    yield Text(" " + text("report.heading_promises", n=page.n_promises), style="bold")
    yield from map(_quote, page.promises[:_N_CASES])
    yield Text(" " + text("report.heading_churn", n=page.n_churn), style="bold")
    yield from map(_quote, page.churn[:_N_CASES])


def _quote(quote: Quote) -> RenderableType:
    source = " · ".join(part for part in (quote.date, quote.doc_id) if part)
    return Padding(Text.assemble(f"“{quote.text}” ", (f"({source})", "dim")), (0, 0, 0, 3))


def _praise(report: Report) -> Iterator[RenderableType]:
    for line in report.praise[:_N_CASES]:
        head = f"{line.name} {line.n_documents:,} ({line.stage})"
        yield Padding(
            Text.assemble((head, "bold green"), "  ", " / ".join(f"“{q}”" for q in line.quotes[:_N_QUOTES])),
            (0, 0, 0, 2),
        )
    if not report.praise:
        yield Text("  " + text("report.none_found"))
    if report.staff:
        yield Text(" " + text("report.heading_staff"), style="bold")
        yield from map(_quote, report.staff[:_N_CASES])
    for heading, said in praise_blame_lists(report):
        yield Text(" " + heading, style="bold")
        yield from (Padding(Text(sentence), (0, 0, 0, 3)) for sentence in said)
