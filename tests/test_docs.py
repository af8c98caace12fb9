"""README and docs hold what the program does: every option, column, code and error is explained, every example runs."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

import click
import pytest
from pydantic import BaseModel

import voc_cli
from tests.readme import README, ROOT, Ran, call_voc, readme_command
from voc_cli import config, schema
from voc_cli.cli import main as voc
from voc_cli.errors import ExitCode
from voc_cli.io.grid import Reason
from voc_cli.messages import LANGUAGES
from voc_cli.roles import ROLES
from voc_cli.rules import AlertRules, Notify
from voc_cli.trends.change import Status
from voc_cli.trends.goals import Outcome

PACKAGE: Final = Path(voc_cli.__file__).parent
GUIDE: Final = ROOT / "docs" / "guide.md"
SETTINGS: Final = ROOT / "docs" / "settings.md"
PAGES: Final = (README, *sorted((ROOT / "docs").glob("*.md")))

_BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING: Final = re.compile(r"^(#+) +(.+)$", re.MULTILINE)
_SHELLS: Final = ("bash", "console", "powershell")
_VOC: Final = re.compile(r"(?:\$ )?(?:[\w.]+[/\\])*(voc(?:\.exe)? .*)")
_REDIRECTIONS: Final = (">", "<", "2>", "|")
# Sentences that a user can meet although no error carries them.
_SAID: Final = (
    "cli.no_such_option",
    "cli.missing",
    "cli.bad_value",
    "cli.usage_error",
    "cli.unexpected",
    "cli.interrupted",
    "cli.too_many_rejected",
    "cli.replaced",
    "cli.no_key_place",
    "cli.stdout_failed",
    "privacy.not_masked",
)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def without_code(markdown: str) -> str:
    return _BLOCK.sub("", markdown)


def section(page: Path, heading: str) -> str:
    """The part of ``page`` below ``heading``, up to the next heading of any level."""
    found = re.search(rf"^#+ +{re.escape(heading)}\n(.*?)(?=^#|\Z)", read(page), re.MULTILINE | re.DOTALL)
    assert found, f"{page.name} has no heading {heading!r}"
    return found[1]


def shell_lines(*, shells: tuple[str, ...] = _SHELLS) -> Iterator[str]:
    """The lines of all code blocks of these languages, in all pages."""
    for page in PAGES:
        for language, code in _BLOCK.findall(read(page)):
            if language in shells:
                yield from code.splitlines()


def voc_lines(*, shells: tuple[str, ...] = _SHELLS) -> list[str]:
    """Every distinct call of ``voc`` that a page shows, without what stands before the command."""
    calls = (_VOC.fullmatch(line) for line in shell_lines(shells=shells))
    return list(dict.fromkeys(call[1].replace("voc.exe ", "voc ") for call in calls if call))


def sample_lines() -> list[str]:
    """The calls on sample_data that a reader can paste into a shell, but for the one that README is tested with."""
    return [
        line for line in voc_lines(shells=("bash", "console")) if "sample_data" in line and not _is_first_command(line)
    ]


def _is_first_command(line: str) -> bool:
    return line == readme_command().removeprefix(".venv/bin/")


def commands() -> dict[str, click.Command]:
    return {name: import_module(module).command for name, module in voc.COMMANDS.items()}


def options(command: click.Command) -> list[str]:
    return [name for param in command.params if isinstance(param, click.Option) for name in param.opts]


def is_named(option: str, page: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", page) is not None


# --- commands ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", voc.COMMANDS)
def test_each_command_has_a_page_that_names_each_of_its_options(name: str) -> None:
    page = ROOT / "docs" / f"{name}.md"
    assert page.is_file(), f"write docs/{name}.md"
    assert [option for option in options(commands()[name]) if not is_named(option, read(page))] == []


def test_the_options_of_voc_itself_are_on_a_page() -> None:
    page = read(ROOT / "docs" / "analyze.md")
    assert [option for option in options(voc._group()) if not is_named(option, page)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [None, *voc.COMMANDS])
def test_each_help_page_is_shown_in_each_language(name: str | None, language: str) -> None:
    # The language may stand before the command and behind it.
    arguments = [name, "--help", f"--lang={language}"] if name else ["--lang", language, "--help"]
    done = subprocess.run(
        [sys.executable, "-m", "voc_cli", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    wanted = options(commands()[name]) if name else [*options(voc._group()), *voc.COMMANDS]
    assert [word for word in wanted if not is_named(word, done.stdout)] == []
    usage = {"ko": "사용법: voc ", "en": "Usage: voc "}[language]
    assert done.stdout.startswith(f"{usage}{name} " if name else usage)


@pytest.mark.parametrize("line", voc_lines())
def test_each_shown_call_of_voc_is_one_that_voc_understands(line: str) -> None:
    words = shlex.split(line)
    end = next((place for place, word in enumerate(words) if word.startswith(_REDIRECTIONS)), len(words))
    words = words[1:end]
    voc._take_language(words)
    if words[0].startswith("-"):
        assert words[0] in options(voc._group())
    else:
        commands()[words[0]].make_context(words[0], words[1:]).close()


# --- the examples -----------------------------------------------------------------------------------------------------


def test_readme_gives_both_setups_on_one_line_each() -> None:
    lines = [line for line in shell_lines(shells=("bash",)) if line.startswith("python3 -m venv .venv && ")]
    assert any(".venv/bin/pip install -q . && .venv/bin/voc analyze sample_data" in line for line in lines)
    assert any(line.endswith(".venv/bin/python -m pytest -q -n auto --dist worksteal") for line in lines)


def test_the_first_command_of_readme_leaves_the_files_that_readme_names(readme_run: Ran) -> None:
    assert readme_run.done.returncode == ExitCode.DONE, readme_run.done.stderr
    named = set(re.findall(r"^\| `([\w.]+)` \|", read(README), re.MULTILINE))
    assert {path.name for path in readme_run.folder.iterdir()} == named
    assert all(path.stat().st_size for path in readme_run.folder.iterdir())


def test_a_run_into_a_folder_prints_nothing_where_nobody_looks(readme_run: Ran) -> None:
    assert readme_run.done.stdout == ""
    assert "callcenter.csv" in readme_run.done.stderr


def test_the_guide_explains_each_entry_of_the_summary(readme_run: Ran) -> None:
    summary = json.loads((readme_run.folder / "summary.json").read_text(encoding="utf-8"))
    assert missing_rows(summary, GUIDE, "summary.json") == []


def test_the_excerpt_in_readme_has_the_headings_of_the_real_report(readme_run: Ran) -> None:
    excerpt = next(code for language, code in _BLOCK.findall(read(README)) if language == "text")
    report = (readme_run.folder / "report.txt").read_text(encoding="utf-8")
    headings = re.findall(r"^(\S.*?) ─+$", excerpt, re.MULTILINE)
    assert headings
    assert [heading for heading in headings if f"\n{heading} ─" not in report] == []


@pytest.mark.parametrize("line", sample_lines())
def test_the_examples_on_sample_data_run(line: str, tmp_path: Path, readme_run: Ran) -> None:
    done = call_voc(line, tmp_path, cache=readme_run.cache)
    assert done.returncode == ExitCode.DONE, done.stderr
    target = re.search(r"> (\S+)$", line)
    assert target is None or (tmp_path / target[1]).stat().st_size > 0


# --- what must be explained -------------------------------------------------------------------------------------------


def missing_rows(names: object, page: Path, heading: str) -> list[str]:
    """Those of ``names`` that start no row of the table below ``heading``."""
    below = section(page, heading)
    assert isinstance(names, (dict, tuple, list, frozenset))
    return [str(name) for name in names if f"\n| `{name}` |" not in below]


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("documents.csv", schema.DOCUMENTS),
        ("clauses.csv", schema.WRITTEN_CLAUSES),
        ("partners.csv, products.csv, staff.csv", schema.PRAISE_BLAME),
        ("themes.csv", (*schema.THEMES, *schema.THEME_FACTS)),
        ("changes.csv", schema.CHANGES),
        ("channels.csv", schema.CHANNELS),
        ("goals.csv", schema.GOALS),
        ("alerts.csv", schema.ALERTS),
        ("rejected.csv", schema.REJECTED),
    ],
)
def test_the_guide_explains_each_column_of_each_table(heading: str, columns: tuple[str, ...]) -> None:
    assert missing_rows(columns, GUIDE, heading) == []


@pytest.mark.parametrize("codes", [schema.Sentiment, schema.Intent, schema.Stage, schema.Signal, Status, Outcome])
def test_the_guide_explains_each_code(codes: type[StrEnum]) -> None:
    assert missing_rows([code.value for code in codes], GUIDE, "코드") == []


def test_the_guide_explains_each_reason_of_a_rejected_row() -> None:
    assert missing_rows([reason.value for reason in Reason], GUIDE, "제외된 행") == []


def test_the_guide_explains_each_exit_code() -> None:
    table = section(GUIDE, "종료 코드")
    assert [code.name for code in ExitCode if f"\n| {code.value} |" not in table] == []


def test_the_settings_page_explains_each_setting_and_role() -> None:
    assert missing_rows(list(config.Settings.model_fields), SETTINGS, "voc.toml의 항목") == []
    assert missing_rows(list(config.RunSettings.model_fields), SETTINGS, "run") == []
    assert missing_rows(ROLES, SETTINGS, "columns") == []
    assert missing_rows(config._OTHER_VARIABLES, SETTINGS, "그 밖의 환경변수") == []


@pytest.mark.parametrize(("table", "model"), [("alerts", AlertRules), ("notify", Notify)])
def test_the_settings_page_explains_each_key_of_a_table(table: str, model: type[BaseModel]) -> None:
    named = [f"{table}.{name}" for name in keys(model)]
    # A rule's switch is explained once for all.
    named = [name.removesuffix(".on") if name == "alerts.input.on" else name for name in named]
    assert missing_rows([name for name in named if not name.endswith(".on")], SETTINGS, table) == []


def keys(model: type[BaseModel]) -> Iterator[str]:
    """The names of all values in ``model`` and in the models in it."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from (f"{name}.{inner}" for inner in keys(kind))
        else:
            yield name


