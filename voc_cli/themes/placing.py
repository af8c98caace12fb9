"""The known aspect that each complaint speaks of, by its words, their meaning, and the complaints around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.morphemes import NEGATION
from voc_cli.schema import Stage
from voc_cli.themes.coded import Coded
from voc_cli.themes.rules import Rules
from voc_cli.themes.vectors import MorphemeVectors
from voc_cli.themes.weights import AspectWeights, Cells, log_shares

if TYPE_CHECKING:
    import pandas as pd

UNKNOWN: Final = -1
# Of the lemmas of each clause: the table's score for aspects, by their numbers.
Votes = Callable[[Cells], Sequence[Mapping[int, float]]]
_BATCH: Final = 40_000  # clauses
_PLACED_AT_ONCE: Final = 4_000  # clauses whose logits fit into the processor's cache
MOST_HEARD: Final = 60_000  # cells whose logits and votes are kept at most: a kilobyte and a half each
_VOTE: Final = 8.0  # of the table beside the model, in logits, shared by the words of a clause: a long one names much
_MOST_VOTE: Final = 2.0
_MOST_VOTES: Final = 6.0
_PLACED: Final = 1.0  # for the aspect that the clause was annotated with
_STAGED: Final = 1.0  # for every aspect of the stage that it was annotated with
_FEELING: Final = -3.0  # for aspects without a place in the value chain: feelings go beside everything
_AROUND: Final = 1.0  # of the stages of the other complaints of the text
_AROUND_FLOOR: Final = 0.05
_TOLD: Final = 1.5  # votes from which a clause names its aspect itself: a thing or a phrase, not a predicate alone
_LIKELY: Final = 0.2  # probability that it must have besides
_SURE: Final = 0.55  # probability from which it does without the table
_FINER: Final = 5.0  # logits that a finer aspect with votes may lie behind a general one
_EXPORT: Final = 1.2  # of the stages of all complaints of the export: reviews of an app are seldom about parcels
_EXPORT_ASPECT: Final = 0.25  # of its aspects
_EXPORT_FLOOR: Final = 0.02
_EXPORT_UNSEEN: Final = 60  # complaints of unknown kind that an export is thought to hold besides: a few say little
_BARE, _AGREED, _CUED = 0.4, 0.3, 0.3  # of a clause's own probability: alone, where the annotation agrees, with cues
_CUES: Final = 3.0  # votes of a thing and of what is said of it
_IN_VAIN: Final = ["되/V", NEGATION]
_UNHEARD: Final = -20.0  # of an aspect that the model never saw (of one line of business, or the user's own),
_NAMED: Final = -3.0  # and where the table names it: then its words speak for it
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class KnownAspect:
    """One row of the taxonomy as themes need it."""

    name: str
    stage: str
    owner: str
    complaint_name: str
    praise_name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Logits and votes of cells of schema.LEMMAS that were asked for before: they depend on the cell alone."""

    rows: dict[str, int] = field(default_factory=dict)  # counted over all ``parts``
    parts: list[tuple[Floats, Floats]] = field(default_factory=list)

    def keep(self, cells: Sequence[str], logits: Floats, votes: Floats) -> None:
        """Remember what was found of ``cells``, as far as there is room."""
        first = len(self.rows)
        n = min(len(cells), MOST_HEARD - first)
        if n > 0:
            self.parts.append((logits[:n], votes[:n]))
            self.rows.update(zip(cells, range(first, first + n), strict=False))

    def find(self, cells: Sequence[str], n_aspects: int) -> tuple[Floats, Floats, NDArray[np.int64]]:
        """Logits and votes, and which of their rows are those of ``cells``, -1 for a cell that is not known."""
        rows = np.array([self.rows.get(cell, -1) for cell in cells], dtype=np.int64)
        if len(self.parts) > 1:
            self.parts[:] = [(np.concatenate([a for a, _ in self.parts]), np.concatenate([b for _, b in self.parts]))]
        empty = np.zeros((0, n_aspects), dtype=np.float32)
        logits, votes = self.parts[0] if self.parts else (empty, empty)
        return logits, votes, rows


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """What places a complaint: the taxonomy, its table of words, the model and the meaning of words."""

    aspects: tuple[KnownAspect, ...]
    votes: Votes
    weights: AspectWeights
    vectors: MorphemeVectors
    rules: Rules
    heard: Heard = field(default_factory=Heard)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Arrays of shape (n_complaints,)."""

    aspects: NDArray[np.int32]  # number of the aspect that the complaint names, UNKNOWN where none is clear
    typical: Floats  # how surely its own words speak of that aspect, in [0, 1]
    votes: Floats  # of the table of words for the likeliest aspect
    shares: Floats  # probability of the likeliest aspect, all around it weighed,
    spoken: Floats  # and by its own words alone


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """The words of complaints, each distinct cell of schema.LEMMAS cut once."""

    numbers: NDArray[np.int64]  # of the cell of each complaint
    said: list[str]  # the cells
    cells: list[list[str]]  # their lemmas,
    coded: Coded  # and these as numbers

    @classmethod
    def of(cls, complaints: pd.DataFrame) -> Self:
        """Of schema.ANNOTATED_CLAUSES."""
        numbers, distinct = complaints[schema.LEMMAS].factorize()
        said = list(map(str, distinct.tolist()))
        cells = _split(said)
        return cls(numbers, said, cells, Coded.of(cells))


def place(complaints: pd.DataFrame, seeds: Seeds, said: Spoken | None = None) -> Placed:
    """The aspect of each complaint; ``complaints`` (schema.ANNOTATED_CLAUSES) stand in the order of their texts.

    Args:
        said: Their words, where somebody has cut them already.
    """
    aspects = np.full(len(complaints), UNKNOWN, dtype=np.int32)
    typical, votes, shares, spoken = (np.zeros(len(complaints), dtype=np.float32) for _ in range(4))
    asked = _Asked.of(complaints, seeds, said or Spoken.of(complaints))
    for first, last in _batches(complaints[schema.TEXT_NO].to_numpy()):
        part = _place(asked, slice(first, last), seeds)
        aspects[first:last], typical[first:last] = part.aspects, part.typical
        votes[first:last], shares[first:last], spoken[first:last] = part.votes, part.shares, part.spoken
    return Placed(aspects, typical, votes, shares, spoken)


def listen(cells: pd.Series[str], seeds: Seeds) -> None:
    """Make what ``place`` will ask of clauses, given as cells of schema.LEMMAS, before their polarity is known."""
    known = seeds.heard.rows
    missing = [cell for cell in cells.unique().tolist() if cell not in known][: MOST_HEARD - len(known)]
    for first in range(0, len(missing), _BATCH):
        part = missing[first : first + _BATCH]
        seeds.heard.keep(part, *_logits(_split(part), seeds))


def leaning(lemmas: pd.Series[str], rules: Rules) -> NDArray[np.bool_]:
    """Which clauses, given as cells of schema.LEMMAS, only ask, or try again, for what was told beside them."""
    return leans(lemmas.tolist(), rules)


def leans(cells: Sequence[str], rules: Rules) -> NDArray[np.bool_]:
    """As ``leaning``."""
    known = rules.told
    for cell in cells:
        if cell not in known:
            known[cell] = _leans(cell.split(" ") if cell else [], rules)
    return np.array([known[cell] for cell in cells], dtype=np.bool_)


def _leans(cell: list[str], rules: Rules) -> bool:
    # What cannot be tried again is itself the trouble ("안 깔려요"), unless it ends so ("껐다 켜도 안 되고").
    tries = not rules.again.isdisjoint(cell)
    if (
        tries
        and cell[-2:] != _IN_VAIN
        and any(word in rules.again and next_ == NEGATION for word, next_ in pairwise(cell))
    ):
        return False
    if _is_of_itself(cell, rules):
        return True
    told = {lemma for lemma in cell if not lemma.endswith("/M") and lemma != NEGATION and lemma not in rules.empty}
    return told <= (rules.leaning | rules.devices if told & rules.again else rules.leaning)


def _is_of_itself(cell: list[str], rules: Rules) -> bool:
    """Whether a clause only tells that it is written, or that others wrote ("화나서 후기 남깁니다")."""
    told = {lemma for lemma in cell if not lemma.endswith("/M") and lemma != NEGATION and lemma not in rules.empty}
    if rules.reviews.isdisjoint(told) or rules.writing.isdisjoint(told) or not rules.qualities.isdisjoint(cell):
        return False
    if not told <= rules.reviews | rules.reviewing | (rules.leaning - rules.again):
        return False
    # Who cannot write complains of that.
    return NEGATION not in cell or not rules.seldom.isdisjoint(cell)


def _export_shares(complaints: pd.DataFrame, seeds: Seeds) -> Floats:
    """What the export is mostly about, added to the logit of each aspect, (n_aspects,)."""
    stages = _export_stages(complaints)
    of_stage = np.log([_EXPORT_FLOOR + stages[aspect.stage] for aspect in seeds.aspects])
    counts = complaints[schema.ASPECT].value_counts()
    found = np.array([float(counts.get(aspect.name, 0)) for aspect in seeds.aspects])
    each = 1 / max(len(found), 1)
    of_aspect = np.log(each + (found + _EXPORT_UNSEEN * each) / (found.sum() + _EXPORT_UNSEEN))
    return np.asarray(_EXPORT * of_stage + _EXPORT_ASPECT * of_aspect, dtype=np.float32)


def _export_stages(complaints: pd.DataFrame) -> dict[str, float]:
    """Share of each stage among the complaints that the annotation placed; a feeling is as likely in any export."""
    placed = complaints.loc[complaints[schema.STAGE] != Stage.NONE, schema.STAGE].value_counts()
    total = int(placed.sum()) + _EXPORT_UNSEEN
    each = _EXPORT_UNSEEN / len(Stage)
    shares = {stage.value: (float(placed.get(stage.value, 0)) + each) / total for stage in Stage}
    return shares | {Stage.NONE.value: max(shares.values())}


def _batches(texts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of rows that cut no text in two."""
    first = 0
    while first < len(texts):
        last = min(first + _PLACED_AT_ONCE, len(texts))
        while last < len(texts) and texts[last] == texts[last - 1]:
            last += 1
        yield first, last
        first = last


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What is known of complaints before they are placed; arrays of shape (n_complaints,) but for the first three."""

    logits: Floats  # (n, n_aspects)
    heard: Floats  # votes, of the same shape
    export: Floats  # what the export is mostly about, (n_aspects,)
    stages: NDArray[np.str_]  # of each aspect
    rows: NDArray[np.int64]  # of ``logits`` and ``heard``
    names: NDArray[np.bool_]  # whether a thing is named
    annotated: NDArray[np.int64]  # aspect that the annotation gave, UNKNOWN for none
    placed: NDArray[np.int64]  # number of the stage that the annotation gave, among the sorted names of stages
    texts: NDArray[np.int64]

    @classmethod
    def of(cls, complaints: pd.DataFrame, seeds: Seeds, spoken: Spoken) -> Self:
        logits, heard, rows = _known_logits(spoken.said, spoken.cells, seeds)
        stages = np.array([aspect.stage for aspect in seeds.aspects])
        numbers = {aspect.name: number for number, aspect in enumerate(seeds.aspects)}
        ranks = {str(name): rank for rank, name in enumerate(np.unique(stages))}
        return cls(
            logits,
            heard,
            _export_shares(complaints, seeds),
            stages,
            rows[spoken.numbers],
            _name_a_thing(spoken.coded, seeds.rules)[spoken.numbers],
            np.array([numbers.get(name, UNKNOWN) for name in complaints[schema.ASPECT].tolist()], dtype=np.int64),
            np.array([ranks.get(name, len(ranks)) for name in complaints[schema.STAGE].tolist()], dtype=np.int64),
            complaints[schema.TEXT_NO].to_numpy(),
        )


def _place(asked: _Asked, part: slice, seeds: Seeds) -> Placed:
    logits, votes, stages = asked.logits[asked.rows[part]], asked.heard[asked.rows[part]], asked.stages
    most, total = _odds(logits)
    spoken = logits
    logits = logits + asked.export
    _lean_on_annotation(logits, asked, part, seeds)
    _lean_on_neighbours(logits, asked.texts[part], stages)
    best = _finest(logits, votes, seeds)
    rows = np.arange(len(best))
    shares = _share_of(logits, best, *_odds(logits))
    own = ((votes[rows, best] >= _TOLD) & (shares >= _LIKELY)) | (shares >= _SURE)
    own &= asked.names[part] | (stages[best] == Stage.NONE)
    agrees = asked.annotated[part] == best
    alone = _share_of(spoken, best, most, total)
    typical = alone * (_BARE + _AGREED * agrees + _CUED * np.minimum(votes[rows, best] / _CUES, 1))
    aspects = np.where(own, best, UNKNOWN).astype(np.int32)
    return Placed(aspects, typical.astype(np.float32), votes[rows, best], shares, alone)


def _split(cells: Sequence[str]) -> list[list[str]]:
    return [cell.split(" ") if cell else [] for cell in cells]


def _known_logits(said: Sequence[str], cells: Cells, seeds: Seeds) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """``_logits`` of distinct cells, and the row of each; those that were asked for before are as they were then."""
    logits, votes, rows = seeds.heard.find(said, len(seeds.aspects))
    missing = np.flatnonzero(rows < 0).tolist()
    if missing:
        found = _logits([cells[row] for row in missing], seeds)
        seeds.heard.keep([said[row] for row in missing], *found)
        rows[missing] = np.arange(len(logits), len(logits) + len(missing))
        logits, votes = np.concatenate([logits, found[0]]), np.concatenate([votes, found[1]])
    return logits, votes, rows


def _logits(cells: Cells, seeds: Seeds) -> tuple[Floats, Floats]:
    """Logits of model and table, and the votes of the table, both (n_cells, n_aspects)."""
    columns = {name: column for column, name in enumerate(seeds.weights.names)}
    known = [(number, columns[a.name]) for number, a in enumerate(seeds.aspects) if a.name in columns]
    votes = np.minimum(table_votes(cells, seeds), np.float32(_MOST_VOTES))
    logits = np.where(votes >= _TOLD, np.float32(_NAMED), np.float32(_UNHEARD))
    found = log_shares(seeds.weights, cells, seeds.vectors)
    logits[:, [number for number, _ in known]] = found[:, [column for _, column in known]]
    lengths = np.array([len(cell) for cell in cells], dtype=np.float32)
    factors = np.minimum(_VOTE / (lengths + 1), _MOST_VOTE).astype(np.float32)
    return logits + factors[:, None] * votes, votes


def table_votes(cells: Cells, seeds: Seeds) -> Floats:
    """The votes of the table of words, (n_cells, n_aspects)."""
    votes = np.zeros((len(cells), len(seeds.aspects)), dtype=np.float32)
    said = seeds.votes(cells)
    rows = np.repeat(np.arange(len(cells)), np.array([len(scores) for scores in said], dtype=np.int64))
    numbers = np.fromiter(chain.from_iterable(said), dtype=np.int64, count=len(rows))
    votes[rows, numbers] = np.fromiter(
        chain.from_iterable(scores.values() for scores in said), dtype=np.float64, count=len(rows)
    )
    return votes


def _lean_on_annotation(logits: Floats, asked: _Asked, part: slice, seeds: Seeds) -> None:
    annotated = asked.annotated[part]
    rows = np.flatnonzero(annotated != UNKNOWN)
    logits[rows, annotated[rows]] += _PLACED
    names = np.unique(asked.stages)
    of_stage = np.zeros((len(names) + 1, len(asked.stages)), dtype=np.float32)
    of_stage[:-1][asked.stages == names[:, None]] = _STAGED
    logits += of_stage[asked.placed[part]]
    left = {name: seeds.rules.same.get(name) for name in seeds.rules.same}
    feelings = [
        number
        for number, aspect in enumerate(seeds.aspects)
        if aspect.stage == Stage.NONE and aspect.name not in left and aspect.name not in left.values()
    ]
    logits[:, feelings] += _FEELING


def _lean_on_neighbours(logits: Floats, texts: NDArray[np.int64], stages: NDArray[np.str_]) -> None:
    """Add what the other complaints of the same text say of stages: a text is mostly about one thing or two."""
    starts = np.flatnonzero(np.diff(texts, prepend=-1))
    counts = np.diff(starts, append=len(texts))
    rows = np.flatnonzero(np.repeat(counts > 1, counts))  # one complaint has no neighbours
    if not len(rows):
        return
    counts = counts[counts > 1]
    names, of_stage = np.unique(stages, return_inverse=True)
    own = logits[rows]
    most, total = _odds(own)
    odds = np.exp(own - most) / total
    order = np.argsort(of_stage, kind="stable")
    shares = np.add.reduceat(odds[:, order], np.searchsorted(of_stage[order], np.arange(len(names))), axis=1)
    together = np.add.reduceat(shares.astype(np.float64), np.cumsum(counts) - counts, axis=0)
    group = np.repeat(np.arange(len(counts)), counts)
    others = (together[group] - shares) / (counts[group] - 1)[:, None]
    said = (_AROUND * np.log(others + _AROUND_FLOOR)).astype(np.float32)
    logits[rows] = own + said[:, of_stage]


def _finest(logits: Floats, votes: Floats, seeds: Seeds) -> NDArray[np.int32]:
    """The best aspect; a general one gives way to a finer one that the table names nearly as strongly."""
    general = np.array([aspect.name in seeds.rules.general for aspect in seeds.aspects])
    best = logits.argmax(axis=1)
    rows = np.flatnonzero(general[best])
    finer = np.where(general | (votes[rows] < _TOLD), -np.inf, logits[rows])
    rival = finer.argmax(axis=1)
    yields = finer[np.arange(len(rows)), rival] >= logits[rows, best[rows]] - _FINER
    best[rows[yields]] = rival[yields]
    return np.asarray(best, dtype=np.int32)


def _name_a_thing(said: Coded, rules: Rules) -> NDArray[np.bool_]:
    """Which clauses hold a word that is neither empty nor an adverb."""
    names = said.are(lambda lemma: not (lemma in rules.empty or lemma == NEGATION or lemma.endswith("/M")))
    found = np.zeros(said.n_rows, dtype=bool)
    found[said.rows[names]] = True
    return found


def _odds(logits: Floats) -> tuple[Floats, Floats]:
    """The greatest logit of each row, and the sum of the odds beside it, both (n, 1)."""
    most = logits.max(axis=1, keepdims=True)
    return most, np.exp(logits - most).sum(axis=1, keepdims=True)


def _share_of(logits: Floats, best: NDArray[np.int32], most: Floats, total: Floats) -> Floats:
    """The probability of one aspect of each row."""
    own = logits[np.arange(len(best)), best]
    return np.asarray(np.exp(own - most[:, 0]) / total[:, 0], dtype=np.float32)
