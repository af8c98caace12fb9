"""Evaluative words, idioms and complaint events, with the sign that turns with the target."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc_cli import resources
from voc_cli.hashing import WordHashes
from voc_cli.morphemes import NEGATION, Lemmas
from voc_cli.patterns import Hit, Lemmatise, PatternIndex, compile_entries, longest
from voc_cli.schema import SEPARATOR

RESOURCE: Final = "lexicon.csv"
STRONGEST: Final = 3
_FLIP: Final = -0.7  # "좋지 않다" is bad, but milder than "나쁘다" (Taboada et al., 2011)
# What may stand between a word and the "없다", "아니다", "못 느끼다" that denies it: "아쉬운 점이 하나도 없다".
_BETWEEN: Final = frozenset(
    {
        *("점/N", "것/N", "거/N", "일/N", "적/N", "데/N", "부분/N", "구석/N", "느낌/N", "도/N", "하나/N", "조금/N"),
        "하/V",  # "나쁘다고 할 게 없다"
        *("전혀/M", "하나/M", "딱히/M", "거의/M", "아예/M", "별로/M", "조금/M", "일절/M", "절대/M", "크게/M"),
    }
)
_TONES: Final = frozenset({"ㅠㅠ", "ㅜㅜ", "ㅎㅎ"})  # colour what words say, and speak only where no word does
_LESS: Final = "덜/M"
_NOT_THERE: Final = "없/V"
_IS_NOT: Final = "아니/V"  # but "비싼 거 아닌가요?" says that it is
_DENIALS: Final = frozenset({_NOT_THERE, _IS_NOT})
# Moods that firms give to what they sell: "안심구독", "행복카드" praise nothing; "행복만땅" does.
_NAMED: Final = frozenset({"안심/N", "행복/N", "희망/N", "사랑/N", "기쁨/N"})
_MEASURES: Final = frozenset({"백배/N", "만점/N", "만땅/N", "백프로/N", "자체/N", "최고/N", "가득/N", "중/N"})
_NOT_FOUND: Final = frozenset({"느끼/V", "찾/V", "보/V"})  # where a negation follows


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of an evaluative word or idiom."""

    words: str  # dictionary form
    strength: int  # -3 .. 3 without 0
    domain: str
    targets: tuple[str, ...]  # the sense applies only where one of these is spoken of


class Opinion(NamedTuple):
    """What one hit says: value in [-1, 1] after negation, and the entry's words."""

    value: float
    words: str
    negated: bool
    places: tuple[int, ...]
    aimed: bool = False  # in a sense that the word has of something which the clause names


def load_lexicon() -> tuple[Entry, ...]:
    """The entries that ship with the package."""
    rows = csv.DictReader(io.StringIO(resources.read_text(RESOURCE)))
    return tuple(
        Entry(
            row["entry"],
            int(row["strength"]),
            row["domain"],
            tuple(target.strip() for target in row["targets"].split(SEPARATOR) if target.strip()),
        )
        for row in rows
    )