def test_the_example_of_a_settings_file_is_accepted(tmp_path: Path) -> None:
    example = next(code for language, code in _BLOCK.findall(read(SETTINGS)) if language == "toml")
    (tmp_path / "voc.toml").write_text(example, encoding="utf-8")
    settings = config.load_settings(tmp_path / "voc.toml", {}, environment={})
    assert settings.columns["text"] == "상담내용"


@cache
def catalogues() -> dict[str, dict[str, str]]:
    """The Korean sentence of each message, by area and name."""
    folder = PACKAGE / "resources" / "messages"
    return {
        path.stem: {name: entry["ko"] for name, entry in tomllib.loads(read(path)).items()}
        for path in sorted(folder.glob("*.toml"))
    }


def error_keys() -> list[str]:
    """The sentences that errors carry: those with a mend of the same name, and those written where one is raised."""
    keys = set(_SAID)
    for area, names in catalogues().items():
        # "사용법" has a mend beside it too, but is a heading.
        keys |= {f"{area}.{name}" for name, said in names.items() if f"{name}_mend" in names and "니다" in said}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Error"):
                keys.update(_message_keys(node.args[1:]))
    return sorted(keys)


def _message_keys(arguments: list[ast.expr]) -> Iterator[str]:
    for argument in arguments:
        for node in ast.walk(argument):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                area, dot, name = node.value.partition(".")
                if dot and "니다" in catalogues().get(area, {}).get(name, ""):
                    yield node.value


