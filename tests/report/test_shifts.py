"""What the verdict says of other mixtures and of more urgent cases."""

from __future__ import annotations

import pandas as pd
import pytest

from voc_cli import schema
from voc_cli.messages import text
from voc_cli.report.sections import Clear, Counted
from voc_cli.report.shifts import more_urgent, other_mixture
from voc_cli.schema import Period

SEVERITIES = {"화재": 3, "사기": 2}
BEFORE, NOW = "2024-01-10", "2024-02-10"


def records(*groups: tuple[int, str, str, str, str]) -> Counted:
    """Groups of equal records: how many, day, product, channel, evidence of their only clause."""
    rows = [group for n, *group in groups for _ in range(n)]
    documents = pd.DataFrame(rows, columns=[schema.RECEIVED_AT, schema.PRODUCT, schema.CHANNEL, schema.EVIDENCE])
    signals = documents[schema.EVIDENCE].map(lambda cell: "safety" if cell else "")
    clauses = pd.DataFrame(
        {
            schema.TEXT_NO: range(len(rows)),
            schema.SIGNALS: signals,
            schema.EVIDENCE: "느리다;" + documents[schema.EVIDENCE],
        }
    )
    moments = pd.to_datetime(documents[schema.RECEIVED_AT])
    documents = documents.drop(columns=schema.EVIDENCE).assign(**{schema.RECEIVED_AT: moments, schema.SIGNALS: signals})
    return Counted(documents, clauses, Clear())


def period(counted: Counted) -> Period:
    n_now = int((counted.documents[schema.RECEIVED_AT] >= "2024-02-01").sum())
    stretches = ("2024-02-01", "2024-02-29"), (("2024-01-01", "2024-01-31"),)
    n_before = len(counted.documents) - n_now
    return Period(("2024-01-01", "2024-02-01"), "month", n_before, n_now, 1, *stretches, "month", 1)


def themes(*statuses: str) -> pd.DataFrame:
    return pd.DataFrame({schema.STATUS: statuses})


MIXED = records((80, BEFORE, "가", "앱", ""), (20, BEFORE, "나", "앱", ""), (100, NOW, "나", "앱", ""))


def test_other_products_are_named_where_most_themes_cannot_be_judged() -> None:
    (said,) = other_mixture(MIXED, themes("uncertain", "uncertain", "steady"), period(MIXED))
    # Both products moved by as much; the first by name is told of.
    assert said == text("report.mixture_product", name="가", before=0.8, now=0.0)


@pytest.mark.parametrize("statuses", [(), ("steady", "steady", "uncertain"), ("rising",)])
def test_themes_that_can_be_judged_need_no_reason(statuses: tuple[str, ...]) -> None:
    assert other_mixture(MIXED, themes(*statuses), period(MIXED)) == []


def test_other_channels_are_named_where_the_products_stayed() -> None:
    counted = records(
        (50, BEFORE, "", "전화", ""), (50, BEFORE, "", "앱", ""), (10, NOW, "", "전화", ""), (90, NOW, "", "앱", "")
    )
    (said,) = other_mixture(counted, themes("uncertain"), period(counted))
    assert said == text("report.mixture_channel", name="앱", before=0.5, now=0.9)


def test_the_same_mixture_explains_nothing() -> None:
    counted = records((50, BEFORE, "가", "앱", ""), (40, BEFORE, "나", "앱", ""), (60, NOW, "가", "앱", ""))
    assert other_mixture(counted, themes("uncertain"), period(counted))
    even = records(
        (50, BEFORE, "가", "앱", ""), (40, BEFORE, "나", "앱", ""), (50, NOW, "가", "앱", ""), (50, NOW, "나", "앱", "")
    )
    assert other_mixture(even, themes("uncertain"), period(even)) == []


URGENT = (
    (380, BEFORE, "가", "앱", ""),
    (10, BEFORE, "가", "앱", "화재:타다"),
    (300, NOW, "가", "앱", ""),
    (20, NOW, "가", "앱", "화재:타다"),
    (60, NOW, "가", "앱", "사기:사기꾼;무관:말"),
    (20, NOW, "나", "앱", "사기:사기꾼;화재:타다"),
)


def test_a_rise_of_urgent_cases_names_what_rose_most_and_where() -> None:
    counted = records(*URGENT)
    (said,) = more_urgent(period(counted), counted, SEVERITIES)
    rise = {"before": 10 / 390, "now": 0.25, "kind": "사기", "kind_before": 0.0, "kind_now": 0.2}
    of = text("report.more_urgent_product", name="가", share=0.8, all=0.95)
    assert said == f"{text('report.more_urgent_kind', **rise)} {of}"


def test_one_product_alone_is_not_named() -> None:
    counted = records(*URGENT[:-1])
    (said,) = more_urgent(period(counted), counted, SEVERITIES)
    assert "‘가’" not in said


def test_without_a_clear_rise_nothing_is_said() -> None:
    counted = records(*URGENT[:2], (300, NOW, "가", "앱", ""), (9, NOW, "가", "앱", "화재:타다"))
    assert more_urgent(period(counted), counted, SEVERITIES) == []
    alone = records((5, NOW, "가", "앱", "화재:타다"))
    assert more_urgent(period(alone), alone, SEVERITIES) == []
