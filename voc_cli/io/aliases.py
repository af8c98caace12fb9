"""The names that exports give to columns (``resources/columns.toml``) and how well a header fits one of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from voc_cli import resources

WHOLE: Final = 4
EXACT: Final = 3  # but for closing digits, so that "category_2" goes to its own role first
END: Final = 2  # a compound's head stands at its end: 고객 만족도, review text
MIDDLE: Final = 1

LONGEST_HEADER: Final = 40  # characters; longer cells are what customers wrote
_LETTER: Final = re.compile(r"[^\W\d_]")
_BRACKETED: Final = re.compile(r"\([^)]*\)|\[[^]]*\]|【[^】]*】|<[^>]*>")
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_NO_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Label:
    """A header, or an alias, brought to the forms that are compared."""

    whole: str  # casefolded, letters and digits only
    bare: str  # the same without what stands in brackets: "평점(5점)"
    core: str  # nor closing digits: "연락처1"
    words: str  # "_company_reply_date_": English is compared word by word, so "rating" is not in "operating"
    core_words: str


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a role."""

    label: Label
    exact_only: bool
    order: int  # smaller is preferred


@dataclass(frozen=True, slots=True)
class Names:
    """All names of one role."""

    aliases: tuple[Alias, ...]
    blocked: tuple[Label, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """How well a header fits a role; a greater one fits better."""

    rank: int
    length: int
    preference: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that ``columns.toml`` holds."""

    roles: dict[str, Names]
    fallback_text: Names
    personal: dict[str, Names]
    tails: tuple[Label, ...]
    rating_words: dict[str, float]  # collapsed word -> 1 to 5
    nobody: frozenset[str]  # collapsed words that stand where a customer is not known


@lru_cache(maxsize=4096)
def label(name: str) -> Label:
    """``name`` in the forms that are compared."""
    normal = unicodedata.normalize("NFKC", name)
    bare = _BRACKETED.sub(" ", normal)
    bare = bare if _collapse(bare) else normal
    core = re.sub(r"(?<=\D)[\s_\-.]*\d{1,2}\s*$", "", bare)
    core = core if _collapse(core) else bare
    return Label(_collapse(normal), _collapse(bare), _collapse(core), _words(normal), _words(core))


def fit(header: Label, names: Names, tails: Iterable[Label]) -> Fit | None:
    """How well ``header`` fits ``names``, or None where it does not."""
    best: Fit | None = None
    for alias in names.aliases:
        rank = _rank(header, alias)
        if rank and (best is None or (rank, len(alias.label.whole)) > (best.rank, best.length)):
            best = Fit(rank=rank, length=len(alias.label.whole), preference=-alias.order)
    if best is None or best.rank >= EXACT:
        return best
    if any(_holds(header, word) for word in names.blocked):
        return None
    if best.rank == MIDDLE and any(_ends(header, tail) for tail in tails):
        return None
    return best


@lru_cache(maxsize=65_536)
def is_known(header: str) -> bool:
    """Whether ``header`` is, or ends with, a name that any role or any kind of personal data has."""
    if len(header) > LONGEST_HEADER or not _LETTER.search(header):
        return False
    form = label(header)
    whole, ends = _known()
    if not whole.isdisjoint((form.whole, form.bare, form.core)):
        return True
    words = form.core_words.split("_")[1:-1]
    return any(form.core[at:] in ends and not form.core[at:].isascii() for at in range(len(form.core) - 1)) or any(
        "_" + "_".join(words[at:]) + "_" in ends for at in range(len(words))
    )


def is_nobody(cell: str) -> bool:
    """Whether a cell of a column of customers names no customer: a word such as "비회원", or no letter at all."""
    letters = _collapse(cell)
    return not letters or letters in vocabulary().nobody


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Every alias as a whole, and the forms that may end a longer header."""
    every = vocabulary()
    names = [*every.roles.values(), *every.personal.values(), every.fallback_text]
    aliases = [alias for entry in names for alias in entry.aliases]
    whole = frozenset(alias.label.whole for alias in aliases)
    free = [alias.label for alias in aliases if not alias.exact_only]
    return whole, frozenset(form.words if form.whole.isascii() else form.whole for form in free)


@cache
def vocabulary() -> Vocabulary:
    """The shipped names."""
    data = tomllib.loads(resources.read_text("columns.toml"))
    blocked = data["personal"].pop("blocked")
    return Vocabulary(
        roles={role: _names(entry) for role, entry in data["roles"].items()},
        fallback_text=_names(data["roles"]["text"]["fallback"]),
        personal={kind: _names({**entry, "blocked": blocked}) for kind, entry in data["personal"].items()},
        tails=tuple(label(tail) for tail in data["tails"]),
        rating_words={_collapse(word): float(value) for value, words in data["rating_words"].items() for word in words},
        nobody=frozenset(map(_collapse, data["nobody"]["words"])),
    )


def _names(entry: dict[str, Any]) -> Names:
    return Names(
        aliases=tuple(
            Alias(label=label(name.removeprefix("=")), exact_only=name.startswith("="), order=order)
            for order, name in enumerate(entry["aliases"])
        ),
        blocked=tuple(label(word) for word in entry.get("blocked", ())),
    )


def _rank(header: Label, alias: Alias) -> int:
    name = alias.label.whole
    if name in (header.whole, header.bare):
        return WHOLE
    if name == header.core:
        return EXACT
    if alias.exact_only:
        return 0
    if _ends(header, alias.label):
        return END
    return MIDDLE if _holds(header, alias.label) else 0


def _ends(header: Label, name: Label) -> bool:
    if name.whole.isascii():
        return header.words.endswith(name.words) or header.core_words.endswith(name.words)
    return header.core.endswith(name.whole) or header.bare.endswith(name.whole)


def _holds(header: Label, name: Label) -> bool:
    return name.words in header.words if name.whole.isascii() else name.whole in header.whole


def _collapse(name: str) -> str:
    return _NO_WORD.sub("", name).casefold()


def _words(name: str) -> str:
    return "_" + "_".join(_WORD.findall(name)).casefold() + "_"
