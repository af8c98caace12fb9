"""defaults < voc.toml < environment < flags; unknown keys are refused."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.support import Voc, assert_refused
from voc_cli.errors import ExitCode

TWO_TEXTS = "접수번호,첫째 글,둘째 글\n1,배송 늦다,포장 좋다\n2,배송 빠르다,포장 나쁘다\n"
TOML = 'title = "설정 제목"\nthemes_per_stage = 3\n\n[columns]\ntext = "첫째 글"\n'


def first_line(report: str) -> str:
    return report.splitlines()[0]


def test_the_environment_goes_before_the_file(voc: Voc) -> None:
    voc.write("voc.toml", TOML)
    voc.write("a.csv", TWO_TEXTS)
    run = voc("analyze", "a.csv", env={"VOC_TITLE": "환경 제목"})
    assert run.code == 0
    assert "환경 제목" in first_line(run.text)
    assert "내용=첫째 글" in run.err


def test_a_flag_goes_before_both(voc: Voc) -> None:
    voc.write("voc.toml", TOML)
    voc.write("a.csv", TWO_TEXTS)
    arguments = ["--text-column", "둘째 글", "--title", "옵션 제목"]
    run = voc("analyze", "a.csv", *arguments, env={"VOC_TITLE": "환경 제목"})
    assert run.code == 0
    assert "옵션 제목" in first_line(run.text)
    assert "내용=둘째 글" in run.err


def test_columns_can_be_named_by_role(voc: Voc) -> None:
    voc.write("a.csv", "가,나,다\n배송 늦다,2024-05-01,5\n")
    columns = ["--column", "text=가", "--column", "received_at=나", "--column", "rating=다"]
    run = voc("analyze", "a.csv", "--table", "documents", *columns)
    (row,) = csv.DictReader(io.StringIO(run.text))
    assert (row["text"], row["received_at"], row["rating"]) == ("배송 늦다", "2024-05-01", "5.0")


def test_an_unknown_key_is_refused_with_the_nearest(voc: Voc) -> None:
    voc.write("voc.toml", 'titel = "6월"\n')
    run = voc("analyze", "a.csv")
    assert_refused(run, ExitCode.CONFIG, where="voc.toml", what="모르는 설정입니다: titel", mend="title")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("title = 6월\n", "형식(TOML)이 맞지 않습니다"),
        ('max_rejected = "많이"\n', "max_rejected"),
        ("max_rejected = 2\n", "max_rejected"),
        ('encoding = "euc"\n', "encoding"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(voc: Voc, content: str, what: str) -> None:
    voc.write("other.toml", content)
    run = voc("analyze", "a.csv", "--config", "other.toml")
    assert_refused(run, ExitCode.CONFIG, where="other.toml", what=what, mend="")


def test_a_settings_file_that_is_not_there_is_refused(voc: Voc) -> None:
    run = voc("analyze", "a.csv", env={"VOC_CONFIG": "none.toml"})
    assert_refused(run, ExitCode.CONFIG, where="none.toml", what="설정 파일이 없습니다", mend="--config")


def test_a_variable_that_cannot_be_is_refused(voc: Voc) -> None:
    run = voc("analyze", "a.csv", env={"VOC_MAX_REJECTED": "반"})
    assert_refused(run, ExitCode.CONFIG, where="VOC_", what="max_rejected", mend="")


def test_a_column_that_is_not_there_names_the_nearest(voc: Voc) -> None:
    voc.write("a.csv", TWO_TEXTS)
    run = voc("analyze", "a.csv", "--text-column", "둘째글자")
    assert_refused(run, ExitCode.INPUT, where="a.csv", what="'둘째글자' 열이 없습니다", mend="둘째 글")


@pytest.mark.parametrize(
    ("content", "key", "mend"),
    [
        ("[alerts.rising]\nmin_document = 3\n", "alerts.rising.min_document", "min_documents"),
        ("[alerts.risng]\non = false\n", "alerts.risng", "rising"),
        ("[notify.mail]\nhots = 'a'\n", "notify.mail.hots", "host"),
    ],
)
def test_an_unknown_key_of_a_table_is_refused_with_the_nearest_of_that_table(
    voc: Voc, content: str, key: str, mend: str
) -> None:
    voc.write("voc.toml", content)
    run = voc("analyze", "a.csv")
    assert_refused(run, ExitCode.CONFIG, where="voc.toml", what=f"모르는 설정입니다: {key}", mend=mend)
