"""Help pages, versions and mistyped command lines."""

from __future__ import annotations

import pytest

from tests.cli.support import REAL, Voc
from voc_cli import __version__
from voc_cli.cli.main import COMMANDS
from voc_cli.errors import ExitCode

_HEAVY = ("pandas", "numpy", "sklearn", "scipy", "kiwipiepy", "pydantic", "rich")
_MODULES = (
    "import sys; from voc_cli.cli.main import run; code = run({arguments!r});"
    "print(code, *sorted(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)"
)


def help_page(voc: Voc, *arguments: str) -> str:
    run = voc(*arguments, program=REAL)
    assert (run.code, run.err) == (0, "")
    return run.text


def test_help_is_korean_and_lists_every_command(voc: Voc) -> None:
    page = help_page(voc, "--help")
    assert page.startswith("사용법: voc [옵션] 명령")
    assert all(f"\n  {name} " in page for name in COMMANDS)


def test_help_is_english_when_asked_for(voc: Voc) -> None:
    page = help_page(voc, "--lang", "en", "--help")
    assert page.startswith("Usage: voc [OPTIONS] COMMAND")
    assert "사용법" not in page


@pytest.mark.parametrize("arguments", [["--help"], ["analyze", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(voc: Voc, arguments: list[str]) -> None:
    import sys

    code = _MODULES.format(arguments=arguments, heavy=_HEAVY)
    assert voc("-c", code, program=[sys.executable]).err == "0\n"


def test_the_version_is_that_of_the_package(voc: Voc) -> None:
    assert help_page(voc, "--version") == f"voc {__version__}\n"


def test_without_a_command_the_help_page_goes_to_stderr(voc: Voc) -> None:
    run = voc(program=REAL)
    assert (run.code, run.out) == (ExitCode.USAGE, b"")
    assert run.err.startswith("사용법: voc")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["analyse", "a.csv"], "'analyse' 명령은 없습니다. (혹시 analyze)"),
        (["analyze"], "빠진 것이 있습니다: 파일..."),
        (["history", "lst"], "'lst' 명령은 없습니다. (혹시 list)"),
        (["analyze", "a.csv", "--format"], "--format 의 값을 확인해 주십시오"),
        (["score", "--mask=1"], "--mask 의 값을 확인해 주십시오"),
        (["run", "--until", "어제"], "--until 의 값을 쓸 수 없습니다: 2024-04-10처럼"),
        (["analyze", "a.csv", "--formt", "md"], "모르는 옵션입니다: --formt (혹시 --format)"),
        (
            ["analyze", "a.csv", "--format", "pdf"],
            "--format 의 값을 쓸 수 없습니다: terminal, md, html, json, xlsx, csv, tsv",
        ),
        (["analyze", "a.csv", "--max-rejected", "7"], "0에서 1 사이의 수"),
        (["analyze", "a.csv", "--table", "clauses", "--format", "md"], "표는 md 형식으로 낼 수 없습니다"),
        (["analyze", "a.csv", "--column", "내용"], "역할=열이름 꼴로 적습니다: 내용"),
        (["analyze", "a.csv", "--column", "tekst=내용"], "tekst: 이런 이름의 역할은 없습니다"),
    ],
)
def test_a_mistyped_command_line_is_explained_with_a_way_on(voc: Voc, arguments: list[str], said: str) -> None:
    voc.write("a.csv", "내용\n늦어요\n")
    run = voc(*arguments)
    assert (run.code, run.out) == (ExitCode.USAGE, b"")
    assert said in run.err
    assert "\n  → " in run.err
    assert "Traceback" not in run.err


def test_an_error_is_english_when_asked_for(voc: Voc) -> None:
    run = voc("analyze", "none.csv", env={"VOC_LANG": "en"})
    assert run.code == ExitCode.INPUT
    assert run.err == "Error: none.csv: There is no such file or folder.\n  → Check the path and the name.\n"
