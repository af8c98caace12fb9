"""Where the results of a command go: a folder, or stdout."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voc_cli.cli.streams import note, write_result
from voc_cli.cli.theme_files import KNOWN_FILE
from voc_cli.engine.hands import OWN, Hand
from voc_cli.errors import OutputError
from voc_cli.io.atomic import folders_at_the_end
from voc_cli.io.write import Encoded, csv_bytes, encoded_csv, json_text, write_bytes, write_csv
from voc_cli.messages import text
from voc_cli.report.formats import FORMATS, Screen, renderer
from voc_cli.report.headings import with_headings
from voc_cli.report.summary import summary
from voc_cli.report.tables import NAMES, records, table

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.cli.parts import Begun
    from voc_cli.config import Settings
    from voc_cli.known_themes import Coverage
    from voc_cli.report.model import Report
    from voc_cli.report.rows import Rows
    from voc_cli.schema import Alert, Analysis, ReadResult, Source

_SEPARATORS: Final = {"csv": ",", "tsv": "\t"}
_WIDEST: Final = 140  # columns; longer lines of Korean are hard to read
_FILE_WIDTH: Final = 110
_N_ALERTS: Final = 20
_LARGE: Final = frozenset({"html", "xlsx"})  # whose libraries and templates take a while to load


def prepare_folder(folder: Path) -> None:
    """Make ``folder`` and see that it can be written, before an hour of work is done for it.

    Raises:
        OutputError: It is a file, or may not be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(folder, text("cli.folder_is_file"), mend=text("cli.no_folder_mend")) from error
    except PermissionError as error:
        raise OutputError(folder, text("cli.not_writable"), mend=text("cli.no_folder_mend")) from error
    except OSError as error:
        raise OutputError(folder, text("cli.no_folder", why=error.strerror), mend=text("cli.no_folder_mend")) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(folder, text("cli.not_writable"), mend=text("cli.no_folder_mend"))


def say_coverage(found: Coverage) -> None:
    """Note where the complaints went, where there are any."""
    if found.n_complaints:
        told = asdict(found)
        note(text("themes.list_coverage", **told))
        note(text("themes.list_rest", **told))


def say_sources(read: ReadResult) -> None:
    """What was found in each file, and which column was taken for what."""
    for source in read.sources:
        say_source(source)


def say_source(source: Source) -> None:
    """What was found in one file or sheet."""
    if not source.n_rows:
        note(f"{source.name}: {' '.join(source.notes)}")
        return
    columns = ", ".join(f"{_role(role)}={header}" for role, header in source.columns.items())
    note(
        text(
            "cli.source",
            name=source.name,
            encoding=source.encoding,
            n=source.n_documents,
            rejected=source.n_rejected,
            columns=columns,
        )
    )
    for line in source.notes:
        note("  " + line)


def _role(role: str) -> str:
    return text(f"cli.role_{role}")


def write_rejected(folder: Path, read: ReadResult, settings: Settings) -> None:
    """Keep the rejected rows even where nothing else is left to write."""
    frame = with_headings(read.rejected, "rejected", settings.headers)
    write_csv(frame, folder / "rejected.csv", encoding=settings.encoding)


def say_alerts(alerts: Sequence[Alert]) -> None:
    """One line an alert; of hundreds, the gravest and how many more there are."""
    for alert in alerts[:_N_ALERTS]:
        note(text("alerts.line", level=text(f"alerts.level_{alert.level}"), sentence=alert.sentence))
    if len(alerts) > _N_ALERTS:
        note(text("alerts.more", n=len(alerts) - _N_ALERTS))


