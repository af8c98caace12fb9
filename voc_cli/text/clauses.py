"""Opinion units: the stretches of a text that each say one thing about one target.

Sentence ends, then connective endings and adverbs that change target or mood, on morphemes (Sejong tags). What only
gives the background, the reason or the manner of the same statement stays with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli.morphemes import IntArray, Morphemes, Spans, Vocabulary
from voc_cli.text.marks import Mark, mark_of


class ClauseSplitter:
    """Splits texts into clauses; holds the marks of the morphemes of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._marks = np.zeros(0, dtype=np.int32)

    def split(self, morphemes: Morphemes) -> Spans:
        """The clauses of each text; a text without any word gives one clause of its symbols, an empty text none."""
        if fresh := self._vocabulary.pairs[len(self._marks) :]:
            self._marks = np.append(self._marks, np.array([mark_of(*pair) for pair in fresh], dtype=np.int32))
        marks = self._marks[morphemes.ids]
        for place in self._joined_endings(morphemes):
            if place + 1 == len(marks) or not marks[place + 1] & Mark.BOUND:
                marks[place] |= Mark.BACKGROUND
        marks[_shared_syllables(morphemes)] |= Mark.BOUND
        starts, ends, bounds = morphemes.starts.tolist(), morphemes.ends.tolist(), morphemes.bounds.tolist()
        signs = _Signs.of(marks)
        rows: list[tuple[int, int, int, int, int]] = []
        for document, text in enumerate(morphemes.texts):
            first, last = bounds[document], bounds[document + 1]
            lines = _line_starts(text, starts, first, last) if "\n" in text else frozenset()
            borders = _borders(signs, first, last, lines)
            for a, b in pairwise(borders):
                start, end = _trim(text, starts[a], max(ends[a:b]))
                rows.append((document, a, b, start, end))
        columns = np.array(rows, dtype=np.int32).reshape(-1, 5).T
        return Spans(*(np.ascontiguousarray(column) for column in columns))

    def _joined_endings(self, morphemes: Morphemes) -> list[int]:
        """Places of 데 in "좋은데" where Kiwi reads a noun behind an adnominal ending; written together it is -는데."""
        numbers = self._vocabulary.numbers
        places = np.flatnonzero(morphemes.ids == numbers.get(("데", "NNB"), -1))
        places = places[~np.isin(places, morphemes.bounds)]
        adnominal = [numbers.get((form, "ETM"), -1) for form in ("은", "ᆫ", "는", "던")]
        touching = morphemes.starts[places] == morphemes.ends[places - 1]
        found: list[int] = places[touching & np.isin(morphemes.ids[places - 1], adnominal)].tolist()
        return found


def _shared_syllables(morphemes: Morphemes) -> NDArray[np.bool_]:
    """Morphemes that begin before one ahead of them ends, as in "됍" of "안됍니다": no border may cut the syllable."""
    shared = np.zeros(len(morphemes.ids), dtype=bool)
    places = np.flatnonzero(morphemes.starts[1:] < morphemes.ends[:-1]) + 1
    shared[places[~np.isin(places, morphemes.bounds)]] = True
    return shared


def _line_starts(text: str, starts: list[int], first: int, last: int) -> frozenset[int]:
    """Morphemes before which the text breaks the line."""
    return frozenset(i for i in range(first + 1, last) if "\n" in text[starts[i - 1] : starts[i]])


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    a, b = start, end
    while a < b and text[a] in " \t\r\n,.;/":
        a += 1
    while b > a and text[b - 1] in " \t\r\n,.;/":
        b -= 1
    # A text of nothing but dots still is what the customer wrote.
    return (a, b) if a < b else (start, end)


_JOINS: Final = Mark.CONTRAST | Mark.BACKGROUND | Mark.LIST | Mark.INSTEAD | Mark.COMMA
_JOINTS: Final = _JOINS | Mark.IF | Mark.OPENER


@dataclass(frozen=True, slots=True)
class _Signs:
    """The marks of a batch of morphemes, and what lies before and behind each, lists of n_morphemes ints."""

    marks: list[int]
    next_end: list[int]  # the next place, this one or behind it, that can end a sentence
    last_word: list[int]  # the last place, this one or before it, that is no symbol
    n_content: list[int]  # how many morphemes before this one have content; one entry more, for the end
    n_joints: list[int]  # and how many may join two clauses of a sentence

    @classmethod
    def of(cls, marks: IntArray) -> Self:
        """The signs of morphemes with these marks."""
        places = np.arange(len(marks))
        can_end = marks & (Mark.FINAL | Mark.STOP | Mark.PAUSE) > 0
        next_end = np.minimum.accumulate(np.where(can_end, places, len(marks))[::-1])[::-1]
        last_word = np.maximum.accumulate(np.where(marks & Mark.SYMBOL > 0, -1, places))
        n_content, n_joints = (np.append(0, np.cumsum(marks & sign > 0)) for sign in (Mark.CONTENT, _JOINTS))
        return cls(marks.tolist(), next_end.tolist(), last_word.tolist(), n_content.tolist(), n_joints.tolist())


