"""The place of each clause in the value chain, by the evidence of its words and of the text around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli.hashing import WordHashes
from voc_cli.morphemes import Lemmas
from voc_cli.patterns import Lemmatise
from voc_cli.schema import SEPARATOR, Stage
from voc_cli.valuechain.counting import UNKNOWN, FlatVotes, barred, flattened, grouped
from voc_cli.valuechain.model import LEANS, Floats, LemmaHasher, StageModel, StageWeights, for_aspects
from voc_cli.valuechain.taxonomy import Aspect
from voc_cli.valuechain.telling import telling_words, with_learnt
from voc_cli.valuechain.votes import TableVotes, stage_votes

STAGE_CODES: Final = tuple(stage.value for stage in Stage)
_TABLE_WEIGHT: Final = 1.5  # of the table's votes for an aspect beside the model's logits
_ENOUGH: Final = 0.7  # votes that alone name an aspect
_NAMES: Final = 1.5  # votes that name it also where the likeliest aspect was taken away: a thing or a phrase
_SURE: Final = 0.4  # share of an aspect within its stage from which the model alone names it
# How much the other clauses of a text speak for the stage of this one: a text is mostly about one thing or two, and
# what stands near is nearer in meaning. Fitted, like the next four, on one half of the labelled units.
_CONTEXT: Final = 0.8
_CONTEXT_FLOOR: Final = 0.2
_FADING: Final = 0.45  # of a clause's say for each further clause between
_REACH: Final = 6  # clauses to either side that are heard
_VERDICT: Final = 0.1  # of the say of a clause without a thing ("최악") on its neighbours
_REQUEST_LEANS: Final = 0.9  # of a request's place in none goes to what it leans on
_ENOUGH_AROUND: Final = 0.05  # probability around a clause from which it can lean on it
_POINTING: Final = frozenset({"이러/V", "그러/V", "이렇/V", "그렇/V", "이렇/N", "그렇/N"})
# How often and since when: beside a word that points, they count what it points to ("두 번" is no lack of two things).
_COUNTING: Final = frozenset(
    {
        "번/N",
        "번째/N",
        "차례/N",
        "개/N",
        "하나/N",
        "두/N",
        "둘/N",
        "셋/N",
        "세/N",
        "어제/N",
        "오늘/N",
        "요즘/N",
        "매번/N",
        "적/N",
        "째/N",
    }
)
_LASTING: Final = frozenset(
    {"기다리/V", "걸리/V", "시간/N", "분/N", "일/N", "주/N", "달/N", "이틀/N", "사흘/N", "나흘/N"}
)
_AT_LAST: Final = frozenset({"결국/N", "결국/M"})
_OUTCOMES: Final = frozenset(
    {"포기/N", "환불/N", "반품/N", "취소/N", "삭제/N", "지우/V", "버리/V", "그만두/V", "돌아오/V"}
)
_HINT: Final = 15.0  # how many times as likely the stage is that product or channel of a record names
_UNHEARD: Final = -1e9  # logit of an aspect that stands in the table but not in the weights


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where each clause belongs, arrays of shape (n_clauses,)."""

    stages: list[str]
    aspects: NDArray[np.int32]  # number in the taxonomy, UNKNOWN where no aspect of the stage is clear
    evidence: list[tuple[str, ...]]
    shares: Floats  # of each stage in what is said of the clause, (n_clauses, n_stages) in the order of STAGE_CODES
    open_to: Sequence[str] = ()  # stages to which a hint from outside the text may move the clause, joined; "" for none