@folders_at_the_end()
def write_folder(
    folder: Path,
    analysis: Analysis,
    report: Report,
    rows: Rows,
    settings: Settings,
    *,
    formats: Sequence[str] = (),
    tables: bool = True,
    keep: Callable[[str, bytes], None] | None = None,
    begun: Begun | None = None,
    meanwhile: Callable[[], None] | None = None,
    hand: Hand = OWN,
) -> None:
    """The report in ``formats`` (all of them, where none is named), the tables as CSV, and summary.json.

    Args:
        keep: Given the name and the bytes of each file, to be given once more to ``write_files``.
        begun: What is being made elsewhere; the workbook is, too, while the rest is written.
        meanwhile: Called once, while a workbook that is made elsewhere is waited for.
        hand: Makes page and workbook, where they have not begun, while the rest is written.
    """
    from voc_cli.config import without_secrets

    written = []

    def write(name: str, data: bytes) -> None:
        write_bytes(data, folder / name)
        written.append(name)
        if keep is not None:
            keep(name, data)

    renders = _renders(report, rows, settings, formats, begun, hand)
    n_replaced = 0
    # Alerts are written even where no other table is wanted: somebody's program waits for them.
    for name in [name for name in NAMES if tables or name == "alerts"]:
        if begun is not None and name in begun.encoded:
            encoded: Encoded = begun.encoded[name]()
        else:
            encoded = encoded_csv(_headed(analysis, name, settings), encoding=settings.encoding)
        write(f"{name}.csv", encoded.data)
        n_replaced += encoded.n_replaced
    for name, render in renders.items():
        if meanwhile is not None and name == "xlsx":
            meanwhile()
        rendered = render()
        write(FORMATS[name].file_name, rendered if isinstance(rendered, bytes) else rendered.encode())
    facts = summary(analysis, report, settings=without_secrets(settings))
    write("summary.json", json_text(facts).encode())
    write("alerts.json", json_text(records(analysis, "alerts")).encode())
    write(KNOWN_FILE, analysis.known.to_json().encode())
    _say_replaced(n_replaced, settings)
    _say_written(folder, written)


def _renders(
    report: Report, rows: Rows, settings: Settings, formats: Sequence[str], begun: Begun | None, hand: Hand
) -> dict[str, Callable[[], str | bytes]]:
    """What gives each format that is wanted; the workbook is asked for where its rows were made elsewhere."""
    chosen = [name for name in FORMATS if name in (formats or FORMATS)]
    shown_on = file_screen(settings.templates)
    renders: dict[str, Callable[[], str | bytes]]
    renders = {
        name: hand.ask(_rendered, name, report, shown_on, rows)
        if name in _LARGE and begun is None
        else partial(_rendered, name, report, shown_on, rows)
        for name in chosen
    }
    if begun is not None and "xlsx" in renders:
        renders["xlsx"] = begun.workbook(report)
    if begun is not None and "html" in renders:
        from voc_cli.report import html

        renders["html"] = partial(html.render, report, shown_on, rows, packed=begun.page)
    return renders


def _rendered(name: str, report: Report, shown_on: Screen, rows: Rows) -> str | bytes:
    return renderer(name)(report, shown_on, rows)


@folders_at_the_end()
def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """What ``write_folder`` once wrote, in ``folder``."""
    for name, data in files.items():
        write_bytes(data, folder / name)
    _say_written(folder, list(files))


def _say_written(folder: Path, names: Sequence[str]) -> None:
    # Another run with the same result may write it elsewhere.
    note(text("cli.written", folder=folder, files=", ".join(names)), is_passing=True)


def print_result(
    analysis: Analysis,
    report: Report,
    rows: Rows,
    settings: Settings,
    *,
    format_: str | None,
    table_name: str | None,
) -> None:
    """The report, or one table, on stdout and nothing else."""
    chosen = format_ or ("csv" if table_name else "terminal")
    if chosen in _SEPARATORS:
        _print_table(_headed(analysis, table_name or "themes", settings), settings, separator=_SEPARATORS[chosen])
    elif table_name:
        write_result(json_text(records(analysis, table_name)))
    else:
        write_result(renderer(chosen)(report, screen(settings.templates), rows))


def _headed(analysis: Analysis, name: str, settings: Settings) -> pd.DataFrame:
    return with_headings(table(analysis, name), name, settings.headers)


def _print_table(frame: pd.DataFrame, settings: Settings, *, separator: str) -> None:
    data = csv_bytes(frame, encoding=settings.encoding, separator=separator)
    if settings.encoding == "cp949":
        # Each question mark more than the text itself holds stands for a character that was lost.
        whole = csv_bytes(frame, encoding="utf-8", separator=separator)
        _say_replaced(data.count(b"?") - whole.count(b"?"), settings)
    write_result(data)


def _say_replaced(n: int, settings: Settings) -> None:
    if n:
        note(text("cli.replaced", n=n, encoding=settings.encoding))


def file_screen(templates: Path | None = None) -> Screen:
    """What a file shows, whoever opens it."""
    return Screen(width=_FILE_WIDTH, templates=templates)


def screen(templates: Path | None = None) -> Screen:
    """What stdout can show."""
    is_terminal = sys.stdout.isatty()
    color = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((_FILE_WIDTH, 24)).columns
    return Screen(width=max(40, min(width, _WIDEST)), color=color, templates=templates)
