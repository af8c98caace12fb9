"""Korean headings of the tables."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.report import made_up
from voc_cli.report.headings import COLUMNS, is_heading_of, korean, with_headings
from voc_cli.report.tables import NAMES, table


@pytest.mark.parametrize("name", NAMES)
def test_each_column_has_a_heading_of_its_own(name: str) -> None:
    headings = [korean(name, column) for column in COLUMNS[name]]
    assert len(set(headings)) == len(headings)
    assert all(any("가" <= letter <= "힣" for letter in heading) for heading in headings)


@pytest.mark.parametrize("name", NAMES)
def test_only_the_headings_change(name: str) -> None:
    frame = table(made_up.analysis(), name)
    headed = with_headings(frame, name, "ko")
    n_own = len(COLUMNS[name])
    assert tuple(frame.columns[:n_own]) == COLUMNS[name]
    assert list(headed.columns[:n_own]) == [korean(name, column) for column in COLUMNS[name]]
    assert list(headed.columns[n_own:]) == list(frame.columns[n_own:])
    pd.testing.assert_frame_equal(headed.set_axis(frame.columns, axis=1), frame)
    assert with_headings(frame, name, "en") is frame


def test_a_column_means_what_its_table_says() -> None:
    assert (korean("themes", "share"), korean("staff", "share")) == ("비율", "불만 비율")
    assert (korean("themes", "name"), korean("products", "name")) == ("불만 주제", "상품")


def test_an_own_column_of_the_export_is_told_apart() -> None:
    frame = pd.DataFrame([[0] * (len(COLUMNS["documents"]) + 1)], columns=[*COLUMNS["documents"], "평점"])
    headed = list(with_headings(frame, "documents", "ko").columns)
    assert "평점 (voc)" in headed
    assert headed[-1] == "평점"
    assert is_heading_of("documents", "rating", "평점 (voc)")
    assert not is_heading_of("documents", "rating", "감정")
