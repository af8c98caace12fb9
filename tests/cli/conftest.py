"""The command, and one run over a small export that many tests look at."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.support import Run, Voc, new_voc
from tests.cli.weekly import CONFIG, week
from voc_cli.errors import ExitCode

# The fake analyser takes words as they stand, so that texts are written as the dictionaries write their entries.
CALLS = """\
접수번호,접수일시,고객명,연락처,채널,제품명,메모,수량,상담내용
00012,2024-01-03 15:05,김가나,010-1234-5678,전화,도란 팟,=SUM(A1:A9),-5,배송 늦다. 연락 바람 010-9876-5432
007,2024.1.4,이다라,010-1111-2222,전화,도란 팟,@명령,3,배송 늦다 😡😡
0008,2024-01-05,박마바,010-3333-4444,앱,NA,null,4,null
0009,2024-01-06,최사아,010-5555-6666,앱,,"여러 줄
메모",5,"=HYPERLINK(""http://x.example"",""배송 늦다"")"
0010,2024-01-07,정자차,010-7777-8888,앱,,-,6,소비자원 신고하다
0011,2024-01-08,한카타,010-1212-3434,앱,,,7,
0014,2024-01-09,오파하,010-5656-7878,앱,,,8,배송 늦다,남는 칸 010-9090-9090
"""
PHONES = [
    "1234-5678",
    "1111-2222",
    "3333-4444",
    "5555-6666",
    "7777-8888",
    "1212-3434",
    "5656-7878",
    "9090-9090",
    "9876-5432",
]
NAMES = ["김가나", "이다라", "박마바", "최사아", "정자차", "한카타", "오파하"]


@pytest.fixture
def voc(tmp_path: Path) -> Voc:
    """The command in a fresh folder."""
    return new_voc(tmp_path)


@dataclass(frozen=True, slots=True)
class Kitchen:
    """One run with -o over CALLS, and the folder that it wrote."""

    voc: Voc
    run: Run
    folder: Path


@pytest.fixture(scope="session")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    """Run once for all tests that only look."""
    voc = new_voc(tmp_path_factory.mktemp("kitchen"))
    voc.write("calls.csv", CALLS)
    return Kitchen(voc, voc("analyze", "calls.csv", "-o", "report"), voc.folder / "report")


@pytest.fixture(scope="session")
def ran_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, and one run over them; for copies only."""
    voc = new_voc(tmp_path_factory.mktemp("ran"))
    voc.write("voc.toml", CONFIG)
    voc.write("in/w1.csv", week(1))
    voc.write("in/w2.csv", week(2))
    done = voc("run")
    assert done.code == ExitCode.DONE, done.err
    return voc.folder


@pytest.fixture
def ran(ran_once: Path, tmp_path: Path) -> Voc:
    """A folder in which a run has been."""
    shutil.copytree(ran_once, tmp_path, dirs_exist_ok=True)
    return Voc(tmp_path)


@pytest.fixture
def job(voc: Voc) -> Voc:
    """Two weeks of exports and their settings."""
    voc.write("voc.toml", CONFIG)
    voc.write("in/w1.csv", week(1))
    voc.write("in/w2.csv", week(2))
    return voc
