"""Settings that cannot be are refused in the user's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc_cli.config import load_settings
from voc_cli.errors import ConfigError
from voc_cli.messages import set_language


@pytest.mark.parametrize(
    ("written", "key", "mend"),
    [
        ('lang = "kr"', "lang", "다음 가운데 하나를 적습니다: 'ko', 'en'"),
        ("themes_per_stage = 0", "themes_per_stage", "1 이상인 수를 적습니다."),
        ("max_rejected = 1.5", "max_rejected", "1.0 이하인 수를 적습니다."),
        ('max_rows = "많이"', "max_rows", "따옴표 없이 정수를 적습니다."),
        ('max_rejected = "많이"', "max_rejected", "따옴표 없이 수를 적습니다."),
        ('mask = "아니오"', "mask", "true 또는 false를 적습니다."),
        ("title = 3", "title", "따옴표로 묶은 글자를 적습니다."),
        ("templates = 3", "templates", "따옴표로 묶은 글자를 적습니다."),
        ('[run]\ninputs = "a.csv"', "run.inputs", '["하나", "둘"]처럼 대괄호로 묶은 목록을 적습니다.'),
        ("run = 3", "run", "값이 아니라 [대괄호] 아래의 항목들을 적습니다."),
        ('columns = "내용"', "columns", "값이 아니라 [대괄호] 아래의 항목들을 적습니다."),
        ('columns = ["내용"]', "columns", "값이 아니라 [대괄호] 아래의 항목들을 적습니다."),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_what_it_takes(
    tmp_path: Path, written: str, key: str, mend: str
) -> None:
    file = tmp_path / "voc.toml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings(file, {"columns": {"text": "본문"}}, environment={})
    assert refused.value.what.startswith(f"설정 {key} 의 값")
    assert refused.value.mend == mend


def test_what_a_value_takes_is_told_in_english_too(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_text('compare = "day"', encoding="utf-8")
    set_language("en")
    with pytest.raises(ConfigError) as refused:
        load_settings(tmp_path / "voc.toml", {}, environment={})
    assert refused.value.mend == "Write one of 'auto', 'week', 'month', 'half'."


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("VOC_LANG", "fr", "다음 가운데 하나를 적습니다: 'ko', 'en'"),
        ("VOC_MAX_ROWS", "많이", "따옴표 없이 정수를 적습니다."),
    ],
)
def test_a_variable_that_cannot_be_is_named(tmp_path: Path, name: str, value: str, mend: str) -> None:
    (tmp_path / "voc.toml").write_text('lang = "en"\nmax_rows = 10', encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings(tmp_path / "voc.toml", {}, environment={name: value})
    assert (refused.value.where, refused.value.mend) == (name, mend)


def test_what_a_flag_says_makes_a_variable_idle(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_text("", encoding="utf-8")
    assert load_settings(tmp_path / "voc.toml", {"lang": "en"}, environment={"VOC_LANG": "fr"}).lang == "en"


def test_a_variable_for_the_language_that_is_empty_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_text('lang = "en"', encoding="utf-8")
    assert load_settings(tmp_path / "voc.toml", {}, environment={"VOC_LANG": ""}).lang == "en"


def test_the_file_is_named_where_its_own_value_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_text("max_rejected = 2", encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings(tmp_path / "voc.toml", {}, environment={"VOC_MAX_ROWS": "7"})
    assert refused.value.where == str(tmp_path / "voc.toml")


@pytest.mark.parametrize("history", ["이력", ".", "", " ", "in"])
def test_a_history_that_is_no_file_is_refused(tmp_path: Path, history: str) -> None:
    for name in ("이력", "in"):
        (tmp_path / name).mkdir()
    (tmp_path / "voc.toml").write_text(f'[run]\nhistory = "{history}"', encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings(tmp_path / "voc.toml", {}, environment={})
    assert refused.value.where == str(tmp_path / "voc.toml")
    assert refused.value.what.startswith("설정 run.history 의 값")
    assert refused.value.mend.startswith("파일 이름을 적어 주십시오")


@pytest.mark.parametrize(("role", "mend"), [("txt", "text"), ("recieved_at", "received_at"), ("내용", "doc_id")])
def test_a_role_that_no_column_has_is_refused_with_the_nearest(tmp_path: Path, role: str, mend: str) -> None:
    (tmp_path / "voc.toml").write_text(f'[columns]\n"{role}" = "상담내용"', encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings(tmp_path / "voc.toml", {"columns": {"text": "본문"}}, environment={})
    assert (refused.value.where, refused.value.what) == (
        str(tmp_path / "voc.toml"),
        f"모르는 설정입니다: columns.{role}",
    )
    assert refused.value.mend.startswith(f"이렇게 적으려던 것인지 확인해 주십시오: {mend}")
