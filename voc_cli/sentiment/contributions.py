"""Which words made the logits of the linear models, n-gram by n-gram and morpheme by morpheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from voc_cli.morphemes import Morphemes, Spans
from voc_cli.sentiment.features import CHARACTER_ORDERS, MORPHEME_ORDERS
from voc_cli.sentiment.scorer import STEADY, Floats, SentimentScorer


@dataclass(frozen=True, slots=True)
class Share:
    """What a stretch of the text adds to a logit."""

    start: int  # characters in the text
    end: int
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A weighted sum of logits of one unit, taken apart: the values of ``shares`` and ``base`` add up to it."""

    shares: tuple[Share, ...]  # strongest first, each stretch once
    base: float  # intercepts: what is said of no words at all
    morphemes: Floats  # (n_morphemes of the unit,): the shares, divided among the morphemes that they cover
    rest: float  # shares that cover no morpheme, such as white space


def contributions(
    scorer: SentimentScorer, morphemes: Morphemes, units: Spans, unit: int, *, by: Sequence[float]
) -> Learned:
    """How the words of one of ``units`` made the sum of its logits, each times its number in ``by``."""
    alone = Spans(*(getattr(units, name)[unit : unit + 1] for name in Spans.__slots__))
    hashes = np.concatenate([np.zeros(0, np.uint32), *(part for _, part in scorer.hasher.features(morphemes, alone))])
    weights, meta = scorer.weights, scorer.weights.meta
    root = np.sqrt(len(hashes) + STEADY)
    values = np.zeros(len(hashes))
    for table, bits, scale, weight in zip(weights.tables, meta.bits, meta.scales, by, strict=True):
        values += table[hashes >> np.uint32(32 - bits)] * (weight * scale / root)
    stretches: dict[tuple[int, int], float] = {}
    for stretch, value in zip(_stretches(morphemes, alone), values.tolist(), strict=True):
        stretches[stretch] = stretches.get(stretch, 0.0) + value
    shares = sorted((Share(*stretch, value) for stretch, value in stretches.items()), key=lambda s: -abs(s.value))
    first, last = int(alone.firsts[0]), int(alone.lasts[0])
    of_morphemes, rest = _divide(shares, morphemes.starts[first:last].tolist(), morphemes.ends[first:last].tolist())
    base = float(np.dot(meta.intercepts, by))
    return Learned(tuple(shares), base, of_morphemes, rest)


def _stretches(morphemes: Morphemes, unit: Spans) -> Iterator[tuple[int, int]]:
    """The characters that each feature of ``Hasher.features`` covers, in the same order."""
    first, last = int(unit.firsts[0]), int(unit.lasts[0])
    starts, ends = morphemes.starts.tolist(), morphemes.ends.tolist()
    for order in MORPHEME_ORDERS:
        yield from ((starts[i], ends[i + order - 1]) for i in range(first, last - order + 1))
    begin, end = int(unit.starts[0]), int(unit.ends[0])
    for order in CHARACTER_ORDERS:
        yield from ((i, i + order) for i in range(begin, end - order + 1))


def _divide(shares: Sequence[Share], starts: Sequence[int], ends: Sequence[int]) -> tuple[Floats, float]:
    values, rest = np.zeros(len(starts)), 0.0
    for share in shares:
        covered = [i for i, (a, b) in enumerate(zip(starts, ends, strict=True)) if a < share.end and b > share.start]
        if covered:
            values[covered] += share.value / len(covered)
        else:
            rest += share.value
    return values, rest
