"""What the weights are learnt from: rated film reviews, and sentences and reviews written for this package."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import resources
from voc_cli.morphemes import Lemmas, Morphemes, Spans
from voc_cli.sentiment.asking import Asking
from voc_cli.sentiment.lexicon import Opinion

SEEDS: Final = "seeds.csv"
# In the column ``teaches``: says where something belongs, or what somebody does, not how people feel.
_OTHERS: Final = frozenset({"stage", "intent"})
REVIEWS: Final = "reviews.csv"
_MILD_WEIGHT: Final = 0.5  # ratings of 5, 6 and 8 lean, they do not shout
_SIGNS: Final = {"neg": -1, "neu": 0, "pos": 1}
Floats = NDArray[np.float64]
Signs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Texts with a sign (-1, 0, 1) and a weight each."""

    texts: list[str]
    signs: Signs
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """Customers' sentences and whole reviews, with a sign (-1, 0, 1) each."""

    texts: list[str]
    signs: Signs
    groups: list[str]  # texts of one group are learnt from together: what a sentence speaks of, each review alone
    is_review: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Tokenised texts with their clauses, and what lexicon, negation and endings say of each."""

    morphemes: Morphemes
    spans: Spans
    lemmas: Lemmas
    opinions: Sequence[Sequence[Opinion]]
    denials: Sequence[int]  # see scorer.count_denials
    asking: Asking


def read_written() -> Written:
    """The sentences and reviews that ship with the package, sentences first."""
    seeds, reviews = (list(csv.DictReader(io.StringIO(resources.read_text(name)))) for name in (SEEDS, REVIEWS))
    seeds = [row for row in seeds if row["teaches"] not in _OTHERS]
    rows = [*seeds, *reviews]
    return Written(
        [row["text"] for row in rows],
        np.array([_SIGNS[row["polarity"]] for row in rows]),
        [*(row["aspect"] for row in seeds), *(f"review {number}" for number in range(len(reviews)))],
        np.arange(len(rows)) >= len(seeds),
    )


def read_films(path: Path) -> Labelled:
    """Film reviews labelled by rating (to 6 negative, from 8 positive).

    Those that are kept for judging or for weighing the parts are left out.
    """
    data = _rated(path)
    data = data[~data["text"].map(is_for_weighing) & (data["rating"] != 7)]
    rating = data["rating"].to_numpy()
    weights = np.where((rating >= 5) & (rating <= 8), _MILD_WEIGHT, 1.0)
    positive = rating >= 8
    weights[positive] *= weights[~positive].sum() / weights[positive].sum()
    return Labelled(data["text"].tolist(), np.where(positive, 1, -1), weights)


def read_kept_films(path: Path) -> Labelled:
    """Film reviews that the films' model does not see, with clear ratings (to 4 negative, from 9 positive).

    Both signs weigh the same.
    """
    data = _rated(path)
    data = data[data["text"].map(is_for_weighing) & ~data["rating"].between(5, 8)]
    positive = data["rating"].to_numpy() >= 9
    weights = np.where(positive, len(positive) / (2 * positive.sum()), len(positive) / (2 * (~positive).sum()))
    return Labelled(data["text"].tolist(), np.where(positive, 1, -1), weights)


def _rated(path: Path) -> pd.DataFrame:
    """Every text once, without the part that is kept for judging."""
    data = pd.read_csv(path, keep_default_na=False, low_memory=False).drop_duplicates("text")
    return data[data["text"].str.strip().ne("") & ~data["text"].map(is_held_out)]


def is_held_out(text: str) -> bool:
    """True for one text in 14, by its SHA-1: the part of NSMC that no training may see."""
    return _digest(text) % 14 == 0


def is_for_weighing(text: str) -> bool:
    """True for one text in 112 of those that are not held out: on them the parts of a text are weighed."""
    return _digest(text) % 112 == 1


def _digest(text: str) -> int:
    return int(hashlib.sha1(text.encode()).hexdigest(), 16)
