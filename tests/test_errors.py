from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from voc_cli.errors import (
    ConfigError,
    ExitCode,
    InputError,
    LockedError,
    OutputError,
    UsageError,
    VocError,
)

KINDS: list[tuple[type[VocError], int, type[Exception]]] = [
    (UsageError, 2, ValueError),
    (InputError, 3, ValueError),
    (OutputError, 3, OSError),
    (ConfigError, 4, ValueError),
    (LockedError, 5, RuntimeError),
]


def test_exit_codes_are_those_that_cron_was_promised() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "DONE": 0,
        "UNEXPECTED": 1,
        "USAGE": 2,
        "INPUT": 3,
        "CONFIG": 4,
        "LOCKED": 5,
        "TOO_MANY_REJECTED": 6,
        "ALERT": 10,
        "INTERRUPTED": 130,
    }


@pytest.mark.parametrize(("kind", "code", "builtin"), KINDS)
def test_each_error_has_its_exit_code_and_a_builtin_behind_it(
    kind: type[VocError], code: int, builtin: type[Exception]
) -> None:
    error = kind("voc.csv", "내용 열이 없습니다.", mend="--text-column 으로 알려 주세요.")
    assert error.exit_code == code
    assert isinstance(error, builtin)
    assert isinstance(error, VocError)


def test_every_error_of_the_tree_is_in_this_table() -> None:
    assert set(VocError.__subclasses__()) == {kind for kind, _, _ in KINDS}
    assert VocError.exit_code == 1


@pytest.mark.parametrize("kind", [kind for kind, _, _ in KINDS] + [VocError])
def test_an_error_says_where_what_and_how_to_mend_it(kind: type[VocError]) -> None:
    error = kind(Path("data") / "voc.csv", "비어 있습니다.", mend="다시 내려받아 주세요.")
    assert str(error) == "data/voc.csv: 비어 있습니다."
    assert (error.where, error.what, error.mend) == ("data/voc.csv", "비어 있습니다.", "다시 내려받아 주세요.")


@pytest.mark.parametrize("kind", [kind for kind, _, _ in KINDS] + [VocError])
def test_an_error_crosses_the_border_of_a_process_whole(kind: type[VocError]) -> None:
    error = pickle.loads(pickle.dumps(kind("voc.csv:12", "읽을 수 없습니다.", mend="고쳐 주세요.")))
    assert type(error) is kind
    assert (error.where, error.what, error.mend) == ("voc.csv:12", "읽을 수 없습니다.", "고쳐 주세요.")
    assert str(error) == "voc.csv:12: 읽을 수 없습니다."
