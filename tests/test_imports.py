"""Imports point one way (design section 2), seen in the syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import voc_cli

ROOT: Final = Path(voc_cli.__file__).parent
STAGES: Final = frozenset({"io", "text", "sentiment", "valuechain", "signals", "themes", "trends", "report"})
# What every stage may use, and what these may use of each other.
BASE: Final = {
    "resources": frozenset[str](),
    "particles": frozenset[str](),
    "messages": frozenset({"particles", "resources"}),
    "errors": frozenset[str](),
    "known_themes": frozenset[str](),
    "theme_edits": frozenset({"actions", "errors", "messages", "refusals", "theme_conflicts"}),
    "theme_text": frozenset({"messages", "theme_edits"}),
    "theme_conflicts": frozenset({"messages", "theme_edits"}),
    "refusals": frozenset({"messages"}),
    "learnt": frozenset[str](),
    "annotations": frozenset[str](),
    "schema": frozenset({"annotations", "known_themes", "learnt"}),
    "morphemes": frozenset[str](),
    "alike": frozenset({"schema"}),
    "beside": frozenset({"schema"}),
    "hashing": frozenset({"morphemes"}),
    "patterns": frozenset({"hashing", "morphemes", "resources"}),
    "branches": frozenset({"resources"}),
    "marks": frozenset[str](),
    "mentions": frozenset[str](),
    "statistics": frozenset[str](),
    "rarity": frozenset[str](),
    "actions": frozenset[str](),
    "roles": frozenset({"schema"}),
    "rules": frozenset[str](),
    "per_text": frozenset({"schema"}),
    "packed": frozenset[str](),
    "config": frozenset({"errors", "messages", "refusals", "roles", "rules", "schema", "theme_edits"}),
}
ALLOWED: Final = {
    **BASE,
    **{stage: frozenset({stage, *BASE}) for stage in STAGES},
    "dictionary": STAGES | BASE.keys() | {"dictionary"},
    "cells": STAGES | BASE.keys(),
    "chain": STAGES | BASE.keys() | {"dictionary"},
    "annotate": STAGES | BASE.keys() | {"chain", "dictionary", "cells"},
    "hinted": STAGES | BASE.keys() | {"annotate"},
    "doubts": STAGES | BASE.keys() | {"dictionary", "annotate"},
    "engine": STAGES | BASE.keys() | {"annotate", "engine"},
    "store": BASE.keys() | {"annotate", "engine", "store", "__version__"},
    "learning": STAGES | BASE.keys() | {"annotate", "engine"},
    "train": STAGES | BASE.keys() | {"dictionary"},
    "recollected": STAGES | BASE.keys(),
    "ahead": STAGES | BASE.keys() | {"dictionary", "annotate", "recollected"},
    "pipeline": STAGES
    | BASE.keys()
    | {"ahead", "dictionary", "annotate", "engine", "hinted", "learning", "recollected"},
    "scoring": STAGES | BASE.keys() | {"annotate", "engine", "hinted"},
    "evaluation": STAGES | BASE.keys() | {"scoring"},
    "audit": STAGES | BASE.keys() | {"scoring"},
    "notify": BASE.keys(),
    "periodic": STAGES | BASE.keys() | {"dictionary", "annotate", "engine", "pipeline"},
    "due": {"store", "trends"},
    "arrivals": {"schema", "store", "trends"},
    "remembered": STAGES | BASE.keys() | {"annotate", "engine", "pipeline", "store"},
    "scheduled": STAGES
    | BASE.keys()
    | {"ahead", "dictionary", "annotate", "engine", "hinted", "pipeline", "periodic", "recollected", "remembered"}
    | {"store"},
    "derived": STAGES
    | BASE.keys()
    | {"annotate", "learning", "pipeline", "periodic", "remembered", "scheduled", "store"},
    "explanation": STAGES | BASE.keys() | {"annotate", "chain", "scoring"},
    "cli": STAGES
    | BASE.keys()
    | {"ahead", "dictionary", "annotate", "doubts", "engine", "learning", "pipeline", "scoring", "evaluation", "audit"}
    | {
        "explanation",
        "notify",
        "store",
        "periodic",
        "arrivals",
        "due",
        "derived",
        "recollected",
        "remembered",
        "scheduled",
    }
    | {"cli"},
    "__init__": frozenset[str](),
    "__main__": frozenset({"cli"}),
}
MODULES: Final = sorted(ROOT.rglob("*.py"))


def part(module: Path) -> str:
    """The part of the program that a module belongs to: its folder, or its own name at the top."""
    first = module.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imported(module: Path) -> Iterator[str]:
    """Every dotted name that a module imports, also inside functions and for type checking."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def own_parts(module: Path) -> set[str]:
    """The parts of this program that a module imports; its version is everybody's."""
    names = {name.split(".")[1] for name in imported(module) if name.startswith("voc_cli.")}
    return names - {"__version__"}


def outside(module: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(module)}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_lies_below_it(module: Path) -> None:
    assert own_parts(module) <= ALLOWED[part(module)]


def test_every_part_has_its_place() -> None:
    assert {part(module) for module in MODULES} <= set(ALLOWED)


def test_click_stays_in_the_command_line() -> None:
    assert {part(module) for module in MODULES if "click" in outside(module)} == {"cli"}


def test_rich_stays_where_a_terminal_is_written_to() -> None:
    users = {str(module.relative_to(ROOT)) for module in MODULES if "rich" in outside(module)}
    assert {name for name in users if not name.startswith("cli/")} == {"report/terminal.py"}


def test_kiwi_stays_behind_the_tokenizer() -> None:
    users = {str(module.relative_to(ROOT)) for module in MODULES if "kiwipiepy" in outside(module)}
    assert users == {"text/tokenise.py"}


def test_resources_are_opened_in_one_place() -> None:
    users = {part(module) for module in MODULES if "importlib.resources" in {name[:19] for name in imported(module)}}
    assert users == {"resources"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_prints_or_swallows_every_error(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert "print" not in calls
    caught = [node.type for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    bare = [kind for kind in caught if kind is None or (isinstance(kind, ast.Name) and kind.id == "BaseException")]
    assert bare == []
    wide = [kind for kind in caught if isinstance(kind, ast.Name) and kind.id == "Exception"]
    # The boundary alone may catch them all.
    assert not wide or module.relative_to(ROOT) == Path("cli/main.py")


def test_no_module_is_a_drawer_for_everything() -> None:
    names = {module.stem for module in MODULES}
    assert not names & {"utils", "util", "helpers", "helper", "misc", "common"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_enough_to_read(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400
