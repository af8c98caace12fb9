from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path

import pytest

import voc_cli
from voc_cli import messages
from voc_cli.schema import Signal, Stage

PACKAGE = Path(voc_cli.__file__).parent
CATALOGUES = sorted((PACKAGE / "resources" / "messages").glob("*.toml"))
ENTRIES = {
    f"{file.stem}.{name}": entry
    for file in CATALOGUES
    for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
HANGUL = re.compile("[가-힣]")
# Korean that an English sentence may hold: headers and values as they stand in exports.
QUOTED = re.compile(r"""["'“‘(`][^"'”’)`]*["'”’)`]""")


@dataclass(frozen=True)
class Use:
    """A call of ``messages.text`` in the program."""

    place: str
    key: str  # a regular expression; a part that is computed matches anything
    fields: frozenset[str] | None  # None where they are passed on


def fields_of(sentence: str) -> set[str]:
    """Names of the ``str.format`` fields."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def uses() -> list[Use]:
    """Every call of ``messages.text`` with a key that can be read off the source."""
    return [use for file in sorted(PACKAGE.rglob("*.py")) for use in _uses(file)]


def _uses(file: Path) -> Iterator[Use]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions, modules = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _is_text(node.func, functions, modules):
            key = _key(node.args[0])
            if key is not None:
                names = [keyword.arg for keyword in node.keywords]
                fields = None if None in names else frozenset(name for name in names if name)
                yield Use(f"{file.relative_to(PACKAGE)}:{node.lineno}", key, fields)


def _names(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Local names of the function ``text`` and of the module ``messages``."""
    functions, modules = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (node.module, alias.name) == ("voc_cli.messages", "text"):
                    functions.add(alias.asname or alias.name)
                if (node.module, alias.name) == ("voc_cli", "messages"):
                    modules.add(alias.asname or alias.name)
    return functions, modules


def _is_text(function: ast.expr, functions: set[str], modules: set[str]) -> bool:
    if isinstance(function, ast.Name):
        return function.id in functions
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "text"
        and isinstance(function.value, ast.Name)
        and function.value.id in modules
    )


def _key(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)
        return "".join(parts)
    return None


def test_catalogues_are_found() -> None:
    assert len(CATALOGUES) >= 5
    assert len(uses()) >= 50


@pytest.mark.parametrize("key", ENTRIES)
def test_every_sentence_is_in_both_languages_with_the_same_fields(key: str) -> None:
    entry = ENTRIES[key]
    assert set(entry) == set(messages.LANGUAGES)
    assert all(sentence.strip() for sentence in entry.values())
    assert fields_of(entry["ko"]) == fields_of(entry["en"])


def test_korean_is_korean_and_english_is_not() -> None:
    not_korean = [key for key, entry in ENTRIES.items() if re.search("[A-Za-z]{3}", QUOTED.sub("", entry["ko"]))]
    speechless = [key for key in not_korean if not HANGUL.search(ENTRIES[key]["ko"])]
    korean = [key for key, entry in ENTRIES.items() if HANGUL.search(QUOTED.sub("", entry["en"]))]
    assert not [key for key in speechless if fields_of(ENTRIES[key]["ko"]) == set()]
    assert not [key for key in korean if not re.search("[A-Za-z]", ENTRIES[key]["en"])]


def test_every_key_that_the_program_asks_for_exists() -> None:
    missing = [use for use in uses() if not any(re.fullmatch(use.key, key) for key in ENTRIES)]
    assert missing == []


def test_every_call_fills_the_fields_of_its_sentence() -> None:
    wrong = []
    for use in uses():
        keys = [key for key in ENTRIES if re.fullmatch(use.key, key)]
        if len(keys) == 1 and use.fields is not None:
            unfilled = fields_of(ENTRIES[keys[0]]["ko"]) - use.fields
            if unfilled:
                wrong.append(f"{use.place} leaves {sorted(unfilled)} of {keys[0]} empty")
    assert wrong == []


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_name(stage: Stage) -> None:
    assert HANGUL.search(messages.text(f"report.stage_{stage}"))


@pytest.mark.parametrize("signal", Signal)
def test_every_signal_has_a_name(signal: Signal) -> None:
    assert HANGUL.search(messages.text(f"report.signal_{signal}"))


def test_korean_is_the_language_until_another_is_chosen() -> None:
    assert messages.chosen_language() is None
    assert messages.current_language() == "ko"
    assert messages.text("config.missing") == ENTRIES["config.missing"]["ko"]
    messages.set_language("en")
    assert messages.chosen_language() == messages.current_language() == "en"
    assert messages.text("config.missing") == ENTRIES["config.missing"]["en"]
    messages.set_language(None)
    assert messages.text("config.missing") == ENTRIES["config.missing"]["ko"]


def test_a_language_is_chosen_for_its_context_only() -> None:
    copy_context().run(messages.set_language, "en")
    assert messages.current_language() == "ko"


def test_fields_are_filled() -> None:
    assert "rotten_key" in messages.text("config.unknown_key", key="rotten_key")


def test_a_value_with_braces_is_no_field() -> None:
    assert "{x}" in messages.text("config.unknown_key", key="{x}")


@pytest.mark.parametrize("key", ["config.no_such_sentence", "config", "config."])
def test_an_unknown_key_is_a_key_error(key: str) -> None:
    with pytest.raises(KeyError):
        messages.text(key)


def test_a_field_without_a_value_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        messages.text("config.unknown_key")


def test_what_the_tables_name_has_an_english_name_and_the_rest_stays() -> None:
    assert messages.named("배송 지연") == "배송 지연"
    messages.set_language("en")
    assert messages.named("배송 지연") == "Late delivery"
    assert messages.named("우리 회사만의 주제") == "우리 회사만의 주제"


@pytest.mark.parametrize(
    ("value", "spec", "said"),
    [
        (1.26, ".1f", "1.3"),
        (0.05, ".1f", "0.1"),
        (0.03, ".1f", "0.03"),
        (0.004, ".1f", "0.004"),
        (0.0, ".1f", "0.0"),
        (1e-9, ".1f", "0.0"),
        (-0.03, ".1f", "-0.03"),
        (0.0004, ".1%", "0.04%"),
        (0.123, ".1%", "12.3%"),
        (0.004, ".2f", "0.00"),
        (float("nan"), ".1f", "nan"),
    ],
)
def test_a_rate_that_is_not_zero_is_not_told_as_zero(value: float, spec: str, said: str) -> None:
    assert format(messages.Rate(value), spec) == said
    assert messages.text("report.change", before=messages.Rate(0.02), now=messages.Rate(0.04)).endswith("0.02 → 0.04")
