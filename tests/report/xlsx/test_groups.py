"""The sheet of groups, which is there where somebody asked for groups."""

from __future__ import annotations

import pytest

from tests.report.xlsx.support import grid, opened, written
from tests.report.xlsx.test_workbook import SHEETS
from voc_cli.messages import set_language
from voc_cli.report.build import Options
from voc_cli.report.xlsx import groups


def test_each_channel_is_a_row_and_the_sheet_stands_behind_the_value_chain() -> None:
    set_language("ko")
    book = opened(written(options=Options(group_by="channel")))
    assert book.sheetnames == [*SHEETS[:3], "채널별", *SHEETS[3:]]
    rows = grid(book["채널별"])
    assert rows[0][0] == "채널별 불만"
    assert rows[3:6] == [
        ["이름", "기록", "불만이 담긴 기록", "불만 비율", "많은 불만"],
        ["전화", 4, 2, 0.5, "배송 지연 2건(50.0%)"],
        ["앱", 2, 2, 1, "앱 로그인 오류 2건(100.0%)"],
    ]
    assert rows[-1] == ["(적히지 않음)", 1, 0, 0, None]


def test_no_more_rows_than_somebody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    set_language("ko")
    monkeypatch.setattr(groups, "MOST_GROUPS", 2)
    rows = grid(opened(written(options=Options(group_by="channel")))["채널별"])
    assert str(rows[1][0]).startswith("전체 6개 중 2개를")
    assert [row[0] for row in rows[4:]] == ["전화", "앱"]
