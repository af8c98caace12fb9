"""Polarity of the clause that holds an aspect word, against labels by hand: ``python -m tests.benchmarks.food_aspect``.

The data (restaurants and delivery, an aspect word and its polarity a row) lie outside the repository, see
docs/developing.md. A row counts where the label is positive or negative; its clause is the first that holds the word.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from voc_cli import schema
from voc_cli.annotate import Annotator
from voc_cli.explanation import TextStory, explain
from voc_cli.morphemes import Tokenizer
from voc_cli.text.privacy import Masker
from voc_cli.text.tokenise import KiwiTokenizer

FILE: Final = Path(__file__).parents[3] / "shared" / "data" / "food_aspect_dev.csv"
ASKED: Final = 0.90  # published: KoBERT 0.88, pattern-based 0.90 to 0.93 on like data


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect with its label and the clause that holds it."""

    aspect: str
    is_good: bool
    clause: str
    polarity: float  # of the clause
    n_clauses: int  # of the text

    @property
    def is_right(self) -> bool:
        """Whether the clause has the sign of the label."""
        return (self.polarity > 0) == self.is_good


@dataclass(frozen=True, slots=True)
class Judged:
    """What was measured; an aspect that stands in no clause as it is written counts as wrong."""

    rows: list[Row]
    n_without_clause: int

    @property
    def accuracy(self) -> float:
        """Share of aspects whose clause has the sign of the label."""
        return sum(row.is_right for row in self.rows) / (len(self.rows) + self.n_without_clause)


def judge(tokenizer: Tokenizer, path: Path = FILE) -> Judged:
    """The clause of each aspect and what is said of it."""
    data = pd.read_csv(path, keep_default_na=False, dtype=str)
    data = data[data["polarity"].isin(["positive", "negative"])]
    number, distinct = pd.factorize(data["text"])
    clauses = Annotator(tokenizer, mask=Masker().mask_counted)(distinct.tolist()).clauses
    by_text: list[list[tuple[str, float]]] = [[] for _ in distinct]
    columns = (clauses[name].tolist() for name in (schema.TEXT_NO, schema.TEXT, schema.POLARITY))
    for text_no, said, polarity in zip(*columns, strict=True):
        by_text[text_no].append((said, polarity))
    rows = []
    for text_no, aspect, label in zip(number.tolist(), data["aspect"].tolist(), data["polarity"].tolist(), strict=True):
        found = next(((said, value) for said, value in by_text[text_no] if aspect in said), None)
        if found is not None:
            rows.append(Row(aspect, label == "positive", *found, len(by_text[text_no])))
    return Judged(rows, len(data) - len(rows))


def error_classes(judged: Judged, tokenizer: Tokenizer) -> pd.DataFrame:
    """Errors by what their clause holds: n, wrong, error_rate, of_errors (share of all errors); classes overlap."""
    stories = explain([row.clause for row in judged.rows], Annotator(tokenizer, mask=Masker().mask_counted))
    n, wrong = Counter[str](), Counter[str]()
    for story, row in zip(stories, judged.rows, strict=True):
        kinds = _kinds(story, row)
        n.update(kinds)
        wrong.update(set() if row.is_right else kinds)
    names = sorted(n, key=lambda name: (-wrong[name], name))
    n_errors = max(sum(not row.is_right for row in judged.rows), 1)
    return pd.DataFrame(
        {
            "n": [n[name] for name in names],
            "wrong": [wrong[name] for name in names],
            "error_rate": [round(wrong[name] / n[name], 3) for name in names],
            "of_errors": [round(wrong[name] / n_errors, 3) for name in names],
        },
        index=names,
    )


def _kinds(story: TextStory, row: Row) -> set[str]:
    parts = {part.name for clause in story.clauses for part in clause.parts}
    size, sure = len(row.clause), abs(row.polarity)
    return {
        *(f"cue {cue.kind}" for clause in story.clauses for cue in clause.cues),
        "a word of the lexicon" if parts & {"lexicon", "negated"} else "no word of the lexicon",
        "label positive" if row.is_good else "label negative",
        "near zero (below 0.3)" if sure < 0.3 else "sure (0.8 or more)" if sure >= 0.8 else "0.3 to 0.8",
        "only clause" if row.n_clauses == 1 else "one of several clauses",
        "10 characters or fewer" if size <= 10 else "over 30 characters" if size > 30 else "11 to 30 characters",
    }


def main() -> None:
    """Print the accuracy, and what the errors have in common."""
    tokenizer = KiwiTokenizer()
    judged = judge(tokenizer)
    lines = [
        f"food_aspect accuracy {judged.accuracy:.4f} (asked {ASKED:.2f}) rows {len(judged.rows)}"
        f" without_clause {judged.n_without_clause}",
        error_classes(judged, tokenizer).to_string(),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
