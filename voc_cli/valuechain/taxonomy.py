"""The value chain as a table: aspects with their stage, owner, names and the words that show them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

from voc_cli import resources
from voc_cli.schema import SEPARATOR, Stage

RESOURCE: Final = "taxonomy.csv"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One finer topic below a stage: a row of the taxonomy."""

    name: str
    stage: Stage
    complaint_name: str
    praise_name: str
    owner: str
    wording: str  # what the company would tell the customer
    phrases: tuple[str, ...]  # decide alone
    targets: tuple[str, ...]  # name the thing
    predicates: tuple[str, ...]  # say what is typical of it
    counter: tuple[str, ...]  # take the aspect away where they stand
    packs: tuple[str, ...]
    is_promise: bool  # a complaint here says that something advertised, described or promised was not kept
    examples: tuple[str, ...]
    weight: float = 1.0  # of its words beside those of other aspects
    same: str = ""  # aspect whose theme its complaints belong to, where a line of business tells the two not apart
    sure: tuple[str, ...] = ()  # phrases that decide against the model: the user's own and those of a line of business


def load_taxonomy() -> tuple[Aspect, ...]:
    """The aspects that ship with the package, in the order of the table."""
    return tuple(_aspect(row) for row in csv.DictReader(io.StringIO(resources.read_text(RESOURCE))))


def _aspect(row: dict[str, str]) -> Aspect:
    return Aspect(
        name=row["aspect"],
        stage=Stage(row["stage"]),
        complaint_name=row["complaint_name"],
        praise_name=row["praise_name"],
        owner=row["owner"],
        wording=row["wording"],
        phrases=_cell(row["phrases"], SEPARATOR),
        targets=_cell(row["targets"], SEPARATOR),
        predicates=_cell(row["predicates"], SEPARATOR),
        counter=_cell(row["counter"], SEPARATOR),
        packs=_cell(row["packs"], SEPARATOR),
        is_promise=bool(row["promise"]),
        examples=_cell(row["examples"], " / "),
    )


def _cell(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(separator) if part.strip()))
