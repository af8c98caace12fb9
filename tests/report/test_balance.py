"""Praise and blame by partner, product and member of staff in a report."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tests.report import made_up
from tests.report.support import report
from voc_cli import schema
from voc_cli.report.balance import praise_blame_lists
from voc_cli.report.model import PraiseBlame
from voc_cli.report.sections import praise_blame

TABLE = pd.DataFrame(
    [
        ("한진택배", "택배사", 4, 1, 3, 0.75, ["또 늦었어요", "친절해요"]),
        ("카드사", "카드사·간편결제", 2, 0, 0, float("nan"), []),
        ("판매자", "입점 판매자", 1, 0, 1, 1.0, []),
    ],
    columns=list(schema.PRAISE_BLAME),
)


def test_only_what_somebody_judged_is_listed() -> None:
    assert praise_blame(TABLE) == (
        PraiseBlame("한진택배", 1, 3, ("또 늦었어요", "친절해요")),
        PraiseBlame("판매자", 0, 1, ()),
    )
    assert praise_blame(schema.empty_praise_blame()) == ()


def test_the_company_itself_is_none_of_its_partners() -> None:
    assert [line.name for line in praise_blame(TABLE, but="한진택배")] == ["판매자"]


def test_each_list_has_its_heading_and_counts() -> None:
    assert list(praise_blame_lists(report(replace(made_up.analysis(), partners=TABLE)))) == [
        (
            "협력사·다른 회사별 칭찬과 불만",
            ["한진택배: 칭찬 1건, 불만 3건 (불만 75%) “또 늦었어요”", "판매자: 칭찬 0건, 불만 1건 (불만 100%)"],
        )
    ]
