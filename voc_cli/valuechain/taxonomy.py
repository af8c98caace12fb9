"""The value chain as a table: aspects with their stage, owner, names and the words that show them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
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
    learnt: Stage | None = None  # where the weights know it, if a user moved it to another stage

    @property
    def home(self) -> Stage:
        """The stage in which the weights know it."""
        return self.learnt or self.stage


def load_taxonomy() -> tuple[Aspect, ...]:
    """The aspects that ship with the package, in the order of the table."""
    return tuple(read_aspect(row) for row in csv.DictReader(io.StringIO(resources.read_text(RESOURCE))))


def read_aspect(row: Mapping[str, str]) -> Aspect:
    """The aspect of a row of this table, or of another with these columns but for packs."""
    return Aspect(
        name=row["aspect"],
        stage=Stage(row["stage"]),
        complaint_name=row["complaint_name"],
        praise_name=row["praise_name"],
        owner=row["owner"],
        wording=row["wording"],
        phrases=read_cell(row["phrases"]),
        targets=read_cell(row["targets"]),
        predicates=read_cell(row["predicates"]),
        counter=read_cell(row["counter"]),
        packs=read_cell(row.get("packs", "")),
        is_promise=bool(row["promise"]),
        examples=read_cell(row["examples"], " / "),
    )


def read_cell(cell: str, separator: str = SEPARATOR) -> tuple[str, ...]:
    """The parts of a cell, each once."""
    return tuple(dict.fromkeys(part.strip() for part in cell.split(separator) if part.strip()))
