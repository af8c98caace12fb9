"""Seconds that themes take beside bare Kiwi, and how stable they are; run by hand, not by pytest.

python -m tests.benchmarks.themes FILE --text COLUMN

Prints, one ``name value`` a line: seconds of bare Kiwi (tokenising every distinct text), of themes, their ratio; how
many negative clauses have a theme; how many that name a thing (named), or that name one or have a place in the value
chain (aimed), have none, by what was annotated and not by what themes made of it; V-measure and equal ids between the
themes of two random 80% of the texts, over the complaints that both hold.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import pandas as pd
from sklearn.metrics import v_measure_score

from voc_cli import schema
from voc_cli.__main__ import COLLECT_AFTER
from voc_cli.ahead import make_seeds
from voc_cli.annotate import Annotator
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.engine.cached import annotate_all
from voc_cli.engine.local import LocalEngine
from voc_cli.pipeline import distinct_texts
from voc_cli.schema import Sentiment, Stage
from voc_cli.text.privacy import Masker
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.themes.discover import discover_themes
from voc_cli.themes.pairs import read_pair

Made = TypeVar("Made")
N_WARM: Final = 500  # texts that are looked through before the clock runs


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """What ``work`` gives, and the seconds it took."""
    begin = time.perf_counter()
    made = work()
    return made, time.perf_counter() - begin


def say(name: str, value: float) -> None:
    """One line of the result."""
    sys.stdout.write(f"{name:16s} {value:.3f}\n")


def main() -> None:
    """Measure one file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--text", default="text")
    arguments = parser.parse_args()
    gc.set_threshold(*COLLECT_AFTER)
    texts = pd.read_csv(arguments.file, dtype=str, keep_default_na=False)[arguments.text]
    numbers, distinct = distinct_texts(texts[texts.str.strip() != ""].reset_index(drop=True))
    tokenizer = KiwiTokenizer()
    tokenizer.load()
    _, bare = timed(lambda: sum(1 for _ in tokenizer.load().tokenize(iter(distinct))))
    annotator = Annotator(tokenizer, mask=Masker(keep_staff_names=False).mask_counted)
    clauses = annotate_all(distinct, annotator, LocalEngine()).clauses
    weights = pd.Series(np.bincount(numbers, minlength=len(distinct)))
    # As the pipeline does it: the annotator remembers the votes of most clauses.
    seeds = make_seeds(shipped_dictionary(), tokenizer, votes=annotator.votes)
    # What is loaded and compiled once is no cost of a clause; neither is the loading of Kiwi in its seconds.
    first = clauses[clauses[schema.TEXT_NO] < N_WARM]
    discover_themes(first, seeds=make_seeds(shipped_dictionary(), tokenizer, votes=annotator.votes))
    found, seconds = timed(lambda: discover_themes(clauses, seeds=seeds, weights=weights))
    say("kiwi_s", bare)
    say("themes_s", seconds)
    say("ratio", seconds / bare)
    negative = found.clauses[found.clauses[schema.SENTIMENT] == Sentiment.NEGATIVE]
    say("themed", float((negative[schema.THEME_ID] != "").mean()))
    is_out = (negative[schema.THEME_ID] == "").to_numpy()
    names = np.array([read_pair(cell.split(" "), seeds.rules) is not None for cell in negative[schema.LEMMAS]])
    is_placed = (negative[schema.STAGE] != Stage.NONE).to_numpy()
    say("named_unthemed", float(is_out[names].mean()))
    say("aimed_unthemed", float(is_out[names | is_placed].mean()))
    say("themes", float(len(found.themes)))
    halves = []
    for seed in (1, 2):
        kept = np.random.default_rng(seed).random(len(distinct)) < 0.8
        part = clauses[kept[clauses[schema.TEXT_NO].to_numpy()]]
        halves.append(discover_themes(part, seeds=seeds, weights=weights).clauses[schema.THEME_ID])
    a, b = (half.loc[halves[0].index.intersection(halves[1].index)] for half in halves)
    either = (a != "") | (b != "")
    say("stability_v", float(v_measure_score(a[either], b[either])))
    say("same_id", float((a[either] == b[either]).mean()))


if __name__ == "__main__":
    main()
