"""Content words of clauses in one canonical form, so that a dictionary row meets every spelling of itself.

"안 와요", "오지 않네요", "못 왔음" are all ``오/V NEG``; "연결이 안 됨", "연결되지 않아요" are ``연결/N NEG``.
"""

from __future__ import annotations

import re
from typing import Final

from voc_cli.morphemes import NEGATION, Lemmas, Morphemes, Spans, Tokenizer, Vocabulary, collect


class _Role:
    """What a morpheme does in a clause. Not an enum: looking members up would cost more than what is done with them."""

    SKIP: Final = 0
    NOUN: Final = 1
    VERB: Final = 2
    LIGHT_VERB: Final = 3  # 하다, 되다: says nothing beside a noun
    ADVERB: Final = 4
    NEGATE_NEXT: Final = 5  # 안, 못
    NEGATE_LAST: Final = 6  # -지 않다, -지 못하다, -지 말다
    PREFIX: Final = 7  # 불-, 재-, 초-
    SUFFIX: Final = 8  # -적, -성, -력: makes another noun of the one before it
    SILENT_VERB: Final = 9  # -하, -되 behind a noun: says nothing, but 안 and 못 may deny it ("접속 안되서")
    SINCE: Final = 10  # -째: says nothing, but behind a day that it has lasted for days ("5일째 대기")


# fmt: off
_LIGHT: Final = frozenset({"하", "되", "시키", "당하"})
_EMPTY_NOUNS: Final = frozenset({
    "것", "거", "수", "때", "줄", "데", "바", "따름", "뿐", "듯", "등", "및", "채", "개", "분",
    "년", "월", "일", "지", "게",
})
_POINTERS: Final = frozenset({"이", "그", "저", "이런", "그런", "저런", "요", "고", "어떤", "무슨", "각", "매", "약"})
_PRONOUNS: Final = frozenset({"어디", "누구", "뭐", "무엇", "남"})
# fmt: on
_POLITE_SUFFIXES: Final = frozenset({"님", "들", "분", "씩", "쯤", "끼리", "당", "께"})
_DAY, _FOR_DAYS = "일", "일째/N"
_ROOTED: Final = 3  # syllables; shorter ones (편하다, 심하다) are always read in one piece
_JAMO: Final = re.compile(r"([ㄱ-ㅎㅏ-ㅣ])\1+|[ㄱ-ㅎㅏ-ㅣ]")
_NOMINAL: Final = frozenset({_Role.NOUN, _Role.PREFIX, _Role.SUFFIX})


def _role(form: str, tag: str) -> int:
    if tag in {"NNG", "NNP", "XR", "SL", "NR", "SH"}:
        return _Role.NOUN
    if tag in {"NNB", "NP"}:
        kept = form not in _EMPTY_NOUNS if tag == "NNB" else form in _PRONOUNS
        return _Role.NOUN if kept else _Role.SKIP
    if tag in {"VV", "VA", "VCN"}:
        return _Role.LIGHT_VERB if form in _LIGHT else _Role.VERB
    if tag == "VX":
        return _AUXILIARIES.get(form, _Role.SKIP)
    return _affix(form, tag) if tag[0] == "X" else _adverb(form, tag)


def _affix(form: str, tag: str) -> int:
    if tag in {"XSV", "XSA"}:
        return _Role.SILENT_VERB
    if (form, tag) == ("째", "XSN"):
        return _Role.SINCE
    if tag in {"XPN", "XSN"} and form not in _POLITE_SUFFIXES:
        return _Role.PREFIX if tag == "XPN" else _Role.SUFFIX
    return _Role.SKIP


def _adverb(form: str, tag: str) -> int:
    if tag == "MAG":
        return _Role.NEGATE_NEXT if form in {"안", "못"} else _Role.ADVERB
    if tag in {"IC", "W_EMOJI"} or (tag == "MM" and form not in _POINTERS):
        return _Role.ADVERB
    # Tears, laughs and spelled-out curses (ㅠㅠ, ㅋㅋ, ㅅㅂ) are words of their own in web text.
    return _Role.ADVERB if tag == "SW" and _JAMO.match(form) else _Role.SKIP


