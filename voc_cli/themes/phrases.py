"""Things that are told in two words: "모바일 키", "관심 종목", "삐 소리".

Two words that stand side by side are one thing where one of them hardly stands without the other (the larger of the two
conditional shares). The first may be what the analyser takes now for a noun and now for an adverb: it does with sounds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from voc_cli.themes.coded import Coded, Form
from voc_cli.themes.rules import Rules
from voc_cli.themes.vectors import MorphemeVectors

_TOGETHER: Final = 0.5  # share of one of the two words that must stand beside the other
_TELLS, _HINTS = 0.5, 0.3  # how much one of the words must tell, and the other
_INSIDE: Final = 0.5  # share of a word that stands in things of two words, from which it is none of its own
_SPACES: Final = ("", " ")
_FORMS: Final = ("/N", "/M")  # of the first word

Phrase = tuple[str, str]  # the two words, without their marks


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing, and the rows that hold it."""

    text: str
    rows: list[int]
    is_phrase: bool  # it is told in two words


def phrases_of(
    cells: Sequence[Sequence[str]],
    rules: Rules,
    vectors: MorphemeVectors,
    *,
    least: int = 2,
    known: Collection[Phrase] = (),
    said: Coded | None = None,
) -> dict[Phrase, list[int]]:
    """The rows of ``cells`` (lemmas of clauses) that hold each thing of two words.

    Args:
        least: Times that the words must stand side by side.
        known: Things as they are, however seldom.
        said: The cells as numbers, where somebody has read them already.
    """
    said = Coded.of(cells) if said is None else said
    # Of the forms of a phrase one is as frequent as the phrase by its share: what is seldom need not be read.
    often = (form for form in said.beside(least=-(-least // len(_FORMS))) if form[1].endswith("/N"))
    phrases = dict.fromkeys((_bare(first), _bare(last)) for first, last in often if first.endswith(_FORMS))
    kept: dict[Form, Phrase] = {}
    for phrase in phrases | dict.fromkeys(known):
        forms = [form for end in _FORMS if said.n_beside(form := (phrase[0] + end, f"{phrase[1]}/N"))]
        if said.n(f"{phrase[0]}/N"):
            n = sum(map(said.n_beside, forms))
            together = n >= max(least, _TOGETHER * min(_times(word, said) for word in phrase))
            kept |= {
                form: phrase for form in forms if phrase in known or (together and _may_name(*form, rules, vectors))
            }
    found: dict[Phrase, dict[int, None]] = defaultdict(dict)
    for row, form in said.where(list(kept)):
        found[kept[form]][row] = None
    return {phrase: list(rows) for phrase, rows in found.items()}


def _times(word: str, said: Coded) -> int:
    return sum(said.n(f"{word}/{kind}") for kind in "NVM")


def _may_name(first: str, last: str, rules: Rules, vectors: MorphemeVectors) -> bool:
    noun = f"{_bare(first)}/N"
    if noun == last or not rules.nameless.isdisjoint((noun, last)):
        return False
    least, most = sorted((vectors.weight(first), vectors.weight(last)))
    return least >= _HINTS and most >= _TELLS


def named_things(
    cells: Sequence[Sequence[str]], texts: Sequence[str], rules: Rules, vectors: MorphemeVectors
) -> list[NamedThing]:
    """The things that rows hold, in one word or two, as ``texts`` (of the same rows) write them.

    A word that mostly stands in a thing of two words is none of its own.
    """
    phrases = phrases_of(cells, rules, vectors)
    nouns = {lemma for lemma in set(chain.from_iterable(cells)) - rules.nameless if lemma.endswith("/N")}
    telling = {lemma for lemma in nouns if vectors.weight(lemma) >= _HINTS}
    words: dict[str, list[int]] = defaultdict(list)
    for row, cell in enumerate(cells):
        for lemma in dict.fromkeys(cell):
            if lemma in telling:
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


def _bare(lemma: str) -> str:
    return lemma.rpartition("/")[0]
