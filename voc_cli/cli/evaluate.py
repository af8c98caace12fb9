"""``voc evaluate``: how well the sentiment agrees with the user's own labels."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.options import ENCODINGS, config_option, weights_option
from voc_cli.cli.streams import note, write_result
from voc_cli.messages import text
from voc_cli.schema import SOURCE_FILE, SOURCE_ROW, TEXT

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.config import Settings
    from voc_cli.evaluation import Evaluation
    from voc_cli.io.labels import Labelled
    from voc_cli.schema import Sentiment
    from voc_cli.text.privacy import Masker


@click.command(cls=LocalCommand, help=text("evaluate.help"), epilog=text("evaluate.epilog"))
@click.argument("file", metavar=text("cli.meta_file"))
@click.option("--label", required=True, metavar=text("cli.meta_header"), help=text("evaluate.label"))
@click.option("--text", "--text-column", "text_column", metavar=text("cli.meta_header"), help=text("cli.text_column"))
@click.option("--ratings", is_flag=True, help=text("evaluate.ratings"))
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), help=text("evaluate.format"))
@click.option("--misses", type=click.Path(path_type=Path), metavar=text("cli.meta_file"), help=text("evaluate.misses"))
@click.option("--encoding", type=click.Choice(ENCODINGS), help=text("cli.encoding"))
@weights_option
@config_option
def command(
    file: str,
    label: str,
    text_column: str | None,
    ratings: bool,
    format_: str | None,
    misses: Path | None,
    config: Path | None,
    **values: Any,
) -> None:
    """Measure the accuracy on the labels of FILE."""
    from voc_cli.config import load_settings
    from voc_cli.evaluation import evaluate
    from voc_cli.messages import chosen_language, set_language
    from voc_cli.text.privacy import Masker

    columns = {TEXT: text_column} if text_column else {}
    settings = load_settings(config, {"columns": columns, "lang": chosen_language(), **values})
    set_language(settings.lang)
    if misses is not None:
        from voc_cli.cli.output import prepare_folder

        prepare_folder(misses.parent)
    masker = Masker(keep_staff_names=settings.keep_staff_names)
    labelled = read_labels_of(file, label, settings, masker, is_rating=ratings)
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
    from voc_cli.annotate import Annotator
    from voc_cli.cli.progress import progress_bar
    from voc_cli.cli.tools import load_correction, make_engine
    from voc_cli.evaluation import judge
    from voc_cli.scoring import annotate_rows
    from voc_cli.text.tokenise import KiwiTokenizer

    texts = [said for said, value in zip(labelled.texts, labelled.labels.values, strict=True) if value is not None]
    tokenizer = KiwiTokenizer()
    correction = load_correction(settings, tokenizer=tokenizer.version)
    annotator = Annotator(tokenizer, mask=masker.mask_counted, correction=correction)
    with progress_bar() as progress:
        return judge(annotate_rows(texts, annotator=annotator, engine=make_engine(settings), progress=progress))


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
