"""A user's own templates: they go before ours, cannot reach out, and a broken one is named with its line."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from tests.report import made_up
from tests.report.support import report
from voc_cli.errors import ConfigError, ExitCode
from voc_cli.report.formats import Screen, renderer
from voc_cli.report.rows import Rows
from voc_cli.report.templating import OURS, check_templates


def page(folder: Path) -> str:
    said = renderer("html")(report(), Screen(templates=folder), Rows.of(made_up.analysis()))
    assert isinstance(said, str)
    return said


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_part_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    write(tmp_path, "praise.html.j2", '<section id="praise">우리 식으로 {{ report.praise | length }}개</section>\n')
    check_templates(tmp_path)
    html = page(tmp_path)
    assert f"우리 식으로 {len(report().praise)}개" in html
    assert '<section id="themes"' in html


def test_a_style_of_ones_own_is_let_pass_by_the_policy(tmp_path: Path) -> None:
    write(tmp_path, "page.css", "body { color: rebeccapurple; }\n")
    html = page(tmp_path)
    assert "rebeccapurple" in html
    source = re.search("<style>(.*?)</style>", html, re.DOTALL)
    assert source
    assert b64encode(sha256(source[1].encode()).digest()).decode() in unescape(html)


def test_values_are_escaped_in_a_users_template_too(tmp_path: Path) -> None:
    write(
        tmp_path, "praise.html.j2", "{% for t in report.themes %}{% for q in t.quotes %}{{ q }}{% endfor %}{% endfor %}"
    )
    assert "<script>alert(1)" not in page(tmp_path)


def test_the_markdown_can_be_replaced(tmp_path: Path) -> None:
    write(
        tmp_path,
        "report.md.j2",
        "# {{ report.title | safe_md }}\n{% for t in report.themes %}- {{ t.quotes[-1] | safe_md }}\n{% endfor %}",
    )
    check_templates(tmp_path)
    said = renderer("md")(report(), Screen(templates=tmp_path), None)
    assert isinstance(said, str)
    assert said.splitlines()[0] == "# 고객의 소리 분석 보고서"
    assert r"\<script\>" in said
    assert renderer("md")(report(), Screen(), None) != said


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("첫 줄\n{% if report %}\n둘째 줄\n", 3, "endif"),
        ("첫 줄\n\n{{ report.titel }}\n", 3, "titel"),
        ("{{ nobody }}\n", 1, "nobody"),
        ("\n{{ 1 / 0 }}\n", 2, "ZeroDivisionError"),
        ("\n\n\n{{ report.title + 1 }}\n", 4, "TypeError"),
        ("\n{{ report.__class__.__mro__ }}\n", 2, "__class__"),
        ("\n{% include 'nowhere.j2' %}\n", 2, "nowhere.j2"),
        ("{{ t('no_such_sentence') }}\n", 1, "no_such_sentence"),
    ],
)
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, content: str, line: int, what: str) -> None:
    path = write(tmp_path, "praise.html.j2", content)
    with pytest.raises(ConfigError) as caught:
        page(tmp_path)
    assert caught.value.where == f"{path}:{line}"
    assert what in caught.value.what
    assert caught.value.exit_code == ExitCode.CONFIG


def test_syntax_is_checked_before_anything_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "praise.html.j2", "{% for %}\n")
    with pytest.raises(ConfigError) as caught:
        check_templates(tmp_path)
    assert caught.value.where == f"{path}:1"


def test_a_template_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "praise.html.j2"
    path.write_bytes("칭찬".encode("cp949"))
    with pytest.raises(ConfigError) as caught:
        check_templates(tmp_path)
    assert caught.value.where == str(path)


def test_a_folder_that_is_not_there_or_holds_nothing_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="폴더가 없습니다"):
        check_templates(tmp_path / "none")
    write(tmp_path, "mine.html.j2", "글")
    with pytest.raises(ConfigError, match="아는 이름") as caught:
        check_templates(tmp_path)
    assert "report.html.j2" in caught.value.mend


def test_our_own_templates_are_all_read(tmp_path: Path) -> None:
    check_templates(OURS)
