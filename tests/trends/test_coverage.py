from __future__ import annotations

import pandas as pd
import pytest

from voc_cli import schema
from voc_cli.schema import Source
from voc_cli.trends.coverage import channels_of


def documents(files: list[str], channels: list[str]) -> pd.DataFrame:
    return pd.DataFrame({schema.SOURCE_FILE: files, schema.CHANNEL: channels})


def source(name: str, **columns: str) -> Source:
    return Source(name, "utf-8", ",", 1, 1, 1, 0, columns, ())


def test_a_record_without_a_channel_is_of_the_kind_of_its_file() -> None:
    table = documents(["상담_2024-03-04.csv", "상담_2024-03-11.csv"], ["전화", ""])
    assert channels_of(table, ()).tolist() == ["전화", "상담"]


def test_files_with_the_same_columns_are_of_one_kind_whatever_they_are_called() -> None:
    names = ["상반기.csv", "하반기.csv", "리뷰.csv"]
    sources = [source(names[0], text="내용"), source(names[1], text="내용"), source(names[2], text="후기")]
    assert channels_of(documents(names, ["", "", ""]), sources).tolist() == ["상반기", "상반기", "리뷰"]


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
