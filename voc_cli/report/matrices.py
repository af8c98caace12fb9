"""Records by bucket of time, and stages by bucket and by product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.messages import text
from voc_cli.report.model import Matrix, Point
from voc_cli.report.sections import Counted, largest_products, shorten
from voc_cli.schema import Analysis, Sentiment, Stage

if TYPE_CHECKING:
    import pandas as pd

_N_PRODUCTS: Final = 10  # columns that fit a page
_NOWHERE: Final = -1
FEWEST: Final = 10  # records of a bucket; a share of fewer jumps between 0 and 100%


def bucket_of(documents: pd.DataFrame, buckets: tuple[str, ...]) -> NDArray[np.int64]:
    """Number of the bucket of each record, -1 without a day, shape (n_documents,)."""
    days = documents[schema.RECEIVED_AT].to_numpy().astype("datetime64[s]")
    starts = np.array(buckets, dtype="datetime64[s]")
    places: NDArray[np.int64] = np.searchsorted(starts, days, side="right") - 1
    places[np.isnat(days)] = _NOWHERE
    return places


def points(analysis: Analysis, counted: Counted) -> tuple[Point, ...]:
    """All records of each bucket, and how many of them complain."""
    buckets = analysis.period.buckets
    if not buckets:
        return ()
    documents = counted.documents
    of = bucket_of(documents, buckets)
    complains = documents.index.isin(counted.with_sentiment(Sentiment.NEGATIVE))
    negative = (documents[schema.SENTIMENT] == Sentiment.NEGATIVE).to_numpy()
    counts = [_counts(of[chosen], len(buckets)) for chosen in (of >= 0, (of >= 0) & complains, (of >= 0) & negative)]
    return tuple(
        Point(bucket, n, n_complaints, n_negative, _told_share(n_complaints, n), _told_share(n_negative, n))
        for bucket, n, n_complaints, n_negative in zip(buckets, *(row.tolist() for row in counts), strict=True)
    )


def _told_share(hits: int, n: int) -> float | None:
    return _share(hits, n) if n >= FEWEST else None


def by_bucket(analysis: Analysis, counted: Counted) -> Matrix | None:
    """Records that complain at each stage in each bucket."""
    buckets = analysis.period.buckets
    if not buckets:
        return None
    return _matrix(counted, bucket_of(counted.documents, buckets), buckets)


def by_product(counted: Counted) -> Matrix | None:
    """Records that complain at each stage, by product: the largest, then all other records together."""
    names = largest_products(counted.documents, n=_N_PRODUCTS)
    if not names:
        return None
    product = counted.documents[schema.PRODUCT]
    columns = [shorten(name, width=40) for name in names]
    numbers = {name: number for number, name in enumerate(names)}
    of = product.map(numbers).fillna(len(names)).to_numpy().astype(np.int64)
    if (of == len(names)).any():
        columns.append(text("report.other_products"))
    return _matrix(counted, of, tuple(columns))


def _matrix(counted: Counted, of: NDArray[np.int64], columns: tuple[str, ...]) -> Matrix:
    """``of`` gives the column of each record."""
    index = counted.documents.index.to_numpy()
    place = np.full(index.max() + 1, _NOWHERE)
    place[index] = of
    negative = counted.clearly(Sentiment.NEGATIVE)
    complaining = counted.clauses.loc[negative, [schema.STAGE, schema.TEXT_NO]].drop_duplicates()
    records = dict(iter(complaining.groupby(schema.STAGE)[schema.TEXT_NO]))
    by_stage = {
        stage: _counts(place[records[stage].to_numpy()] if stage in records else index[:0], len(columns))
        for stage in Stage
    }
    totals = _counts(of, len(columns)).tolist()
    stages = [stage for stage, found in by_stage.items() if stage is not Stage.NONE and found.any()]
    counts = tuple(tuple(by_stage[stage].tolist()) for stage in stages)
    return Matrix(
        rows=tuple(text(f"report.stage_{stage}") for stage in stages),
        row_codes=tuple(stage.value for stage in stages),
        columns=columns,
        counts=counts,
        totals=tuple(totals),
        rates=tuple(
            tuple(round(100 * n / total, 2) if total else None for n, total in zip(row, totals, strict=True))
            for row in counts
        ),
    )


def _counts(places: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.bincount(places[places >= 0], minlength=n)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None
