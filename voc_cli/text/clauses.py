"""Opinion units: the stretches of a text that each say one thing about one target.

Sentence ends, then connective endings and adverbs that change target or mood, on morphemes (Sejong tags). What only
gives the background, the reason or the manner of the same statement stays with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli.morphemes import IntArray, Morphemes, Spans, Vocabulary
from voc_cli.text.heads import list_heads
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
        marks[self._joined_nouns(morphemes, marks)] |= Mark.LIST
        marks[_shared_syllables(morphemes)] |= Mark.BOUND
        heads = list_heads(morphemes, marks)
        starts, ends, bounds = morphemes.starts.tolist(), morphemes.ends.tolist(), morphemes.bounds.tolist()
        signs = _Signs.of(marks)
        rows: list[tuple[int, int, int, int, int]] = []
        for document, text in enumerate(morphemes.texts):
            first, last = bounds[document], bounds[document + 1]
            lines = _line_starts(text, starts, first, last) if "\n" in text else _NOWHERE
            borders = _borders(signs, first, last, lines, heads.get(document, _NOWHERE))
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

    def _joined_nouns(self, morphemes: Morphemes, marks: IntArray) -> list[int]:
        """Places of 하고 in "반말하고" where Kiwi reads a particle: nobody is together with a verdict."""
        joint, beside = (self._vocabulary.numbers.get(("하고", tag), -1) for tag in ("JC", "JKB"))
        places = np.flatnonzero((morphemes.ids == joint) | (morphemes.ids == beside))
        places = places[~np.isin(places, morphemes.bounds)]
        touching = morphemes.starts[places] == morphemes.ends[places - 1]
        found: list[int] = places[touching & (marks[places - 1] & Mark.VERDICT > 0)].tolist()
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


_NOWHERE: Final[frozenset[int]] = frozenset()
_JOINS: Final = Mark.CONTRAST | Mark.BACKGROUND | Mark.LIST | Mark.INSTEAD | Mark.COMMA
_JOINTS: Final = _JOINS | Mark.IF | Mark.OPENER


@dataclass(frozen=True, slots=True)
class _Signs:
    """The marks of a batch of morphemes, and what lies before and behind each, lists of n_morphemes ints."""

    marks: list[int]
    next_end: list[int]  # the next place, this one or behind it, that can end a sentence
    last_word: list[int]  # the last place, this one or before it, that is no symbol
    n_content: list[int]  # how many morphemes before this one have content; one entry more, for the end
    next_joint: list[int]  # the next place, this one or behind it, that may join two clauses of a sentence

    @classmethod
    def of(cls, marks: IntArray) -> Self:
        """The signs of morphemes with these marks."""
        places = np.arange(len(marks))
        next_end, next_joint = (
            np.minimum.accumulate(np.where(marks & sign > 0, places, len(marks))[::-1])[::-1]
            for sign in (Mark.FINAL | Mark.STOP | Mark.PAUSE, _JOINTS)
        )
        last_word = np.maximum.accumulate(np.where(marks & Mark.SYMBOL > 0, -1, places))
        n_content = np.append(0, np.cumsum(marks & Mark.CONTENT > 0))
        return cls(*(column.tolist() for column in (marks, next_end, last_word, n_content, next_joint)))


def _borders(signs: _Signs, first: int, last: int, lines: frozenset[int], heads: frozenset[int]) -> list[int]:
    """First morphemes of the clauses of one text, and ``last`` at the end."""
    if first == last:
        return []
    sentences = _sentence_borders(signs, first, last, lines | heads if heads else lines, heads)
    borders: list[int] = []
    for a, b in pairwise(sentences):
        borders.append(a)
        if signs.next_joint[a] < b:
            borders.extend(_inner_borders(signs, a, b))
    borders.append(last)
    return borders


def _sentence_borders(signs: _Signs, first: int, last: int, lines: frozenset[int], heads: frozenset[int]) -> list[int]:
    marks, borders = signs.marks, [first]
    ended = False  # the words so far can stand as a sentence
    has_content = False
    # Where a line, an item or a bracket began, as long as only symbols followed: they belong to what they stand before.
    line = -1
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
        # "(^^)" opens nothing.
        if i in lines or (mark & Mark.OPEN and ended and line < 0 and not marks[min(i + 1, last - 1)] & Mark.SYMBOL):
            line = i
        if not mark & Mark.SYMBOL:
            quoted = morpheme & Mark.CLOSE and mark & (Mark.BOUND | Mark.TELLS)
            # "정품이 아닐까 봐", "왜 샀을까 싶어요": what is asked is what is feared or thought.
            # "연락 준다 하고", "없습니다 하더니": so is what was said.
            if mark & Mark.QUOTE or quoted or (morpheme & Mark.FINAL and _is_said(marks, i, last)):
                ended = False
            broken = ended or (line >= 0 and has_content and (line in heads or not word & Mark.OPEN_END))
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


def _is_said(marks: list[int], i: int, last: int) -> bool:
    tells = marks[i] & Mark.TELLS and i + 1 < last and marks[i + 1] & Mark.ENDING
    return bool(tells or marks[i] & Mark.AUXILIARY)


def _inner_borders(signs: _Signs, first: int, last: int) -> list[int]:
    """Borders inside one sentence, where target or mood changes."""
    marks, candidates = signs.marks, _candidates(signs, first, last)
    borders: list[int] = []
    left = first
    for n, (place, kind) in enumerate(candidates):
        right_end = candidates[n + 1][0] if n + 1 < len(candidates) else last
        if _is_border(marks, left, place, right_end, kind, last):
            borders.append(place)
            left = place
    return borders


def _candidates(signs: _Signs, first: int, last: int) -> list[tuple[int, int]]:
    marks, next_joint = signs.marks, signs.next_joint
    found: list[tuple[int, int]] = []
    i = first
    while i < last and (i := next_joint[i]) < last:
        mark = marks[i]
        joint = mark & _JOINS
        if mark & Mark.IF and i > first and marks[i - 1] & Mark.EXCEPT:
            joint |= Mark.INSTEAD
        place = i + 1
        if mark & Mark.OPENER and i > first and not _leans(marks, i):
            found.append((i, Mark.OPENER))
        elif joint and not (place < last and marks[place] & Mark.AUXILIARY):
            while place < last and marks[place] & (Mark.SYMBOL | Mark.BOUND):
                place += 1
            if place < last:
                found.append((place, joint))
        i = place
    return found


def _leans(marks: list[int], i: int) -> bool:
    """Whether an opener closes what it leans on: "가격이 싼 반면" does, "가격 굿 반면" opens what follows."""
    return bool(marks[i] & Mark.BOUND or (marks[i] & Mark.INSTEAD and marks[i - 1] & Mark.OPEN_END))


def _is_border(marks: list[int], left: int, place: int, right_end: int, kind: int, last: int) -> bool:
    before, after = _union(marks, left, place), _union(marks, place, right_end)
    rest = after if after & Mark.PREDICATE else _union(marks, place, last)
    if not before & Mark.CONTENT or not rest & Mark.CONTENT:
        return False
    own_subject = bool(after & Mark.SUBJECT)
    if kind & Mark.COMMA:
        # A comma divides statements, not lists: both sides must speak of a thing of their own.
        both_subjects = before & Mark.SUBJECT and own_subject and not marks[place - 2] & Mark.OPEN_END
        return bool(both_subjects) or _are_noun_ended(marks, left, place, right_end, after)
    if not before & Mark.PREDICATE:
        ends = kind & Mark.OPENER and _last_word(marks, left, place) & Mark.VERDICT
        return bool(ends or (kind & Mark.LIST and before & Mark.SUBJECT and own_subject))
    if kind & (Mark.CONTRAST | Mark.OPENER | Mark.INSTEAD):
        return True
    if kind & Mark.BACKGROUND:
        return bool(before & Mark.STATE) or (own_subject and bool(before & Mark.SUBJECT))
    return own_subject or bool(
        before & Mark.STATE and before & Mark.SUBJECT and (after & Mark.STATE or _happens(marks, place, right_end))
    )


def _are_noun_ended(marks: list[int], left: int, place: int, right_end: int, after: int) -> bool:
    """Whether statements stand on both sides that each name a thing and end in a verdict ("색감 예쁨 / 핏 굿").

    What follows may be a whole sentence where it has a subject of its own ("배송 굿, 포장도 좋아요").
    """
    behind = _last_word(marks, place, right_end)
    states = behind & Mark.VERDICT or (behind & Mark.ENDING and after & Mark.SUBJECT)
    return bool(
        states
        and not after & Mark.ALL
        and _last_word(marks, left, place) & Mark.VERDICT
        and all(sum(mark & Mark.CONTENT > 0 for mark in marks[a:b]) > 1 for a, b in pairwise((left, place, right_end)))
    )


def _happens(marks: list[int], first: int, last: int) -> bool:
    """Whether a thing that no particle marks does something of itself ("수건에서 냄새 남")."""
    noun = False
    for mark in marks[first:last]:
        if mark & Mark.HAPPENS and noun:
            return True
        noun = bool(mark & Mark.NOUN)
    return False


def _last_word(marks: list[int], first: int, last: int) -> int:
    """The marks of the last morpheme that is no symbol, 0 where all are."""
    return next((mark for mark in reversed(marks[first:last]) if not mark & Mark.SYMBOL), 0)


def _union(marks: list[int], first: int, last: int) -> int:
    return reduce(or_, marks[first:last], 0)
