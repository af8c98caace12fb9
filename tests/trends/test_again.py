from __future__ import annotations

import pandas as pd

from voc_cli import schema
from voc_cli.trends.again import hours_to_close, n_again


def documents(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    """customer, received_at, closed_at."""
    table = pd.DataFrame(rows, columns=[schema.CUSTOMER, schema.RECEIVED_AT, schema.CLOSED_AT])
    for name in (schema.RECEIVED_AT, schema.CLOSED_AT):
        table[name] = pd.to_datetime(table[name], format="ISO8601")
    return table


def members(*pairs: tuple[int, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=[schema.TEXT_NO, schema.THEME_ID])


def test_a_customer_who_comes_with_the_theme_within_days_comes_again() -> None:
    table = documents(
        ("a", "2024-03-01 09:00", None),
        ("a", "2024-03-20 09:00", None),  # 19 days later
        ("a", "2024-06-01 09:00", None),  # long after
        ("b", "2024-03-02 09:00", None),  # somebody else
        ("a", "2024-03-05 09:00", None),  # another theme
        ("", "2024-03-06 09:00", None),
        ("", "2024-03-07 09:00", None),  # nobody knows who
    )
    found = n_again(table, members((0, "X"), (1, "X"), (2, "X"), (3, "X"), (4, "Y"), (5, "X"), (6, "X")), days=30)
    assert found.to_dict() == {"X": 1, "Y": 0}
    assert n_again(table, members((0, "X"), (1, "X")), days=18).to_dict() == {"X": 0}


def test_each_further_visit_counts_and_the_same_record_twice_does_not() -> None:
    table = documents(*[("a", f"2024-03-{day:02} 09:00", None) for day in (1, 2, 2, 3)])
    assert n_again(table, members((0, "X"), (1, "X"), (2, "X"), (3, "X")), days=7).to_dict() == {"X": 2}


def test_without_customers_or_days_nobody_comes_again() -> None:
    table = documents(("", "2024-03-01", None), ("a", None, None))
    assert n_again(table, members((0, "X"), (1, "X")), days=7).to_dict() == {}


def test_the_time_to_close_is_the_median_of_closed_records() -> None:
    table = documents(
        ("a", "2024-03-01 09:00", "2024-03-01 11:00"),
        ("a", "2024-03-01 09:00", "2024-03-02 09:00"),
        ("a", "2024-03-01 09:00", "2024-03-01 14:00"),
        ("a", "2024-03-01 09:00", "2024-02-01 09:00"),  # closed before it came in
        ("a", "2024-03-01 09:00", None),
    )
    found = hours_to_close(table, members(*((row, "X") for row in range(5)), (4, "Y")))
    assert found.to_dict() == {"X": 5.0}
