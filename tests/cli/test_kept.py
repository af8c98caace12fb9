"""A run that was done before is given once more, and only where nothing at all has changed."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.support import REAL, Voc
from tests.cli.weekly import files_of, week
from tests.fakes import FakeTokenizer
from voc_cli.cli import kept
from voc_cli.cli.kept import Order, once
from voc_cli.cli.streams import note
from voc_cli.config import Settings
from voc_cli.errors import ExitCode
from voc_cli.messages import set_language
from voc_cli.rules import AlertRules, UrgentRule
from voc_cli.store import version
from voc_cli.store.results import Parcel
from voc_cli.text import tokenise

HEAVY = {"kiwipiepy", "sklearn", "scipy", "pandas", "numpy", "duckdb", "xlsxwriter", "jinja2"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that a run may be given; the cache is in it, too."""
    monkeypatch.setenv("VOC_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("VOC_CUSTOMER_KEY", "key")
    monkeypatch.setattr(version, "program_version", lambda: "1")
    for name in ("in.csv", "dictionary.xlsx", "weights.bin", "templates/page.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def order(place: Path, *facts: object) -> Order:
    return Order([("in.csv", place / "in.csv")], facts)


def settings(place: Path) -> Settings:
    return Settings(
        dictionary=str(place / "dictionary.xlsx"),
        weights=str(place / "weights.bin"),
        templates=place / "templates",
    )


# A value of each setting that is not its default; those of paths are tried by the bytes behind them.
OTHER: dict[str, Any] = {
    "title": "제목",
    "company": "회사",
    "period": "1분기",
    "lang": "en",
    "columns": {"text": "메모"},
    "keep_staff_names": True,
    "encoding": "cp949",
    "headers": "ko",
    "max_rejected": 0.5,
    "max_characters": 200,
    "group_by": "product",
    "themes_per_stage": 2,
    "pack": "app",
    "max_rows": 3,
    "compare": "week",
    "again_days": 3,
    "alerts": AlertRules(urgent=UrgentRule(severity=2)),
    "learn": False,
    "themes": "other.toml",
}


@pytest.mark.parametrize("name", OTHER)
def test_each_setting_makes_another_result(place: Path, name: str) -> None:
    before = settings(place)
    assert getattr(before, name) != OTHER[name]
    changed = before.model_copy(update={name: OTHER[name]})
    assert kept._key(before, order(place)) != kept._key(changed, order(place))


def test_every_setting_is_tried_but_those_that_change_no_result() -> None:
    no_matter = {"mask", "dictionary", "weights", "templates", "notify", "run", "cluster"}
    assert OTHER.keys() | no_matter == Settings.model_fields.keys()


@pytest.mark.parametrize("name", ["in.csv", "dictionary.xlsx", "weights.bin", "templates/page.css"])
def test_one_byte_of_any_file_makes_another_result(place: Path, name: str) -> None:
    before = kept._key(settings(place), order(place))
    assert before is not None
    (place / name).write_text(name + ".", encoding="utf-8")
    assert kept._key(settings(place), order(place)) not in (None, before)
    (place / name).write_text(name, encoding="utf-8")
    assert kept._key(settings(place), order(place)) == before


def _new_template(place: Path, patch: pytest.MonkeyPatch) -> None:
    (place / "templates" / "new.css").write_bytes(b"")


def _other_program(place: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(version, "program_version", lambda: "2")


def _other_analyser(place: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tokenise, "KiwiTokenizer", FakeTokenizer)


def _other_key(place: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("VOC_CUSTOMER_KEY", "other")


def _other_language(place: Path, patch: pytest.MonkeyPatch) -> None:
    set_language("en")


@pytest.mark.parametrize("change", [_new_template, _other_program, _other_analyser, _other_key, _other_language])
def test_what_surrounds_a_run_makes_another_result(
    place: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    before = kept._key(settings(place), order(place))
    change(place, monkeypatch)
    assert kept._key(settings(place), order(place)) not in (None, before)
    set_language(None)


def test_names_and_facts_make_another_result(place: Path) -> None:
    keys = {
        kept._key(settings(place), order(place)),
        kept._key(settings(place), order(place, "warning")),
        kept._key(settings(place), Order([("other.csv", place / "in.csv")], ())),
        kept._key(settings(place), Order([("in.csv", place / "in.csv")] * 2, ())),
    }
    assert len(keys) == 4


def test_what_must_or_can_not_be_kept_has_no_key(place: Path) -> None:
    assert kept._key(settings(place).model_copy(update={"mask": False}), order(place)) is None
    assert kept._key(settings(place), Order([("stdin", None)], ())) is None
    (place / "weights.bin").unlink()
    assert kept._key(settings(place), order(place)) is None


def work(place: Path, times: list[int]) -> Callable[[Parcel | None], int]:
    def do(parcel: Parcel | None) -> int:
        times.append(1)
        note("알림 하나")
        note("이번만", is_passing=True)
        assert parcel is not None
        parcel.add("report.txt", b"whole")
        return 10

    return do


def test_the_second_run_is_given_and_not_done(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    times: list[int] = []
    assert once(Settings(), order(place), place / "out", work(place, times)) == 10
    assert capsys.readouterr().err == "알림 하나\n이번만\n"
    assert once(Settings(), order(place), place / "out", work(place, times)) == 10
    said = capsys.readouterr().err
    assert said.startswith("알림 하나\n")
    assert "이번만" not in said
    assert (place / "out" / "report.txt").read_bytes() == b"whole"
    assert len(times) == 1


def test_a_file_that_changes_while_it_is_read_is_read_again(place: Path) -> None:
    times: list[int] = []
    do = work(place, times)

    def change(parcel: Parcel | None) -> int:
        (place / "in.csv").write_text("later", encoding="utf-8")
        return do(parcel)

    once(Settings(), order(place), None, change)
    assert not (place / "cache").exists()


def entries(voc: Voc) -> int:
    return len(list((voc.folder / "home" / ".cache" / "voc").glob("result-*")))


def test_what_is_given_is_what_would_be_computed(voc: Voc) -> None:
    voc.write("calls.csv", week(1) + week(2).partition("\n")[2])
    done = voc.each(
        ["analyze", "calls.csv", "-o", "one", "--fail-on", "warning"],
        ["analyze", "calls.csv", "-o", "two", "--fail-on", "warning"],
        ["analyze", "calls.csv", "-o", "three", "--fail-on", "warning", "--no-cache"],
    )
    assert entries(voc) == 1
    assert files_of(voc.folder / "one") == files_of(voc.folder / "two") == files_of(voc.folder / "three")
    names = ("one", "two", "three")
    first, *others = [replace(run, err=run.err.replace(name, "X")) for run, name in zip(done, names, strict=True)]
    assert others == [first, first]


def test_what_is_printed_is_given_too(voc: Voc) -> None:
    voc.write("calls.csv", week(1))
    command = ["analyze", "calls.csv", "--format", "csv", "--table", "clauses"]
    first, second, other = voc.each(command, command, [*command[:-1], "documents"])
    assert first == second
    assert first.out.startswith(b"\xef\xbb\xbfdoc_id,clause_no")
    assert other.out != first.out
    assert entries(voc) == 2


def test_what_the_folder_remembers_and_what_a_person_decided_count(voc: Voc) -> None:
    voc.write("calls.csv", week(1))
    again = ["analyze", "calls.csv", "-o", "one"]
    voc.each(again, again)
    assert entries(voc) == 2  # the second one knew the themes of the first
    known = json.loads((voc.folder / "one" / "known_themes.json").read_text(encoding="utf-8"))
    voc.write("themes.toml", f'pin = ["{known["themes"][0]["theme_id"]}"]\n')
    shutil.rmtree(voc.folder / "one")
    voc.each(again)
    assert entries(voc) == 3


def test_no_mask_and_no_cache_keep_nothing(voc: Voc) -> None:
    voc.write("calls.csv", week(1))
    voc.each(["analyze", "calls.csv", "-o", "one", "--no-mask"], ["analyze", "calls.csv", "-o", "one", "--no-cache"])
    assert entries(voc) == 0


def test_a_damaged_entry_is_computed_again(voc: Voc) -> None:
    voc.write("calls.csv", week(1))
    (first,) = voc.each(["analyze", "calls.csv", "-o", "one"])
    (entry,) = (voc.folder / "home" / ".cache" / "voc").glob("result-*")
    entry.write_bytes(entry.read_bytes()[:-1])
    (second,) = voc.each(["analyze", "calls.csv", "-o", "two"])
    assert (second.code, second.err) == (first.code, first.err.replace("one", "two"))
    assert files_of(voc.folder / "one") == files_of(voc.folder / "two")


def test_a_run_with_nothing_new_loads_nothing_heavy(voc: Voc) -> None:
    voc.write("calls.csv", week(1))
    assert voc("analyze", "calls.csv", "-o", "one", program=REAL).code == ExitCode.DONE
    told = f"import sys; from voc_cli.cli.main import run; run(sys.argv[1:]); print(sorted({HEAVY} & set(sys.modules)))"
    second = voc("analyze", "calls.csv", "-o", "two", program=(sys.executable, "-c", told))
    assert second.text == "[]\n"
    assert files_of(voc.folder / "one") == files_of(voc.folder / "two")
