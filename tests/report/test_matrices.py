"""Records by bucket, stages by bucket and by product, counted by hand on the made-up analysis."""

from __future__ import annotations

import dataclasses

from tests.report import made_up
from voc_cli.report.matrices import FEWEST, by_bucket, by_product, points
from voc_cli.report.sections import Counted

WHOLE = made_up.analysis()
COUNTED = Counted.of(WHOLE)


def test_each_bucket_counts_its_records_without_copies() -> None:
    found = points(WHOLE, COUNTED)
    assert [point.bucket for point in found] == list(made_up.WEEKS)
    assert [point.n_documents for point in found] == [1, 1, 1, 1, 0, 1, 3, 3]
    assert [point.n_complaints for point in found] == [0, 0, 1, 1, 0, 1, 3, 2]


def test_a_share_of_a_handful_of_records_is_not_told() -> None:
    months = dataclasses.replace(WHOLE.period, buckets=("2024-01-01", "2024-02-12"))
    few, most = points(dataclasses.replace(WHOLE, period=months), COUNTED)
    assert (few.n_documents, most.n_documents) == (5, 6)
    assert {(point.complaint_share, point.negative_share) for point in (few, most)} == {(None, None)}
    whole = dataclasses.replace(WHOLE.period, buckets=("2024-01-01",))
    (point,) = points(dataclasses.replace(WHOLE, period=whole), COUNTED)
    assert (point.n_documents, point.complaint_share) == (11, round(point.n_complaints / 11, 6))
    assert point.n_documents >= FEWEST > most.n_documents


def test_a_stage_is_told_by_bucket_in_records_and_per_hundred() -> None:
    matrix = by_bucket(WHOLE, COUNTED)
    assert matrix is not None
    assert matrix.columns == made_up.WEEKS
    row = matrix.row_codes.index("outbound")
    assert matrix.rows[row] == "배송·포장"
    assert matrix.counts[row] == (0, 0, 0, 0, 0, 1, 1, 1)
    assert matrix.totals == (1, 1, 1, 1, 0, 1, 3, 3)
    assert matrix.rates[row] == (0, 0, 0, 0, None, 100, 33.33, 33.33)


def test_a_stage_is_told_by_product_with_all_others_behind() -> None:
    matrix = by_product(COUNTED)
    assert matrix is not None
    assert matrix.columns == ("포트 P3", "도란홈", "기타")
    assert matrix.totals == (4, 2, 6)
    assert matrix.counts[matrix.row_codes.index("technology")] == (0, 2, 0)


def test_there_is_no_matrix_of_what_the_export_does_not_name() -> None:
    assert by_bucket(made_up.undated(), Counted.of(made_up.undated())) is None
    assert points(made_up.undated(), COUNTED) == ()
    nameless = Counted(COUNTED.documents.assign(product=""), COUNTED.clauses)
    assert by_product(nameless) is None