class Lexicon:
    """Finds the opinions in the lemmas of a clause; longer idioms hide the words inside them."""

    def __init__(self, entries: Sequence[Entry], lemmatise: Lemmatise, words: WordHashes | None = None) -> None:
        senses: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            senses[entry.words].append(entry)
        self._words = list(senses)
        self._index = PatternIndex(compile_entries(self._words, lemmatise), words)
        targets = sorted({target for entry in entries for target in entry.targets})
        # The last noun of "배터리 소모" is what a clause must hold; compounds are often written apart or shortened.
        lemma_of = dict(zip(targets, lemmatise(targets), strict=True))
        self._senses = [
            [
                (frozenset(lemma_of[t][-1] for t in entry.targets if lemma_of[t]), entry.strength)
                for entry in senses[words]
            ]
            for words in self._words
        ]
        # Most senses ask for no target, and most clauses hold one such word.
        self._constant = [
            None if any(targets for targets, _ in senses) else self._strength(number, frozenset())
            for number, senses in enumerate(self._senses)
        ]

    def opinions(self, words: Sequence[str], *, asks: bool = False, demands: bool = False) -> Sequence[Opinion]:
        """The opinions in a clause of these lemmas, which ``asks`` a question, ``demands`` something, or does not."""
        hits = self._index.find(words)
        found = self._opinions(hits, words, asks) if hits else []
        return _as_meant(found) if demands else found

    def opinions_of_all(
        self, lemmas: Lemmas, asks: NDArray[np.bool_], demands: NDArray[np.bool_]
    ) -> list[Sequence[Opinion]]:
        """The opinions in each clause; ``asks`` and ``demands``, (n_clauses,), are true for questions and requests."""
        found: list[Sequence[Opinion]] = [[] for _ in range(len(asks))]
        questions, requests = asks.tolist(), demands.tolist()
        for clause, hits in self._index.find_all(lemmas).items():
            meant = [hit for hit in hits if not _is_in_name(hit, clause, lemmas)]
            opinions = self._opinions(meant, lemmas.of(clause), questions[clause]) if meant else []
            found[clause] = _as_meant(opinions) if requests[clause] else opinions
        return found

    def _opinions(self, hits: Sequence[Hit], words: Sequence[str], asks: bool) -> Sequence[Opinion]:
        if len(hits) == 1:
            strength = self._constant[hits[0].entry]
            if strength is not None:
                return [self._opinion(hits[0], strength, words, asks)] if strength else []
        present = frozenset(words)
        found = [(hit, self._strength(hit.entry, present)) for hit in hits]
        meant = {hit.entry: strength for hit, strength in found if strength}
        kept = longest([hit for hit, strength in found if strength])
        # "만족", "만족하다" and "만족스럽다" are one lemma: said once, it counts once.
        said: dict[tuple[int, ...], list[Hit]] = defaultdict(list)
        for hit in kept:
            said[hit.places].append(hit)
        opinions = [
            self._opinion(hits[0], sum(meant[hit.entry] for hit in hits) / len(hits), words, asks)
            for hits in said.values()
        ]
        targets = frozenset().union(*(self._targets(hit.entry, present) for hit in kept))
        if targets:
            opinions = [
                found._replace(aimed=any(self._targets(hit.entry, present) for hit in hits))
                for found, hits in zip(opinions, said.values(), strict=True)
            ]
            # "소음이 적다" blames no noise: what a sense is aimed at says nothing beside it.
            opinions = [o for o in opinions if o.aimed or not targets.issuperset(words[place] for place in o.places)]
        return opinions if len(opinions) == 1 else _speaking(opinions, words, asks)

    def _strength(self, number: int, present: frozenset[str]) -> float:
        senses = self._senses[number]
        aimed = [strength for targets, strength in senses if targets and not targets.isdisjoint(present)]
        plain = [strength for targets, strength in senses if not targets]
        chosen = aimed or plain
        return sum(chosen) / len(chosen) if chosen else 0.0

    def _targets(self, number: int, present: frozenset[str]) -> frozenset[str]:
        """The words of a clause of which an entry has a sense of its own."""
        return frozenset().union(*(targets & present for targets, _ in self._senses[number]))

    def _opinion(self, hit: Hit, strength: float, words: Sequence[str], asks: bool) -> Opinion:
        value = strength / STRONGEST
        negated = hit.negated or _denier(hit.places, words, asks) is not None or _is_lessened(hit.places, words)
        return Opinion(value * _FLIP if negated else value, self._words[hit.entry], negated, hit.places)


def _speaking(opinions: Sequence[Opinion], words: Sequence[str], asks: bool) -> Sequence[Opinion]:
    """``opinions`` without those that only deny another one ("맛이 없을 수가 없다"), or only colour what words say."""
    if any(len(found.places) == 1 and words[found.places[0]] in _DENIALS for found in opinions):
        deniers = {_denier(found.places, words, asks) for found in opinions}
        opinions = [found for found in opinions if len(found.places) > 1 or found.places[0] not in deniers]
    return [found for found in opinions if found.words not in _TONES] or opinions


def _as_meant(opinions: Sequence[Opinion]) -> Sequence[Opinion]:
    """``opinions`` of a request: who demands that a thing be not bad ("늦지 않게 해 주세요") says that it is."""
    return [
        found._replace(value=found.value / _FLIP, negated=False) if found.negated and found.value > 0 else found
        for found in opinions
    ]


def _is_in_name(hit: Hit, clause: int, lemmas: Lemmas) -> bool:
    """Whether a mood is written in one with the noun behind it, and so names a thing ("안심구독에 가입돼 있네요")."""
    place = lemmas.bounds[clause] + hit.places[0]
    if len(hit.places) > 1 or lemmas.words[place] not in _NAMED or place + 1 >= lemmas.bounds[clause + 1]:
        return False
    following = lemmas.words[place + 1]
    touches = lemmas.starts[place + 1] == lemmas.ends[place]
    return touches and following.endswith("/N") and following not in _MEASURES


def _is_lessened(places: Sequence[int], words: Sequence[str]) -> bool:
    """Whether the last word is said to be less so than before, or than elsewhere ("연기가 덜 나요")."""
    last = max(places)
    return last > 0 and words[last - 1] == _LESS and last - 1 not in places


def _denier(places: Sequence[int], words: Sequence[str], asks: bool) -> int | None:
    """Where it is said that what stands at ``places`` is not there, not so, or not to be found."""
    place = max(places) + 1
    while place < len(words) and words[place] in _BETWEEN:
        place += 1
    if place == len(words):
        return None
    word = words[place]
    is_denied = (
        word == _NOT_THERE
        or (word == _IS_NOT and not asks)
        or (word in _NOT_FOUND and words[place + 1 : place + 2] == [NEGATION])
    )
    return place if is_denied else None
