"""Clauses whose words of harm tell of none: figures of speech, what is absent, what others do (signals.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from voc_cli import resources

RESOURCE: Final = "signals.toml"
_WORD: Final = "{word}"
_WILL: Final = "{will}"
# A verb of one syllable ("나", "하") would be found in any word.
_STEM: Final = re.compile(r"(.+)/N$|(..+)/V$")
# What stands behind a noun where a thing is yet to come ("사고가 날", "도용될").
_TO_COME: Final = r"(?:이|가|을|를|도|라도)?\s?(?:할|될|날|낼|당할|생길|걸릴|입을|일어날|발생할|올|칠|터질|맞을)"
_SYLLABLES, _FINALS, _L = 0xAC00, 28, 8  # of Unicode: the first Hangul syllable, finals a vowel can have, that of ㄹ
_NOTHING: Final = "(?!)"
_ANY: Final = r"\S*?"  # no lemma holds a space
_LIKE: Final = re.compile("처럼|마냥")
_LIKENED: Final = rf"{_WORD}\S{{0,3}}(?:{_LIKE.pattern})"


@dataclass(frozen=True, slots=True)
class Guard:
    """What a clause says around words that were found in it, and what that makes of them."""

    name: str
    kinds: frozenset[str]  # of signals.csv; empty: all
    hint: re.Pattern[str]  # found wherever ``when`` is, whatever the words; compiling for each word costs more
    when: str  # regular expressions with _WORD for a word that was found
    unless: str  # "" where nothing keeps the words
    weaker: str  # the kind that they become; "" takes them away
    is_glad: bool  # holds only in a text that is glad around the clause
    is_sour: bool  # or that complains around it


@dataclass(frozen=True, slots=True)
class Absence:
    """Lemmas by which a thing is told to be absent."""

    absent: frozenset[str]
    happens: frozenset[str]
    passed: frozenset[str]  # may stand before them


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.read_text(RESOURCE))


@cache
def load_guards() -> tuple[Guard, ...]:
    """The guards that ship with the package."""
    return tuple(map(_guard, _table()["guards"]))


@cache
def load_mentions() -> tuple[Guard, ...]:
    """The guards of grave words that ship with the package; each leaves a less grave kind."""
    return tuple(map(_guard, _table()["mentions"]))


@cache
def _mention_kinds() -> Mapping[str, str]:
    kinds: Mapping[str, str] = _table()["mention"]
    return kinds


@cache
def load_absence() -> Absence:
    """The lemmas that ship with the package."""
    absent, happens, carried = (frozenset(_table()["absence"][name]) for name in ("absent", "happens", "carried"))
    return Absence(absent, happens, happens | carried)


def _guard(table: Mapping[str, Any]) -> Guard:
    kinds, when, unless = (table.get(name, []) for name in ("kinds", "when", "unless"))
    hint = re.compile("|".join(map(_loose, (piece.replace(_WILL, _WORD) for piece in when))))
    return Guard(
        table["name"],
        frozenset(kinds),
        hint,
        "|".join(when),
        "|".join(unless),
        table.get("weaker", ""),
        table.get("is_glad", False),
        table.get("is_sour", False),
    )


def _loose(piece: str) -> str:
    """``piece`` for any word; "" where a word must not stand, because for any word that would be found too seldom."""
    return "" if re.search(r"\(\?!.*\{word\}", piece) else piece.removeprefix(_WORD).replace(_WORD, _ANY)


def guarded(
    kind: str,
    words: Sequence[str],
    clause: str,
    *,
    is_urgent: bool = True,
    is_glad: bool = False,
    is_sour: bool = False,
) -> str:
    """What ``kind`` becomes in a clause: itself, a weaker one, or "" where the clause tells of no such thing.

    Args:
        words: The lemmas that raised it, in their order.
        is_urgent: Guards that name no kind hold.
        is_glad: The text around the clause is glad.
        is_sour: It complains.
    """
    stems = _stems(words)
    for guard in load_guards():
        if kind not in guard.kinds and (guard.kinds or not is_urgent):
            continue
        if (guard.is_glad and not is_glad) or (guard.is_sour and not is_sour):
            continue
        if _holds(guard, stems, clause):
            return guard.weaker
    return kind


def mentioned(kind: str, signal: str, words: Sequence[str], clause: str, *, is_glad: bool = False) -> str:
    """What a grave ``kind`` of ``signal`` becomes in a clause: itself, or a kind on which nobody must act today.

    Args:
        words: The lemmas that raised it, in their order.
        is_glad: The text around the clause is glad.
    """
    stems = _stems(words)
    for guard in load_mentions():
        asked = (not guard.kinds or kind in guard.kinds) and (is_glad or not guard.is_glad)
        if asked and _holds(guard, stems, clause):
            return guard.weaker or _mention_kinds()[signal]
    return kind


def _holds(guard: Guard, stems: tuple[str, ...], clause: str) -> bool:
    if not (guard.hint.search(clause) and _pattern(guard.when, stems).search(clause)):
        return False
    return not (guard.unless and _pattern(guard.unless, ()).search(clause))


def is_likened(words: Sequence[str], clause: str) -> bool:
    """Whether a thing is only likened to what ``words`` name ("폭죽처럼")."""
    return bool(_LIKE.search(clause)) and bool(_pattern(_LIKENED, _stems(words)).search(clause))


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found[1] or found[2] for word in words if (found := _STEM.match(word))))


@lru_cache(maxsize=4096)
def _pattern(pieces: str, stems: tuple[str, ...]) -> re.Pattern[str]:
    said = "|".join(map(re.escape, stems)) or _NOTHING
    coming = "|".join(map(_coming, stems)) or _NOTHING
    return re.compile(pieces.replace(_WORD, f"(?:{said})").replace(_WILL, f"(?:{coming})"))


def _coming(stem: str) -> str:
    """``stem`` as a noun of what is yet to come, or as a verb that will ("쓰러지" as "쓰러질")."""
    last = ord(stem[-1]) - _SYLLABLES
    is_open = last >= 0 and last % _FINALS == 0
    verb = stem[:-1] + chr(ord(stem[-1]) + _L) if is_open else f"{stem}을"
    return f"{re.escape(stem)}{_TO_COME}|{re.escape(verb)}"
