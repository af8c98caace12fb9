"""``voc run``: the scheduled job. New rows into the history, a report of the last period, alerts, an exit code."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.options import cache_option, config_option, fail_on_option, max_rejected_option
from voc_cli.cli.streams import note
from voc_cli.errors import ConfigError, ExitCode
from voc_cli.messages import text
from voc_cli.report.formats import FORMATS

if TYPE_CHECKING:
    from voc_cli.arrivals import Arrivals
    from voc_cli.cli.due import Period
    from voc_cli.cli.kept import Shelf
    from voc_cli.cli.passing_on import PassingOn
    from voc_cli.cli.run_inputs import Own
    from voc_cli.cli.telling import Telling
    from voc_cli.config import Settings
    from voc_cli.dictionary.tables import Dictionary
    from voc_cli.engine import Engine
    from voc_cli.engine.local import LocalEngine
    from voc_cli.periodic import Told
    from voc_cli.scheduled import Reading, Taken
    from voc_cli.schema import Alert
    from voc_cli.store.history import History
    from voc_cli.store.results import Result


@dataclass(frozen=True, slots=True)
class _Job:
    """One run: its settings and where its paths begin."""

    settings: Settings
    folder: Path
    history: Path
    period: str | None
    until: date | None
    fail_on: str | None
    ahead: LocalEngine | None  # its analyser is loading


@click.command(cls=LocalCommand, help=text("run.help"), epilog=text("run.epilog"))
@config_option
@click.option("--period", metavar=text("run.meta_period"), help=text("run.period"))
@click.option("--until", type=click.DateTime(("%Y-%m-%d",)), metavar=text("run.meta_date"), help=text("run.until"))
@click.option("--rebuild", is_flag=True, help=text("run.rebuild"))
@fail_on_option
@max_rejected_option
@cache_option
def command(
    config: Path | None,
    period: str | None,
    until: datetime | None,
    rebuild: bool,
    fail_on: str | None,
    max_rejected: float | None,
    use_cache: bool,
) -> int:
    """Run the job of CONFIG once."""
    from voc_cli.cli.ahead import begin_job_ahead, let_go
    from voc_cli.cli.memory import keep_memory

    keep_memory()
    with let_go(begin_job_ahead(config)) as ahead:
        from voc_cli.cli.history_checks import set_aside
        from voc_cli.config import FILE_NAME, load_settings
        from voc_cli.messages import chosen_language, set_language
        from voc_cli.store.lock import only_run

        path = config or Path(FILE_NAME)
        settings = load_settings(path, {"lang": chosen_language(), "max_rejected": max_rejected})
        set_language(settings.lang)
        folder, until_day = path.resolve().parent, until.date() if until else None
        job = _Job(settings, folder, folder / settings.run.history, period, until_day, fail_on, ahead)
        _check(job, path)
        started = datetime.now(UTC).replace(tzinfo=None)
        with only_run(job.history):
            if rebuild:
                set_aside(job.history)
            return _run(job, started, use_cache=use_cache)


def _check(job: _Job, path: Path) -> None:
    """What can be found wrong before any work is done."""
    from voc_cli.cli.dated import dated, first_day
    from voc_cli.cli.tools import key_path, lasting_key

    if lasting_key() is None:
        # Under a key for one run each run would take every customer, and every record without a number, for a new one.
        raise ConfigError(key_path(), text("run.no_key"), mend=text("doctor.no_key_mend"))
    if not job.settings.run.inputs:
        raise ConfigError(path, text("run.no_inputs"), mend=text("run.no_inputs_mend"))
    for name in job.settings.run.formats:
        if name not in FORMATS:
            near = get_close_matches(name, FORMATS, n=1) or list(FORMATS)
            what = text("run.unknown_format", name=name)
            raise ConfigError(path, what, mend=text("run.unknown_format_mend", known=", ".join(near)))
    dated(job.settings.run.output, date(2024, 1, 1))
    if job.settings.templates is not None:
        from voc_cli.report.templating import check_templates

        check_templates(job.settings.templates)
    if job.period:
        first_day(job.period, job.settings.run.period)


def _run(job: _Job, started: datetime, *, use_cache: bool) -> int:
    from voc_cli.cli.run_inputs import names_of
    from voc_cli.cli.tools import make_engine
    from voc_cli.store.history import open_history

    with open_history(job.history) as history, ExitStack() as stack:
        engine = make_engine(job.settings, ahead=job.ahead)
        stack.callback(engine.end)
        if names_of(job.settings.run.inputs, job.folder, own=_own(job)) - history.digests().keys():
            engine.begin()  # before anything heavy is imported
        from voc_cli.cli.history_checks import check_clock, check_key
        from voc_cli.cli.passing_on import PassingOn
        from voc_cli.cli.read_anew import say_why_anew
        from voc_cli.cli.telling import Telling
        from voc_cli.cli.theme_files import say_unknown_themes

        check_clock(history, started)
        reading = _reading(job, engine, use_cache=use_cache)
        check_key(history, reading)
        say_why_anew(history, job.settings, reading)
        telling = Telling(history, reading, job.settings, job.period, job.until)
        taken = _take_in(job, history, reading, started, telling)
        say_unknown_themes(reading.edits, history.theme_names(), reading.words.aspects)
        due = telling.due()
        passing = PassingOn(job.settings, history)
        making = _Making(history, reading, telling, passing, use_cache)
        alerts = [alert for each in due for alert in _report(job, each, making)]
        _say_doubtful(reading, telling)
        if not due:
            alerts += _without_report(job, taken, making)
        passing.send()
        reading.remember()
        return _exit_code(job, taken, alerts)


def _say_doubtful(reading: Reading, telling: Telling) -> None:
    """Note decisions about themes that may not do what was meant, where themes were looked for."""
    if not (reading.edits and telling.found):
        return
    from voc_cli.cli.theme_doubts import say_doubtful_decisions
    from voc_cli.themes.editing import themes_of_aspects

    found = {key: theme.name for key, theme in telling.found.items()}
    could_be = {key: theme.name for key, theme in themes_of_aspects(reading.words.aspects).items() if key not in found}
    say_doubtful_decisions(reading.edits, found, could_be)


@dataclass(frozen=True, slots=True)
class _Making:
    """What reports are made with, and alerts told by."""

    history: History
    reading: Reading
    telling: Telling
    passing: PassingOn
    use_cache: bool


def _report(job: _Job, period: Period, making: _Making) -> Sequence[Alert]:
    """Write the report of one period and tell of its alerts, which come back."""
    from voc_cli.arrivals import find_arrivals, remember_arrivals
    from voc_cli.cli.due import today
    from voc_cli.due import remember_told
    from voc_cli.trends.periods import following

    history, reading = making.history, making.reading
    unit, takes_new = job.settings.run.period, period.takes_new
    arrivals = find_arrivals(history, unit, period.first, takes_new=takes_new)
    shelf = _shelf(job, period, arrivals, history, reading) if making.use_cache else None
    found = shelf.find() if shelf is not None else None
    alerts = _given(job, found, history) if found is not None else None
    if alerts is None:
        told = making.telling.tell(period)
        if told.analysis.annotations:
            from voc_cli.derived import mixed_annotations

            note(mixed_annotations(told.analysis.annotations))
        alerts = _alerts(job, period, told, arrivals, reading.words)
        _write(job, told, alerts, reading.words, shelf)
        said_of = (told.analysis.clauses, arrivals.clauses)
        making.passing.tell(alerts, said_of, late_before=following(period.first, unit, -1))
    if period.is_due:
        remember_arrivals(history, unit, period.first, takes_new=takes_new)
        remember_told(history, unit, period.first, today=today())
    return alerts


def _shelf(job: _Job, period: Period, arrivals: Arrivals, history: History, reading: Reading) -> Shelf | None:
    """Where the report of this history is kept, so that a run with nothing new need not make it again."""
    from voc_cli.arrivals import find_rejected
    from voc_cli.cli.kept import Order, Shelf
    from voc_cli.schema import SOURCE_FILE

    # The dictionary and the weights are in the version of the annotations; their paths begin elsewhere.
    settings = job.settings.model_copy(update={"dictionary": "", "weights": ""})
    found = find_rejected(history, job.settings.run.period, period.first, takes_new=period.takes_new)
    rejected = tuple(found[SOURCE_FILE].unique())
    asked = (job.settings.dictionary, job.settings.weights, period, job.until)
    facts = ("run", *asked, reading.annotation, reading.edits, history.fingerprint(), arrivals.keys, rejected)
    return Shelf.of(settings, Order((), facts))


def _given(job: _Job, found: Result, history: History) -> tuple[Alert, ...] | None:
    """Write the report that was made before, and the alerts in it; None where somebody has yet to be told of one."""
    from voc_cli.cli.dated import dated
    from voc_cli.cli.kept import give
    from voc_cli.cli.output import prepare_folder
    from voc_cli.schema import Alert
    from voc_cli.trends.alerts import not_yet_raised

    alerts = tuple(Alert(**row) for row in json.loads(found.files["alerts.json"]))
    if not_yet_raised(alerts, history.raised_alerts()):
        return None
    first, _ = json.loads(found.files["summary.json"])["period"]["now"]
    folder = job.folder / dated(job.settings.run.output, date.fromisoformat(first))
    prepare_folder(folder)
    give(found, folder)
    return alerts


def _reading(job: _Job, engine: Engine, *, use_cache: bool) -> Reading:
    from voc_cli.cli.theme_files import lasting_edits
    from voc_cli.cli.tools import (
        annotation_of,
        customer_key,
        lasting_dictionary,
        load_correction,
        make_cache,
        make_mask,
        make_recollected,
        make_tokenizer,
    )
    from voc_cli.scheduled import Reading

    settings = job.settings
    if settings.weights:
        settings = settings.model_copy(update={"weights": str(job.folder / settings.weights)})
    words = lasting_dictionary(settings, job.folder)
    tokenizer = make_tokenizer(words)
    correction = load_correction(settings, tokenizer=tokenizer.version)
    return Reading(
        tokenizer=tokenizer,
        engine=engine,
        mask=make_mask(settings),
        key=customer_key(),
        annotation=annotation_of(settings, tokenizer, words),
        words=words,
        edits=lasting_edits(settings, job.folder),
        columns=settings.columns,
        max_characters=settings.max_characters,
        cache=make_cache(settings, tokenizer, words) if use_cache else None,
        recollected=make_recollected(settings, tokenizer, words) if use_cache else None,
        correction=correction,
    )


def _take_in(job: _Job, history: History, reading: Reading, started: datetime, telling: Telling) -> Taken:
    """Read what is new and take it in, with all that follows from it, all or nothing."""
    from voc_cli.cli.ahead import import_ahead
    from voc_cli.cli.aside import MIN_RECORDS
    from voc_cli.cli.output import say_source
    from voc_cli.cli.progress import progress_bar
    from voc_cli.cli.read_anew import remember_how
    from voc_cli.cli.run_inputs import find_files, listed
    from voc_cli.scheduled import read_changed
    from voc_cli.store.history import PRUNED

    is_first = history.last_start() is None
    found = find_files(job.settings.run.inputs, job.folder, own=_own(job), is_first=is_first)
    if found.own:
        note(text("run.own_files", n=len(found.own), names=listed(found.own)))
    is_large = history.count("SELECT count(*) FROM records") >= MIN_RECORDS
    waiting = partial(import_ahead, page=False) if is_large else None
    with progress_bar() as progress:
        incoming, taken = read_changed(
            history, found.files, reading, say=say_source, progress=progress, when_waiting=waiting
        )
    for name in taken.growing:
        note(text("run.growing", name=name))
    for name, other in taken.copies:
        note(text("run.copy", name=name, other=other))
    for name, other in taken.renamed:
        note(text("run.renamed", name=name, other=other))
    for error in (*found.missing, *taken.failed):
        note(text("cli.error", where=error.where, what=error.what, mend=error.mend))
    # What a person decides about themes changes the tables as well.
    derived = f"{reading.annotation} {blake2b(repr(reading.edits).encode(), digest_size=8).hexdigest()}"
    with history.transaction():
        taken = replace(taken, merged=history.merge(incoming))
        if incoming or history.meta("derived") != derived:
            telling.derive()
            history.remember("derived", derived)
        facts = {"n_files": taken.n_files, "n_rejected": taken.n_rejected, "annotation": reading.annotation}
        history.note_run(started, facts, taken.merged)
        remember_how(history, job.settings, reading)
    taken = replace(taken, failed=(*found.missing, *taken.failed))
    merged = taken.merged
    note(text("run.taken", files=taken.n_files, new=merged.n_new, replaced=merged.n_replaced, removed=merged.n_removed))
    if merged.n_pruned:
        note(text("run.pruned", first=history.meta(PRUNED), n=merged.n_pruned))
    if merged.n_outdone:
        note(text("run.outdone", n=merged.n_outdone))
    return taken


def _own(job: _Job) -> Own:
    from voc_cli.cli.run_inputs import Own

    return Own(dictionary=job.settings.dictionary, output=job.settings.run.output)


def _without_report(job: _Job, taken: Taken, making: _Making) -> tuple[Alert, ...]:
    """Say that there is no period to tell of; new safety and legal cases are told of all the same."""
    from voc_cli.arrivals import find_arrivals, find_rejected, remember_arrivals
    from voc_cli.schema import SOURCE_FILE
    from voc_cli.trends.alerts import refused_alerts, urgent_alerts

    if not taken.failed:
        note(text("run.nothing_then", period=job.period) if job.period else text("run.nothing"))
    if job.period or job.until:
        return ()
    unit, history, reading = job.settings.run.period, making.history, making.reading
    arrivals = find_arrivals(history, unit, None, takes_new=True)
    rules, rejected = job.settings.alerts, find_rejected(history, unit, None, takes_new=True)
    alerts = urgent_alerts(rules.urgent, arrivals.cases(severity_of=reading.words.urgent_severities))
    alerts += refused_alerts(rules.rejected, Counter(rejected[SOURCE_FILE].tolist()))
    making.passing.tell(alerts, (arrivals.clauses,))
    remember_arrivals(history, unit, None, takes_new=True)
    return alerts


def _alerts(job: _Job, period: Period, told: Told, arrivals: Arrivals, words: Dictionary) -> tuple[Alert, ...]:
    from voc_cli.pipeline import find_alerts
    from voc_cli.trends.alerts import silence_alert

    rules, severity_of = job.settings.alerts, words.urgent_severities
    silence = (silence_alert(*period.silence),) if period.silence and rules.input.on else ()
    beside = arrivals.cases(severity_of=severity_of)
    return silence + find_alerts(told.analysis, rules, severity_of=severity_of, beside=beside)


def _write(job: _Job, told: Told, alerts: Sequence[Alert], words: Dictionary, shelf: Shelf | None) -> None:
    from voc_cli.cli.aside import MIN_RECORDS
    from voc_cli.cli.dated import dated
    from voc_cli.cli.forked import Forked
    from voc_cli.cli.output import prepare_folder, write_folder
    from voc_cli.cli.reporting import make_report
    from voc_cli.cli.streams import listening
    from voc_cli.report.rows import Rows
    from voc_cli.store.results import Parcel

    settings, analysis = job.settings, replace(told.analysis, alerts=tuple(alerts))
    folder = job.folder / dated(settings.run.output, date.fromisoformat(analysis.period.now[0]))
    prepare_folder(folder)
    report = make_report(analysis, settings, words, around=told.around)
    rows = Rows.of(analysis, max_rows=settings.max_rows)
    formats, tables, parcel = settings.run.formats, settings.run.tables, Parcel()
    with listening() as said, Forked(may=len(told.around.documents) >= MIN_RECORDS) as hand:
        write_folder(
            folder, analysis, report, rows, settings, formats=formats, tables=tables, keep=parcel.add, hand=hand
        )
    if shelf is not None:
        shelf.keep(parcel, said, ExitCode.DONE)


def _exit_code(job: _Job, taken: Taken, alerts: Sequence[Alert]) -> int:
    from voc_cli.trends.alerts import at_least

    if taken.failed:
        return ExitCode.INPUT
    share = taken.n_rejected / max(taken.n_rows, 1)
    if share > job.settings.max_rejected:
        allowed = job.settings.max_rejected
        note(text("cli.too_many_rejected", n=taken.n_rejected, share=share, allowed=allowed))
        return ExitCode.TOO_MANY_REJECTED
    if job.fail_on and at_least(alerts, job.fail_on):
        return ExitCode.ALERT
    return ExitCode.DONE
