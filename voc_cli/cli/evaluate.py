"""``voc evaluate``: how well the sentiment agrees with the user's labels, or the places with the user's categories."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.options import ENCODINGS, config_option, dictionary_options, weights_option
from voc_cli.cli.streams import note, write_result
from voc_cli.errors import UsageError
from voc_cli.messages import text
from voc_cli.schema import SOURCE_FILE, SOURCE_ROW, TEXT

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.config import Settings
    from voc_cli.evaluation import Evaluation
    from voc_cli.io.categories import Categorised
    from voc_cli.io.labels import Labelled
    from voc_cli.schema import Sentiment
    from voc_cli.scoring import Batch
    from voc_cli.text.privacy import Masker


@click.command(cls=LocalCommand, help=text("evaluate.help"), epilog=text("evaluate.epilog"))
@click.argument("file", metavar=text("cli.meta_file"))
@click.option("--label", metavar=text("cli.meta_header"), help=text("evaluate.label"))
@click.option("--text", "--text-column", "text_column", metavar=text("cli.meta_header"), help=text("cli.text_column"))
@click.option("--category", metavar=text("cli.meta_header"), help=text("evaluate.category"))
@click.option("--level", type=click.IntRange(1, 3), default=1, help=text("evaluate.level"))
@click.option("--audit", type=click.Path(path_type=Path), metavar=text("cli.meta_file"), help=text("evaluate.audit"))
@click.option("--ratings", is_flag=True, help=text("evaluate.ratings"))
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), help=text("evaluate.format"))
@click.option("--misses", type=click.Path(path_type=Path), metavar=text("cli.meta_file"), help=text("evaluate.misses"))
@click.option("--encoding", type=click.Choice(ENCODINGS), help=text("cli.encoding"))
@weights_option
@dictionary_options
@config_option
def command(
    file: str,
    label: str | None,
    text_column: str | None,
    category: str | None,
    level: int,
    audit: Path | None,
    ratings: bool,
    format_: str | None,
    misses: Path | None,
    config: Path | None,
    **values: Any,
) -> None:
    """Measure the accuracy on the labels or categories of FILE."""
    from voc_cli.config import load_settings
    from voc_cli.messages import chosen_language, set_language
    from voc_cli.text.privacy import Masker

    _check_asked(label, category, misses=misses, audit=audit)
    columns = {TEXT: text_column} if text_column else {}
    settings = load_settings(config, {"columns": columns, "lang": chosen_language(), **values})
    set_language(settings.lang)
    for path in (misses, audit):
        if path is not None:
            from voc_cli.cli.output import prepare_folder

            prepare_folder(path.parent)
    masker = Masker(keep_staff_names=settings.keep_staff_names)
    if label is not None:
        _measure(file, label, settings, masker, is_rating=ratings, format_=format_, misses=misses)
    elif category is not None:
        _compare(file, category, settings, masker, level=level, format_=format_, audited=audit)


def _check_asked(label: str | None, category: str | None, *, misses: Path | None, audit: Path | None) -> None:
    if label is None and category is None:
        param = click.Option(["--label", "--category"])
        raise click.MissingParameter(ctx=click.get_current_context(), param=param, param_type="option")
    if label is not None and category is not None:
        raise UsageError("--category", text("evaluate.one_of_two"), mend=text("evaluate.one_of_two_mend"))
    if (misses if label is None else audit) is not None:
        where = "--misses" if label is None else "--audit"
        raise UsageError(where, text("evaluate.wrong_file"), mend=text("evaluate.wrong_file_mend"))


def _compare(
    file: str,
    category: str,
    settings: Settings,
    masker: Masker,
    *,
    level: int,
    format_: str | None,
    audited: Path | None,
) -> None:
    """The user's categories against the places that the texts speak of."""
    from voc_cli.audit import compare_categories, place_texts
    from voc_cli.io.categories import read_categorised

    categorised = read_categorised(
        file,
        category=category,
        columns=settings.columns,
        mask=masker.mask,
        stdin=sys.stdin.buffer,
        max_characters=settings.max_characters,
    )
    for line in categorised.notes:
        note(line)
    # A name may be somebody's as well: what people write into a field is masked like a text.
    names = [" > ".join(masker.mask(part) for part in parts[:level]) for parts in categorised.categories]
    with _batches(categorised.texts, settings, masker) as batches:
        places = place_texts(batches)
    agreement = compare_categories(names, places)
    if format_ == "json":
        from voc_cli.cli.agreement import as_record
        from voc_cli.io.write import json_text

        write_result(json_text(as_record(agreement, categorised)))
    else:
        from voc_cli.cli.agreement import render
        from voc_cli.cli.output import screen

        write_result(render(agreement, categorised, screen(), boxes=sys.stdout.isatty()))
    if audited is not None:
        _write_audit(audited, names, places, categorised, settings)


