from __future__ import annotations

import pandas as pd
import pytest

from voc_cli import schema
from voc_cli.schema import Source
from voc_cli.trends.coverage import channels_of


def documents(files: list[str], channels: list[str], days: list[str] | None = None) -> pd.DataFrame:
    moments = pd.to_datetime(pd.Series(days or [""] * len(files), dtype="str"))
    return pd.DataFrame({schema.SOURCE_FILE: files, schema.CHANNEL: channels, schema.RECEIVED_AT: moments})


def source(name: str, **columns: str) -> Source:
    return Source(name, "utf-8", ",", 1, 1, 1, 0, columns, ())


def test_a_record_without_a_channel_is_of_the_kind_of_its_file() -> None:
    table = documents(["상담_2024-03-04.csv", "상담_2024-03-11.csv"], ["전화", ""])
    assert channels_of(table, ()).tolist() == ["전화", "상담"]


def test_files_with_the_same_columns_that_follow_one_another_are_of_one_kind_whatever_they_are_called() -> None:
    files = ["상반기.csv", "상반기.csv", "하반기.csv", "하반기.csv", "리뷰.csv"]
    table = documents(files, [""] * 5, ["2024-01-02", "2024-07-01", "2024-07-01", "2024-12-30", "2024-07-01"])
    sources = [source(files[0], text="내용"), source(files[2], text="내용"), source(files[4], text="후기")]
    assert channels_of(table, sources).tolist() == ["상반기"] * 4 + ["리뷰"]


def test_files_with_the_same_columns_that_come_side_by_side_are_of_the_kinds_of_their_names() -> None:
    files = ["아이폰_2024-03-04.csv", "안드로이드_2024-03-04.csv", "안드로이드_2024-03-11.csv"]
    sources = [source(name, text="내용") for name in files]
    table = documents(files, [""] * 3, ["2024-03-05", "2024-03-05", "2024-03-12"])
    assert channels_of(table, sources).tolist() == ["아이폰", "안드로이드", "안드로이드"]


def test_files_without_dates_are_told_apart_by_their_columns_alone() -> None:
    names = ["가.csv", "나.csv"]
    assert channels_of(documents(names, ["", ""]), [source(name, text="내용") for name in names]).tolist() == ["가"] * 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("상담20240301.csv", "상담"),
        ("in/3월 상담.xlsx#1주", "상담"),
        ("homepage_app_b2b.xlsx", "homepage app b2b"),
        ("2024-03-01.csv", "csv"),
    ],
)
def test_dates_in_a_name_do_not_make_another_kind(name: str, kind: str) -> None:
    assert channels_of(documents([name], [""]), ()).tolist() == [kind]
