"""The error boundary."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import click
import pytest

from tests.cli.support import Voc
from voc_cli.cli import main
from voc_cli.errors import ConfigError, ExitCode, InputError, LockedError, OutputError, UsageError, VocError


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """A command "fail" that raises what is put into the list."""
    errors: list[BaseException] = []

    @click.command()
    def command() -> None:
        raise errors[0]

    monkeypatch.setitem(sys.modules, "tests_failing", SimpleNamespace(command=command))
    monkeypatch.setitem(main.COMMANDS, "fail", "tests_failing")
    return errors


@pytest.mark.parametrize(
    ("kind", "code"),
    [(UsageError, 2), (InputError, 3), (OutputError, 3), (ConfigError, 4), (LockedError, 5), (VocError, 1)],
)
def test_every_error_has_the_exit_code_of_the_design(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str], kind: type[VocError], code: int
) -> None:
    failing.append(kind("a.csv:3", "무엇이 잘못됐습니다", mend="이렇게 고치십시오"))
    assert main.run(["fail"]) == code
    assert capsys.readouterr().err == "오류: a.csv:3: 무엇이 잘못됐습니다\n  → 이렇게 고치십시오\n"


def test_an_unexpected_error_tells_its_kind_and_nothing_of_the_cells(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(ValueError("김민수 010-1234-5678"))
    assert main.run(["fail"]) == ExitCode.UNEXPECTED
    said = capsys.readouterr().err
    assert "(ValueError)" in said
    assert "--debug" in said
    assert "김민수" not in said
    assert "Traceback" not in said


def test_with_debug_the_traceback_stands_before_the_message(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing.append(ValueError("x"))
    monkeypatch.setenv("VOC_DEBUG", "1")
    assert main.run(["fail"]) == ExitCode.UNEXPECTED
    assert capsys.readouterr().err.startswith("Traceback (most recent call last)")


def test_ctrl_c_ends_with_130(failing: list[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    failing.append(KeyboardInterrupt())
    assert main.run(["fail"]) == 130
    assert "중단했습니다" in capsys.readouterr().err


def test_control_characters_in_a_message_do_not_reach_the_terminal(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(InputError("a\x1b[31m.csv\r", "나쁜 이름\x07", mend="고치기"))
    main.run(["fail"])
    assert capsys.readouterr().err == "오류: a?[31m.csv?: 나쁜 이름?\n  → 고치기\n"


def test_too_much_on_the_line_is_told_in_the_users_language(voc: Voc) -> None:
    korean, english = voc.each(["score", "a.csv", "b.csv"], ["--lang", "en", "score", "a.csv", "b.csv"])
    assert (korean.code, english.code) == (ExitCode.USAGE, ExitCode.USAGE)
    assert "남는 말이 있습니다(b.csv)." in korean.err
    assert "Got unexpected" not in korean.err + english.err
    assert "too much on the line (b.csv)" in english.err
