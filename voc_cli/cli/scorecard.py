"""A measured accuracy as tables for a terminal or a pipe, and as a record for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from voc_cli.messages import text
from voc_cli.report.terminal import as_lines

if TYPE_CHECKING:
    from voc_cli.evaluation import Evaluation
    from voc_cli.io.labels import Labelled
    from voc_cli.report.formats import Screen
    from voc_cli.schema import Sentiment


def render(evaluation: Evaluation, labelled: Labelled, screen: Screen, *, boxes: bool) -> str:
    """Accuracy, one line a sentiment, and the confusion table; lines in ``boxes`` where a person looks."""
    return as_lines(_parts(evaluation, labelled, box.ROUNDED if boxes else None), screen)


def as_record(evaluation: Evaluation, labelled: Labelled) -> dict[str, Any]:
    """The evaluation in English names; ``confusion`` counts by label, then by prediction."""
    names = [score.sentiment.value for score in evaluation.classes]
    return {
        "source": labelled.name,
        "text": labelled.text_header,
        "label": labelled.label_header,
        "n": evaluation.n,
        "accuracy": evaluation.accuracy,
        "accuracy_interval": evaluation.interval,
        "balanced_accuracy": evaluation.balanced_accuracy,
        "has_neutral": evaluation.has_neutral,
        "classes": [asdict(score) for score in evaluation.classes],
        "confusion": {
            name: dict(zip(names, row, strict=True)) for name, row in zip(names, evaluation.confusion, strict=True)
        },
        "left_out": _left_out(labelled),
    }


def _parts(evaluation: Evaluation, labelled: Labelled, lines: box.Box | None) -> Iterator[RenderableType]:
    columns = {"text": labelled.text_header, "label": labelled.label_header}
    yield Text(text("evaluate.measured", name=labelled.name, n=evaluation.n, **columns), style="bold")
    reasons = ", ".join(f"{text(f'evaluate.left_{why}')} {n:,}" for why, n in _left_out(labelled).items() if n)
    if reasons:
        yield Text("  " + text("evaluate.left_out", reasons=reasons), style="dim")
    low, high = evaluation.interval
    yield Text(text("evaluate.accuracy", value=evaluation.accuracy, low=low, high=high))
    yield Text(text("evaluate.balanced", value=evaluation.balanced_accuracy))
    yield Padding(_scores(evaluation, lines), (1, 0, 0, 0))
    yield Padding(Text(text("evaluate.confusion")), (1, 0, 0, 0))
    yield _confusion(evaluation, lines)
    if not evaluation.has_neutral:
        yield Padding(Text(text("evaluate.by_sign"), style="dim"), (1, 0, 0, 0))


def _left_out(labelled: Labelled) -> dict[str, int]:
    """Why rows could not be used, and how many."""
    labels = labelled.labels
    return {
        "no_text": labelled.n_rejected,
        "no_label": labels.n_missing,
        "unreadable_label": labels.n_unreadable,
        "middle_rating": labels.n_between,
    }


def _scores(evaluation: Evaluation, lines: box.Box | None) -> Table:
    table = _table(["", *(text(f"evaluate.{name}") for name in ("precision", "recall", "f1", "n"))], lines)
    for score in evaluation.classes:
        shares = ("—" if value is None else f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
        table.add_row(_name(score.sentiment), *shares, f"{score.n:,}")
    return table


def _confusion(evaluation: Evaluation, lines: box.Box | None) -> Table:
    names = [_name(score.sentiment) for score in evaluation.classes]
    table = _table(["", *names], lines)
    for place, (name, row) in enumerate(zip(names, evaluation.confusion, strict=True)):
        cells = [Text(f"{n:,}", style="green" if column == place else "") for column, n in enumerate(row)]
        table.add_row(name, *cells)
    return table


def _table(headings: list[str], lines: box.Box | None) -> Table:
    table = Table(box=lines, padding=(0, 1), show_edge=lines is not None)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    return table


def _name(sentiment: Sentiment) -> str:
    return text(f"evaluate.{sentiment}")
