"""The stages between morphemes and clauses, one behind the other: none knows the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from voc_cli.dictionary.tables import Dictionary
from voc_cli.hashing import WordHashes
from voc_cli.marks import NOT_OF_THE_TABLE
from voc_cli.morphemes import Lemmas, Morphemes, Spans, Tokenizer, Vocabulary
from voc_cli.schema import Intent, Stage
from voc_cli.sentiment.asking import Asking
from voc_cli.sentiment.correction import LemmaFeatures
from voc_cli.sentiment.features import Hasher
from voc_cli.sentiment.lexicon import Lexicon, load_lexicon
from voc_cli.sentiment.scorer import Scores, SentimentScorer
from voc_cli.sentiment.weights import Weights
from voc_cli.signals.acts import ActReader
from voc_cli.signals.intent import IntentClassifier
from voc_cli.signals.intent_model import load_intent_weights
from voc_cli.signals.leaving import ASKING, Act
from voc_cli.signals.staff import StaffFinder
from voc_cli.signals.urgent import Raised, SignalFinder, mood_around
from voc_cli.text.clauses import ClauseSplitter
from voc_cli.text.entries import entry_reader
from voc_cli.text.lemmas import LemmaReader
from voc_cli.text.person_names import find_names
from voc_cli.text.synonyms import compile_synonyms, unify, unify_lemmas
from voc_cli.valuechain.counting import UNKNOWN
from voc_cli.valuechain.model import load_stage_weights
from voc_cli.valuechain.partners import Named, PartnerFinder
from voc_cli.valuechain.promises import PromiseFinder
from voc_cli.valuechain.stages import Placement, StageClassifier

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What is asked for is mostly asked of what was just spoken of ("알림이 안 와요. 고쳐 주세요").
_LEANING = frozenset({Intent.REQUEST, Intent.SUGGESTION, Intent.INQUIRY})


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the stages say of the clauses of one batch, one entry a clause."""

    spans: Spans
    said: Sequence[str]
    lemmas: Lemmas
    scores: Scores
    act: NDArray[np.int32]
    intent: Sequence[Intent]
    placement: Placement
    signals: Sequence[tuple[Raised, ...]]
    partners: Sequence[tuple[Named, ...]]
    promises: Sequence[str]


class Chain:
    """The loaded stages of one annotator, and how each hands its result to the next."""

    def __init__(self, vocabulary: Vocabulary, tokenizer: Tokenizer, weights: Weights, dictionary: Dictionary) -> None:
        plain = entry_reader(tokenizer, user_words=[word for word, _ in dictionary.user_words])
        self.synonyms = compile_synonyms(dictionary.synonyms, plain)
        reader = plain if not self.synonyms else lambda entries: [unify(w, self.synonyms) for w in plain(entries)]
        self.stop_words = frozenset(word for words in reader(list(dictionary.stop_words)) for word in words)
        self.splitter = ClauseSplitter(vocabulary)
        self.lemmas = LemmaReader(vocabulary)
        hashes = WordHashes()
        self.scorer = SentimentScorer(weights, Lexicon(load_lexicon(), reader, hashes), Hasher(vocabulary))
        self.stages = StageClassifier(dictionary.aspects, reader, load_stage_weights(), hashes)
        self.acts = ActReader(vocabulary)
        self.intents = IntentClassifier(load_intent_weights(), hashes)
        self.signals = SignalFinder(dictionary.rules, reader, hashes)
        self.partners = PartnerFinder(dictionary.partners, dictionary.partner_kinds, dictionary.aspects)
        self.staff = StaffFinder(dictionary.roles, find_names=find_names)
        self.promises = PromiseFinder(dictionary.promises, reader, hashes)
        self.features = LemmaFeatures()

    def find(self, morphemes: Morphemes) -> Found:
        """What all stages say of the clauses of one batch."""
        spans = self.splitter.split(morphemes)
        lemmas = unify_lemmas(self.lemmas.read(morphemes, spans), self.synonyms)
        said = _stretches(morphemes, spans)
        act = self.acts.read(morphemes, spans)
        act[self.promises.reproaches(said)] |= Act.WITHHOLDS
        scores = self.scorer.score(morphemes, spans, lemmas, Asking.of(act, ASKING))
        neutral = self.scorer.neutral
        intent = _without_opinion(self.intents.find(lemmas, act, scores.clauses, neutral=neutral), scores.mute)
        leans = np.array([value in _LEANING for value in intent], dtype=bool)
        placement = self.stages.place(lemmas, leans=leans, documents=spans.documents)
        around = mood_around(scores.clauses, spans.documents.astype(np.int64))
        signals = self.signals.find(lemmas, said, polarity=scores.clauses, neutral=neutral, acts=act, around=around)
        leaning = (np.sign(scores.clauses) * (np.abs(scores.clauses) > neutral)).astype(int).tolist()
        documents = spans.documents.tolist()
        partners = self.partners.find(said, leaning=leaning, documents=documents)
        placement = _charged(placement, partners, said, lemmas, self, starts=spans.starts.tolist())
        promises = self.promises.find(said, lemmas, leaning=leaning, documents=documents)
        places = zip(placement.aspects.tolist(), placement.evidence, leaning, strict=True)
        for number, (aspect, words, leans_to) in enumerate(places):
            # The model alone is no witness: nearly half of what it takes for another thing than advertised is not.
            tabled = any(not word.startswith(NOT_OF_THE_TABLE) for word in words)
            if leans_to < 0 and tabled and aspect != UNKNOWN and self.stages.taxonomy[aspect].is_promise:
                promises[number] = promises[number] or self.promises.of_place(said[number])
        return Found(spans, said, lemmas, scores, act, intent, placement, signals, partners, promises)


