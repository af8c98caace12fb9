"""Work that is given away is done once, and where nobody else does it, here."""

from __future__ import annotations

import pandas as pd
import pytest

from voc_cli.engine.hands import OWN

DONE: list[int] = []


def double(value: int) -> int:
    DONE.append(value)
    return 2 * value


def test_nothing_is_done_before_it_is_asked_for_and_nothing_twice() -> None:
    DONE.clear()
    first = OWN.ask(double, 3)
    second = OWN.ask(double, first)
    assert DONE == []
    assert second() == 12
    assert (first(), second()) == (6, 12)
    assert DONE == [3, 6]


def test_a_table_is_held_as_it_is() -> None:
    table = pd.DataFrame({"a": [1, 2]})
    held = OWN.hold(table)
    assert held() is table
    assert OWN.ask(len, held)() == 2


def test_an_error_comes_where_the_result_is_asked_for() -> None:
    broken = OWN.ask(int, "x")
    with pytest.raises(ValueError, match="x"):
        broken()
