"""``voc init``: a commented voc.toml to begin with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.streams import note
from voc_cli.errors import UsageError
from voc_cli.messages import current_language, text

_TEMPLATES: Final = {"ko": "templates/voc.ko.toml", "en": "templates/voc.en.toml"}


def _settings() -> bytes:
    from voc_cli import resources

    return resources.read_text(_TEMPLATES[current_language()]).encode()


def _dictionary() -> bytes:
    from voc_cli.dictionary.write import dictionary_bytes

    return dictionary_bytes(current_language())


# What a new folder gets: file name and what makes its content. A further file is one more line.
FILES: Final[dict[str, Callable[[], bytes]]] = {"voc.toml": _settings, "dictionary.xlsx": _dictionary}


@click.command(cls=LocalCommand, help=text("init.help"), epilog=text("init.epilog"))
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar=text("cli.meta_dir"))
@click.option("--force", is_flag=True, help=text("init.force"))
def command(folder: Path | None, force: bool) -> None:
    """Write the files of a new working folder."""
    from voc_cli.cli.output import prepare_folder
    from voc_cli.io.write import write_bytes

    target = folder or Path()
    prepare_folder(target)
    there = [name for name in FILES if (target / name).exists()]
    if there and not force:
        raise UsageError(target / there[0], text("init.exists"), mend=text("init.exists_mend"))
    for name, content in FILES.items():
        write_bytes(content(), target / name)
        note(text("init.written", path=target / name))
    note(text("init.next"))