def _charged(
    placement: Placement,
    partners: Sequence[tuple[Named, ...]],
    said: Sequence[str],
    lemmas: Lemmas,
    tools: Chain,
    *,
    starts: Sequence[int],
) -> Placement:
    """``placement`` with what partners did charged to them, and its aspects sought in the new stage."""
    manners = _manners(partners, said, lemmas, tools, starts)
    charged = tools.partners.charge(placement, partners, said, manners)
    pairs = zip(placement.stages, charged.stages, charged.aspects.tolist(), strict=True)
    moved = [number for number, (old, new, aspect) in enumerate(pairs) if old != new and aspect == UNKNOWN]
    if not moved:
        return charged
    aspects = charged.aspects.copy()
    aspects[moved] = tools.stages.aspects_within(lemmas.take(moved), [charged.stages[number] for number in moved])
    return replace(charged, aspects=aspects)


def _manners(
    partners: Sequence[tuple[Named, ...]], said: Sequence[str], lemmas: Lemmas, tools: Chain, starts: Sequence[int]
) -> frozenset[int]:
    """The clauses that judge how a partner's people behave: they say so without its name, too."""
    numbers = [number for number, named in enumerate(partners) if named and tools.staff.find(said[number])]
    if not numbers:
        return frozenset()
    rest = Lemmas([], [], [], [0])
    for number in numbers:
        names = [range(*(starts[number] + at for at in one.place)) for one in partners[number] if one.place]
        for at in range(lemmas.bounds[number], lemmas.bounds[number + 1]):
            if not any(lemmas.starts[at] in name for name in names):
                rest.words.append(lemmas.words[at])
                rest.starts.append(lemmas.starts[at])
                rest.ends.append(lemmas.ends[at])
        rest.bounds.append(len(rest.words))
    alone = np.arange(len(numbers), dtype=np.int32)
    placed = tools.stages.place(rest, leans=np.zeros(len(numbers), dtype=bool), documents=alone)
    return frozenset(number for number, stage in zip(numbers, placed.stages, strict=True) if stage == Stage.PEOPLE)


def _stretches(morphemes: Morphemes, spans: Spans) -> list[str]:
    """The text of each clause."""
    places = zip(spans.documents.tolist(), spans.starts.tolist(), spans.ends.tolist(), strict=True)
    return [morphemes.texts[document][start:end] for document, start, end in places]


def _without_opinion(intents: Sequence[Intent], mute: NDArray[np.bool_]) -> list[Intent]:
    """``intents``, but that who says nothing neither complains nor praises."""
    opinions = (Intent.COMPLAINT, Intent.PRAISE)
    pairs = zip(intents, mute.tolist(), strict=True)
    return [Intent.OTHER if is_mute and intent in opinions else intent for intent, is_mute in pairs]
