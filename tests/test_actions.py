from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from voc_cli.actions import Action, Goal

GOAL: dict[str, Any] = {"theme": "체크인 대기", "text": "절반으로", "target": 0.5, "since": date(2025, 3, 3)}


def test_a_goal_speaks_of_shares_and_runs_on_unless_told() -> None:
    goal = Goal(**GOAL)
    assert (goal.measure, goal.target, goal.until) == ("share", 0.5, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": date(2025, 3, 2)},
        {"target": -0.1},
        {"measure": "rate"},
        {"theme": ""},
        {"taget": 0.5},
    ],
)
def test_a_goal_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Goal(**{**GOAL, **wrong})


def test_an_action_reads_its_day_from_text_as_toml_and_json_give_it() -> None:
    read = Action.model_validate({"theme": "a1", "date": "2025-03-03", "who": "물류팀", "what": "택배사 교체"})
    assert read.date == date(2025, 3, 3)
