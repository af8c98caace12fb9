"""What is done ahead is what would be done later."""

from __future__ import annotations

import pandas as pd

from tests.fakes import FakeTokenizer
from tests.steps import no_mask
from voc_cli import schema
from voc_cli.ahead import Ahead
from voc_cli.annotate import Annotator
from voc_cli.sentiment.correction import LemmaFeatures
from voc_cli.themes.discover import discover_themes

TEXTS = [f"배송/NNG {n}/NNG 늦/VA 어요/EF 고치/VV 어/EC 주/VX 세요/EF" for n in "가나다"] + ["배송/NNG 빠르/VA 아요/EF"]


def annotator() -> Annotator:
    return Annotator(FakeTokenizer(), mask=no_mask)


def test_complaints_that_were_looked_up_are_not_asked_for_again() -> None:
    known, later = annotator()(TEXTS), annotator()
    ahead = Ahead(later, FakeTokenizer(), learns=False)
    ahead.begin(None, known)
    before = len(later.votes._remembered)
    assert before > 0
    found = discover_themes(known.clauses, seeds=ahead.seeds)
    assert len(later.votes._remembered) == before
    alone = discover_themes(known.clauses, seeds=Ahead(annotator(), FakeTokenizer(), learns=False).seeds)
    pd.testing.assert_frame_equal(found.clauses, alone.clauses)
    assert (found.clauses[schema.THEME_ID] != "").any()


def test_what_was_heeded_counts_as_what_was_not() -> None:
    one = annotator()
    known = one(TEXTS)
    Ahead(one, FakeTokenizer(), learns=True).heed(known)
    counts = one.lemma_counts(known)
    alone = LemmaFeatures().counts(known.clauses[schema.LEMMAS].tolist())
    assert (counts != alone).nnz == 0
    assert counts.sum() > 0


def test_what_is_called_while_the_engine_gets_ready_is_called_once() -> None:
    called: list[str] = []
    Ahead(annotator(), FakeTokenizer(), learns=True).begin(lambda: called.append("now"), None)
    assert called == ["now"]
