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


@pytest.mark.parametrize(
    ("content", "what", "mend"),
    [
        ("q = 0.2", "alerts.rising.q", "0.05 이하인 수를 적습니다. 늘었다는 판단 자체가 q_value 0.05 미만"),
        ("min_documents = 3", "alerts.rising.min_documents", "5 이상인 수를 적습니다. 두 기간을 합해 5건이 안 되는"),
    ],
)
def test_a_rule_looser_than_the_judgement_it_rests_on_is_refused(voc: Voc, content: str, what: str, mend: str) -> None:
    voc.write("voc.toml", f"[alerts.rising]\n{content}\n")
    assert_refused(voc("analyze", "a.csv"), ExitCode.CONFIG, where="voc.toml", what=what, mend=mend)


@pytest.mark.parametrize("address", ["chat.example.com/hook", "ftp://chat.example.com"])
def test_an_address_that_is_none_is_refused_in_the_users_language(voc: Voc, address: str) -> None:
    voc.write("voc.toml", f"[notify.webhook]\nurl = '{address}'\n")
    run = voc("analyze", "a.csv")
    assert_refused(
        run, ExitCode.CONFIG, where="voc.toml", what="notify.webhook.url", mend="http:// 나 https:// 로 시작하는 주소"
    )
    assert "pattern" not in run.err


def test_mail_that_would_go_to_nobody_is_refused(voc: Voc) -> None:
    voc.write("voc.toml", '[notify.mail]\nhost = "mail.example.com"\nsender = "voc@example.com"\n')
    run = voc("analyze", "a.csv")
    assert_refused(run, ExitCode.CONFIG, where="voc.toml", what="notify.mail", mend='to = ["이름@회사.kr"]')


@pytest.mark.parametrize("key", ["history", "formats", "inputs", "output"])
def test_a_key_of_run_at_the_top_level_is_told_where_it_belongs(voc: Voc, key: str) -> None:
    voc.write("voc.toml", f'{key} = "a"\n')
    run = voc("analyze", "a.csv")
    assert_refused(
        run, ExitCode.CONFIG, where="voc.toml", what=f"모르는 설정입니다: {key}", mend="[run] 아래에 적습니다"
    )


@pytest.mark.parametrize("key", ["goals", "actions"])
def test_a_key_of_the_file_of_themes_is_told_where_it_belongs(voc: Voc, key: str) -> None:
    voc.write("voc.toml", f'[[{key}]]\ntheme = "배송 지연"\n')
    run = voc("analyze", "a.csv")
    assert_refused(run, ExitCode.CONFIG, where="voc.toml", what=f"모르는 설정입니다: {key}", mend="themes.toml")


@pytest.mark.parametrize("value", ["week", "month"])
def test_a_unit_of_run_as_a_title_of_the_period_is_refused(voc: Voc, value: str) -> None:
    voc.write("voc.toml", f'period = "{value}"\n')
    assert_refused(voc("analyze", "a.csv"), ExitCode.CONFIG, where="voc.toml", what="period", mend="[run] 아래에")
