"""Things that are told in two words: "모바일 키", "관심 종목", "삐 소리".

Two words that stand side by side are one thing where one of them hardly stands without the other (the larger of the two
conditional shares). The first may be what the analyser takes now for a noun and now for an adverb: it does with sounds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from voc_cli.themes.rules import Rules
from voc_cli.themes.vectors import MorphemeVectors

_TOGETHER: Final = 0.5  # share of one of the two words that must stand beside the other
_TELLS, _HINTS = 0.5, 0.3  # how much one of the words must tell, and the other
_INSIDE: Final = 0.5  # share of a word that stands in things of two words, from which it is none of its own
_SPACES: Final = ("", " ")

Phrase = tuple[str, str]  # the two words, without their marks


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing, and the rows that hold it."""

    text: str
    rows: list[int]
    is_phrase: bool  # it is told in two words


def phrases_of(
    cells: Sequence[Sequence[str]], rules: Rules, vectors: MorphemeVectors, *, known: Collection[Phrase] = ()
) -> dict[Phrase, list[int]]:
    """The rows of ``cells`` (lemmas of clauses) that hold each thing of two words; ``known`` ones are things as they
    are."""
    found: dict[Phrase, list[int]] = defaultdict(list)
    words: Counter[str] = Counter()
    nouns = {lemma for cell in cells for lemma in cell if lemma.endswith("/N")}
    for row, cell in enumerate(cells):
        words.update({_bare(lemma) for lemma in cell})
        for phrase in dict.fromkeys(_side_by_side(cell, nouns, rules, vectors)):
            found[phrase].append(row)
    return {
        phrase: rows
        for phrase, rows in found.items()
        if phrase in known or (len(rows) > 1 and len(rows) >= _TOGETHER * min(words[word] for word in phrase))
    }


def named_things(
    cells: Sequence[Sequence[str]], texts: Sequence[str], rules: Rules, vectors: MorphemeVectors
) -> list[NamedThing]:
    """The things that rows hold, in one word or two, as ``texts`` (of the same rows) write them.

    A word that mostly stands in a thing of two words is none of its own.
    """
    phrases = phrases_of(cells, rules, vectors)
    words: dict[str, list[int]] = defaultdict(list)
    for row, cell in enumerate(cells):
        for lemma in dict.fromkeys(cell):
            if lemma.endswith("/N") and lemma not in rules.nameless and vectors.weight(lemma) >= _HINTS:
                words[_bare(lemma)].append(row)
    inside = Counter(word for phrase, rows in phrases.items() for word in phrase for _ in rows)
    return [
        *(NamedThing(spelled(phrase, [texts[row] for row in rows]), rows, True) for phrase, rows in phrases.items()),
        *(
            NamedThing(word, rows, False)
            for word, rows in words.items()
            if len(word) > 1 and inside[word] < _INSIDE * len(rows)
        ),
    ]


def spelled(phrase: Phrase, texts: Iterable[str]) -> str:
    """The phrase with a space or without one, as most of ``texts`` write it."""
    said = list(texts)
    return max((space.join(phrase) for space in _SPACES[::-1]), key=lambda form: sum(form in text for text in said))


def _side_by_side(cell: Sequence[str], nouns: Set[str], rules: Rules, vectors: MorphemeVectors) -> Iterator[Phrase]:
    for first, last in pairwise(cell):
        noun = f"{_bare(first)}/N"
        if noun not in nouns or not last.endswith("/N") or not first.endswith(("/N", "/M")) or noun == last:
            continue
        least, most = sorted((vectors.weight(first), vectors.weight(last)))
        if least >= _HINTS and most >= _TELLS and rules.nameless.isdisjoint((noun, last)):
            yield _bare(first), _bare(last)


def _bare(lemma: str) -> str:
    return lemma.rpartition("/")[0]
