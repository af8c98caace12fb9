"""What later steps will ask of clauses, made while the engine works on others: remembered, and no result changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

import pandas as pd

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.dictionary.tables import Dictionary
from voc_cli.morphemes import Tokenizer
from voc_cli.text.entries import entry_reader
from voc_cli.themes.discover import complaining
from voc_cli.themes.pairs import read_pair
from voc_cli.themes.placing import KnownAspect, Seeds, leaning, listen
from voc_cli.themes.rules import load_rules
from voc_cli.themes.vectors import load_vectors
from voc_cli.themes.weights import load_aspect_weights
from voc_cli.valuechain.votes import TableVotes


class Ahead:
    """Does for each batch what later steps will ask of its clauses, while the engine works on the next; all of it is
    remembered where it is made, and none of it changes a result."""

    def __init__(self, annotator: Annotator, tokenizer: Tokenizer, *, learns: bool) -> None:
        self._annotator = annotator
        self._tokenizer = tokenizer
        self._learns = learns

    @cached_property
    def seeds(self) -> Seeds:
        """What the taxonomy tells themes."""
        return make_seeds(self._annotator.dictionary, self._tokenizer, votes=self._annotator.votes)

    def begin(self, when_waiting: Callable[[], None] | None, known: Annotated | None) -> None:
        """While the engine gets ready; ``known`` are texts that earlier runs annotated."""
        if when_waiting is not None:
            when_waiting()
        if known is not None:
            self.heed(known)
            self.recall(known.clauses)
            self.listen(known.clauses)

    def heed(self, batch: Annotated) -> None:
        """Look at the clauses of a batch, and closer at those that complain, as far as can be told of one batch."""
        if self._learns:
            self._annotator.remember_lemmas(batch)
        complaints = self._complaints(batch.clauses)
        leaning(complaints, load_rules())
        for lemmas in _split(complaints):
            read_pair(lemmas, load_rules())

    def listen(self, clauses: pd.DataFrame) -> None:
        """Make what themes will ask of the clauses that complain by now; ratings may find that others do."""
        listen(self._complaints(clauses), self.seeds)

    def recall(self, clauses: pd.DataFrame) -> None:
        """Ask for the votes on clauses of earlier runs: annotating leaves them behind, looking up does not.

        Args:
            clauses: With lemmas, sentiment, polarity and intent.
        """
        for lemmas in _split(self._complaints(clauses)):
            self._annotator.votes.of(lemmas)

    def _complaints(self, clauses: pd.DataFrame) -> pd.Series[str]:
        clauses = self._annotator.without_stop_words(clauses)
        return clauses[schema.LEMMAS].iloc[complaining(clauses, load_rules())]


def _split(cells: pd.Series[str]) -> Iterator[list[str]]:
    """The lemmas of each distinct cell."""
    for cell in cells.unique().tolist():
        yield cell.split(" ") if cell else []


def make_seeds(words: Dictionary, tokenizer: Tokenizer, *, votes: TableVotes | None = None) -> Seeds:
    """What the taxonomy tells themes: its aspects, and its table of words as votes.

    Args:
        votes: Of the annotator, where there is one: it remembers most of the clauses.
    """
    table = votes or TableVotes(words.aspects, entry_reader(tokenizer))
    aspects = tuple(KnownAspect(a.name, a.stage.value, a.owner, a.complaint_name, a.praise_name) for a in words.aspects)
    rules = load_rules()
    rules = replace(rules, same=rules.same | {a.name: a.same for a in words.aspects if a.same})
    return Seeds(aspects, lambda said: table.of(said).scores, load_aspect_weights(), load_vectors(), rules)
