"""One batch of texts to clauses with sentiment, intent, stage and signals: a pure function of each text alone.

The stages stay strangers to each other; this is where one hands its result to the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voc_cli import schema
from voc_cli.morphemes import Lemmas, Morphemes, Spans, Tokenizer, Vocabulary
from voc_cli.schema import Intent, Sentiment, Signal, Stage
from voc_cli.sentiment.features import Hasher
from voc_cli.sentiment.lexicon import Lexicon, load_lexicon
from voc_cli.sentiment.scorer import Scores, SentimentScorer, label
from voc_cli.sentiment.weights import Weights, load_weights
from voc_cli.signals.intent import intents
from voc_cli.signals.urgent import Raised, SignalFinder, load_rules
from voc_cli.text.clauses import ClauseSplitter
from voc_cli.text.entries import entry_reader
from voc_cli.text.lemmas import LemmaReader
from voc_cli.text.prepare import Mask, Prepared, Preparer
from voc_cli.valuechain.model import load_stage_weights
from voc_cli.valuechain.stages import UNKNOWN, Placement, StageClassifier
from voc_cli.valuechain.taxonomy import load_taxonomy

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """What a batch gave: ``texts`` (schema.ANNOTATED_TEXTS, one row a text, in order) and ``clauses``."""

    texts: pd.DataFrame
    clauses: pd.DataFrame  # schema.ANNOTATED_CLAUSES; text_no counts from 0 in the batch
    masked: Counter[str]  # kind of personal data to number of masks


class Annotator:
    """Annotates batches; the vocabulary it keeps between them is a cache and changes no result.

    Args:
        tokenizer: Also reads the dictionaries, so that entries and texts are cut alike.
        mask: Takes personal data out of a text; applied before anything else sees it.
    """

    def __init__(self, tokenizer: Tokenizer, *, mask: Mask, weights: Weights | None = None) -> None:
        self.preparer = Preparer(tokenizer, mask)
        self._weights = weights
        self._tools: _Tools | None = None

    def __reduce__(self) -> tuple[object, ...]:
        # Workers of a pool or cluster build their own vocabulary and load their own dictionaries.
        return _rebuild, (self.preparer.tokenizer, self.preparer.mask, self._weights)

    def __call__(self, texts: Sequence[str]) -> Annotated:
        """Annotate a batch of raw texts."""
        return self.finish(self.preparer(texts))

    def warm_up(self) -> _Tools:
        """Load the dictionaries and weights, once; an engine may do so while the analyser loads."""
        if self._tools is None:
            preparer = self.preparer
            self._tools = _Tools(preparer.vocabulary, preparer.tokenizer, self._weights or load_weights())
        return self._tools

    def finish(self, prepared: Prepared) -> Annotated:
        """Everything after the tokens, which ``preparer`` or its like in another process made."""
        morphemes, tools = prepared.morphemes, self.warm_up()
        spans = tools.splitter.split(morphemes)
        lemmas = tools.lemmas.read(morphemes, spans)
        scores = tools.scorer.score(morphemes, spans, lemmas)
        neutral = tools.scorer.neutral
        intent = intents(morphemes, spans, scores.clauses, neutral=neutral)
        leans = np.array([value is Intent.REQUEST for value in intent], dtype=bool)
        placement = tools.stages.place(lemmas, leans=leans, documents=spans.documents)
        signals = tools.signals.find(lemmas, is_positive=(scores.clauses > neutral).tolist())
        clauses = _clauses(morphemes, _Found(spans, lemmas, scores, intent, placement, signals), tools)
        texts = _texts(morphemes.texts, clauses, scores, neutral).assign(**{schema.MASKED: list(prepared.masks)})
        return Annotated(texts, clauses, count_masks(prepared.masks))


def count_masks(cells: Iterable[str]) -> Counter[str]:
    """What was masked in all texts together, from cells of schema.MASKED."""
    counts = Counter[str]()
    for cell, n_texts in Counter(filter(None, cells)).items():
        for part in cell.split(schema.SEPARATOR):
            kind, _, n = part.partition("=")
            counts[kind] += int(n) * n_texts
    return counts


def _rebuild(tokenizer: Tokenizer, mask: Mask, weights: Weights | None) -> Annotator:
    return Annotator(tokenizer, mask=mask, weights=weights)


class _Tools:
    """The loaded stages of one annotator."""

    def __init__(self, vocabulary: Vocabulary, tokenizer: Tokenizer, weights: Weights) -> None:
        reader = entry_reader(tokenizer)
        self.splitter = ClauseSplitter(vocabulary)
        self.lemmas = LemmaReader(vocabulary)
        self.scorer = SentimentScorer(weights, Lexicon(load_lexicon(), reader), Hasher(vocabulary))
        self.stages = StageClassifier(load_taxonomy(), reader, load_stage_weights())
        self.signals = SignalFinder(load_rules(), reader)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What the stages say of the clauses of one batch, one entry a clause."""

    spans: Spans
    lemmas: Lemmas
    scores: Scores
    intent: Sequence[Intent]
    placement: Placement
    signals: Sequence[tuple[Raised, ...]]