def test_the_guide_explains_each_error_message() -> None:
    rows = "\n".join(line for line in read(GUIDE).splitlines() if line.startswith("| "))
    missing = []
    for key in error_keys():
        area, _, name = key.partition(".")
        # The first sentence is enough to find the row by.
        first = re.split(r"(?<=\.) |(?<=니다:) ", catalogues()[area][name])[0]
        parts = re.split(r"\{[^}]*\}", first)
        if not re.search(r"\| " + ".+?".join(map(re.escape, parts)), rows):
            missing.append(f"{key}: {first}")
    assert missing == []


# --- links ------------------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors of the headings of ``page``, as GitHub makes them."""
    titles = (title for _, title in _HEADING.findall(without_code(read(page))))
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_local_link_leads_somewhere(page: Path) -> None:
    broken = []
    for target in _LINK.findall(without_code(read(page))):
        if re.match(r"\w+:", target):
            continue
        name, _, anchor = target.partition("#")
        linked = (page.parent / name).resolve() if name else page
        if not linked.is_file() or (anchor and anchor not in anchors(linked)):
            broken.append(target)
    assert broken == []


def test_each_page_can_be_reached_from_readme() -> None:
    linked = {(ROOT / target.partition("#")[0]).resolve() for target in _LINK.findall(without_code(read(README)))}
    assert [page.name for page in PAGES if page != README and page.resolve() not in linked] == []
