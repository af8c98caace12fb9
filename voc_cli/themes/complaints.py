"""The clauses that complain, with what is asked of each before it has a theme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.rarity import complaint_logits, rarity
from voc_cli.schema import Intent, Sentiment
from voc_cli.themes.coded import Coded
from voc_cli.themes.lacks import heard_all
from voc_cli.themes.membership import belonging, speaking_probabilities
from voc_cli.themes.others import of_others
from voc_cli.themes.pairs import Pair, names_a_trouble, read_pairs
from voc_cli.themes.placing import UNKNOWN, Seeds, Spoken, leaning, place
from voc_cli.themes.rules import Rules

if TYPE_CHECKING:
    import pandas as pd

# What themes ask of a complaint, of schema.ANNOTATED_CLAUSES.
_ASKED: Final = [
    schema.TEXT_NO,
    schema.TEXT,
    schema.LEMMAS,
    schema.POLARITY,
    schema.SENTIMENT,
    schema.INTENT,
    schema.SIGNALS,
    schema.STAGE,
    schema.ASPECT,
    schema.OWNER,
]
_NO_TROUBLE, _NO_COMPLAINT = 0.5, 0.8  # of how typical a clause is that tells no trouble, or that asks or suggests
_IMPLIED: Final = 2.0  # log odds that a wish implies a fault, however glad the others are,
_NAMED: Final = 0.5  # where its own words speak of an aspect so surely
_NEARLY: Final = 0.3  # polarity below which a clause that names an aspect complains, though it hardly sounds so


@dataclass(frozen=True, eq=False)
class Complaints:
    """The clauses that complain, arrays of shape (n_complaints,)."""

    rows: NDArray[np.int64]  # among all clauses
    clauses: pd.DataFrame  # columns ``_ASKED``
    cells: list[list[str]]  # lemmas,
    said: Coded  # and these as numbers
    pairs: list[Pair | None]
    troubled: list[bool]  # whether the pair tells what is wrong with the thing, see ``names_a_trouble``
    odds: NDArray[np.float32]  # log odds that it complains, by its polarity alone
    complains: NDArray[np.float32]  # and where complaints are as rare as in this export
    aspects: NDArray[np.int32]
    belongs: NDArray[np.bool_]  # whether it is a member of the theme of its aspect
    shares: NDArray[np.float32]  # probability of the aspect, all around it weighed
    spoken: NDArray[np.float32]  # probability of the aspect by the words of the clause alone
    placed: NDArray[np.float32]  # how surely its own words speak of the aspect, in [0, 1]
    leans: NDArray[np.bool_]
    asks: NDArray[np.bool_]  # a mild request, which is a complaint only where it goes on with one

    @cached_property
    def texts(self) -> NDArray[np.int64]:
        """Number of the text of each."""
        numbers: NDArray[np.int64] = self.clauses[schema.TEXT_NO].to_numpy()
        return numbers

    @cached_property
    def tells(self) -> NDArray[np.bool_]:
        """Which tell a trouble of something."""
        return np.array([pair is not None and pair.tells for pair in self.pairs], dtype=bool)

    @cached_property
    def typical(self) -> NDArray[np.float32]:
        """How surely each speaks of its theme, in [0, 1]; what tells no trouble, or only asks, says less of one."""
        complains = (self.clauses[schema.INTENT] == Intent.COMPLAINT).to_numpy()
        factors = np.where(self.tells, 1, _NO_TROUBLE) * np.where(complains, 1, _NO_COMPLAINT)
        return np.asarray(self.placed * factors, dtype=np.float32)

    @cached_property
    def speaks(self) -> NDArray[np.float64]:
        """Probability that each speaks of its aspect at all."""
        polarity = self.clauses[schema.POLARITY].to_numpy(dtype=float)
        return speaking_probabilities(self.spoken, polarity, self.typical)

    def judges(self, rules: Rules) -> NDArray[np.bool_]:
        """Which of those that lean say how a thing is, though they do not name it ("너무 불편해요")."""
        leaning_cells = zip(self.cells, self.leans.tolist(), strict=True)
        return np.array([leans and not rules.qualities.isdisjoint(cell) for cell, leans in leaning_cells], dtype=bool)


def complaints_of(clauses: pd.DataFrame, seeds: Seeds) -> Complaints:
    """The complaints among schema.ANNOTATED_CLAUSES; a mild clause counts only where it surely speaks of an aspect, or
    asks for help. Who wishes that a thing were otherwise implies a fault of it, mild as the words are."""
    rows = complaining(clauses, seeds.rules)
    rows = rows[~of_others(clauses, rows)]
    complaints = clauses[_ASKED].iloc[rows]
    spoken = Spoken.of(complaints)
    placed = place(complaints, seeds, spoken)
    cells = [spoken.cells[number] for number in spoken.numbers.tolist()]
    found = read_pairs(spoken.said, spoken.cells, seeds.rules)
    pairs = [found[number] for number in spoken.numbers.tolist()]
    shift = rarity(clauses[schema.POLARITY].to_numpy(dtype=float))
    logits = complaint_logits(complaints[schema.POLARITY].to_numpy(dtype=float))
    leans = leaning(complaints[schema.LEMMAS], seeds.rules)
    implies = complaints[schema.INTENT].isin([Intent.SUGGESTION, Intent.REQUEST]).to_numpy()
    implies = implies & ~leans & (placed.typical >= _NAMED)
    logits = np.where(implies, np.maximum(logits, np.float32(_IMPLIED - shift)), logits)
    complains = logits + np.float32(shift)
    belongs = belonging(logits, placed.shares, placed.aspects, shift=shift)
    mild = (complaints[schema.SENTIMENT] != Sentiment.NEGATIVE).to_numpy()
    helped = mild & leans & (complaints[schema.INTENT] == Intent.REQUEST).to_numpy()
    kept = np.flatnonzero(~mild | ((placed.aspects != UNKNOWN) & belongs) | helped)
    pairs = heard_all([pairs[row] for row in kept.tolist()], complaints[schema.TEXT].iloc[kept].tolist())
    return Complaints(
        rows=rows[kept],
        clauses=complaints.iloc[kept],
        cells=[cells[row] for row in kept.tolist()],
        said=spoken.coded.take(spoken.numbers[kept]),
        pairs=pairs,
        troubled=[pair is not None and names_a_trouble(pair, seeds.rules) for pair in pairs],
        odds=logits[kept],
        complains=complains[kept],
        aspects=placed.aspects[kept],
        belongs=belongs[kept],
        shares=placed.shares[kept],
        spoken=placed.spoken[kept],
        placed=placed.typical[kept],
        leans=leans[kept],
        asks=helped[kept],
    )


def complaining(clauses: pd.DataFrame, rules: Rules) -> NDArray[np.int64]:
    """Numbers of the rows that complain or may do so, or only ask for help with a complaint."""
    negative = (clauses[schema.SENTIMENT] == Sentiment.NEGATIVE).to_numpy()
    praises = (clauses[schema.SENTIMENT] == Sentiment.POSITIVE).to_numpy()
    complains = negative | (~praises & (clauses[schema.POLARITY].to_numpy(dtype=float) < _NEARLY))
    asking = np.flatnonzero(~complains & (clauses[schema.INTENT] == Intent.REQUEST).to_numpy())
    complains[asking[leaning(clauses[schema.LEMMAS].iloc[asking], rules)]] = True
    return np.flatnonzero(complains)
