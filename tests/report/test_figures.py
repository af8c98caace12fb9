"""Key figures and how they moved between the halves of the period."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from tests.report import made_up
from tests.report.support import report
from voc_cli import schema
from voc_cli.report.figures import figures
from voc_cli.report.model import Figure
from voc_cli.report.sections import Counted
from voc_cli.schema import Analysis, Period


def found(analysis: Analysis | None = None) -> dict[str, Figure]:
    return {figure.code: figure for figure in report(analysis).figures}


def many(*, ratings: tuple[float, float], churn: tuple[int, int]) -> Analysis:
    """Fifty records in each of two weeks."""
    whole = made_up.analysis()
    n = 50
    documents = pd.concat([whole.documents.head(1)] * (2 * n), ignore_index=True)
    noise = np.tile([-0.5, 0.5], n)
    documents = documents.assign(**{
        schema.RECEIVED_AT: [pd.Timestamp("2024-01-02")] * n + [pd.Timestamp("2024-01-09")] * n,
        schema.RATING: np.repeat(ratings, n) + noise,
        schema.SIGNALS: ["churn" if number % n < churn[number // n] else "" for number in range(2 * n)],
    })  # fmt: skip
    weeks = ("2024-01-01", "2024-01-07"), ("2024-01-08", "2024-01-14")
    period = Period(("2024-01-01", "2024-01-08"), "week", n, n, 1, now=weeks[1], before=weeks[:1])
    return dataclasses.replace(whole, documents=documents, clauses=whole.clauses.head(0), period=period)


def test_every_figure_is_a_number_and_a_text() -> None:
    assert {code: (figure.number, figure.value) for code, figure in found().items()} == {
        "records": (14, "14"),
        "complaints": (8, "8"),
        "praises": (5, "5"),
        "rating": (2.6667, "2.67"),
        "urgent": (2, "2"),
        "churn": (1, "1"),
    }


def test_a_count_is_compared_as_the_share_of_its_half() -> None:
    change = found()["complaints"].change
    assert change is not None
    assert (change.before, change.now, change.kind) == (0.5, round(6 / 7, 6), "share")
    assert (change.direction, change.sentence) == ("same", "50.0% → 85.7% (뚜렷한 차이 없음)")


def test_records_are_compared_as_they_are() -> None:
    change = found()["records"].change
    assert change is not None
    assert (change.before, change.now, change.sentence) == (4, 7, "4건 → 7건 (뚜렷한 차이 없음)")


def test_a_half_that_the_export_cuts_short_has_not_fewer_records() -> None:
    whole = many(ratings=(3, 3), churn=(0, 0))
    days = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-06", "2024-01-07"]
    moments = pd.to_datetime([*days * 8, *(["2024-01-08", "2024-01-09"] * 22)])
    documents = whole.documents.assign(**{schema.RECEIVED_AT: moments})

    def records(n_before: int, n_now: int) -> str:
        period = dataclasses.replace(whole.period, n_before=n_before, n_now=n_now)
        told = dataclasses.replace(whole, documents=documents, period=period)
        change = figures(told, Counted.of(told), urgent=())[0].change
        assert change is not None
        return change.direction

    # Eight a day, then in two days eight, twenty-two, forty and three a day.
    assert [records(56, n) for n in (16, 44, 80, 6)] == ["same", "same", "up", "down"]


def test_copies_count_for_no_rating() -> None:
    whole = many(ratings=(4, 2), churn=(0, 0))
    copies = [""] * 50 + ["R1"] * 50
    documents = whole.documents.assign(**{schema.DUPLICATE_OF: copies})
    told = dataclasses.replace(whole, documents=documents)
    rating = {figure.code: figure for figure in figures(told, Counted.of(told), urgent=())}["rating"]
    assert (rating.number, rating.note) == (4.0, "5점 만점, 50건")


def test_without_halves_nothing_is_compared() -> None:
    assert [figure.change for figure in found(made_up.undated()).values()] == [None] * 6


def test_few_ratings_are_not_compared() -> None:
    assert found()["rating"].change is None


@pytest.mark.parametrize(("ratings", "direction"), [((4.0, 3.0), "down"), ((3.0, 4.0), "up"), ((3.0, 3.05), "same")])
def test_a_mean_rating_moves_where_the_difference_is_clear(ratings: tuple[float, float], direction: str) -> None:
    whole = many(ratings=ratings, churn=(0, 0))
    figure = {figure.code: figure for figure in figures(whole, Counted.of(whole), urgent=())}["rating"]
    assert figure.change is not None
    assert (figure.change.before, figure.change.now) == ratings
    assert figure.change.direction == direction


@pytest.mark.parametrize(("churn", "direction"), [((2, 30), "up"), ((30, 2), "down"), ((10, 11), "same")])
def test_signs_of_churn_move_where_the_difference_is_clear(churn: tuple[int, int], direction: str) -> None:
    whole = many(ratings=(3, 3), churn=churn)
    figure = {figure.code: figure for figure in figures(whole, Counted.of(whole), urgent=())}["churn"]
    assert figure.change is not None
    assert figure.change.direction == direction
    assert figure.number == sum(churn)


def test_another_mixture_of_products_is_no_change() -> None:
    whole = many(ratings=(3.0, 3.0), churn=(40, 10))
    products = np.repeat(["ㄱ", "ㄴ", "ㄱ", "ㄴ"], [40, 10, 10, 40])
    churn = np.where(products == "ㄱ", "churn", "")
    documents = whole.documents.assign(**{schema.PRODUCT: products, schema.SIGNALS: churn})
    documents[schema.RATING] = np.where(products == "ㄱ", 1.0, 5.0) + np.tile([-0.5, 0.5], 50)
    mixed = dataclasses.replace(whole, documents=documents)
    changes = {f.code: f.change for f in figures(mixed, Counted.of(mixed), urgent=())}
    for code in ("churn", "rating"):
        change = changes[code]
        assert change is not None
        assert (change.direction, change.sentence.split(" (")[1]) == ("mixed", "상품·채널 구성이 달라진 탓)")


def test_a_change_within_a_product_stays_one_where_small_ones_come_and_go() -> None:
    whole = many(ratings=(4.0, 3.0), churn=(2, 30))
    products = [f"상품 {number}" for number in range(100)]
    changed = dataclasses.replace(whole, documents=whole.documents.assign(**{schema.PRODUCT: products}))
    directions = {f.code: f.change.direction for f in figures(changed, Counted.of(changed), urgent=()) if f.change}
    assert (directions["rating"], directions["churn"]) == ("down", "up")
