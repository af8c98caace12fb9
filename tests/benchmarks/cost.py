"""What our own steps cost beside bare Kiwi: ``python -m tests.benchmarks.cost [N_TEXTS]``.

Seconds of processor time, of all threads together, so that other work on the machine changes little; ratios travel
between machines, seconds do not. Each step is timed on the columns that the steps before it made.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from voc_cli.annotate import Annotator
from voc_cli.chain import Chain
from voc_cli.learning import learn_from_ratings
from voc_cli.morphemes import Lemmas, Morphemes, Spans, Tokenizer, Vocabulary, collect
from voc_cli.sentiment.scorer import Floats
from voc_cli.signals.acts import ActReader
from voc_cli.text.privacy import Masker
from voc_cli.text.tokenise import KiwiTokenizer

FILE: Final = Path(__file__).parents[3] / "shared" / "data" / "playstore_14apps.csv.gz"
ASKED: Final = {"sentiment": 0.25, "value_chain": 0.15}  # of bare Kiwi
N_TEXTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time of each step on the same texts."""

    kiwi: float
    split: float
    sentiment: float
    value_chain: float  # acts, intents, stages with their aspects, signals
    learning: float  # from ratings: features, cross-validation, fit, revision

    def share(self, name: str) -> float:
        """The seconds of a step over those of bare Kiwi."""
        return float(getattr(self, name)) / self.kiwi


def measure(tokenizer: Tokenizer, *, n_texts: int = N_TEXTS, path: Path = FILE) -> Cost:
    """The cost on the first ``n_texts`` distinct texts; dictionaries and analyser are loaded before the clock runs."""
    data = pd.read_csv(path, keep_default_na=False, low_memory=False).drop_duplicates("text").head(n_texts)
    texts = data["text"].tolist()
    annotator = Annotator(tokenizer, mask=Masker().mask_counted)
    tools = annotator.warm_up()
    annotator(texts[:100])
    kiwi = _seconds(lambda: [len(tokens) for tokens in tokenizer.tokenise(texts)])
    prepared = annotator.preparer(texts)
    spans = tools.splitter.split(prepared.morphemes)
    lemmas = tools.lemmas.read(prepared.morphemes, spans)
    annotated = annotator.finish(prepared)
    ratings = pd.to_numeric(data["rating"], errors="coerce").to_numpy(dtype=np.float64)
    # A vocabulary and caches of its own: what the lines above have warmed must be paid for.
    fresh = Annotator(tokenizer, mask=Masker().mask_counted).warm_up()
    again = collect(texts, tokenizer, Vocabulary())
    scores = tools.scorer.score(prepared.morphemes, spans, lemmas)
    scorer = type(fresh.scorer)(fresh.scorer.weights, fresh.scorer.lexicon, type(fresh.scorer.hasher)(again.vocabulary))
    return Cost(
        kiwi=kiwi,
        split=_seconds(lambda: type(fresh.splitter)(again.vocabulary).split(again)),
        sentiment=_seconds(lambda: scorer.score(again, spans, lemmas)),
        value_chain=_seconds(lambda: _value_chain(fresh, again, spans, lemmas, scores.clauses)),
        learning=_seconds(lambda: learn_from_ratings(annotated, annotator, ratings, tokenizer=tokenizer.version)),
    )


def _value_chain(tools: Chain, morphemes: Morphemes, spans: Spans, lemmas: Lemmas, polarity: Floats) -> None:
    """What annotate does with clauses that have a polarity, but for partners, staff and promises."""
    neutral = tools.scorer.neutral
    acts = ActReader(morphemes.vocabulary).read(morphemes, spans)
    tools.intents.find(lemmas, acts, polarity, neutral=neutral)
    tools.stages.place(lemmas, leans=acts > 0, documents=spans.documents)
    said = [""] * len(spans)
    tools.signals.find(lemmas, said, polarity=polarity, neutral=neutral, acts=acts)


def _seconds(work: Callable[[], object]) -> float:
    # As ``voc`` itself does: threads of BLAS that wait spin, and their spinning would be counted.
    with threadpool_limits(1, user_api="blas"):
        gc.collect()
        gc.disable()  # voc looks for cycles once in half a million objects; the tests' own heap is not what is measured
        try:
            begin = time.process_time()
            work()
            return time.process_time() - begin
        finally:
            gc.enable()


def main() -> None:
    """Print seconds and shares."""
    cost = measure(KiwiTokenizer(), n_texts=int(sys.argv[1]) if len(sys.argv) > 1 else N_TEXTS)
    lines = [f"kiwi {cost.kiwi:.2f}s"]
    lines += [
        f"{name} {getattr(cost, name):.2f}s share {cost.share(name):.3f}"
        for name in ("split", "sentiment", "value_chain", "learning")
    ]
    lines += [f"asked of {name} {share:.2f}" for name, share in ASKED.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
