"""``voc init``: the files that a user edits, ready to be edited."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.streams import note
from voc_cli.errors import UsageError
from voc_cli.messages import current_language, text

DICTIONARY: Final = "dictionary.xlsx"


@click.command(cls=LocalCommand, help=text("init.help"), epilog=text("init.epilog"))
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar=text("cli.meta_dir"))
@click.option("--force", is_flag=True, help=text("init.force"))
def command(folder: Path | None, force: bool) -> None:
    """Write dictionary.xlsx into FOLDER."""
    make_dictionary(folder or Path(), force=force)


def make_dictionary(folder: Path, *, force: bool) -> None:
    """Write dictionary.xlsx into ``folder`` in the language in use, and say so.

    Raises:
        UsageError: It is there already and ``force`` is off: it may hold somebody's work.
        OutputError: The place cannot be written.
    """
    from voc_cli.dictionary.write import write_dictionary

    path = folder / DICTIONARY
    if path.exists() and not force:
        raise UsageError(path, text("dictionary.exists"), mend=text("dictionary.exists_mend"))
    write_dictionary(path, current_language())
    note(text("dictionary.written", path=path))
