"""Agreement of the user's categories with the places of the texts, for a terminal, a pipe, or a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from voc_cli.messages import text
from voc_cli.report.terminal import as_lines
from voc_cli.schema import Stage

if TYPE_CHECKING:
    from voc_cli.audit import Agreement, CategoryLine
    from voc_cli.io.categories import Categorised
    from voc_cli.report.formats import Screen

_MOST: Final = 30  # categories in a table for people


def render(agreement: Agreement, categorised: Categorised, screen: Screen, *, boxes: bool) -> str:
    """Agreement, one line a category, and the confusion table; lines in ``boxes`` where a person looks."""
    return as_lines(_parts(agreement, categorised, box.ROUNDED if boxes else None), screen)


def as_record(agreement: Agreement, categorised: Categorised) -> dict[str, Any]:
    """The agreement in English names; ``confusion`` counts by category, then by stage."""
    lines = [asdict(line) for line in agreement.categories]
    for line in lines:
        line["aspects"] = dict(line["aspects"])
        del line["by_stage"]
    return {
        "source": categorised.name,
        "text": categorised.text_header,
        "category": categorised.category_header,
        "n": agreement.n,
        "agreement": agreement.agreement,
        "mutual_information": agreement.mutual_information,
        "n_other": agreement.n_other,
        "n_other_placed": agreement.n_other_placed,
        "categories": lines,
        "confusion": {
            line.name: {stage.value: n for stage, n in zip(Stage, line.by_stage, strict=True) if n}
            for line in agreement.categories
        },
        "left_out": {"no_text": categorised.n_rejected, "no_category": categorised.n_missing},
    }


def _parts(agreement: Agreement, categorised: Categorised, lines: box.Box | None) -> Iterator[RenderableType]:
    columns = {"text": categorised.text_header, "category": categorised.category_header}
    yield Text(text("evaluate.compared", name=categorised.name, n=agreement.n, **columns), style="bold")
    if categorised.n_rejected or categorised.n_missing:
        left = {"no_text": categorised.n_rejected, "no_category": categorised.n_missing}
        reasons = ", ".join(f"{text(f'evaluate.left_{why}')} {n:,}" for why, n in left.items() if n)
        yield Text("  " + text("evaluate.left_out", reasons=reasons), style="dim")
    yield Text(text("evaluate.agreement", value=agreement.agreement))
    yield Text(text("evaluate.mutual", value=agreement.mutual_information))
    if agreement.n_other:
        yield Text(text("evaluate.others", n=agreement.n_other, placed=agreement.n_other_placed))
    shown = agreement.categories[:_MOST]
    yield Padding(_categories(shown, lines), (1, 0, 0, 0))
    if len(agreement.categories) > _MOST:
        yield Text(text("evaluate.more_categories", n=len(agreement.categories) - _MOST), style="dim")
    yield Padding(Text(text("evaluate.category_confusion")), (1, 0, 0, 0))
    yield _confusion(shown, lines)


def _categories(shown: tuple[CategoryLine, ...], lines: box.Box | None) -> Table:
    table = Table(box=lines, padding=(0, 1), show_edge=lines is not None)
    headings = ("category", "n", "main_stage", "same", "main_aspects")
    for name in headings:
        table.add_column(text(f"evaluate.{name}_heading"), justify="right" if name in {"n", "same"} else "left")
    for line in shown:
        aspects = ", ".join(f"{name} {n:,}" for name, n in line.aspects)
        table.add_row(line.name, f"{line.n:,}", text(f"report.stage_{line.stage}"), f"{line.share:.0%}", aspects)
    return table


def _confusion(shown: tuple[CategoryLine, ...], lines: box.Box | None) -> Table:
    present = [place for place, _ in enumerate(Stage) if any(line.by_stage[place] for line in shown)]
    table = Table(box=lines, padding=(0, 1), show_edge=lines is not None)
    table.add_column("")
    stages = list(Stage)
    for place in present:
        # In two lines, so that ten stages fit a screen.
        table.add_column(text(f"report.stage_{stages[place]}").replace("·", "\n"), justify="right", overflow="fold")
    for line in shown:
        cells = [
            Text(f"{line.by_stage[place]:,}", style="green" if stages[place] == line.stage else "") for place in present
        ]
        table.add_row(line.name, *cells)
    return table
