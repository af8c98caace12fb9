"""The two voices of a verb: "버튼을 못 눌러요" and "버튼이 안 눌려요" are one trouble."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from voc_cli.themes.pairs import Pair

_SUFFIXES: Final = "이히리기"
_FIRST_SYLLABLE: Final = ord("가")
_N_CODAS: Final = 28
_RIEUL: Final = 8
_CONTRACTED: Final = {"우": "위", "으": "의", "오": "외", "아": "애"}  # 바꾸 + 이 is 바뀌

_VOWELS: Final = "아애야얘어에여예오와왜외요우워웨위유으의이"


def with_one_voice(pairs: Iterable[Pair]) -> dict[Pair, Pair]:
    """The passive for each denied pair that stands in both voices; only those that change."""
    found = set(pairs)
    passive: dict[Pair, Pair] = {}
    for pair in found:
        if pair.is_negated and pair.predicate.endswith("/V"):
            stems = passives_of(pair.predicate.removesuffix("/V"))
            told = [other for stem in stems if (other := Pair(pair.target, f"{stem}/V", True)) in found]
            if told:
                passive[pair] = told[0]
    return passive


def passives_of(stem: str) -> list[str]:
    """What the passive of a verb may be (열 to 열리, 누르 to 눌리, 바꾸 to 바뀌), most of them no words."""
    passives = [stem + suffix for suffix in _SUFFIXES]
    last = ord(stem[-1]) - _FIRST_SYLLABLE if stem else -1
    if not 0 <= last < 11_172 or last % _N_CODAS:
        return passives
    if stem[-1] == "르" and len(stem) > 1 and (ord(stem[-2]) - _FIRST_SYLLABLE) % _N_CODAS == 0:
        passives.append(stem[:-2] + chr(ord(stem[-2]) + _RIEUL) + "리")
    vowel = _VOWELS[last // _N_CODAS % len(_VOWELS)]
    if vowel in _CONTRACTED:
        moved = _VOWELS.index(_CONTRACTED[vowel]) - _VOWELS.index(vowel)
        passives.append(stem[:-1] + chr(ord(stem[-1]) + moved * _N_CODAS))
    return passives
