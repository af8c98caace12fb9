"""Why a text is judged as it is: every label of every clause with what decided it, in numbers that add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.chain import Found
from voc_cli.morphemes import Morphemes
from voc_cli.scoring import intensities
from voc_cli.sentiment.asking import Asking
from voc_cli.sentiment.contributions import Learned, contributions
from voc_cli.sentiment.correction import Correction, Floats, LemmaFeatures, heard, logits_of, of_texts, with_bias
from voc_cli.sentiment.lexicon import Opinion
from voc_cli.sentiment.scorer import (
    CLAUSE_COLUMNS,
    DOCUMENT_COLUMNS,
    OPINION_COLUMNS,
    Parts,
    SentimentScorer,
    whole_texts,
)
from voc_cli.signals.leaving import ASKING, Act
from voc_cli.signals.urgent import Raised
from voc_cli.text.cues import find_cues
from voc_cli.valuechain.stages import STAGE_CODES

_N_SHARES: Final = 8  # stretches named, the strongest
_ROUNDED: Final = 1e-4  # what tables round away
_N_STAGES: Final = 2  # the chosen one, and the one that came next
_LEXICON: Final = {"good": (1, False), "bad": (-1, False), "no_good": (-1, True), "no_bad": (1, True)}


@dataclass(frozen=True, slots=True)
class Part:
    """One summand of a logit: what it is (a code), the words it rests on, its value."""

    name: str
    value: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of the text and what they add to the logit."""

    text: str
    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One morpheme and its share of what the models learnt."""

    form: str
    tag: str
    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class CueFound:
    """Words that change what is said (text.cues.CueKind); their value is part of what the models learnt."""

    kind: str
    text: str
    value: float


@dataclass(frozen=True, slots=True)
class ClauseStory:
    """One clause. ``parts`` add up to ``logit``; ``scorer.polarity_of`` it and ``certainty``, ``shift`` moves that."""

    text: str
    start: int
    end: int
    polarity: float
    sentiment: str
    intensity: str
    logit: float
    certainty: float  # probability that the clause holds an opinion
    shift: float  # of the logit of the polarity, by a correction; 0 without one
    parts: tuple[Part, ...]
    stretches: tuple[Stretch, ...]  # strongest n-grams; their values are part of "learned"
    morphemes: tuple[Morpheme, ...]
    cues: tuple[CueFound, ...]
    opinion_parts: tuple[Part, ...]  # add up to the logit of ``certainty``
    intent: str
    acts: tuple[str, ...]  # what the ending does
    stage: str
    aspect: str
    owner: str
    stage_words: tuple[str, ...]
    stage_shares: tuple[Part, ...]  # the likeliest stages, all around them weighed; the likeliest of all is chosen
    signals: tuple[Raised, ...]


@dataclass(frozen=True, slots=True)
class TextStory:
    """One text. ``parts`` add up to ``logit``; ``scorer.polarity_of`` it and ``certainty``, ``shift`` moves that."""

    text: str  # masked
    polarity: float
    sentiment: str
    intensity: str
    logit: float
    certainty: float  # probability that the text holds an opinion
    shift: float
    parts: tuple[Part, ...]
    stretches: tuple[Stretch, ...]
    intent: str
    stages: tuple[str, ...]
    signals: tuple[str, ...]
    clauses: tuple[ClauseStory, ...]


def explain(texts: Sequence[str], annotator: Annotator) -> list[TextStory]:
    """The story of each text, told with the numbers and labels that ``annotator`` gives it."""
    prepared = annotator.preparer(texts)
    return _Teller(annotator, prepared.morphemes, annotator.finish(prepared)).stories()


class _Teller:
    """What the annotator made of one batch, and how."""

    def __init__(self, annotator: Annotator, morphemes: Morphemes, annotated: Annotated) -> None:
        tools = annotator.warm_up()
        self._scorer: SentimentScorer = tools.scorer
        self._morphemes, self._annotated = morphemes, annotated
        self._found: Found = tools.find(morphemes)
        self._parts: Parts = tools.scorer.parts(
            morphemes, self._found.spans, self._found.lemmas, Asking.of(self._found.act, ASKING)
        )
        self._raised = tools.signals.find(
            self._found.lemmas,
            self._found.said,
            polarity=annotated.clauses[schema.POLARITY].to_numpy(),
            neutral=annotator.neutral,
            acts=self._found.act,
        )
        self._shifts = _shifts(annotator.correction, annotated, self._found)

    def stories(self) -> list[TextStory]:
        clauses = [list[ClauseStory]() for _ in self._morphemes.texts]
        for number, story in zip(self._found.spans.documents.tolist(), self._clauses(), strict=True):
            clauses[number].append(story)
        return [self._text(number, tuple(found)) for number, found in enumerate(clauses)]

    def _clauses(self) -> Iterator[ClauseStory]:
        meta = self._scorer.weights.meta
        logits, certain = self._parts.composed.logits.tolist(), self._parts.composed.certainty.tolist()
        table = self._annotated.clauses
        steps = intensities(table[schema.POLARITY], table[schema.SENTIMENT])
        for number, row in enumerate(table.to_dict("records")):
            by = dict(zip(CLAUSE_COLUMNS, meta.clause, strict=False))
            turned = "turned_" if self._is_turned(number) else ""
            weights = (by[f"{turned}films"], by[f"{turned}customers"], 0.0)
            learned = contributions(self._scorer, self._morphemes, self._found.spans, number, by=weights)
            yield ClauseStory(
                text=row[schema.TEXT],
                start=row[schema.START],
                end=row[schema.END],
                polarity=row[schema.POLARITY],
                sentiment=row[schema.SENTIMENT],
                intensity=steps[number],
                logit=logits[number],
                certainty=certain[number],
                shift=float(self._shifts[0][number]),
                parts=tuple(self._clause_parts(number, learned)),
                stretches=self._stretches(learned, row[schema.TEXT_NO]),
                morphemes=self._morphemes_of(number, learned),
                cues=self._cues(number, learned),
                opinion_parts=tuple(self._opinion_parts(number)),
                intent=row[schema.INTENT],
                acts=_acts(row[schema.ACT]),
                stage=row[schema.STAGE],
                aspect=row[schema.ASPECT],
                owner=row[schema.OWNER],
                stage_words=tuple(self._found.placement.evidence[number]),
                stage_shares=self._stage_shares(number),
                signals=() if row[schema.EVIDENCE] == schema.COMPANY_REPLY else self._raised[number],
            )

    def _stage_shares(self, clause: int) -> tuple[Part, ...]:
        shares = self._found.placement.shares[clause]
        best = np.argsort(-shares, kind="stable")[:_N_STAGES].tolist()
        return tuple(Part(STAGE_CODES[number], float(shares[number])) for number in best)

    def _is_turned(self, clause: int) -> bool:
        columns = self._parts.clauses[clause]
        denied = [columns[CLAUSE_COLUMNS.index(name)] for name in ("no_good", "no_bad", "denials")]
        return bool(np.any(denied))

    def _clause_parts(self, clause: int, learned: Learned) -> Iterator[Part]:
        """The words that the models learnt, the entries of the lexicon, what else weighs, and the base."""
        weights = self._scorer.weights.meta.clause
        yield Part("learned", float(learned.morphemes.sum()) + learned.rest)
        base = learned.base + weights[-1]
        for name, value, weight in zip(CLAUSE_COLUMNS, self._parts.clauses[clause].tolist(), weights, strict=False):
            if name in _LEXICON:
                yield from entry_parts(self._parts.opinions[clause], name, value * weight)
            elif not name.endswith(("films", "customers")) and value:
                yield Part(name, value * weight)
        yield from _further(self._fault(clause), self._parts.composed.asked.logits[clause])
        yield from _further("told", self._parts.composed.told.logits[clause])
        yield from _further("neighbours", self._parts.composed.neighbours[clause])
        yield Part("base", base)

    def _fault(self, clause: int) -> str:
        return "withheld" if int(self._found.act[clause]) & Act.WITHHOLDS else "asks"

    def _opinion_parts(self, clause: int) -> Iterator[Part]:
        weights = self._scorer.weights.meta.opinion
        columns = self._parts.holding[clause].tolist()
        yield from (
            Part(*pair) for pair in zip(OPINION_COLUMNS, np.multiply(columns, weights[:-1]).tolist(), strict=True)
        )
        yield from _further(self._fault(clause), self._parts.composed.asked.holding[clause])
        yield from _further("told", self._parts.composed.told.holding[clause])
        yield from _further("neighbours", self._parts.composed.stirred[clause])
        yield Part("base", weights[-1])

    def _stretches(self, learned: Learned, text_no: int) -> tuple[Stretch, ...]:
        text = self._morphemes.texts[text_no]
        return tuple(
            Stretch(text[share.start : share.end], share.start, share.end, share.value)
            for share in learned.shares[:_N_SHARES]
        )

    def _morphemes_of(self, clause: int, learned: Learned) -> tuple[Morpheme, ...]:
        spans, morphemes = self._found.spans, self._morphemes
        places = range(int(spans.firsts[clause]), int(spans.lasts[clause]))
        pairs = [morphemes.vocabulary.pairs[morphemes.ids[place]] for place in places]
        return tuple(
            Morpheme(form, tag, int(morphemes.starts[place]), int(morphemes.ends[place]), value)
            for place, (form, tag), value in zip(places, pairs, learned.morphemes.tolist(), strict=True)
        )

    def _cues(self, clause: int, learned: Learned) -> tuple[CueFound, ...]:
        spans, morphemes = self._found.spans, self._morphemes
        first, last = int(spans.firsts[clause]), int(spans.lasts[clause])
        text = morphemes.texts[int(spans.documents[clause])]
        return tuple(
            CueFound(
                cue.kind.value,
                text[int(morphemes.starts[cue.first]) : int(morphemes.ends[cue.last - 1])],
                float(learned.morphemes[cue.first - first : cue.last - first].sum()),
            )
            for cue in find_cues(morphemes, first, last)
        )

    def _text(self, number: int, clauses: tuple[ClauseStory, ...]) -> TextStory:
        meta, row = self._scorer.weights.meta, self._annotated.texts.iloc[[number]]
        by = dict(zip(DOCUMENT_COLUMNS, meta.document, strict=False))
        units = whole_texts(self._morphemes)
        films = float(self._parts.film_share[number]) * by["film_films"]
        learned = contributions(self._scorer, self._morphemes, units, number, by=(films, 0.0, 0.0))
        record = row.to_dict("records")[0]
        parts = list(_further("learned", float(learned.morphemes.sum()) + learned.rest))
        for name, value, weight in zip(
            DOCUMENT_COLUMNS, self._parts.documents[number].tolist(), meta.document, strict=False
        ):
            if name != "film_films":
                parts.extend(_further(name, value * weight))
        parts.append(Part("base", learned.base + meta.document[-1]))
        return TextStory(
            text=record[schema.TEXT],
            polarity=record[schema.POLARITY],
            sentiment=record[schema.SENTIMENT],
            intensity=intensities(row[schema.POLARITY], row[schema.SENTIMENT])[0],
            logit=sum(part.value for part in parts) if clauses else 0.0,
            certainty=float(self._parts.holds[number]),
            shift=float(self._shifts[1][number]),
            parts=tuple(parts) if clauses else (),
            stretches=self._stretches(learned, number) if films else (),
            intent=record[schema.INTENT],
            stages=_codes(record[schema.STAGES]),
            signals=_codes(record[schema.SIGNALS]),
            clauses=clauses,
        )


def entry_parts(opinions: Sequence[Opinion], column: str, value: float) -> Iterator[Part]:
    """The value of a column of the lexicon, divided among its entries by their strength."""
    sign, negated = _LEXICON[column]
    chosen = [o for o in opinions if o.negated is negated and o.value * sign > 0]
    total = sum(abs(o.value) for o in chosen)
    for opinion in chosen:
        yield Part("negated" if negated else "lexicon", value * abs(opinion.value) / total, opinion.words)


def _further(name: str, value: float) -> Iterator[Part]:
    """The part, where there is any."""
    if value:
        yield Part(name, float(value))


def _acts(act: int) -> tuple[str, ...]:
    names = {
        Act.REQUEST: "request",
        Act.SUGGESTION: "suggestion",
        Act.IMPERATIVE: "imperative",
        Act.QUESTION: "question",
        Act.WITHHOLDS: "withholds",
    }
    return tuple(name for bit, name in names.items() if act & bit)


def _shifts(correction: Correction | None, annotated: Annotated, found: Found) -> tuple[Floats, Floats]:
    """How far a correction moved the logits of clauses and of texts."""
    n_texts = len(annotated.texts)
    if correction is None:
        return np.zeros(len(annotated.clauses)), np.zeros(n_texts)
    counts = LemmaFeatures().counts(annotated.clauses[schema.LEMMAS].tolist())
    spread = of_texts(counts, annotated.clauses[schema.TEXT_NO].to_numpy(dtype=np.int64), n_texts=n_texts)
    words = correction.shifts(spread)
    meta = correction.meta
    moved = with_bias(np.round(found.scores.documents, 4), words, meta.bias, neutral=meta.neutral)
    before, after = np.round(found.scores.clauses, 4), annotated.clauses[schema.POLARITY].to_numpy()
    heard_words = heard(correction.shifts(counts))
    # A clause that is all of its text may have followed that.
    follows = np.abs(correction.shift_clauses(before, correction.shifts(counts)) - after) > _ROUNDED
    of_clauses = np.where(follows, logits_of(after) - logits_of(before), heard_words)
    return of_clauses, np.where(spread.getnnz(axis=1) > 0, moved, 0.0)


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(schema.SEPARATOR)) if cell else ()
