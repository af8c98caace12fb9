"""``voc doctor``: whether the scheduled job can run here, and the lines that start it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.options import config_option
from voc_cli.cli.streams import write_result
from voc_cli.errors import ExitCode
from voc_cli.messages import text

_MARKS: Final = {"good": "✓", "doubtful": "!", "bad": "✗"}


@click.command(cls=LocalCommand, help=text("doctor.help"), epilog=text("doctor.epilog"))
@config_option
def command(config: Path | None) -> int:
    """Check installation, settings, input and places."""
    from voc_cli.cli.checks import check_all, schedule_lines
    from voc_cli.config import FILE_NAME

    path = config or Path(FILE_NAME)
    is_bad = False
    for found in check_all(path):
        is_bad |= found.state == "bad"
        write_result(f"{_MARKS[found.state]} {text(f'doctor.name_{found.name}')}: {found.said}\n")
        if found.mend:
            write_result(f"    → {found.mend}\n")
    write_result("\n" + schedule_lines(path.resolve()))
    return ExitCode.CONFIG if is_bad else ExitCode.DONE