def _write_audit(
    path: Path, names: list[str], places: pd.DataFrame, categorised: Categorised, settings: Settings
) -> None:
    import pandas as pd

    from voc_cli.audit import audit
    from voc_cli.io.write import write_csv

    sources = pd.DataFrame({SOURCE_FILE: categorised.source_files, SOURCE_ROW: categorised.source_rows})
    table = audit(names, places, sources)
    n_replaced = write_csv(table, path, encoding=settings.encoding)
    if n_replaced:
        note(text("cli.replaced", n=n_replaced, encoding=settings.encoding))
    note(text("evaluate.audit_written", n=len(table), path=path))


def _measure(
    file: str,
    label: str,
    settings: Settings,
    masker: Masker,
    *,
    is_rating: bool,
    format_: str | None,
    misses: Path | None,
) -> None:
    """The sentiment against the user's labels."""
    from voc_cli.evaluation import evaluate

    labelled = read_labels_of(file, label, settings, masker, is_rating=is_rating)
    truth = [value for value in labelled.labels.values if value is not None]
    judged = _judge(labelled, settings, masker)
    _print(evaluate(truth, judged), labelled, format_)
    if misses is not None:
        _write_misses(misses, truth, judged, labelled, settings)


def read_labels_of(file: str, label: str, settings: Settings, masker: Masker, *, is_rating: bool) -> Labelled:
    """The rows of ``file`` that have a text and a label; what could not be read is said on stderr."""
    from voc_cli.io.labels import read_labelled, show_unreadable

    labelled = read_labelled(
        file,
        label=label,
        columns=settings.columns,
        is_rating=is_rating,
        mask=masker.mask,
        stdin=sys.stdin.buffer,
        max_characters=settings.max_characters,
    )
    labels = labelled.labels
    for line in (*labelled.notes, *labels.notes):
        note(line)
    if labels.n_unreadable:
        shown = show_unreadable(labels, masker.mask)
        note(text("evaluate.unreadable", n=labels.n_unreadable, header=labelled.label_header, shown=shown))
    return labelled


def _judge(labelled: Labelled, settings: Settings, masker: Masker) -> pd.DataFrame:
    """What voc says of each row that has a label."""
    from voc_cli.evaluation import judge

    texts = [said for said, value in zip(labelled.texts, labelled.labels.values, strict=True) if value is not None]
    with _batches(texts, settings, masker) as batches:
        return judge(batches)


@contextmanager
def _batches(texts: list[str], settings: Settings, masker: Masker) -> Iterator[Iterator[Batch]]:
    """What voc says of ``texts``, batch by batch."""
    from voc_cli.annotate import Annotator
    from voc_cli.cli.progress import progress_bar
    from voc_cli.cli.tools import load_correction, make_dictionary, make_engine, make_tokenizer
    from voc_cli.scoring import annotate_rows

    words = make_dictionary(settings, texts)
    tokenizer = make_tokenizer(words)
    correction = load_correction(settings, tokenizer=tokenizer.version)
    annotator = Annotator(tokenizer, mask=masker.mask_counted, dictionary=words, correction=correction)
    with progress_bar() as progress:
        yield annotate_rows(texts, annotator=annotator, engine=make_engine(settings), progress=progress)


def _print(evaluation: Evaluation, labelled: Labelled, format_: str | None) -> None:
    if format_ == "json":
        from voc_cli.cli.scorecard import as_record
        from voc_cli.io.write import json_text

        write_result(json_text(as_record(evaluation, labelled)))
        return
    from voc_cli.cli.output import screen
    from voc_cli.cli.scorecard import render

    write_result(render(evaluation, labelled, screen(), boxes=sys.stdout.isatty()))


def _write_misses(
    path: Path, truth: list[Sentiment], judged: pd.DataFrame, labelled: Labelled, settings: Settings
) -> None:
    import pandas as pd

    from voc_cli.evaluation import find_misses
    from voc_cli.io.write import write_csv

    sources = pd.DataFrame({SOURCE_FILE: labelled.source_files, SOURCE_ROW: labelled.source_rows})
    table = find_misses(truth, judged, sources[[value is not None for value in labelled.labels.values]])
    n_replaced = write_csv(table, path, encoding=settings.encoding)
    if n_replaced:
        note(text("cli.replaced", n=n_replaced, encoding=settings.encoding))
    note(text("evaluate.misses_written", n=len(table), path=path))
