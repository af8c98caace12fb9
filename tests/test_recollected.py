"""What an earlier run found of clauses is what this run would find."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.fakes import FakeTokenizer
from tests.steps import no_mask
from voc_cli import schema
from voc_cli.ahead import Ahead
from voc_cli.annotate import Annotated, Annotator
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.recollected import Recollected
from voc_cli.store.recollections import Recollections
from voc_cli.themes.discover import discover_themes
from voc_cli.themes.placing import Seeds

COMPLAINTS = [f"배송/NNG {n}/NNG 늦/VA 어요/EF 고치/VV 어/EC 주/VX 세요/EF" for n in "가나다"]
TEXTS = [*COMPLAINTS, "배송/NNG 빠르/VA 아요/EF", "환불/NNG 안/MAG 되/VV 어요/EF", "별로/MAG 이/VCP 에요/EF"]
# Rows that the texts may meet; each run loads its rows anew.
_MET = ("배송 속도", "배송 안내·추적", "환불", "반품·교환", "AS·수리 지연")
WORDS = replace(
    shipped_dictionary(), aspects=tuple(a for a in shipped_dictionary().aspects if a.name in _MET), rules=()
)


class Run:
    """A run that knows its texts already."""

    def __init__(self, folder: Path, texts: list[str], *, worth: int = 1, version: str = "one") -> None:
        self.annotator = Annotator(FakeTokenizer(), mask=no_mask, dictionary=WORDS)
        self.known: Annotated = self.annotator(texts)
        self.recollected = Recollected(Recollections(folder, version=version), worth=worth)
        self.ahead = Ahead(self.annotator, FakeTokenizer(), learns=True, recollected=self.recollected)

    @property
    def seeds(self) -> Seeds:
        return self.ahead.seeds

    def look_back(self) -> Run:
        self.ahead.begin(None, self.known)
        return self

    def forget(self) -> None:
        """Leave nothing to be computed with, so that only what was recalled can answer."""
        self.seeds.rules.told.clear()
        self.seeds.rules.pairs.clear()

    def finish(self) -> Run:
        self.recollected.keep()
        return self


def themes(run: Run) -> pd.DataFrame:
    return discover_themes(run.known.clauses, seeds=run.seeds).clauses


def let_nothing_be_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """What themes ask of a clause fails from here on, unless it is remembered."""
    for name in ("_logits", "_leans"):
        monkeypatch.setattr(f"voc_cli.themes.placing.{name}", None)
    monkeypatch.setattr("voc_cli.themes.pairs._read", None)


def test_a_second_run_asks_nothing_and_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Run(tmp_path, TEXTS).look_back().finish()
    expected = themes(first)
    second = Run(tmp_path, TEXTS)
    second.forget()
    let_nothing_be_heard(monkeypatch)
    monkeypatch.setattr("voc_cli.sentiment.correction.LemmaFeatures._counted", None)
    second.look_back()
    pd.testing.assert_frame_equal(themes(second), expected)
    counts = second.annotator.lemma_counts(second.known)
    assert (counts != first.annotator.lemma_counts(first.known)).nnz == 0
    assert counts.sum() > len(TEXTS)


def test_all_that_is_remembered_is_recalled_without_a_look_at_the_clauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Run(tmp_path, TEXTS[:3]).look_back().finish()
    first = Run(tmp_path, TEXTS).look_back().finish()
    expected = themes(first)
    second = Run(tmp_path, TEXTS)
    second.forget()
    let_nothing_be_heard(monkeypatch)
    second.ahead.begin(None, None, earlier=lambda: pytest.fail("asked"))
    assert sorted(second.seeds.heard.rows) == sorted(first.seeds.heard.rows)
    pd.testing.assert_frame_equal(themes(second), expected)


@pytest.mark.parametrize(("worth", "most"), [(1, 0), (1_000, 60_000)])
def test_too_little_or_too_much_is_not_recalled_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth: int, most: int
) -> None:
    Run(tmp_path, TEXTS).look_back().finish()
    monkeypatch.setattr("voc_cli.recollected.MOST_HEARD", most)
    second, asked = Run(tmp_path, TEXTS, worth=worth), Run(tmp_path / "other", TEXTS).known.clauses
    second.ahead.begin(None, None, earlier=lambda: asked)
    assert len(second.seeds.heard.rows) == len(Run(tmp_path / "other", TEXTS).look_back().seeds.heard.rows)


def test_a_run_adds_what_is_new_and_nothing_else(tmp_path: Path) -> None:
    Run(tmp_path, TEXTS[:3]).look_back().finish()
    before = set(tmp_path.iterdir())
    Run(tmp_path, TEXTS[:3]).look_back().finish()
    assert set(tmp_path.iterdir()) == before
    third = Run(tmp_path, TEXTS).look_back().finish()
    assert len(set(tmp_path.iterdir()) - before) == 2
    logits, votes, rows = third.seeds.heard.find(list(third.seeds.heard.rows), len(third.seeds.aspects))
    alone = Run(tmp_path / "other", TEXTS).look_back().seeds.heard
    theirs = alone.find(list(third.seeds.heard.rows), len(third.seeds.aspects))
    np.testing.assert_array_equal(logits[rows], theirs[0][theirs[2]])
    np.testing.assert_array_equal(votes[rows], theirs[1][theirs[2]])
    assert (votes[rows] > 0).any()


def test_few_clauses_are_neither_looked_up_nor_kept(tmp_path: Path) -> None:
    Run(tmp_path, TEXTS, worth=1_000).look_back().finish()
    assert not list(tmp_path.iterdir())


def test_another_version_recalls_nothing(tmp_path: Path) -> None:
    Run(tmp_path, TEXTS).look_back().finish()
    memory = Recollections(tmp_path, version="two")
    assert [*memory.find("aspects"), *memory.find("words")] == []


def test_many_files_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc_cli.store.recollections.MAX_FILES", 2)
    for n in (1, 3):
        Run(tmp_path, TEXTS[:n]).look_back().finish()
    assert len(list(tmp_path.iterdir())) == 4
    Run(tmp_path, TEXTS).look_back().finish()
    assert len(list(tmp_path.iterdir())) == 2
    ((cells, _),) = Recollections(tmp_path, version="one").find("words")
    everything = Run(tmp_path, TEXTS).known.clauses[schema.LEMMAS].unique().tolist()
    assert sorted(cells) == sorted(everything)
