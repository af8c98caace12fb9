"""A folder of templates in voc.toml, seen from the command line."""

from __future__ import annotations

import re

from tests.cli.support import Voc, assert_refused
from voc_cli.errors import ExitCode

TEXTS = "접수번호,접수일,내용\n1,2024-05-01,배송이 늦다\n2,2024-05-02,배송이 늦다 정말\n3,2024-05-03,색이 예쁘다\n"


def test_the_page_comes_out_of_a_pipe_and_as_a_file(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    run = voc("analyze", "a.csv", "--format", "html", "-o", "out")
    assert run.code == 0
    assert run.text.startswith("<!DOCTYPE html>\n")
    assert run.out == (voc.folder / "out" / "report.html").read_bytes()


def test_max_rows_limits_the_page(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    run = voc("analyze", "a.csv", "--format", "html", env={"VOC_MAX_ROWS": "1"})
    assert re.search(r"의견 \d+개 가운데 1개를 불만부터", run.text)


def test_templates_are_sought_beside_the_settings(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    voc.write("conf/voc.toml", 'templates = "ours"\n')
    voc.write("conf/ours/summary.html.j2", "<section id='summary'>우리 {{ report.figures[0].value }}건</section>\n")
    run = voc("analyze", "a.csv", "--config", "conf/voc.toml", "--format", "html", "-o", "out")
    assert run.code == 0, run.err
    assert "<section id='summary'>우리 3건</section>" in run.text
    assert '"conf/ours"' in (voc.folder / "out" / "summary.json").read_text(encoding="utf-8")


def test_a_broken_template_is_refused_with_its_line_before_the_work(voc: Voc) -> None:
    voc.write("voc.toml", 'templates = "ours"\n')
    voc.write("ours/summary.html.j2", "첫 줄\n{% iff x %}\n")
    run = voc("analyze", "none.csv", "--format", "html")
    assert_refused(run, ExitCode.CONFIG, where="ours/summary.html.j2:2", what="iff", mend="그 줄을 고치거나")


def test_a_template_that_fails_while_it_is_filled_is_refused_too(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    voc.write("voc.toml", 'templates = "ours"\n')
    voc.write("ours/summary.html.j2", "첫 줄\n\n{{ report.nothing }}\n")
    run = voc("analyze", "a.csv", "--format", "html")
    assert_refused(run, ExitCode.CONFIG, where="ours/summary.html.j2:3", what="nothing", mend="그 줄을 고치거나")


def test_a_folder_that_is_not_there_is_refused(voc: Voc) -> None:
    voc.write("voc.toml", 'templates = "none"\n')
    run = voc("analyze", "a.csv")
    assert_refused(run, ExitCode.CONFIG, where="none", what="폴더가 없습니다", mend="voc.toml")
