"""``voc explain``: what decided each label of a sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from voc_cli.cli.korean import LocalCommand
from voc_cli.cli.options import config_option, dictionary_options, weights_option
from voc_cli.cli.streams import write_result
from voc_cli.errors import InputError, UsageError
from voc_cli.messages import text


@click.command(cls=LocalCommand, help=text("explain.help"), epilog=text("explain.epilog"))
@click.argument("sentences", nargs=-1, metavar=text("explain.meta_sentences"))
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), help=text("explain.format"))
@weights_option
@dictionary_options
@config_option
def command(sentences: tuple[str, ...], format_: str | None, config: Path | None, **values: Any) -> None:
    """Show what decided each label of SENTENCES."""
    from voc_cli.annotate import Annotator
    from voc_cli.cli.tools import load_correction, make_dictionary, make_tokenizer
    from voc_cli.config import load_settings
    from voc_cli.explanation import explain
    from voc_cli.messages import chosen_language, set_language
    from voc_cli.text.privacy import Masker

    settings = load_settings(config, {"lang": chosen_language(), **values})
    set_language(settings.lang)
    said = _read(sentences, longest=settings.max_characters)
    words = make_dictionary(settings, said)
    tokenizer = make_tokenizer(words)
    correction = load_correction(settings, tokenizer=tokenizer.version)
    masker = Masker(keep_staff_names=settings.keep_staff_names)
    annotator = Annotator(tokenizer, mask=masker.mask_counted, dictionary=words, correction=correction)
    stories = explain(said, annotator)
    if format_ == "json":
        from voc_cli.cli.storyboard import as_records
        from voc_cli.io.write import json_text

        write_result(json_text(as_records(stories)))
        return
    from voc_cli.cli.output import screen
    from voc_cli.cli.storyboard import render

    write_result(render(stories, screen()))


def _read(sentences: tuple[str, ...], *, longest: int) -> list[str]:
    """The sentences given, or the lines of standard input for "-"; blank ones are left out.

    Raises:
        UsageError: There is no sentence.
        InputError: Standard input is no UTF-8, or a sentence is too long.
    """
    if not sentences and sys.stdin.isatty():
        raise UsageError("voc explain", text("explain.no_sentence"), mend=text("explain.no_sentence_mend"))
    lines: list[str] = []
    for sentence in sentences or ("-",):
        lines.extend(_standard_input() if sentence == "-" else [sentence])
    found = [line.strip() for line in lines if line.strip()]
    if not found:
        raise UsageError("voc explain", text("explain.no_sentence"), mend=text("explain.no_sentence_mend"))
    if max(map(len, found)) > longest:
        raise InputError("voc explain", text("explain.too_long", n=longest), mend=text("explain.too_long_mend"))
    return found


def _standard_input() -> list[str]:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError("stdin", text("explain.not_utf8"), mend=text("explain.not_utf8_mend")) from error
