"""What later steps will ask of clauses, made while the engine works on others: remembered, and no result changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Final

import pandas as pd

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.dictionary.tables import Dictionary
from voc_cli.morphemes import Tokenizer
from voc_cli.recollected import Recollected
from voc_cli.text.entries import entry_reader
from voc_cli.themes.complaints import complaining
from voc_cli.themes.pairs import read_pair
from voc_cli.themes.placing import KnownAspect, Seeds, leaning, listen
from voc_cli.themes.rules import load_rules
from voc_cli.themes.vectors import load_vectors
from voc_cli.themes.weights import Cells, load_aspect_weights
from voc_cli.valuechain.votes import TableVotes

_ASKED: Final = [schema.LEMMAS, schema.SENTIMENT, schema.POLARITY, schema.INTENT]


class Ahead:
    """Does for each batch what later steps will ask of its clauses, while the engine works on the next; all of it is
    remembered where it is made, and none of it changes a result."""

    def __init__(
        self,
        annotator: Annotator,
        tokenizer: Tokenizer,
        *,
        learns: bool,
        recollected: Recollected | None = None,
    ) -> None:
        self._annotator = annotator
        self._recollected = recollected
        self._tokenizer = tokenizer
        self._learns = learns

    @cached_property
    def seeds(self) -> Seeds:
        """What the taxonomy tells themes."""
        return make_seeds(self._annotator.dictionary, self._tokenizer, votes=self._annotator.votes)

    def begin(
        self,
        when_waiting: Callable[[], None] | None,
        known: Annotated | None,
        *,
        earlier: Callable[[], pd.DataFrame] | None = None,
    ) -> None:
        """While the engine gets ready.

        Args:
            known: Texts that earlier runs annotated.
            earlier: Gives further clauses that themes will be asked for, with lemmas, sentiment, polarity and intent;
                not asked where what earlier runs found of theirs is remembered.
        """
        if when_waiting is not None:
            when_waiting()
        if self._recollected is not None and self._learns:
            cells = known.clauses[schema.LEMMAS].unique().tolist() if known is not None else []
            self._recollected.recall_words(cells, self._annotator.features)
        clauses = [known.clauses] if known is not None else []
        if earlier is not None and not self._remembers():
            clauses.append(earlier())
        complaints = [self._complaints(frame[_ASKED]) for frame in clauses]
        if self._recollected is not None:
            cells = [cell for part in complaints for cell in part.unique().tolist()]
            self._recollected.recall_aspects(cells, self.seeds)
        for part in complaints:
            listen(part, self.seeds)
        if known is not None:
            self.heed(known)

    def _remembers(self) -> bool:
        return self._recollected is not None and self._recollected.recall_all_aspects(self.seeds)

    def heed(self, batch: Annotated) -> None:
        """Look at the clauses of a batch, and closer at those that complain, as far as can be told of one batch."""
        if self._learns:
            self._annotator.features.remember(batch.clauses[schema.LEMMAS].tolist())
        complaints = self._complaints(batch.clauses)
        leaning(complaints, load_rules())
        known = load_rules().pairs
        for cell in complaints.unique().tolist():
            if cell not in known:
                read_pair(cell.split(" ") if cell else [], load_rules())

    def listen(self, clauses: pd.DataFrame) -> None:
        """Make what themes will ask of the clauses that complain by now; ratings may find that others do."""
        listen(self._complaints(clauses), self.seeds)

    def _complaints(self, clauses: pd.DataFrame) -> pd.Series[str]:
        clauses = self._annotator.without_stop_words(clauses)
        return clauses[schema.LEMMAS].iloc[complaining(clauses, load_rules())]


def make_seeds(words: Dictionary, tokenizer: Tokenizer, *, votes: TableVotes | None = None) -> Seeds:
    """What the taxonomy tells themes: its aspects, and its table of words as votes.

    Args:
        votes: Of the annotator, where there is one: it remembers most of the clauses.
    """
    table = votes or TableVotes(words.aspects, entry_reader(tokenizer))
    aspects = tuple(KnownAspect(a.name, a.stage.value, a.owner, a.complaint_name, a.praise_name) for a in words.aspects)
    rules = load_rules()
    rules = replace(rules, same=rules.same | {a.name: a.same for a in words.aspects if a.same})

    def votes_on(cells: Cells) -> list[dict[int, float]]:
        return [votes.scores for votes in table.of_cells(cells)]

    return Seeds(aspects, votes_on, load_aspect_weights(), load_vectors(), rules)
