"""Seconds and memory of themes over very many complaints; run by hand, not by pytest.

python -m tests.benchmarks.million_clauses FILE --text COLUMN [--clauses N]

The complaints of FILE are repeated until there are N, each word of a copy being left out with a chance of 0.15, so that
copies differ as customers do. Prints, one ``name value`` a line: complaints, distinct cells of lemmas, seconds, the
process's peak memory in MiB before and after, and the share of complaints that have a theme.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from voc_cli import schema
from voc_cli.ahead import make_seeds
from voc_cli.annotate import Annotator
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.engine.cached import annotate_all
from voc_cli.engine.local import LocalEngine
from voc_cli.pipeline import distinct_texts
from voc_cli.schema import Sentiment
from voc_cli.text.privacy import Masker
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.themes.discover import discover_themes
from voc_cli.themes.placing import Seeds

_DROPPED: Final = 0.15


def grow(complaints: pd.DataFrame, n: int, *, seed: int = 0) -> pd.DataFrame:
    """``n`` complaints: ``complaints`` as they are, then copies that lost words, each a text of its own."""
    rng = np.random.default_rng(seed)
    n_copies = -(-n // len(complaints))
    step = int(complaints[schema.TEXT_NO].max()) + 1
    cells = [cell.split(" ") for cell in complaints[schema.LEMMAS]]
    copies = [complaints]
    for copy in range(1, n_copies):
        lemmas = []
        for cell, kept in zip(cells, np.split(rng.random(sum(map(len, cells))) >= _DROPPED, _ends(cells)), strict=True):
            lemmas.append(" ".join(lemma for lemma, keep in zip(cell, kept.tolist(), strict=True) if keep) or cell[0])
        numbers = complaints[schema.TEXT_NO].to_numpy() + copy * step
        copies.append(complaints.assign(**{schema.LEMMAS: pd.Series(lemmas), schema.TEXT_NO: pd.Series(numbers)}))
    return pd.concat(copies, ignore_index=True).iloc[:n]


def _ends(cells: list[list[str]]) -> list[int]:
    ends: list[int] = np.cumsum([len(cell) for cell in cells])[:-1].tolist()
    return ends


def measure(complaints: pd.DataFrame, seeds: Seeds) -> None:
    """Print what grouping ``complaints`` costs."""
    say("complaints", len(complaints))
    say("distinct", complaints[schema.LEMMAS].nunique())
    say("before_mib", peak_mib())
    begin = time.perf_counter()
    found = discover_themes(complaints, seeds=seeds)
    say("seconds", time.perf_counter() - begin)
    say("peak_mib", peak_mib())
    say("themes", len(found.themes))
    say("themed", float((found.clauses[schema.THEME_ID] != "").mean()))


def peak_mib() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(name: str, value: float) -> None:
    """One line of the result."""
    sys.stdout.write(f"{name:12s} {value:.3f}\n")


def main() -> None:
    """Measure one file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--text", default="text")
    parser.add_argument("--clauses", type=int, default=1_000_000)
    arguments = parser.parse_args()
    texts = pd.read_csv(arguments.file, dtype=str, keep_default_na=False)[arguments.text]
    _, distinct = distinct_texts(texts[texts.str.strip() != ""].reset_index(drop=True))
    tokenizer = KiwiTokenizer()
    annotator = Annotator(tokenizer, mask=Masker(keep_staff_names=False).mask_counted)
    clauses = annotate_all(distinct, annotator, LocalEngine()).clauses
    complaints = clauses[(clauses[schema.SENTIMENT] == Sentiment.NEGATIVE) & (clauses[schema.LEMMAS] != "")]
    seeds = make_seeds(shipped_dictionary(), tokenizer)
    measure(grow(complaints.reset_index(drop=True), arguments.clauses), seeds)


if __name__ == "__main__":
    main()