def _borders(signs: _Signs, first: int, last: int, lines: frozenset[int]) -> list[int]:
    """First morphemes of the clauses of one text, and ``last`` at the end."""
    if first == last:
        return []
    marks = signs.marks
    sentences = _sentence_borders(signs, first, last, lines)
    borders: list[int] = []
    for a, b in pairwise(sentences):
        borders.append(a)
        if signs.n_joints[b] > signs.n_joints[a]:
            borders.extend(_inner_borders(marks, a, b))
    borders.append(last)
    return borders


def _sentence_borders(signs: _Signs, first: int, last: int, lines: frozenset[int]) -> list[int]:
    marks, borders = signs.marks, [first]
    ended = False  # the words so far can stand as a sentence
    has_content = False
    line = -1  # where a line began, as long as only symbols followed: a bullet belongs to what it stands before
    word = morpheme = 0  # marks of the last word and of the last morpheme of any kind
    i = first - 1
    while (i := i + 1) < last:
        if not ended and not lines and (end := signs.next_end[i]) > i:
            # Nothing breaks a sentence before something has ended one.
            i = min(end, last)
            has_content = has_content or signs.n_content[i] > signs.n_content[borders[-1]]
            morpheme = marks[i - 1]
            word = marks[signs.last_word[i - 1]] if signs.last_word[i - 1] >= first else word
            if i == last:
                break
        mark = marks[i]
        line = i if i in lines else line
        if not mark & Mark.SYMBOL:
            quoted = morpheme & Mark.CLOSE and mark & (Mark.BOUND | Mark.TELLS)
            # "정품이 아닐까 봐", "왜 샀을까 싶어요": what is asked is what is feared or thought.
            # "연락 준다 하고", "없습니다 하더니": so is what was said.
            said = mark & Mark.AUXILIARY or (mark & Mark.TELLS and i + 1 < last and marks[i + 1] & Mark.ENDING)
            if mark & Mark.QUOTE or quoted or (morpheme & Mark.FINAL and said):
                ended = False
            broken = ended or (line >= 0 and has_content and not word & Mark.OPEN_END)
            if broken and not mark & Mark.BOUND:
                borders.append(line if line >= 0 else i)
                ended = has_content = False
        if mark & Mark.CONTENT:
            has_content = True
        if mark & (Mark.FINAL | Mark.STOP):
            ended = has_content or ended
        elif mark & Mark.PAUSE and has_content and not word & Mark.OPEN_END:
            ended = True
        morpheme = mark
        if not mark & Mark.SYMBOL:
            word, line = mark, -1
    # Words without content at the end belong to the sentence before.
    if len(borders) > 1 and signs.n_content[last] == signs.n_content[borders[-1]]:
        borders.pop()
    borders.append(last)
    return borders


def _inner_borders(marks: list[int], first: int, last: int) -> list[int]:
    """Borders inside one sentence, where target or mood changes."""
    candidates = _candidates(marks, first, last)
    borders: list[int] = []
    left = first
    for n, (place, kind) in enumerate(candidates):
        right_end = candidates[n + 1][0] if n + 1 < len(candidates) else last
        if _is_border(marks, left, place, right_end, kind, last):
            borders.append(place)
            left = place
    return borders


def _candidates(marks: list[int], first: int, last: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    i = first
    while i < last:
        mark = marks[i]
        joint = mark & _JOINS
        if mark & Mark.IF and i > first and marks[i - 1] & Mark.EXCEPT:
            joint |= Mark.INSTEAD
        if mark & Mark.OPENER and i > first and not mark & Mark.BOUND:
            found.append((i, Mark.OPENER))
        elif joint:
            place = i + 1
            if place < last and marks[place] & Mark.AUXILIARY:
                i += 1
                continue
            while place < last and marks[place] & (Mark.SYMBOL | Mark.BOUND):
                place += 1
            if place < last:
                found.append((place, joint))
            i = place
            continue
        i += 1
    return found


def _is_border(marks: list[int], left: int, place: int, right_end: int, kind: int, last: int) -> bool:
    before, after = _union(marks, left, place), _union(marks, place, right_end)
    rest = after if after & Mark.PREDICATE else _union(marks, place, last)
    if not before & Mark.CONTENT or not rest & Mark.CONTENT:
        return False
    own_subject = bool(after & Mark.SUBJECT)
    if kind & Mark.COMMA:
        # A comma divides statements, not lists: both sides must speak of a thing of their own.
        return bool(before & Mark.SUBJECT and own_subject and not marks[place - 2] & Mark.OPEN_END)
    if not before & Mark.PREDICATE:
        return False
    if kind & (Mark.CONTRAST | Mark.OPENER | Mark.INSTEAD):
        return True
    if kind & Mark.BACKGROUND:
        return bool(before & Mark.STATE) or (own_subject and bool(before & Mark.SUBJECT))
    return own_subject or bool(before & Mark.STATE and after & Mark.STATE and before & Mark.SUBJECT)


def _union(marks: list[int], first: int, last: int) -> int:
    union = 0
    for mark in marks[first:last]:
        union |= mark
    return union