def _clauses(morphemes: Morphemes, found: _Found, tools: _Tools) -> pd.DataFrame:
    import pandas as pd

    spans, placement = found.spans, found.placement
    aspects = [tools.stages.taxonomy[n] if n != UNKNOWN else None for n in placement.aspects.tolist()]
    documents, starts, ends = spans.documents.tolist(), spans.starts.tolist(), spans.ends.tolist()
    n_before = np.searchsorted(spans.documents, np.arange(len(morphemes.texts)))
    clauses = pd.DataFrame(
        {
            schema.TEXT_NO: spans.documents,
            schema.CLAUSE_NO: np.arange(len(spans)) - n_before[spans.documents] + 1,
            schema.START: spans.starts,
            schema.END: spans.ends,
            schema.TEXT: [morphemes.texts[d][a:b] for d, a, b in zip(documents, starts, ends, strict=True)],
            schema.POLARITY: np.round(found.scores.clauses, 4),
            schema.SENTIMENT: label(found.scores.clauses, neutral=tools.scorer.neutral),
            schema.INTENT: [value.value for value in found.intent],
            schema.STAGE: placement.stages,
            schema.OWNER: [
                aspect.owner if aspect else tools.stages.owner_of[stage]
                for aspect, stage in zip(aspects, placement.stages, strict=True)
            ],
            schema.SIGNALS: [_signals(raised) for raised in found.signals],
            schema.EVIDENCE: [
                _evidence(*parts)
                for parts in zip(found.scores.evidence, placement.evidence, found.signals, strict=True)
            ],
            schema.ASPECT: [aspect.name if aspect else "" for aspect in aspects],
            schema.LEMMAS: [" ".join(found.lemmas.of(clause)) for clause in range(len(spans))],
        }
    )
    return schema.check(clauses, schema.ANNOTATED_CLAUSES, table="clauses")


def _signals(raised: Sequence[Raised]) -> str:
    return schema.SEPARATOR.join(dict.fromkeys(found.signal.value for found in raised))


def _evidence(opinions: Sequence[str], cues: Sequence[str], raised: Sequence[Raised]) -> str:
    words = (*opinions, *cues, *(f"{found.kind}:{found.words}" for found in raised))
    return schema.SEPARATOR.join(dict.fromkeys(words))


def _texts(texts: Sequence[str], clauses: pd.DataFrame, scores: Scores, neutral: float) -> pd.DataFrame:
    import pandas as pd

    n = len(texts)
    stages: list[list[str]] = [[] for _ in range(n)]
    signals: list[list[str]] = [[] for _ in range(n)]
    weights: list[Counter[str]] = [Counter() for _ in range(n)]
    columns = (
        clauses[name].tolist()
        for name in (schema.TEXT_NO, schema.STAGE, schema.SIGNALS, schema.INTENT, schema.POLARITY)
    )
    for number, stage, signal, intent, polarity in zip(*columns, strict=True):
        if stage != Stage.NONE:
            stages[number].append(stage)
        if signal:
            signals[number].extend(signal.split(schema.SEPARATOR))
        weights[number][intent] += 0.25 + abs(polarity)
    order = {intent.value: rank for rank, intent in enumerate(Intent)}
    return pd.DataFrame(
        {
            schema.TEXT: list(texts),
            schema.POLARITY: np.round(scores.documents, 4),
            schema.SENTIMENT: label(scores.documents, neutral=neutral),
            schema.INTENT: [
                min(found, key=lambda code, found=found: (-found[code], order[code])) if found else Intent.OTHER.value  # type: ignore[misc]
                for found in weights
            ],
            schema.STAGES: [_join(found, Stage) for found in stages],
            schema.SIGNALS: [_join(found, Signal) for found in signals],
        }
    )


def _join(found: Sequence[str], codes: type[Stage] | type[Signal] | type[Sentiment]) -> str:
    if not found:
        return ""
    present = set(found)
    return schema.SEPARATOR.join(code.value for code in codes if code.value in present)
