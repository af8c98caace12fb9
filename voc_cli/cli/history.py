"""``voc history``: what scheduled runs remember, looked at, thinned out, exported and checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from voc_cli.cli.korean import LocalCommand, LocalGroup
from voc_cli.cli.options import config_option
from voc_cli.cli.streams import note, write_result
from voc_cli.errors import ConfigError, ExitCode, InputError, UsageError
from voc_cli.messages import text

if TYPE_CHECKING:
    from voc_cli.config import Settings
    from voc_cli.remembered import Remembered
    from voc_cli.store.history import History

_N_RUNS: Final = 20
_FORMATS: Final = ("parquet", "csv")


class _HistoryGroup(LocalGroup):
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(text("cli.commands")):
            formatter.write_dl([(name, text(f"history.short_{name}")) for name in self.list_commands(ctx)])


@click.group(
    cls=_HistoryGroup,
    help=text("history.help"),
    epilog=text("history.epilog"),
    subcommand_metavar=text("cli.command_piece"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """Look after the history."""


@command.command("list", cls=LocalCommand, help=text("history.short_list"))
@config_option
def list_command(config: Path | None) -> None:
    """What is held, and the last runs."""
    path = _path(config)
    with _opened(path, read_only=True) as history:
        held = history.frame(
            "SELECT count(*) AS n, min(received_at) AS first, max(received_at) AS last,"
            " (SELECT count(*) FROM files) AS files, (SELECT count(*) FROM themes) AS themes FROM records"
        ).iloc[0]
        runs = history.frame("SELECT * FROM runs ORDER BY run_no DESC LIMIT ?", [_N_RUNS]).iloc[::-1]
    size = path.stat().st_size / (1 << 20)
    days = held[["first", "last"]].astype("str").fillna("-").replace("NaT", "-")
    span = {str(name): str(day)[:10] for name, day in days.items()}
    counts = {name: int(held[name]) for name in ("n", "files", "themes")}
    write_result(text("history.held", path=path, size=size, **counts, **span) + "\n\n")
    for row in runs.to_dict("records"):
        started = f"{row['started_at']:%Y-%m-%d %H:%M}"
        numbers = {name: int(row[name]) for name in ("run_no", "n_files", "n_new", "n_replaced", "n_removed")}
        write_result(text("history.run", started=started, host=row["host"], **numbers) + "\n")


@command.command("prune", cls=LocalCommand, help=text("history.short_prune"))
@click.option(
    "--before",
    required=True,
    type=click.DateTime(("%Y-%m-%d",)),
    metavar=text("run.meta_date"),
    help=text("history.before"),
)
@config_option
def prune_command(before: datetime, config: Path | None) -> None:
    """Drop what came in before a day."""
    from voc_cli.cli.due import today
    from voc_cli.derived import derived_tables
    from voc_cli.store.lock import only_run
    from voc_cli.store.upkeep import compact, prune

    if before.date() > today():
        what = text("history.day_to_come", day=before.date())
        raise UsageError("--before", what, mend=text("history.day_to_come_mend"))
    path, settings = _place(config)
    with only_run(path):
        with _opened(path) as history, history.transaction():
            n = prune(history, before=before.date())
            remembered = _recalled(history, config, settings)
            names = ("marks", "clause_themes", "themes", "volume", "theme_periods")
            empty = {name: history.frame(f"SELECT * FROM {name} LIMIT 0") for name in names}
            history.replace_tables(derived_tables(remembered) if remembered else empty)
        compact(path)
    note(text("history.pruned", n=n, before=before.date(), size=path.stat().st_size / (1 << 20)))


@command.command("export", cls=LocalCommand, help=text("history.short_export"))
@click.argument("folder", type=click.Path(path_type=Path), metavar=text("cli.meta_dir"))
@click.option(
    "--format", "format_", type=click.Choice(["parquet", "csv"]), default="parquet", help=text("history.format")
)
@config_option
def export_command(folder: Path, format_: str, config: Path | None) -> None:
    """Write the tables as files."""
    from voc_cli.cli.output import prepare_folder
    from voc_cli.io.write import write_csv
    from voc_cli.store.tables import EXPORTED

    path = _path(config)
    prepare_folder(folder)
    with _opened(path, read_only=True) as history:
        for name in EXPORTED:
            target = folder / f"{name}.{format_}"
            if format_ == "csv":
                write_csv(history.frame(f"SELECT * FROM {name}"), target)
            else:
                history.write_parquet(name, target)
    note(text("history.exported", folder=folder, files=", ".join(f"{name}.{format_}" for name in EXPORTED)))


@command.command("check", cls=LocalCommand, help=text("history.short_check"))
@config_option
def check_command(config: Path | None) -> int:
    """See whether the history is sound."""
    from voc_cli.derived import derived_tables
    from voc_cli.store.upkeep import faults

    path, settings = _place(config)
    with _opened(path, read_only=True) as history:
        remembered = _recalled(history, config, settings)
        found = faults(history, derived_tables(remembered) if remembered else None)
        n = len(remembered.keys) if remembered else 0
    for name, n_rows in found.items():
        kind = name.partition("_")[0]
        write_result(text(f"history.fault_{kind}", n=n_rows, table=name.partition("_")[2]) + "\n")
    if found:
        note(text("history.unsound"))
        return ExitCode.CONFIG
    write_result(text("history.sound", n=n) + "\n")
    return ExitCode.DONE


def _path(config: Path | None) -> Path:
    path, _ = _place(config)
    return path


def _place(config: Path | None) -> tuple[Path, Settings]:
    """The history file and the settings that name it."""
    from voc_cli.config import FILE_NAME, load_settings
    from voc_cli.messages import chosen_language, set_language

    file = config or Path(FILE_NAME)
    settings = load_settings(file, {"lang": chosen_language()})
    set_language(settings.lang)
    path = file.resolve().parent / settings.run.history
    if not path.exists():
        raise InputError(path, text("history.none"), mend=text("history.none_mend"))
    return path, settings


def _recalled(history: History, config: Path | None, settings: Settings) -> Remembered | None:
    """Everything that the history holds, with the words and decisions of the settings."""
    from voc_cli.ahead import make_seeds
    from voc_cli.cli.theme_files import lasting_edits
    from voc_cli.cli.tools import lasting_dictionary, make_tokenizer
    from voc_cli.config import FILE_NAME
    from voc_cli.remembered import recall

    folder = (config or Path(FILE_NAME)).resolve().parent
    words = lasting_dictionary(settings, folder)
    return recall(history, make_seeds(words, make_tokenizer(words)), edits=lasting_edits(settings, folder))


@contextmanager
def _opened(path: Path, *, read_only: bool = False) -> Iterator[History]:
    from voc_cli.cli.history_checks import open_to_look
    from voc_cli.store.history import open_history
    from voc_cli.store.tables import VERSION

    with open_to_look(path) if read_only else open_history(path) as history:
        found = history.meta("schema_version")
        if read_only and found != str(VERSION):
            raise ConfigError(path, text("store.older", found=found, known=VERSION), mend=text("store.older_mend"))
        yield history
