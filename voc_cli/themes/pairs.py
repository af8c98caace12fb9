"""What a complaint says of which thing: its target-predicate pair, read from lemmas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from voc_cli.morphemes import NEGATION
from voc_cli.themes.coded import Coded
from voc_cli.themes.rules import Rules

_SHORTEST: Final = 4  # characters of a noun lemma: two syllables and its mark; one syllable is mostly a slip
LACKS: Final = "없/V"
_LIGHT: Final = frozenset({"하/V", "되/V"})  # beside a noun they say no more than its denial


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """``target`` is a noun ("배송/N"); ``predicate`` a verb, or a noun that tells the trouble, "" for none."""

    target: str
    predicate: str
    is_negated: bool

    @property
    def key(self) -> str:
        """One text a pair, for ids and files."""
        return f"{self.target}+{self.predicate}{'+' + NEGATION if self.is_negated else ''}"

    @property
    def tells(self) -> bool:
        """True where the pair says what the trouble is, not only what it is about."""
        return bool(self.predicate) or self.is_negated

    @classmethod
    def from_key(cls, key: str) -> Pair:
        """The pair of a ``key``."""
        target, predicate, *negated = key.split("+")
        return cls(target, predicate, bool(negated))


def read_pair(cell: Sequence[str], rules: Rules) -> Pair | None:
    """The thing that a clause names and the trouble that it tells of it; None where no thing is named.

    The trouble is the first denial, verb or noun of trouble behind a thing; the thing is the one right before it.
    Where nothing tells a trouble, the pair holds the last thing alone, if anything is known of it ("굿굿", "죠아욤").

    Args:
        cell: The lemmas of a clause.
        rules: Which nouns name nothing, and which words tell a trouble; they remember the pairs.
    """
    (found,) = read_pairs([" ".join(cell)], [cell], rules)
    return found


def read_pairs(said: Sequence[str], cells: Sequence[Sequence[str]], rules: Rules) -> list[Pair | None]:
    """``read_pair`` of many clauses.

    Args:
        said: Their cells of schema.LEMMAS.
        cells: Their lemmas.
    """
    known: dict[str, Pair | None] = rules.pairs
    for key, cell in zip(said, cells, strict=True):
        if key not in known:
            pair = _read(cell, rules)
            # Many clauses say the same of the same thing.
            known[key] = None if pair is None else _shared(pair)
    return [known[key] for key in said]


@cache
def _shared(pair: Pair) -> Pair:
    return pair


def names_a_trouble(pair: Pair, rules: Rules) -> bool:
    """Whether a theme may be named after ``pair``: it tells what is wrong with the thing, not what somebody does."""
    return pair.tells and pair.predicate not in (rules.deeds if pair.is_negated else rules.acts)


def first_thing(cell: Sequence[str], rules: Rules) -> str:
    """The thing that a clause begins with, "" where it names none: what is spoken of comes first."""
    return next((lemma for lemma in cell if _is_thing(lemma, rules)), "")


def first_things(said: Coded, rules: Rules) -> list[str]:
    """``first_thing`` of many clauses."""
    places = said.firsts(said.are(lambda lemma: _is_thing(lemma, rules)))
    found = [""] * said.n_rows
    for row, lemma in zip(said.rows[places].tolist(), said.at(places), strict=True):
        found[row] = lemma
    return found


def _is_thing(lemma: str, rules: Rules) -> bool:
    named = lemma.endswith("/N") and len(lemma) >= _SHORTEST
    return named and lemma not in rules.empty and lemma not in rules.qualities


def _read(cell: Sequence[str], rules: Rules) -> Pair | None:
    target, things = "", []
    for place, lemma in enumerate(cell):
        is_negated = place + 1 < len(cell) and cell[place + 1] == NEGATION
        if lemma.endswith("/N"):
            if target and lemma in rules.troubles and not is_negated:
                return Pair(target, lemma, False)
            if _is_thing(lemma, rules):
                target = lemma
                things.append(lemma)
                if is_negated:
                    return Pair(target, "", True)
        elif lemma.endswith("/V") and target:
            if is_negated:
                return Pair(target, "" if lemma in _LIGHT else lemma, True)
            if lemma == LACKS and cell[place - 1] in rules.harmless:
                continue
            if lemma not in rules.plain:
                return Pair(target, lemma, False)
    last = next(filter(rules.knows, reversed(things)), "")
    return Pair(last, "", False) if last else None
