"""Sentences with the signals that they raise or must not raise (cases.csv), through the whole of annotate."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from voc_cli import schema
from voc_cli.annotate import Annotator
from voc_cli.schema import SEPARATOR, Signal

CASES = Path(__file__).with_name("cases.csv")
# Least precision and recall; praise and departure hang on the polarity of the clause as well.
LEAST = {
    Signal.SAFETY: (0.97, 0.97),
    Signal.LEGAL: (0.95, 0.97),
    Signal.CHURN: (0.93, 0.92),
    Signal.PRAISE_STAFF: (0.80, 0.92),
}


@pytest.fixture(scope="module")
def cases(annotator: Annotator) -> list[tuple[set[str], set[str]]]:
    """Signals expected and found of each case."""
    rows = list(csv.DictReader(CASES.read_text(encoding="utf-8-sig").splitlines()))
    found = annotator([row["text"] for row in rows]).texts[schema.SIGNALS].tolist()
    return [
        (set(row["expected"].split(SEPARATOR)) - {""}, set(cell.split(SEPARATOR)) - {""})
        for row, cell in zip(rows, found, strict=True)
    ]


def test_no_case_stands_twice_and_traps_are_as_many_as_alarms() -> None:
    rows = list(csv.DictReader(CASES.read_text(encoding="utf-8-sig").splitlines()))
    assert len({row["text"] for row in rows}) == len(rows) >= 1_100
    assert sum(not row["expected"] for row in rows) >= 500


@pytest.mark.parametrize("signal", list(Signal))
def test_what_must_not_drown_is_found_and_little_else(cases: list[tuple[set[str], set[str]]], signal: Signal) -> None:
    both = sum(signal in expected and signal in found for expected, found in cases)
    precision = both / sum(signal in found for _, found in cases)
    recall = both / sum(signal in expected for expected, _ in cases)
    least_precision, least_recall = LEAST[signal]
    assert precision >= least_precision
    assert recall >= least_recall
