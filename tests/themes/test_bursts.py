"""Complaints that came up all at once in a long history."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.themes.frames import clause, clauses, seeds, unexplained
from voc_cli import schema
from voc_cli.schema import Sentiment
from voc_cli.themes import unlisted
from voc_cli.themes.discover import discover_themes
from voc_cli.themes.timeline import Timeline

WEEKS, GLAD = 40, 60  # texts of praise in each week
N_NEW = 12


def timeline(weeks: list[int]) -> Timeline:
    """Of one text a row, each in its week."""
    starts = np.datetime64("2024-01-01") + 7 * np.array(weeks)
    return Timeline.of(np.arange(len(weeks)), starts.astype("datetime64[D]"))


def history(complaints: list[int], *, lemmas: str = "", polarity: float = -0.85) -> tuple[pd.DataFrame, Timeline]:
    """Weeks of praise, then a complaint in each of the weeks ``complaints``."""
    weeks = [week for week in range(WEEKS) for _ in range(GLAD)]
    rows = [clause(n, "좋/V", sentiment=Sentiment.POSITIVE, polarity=0.99) for n in range(len(weeks))]
    for week in complaints:
        own = unexplained(len(weeks), lemmas) if lemmas else clause(len(weeks), polarity=polarity)
        rows.append(own)
        weeks.append(week)
    return clauses(*rows), timeline(weeks)


def names(table: pd.DataFrame, *lines: Timeline) -> list[str]:
    found = discover_themes(table, seeds=seeds(), lines=lines).clauses
    told: list[str] = found.loc[found[schema.SENTIMENT] == Sentiment.NEGATIVE, schema.THEME].tolist()
    return told


def test_complaints_that_come_up_at_once_are_a_theme_where_nearly_everybody_is_glad() -> None:
    table, line = history([WEEKS - 1] * N_NEW)
    assert names(table) == [""] * N_NEW
    assert names(table, line) == ["배송 지연"] * N_NEW


def test_what_came_up_at_once_stays_a_theme_when_it_has_passed() -> None:
    table, line = history([WEEKS // 2] * N_NEW)
    assert names(table, line) == ["배송 지연"] * N_NEW


@pytest.mark.parametrize("weeks", [list(range(N_NEW)), [0] * N_NEW, [WEEKS - 1] * 4])
def test_what_comes_a_little_at_a_time_or_first_of_all_or_hardly_is_none(weeks: list[int]) -> None:
    table, line = history(weeks)
    assert names(table, line) == [""] * len(weeks)


def test_the_order_in_which_texts_are_numbered_changes_nothing() -> None:
    table, line = history([WEEKS - 1] * N_NEW)
    last = int(table[schema.TEXT_NO].max())
    turned = table.assign(**{schema.TEXT_NO: last - table[schema.TEXT_NO]}).iloc[::-1].reset_index(drop=True)
    weeks = line.periods[::-1].tolist()
    assert names(turned, timeline(weeks)) == names(table, line)


def test_a_trouble_that_nobody_listed_may_be_small_if_it_comes_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlisted, "MIN_DOCUMENTS", 10)  # as in a history of 40,000 complaints
    loose = "손잡이/N 자꾸/M 헐겁/V"
    at_once, line = history([WEEKS - 1] * 6, lemmas=loose)
    assert names(at_once) == [""] * 6
    assert names(at_once, line) == ["손잡이 헐거움"] * 6
    spread, line = history([0, 7, 14, 21, 28, 35], lemmas=loose)
    assert names(spread, line) == [""] * 6


def test_a_timeline_counts_texts_by_their_periods() -> None:
    starts = np.array(["2024-01-08", "2024-01-01", "NaT", "2024-01-08", "2024-01-08"], dtype="datetime64[D]")
    line = Timeline.of(np.array([0, 0, 1, 2, 2]), starts)
    assert (line.texts.tolist(), line.periods.tolist()) == ([0, 0, 2], [0, 1, 1])
    assert line.counts(np.array([0, 2])).tolist() == [1, 2]
    assert line.n_until(np.array([0, 1, 2])).tolist() == [1, 2]
    assert line.inside(1).tolist() == [0, 2]
