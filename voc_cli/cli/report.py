"""``voc report``: a stored result in another format, computing nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.options import config_option
from voc_cli.cli.streams import note, write_result
from voc_cli.errors import UsageError
from voc_cli.messages import text
from voc_cli.report.formats import FORMATS

if TYPE_CHECKING:
    from voc_cli.config import Settings
    from voc_cli.report.rows import Rows


@click.command(cls=LocalCommand, help=text("rendering.help"), epilog=text("rendering.epilog"))
@click.argument("folder", type=click.Path(path_type=Path), metavar=text("cli.meta_dir"))
@click.option("--format", "format_", type=click.Choice(tuple(FORMATS)), help=text("rendering.format"))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar=text("cli.meta_file"), help=text("rendering.output")
)
@config_option
def command(folder: Path, format_: str | None, output: Path | None, config: Path | None) -> None:
    """Set the result in FOLDER in another format."""
    from voc_cli.cli.output import file_screen, screen
    from voc_cli.cli.stored import read_report
    from voc_cli.config import load_settings
    from voc_cli.io.write import write_bytes
    from voc_cli.messages import chosen_language, set_language
    from voc_cli.report.formats import renderer

    chosen = _chosen_format(format_, output)
    asked = chosen_language()
    settings = load_settings(config, {"lang": asked})
    set_language(settings.lang)
    if settings.templates is not None:
        from voc_cli.report.templating import check_templates

        check_templates(settings.templates)
    report = read_report(folder)
    rows = _rows(folder, settings) if FORMATS[chosen].lists_rows else None
    if asked not in {None, report.language}:
        note(text("rendering.other_language", language=text(f"rendering.language_{report.language}")))
    set_language(report.language)
    if output is None:
        write_result(renderer(chosen)(report, screen(settings.templates), rows))
        return
    rendered = renderer(chosen)(report, file_screen(settings.templates), rows)
    write_bytes(rendered if isinstance(rendered, bytes) else rendered.encode(), output)
    note(text("rendering.written", path=output))


def _chosen_format(format_: str | None, output: Path | None) -> str:
    """The format that was named, or the one that the name of the file asks for."""
    if format_ is None and output is not None:
        by_suffix = {Path(form.file_name).suffix: name for name, form in FORMATS.items()}
        if output.suffix.lower() not in by_suffix:
            what = text("rendering.unknown_suffix", name=output.name)
            raise UsageError("-o", what, mend=text("rendering.unknown_suffix_mend", known=", ".join(by_suffix)))
        return by_suffix[output.suffix.lower()]
    chosen = format_ or "terminal"
    if output is None and FORMATS[chosen].is_binary and sys.stdout.isatty():
        what = text("cli.not_for_terminals", format=chosen)
        raise UsageError("--format", what, mend=text("rendering.to_file_mend"))
    return chosen


def _rows(folder: Path, settings: Settings) -> Rows:
    from voc_cli.cli.stored import read_max_rows, read_rows

    max_rows = read_max_rows(folder) if settings.max_rows is None else settings.max_rows
    return read_rows(folder, max_rows=max_rows)
