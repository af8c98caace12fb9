"""Product and channel of a record move the clauses that name no thing themselves, and no others."""

from __future__ import annotations

import numpy as np
import pytest

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.hinted import with_hints
from voc_cli.valuechain.hints import hints_of

TEXTS = ["너무 느려요", "화면이 너무 느려요", "정말 최악이에요", "앱이 자꾸 튕겨요. 너무 느려요"]


@pytest.fixture(scope="module")
def annotated(annotator: Annotator) -> Annotated:
    return annotator(TEXTS)


def hinted(
    annotated: Annotated, annotator: Annotator, numbers: list[int], channels: list[str]
) -> tuple[Annotated, list[int]]:
    hints = hints_of(channels, [""] * len(channels))
    found, renumbered = with_hints(annotated, np.array(numbers, dtype=np.int64), hints, annotator)
    return found, renumbered.tolist()


def test_equal_texts_go_where_their_own_channel_points(annotated: Annotated, annotator: Annotator) -> None:
    found, numbers = hinted(annotated, annotator, [0, 0, 0, 0], ["전화", "택배 접수", "앱스토어", "배송문의"])
    assert numbers == [0, 1, 0, 2]
    assert found.texts[schema.TEXT].tolist() == ["너무 느려요"] * 3
    assert found.texts[schema.STAGES].tolist() == ["technology", "outbound", "outbound"]
    clauses = found.clauses
    assert clauses[schema.STAGE].tolist() == ["technology", "outbound", "outbound"]
    assert clauses[schema.OWNER].tolist() == ["앱개발팀", "물류팀", "물류팀"]
    assert [cell.split(";")[-1] for cell in clauses[schema.EVIDENCE]] == ["느리다", "채널:택배", "채널:배송"]
    assert clauses[schema.TEXT_NO].tolist() == [0, 1, 2]


def test_a_clause_with_a_cue_of_its_own_or_beside_it_stays(annotated: Annotated, annotator: Annotator) -> None:
    found, numbers = hinted(annotated, annotator, [1, 2, 3], ["택배 접수"] * 3)
    assert numbers == [1, 2, 3]
    assert found is annotated
    assert found.clauses[schema.STAGE].tolist()[1:] == ["technology", "none", "technology", "technology"]


def test_rows_without_a_text_keep_their_number_and_texts_their_order(
    annotated: Annotated, annotator: Annotator
) -> None:
    found, numbers = hinted(annotated, annotator, [2, -1, 0, 3, 2], ["", "배송", "배송", "배송", "배송"])
    assert numbers == [0, -1, 1, 2, 0]
    assert found.texts[schema.TEXT].tolist() == [TEXTS[2], TEXTS[0], TEXTS[3]]
    assert tuple(found.clauses.columns) == schema.ANNOTATED_CLAUSES


def test_without_hints_nothing_is_made_anew(annotated: Annotated, annotator: Annotator) -> None:
    found, numbers = hinted(annotated, annotator, [0, 1], ["전화", ""])
    assert found is annotated
    assert numbers == [0, 1]
