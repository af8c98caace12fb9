"""How surely a clause itself, apart from what stands beside it, complains of what its theme is about.

A word of a theme may stand in the background, in a condition or in a remedy that was tried, while the clause complains
of something else. So the end of the clause, its last trouble with the things right before it, is asked for its aspect
once more, by the model and by the table of words, each for itself; and the clause must read as one whole thought.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import resources, schema
from voc_cli.morphemes import NEGATION
from voc_cli.schema import Intent, Sentiment, Stage
from voc_cli.themes.placing import Seeds, table_votes
from voc_cli.themes.rules import Rules
from voc_cli.themes.weights import Cells, log_shares

if TYPE_CHECKING:
    import pandas as pd

RESOURCE: Final = "quotes.toml"
_THINGS: Final = 2  # nouns before the last trouble that belong to it
_TOLD: Final = 4.0  # votes for the end of a clause that leave no doubt
_NAMED: Final = 5.0  # for the whole clause
_RIVAL: Final = 0.15  # taken for each vote that a finer aspect has more than the own one, less the lead it may have
_LEAD: Final = -2.0
_MOST_RIVAL: Final = 0.6
_PREDICATES: Final = 2  # of one thought
_FURTHER: Final = 0.85  # for each further one
_BEHIND: Final = 0.9  # for each word behind the last trouble
_UNTOLD: Final = 0.5  # of what tells no trouble in so many words
_AGAIN: Final = 0.5  # of a second try
_FAILED: Final = 0.15  # of what fails where the theme is what a customer decides, or a screen where it is no screen
_GRAVE: Final = 2.2  # logit of a polarity that leaves no doubt
_NO_SCREENS: Final = (Stage.INFRASTRUCTURE, Stage.MARKETING_SALES, Stage.PEOPLE, Stage.SERVICE)
_MILDEST: Final = 0.3
_FULL: Final = 0.999  # a polarity beyond says no more
_HARDLY: Final = 0.3  # of praise of somebody else, of earlier days, or in a wish
_ASKED, _NEUTRAL = 0.6, 0.4  # of what does something else than complain, and of what is not negative
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Manner:
    """How quotable a clause is by its letters (resources/quotes.toml)."""

    background: re.Pattern[str]
    occasion: re.Pattern[str]
    open: re.Pattern[str]
    listed: re.Pattern[str]
    in_vain: re.Pattern[str]
    elsewhere: re.Pattern[str]
    talk: re.Pattern[str]
    denied: re.Pattern[str]
    once: re.Pattern[str]
    wishes: re.Pattern[str]
    asks: re.Pattern[str]
    fails: re.Pattern[str]
    stuck: re.Pattern[str]
    verdicts: frozenset[str]  # lemmas

    def aims(self, text: str) -> float:
        """How far what ``text`` names is what it complains of, in (0, 1]."""
        said = text.rstrip(_PUNCTUATION)
        return self.means(text) * 0.8 ** min(len(self.background.findall(said)), 4)

    def means(self, text: str) -> float:
        """As ``aims``, whatever else stands in ``text``."""
        said = text.rstrip(_PUNCTUATION)
        doubts = (
            (self.in_vain, 0.3),
            (self.denied, 0.2),
            (self.wishes, 0.3),
            (self.elsewhere, 0.5),
            (self.talk, 0.2),
            (self.once, 0.5),
            (self.asks, 0.7),
        )
        return prod(factor for pattern, factor in doubts if pattern.search(said))

    def lauds(self, text: str) -> float:
        """How far what ``text`` names is what it praises here and now, in (0, 1]."""
        said = text.rstrip(_PUNCTUATION)
        share = 0.8 ** min(len(self.background.findall(said)), 4)
        for pattern in (self.elsewhere, self.once, self.asks):
            if pattern.search(said):
                share *= _HARDLY
        return share

    def reads(self, text: str) -> float:
        """How well ``text`` stands alone, in (0, 1]: brought to its end, not too short or long."""
        said = text.rstrip(_PUNCTUATION)
        share = 0.6 if self.open.search(said) else 0.9 if self.listed.search(said) else 1.0
        return share * next(factor for longest, factor in _LENGTHS if len(text) <= longest)


_PUNCTUATION: Final = " \t\r\n.,!?~;:^*-_…·/()[]\"'" + "".join(map(chr, range(0x3131, 0x3164)))
_LENGTHS: Final = ((7, 0.5), (13, 0.85), (45, 1.0), (60, 0.85), (10**9, 0.6))


_SEARCHED: Final = ("in_vain", "elsewhere", "talk", "denied", "once", "wishes", "asks", "fails", "stuck")


@cache
def load_manner() -> Manner:
    """The patterns that ship with the package."""
    lists = tomllib.loads(resources.read_text(RESOURCE))
    table = {name: "|".join(parts) for name, parts in lists.items()}
    return Manner(
        background=re.compile(rf"(?:{table['background']})[\s,.]+(?=\S)"),
        occasion=re.compile(rf"(?:{table['occasion']})[\s,.]+(?=\S)"),
        open=re.compile(rf"(?:{table['open']})$"),
        listed=re.compile(rf"(?:{table['listed']})$"),
        verdicts=frozenset(f"{noun}/N" for noun in lists["verdicts"]),
        **{name: re.compile(table[name]) for name in _SEARCHED},
    )


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """How far clauses speak of their themes, arrays of shape (n_members,), each in [0, 1]."""

    alone: Floats  # how surely each speaks of its theme by itself, and of nothing else
    shares: Floats  # probability of the theme by all its words
    meant: Floats  # less where a word of the theme stands in it for something else


def fits(members: pd.DataFrame, own: NDArray[np.bool_], seeds: Seeds) -> Fit:
    """How far each clause speaks of its theme.

    Args:
        members: Columns text, lemmas.
        own: Which aspects the theme of each clause is made of, (n_members, n_aspects).
    """
    if members.empty:
        return Fit(np.zeros(0), np.zeros(0), np.zeros(0))
    cells = [cell.split(" ") if cell else [] for cell in members[schema.LEMMAS].tolist()]
    ends = [end_of(cell, seeds.rules) for cell in cells]
    whole, end = _said(cells, seeds), _said([lemmas for lemmas, _ in ends], seeds)
    share = np.where(own, whole.shares, 0).sum(axis=1).astype(np.float64)
    fit = share * np.where(own, end.shares, 0).sum(axis=1)
    fit *= 0.6 + 0.4 * np.minimum(whole.most(own), _NAMED) / _NAMED
    fit *= 0.5 + 0.5 * np.minimum(end.most(own), _TOLD) / _TOLD
    finer = ~own & ~_general(seeds)
    ahead = np.clip(whole.most(finer) - whole.most(own) - _LEAD, 0, _MOST_RIVAL / _RIVAL)
    fit *= 1 - _RIVAL * ahead
    fit *= np.array([_one_thought(cell, *told, seeds.rules) for cell, told in zip(cells, ends, strict=True)])
    means = meant(members, own, cells, seeds)
    return Fit(fit * means, share, means)


def meant(members: pd.DataFrame, own: NDArray[np.bool_], cells: Cells, seeds: Seeds) -> Floats:
    """How far each clause means what its theme is about by a word of it, in (0, 1]: (n_members,).

    Args:
        members: Column text.
        own: As for ``fits``.
        cells: Lemmas of each.
    """
    manner = load_manner()
    leaves, apart = (own[:, _of_stage(seeds, *stages)].any(axis=1) for stages in ((Stage.NONE,), _NO_SCREENS))
    share = np.where(leaves & _found(manner.fails, members), _FAILED, 1.0)
    share *= np.where(apart & _found(manner.stuck, members), _FAILED, 1)
    return np.asarray(share * np.where(_tries_again(cells, seeds.rules) & ~leaves, _AGAIN, 1))


def plainness(members: pd.DataFrame) -> Floats:
    """How plainly each clause complains of what it names, whatever that is, in (0, 1]: (n_members,).

    Args:
        members: Columns text, polarity, intent, sentiment.
    """
    manner = load_manner()
    plain = np.array([manner.aims(text) for text in members[schema.TEXT].tolist()])
    polarity = np.clip(-members[schema.POLARITY].to_numpy(dtype=float), 0, _FULL)
    plain *= np.clip(np.arctanh(polarity) / _GRAVE, _MILDEST, 1)
    plain *= np.where(members[schema.INTENT] == Intent.COMPLAINT, 1, _ASKED)
    return np.asarray(plain * np.where(members[schema.SENTIMENT] == Sentiment.NEGATIVE, 1, _NEUTRAL))


def earnestness(praises: pd.DataFrame) -> Floats:
    """How plainly each clause praises what it names, whatever that is, in (0, 1]: (n_praises,).

    Args:
        praises: Columns text, polarity.
    """
    manner = load_manner()
    polarity = np.clip(praises[schema.POLARITY].to_numpy(dtype=float), 0, _FULL)
    plain = np.array([manner.lauds(text) for text in praises[schema.TEXT].tolist()])
    return np.asarray(plain * np.clip(np.arctanh(polarity) / _GRAVE, _MILDEST, 1))


def _one_thought(cell: Sequence[str], end: Sequence[str], tells: bool, rules: Rules) -> float:
    """How far the trouble of ``end`` is all that a clause of these lemmas tells, in (0, 1]."""
    n_predicates = sum(lemma.endswith("/V") and lemma not in rules.plain for lemma in cell)
    share = float(_FURTHER ** max(n_predicates - _PREDICATES, 0) * _BEHIND ** n_behind(end, rules))
    return share if tells else _UNTOLD * share


def _found(pattern: re.Pattern[str], members: pd.DataFrame) -> NDArray[np.bool_]:
    return np.array([pattern.search(text) is not None for text in members[schema.TEXT].tolist()], dtype=bool)


def end_of(cell: Sequence[str], rules: Rules) -> tuple[list[str], bool]:
    """The last trouble of a clause of these lemmas with the things right before it, and whether it tells a trouble."""
    words = [lemma for lemma in cell if not lemma.endswith("/M")]
    last = next((place for place in range(len(words) - 1, -1, -1) if _is_trouble(words, place, rules)), None)
    if last is None:
        return words, False
    first = last - (words[last] == NEGATION and last > 0 and words[last - 1].endswith("/V"))
    while first and words[first - 1] in rules.plain:
        first -= 1
    things = first
    while things and words[things - 1].endswith("/N") and first - things < _THINGS:
        things -= 1
    return words[things:], True


def n_behind(end: Sequence[str], rules: Rules) -> int:
    """Words behind the last trouble of what ``end_of`` gave: of a further predicate that the lemmas hide in a noun."""
    places = [place for place in range(len(end)) if _is_trouble(end, place, rules)]
    return len(end) - 1 - places[-1] if places else 0


def _is_trouble(words: Sequence[str], place: int, rules: Rules) -> bool:
    lemma = words[place]
    if lemma.endswith("/V"):
        return lemma not in rules.plain
    is_last = place == len(words) - 1
    return lemma == NEGATION or lemma in rules.troubles or (is_last and lemma in load_manner().verdicts)


def _tries_again(cells: Cells, rules: Rules) -> NDArray[np.bool_]:
    return np.array([any(lemma in rules.again for lemma in cell) for cell in cells], dtype=bool)


def _of_stage(seeds: Seeds, *stages: Stage) -> NDArray[np.bool_]:
    return np.array([aspect.stage in stages for aspect in seeds.aspects], dtype=bool)


def _general(seeds: Seeds) -> NDArray[np.bool_]:
    named = np.array([aspect.name in seeds.rules.general for aspect in seeds.aspects], dtype=bool)
    return named | _of_stage(seeds, Stage.NONE)


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """What model and table say of clauses, (n_clauses, n_aspects)."""

    shares: NDArray[np.float32]
    votes: NDArray[np.float32]

    def most(self, aspects: NDArray[np.bool_]) -> Floats:
        """The most votes of any of ``aspects``, a row a clause."""
        return np.asarray(np.where(aspects, self.votes, 0).max(axis=1, initial=0), dtype=np.float64)


def _said(cells: Cells, seeds: Seeds) -> _Heard:
    columns = {name: column for column, name in enumerate(seeds.weights.names)}
    known = [(number, columns[a.name]) for number, a in enumerate(seeds.aspects) if a.name in columns]
    votes = table_votes(cells, seeds)
    logits = votes + _UNHEARD
    found = log_shares(seeds.weights, cells, seeds.vectors)
    numbers = [number for number, _ in known]
    logits[:, numbers] = found[:, [column for _, column in known]] + votes[:, numbers]
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return _Heard(odds / odds.sum(axis=1, keepdims=True), votes)


_UNHEARD: Final = -3.0  # of an aspect that the model never saw: its words in the table speak for it
