"""Names that an analyst would write: the thing and its trouble, as a short noun phrase."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from voc_cli.known_themes import KnownTheme
from voc_cli.messages import text
from voc_cli.morphemes import NEGATION
from voc_cli.themes.compounds import Compounds
from voc_cli.themes.pairs import LACKS, Pair
from voc_cli.themes.phrases import spelled
from voc_cli.themes.spelling import whole_word

if TYPE_CHECKING:
    from voc_cli.themes.editing import Theme

_FAILS: Final = "안 됨"
_SUNDRY: Final = "관련 불만"
_MOST: Final = 0.5  # share of the members that say what is denied
_DENIALS: Final = frozenset({NEGATION, LACKS})
_LATIN: Final = re.compile("[a-z]")
_WORD: Final = re.compile(r"\w+")


def name_of(pair: Pair, cells: Iterable[Sequence[str]], texts: Sequence[str]) -> str:
    """The name of a group that ``pair`` stands for.

    Args:
        cells: Lemmas of members.
        texts: The same members as they are written; how they write the thing decides how it is spaced.
    """
    said = list(cells)
    thing, denied = _spelled(Compounds(said, texts).begun(pair.target), texts), _denied(pair, said)
    return " ".join(filter(None, (thing, "" if thing.endswith(denied) else denied, _trouble(pair))))


def _denied(pair: Pair, cells: Sequence[Sequence[str]]) -> str:
    """What is not done with the thing, where most say it in a noun that names nothing by itself ("인식이 안 돼요")."""
    if not pair.is_negated or pair.predicate:
        return ""
    words = Counter(filter(None, (_before_denial(pair.target, cell) for cell in cells)))
    word, n = min(words.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return word.removesuffix("/N") if n >= _MOST * len(cells) else ""


def _before_denial(target: str, cell: Sequence[str]) -> str:
    """The noun right before the denial behind ``target`` ("인식할 수 없다", "인식이 안 되다"), "" for none."""
    behind = cell[cell.index(target) + 1 :] if target in cell else ()
    pairs = pairwise(behind)
    return next((word for word, denial in pairs if denial in _DENIALS and word.endswith("/N")), "")


def name_of_thing(lemma: str, cells: Iterable[Sequence[str]], texts: Sequence[str]) -> str:
    """The name of a group of sundry troubles of one thing; ``cells`` and ``texts`` as for ``name_of``."""
    first, _, last = lemma.removesuffix("/N").partition(" ")
    thing = spelled((first, last), texts) if last else Compounds(list(cells), texts).begun(lemma)
    return f"{_spelled(thing, texts)} {_SUNDRY}"


def _spelled(thing: str, texts: Sequence[str]) -> str:
    """The thing as a whole word, with capitals as most of those type it who use any ("eSIM"): lemmas have none."""
    thing = whole_word(thing, texts)
    if not _LATIN.search(thing):
        return thing
    form = re.compile(re.escape(thing), re.IGNORECASE)
    typed = Counter(found.group() for text in texts for found in form.finditer(text))
    del typed[thing]
    return min(typed, key=lambda way: (-typed[way], way), default=thing)


def _trouble(pair: Pair) -> str:
    stem, _, kind = pair.predicate.rpartition("/")
    if not stem:
        return _FAILS
    if kind == "N":
        return f"{stem} {_FAILS}" if pair.is_negated else stem
    return f"안 {nominal(stem)}" if pair.is_negated else nominal(stem)


def distinct(names: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, str]:
    """A name for each id, no two alike.

    Args:
        names: (id, wanted name, further words of the theme), the ones that keep their names first.
    """
    taken: set[str] = set()
    chosen: dict[str, str] = {}
    for identity, wanted, words in names:
        ways = (wanted, *(f"{wanted} ({word})" for word in words if word not in wanted), f"{wanted} ({identity})")
        name = next(way for way in ways if way not in taken)
        taken.add(name)
        chosen[identity] = name
    return chosen


def says_no_more(name: str, other: str) -> bool:
    """Whether every word of ``name`` stands in ``other`` too ("실행 안 됨" in "접속·실행 안 됨")."""
    return set(_WORD.findall(name)) <= set(_WORD.findall(other))


def finish_names(themes: dict[str, Theme], remembered: Mapping[str, KnownTheme]) -> None:
    """Tell the names of ``themes`` apart: seeded ones and those of earlier runs keep theirs, new ones give way
    and tell their stage.

    Args:
        remembered: Themes of earlier runs, by id; the names of seeded ones are those of the line of business instead.
    """
    ranked = sorted(themes.values(), key=lambda t: (not t.is_seeded, t.theme_id not in remembered, t.theme_id))
    called = {identity: known.name for identity, known in remembered.items() if not known.is_seeded}
    names = distinct([(t.theme_id, called.get(t.theme_id, t.name), (text(f"report.stage_{t.stage}"),)) for t in ranked])
    for identity, name in names.items():
        themes[identity] = themes[identity].renamed(name)


def nominal(stem: str) -> str:
    """The predicate as a noun (느리 to 느림, 없 to 없음, 무겁 to 무거움, 듣 to 들음)."""
    if stem in _BY_ITSELF:
        return _BY_ITSELF[stem]
    last = ord(stem[-1]) - _FIRST_SYLLABLE
    if not 0 <= last < _N_SYLLABLES:
        return stem
    coda, open_syllable = last % _N_CODAS, last - last % _N_CODAS
    if coda in (0, _RIEUL):
        return stem[:-1] + chr(_FIRST_SYLLABLE + open_syllable + (_MIEUM if coda == 0 else _RIEUL_MIEUM))
    if coda == _BIEUP and stem[-1] not in _REGULAR_BIEUP:
        return stem[:-1] + chr(_FIRST_SYLLABLE + open_syllable) + "움"
    if coda == _DIGEUT and stem in _IRREGULAR_DIGEUT:
        return stem[:-1] + chr(_FIRST_SYLLABLE + open_syllable + _RIEUL) + "음"
    return stem + "음"


_FIRST_SYLLABLE: Final = ord("가")
_N_SYLLABLES: Final = 11_172
_N_CODAS: Final = 28
_BY_ITSELF: Final = {"줄": "줄어듦", "늘": "늘어남"}  # 줆 and 늚 are right, and nobody reads them
_DIGEUT, _RIEUL, _RIEUL_MIEUM, _MIEUM, _BIEUP = 7, 8, 10, 16, 17
# Most stems in ㅂ change it to 우 (무겁다); these keep it. Most in ㄷ keep it; these change it to ㄹ.
_REGULAR_BIEUP: Final = frozenset("입잡집뽑씹좁접업꼽굽")
_IRREGULAR_DIGEUT: Final = frozenset({"듣", "걷", "묻", "싣", "깨닫", "일컫"})
