"""Stand-ins for what is slow or large, so that a test says in its own words what the stage gets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

_WORD = re.compile(r"\S+")
_TAGGED = re.compile(r"(.+)/([A-Z_]+)")
_STOP = re.compile(r"[.?!]+$")


class FakeToken(NamedTuple):
    """One morpheme of a text, see morphemes.Token."""

    form: str
    tag: str
    start: int
    end: int


class FakeTokenizer:
    """Words between spaces instead of morphemes.

    A word of ``words`` becomes the morphemes given there; "배송/NNG" carries its tag itself; anything else is a noun,
    with full stops, question and exclamation marks at its end as a sign of their own.
    """

    def __init__(self, words: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> None:
        self.words = dict(words or {})

    @property
    def version(self) -> str:
        """A version that no real analyser has."""
        return "fake 1"

    def tokenise(self, texts: Iterable[str]) -> Iterator[Sequence[FakeToken]]:
        """The tokens of each text, in order."""
        for text in texts:
            yield [token for match in _WORD.finditer(text) for token in self._word(match[0], match.start())]

    def _word(self, word: str, start: int) -> list[FakeToken]:
        if word in self.words:
            return _spread(self.words[word], start, len(word))
        tagged = _TAGGED.fullmatch(word)
        if tagged:
            return [FakeToken(tagged[1], tagged[2], start, start + len(word))]
        stop = _STOP.search(word)
        end = len(word) if stop is None else stop.start()
        tokens = [FakeToken(word[:end], "NNG", start, start + end)] if end else []
        if stop is not None:
            tokens.append(FakeToken(stop[0], "SF", start + end, start + len(word)))
        return tokens


def _spread(morphemes: Sequence[tuple[str, str]], start: int, length: int) -> list[FakeToken]:
    """The morphemes side by side where they are spelled as in the word, else each over the whole word."""
    spelled = sum(len(form) for form, _ in morphemes) == length
    tokens, place = [], start
    for form, tag in morphemes:
        end = place + len(form)
        tokens.append(FakeToken(form, tag, place, end) if spelled else FakeToken(form, tag, start, start + length))
        place = end
    return tokens
