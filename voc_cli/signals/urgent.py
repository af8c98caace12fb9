"""The signals that must never drown (design section 4): safety, legal, churn, praised staff, from a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from voc_cli import resources
from voc_cli.hashing import WordHashes
from voc_cli.morphemes import NEGATION, Lemmas
from voc_cli.patterns import Hit, Lemmatise, PatternIndex, compile_entries, spellings
from voc_cli.schema import SEPARATOR, URGENT, Signal
from voc_cli.signals.guards import guarded, is_likened, load_absence, load_guards, load_mentions, mentioned
from voc_cli.signals.leaving import KINDS, REPORTS, Act, Leaving, graded
from voc_cli.signals.writing import WritingFinder, load_writings

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESOURCE: Final = "signals.csv"
GLAD: Final = 0.6  # polarity above which a clause about leaving is about having come ("갈아타길 잘했어요")
_DELIGHTED: Final = 0.9  # the ending says more than polarity, but who is delighted has come and not gone
_TOLD: Final = 3  # last lemmas that are named where no word of the table decided
_NEGATED: Final = {NEGATION: "않다"}
_FAR: Final = 5  # words behind the hit in which its absence is looked for
_ALONE: Final = -1.0  # mood around a clause that is the whole of its text; no mean of others is as bad
GRAVE: Final = 3  # severity of what is raised even in a clause that praises


@dataclass(frozen=True, slots=True)
class Rule:
    """One sort of case: the phrases that raise it, and those that take it away in the same clause."""

    signal: Signal
    kind: str
    severity: int  # 1 .. 3; 3 asks for somebody to act today
    phrases: tuple[str, ...]
    counter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """A signal raised by a clause, with the words that raised it."""

    signal: Signal
    kind: str
    severity: int
    words: str


def load_rules() -> tuple[Rule, ...]:
    """The rules that ship with the package."""
    rows = csv.DictReader(io.StringIO(resources.read_text(RESOURCE)))
    return tuple(
        Rule(Signal(row["signal"]), row["kind"], int(row["severity"]), _cell(row["phrases"]), _cell(row["counter"]))
        for row in rows
    )


def _cell(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(SEPARATOR) if part.strip()))


@dataclass(frozen=True, slots=True)
class _Mood:
    """How a clause, and the rest of its text, is judged."""

    is_positive: bool
    is_glad: bool
    is_glad_around: bool
    is_sour_around: bool


class SignalFinder:
    """Finds the signals of clauses; recall first: what is grave is raised whatever the polarity."""

    def __init__(self, rules: Sequence[Rule], lemmatise: Lemmatise, words: WordHashes | None = None) -> None:
        self._rules = tuple(rules)
        self._numbers = {rule.kind: number for number, rule in enumerate(rules)}
        entries = [(n, entry, True) for n, rule in enumerate(rules) for entry in rule.phrases]
        entries += [(n, entry, False) for n, rule in enumerate(rules) for entry in rule.counter]
        # Every spelling is an entry of its own, and told as it stands in the table.
        ways = [spellings(entry) for _, entry, _ in entries]
        self._entries = [entry for entry, spelt in zip(entries, ways, strict=True) for _ in spelt]
        self._counters = frozenset(number for number, (_, _, raises) in enumerate(self._entries) if not raises)
        self._index = PatternIndex(compile_entries([way for spelt in ways for way in spelt], lemmatise), words)
        self._writings = WritingFinder(load_writings())
        # Now, while the analyser loads: their patterns take a tenth of a second.
        for load in (load_guards, load_mentions, load_absence):
            load()

    def find(
        self,
        lemmas: Lemmas,
        said: Sequence[str],
        *,
        polarity: NDArray[np.float64],
        neutral: float,
        acts: NDArray[np.int32],
        around: NDArray[np.float64] | None = None,
    ) -> list[tuple[Raised, ...]]:
        """The signals of each clause, the gravest first; staff is praised and a customer leaves by its polarity.

        Args:
            said: The clauses as they are written.
            polarity: Of the clauses, shape (n_clauses,); ``neutral`` is where good begins.
            acts: Of the clauses (``leaving.Act``), shape (n_clauses,); they grade a departure.
            around: ``mood_around`` of the clauses, shape (n_clauses,); none is in a glad text without.
        """
        found: list[tuple[Raised, ...]] = [()] * len(polarity)
        hits, written = self._index.find_all(lemmas), self._writings.find_all(said)
        around = np.full(len(polarity), _ALONE) if around is None else around
        leaving = np.flatnonzero((polarity <= _DELIGHTED) & (acts & Act.LEAVES > 0)).tolist()
        raising = {clause for clause, own in hits.items() if any(hit.entry not in self._counters for hit in own)}
        for clause in sorted(raising.union(leaving, written)):
            value, act = float(polarity[clause]), int(acts[clause])
            others = float(around[clause])
            mood = _Mood(value > neutral, value > GLAD, others > neutral, _ALONE < others < -neutral)
            in_writing = written.get(clause, ())
            raised = self._find(hits.get(clause, ()), in_writing, lemmas.of(clause), said[clause], mood)
            if act & Act.PASSES:
                raised = tuple(case for case in raised if case.signal is not Signal.CHURN)
            if act & Act.REPORTED:
                raised = tuple(case for case in raised if case.kind != REPORTS)
            left = [case for case in raised if case.signal is Signal.CHURN]
            if left or (value <= _DELIGHTED and act & Act.LEAVES and _is_leaving(said[clause], act, mood)):
                raised = _graded(raised, left, act, lemmas.of(clause), _nearest(in_writing))
            found[clause] = raised
        return found

    def _find(
        self,
        hits: Sequence[Hit],
        written: Sequence[tuple[str, str]],
        words: Sequence[str],
        said: str,
        mood: _Mood,
    ) -> tuple[Raised, ...]:
        counters = (hit for hit in hits if hit.entry in self._counters and not hit.negated)
        # "폭죽처럼 불꽃이 튀었어요" speaks of sparks, not of fireworks.
        meant = (hit for hit in counters if not is_likened([words[place] for place in hit.places], said))
        taken = {self._entries[hit.entry][0] for hit in meant}
        raised: dict[int, Hit] = {}
        for hit in hits:
            number, _, raises = self._entries[hit.entry]
            denied = hit.negated or number in taken or _is_absent(hit, words, mood.is_glad)
            if not raises or denied or not self._allowed(number, mood):
                continue
            told = self._guarded(number, hit, words, said, mood)
            if told is not None and self._allowed(told, mood):
                best = raised.get(told)
                if best is None or len(hit.places) > len(best.places):
                    raised[told] = hit
        found = [self._raised(number, hit) for number, hit in raised.items()]
        for kind, letters in written:
            place = self._numbers.get(kind)
            if place is not None and place not in raised and place not in taken and self._allowed(place, mood):
                found += self._as_written(place, letters, said, mood)
        if any(case.signal in URGENT for case in found):
            # Whoever tells of harm praises nobody, whatever the polarity.
            found = [case for case in found if case.signal is not Signal.PRAISE_STAFF]
        return _ordered(found)

    def _allowed(self, number: int, mood: _Mood) -> bool:
        rule = self._rules[number]
        if rule.signal is Signal.PRAISE_STAFF:
            return mood.is_positive
        # Who is glad names what is not there, or what others do ("사기도 없고 친절해서 좋아요").
        return not mood.is_glad or (rule.signal in URGENT and rule.severity >= GRAVE)

    def _guarded(self, number: int, hit: Hit, words: Sequence[str], said: str, mood: _Mood) -> int | None:
        """The rule that ``hit`` raises after a look at the clause around it."""
        rule = self._rules[number]
        found = [words[place] for place in hit.places]
        is_urgent = rule.signal in URGENT
        around = {"is_glad": mood.is_glad_around, "is_sour": mood.is_sour_around}
        kind = guarded(rule.kind, found, said, is_urgent=is_urgent, **around)
        if kind == rule.kind and is_urgent and rule.severity >= GRAVE:
            kind = mentioned(kind, rule.signal, found, said, is_glad=mood.is_glad_around)
        return self._numbers.get(kind, number) if kind else None

    def _as_written(self, number: int, letters: str, said: str, mood: _Mood) -> list[Raised]:
        """What a clause raises by its letters, unless the clause around them says otherwise."""
        rule = self._rules[number]
        is_urgent = rule.signal in URGENT
        if guarded(rule.kind, (), said, is_urgent=is_urgent, is_glad=mood.is_glad_around) != rule.kind:
            return []
        return [Raised(rule.signal, rule.kind, rule.severity, letters)]

    def _raised(self, number: int, hit: Hit) -> Raised:
        rule = self._rules[number]
        return Raised(rule.signal, rule.kind, rule.severity, self._entries[hit.entry][1])


def mood_around(polarity: NDArray[np.float64], documents: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean polarity (-1..1) of the other clauses of each clause's text, -1 where it stands alone.

    Args:
        polarity: Of the clauses, shape (n_clauses,).
        documents: Number of the text of each clause, 0 or above, shape (n_clauses,).
    """
    totals, counts = np.bincount(documents, weights=polarity), np.bincount(documents)
    others = counts[documents] - 1
    around: NDArray[np.float64] = np.where(others > 0, (totals[documents] - polarity) / np.maximum(others, 1), _ALONE)
    return around


