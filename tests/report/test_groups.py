"""A section for each product, channel or segment, against figures counted by hand."""

from __future__ import annotations

import pandas as pd

from tests.report.made_up import NAN
from voc_cli import schema
from voc_cli.report.groups import groups
from voc_cli.report.sections import Counted

# Row 3 is a copy and was left out, so rows and their numbers differ.
DOCUMENTS = pd.DataFrame(
    {
        schema.PRODUCT: ["포트", "포트", "컵", "포트", ""],
        schema.CHANNEL: ["", "", "", "", ""],
        schema.RATING: [NAN] * 5,
    },
    index=[0, 1, 2, 4, 5],
)
CLAUSES = pd.DataFrame(
    [
        (0, "negative", -0.9, "T1"),
        (0, "negative", -0.8, "T1"),
        (1, "negative", -0.7, "T1"),
        (1, "negative", -0.6, "T2"),
        (2, "negative", -0.9, "T2"),
        (4, "negative", -0.2, "T2"),
        (5, "positive", 0.9, ""),
    ],
    columns=[schema.TEXT_NO, schema.SENTIMENT, schema.POLARITY, schema.THEME_ID],
)
RECURRING = pd.DataFrame({schema.THEME_ID: ["T2", "T1"], schema.NAME: ["포장 불량", "배송 지연"]})
COUNTED = Counted(DOCUMENTS, CLAUSES)


def test_each_group_has_its_records_complaints_and_repeated_themes() -> None:
    found = groups(COUNTED, RECURRING, schema.PRODUCT)
    assert found is not None
    assert found.heading == "상품별 불만"
    assert [(one.name, one.n_documents, one.n_complaints) for one in found.sections] == [
        ("포트", 3, 2),
        ("컵", 1, 1),
        ("(적히지 않음)", 1, 0),
    ]
    pot, cup, _ = found.sections
    # Both in two records of it: the order of the whole report settles it. One record repeats nothing.
    assert [(theme.name, theme.n_documents, theme.share) for theme in pot.themes] == [
        ("포장 불량", 2, 0.666667),
        ("배송 지연", 2, 0.666667),
    ]
    assert cup.themes == ()
    assert cup.sentence == "컵: 기록 1건, 불만이 담긴 기록 1건(100.0%)"
    assert pot.sentence.endswith("2건(66.7%) — 포장 불량 2건(66.7%), 배송 지연 2건(66.7%)")


def test_no_groups_where_nobody_asked_or_no_record_has_a_value() -> None:
    assert groups(COUNTED, RECURRING, "") is None
    assert groups(COUNTED, RECURRING, schema.CHANNEL) is None