def _is_rooted(form: str, tag: str) -> bool:
    """Whether an adjective is a root and 하다, which Kiwi reads in one piece or in two by what stands around it."""
    return tag == "VA" and len(form) >= _ROOTED and form.endswith("하")


def _rooted(form: str, tag: str) -> str:
    return form[:-1] if _is_rooted(form, tag) else form


def _written(form: str, role: int) -> str:
    if role == _Role.SINCE:
        return _FOR_DAYS
    # However long somebody laughs, it is one laugh.
    # Lemmas stand in cells apart by spaces, and Kiwi knows words of two ("솔드 아웃").
    return _JAMO.sub(lambda match: match[0][:2], form.lower().replace(" ", "")) + _SUFFIX.get(role, "")


_AUXILIARIES: Final = {
    "않": _Role.NEGATE_LAST,
    "못하": _Role.NEGATE_LAST,
    "말": _Role.NEGATE_LAST,
    "싶": _Role.VERB,
    "지": _Role.VERB,  # 느려지다 is news, 느리다 a state
}
_SUFFIX: Final = {_Role.NOUN: "/N", _Role.VERB: "/V", _Role.LIGHT_VERB: "/V", _Role.ADVERB: "/M"}


class LemmaReader:
    """Reads the lemmas of clauses; holds the roles of the morphemes of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._roles: list[int] = []
        self._words: list[str] = []

    def read(self, morphemes: Morphemes, spans: Spans) -> Lemmas:
        """The lemmas of every clause of the batch, in order."""
        for form, tag in self._vocabulary.pairs[len(self._roles) :]:
            role = _role(form, tag)
            self._roles.append(role)
            self._words.append(_written(_rooted(form, tag), _Role.NOUN if _is_rooted(form, tag) else role))
        found = Lemmas([], [], [], [0])
        ids, starts, ends = morphemes.ids.tolist(), morphemes.starts.tolist(), morphemes.ends.tolist()
        for first, last in zip(spans.firsts.tolist(), spans.lasts.tolist(), strict=True):
            self._read_clause(found, ids, starts, ends, first, last)
            found.bounds.append(len(found.words))
        return found

    def _read_clause(
        self, found: Lemmas, ids: list[int], starts: list[int], ends: list[int], first: int, last: int
    ) -> None:
        words, roles = self._words, self._roles
        begin = len(found.words)
        negation = -1  # place of an 안 or 못 that waits for its predicate,
        reach = -1  # and of the last noun that stands behind it with nothing between: "안 사용하다" is one predicate
        prefix = -1
        for i in range(first, last):
            role = roles[ids[i]]
            if (
                not role
                or (role == _Role.SILENT_VERB and (negation < 0 or reach != i - 1))
                or (role == _Role.SINCE and (i == first or words[ids[i - 1]] != _DAY))
            ):
                continue
            reach = i if reach == i - 1 and role in _NOMINAL else reach
            if role == _Role.NEGATE_NEXT:
                negation = reach = i
            elif role == _Role.PREFIX:
                prefix = i
            elif role == _Role.SUFFIX:
                _extend(found, begin, words[ids[i]], starts[i], ends[i])
            elif role == _Role.NEGATE_LAST:
                if len(found.words) > begin and found.words[-1] != NEGATION:
                    _append(found, NEGATION, starts[i], ends[i])
            else:
                word, start = words[ids[i]], starts[i]
                if prefix == i - 1 and prefix >= first and role == _Role.NOUN:
                    word, start = words[ids[prefix]] + word, starts[prefix]
                light = role == _Role.LIGHT_VERB and len(found.words) > begin and found.words[-1].endswith("/N")
                if not light and role != _Role.SILENT_VERB:
                    _append(found, word, start, ends[i])
                if negation >= 0 and role in (_Role.VERB, _Role.LIGHT_VERB, _Role.SILENT_VERB):
                    _append(found, NEGATION, starts[negation], ends[negation])
                    negation = -1
        if negation >= 0:
            # "배송 안", cut off before its predicate: what was said is still a denial.
            _append(found, NEGATION, starts[negation], ends[negation])


def _extend(found: Lemmas, begin: int, suffix: str, start: int, end: int) -> None:
    """Make one noun of the last one and its suffix, where they touch."""
    if len(found.words) > begin and found.words[-1].endswith("/N") and found.ends[-1] == start:
        found.words[-1] = found.words[-1].removesuffix("/N") + suffix + "/N"
        found.ends[-1] = end


def _append(found: Lemmas, word: str, start: int, end: int) -> None:
    found.words.append(word)
    found.starts.append(start)
    found.ends.append(end)


def lemmatise(entries: list[str], tokenizer: Tokenizer) -> list[tuple[str, ...]]:
    """The lemmas of each dictionary entry ("환불을 안 해 주다" gives ``환불/N NEG``), as clauses would show them.

    An entry that the analyser does not take for what it is (a noun read as a verb form, an idiom that loses a word)
    gives ``()``: as a pattern it would match what it does not mean.
    """
    found = _read_entries(entries, [len(entry) for entry in entries], tokenizer)
    # A noun alone can look like a verb form ("하자"); a particle behind it tells what it is.
    again = [n for n, lemmas in enumerate(found) if not lemmas and not entries[n].endswith("다")]
    dressed = [entries[n] + ("이" if _has_coda(entries[n]) else "가") + " 있다" for n in again]
    for n, lemmas in zip(again, _read_entries(dressed, [len(entries[n]) for n in again], tokenizer), strict=True):
        found[n] = lemmas
    return found


def _has_coda(word: str) -> bool:
    return bool(word) and "가" <= word[-1] <= "힣" and (ord(word[-1]) - ord("가")) % 28 > 0


def _read_entries(texts: list[str], lengths: list[int], tokenizer: Tokenizer) -> list[tuple[str, ...]]:
    """Lemmas of the first ``lengths`` characters of each text; () where they are not faithful."""
    import numpy as np

    vocabulary = Vocabulary()
    morphemes = collect(texts, tokenizer, vocabulary)
    bounds, starts = morphemes.bounds.tolist(), morphemes.starts.tolist()
    lasts = [
        next((i for i in range(bounds[n], bounds[n + 1]) if starts[i] >= length), bounds[n + 1])
        for n, length in enumerate(lengths)
    ]
    numbers = np.arange(len(texts), dtype=np.int32)
    ends = np.array(lengths, dtype=np.int32)
    spans = Spans(numbers, morphemes.bounds[:-1], np.array(lasts, dtype=np.int32), np.zeros_like(numbers), ends)
    lemmas = LemmaReader(vocabulary).read(morphemes, spans)
    pairs = [vocabulary.pairs[number] for number in morphemes.ids.tolist()]
    return [
        tuple(lemmas.of(n)) if _is_faithful(text[:length], pairs[bounds[n] : lasts[n]], lemmas.of(n)) else ()
        for n, (text, length) in enumerate(zip(texts, lengths, strict=True))
    ]


def _is_faithful(entry: str, pairs: list[tuple[str, str]], words: list[str]) -> bool:
    content = [word for word in words if word != NEGATION]
    if not content:
        return words == [NEGATION]
    if entry.endswith("다"):
        if words[-1] == "다/M":
            return False  # the ending was taken for the adverb
        lost = [word for word in entry.split() if word not in _EMPTY_PREDICATES][len(words) :]
        if lost and len(content) == 1:
            return False
    elif pairs[-1][1][0] == "E" and not _is_nominal(*pairs[-1]):
        return False
    return not any(_is_loss(form, tag, alone=len(content) == 1) for form, tag in pairs)


def _is_nominal(form: str, tag: str) -> bool:
    """True for an ending that makes a noun of a predicate: 튕김, 끊김."""
    return tag == "ETN" or form in {"ᆷ", "음"}


def _is_loss(form: str, tag: str, *, alone: bool) -> bool:
    """True for a morpheme that lemmas leave out though it bears meaning."""
    if tag == "VX":
        return alone and _role(form, tag) == _Role.SKIP and form not in {"주", "하"}
    return tag in {"MM", "NP"} and _role(form, tag) == _Role.SKIP


_EMPTY_PREDICATES: Final = frozenset({"하다", "되다", "주다", "않다"})
