"""Annotations of texts, shared by all records of a text, brought to what each record's product and channel say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.marks import AROUND, LEARNT
from voc_cli.morphemes import Lemmas
from voc_cli.valuechain.counting import UNKNOWN
from voc_cli.valuechain.hints import Hint, hints_of
from voc_cli.valuechain.stages import StageClassifier

_OLD_GROUNDS = (f"{LEARNT}:", f"{AROUND}:")


def record_hints(documents: pd.DataFrame) -> list[Hint | None]:
    """What channel and product say of each record."""
    return hints_of(documents[schema.CHANNEL].tolist(), documents[schema.PRODUCT].tolist())


def with_hints(
    annotated: Annotated, numbers: NDArray[np.int64], hints: Sequence[Hint | None], annotator: Annotator
) -> tuple[Annotated, NDArray[np.int64]]:
    """``annotated`` with a text for each way in which the hints of its records place its clauses, and new ``numbers``.

    A clause moves only where ``schema.OPEN`` allows it, so that most texts stay one. Texts are numbered by first sight.

    Args:
        numbers: Text of each record, below zero for none.
        hints: Of each record (valuechain.hints).
        annotator: That annotated the texts.
    """
    if not any(hints):
        return annotated, numbers
    open_to = _open(annotated.clauses)
    keys = [
        (number, hint if hint is not None and hint.stage in open_to.get(number, ()) else None)
        for number, hint in zip(numbers.tolist(), hints, strict=True)
    ]
    if not any(hint for _, hint in keys):
        return annotated, numbers
    units: dict[tuple[int, Hint | None], int] = {}
    renumbered = [units.setdefault(key, len(units)) if key[0] >= 0 else key[0] for key in keys]
    of_text = np.array([number for number, _ in units], dtype=np.int64)
    by_unit = [hint for _, hint in units]
    clauses = _moved(_of_units(annotated.clauses, of_text), by_unit, annotator.warm_up().stages)
    texts = annotated.texts.take(of_text).reset_index(drop=True)
    texts = texts.assign(**{schema.STAGES: _stages(texts[schema.STAGES].tolist(), clauses, by_unit)})
    return replace(annotated, texts=texts, clauses=clauses), np.array(renumbered, dtype=np.int64)


def _open(clauses: pd.DataFrame) -> dict[int, set[str]]:
    """The stages that any clause of a text is open to, by the number of the text."""
    found: dict[int, set[str]] = {}
    is_open = (clauses[schema.OPEN] != "").to_numpy()
    numbers, cells = (clauses[name].to_numpy()[is_open].tolist() for name in (schema.TEXT_NO, schema.OPEN))
    for number, cell in zip(numbers, cells, strict=True):
        found.setdefault(number, set()).update(cell.split(schema.SEPARATOR))
    return found


def _of_units(clauses: pd.DataFrame, of_text: NDArray[np.int64]) -> pd.DataFrame:
    """The clauses of each unit, whose text has this number, one unit after the other."""
    texts = clauses[schema.TEXT_NO].to_numpy(dtype=np.int64)
    firsts, ends = (np.searchsorted(texts, of_text, side=side) for side in ("left", "right"))
    rows = [np.arange(first, end) for first, end in zip(firsts.tolist(), ends.tolist(), strict=True)]
    taken = clauses.take(np.concatenate(rows)).reset_index(drop=True)
    return taken.assign(**{schema.TEXT_NO: np.repeat(np.arange(len(of_text)), ends - firsts)})


def _moved(clauses: pd.DataFrame, hints: Sequence[Hint | None], stages: StageClassifier) -> pd.DataFrame:
    """``clauses`` of units with these hints, each open one in the stage that its hint names."""
    names = (schema.STAGE, schema.OWNER, schema.ASPECT, schema.EVIDENCE, schema.OPEN)
    columns: dict[str, list[str]] = {name: clauses[name].tolist() for name in names}
    found = [
        (row, hint)
        for row, number in enumerate(clauses[schema.TEXT_NO].tolist())
        if (hint := hints[number]) is not None and hint.stage in columns[schema.OPEN][row].split(schema.SEPARATOR)
    ]
    said: list[str] = clauses[schema.LEMMAS].tolist()
    cells = [said[row].split() for row, _ in found]
    lemmas = Lemmas([word for cell in cells for word in cell], [], [], [0, *accumulate(map(len, cells))])
    aspects = stages.aspects_within(lemmas, [hint.stage for _, hint in found]).tolist()
    for (row, hint), number in zip(found, aspects, strict=True):
        aspect = stages.taxonomy[number] if number != UNKNOWN else None
        columns[schema.STAGE][row] = hint.stage
        columns[schema.OWNER][row] = aspect.owner if aspect else stages.owner_of[hint.stage]
        columns[schema.ASPECT][row] = aspect.name if aspect else ""
        parts = filter(None, columns[schema.EVIDENCE][row].split(schema.SEPARATOR))
        kept = [part for part in parts if not part.startswith(_OLD_GROUNDS)]
        columns[schema.EVIDENCE][row] = schema.SEPARATOR.join([*kept, hint.word])
        columns[schema.OPEN][row] = ""
    return clauses.assign(**columns)


def _stages(cells: Sequence[str], clauses: pd.DataFrame, hints: Sequence[Hint | None]) -> list[str]:
    """The stages of each unit: one of a hint takes the place of the first that no clause has any more."""
    present = clauses.groupby(schema.TEXT_NO)[schema.STAGE].agg(set).to_dict()
    return [
        cell if hint is None else _stage_cell(cell, present[number], hint.stage)
        for number, (cell, hint) in enumerate(zip(cells, hints, strict=True))
    ]


def _stage_cell(cell: str, present: set[str], stage: str) -> str:
    before = cell.split(schema.SEPARATOR) if cell else []
    place = next((place for place, name in enumerate(before) if name not in present), len(before))
    named = before if stage in before else [*before[:place], stage, *before[place:]]
    return schema.SEPARATOR.join(name for name in named if name in present)
