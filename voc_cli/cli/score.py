"""``voc score``: a CSV in, the same CSV out with sentiment, intent, stages and signals behind each row."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.options import ENCODINGS, config_option, dictionary_options, max_rejected_option, weights_option
from voc_cli.cli.streams import note, write_result
from voc_cli.errors import ExitCode, UsageError
from voc_cli.messages import text
from voc_cli.schema import TEXT

if TYPE_CHECKING:
    from voc_cli.annotate import Annotator
    from voc_cli.config import Settings
    from voc_cli.engine import Engine
    from voc_cli.engine.cached import Progress
    from voc_cli.io.rows import KeptFile, Rows


@click.command(cls=LocalCommand, help=text("score.help"), epilog=text("score.epilog"))
@click.argument("file", required=False, metavar=text("score.meta_file"))
@click.option("--text-column", metavar=text("cli.meta_header"), help=text("cli.text_column"))
@click.option("--mask", "hide", is_flag=True, help=text("score.mask"))
@click.option("--encoding", type=click.Choice(ENCODINGS), help=text("score.encoding"))
@max_rejected_option
@weights_option
@dictionary_options
@config_option
def command(file: str | None, text_column: str | None, hide: bool, config: Path | None, **values: Any) -> int:
    """Add scores to each row of FILE."""
    from voc_cli.annotate import Annotator
    from voc_cli.cli.tools import load_correction, make_dictionary, make_engine, make_tokenizer
    from voc_cli.config import load_settings
    from voc_cli.io.rows import read_rows
    from voc_cli.messages import chosen_language, set_language
    from voc_cli.text.privacy import Masker

    if file is None and sys.stdin.isatty():
        raise UsageError("voc score", text("score.no_input"), mend=text("score.no_input_mend"))
    columns = {TEXT: text_column} if text_column else {}
    settings = load_settings(config, {"columns": columns, "lang": chosen_language(), **values})
    set_language(settings.lang)
    masker = Masker(keep_staff_names=settings.keep_staff_names)
    kept = read_rows(
        file or "-",
        columns=settings.columns,
        mask=masker.mask,
        stdin=sys.stdin.buffer,
        max_characters=settings.max_characters,
        hide_slipped=hide,
    )
    _say_source(kept)
    encoding = settings.encoding if "encoding" in settings.model_fields_set else kept.encoding
    # Masked before it is scored, as in analyze: both commands say the same of a text.
    words = make_dictionary(settings, kept.sample)
    tokenizer = make_tokenizer(words)
    correction = load_correction(settings, tokenizer=tokenizer.version)
    annotator = Annotator(tokenizer, mask=masker.mask_counted, dictionary=words, correction=correction)
    n_replaced = _write(kept, annotator, make_engine(settings), encoding=encoding, hide=hide)
    _say_rows(kept)
    if n_replaced:
        note(text("cli.replaced", n=n_replaced, encoding=encoding))
    return _exit_code(kept, settings)


def _say_source(kept: KeptFile) -> None:
    known = {"name": kept.name, "encoding": kept.read_as, "header": kept.header[kept.text].strip()}
    note(text("score.coming", **known) if kept.n_seen is None else text("score.source", n=kept.n_seen, **known))
    for said in kept.notes:
        note("  " + said)


def _say_rows(kept: KeptFile) -> None:
    """What was not known before all rows had come."""
    if kept.n_seen is None:
        note(text("score.came", name=kept.name, n=kept.n_records))
    for said in kept.late_notes():
        note("  " + said)
    if kept.reasons:
        counts = kept.reasons.most_common()
        reasons = ", ".join(f"{text(f'report.reason_{reason}')} {n:,}" for reason, n in counts)
        note("  " + text("score.not_scored", n=kept.reasons.total(), reasons=reasons))


def _write(kept: KeptFile, annotator: Annotator, engine: Engine, *, encoding: str, hide: bool) -> int:
    """Write the file with its new columns, batch by batch; the number of characters that were replaced."""
    from voc_cli.engine.cached import BATCH
    from voc_cli.io.rows import added_names, body_bytes, head_bytes
    from voc_cli.scoring import SCORES, annotate_batches, as_hinted, score_table
    from voc_cli.valuechain.hints import hints_of

    head = head_bytes(kept, added_names(kept.header, SCORES), encoding=encoding)
    write_result(head.data)
    n_replaced = head.n_replaced
    waiting: deque[Rows] = deque()

    def texts() -> Iterator[Sequence[str]]:
        for rows in kept.batches(BATCH):
            waiting.append(rows)
            yield rows.texts

    with _progress() as progress:
        for batch in annotate_batches(texts(), kept.n_rows, annotator=annotator, engine=engine, progress=progress):
            rows = waiting.popleft()
            if not rows.cells:
                continue
            table = score_table(as_hinted(batch, hints_of(rows.channels, rows.products), annotator))
            masked = table[TEXT].tolist() if hide else None
            body = body_bytes(kept, rows, table[list(SCORES)].to_numpy().tolist(), encoding=encoding, texts=masked)
            write_result(body.data)
            n_replaced += body.n_replaced
    return n_replaced


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar, unless the rows themselves go to the terminal."""
    from voc_cli.cli.progress import progress_bar

    if sys.stdout.isatty():
        yield None
        return
    with progress_bar() as progress:
        yield progress


def _exit_code(kept: KeptFile, settings: Settings) -> int:
    n_out = kept.reasons.total()
    share = n_out / max(kept.n_records, 1)
    if share > settings.max_rejected:
        note(text("score.too_many", n=n_out, share=share, allowed=settings.max_rejected))
        return ExitCode.TOO_MANY_REJECTED
    return ExitCode.DONE
