"""``voc train``: a correction of sentiment from the user's own labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.options import config_option, dictionary_options
from voc_cli.cli.streams import note, write_result
from voc_cli.errors import InputError
from voc_cli.learnt import Learnt
from voc_cli.messages import text
from voc_cli.schema import TEXT

if TYPE_CHECKING:
    from voc_cli.config import Settings
    from voc_cli.io.labels import Labelled
    from voc_cli.learnt import Learning
    from voc_cli.sentiment.correction import Correction
    from voc_cli.text.privacy import Masker

_FILE: Final = "voc.vocw"
_N_WORDS: Final = 8  # shown, of each sign


@click.command(cls=LocalCommand, help=text("train.help"), epilog=text("train.epilog"))
@click.argument("file", metavar=text("cli.meta_file"))
@click.option("--label", required=True, metavar=text("cli.meta_header"), help=text("evaluate.label"))
@click.option("--text", "--text-column", "text_column", metavar=text("cli.meta_header"), help=text("cli.text_column"))
@click.option("--ratings", is_flag=True, help=text("evaluate.ratings"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=_FILE,
    metavar=text("cli.meta_file"),
    help=text("train.output"),
)
@click.option("--force", is_flag=True, help=text("train.force"))
@dictionary_options
@config_option
def command(
    file: str,
    label: str,
    text_column: str | None,
    ratings: bool,
    output: Path,
    force: bool,
    config: Path | None,
    **values: Any,
) -> None:
    """Write the correction that the labels of FILE teach."""
    from voc_cli.cli.evaluate import read_labels_of
    from voc_cli.cli.output import prepare_folder
    from voc_cli.config import load_settings
    from voc_cli.io.write import write_bytes
    from voc_cli.messages import chosen_language, set_language
    from voc_cli.sentiment.correction import encode
    from voc_cli.text.privacy import Masker

    columns = {TEXT: text_column} if text_column else {}
    settings = load_settings(config, {"columns": columns, "lang": chosen_language(), **values})
    set_language(settings.lang)
    prepare_folder(output.parent)
    masker = Masker(keep_staff_names=settings.keep_staff_names)
    labelled = read_labels_of(file, label, settings, masker, is_rating=ratings)
    learning, correction, words = _learn(labelled, settings, masker)
    kept = _check(file, learning, correction, force=force)
    _say(learning, labelled, words)
    write_bytes(encode(kept), output)
    note(text("train.written", path=output))


def _learn(
    labelled: Labelled, settings: Settings, masker: Masker
) -> tuple[Learning, Correction | None, list[tuple[str, float]]]:
    """The record, the correction, and the words that it moves most."""
    from voc_cli.annotate import Annotator
    from voc_cli.cli.progress import progress_bar
    from voc_cli.cli.tools import make_dictionary, make_engine, make_tokenizer
    from voc_cli.engine.cached import annotate_all
    from voc_cli.learning import agreed, learn_from_labels, moved_words

    texts, truth = agreed(labelled.texts, labelled.labels.values)
    if not texts:
        raise _too_few(labelled.name, 0, 0, 0)
    words = make_dictionary(settings, texts)
    tokenizer = make_tokenizer(words)
    annotator = Annotator(tokenizer, mask=masker.mask_counted, dictionary=words)
    with progress_bar() as progress:
        annotated = annotate_all(texts, annotator, make_engine(settings), progress=progress)
    learning, correction = learn_from_labels(annotated, annotator, truth, tokenizer=tokenizer.version)
    moved = moved_words(annotated, correction, n=_N_WORDS) if correction is not None else []
    return learning, correction, moved


def _check(file: str, learning: Learning, correction: Correction | None, *, force: bool) -> Correction:
    """The correction, where it may be written.

    Raises:
        InputError: There were too few labels, or nothing is gained.
    """
    if correction is None:
        raise _too_few(file, learning.n_rows, learning.n_negative, learning.n_positive)
    if learning.status is not Learnt.ACCEPTED and not force:
        what = text("train.no_gain", before=learning.before, after=learning.after)
        raise InputError(file, what, mend=text("train.no_gain_mend"))
    return correction


def _too_few(file: str, n: int, negative: int, positive: int) -> InputError:
    from voc_cli.sentiment.learning import MIN_EACH, MIN_ROWS

    what = text("train.too_few", n=n, negative=negative, positive=positive)
    return InputError(file, what, mend=text("train.too_few_mend", rows=MIN_ROWS, each=MIN_EACH))


def _say(learning: Learning, labelled: Labelled, words: list[tuple[str, float]]) -> None:
    """What was learnt and what it is good for, on stdout."""
    before, after = learning.before or 0.0, learning.after or 0.0
    lines = [
        text(
            "train.learnt",
            name=labelled.name,
            n=learning.n_rows,
            negative=learning.n_negative,
            neutral=learning.n_neutral,
            positive=learning.n_positive,
            text=labelled.text_header,
            label=labelled.label_header,
        )
    ]
    if learning.n_used < learning.n_rows:
        lines.append(text("train.sampled", n=learning.n_used))
    lines.append(text("train.before", value=before))
    lines.append(text("train.after", value=after, gain=after - before))
    if words:
        lines.append(text("train.words", words=", ".join(f"{shown(word)} {shift:+.1f}" for word, shift in words)))
    write_result("".join(line + "\n" for line in lines))


def shown(lemma: str) -> str:
    """``lemma`` as a dictionary spells it."""
    from voc_cli.morphemes import NEGATION
    from voc_cli.themes.quotes import dictionary_form

    return text("train.negation") if lemma == NEGATION else dictionary_form(lemma)
