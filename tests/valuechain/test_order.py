from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.schema import Stage
from voc_cli.valuechain.counting import UNKNOWN
from voc_cli.valuechain.order import order_stages
from voc_cli.valuechain.stages import STAGE_CODES, Placement

Said = tuple[Stage, float, int]  # stage of a clause, its polarity, its text


def order(*said: Said, n_texts: int = 1, shares: list[dict[Stage, float]] | None = None) -> list[str]:
    """The stages of texts whose clauses are all sure of their stage, unless ``shares`` says otherwise."""
    rows = shares or [{stage: 1.0} for stage, _, _ in said]
    placement = Placement(
        [stage.value for stage, _, _ in said],
        np.full(len(said), UNKNOWN, dtype=np.int32),
        [()] * len(said),
        np.array([[row.get(Stage(code), 0.0) for code in STAGE_CODES] for row in rows]).reshape(-1, len(Stage)),
    )
    polarity = np.array([value for _, value, _ in said], dtype=float)
    return order_stages(placement, polarity, np.array([text for _, _, text in said], dtype=np.int32), n_texts=n_texts)


def test_what_most_clauses_speak_of_stands_first() -> None:
    app, late = (Stage.TECHNOLOGY, -0.8, 0), (Stage.OUTBOUND, -0.8, 0)
    assert order(late, app, app) == ["technology;outbound"]
    assert order(app, late, late) == ["outbound;technology"]


def test_a_strong_word_goes_before_a_mild_one() -> None:
    assert order((Stage.OUTBOUND, 0.1, 0), (Stage.SERVICE, -0.9, 0)) == ["service;outbound"]
    assert order((Stage.OUTBOUND, 0.9, 0), (Stage.SERVICE, -0.1, 0)) == ["outbound;service"]


def test_a_complaint_goes_before_praise_that_is_as_strong_but_not_before_much_stronger_praise() -> None:
    assert order((Stage.OUTBOUND, 0.8, 0), (Stage.OPERATIONS, -0.7, 0)) == ["operations;outbound"]
    assert order((Stage.OPERATIONS, 0.8, 0), (Stage.OUTBOUND, -0.7, 0)) == ["outbound;operations"]
    assert order((Stage.OUTBOUND, 0.9, 0), (Stage.OPERATIONS, -0.4, 0)) == ["outbound;operations"]


def test_doubts_about_other_clauses_count() -> None:
    said = (Stage.PEOPLE, 0.5, 0), (Stage.OUTBOUND, 0.5, 0)
    shares = [{Stage.PEOPLE: 0.55, Stage.OUTBOUND: 0.45}, {Stage.OUTBOUND: 1.0}]
    assert order(*said, shares=shares) == ["outbound;people"]


def test_a_verdict_without_a_thing_is_no_stage_and_equals_stand_in_the_order_of_the_chain() -> None:
    assert order((Stage.NONE, 0.9, 0), n_texts=2) == ["", ""]
    assert order((Stage.SERVICE, 0.5, 0), (Stage.NONE, 1.0, 0), (Stage.INBOUND, 0.5, 0)) == ["inbound;service"]
    assert order(n_texts=0) == []


SAID = st.lists(st.tuples(st.sampled_from(list(Stage)), st.floats(-1, 1), st.integers(0, 3)), max_size=8)


@given(SAID)
def test_each_text_names_the_stages_of_its_own_clauses_once(said: list[Said]) -> None:
    found = order(*said, n_texts=4)
    for text in range(4):
        own = [(stage, value, 0) for stage, value, number in said if number == text]
        assert found[text] == order(*own)[0]
        assert set(found[text].split(";")) - {""} == {stage.value for stage, _, _ in own} - {"none"}