def _is_leaving(said: str, act: int, mood: _Mood) -> bool:
    """Whether a clause that ends as departures do leaves what the text is about, and not a rival for it."""
    return bool(guarded(KINDS[graded(act)], (), said, is_urgent=False, is_glad=mood.is_glad_around))


def _is_absent(hit: Hit, words: Sequence[str], glad: bool) -> bool:
    """True where the words behind ``hit`` say that it was not there ("사고 없이", "트러블 안 나요").

    Who is glad may name any other thing between ("성희롱, 욕설, 담배 냄새가 없어서 좋아요"); a complaint may not,
    because there the absence is that of a remedy ("사기꾼인데 대책이 없다").
    """
    absence = load_absence()
    last = max(hit.places)
    behind = words[last + 1 : last + 2 + _FAR]
    for place, word in enumerate(behind):
        if word in absence.absent:
            return True
        if (word in absence.happens or word.endswith("/M")) and list(behind[place + 1 : place + 2]) == [NEGATION]:
            return True
        if word not in absence.passed and not (glad and word.endswith("/N")):
            return False
    return False


def _nearest(written: Sequence[tuple[str, str]]) -> Leaving:
    """How near a departure is at most that a clause is written as: the analyser does not know "해지각"."""
    near = {kind: leaving for leaving, kind in KINDS.items()}
    return min((near[kind] for kind, _ in written if kind in near), default=Leaving.DONE)


def _graded(
    raised: Sequence[Raised], left: Sequence[Raised], act: int, words: Sequence[str], nearest: Leaving
) -> tuple[Raised, ...]:
    """``raised`` with one departure, as near as the end of its clause says; refusals to come again stay so.

    Args:
        nearest: It is no nearer than this.
    """
    refusals = [case for case in left if case.kind not in KINDS.values()]
    others = [case for case in raised if case.signal is not Signal.CHURN]
    if refusals:
        return _ordered([*others, *refusals])
    near = min(graded(act), nearest)
    told = left[0].words if left else " ".join(_NEGATED.get(word, word[:-2]) for word in words[-_TOLD:])
    return _ordered([*others, Raised(Signal.CHURN, KINDS[near], int(near), told)])


def _ordered(found: Sequence[Raised]) -> tuple[Raised, ...]:
    return tuple(sorted(found, key=lambda r: (-r.severity, r.signal, r.kind)))
