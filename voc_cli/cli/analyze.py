"""``voc analyze``: exports in, a report of recurring complaint themes out."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.options import (
    ENCODINGS,
    cache_option,
    chosen_columns,
    columns_options,
    compare_option,
    config_option,
    dictionary_options,
    fail_on_option,
    max_rejected_option,
    privacy_options,
    weights_option,
)
from voc_cli.cli.streams import note
from voc_cli.errors import ExitCode, InputError, UsageError
from voc_cli.messages import text
from voc_cli.report.formats import FORMATS, TABLE_FORMATS
from voc_cli.report.headings import HEADERS
from voc_cli.schema import FOUND_ID, REASON, TABLES, TEXT

if TYPE_CHECKING:
    from voc_cli.cli.aside import Aside
    from voc_cli.cli.kept import Order
    from voc_cli.cli.parts import Begun
    from voc_cli.config import Settings
    from voc_cli.dictionary.packs import Vote
    from voc_cli.dictionary.tables import Dictionary
    from voc_cli.engine import Engine
    from voc_cli.engine.cached import Cache
    from voc_cli.engine.local import LocalEngine
    from voc_cli.known_themes import KnownThemes
    from voc_cli.morphemes import Tokenizer
    from voc_cli.pipeline import Related
    from voc_cli.recollected import Recollected
    from voc_cli.schema import Analysis, ReadResult
    from voc_cli.sentiment.correction import Correction
    from voc_cli.store.results import Parcel
    from voc_cli.text.prepare import Mask
    from voc_cli.theme_edits import ThemeEdits


@click.command(cls=LocalCommand, help=text("cli.analyze_help"), epilog=text("cli.analyze_epilog"))
@click.argument("files", nargs=-1, required=True, metavar=text("cli.meta_files"))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar=text("cli.meta_dir"), help=text("cli.output"))
@click.option("--format", "format_", type=click.Choice([*FORMATS, "csv", "tsv"]), help=text("cli.format"))
@click.option("--table", type=click.Choice(TABLES), help=text("cli.table"))
@columns_options
@dictionary_options
@config_option
@click.option("--group-by", type=click.Choice(("product", "channel", "segment")), help=text("groups.option"))
@click.option("--title", metavar=text("cli.meta_title"), help=text("cli.title"))
@privacy_options
@click.option("--encoding", type=click.Choice(ENCODINGS), help=text("cli.encoding"))
@click.option("--headers", type=click.Choice(HEADERS), help=text("cli.headers"))
@compare_option
@max_rejected_option
@fail_on_option
@cache_option
@weights_option
@click.option("--no-learn", "learn", flag_value=False, type=bool, default=None, help=text("train.no_learn"))
@click.option("--themes", metavar=text("cli.meta_file"), help=text("themes.analyze_file"))
@click.option("--cluster", metavar=text("cli.meta_address"), help=text("cli.cluster"))
def command(
    files: tuple[str, ...],
    output: Path | None,
    format_: str | None,
    table: str | None,
    config: Path | None,
    fail_on: str | None,
    use_cache: bool,
    **values: Any,
) -> int:
    """Report recurring complaint themes in FILES."""
    from voc_cli.cli.ahead import begin_ahead, let_go
    from voc_cli.cli.memory import keep_memory

    _check_formats(format_, table)
    keep_memory()
    with let_go(begin_ahead(files)) as ahead:
        from voc_cli.cli.kept import once
        from voc_cli.config import load_settings
        from voc_cli.messages import chosen_language, set_language

        flags = {"columns": chosen_columns(values), "lang": chosen_language(), **values}
        settings = load_settings(config, flags)
        set_language(settings.lang)
        if output is not None:
            from voc_cli.cli.output import prepare_folder

            prepare_folder(output)
        if settings.templates is not None:
            from voc_cli.report.templating import check_templates

            check_templates(settings.templates)
        memory = _memory(output, settings)
        job = _Job(files, settings, output, format_, table, fail_on, use_cache, memory, ahead)
        return once(settings, job.order(), output, partial(_run, job)) if use_cache else _run(job, None)


@dataclass(frozen=True, slots=True)
class _Job:
    """One run: what goes in, and what is to come out."""

    files: tuple[str, ...]
    settings: Settings
    output: Path | None
    format: str | None
    table: str | None
    fail_on: str | None
    use_cache: bool
    memory: tuple[KnownThemes | None, ThemeEdits]
    ahead: LocalEngine | None  # its analyser is loading

    @property
    def is_printed(self) -> bool:
        """Whether something goes to stdout."""
        return self.output is None or bool(self.format or self.table) or sys.stdout.isatty()

    def order(self) -> Order:
        """What tells this run from others."""
        from voc_cli.cli.kept import Order
        from voc_cli.io.inputs import find_inputs

        shown: tuple[object, ...] = ()
        if self.is_printed:
            from voc_cli.cli.output import screen

            shown = (self.format, self.table, screen())
        facts = ("analyze", self.output is not None, *shown, self.fail_on, *self.memory)
        return Order([(file.name, file.path) for file in find_inputs(self.files)], facts)


def _run(job: _Job, parcel: Parcel | None) -> int:
    """Do it all; the exit code."""
    from voc_cli.cli.ahead import begin_at_once
    from voc_cli.cli.tools import make_engine, make_mask

    settings = job.settings
    engine = make_engine(settings, ahead=job.ahead)
    begin_at_once(engine, job.files)  # before anything heavy is imported
    from voc_cli.cli.reporting import make_report
    from voc_cli.report.rows import Rows

    mask = make_mask(settings)
    read = _read(job.files, settings, mask, job.output)
    means = _means(job, read, engine, mask)
    begun: list[Begun] = []
    with _second_hand(job, read) as aside:
        analysis = _with_alerts(_analyze(read, job, means, aside, begun), settings, means.words)
        # A default that no text spoke against has named themes all the same, and names stay.
        pack = means.vote.pack.code if means.vote.is_found or analysis.known.themes else ""
        analysis = replace(analysis, known=replace(analysis.known, pack=pack))
        _say_doubtful(job, analysis, means.words)
        rows = Rows.of(analysis, max_rows=settings.max_rows)
        report = make_report(analysis, settings, means.words)
        if job.output is not None:
            from voc_cli.cli.output import say_coverage, write_folder

            say_coverage(analysis.coverage)
            keep = parcel.add if parcel is not None else None
            remember = means.recollected.keep if means.recollected is not None else None
            write_folder(job.output, analysis, report, rows, settings, keep=keep, begun=begun[0], meanwhile=remember)
    if job.is_printed:
        from voc_cli.cli.output import print_result

        print_result(analysis, report, rows, settings, format_=job.format, table_name=job.table)
    return _exit_code(analysis, settings, job.fail_on)


@dataclass(frozen=True, slots=True)
class _Means:
    """What the records are analysed with."""

    words: Dictionary
    vote: Vote  # line of business
    tokenizer: Tokenizer
    engine: Engine
    mask: Mask
    correction: Correction | None
    cache: Cache | None
    recollected: Recollected | None


def _means(job: _Job, read: ReadResult, engine: Engine, mask: Mask) -> _Means:
    from voc_cli.cli.tools import (
        choose_pack,
        dictionary_of,
        load_correction,
        make_cache,
        make_recollected,
        make_tokenizer,
        say_doubts,
    )

    known, _ = job.memory
    vote = choose_pack(job.settings, read.documents[TEXT].tolist(), last=known.pack if known is not None else "")
    words = dictionary_of(job.settings, vote.pack)
    tokenizer = make_tokenizer(words)
    correction = load_correction(job.settings, tokenizer=tokenizer.version)
    cache = make_cache(job.settings, tokenizer, words) if job.use_cache else None
    recollected = make_recollected(job.settings, tokenizer, words) if job.use_cache else None
    say_doubts(words)
    return _Means(words, vote, tokenizer, engine, mask, correction, cache, recollected)


def _check_formats(format_: str | None, table: str | None) -> None:
    if table and format_ and format_ not in TABLE_FORMATS:
        raise UsageError("--format", text("cli.not_for_tables", format=format_), mend=text("cli.not_for_tables_mend"))
    if format_ in FORMATS and FORMATS[format_].is_binary and sys.stdout.isatty():
        raise UsageError(
            "--format", text("cli.not_for_terminals", format=format_), mend=text("cli.not_for_terminals_mend")
        )


def _read(files: tuple[str, ...], settings: Settings, mask: Mask, output: Path | None) -> ReadResult:
    from voc_cli.cli.output import say_sources, write_rejected
    from voc_cli.cli.tools import customer_key
    from voc_cli.io.read import read_documents

    read = read_documents(
        files,
        columns=settings.columns,
        mask=lambda cell: mask(cell)[0],
        customer_key=customer_key(),
        stdin=sys.stdin.buffer,
        max_characters=settings.max_characters,
    )
    say_sources(read)
    if read.documents.empty:
        if output is not None:
            write_rejected(output, read, settings)
        reasons = ", ".join(
            f"{text(f'report.reason_{reason}')} {n:,}" for reason, n in read.rejected[REASON].value_counts().items()
        )
        where = ", ".join(source.name for source in read.sources)
        raise InputError(where, text("pipeline.nothing_left", reasons=reasons), mend=text("pipeline.nothing_left_mend"))
    return read


def _memory(output: Path | None, settings: Settings) -> tuple[KnownThemes | None, ThemeEdits]:
    """The themes of an earlier run into the same folder, and what a person decided about themes."""
    from voc_cli.cli.theme_files import read_edits, read_known

    return read_known(output), read_edits(settings)


def _say_doubtful(job: _Job, analysis: Analysis, words: Dictionary) -> None:
    """Note decisions about themes that may not do what was meant."""
    edits = job.memory[1]
    if not edits:
        return
    from voc_cli.cli.theme_doubts import say_doubtful_decisions
    from voc_cli.themes.editing import themes_of_aspects

    held = set(analysis.clauses[FOUND_ID])
    known = {key: theme.name for key, theme in analysis.known.by_id().items()}
    could_be = {key: theme.name for key, theme in themes_of_aspects(words.aspects).items()}
    found = {key: name for key, name in known.items() if key in held}
    say_doubtful_decisions(edits, found, {key: name for key, name in (known | could_be).items() if key not in held})


def _second_hand(job: _Job, read: ReadResult) -> Aside:
    """What works beside this process, where there is enough to do."""
    from voc_cli.cli.aside import MIN_RECORDS, Aside
    from voc_cli.cli.forked import Forked

    copies = job.output is not None and len(read.documents) >= MIN_RECORDS and sys.platform == "linux"
    return Aside(copies=Forked() if copies else None)


def _analyze(read: ReadResult, job: _Job, means: _Means, aside: Aside, begun: list[Begun]) -> Analysis:
    """The analysis; what is written into a folder is asked for at once and put into ``begun``."""
    from voc_cli.cli.ahead import import_ahead
    from voc_cli.cli.aside import MIN_RECORDS
    from voc_cli.cli.parts import Begun
    from voc_cli.cli.progress import progress_bar
    from voc_cli.pipeline import analyze
    from voc_cli.trends.overview import Wanted

    settings, (known, edits) = job.settings, job.memory
    is_large = len(read.documents) >= MIN_RECORDS
    begins = is_large and job.output is not None and sys.platform != "linux"

    def wait() -> None:
        import_ahead()
        if begins:
            aside.begin()

    def begin_parts(related: Related) -> None:
        begun.append(Begun.of(related.documents, related.clauses, related.order, settings, aside))

    with progress_bar() as progress:
        return analyze(
            read,
            tokenizer=means.tokenizer,
            engine=means.engine,
            mask=means.mask,
            dictionary=means.words,
            wanted=Wanted(settings.compare, settings.again_days, edits.actions, edits.goals),
            cache=means.cache,
            recollected=means.recollected,
            progress=progress,
            when_waiting=wait if is_large else None,
            when_annotated=aside.begin if begins else None,
            when_related=begin_parts if job.output is not None else None,
            correction=means.correction,
            learns=settings.learn,
            known=known,
            edits=edits,
            hand=aside,
        )


def _with_alerts(analysis: Analysis, settings: Settings, words: Dictionary) -> Analysis:
    """``analysis`` with the alerts that stand, told on stderr, too."""
    from voc_cli.cli.output import say_alerts
    from voc_cli.pipeline import find_alerts

    alerts = find_alerts(analysis, settings.alerts, severity_of=words.urgent_severities)
    say_alerts(alerts)
    return replace(analysis, alerts=alerts)


def _exit_code(analysis: Analysis, settings: Settings, fail_on: str | None) -> int:
    from voc_cli.trends.alerts import at_least

    rows = len(analysis.documents) + len(analysis.rejected)
    share = len(analysis.rejected) / max(rows, 1)
    if share > settings.max_rejected:
        note(text("cli.too_many_rejected", n=len(analysis.rejected), share=share, allowed=settings.max_rejected))
        return ExitCode.TOO_MANY_REJECTED
    if fail_on and at_least(analysis.alerts, fail_on):
        return ExitCode.ALERT
    return ExitCode.DONE