class StageClassifier:
    """Table and model together: the model knows what the table lists by the table's votes, and more words beside."""

    def __init__(
        self,
        taxonomy: Sequence[Aspect],
        lemmatise: Lemmatise,
        weights: StageWeights,
        words: WordHashes | None = None,
    ) -> None:
        self.taxonomy = tuple(taxonomy)
        words = words or WordHashes()
        self.votes = TableVotes(taxonomy, lemmatise, words)
        self._model = StageModel(weights)
        self._hasher = LemmaHasher(words)
        columns = {name: column for column, name in enumerate(weights.stage_names)}
        # The weights know an aspect that a user moved where it was: it is found there, and then put where it is now.
        self._stage_of = np.array([columns[aspect.home] for aspect in taxonomy])
        self._now = np.array([columns[aspect.stage] for aspect in taxonomy])
        self._is_moved = self._stage_of != self._now
        # Where the aspect is unclear, the department that owns most of the stage is asked.
        owners = {stage: Counter(a.owner for a in taxonomy if a.stage == stage) for stage in weights.stage_names}
        self.owner_of = {stage: min(found, key=lambda o: (-found[o], o), default="") for stage, found in owners.items()}
        self._none, self._leans = columns.get(Stage.NONE.value, -1), columns.get(LEANS, -1)
        codes = [[code == name for code in STAGE_CODES] for name in weights.stage_names]
        self._codes = np.array(codes, dtype=np.float64)
        # A shorter table than the model learnt from offers fewer stages.
        self._offered = np.isin(np.arange(len(columns)), self._stage_of)
        self._hintable = self._offered & np.array([name not in (Stage.NONE.value, LEANS) for name in columns])
        by_name = {aspect.name: number for number, aspect in enumerate(taxonomy)}
        known = {by_name[name]: column for column, name in enumerate(weights.aspect_names) if name in by_name}
        self._of_stage = [
            _StageAspects(np.flatnonzero(self._stage_of == column), known, weights)
            for column in range(len(weights.stage_names))
        ]

    def place(self, lemmas: Lemmas, *, leans: NDArray[np.bool_], documents: NDArray[np.int32]) -> Placement:
        """Aspect and evidence of each clause.

        Args:
            lemmas: Of the clauses of a batch.
            leans: True for a clause that may speak of what the clause before it spoke of (a request without a thing).
            documents: Number of the text of each clause; no clause leans on another text.
        """
        votes = self.votes.of_all(lemmas)
        words = self._hasher.matrix(lemmas)
        meanings = self._hasher.meanings(lemmas, self._model.weights.known)
        flat = flattened(votes)
        table = stage_votes(flat, self._stage_of, shape=(len(votes), len(self._offered)))
        probabilities = self._model.stage_probabilities(words, table, meanings)
        own, leaning = self._own(probabilities, leans)
        points = _points_back(lemmas, documents)
        own[points], leaning[points] = 0.0, 1.0
        said = np.where(self._offered, _in_context(own, leaning, documents, none=self._none), -1.0)
        stages = said.argmax(axis=1)
        shares = self._shares(said)
        aspects = self._aspects(words, flat, stages, barred(votes))
        for clause, vote in enumerate(votes):
            if vote.sure != UNKNOWN:
                aspects[clause], stages[clause] = vote.sure, self._stage_of[vote.sure]
                shares[clause] = self._codes[self._stage_of[vote.sure]]
        without_words = np.ones(len(votes), dtype=bool)
        without_words[flat.clauses[self._stage_of[flat.aspects] == stages[flat.clauses]]] = False
        # What says no aspect itself speaks of that of which the text around it speaks.
        silent = leans | (probabilities.argmax(axis=1) == self._leans)
        follows = points | (without_words & silent) | ((aspects == UNKNOWN) & _only_waits(lemmas))
        aspects = _inherited(aspects, stages, documents, follows)
        evidence = [self.votes.evidence(*pair) for pair in zip(votes, aspects.tolist(), strict=True)]
        bare = np.array([not words for words in evidence], dtype=bool)
        told = telling_words(lemmas, stages, bare, self._hasher, self._model.weights)
        evidence = with_learnt(evidence, told, stages, own.argmax(axis=1), documents, follows=follows, reach=_REACH)
        home = stages.copy()
        self._put_where_moved(stages, aspects, shares)
        names = self._model.weights.stage_names
        open_to = self._open_to(said, home, flat, documents)
        return Placement([names[stage] for stage in stages.tolist()], aspects, evidence, shares, open_to)

    def _open_to(
        self, said: Floats, stages: NDArray[np.int64], votes: FlatVotes, documents: NDArray[np.int32]
    ) -> list[str]:
        """The stages that would be likelier than that of each clause if they were _HINT times as likely.

        None where a cue of the clause, or of another clause of the text, names the stage.
        """
        cued = (votes.scores >= _ENOUGH) & (self._stage_of[votes.aspects] == stages[votes.clauses])
        topics = documents.astype(np.int64) * len(self._offered) + stages
        rows = np.flatnonzero(~np.isin(topics, topics[votes.clauses[cued]]))
        best = said[rows, stages[rows]]
        could = (said[rows] * _HINT >= best[:, None]) & self._hintable
        could[np.arange(len(rows)), stages[rows]] = False
        names, found = self._model.weights.stage_names, [""] * len(stages)
        for place, columns in grouped(*np.nonzero(could)).items():
            found[int(rows[place])] = SEPARATOR.join([names[column] for column in columns])
        return found

    def _put_where_moved(self, stages: NDArray[np.int64], aspects: NDArray[np.int32], shares: Floats) -> None:
        """Give each clause whose aspect a user moved the stage where it is now."""
        clauses = np.flatnonzero((aspects != UNKNOWN) & self._is_moved[aspects])
        for clause in clauses.tolist():
            old, new = (int(self._codes[column[aspects[clause]]].argmax()) for column in (self._stage_of, self._now))
            stages[clause] = self._now[aspects[clause]]
            shares[clause, new] += shares[clause, old]
            shares[clause, old] = 0.0

    def aspects_within(self, lemmas: Lemmas, stages: Sequence[str]) -> NDArray[np.int32]:
        """The aspect of each clause within a stage that is already known; UNKNOWN where it is unclear."""
        names = self._model.weights.stage_names
        columns = np.array([names.index(stage) for stage in stages], dtype=np.int64)
        votes = [self.votes.of(lemmas.of(clause)) for clause in range(len(stages))]
        found = self._aspects(self._hasher.matrix(lemmas), flattened(votes), columns, barred(votes))
        return np.where((found != UNKNOWN) & self._is_moved[found], UNKNOWN, found).astype(np.int32)

    def _shares(self, said: Floats) -> Floats:
        """Each row of ``said`` (columns of the model) brought to the order of STAGE_CODES and to a sum of 1."""
        shares = np.maximum(said, 0.0) @ self._codes
        return np.asarray(shares / np.maximum(shares.sum(axis=1, keepdims=True), np.finfo(float).tiny))

    def _own(self, probabilities: Floats, leans: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """What each clause says of its stage itself, and how far it leans on the text around it."""
        own = probabilities.copy()
        leaning = np.zeros(len(own))
        if self._leans >= 0:
            leaning += own[:, self._leans]
            own[:, self._leans] = 0.0
        if self._none >= 0:
            moved = np.where(leans, _REQUEST_LEANS * own[:, self._none], 0.0)
            own[:, self._none] -= moved
            leaning += moved
        return own, leaning

    def _aspects(
        self, words: sparse.csr_matrix, votes: FlatVotes, stages: NDArray[np.int64], taken: FlatVotes
    ) -> NDArray[np.int32]:
        """The aspect of the chosen stage that table and model together favour; UNKNOWN where both are unsure.

        Args:
            taken: The aspects that counter-cues take away.
        """
        found = np.full(len(stages), UNKNOWN, dtype=np.int32)
        for stage in np.unique(stages).tolist():
            of_stage = self._of_stage[stage]
            if len(of_stage.numbers):
                rows = np.flatnonzero(stages == stage)
                own = (table.of(rows, n=len(stages)) for table in (votes, taken))
                found[rows] = of_stage.choose(for_aspects(words[rows]), *own)
        return found


class _StageAspects:
    """The aspects of one stage, and what the model knows of them."""

    def __init__(self, numbers: NDArray[np.int64], columns: dict[int, int], weights: StageWeights) -> None:
        self.numbers = numbers
        known = [(place, columns[number]) for place, number in enumerate(numbers.tolist()) if number in columns]
        self._known = [place for place, _ in known]
        chosen = [column for _, column in known]
        self._weights = np.ascontiguousarray(weights.aspects[:, chosen])
        self._intercepts = weights.aspect_intercepts[chosen]

    def choose(self, words: sparse.csr_matrix, votes: FlatVotes, taken: FlatVotes) -> NDArray[np.int64]:
        """The number of the best aspect for each clause, all being of this stage; UNKNOWN where none is sure."""
        logits = np.full((words.shape[0], len(self.numbers)), _UNHEARD)
        logits[:, self._known] = words @ self._weights + self._intercepts
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits)
        shares /= shares.sum(axis=1, keepdims=True)
        own, cells = self._cells(votes)
        # Of an aspect that the model never saw the table alone speaks.
        heard = np.where(logits[cells] < _UNHEARD / 2, 0.0, logits[cells])
        logits[cells] = heard + _TABLE_WEIGHT * votes.scores[own]
        backed = np.zeros(logits.shape, dtype=bool)
        backed[cells] = votes.scores[own] >= _ENOUGH
        # What is left is no surer because the likeliest was taken away: the shares stay, and a predicate that many
        # aspects have ("심하다") backs none of them.
        likeliest, rows = logits.argmax(axis=1), np.arange(len(logits))
        logits[self._cells(taken)[1]] = -np.inf
        best = logits.argmax(axis=1)
        lost = np.flatnonzero(best != likeliest)
        backed[lost] = False
        named = votes.scores[own] >= _NAMES
        backed[cells[0][named], cells[1][named]] = True
        sure = backed[rows, best] | (shares[rows, best] >= _SURE)
        return np.where(sure & (logits[rows, best] > -np.inf), self.numbers[best], UNKNOWN)

    def _cells(self, votes: FlatVotes) -> tuple[NDArray[np.bool_], tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Which votes are for aspects of this stage, and their rows and columns."""
        places = np.minimum(np.searchsorted(self.numbers, votes.aspects), len(self.numbers) - 1)
        own = self.numbers[places] == votes.aspects
        return own, (votes.clauses[own], places[own])


def _points_back(lemmas: Lemmas, documents: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Clauses behind another one of their text that only point to what it told, or tell what came of it.

    "두 번이나 이랬어요", "그래서 결국 환불했어요": the cause is what the clause before speaks of.
    """
    found = np.zeros(len(lemmas.bounds) - 1, dtype=bool)
    for clause in (np.flatnonzero(documents[1:] == documents[:-1]) + 1).tolist():
        said = [lemma for lemma in lemmas.of(clause) if lemma not in _COUNTING]
        if not _POINTING.isdisjoint(said):
            found[clause] = all(lemma in _POINTING or lemma.endswith("/M") for lemma in said)
        elif not _AT_LAST.isdisjoint(said):
            found[clause] = _AT_LAST.issuperset(said[:1]) and len(said) > 1 and _OUTCOMES.issuperset(said[1:])
    return found


def _only_waits(lemmas: Lemmas) -> NDArray[np.bool_]:
    """Clauses that tell how long it lasts and nothing else ("30분째예요", "한 시간을 기다렸어요"), (n_clauses,)."""
    clauses = [lemmas.of(clause) for clause in range(len(lemmas.bounds) - 1)]
    found = [all(lemma in _LASTING or lemma in _COUNTING or lemma.endswith("/M") for lemma in said) for said in clauses]
    return np.array(found, dtype=bool)


def _in_context(own: Floats, leaning: Floats, documents: NDArray[np.int32], *, none: int) -> Floats:
    """What each clause says of its stage, weighed by what the other clauses of the same text speak of.

    What leans is shared out as the text around speaks; without such a text it has no thing: ``none``.
    """
    around, heard = _around(own, documents, none)
    total = around.sum(axis=1, keepdims=True)
    can_lean = total[:, 0] > _ENOUGH_AROUND
    said = own + np.where(can_lean[:, None], leaning[:, None] * around / np.maximum(total, 0.01), 0.0)
    if none >= 0:
        said[:, none] += np.where(can_lean, 0.0, leaning)
    return np.where(heard[:, None], said * (around + _CONTEXT_FLOOR) ** _CONTEXT, said)


def _around(own: Floats, documents: NDArray[np.int32], none: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Mean of what the near clauses of the same text say, nearer ones more; and where there are any."""
    say = own.copy()
    if none >= 0:
        say[:, none] *= _VERDICT
    total, weight = np.zeros_like(own), np.zeros(len(own))
    for distance in range(1, min(_REACH, len(own) - 1) + 1):
        together = (documents[distance:] == documents[:-distance]) * _FADING ** (distance - 1)
        total[:-distance] += together[:, None] * say[distance:]
        total[distance:] += together[:, None] * say[:-distance]
        weight[:-distance] += together
        weight[distance:] += together
    return total / np.maximum(weight, 1e-9)[:, None], weight > 0


def _inherited(
    aspects: NDArray[np.int32], stages: NDArray[np.int64], documents: NDArray[np.int32], follows: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Clauses that follow take the aspect of the nearest clause of their text that speaks of the same stage."""
    found = aspects.copy()
    for clause in np.flatnonzero(follows).tolist():
        for distance in range(1, _REACH + 1):
            near = [other for other in (clause - distance, clause + distance) if 0 <= other < len(aspects)]
            near = [n for n in near if documents[n] == documents[clause] and stages[n] == stages[clause]]
            if near := [n for n in near if aspects[n] != UNKNOWN and not follows[n]]:
                found[clause] = aspects[near[0]]
                break
    return found
