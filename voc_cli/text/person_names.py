"""Finds the names of people where something around a word says that it is a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from voc_cli.text.privacy_words import STAND_IN, Span, alternation
from voc_cli.text.privacy_words import words as listed

_words = partial(listed, file="person_names")
_SURNAMES: Final = frozenset(_words("surnames"))
_COMPOUND: Final = frozenset(_words("compound_surnames"))
_GIVEN_FIRST: Final = frozenset(_words("given_first"))
_GIVEN_SECOND: Final = frozenset(_words("given_second"))
_GIVEN_FIRST_WIDE: Final = _GIVEN_FIRST | frozenset(_words("given_first_wide"))
_GIVEN_SECOND_WIDE: Final = _GIVEN_SECOND | frozenset(_words("given_second_wide"))
_GIVEN_NAMES: Final = frozenset(_words("given_names"))
_NOT_GIVEN: Final = frozenset(_words("not_given"))
_NOT_NAMES: Final = frozenset(
    word
    for key in ("not_names", "staff_roles", "honorifics", "name_cues", "name_headings", "placeholders")
    for word in _words(key)
)
_ADJECTIVES: Final = frozenset(_words("adjective_stems"))
_NO_ANSWERS: Final = frozenset(_words("placeholders"))
_ORDINARY: Final = frozenset(_words("ordinary_words"))
_HONORIFICS: Final = frozenset(_words("honorifics"))

_HONORIFIC: Final = alternation(_words("honorifics"))
_STAFF: Final = alternation(_words("staff_roles"))
_COMPOUND_SECONDS: Final = "".join(sorted({name[1] for name in _COMPOUND}))
_SURNAME: Final = f"[{''.join(sorted(_SURNAMES))}]"
_OPENING: Final = f"[{''.join(sorted(_SURNAMES | {name[0] for name in _COMPOUND}))}]"
_FIRST: Final = f"[{''.join(sorted(_GIVEN_FIRST_WIDE | {name[0] for name in _GIVEN_NAMES}))}]"
_SECOND: Final = f"[{''.join(sorted(_GIVEN_SECOND_WIDE | {name[1] for name in _GIVEN_NAMES}))}]"
_PARTICLE: Final = "(?:은|는|이|가|을|를|께|도|의|과|와|한테|에게|만|랑|이랑|처럼|보다|라는|이라는|라고|이라고|하고)"
# "연동하라고" tells someone to do it, while "김민하라고" would be a name: the verb is far more frequent.
_QUOTED: Final = "(?:이라고|(?<!하)라고)"
_COPULA: Final = (
    f"(?:{_QUOTED}|입니다|인데|이?던데|이었|이였|이세요|이신|이셨|이십"
    "|이에요|예요|이예요|이고|이구|이며|이라|임(?![가-힣]))"
)
END: Final = f"(?:$|[^가-힣]|{_COPULA}|인(?![가-힣])|{_PARTICLE}(?![가-힣])|님|씨|고객)"
_MR: Final = f"씨(?=$|[^가-힣]|{_PARTICLE}|들|께서)"

# One pass over the text: it lets more through than names, and the functions below judge what it found. It moves on
# by one syllable, so that a wrong start does not hide the right one behind it.
_CANDIDATE: Final = re.compile(
    rf"{_OPENING}(?=(?P<rest>[{_COMPOUND_SECONDS}][가-힣]{{1,2}}?|{_FIRST}{_SECOND})"
    rf"(?:(?P<attached>님|{_MR})"
    rf"|\s?(?:(?P<staff>{_STAFF})|(?P<title>님|{_MR}|{_HONORIFIC}(?=님|$|[^가-힣]|{_PARTICLE})|고객(?=입니다|인데|이에요|이고|이라)"
    rf"|(?:올림|드림|배상)(?![가-힣])|{_QUOTED}\s?(?:합니다|해요|하는데)))"
    rf"|(?P<masked>[\s,/():\-]{{0,3}}{STAND_IN})|(?P<end>{END}))"
    rf"|(?P<short>{_FIRST})(?:이?라고\s|입니다|이에요|예요|이고|인데요))"
)
_INSIDE: Final = alternation(_words("name_cues_inside"))
_CUE: Final = rf"(?:(?<![가-힣]){alternation(_words('name_cues'))}|{_INSIDE})"
_HEADING: Final = rf"(?:(?P<heading>(?<![가-힣]){alternation(_words('name_headings'))})|{_CUE})"
_CUE_BEFORE: Final = re.compile(rf"{_CUE}(?:[은는이가]\s?|\s)\Z")
_CUE_OF_SHORT: Final = re.compile(rf"{_CUE}[은는이]?\s?\Z")
_GREETING_BEFORE: Final = re.compile(
    r"(?<![가-힣])(?:(?:저는|제가|안녕하세요|안녕하십니까)[\s,.!~]{0,3}|(?:저|전|나는|여보세요)[\s,.!~]{1,3})\Z"
)
_MASK_BEFORE: Final = re.compile(rf"{STAND_IN}(?:\s?번?(?:이고요?|이구요?|이며|입니다))?[\s,/():\-]{{1,3}}\Z")
_STAFF_BEFORE: Final = re.compile(
    rf"(?:{_STAFF}|담당)(?:(?:님|분)?[\s:]{{1,2}}|님|(?:님|분)?의?\s?(?:이름|성함)[은이]?[\s:]{{0,2}})\Z"
)
_STAFF_BEHIND: Final = re.compile(rf"\s?{_STAFF}")
# Who opens a sentence with no more than this says who they are: "김민수입니다. 어제 주문했는데".
_IS_SELF: Final = re.compile(r"(?:입니다|이라고\s?합니다|인데요)")
_IS_COPULA: Final = re.compile(_COPULA)
# Behind a colon nearly everything with a surname is a name, also one of two syllables.
_AFTER_COLON: Final = re.compile(
    rf"{_HEADING}\s?[:=]\s?(?P<name>{alternation(_COMPOUND)}[가-힣]{{1,2}}?|{_SURNAME}\s?[가-힣]{{1,2}}?)(?={END})"
)
_WHOLE_END: Final = re.compile(rf"(?:{END}|으로|로)")
_FIELD_END: Final = re.compile(rf"{_PARTICLE}?\s*(?:$|[^\s가-힣0-9A-Za-z.!?~]|{_COPULA}|님|씨|고객)")
# What may stand behind a noun: which of the first two is right hangs on its last sound.
_BEHIND_CONSONANT: Final = frozenset("은이을과")
_BEHIND_VOWEL: Final = frozenset("는가를와")
_BEHIND_BOTH: Final = frozenset("의에도만로")
_VERB_OF_NOUN: Final = frozenset("하한")
_BEFORE_MORE: Final = frozenset("에도만로")
_BLEND: Final = re.compile(alternation(_words("blends")))
_REACH: Final = 16


def find_names(text: str, *, keep_staff: bool = False) -> list[Span]:
    """Names behind 고객명: or 이름은, before 님, 씨 or a role, in 저 ...인데요, and beside a masked number.

    Args:
        keep_staff: Leave the names that stand with a role of staff (기사, 상담원 ...).
    """
    names: list[Span] = []
    for match in _CANDIDATE.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if _stands_as_name(match, before) and not (keep_staff and (match["staff"] or _STAFF_BEFORE.search(before))):
            names.append((match.start(), match.end("short" if match["short"] else "rest")))
    if ":" in text or "=" in text:
        names.extend(_find_behind_colons(text, keep_staff=keep_staff))
    return names


def _stands_as_name(match: re.Match[str], before: str) -> bool:
    if match["short"]:
        word = match[0] + match["short"]
        return word not in _NO_ANSWERS and word not in _ORDINARY and _CUE_OF_SHORT.search(before) is not None
    if not is_name(match[0] + match["rest"], wide=match["attached"] is not None):
        return False
    if _is_weak(match) and is_ordinary(match[0] + match["rest"], match.string[match.end("rest") :][:1]):
        return False
    has_room = not before or not "가" <= before[-1] <= "힣"
    if has_room and match["end"] is None:
        return not _BLEND.match(match.string, match.end("rest") - 1)
    if _CUE_BEFORE.search(before) or _MASK_BEFORE.search(before) or _STAFF_BEFORE.search(before):
        return match["staff"] is None
    copula = _IS_COPULA if _GREETING_BEFORE.search(before) else _IS_SELF if _opens(before) else None
    return copula is not None and copula.match(match.string, match.end("rest")) is not None


def _opens(before: str) -> bool:
    """Whether a sentence begins behind ``before``."""
    return not before.strip() or before.rstrip()[-1] in ".!?~,"


def _is_weak(match: re.Match[str]) -> bool:
    """Whether nothing but a role or a number stands behind the word: "설명은 기사님이" as well as "정해민 기사님"."""
    return match["attached"] is None and (match["title"] is None or match["title"] in _HONORIFICS)


def is_ordinary(word: str, following: str) -> bool:
    """Whether ``word`` is an everyday noun, alone or with the particle that fits its last sound.

    Args:
        following: The character behind the word: "배정은이" has one particle too many for a noun.
    """
    if word in _ORDINARY:
        return True
    noun, particle = word[:-1], word[-1]
    # 이동하는, 설정한: the verb that a noun makes, where only the syllables are those of a name.
    if noun in _ORDINARY and particle in _VERB_OF_NOUN:
        return True
    if noun not in _ORDINARY or ("가" <= following <= "힣" and particle not in _BEFORE_MORE):
        return False
    ends_in_consonant = (ord(noun[-1]) - ord("가")) % 28 > 0
    return particle in _BEHIND_BOTH or particle in (_BEHIND_CONSONANT if ends_in_consonant else _BEHIND_VOWEL)


def name_at(text: str, start: int, end: re.Pattern[str], *, may_be_spaced: bool = False) -> int | None:
    """Where the name that begins at ``start`` ends; None where none does, or where ``end`` does not follow it."""
    for length in (4, 3):
        word = text[start : start + length]
        is_whole = len(word) == length and end.match(text, start + length) is not None
        if is_whole and is_name(word) and not is_ordinary(word, text[start + length : start + length + 1]):
            return start + length
    if may_be_spaced and _is_spaced(text[start : start + 4]) and end.match(text, start + 4):
        return start + 4
    return None


def is_of_staff(text: str, name: Span) -> bool:
    """Whether a role of staff stands right before or behind ``name``."""
    start, end = name
    return (
        _STAFF_BEHIND.match(text, end) is not None
        or _STAFF_BEFORE.search(text[max(0, start - _REACH) : start]) is not None
    )


def opens_with_name(word: str) -> bool:
    """Whether ``word`` is a name, alone or with a particle behind it."""
    return name_at(word, 0, _WHOLE_END) is not None


def name_ending_at(text: str, end: int) -> int | None:
    """Where the name that ends at ``end`` begins, with no letter of Hangul before it; None where none does."""
    for length in (4, 3):
        start = end - length
        has_room = start == 0 or (start > 0 and not "가" <= text[start - 1] <= "힣")
        word = text[start:end] if has_room else ""
        if (is_name(word) and not is_ordinary(word, "")) or _is_spaced(word):
            return start
    return None


def is_short_name(word: str) -> bool:
    """Whether ``word`` is a surname and one syllable more (허준), and no everyday word."""
    is_known = word in _ORDINARY or word in _NO_ANSWERS or word in _NOT_GIVEN or word in _NOT_NAMES
    return not is_known and len(word) == 2 and word[0] in _SURNAMES and word[1] in _GIVEN_SECOND


def _is_spaced(word: str) -> bool:
    """Whether ``word`` is a name in two parts (김 철수); "이 지연" is more often this delay."""
    given = word[2:]
    return word[1:2] == " " and given not in _ORDINARY and given not in _NO_ANSWERS and is_name(word[0] + given)


def _find_behind_colons(text: str, *, keep_staff: bool) -> Iterator[Span]:
    for match in _AFTER_COLON.finditer(text):
        start, end = match.span("name")
        # The pattern takes 은 in 박지은 for a particle.
        if end - start == 2 and is_name(text[start : end + 1], wide=text[start:end] not in _ORDINARY):
            end += 1
        word = text[start:end]
        is_kept = keep_staff and _STAFF_BEFORE.search(text[max(0, start - _REACH) : start])
        if is_kept or word in _NO_ANSWERS or word in _NOT_NAMES:
            continue
        if " " in word:
            is_told = is_name(word.replace(" ", ""))
        elif match["heading"]:
            is_told = _opens_with_name(word, text, end)
        else:
            is_told = word not in _ORDINARY or _FIELD_END.match(text, end) is not None
        if is_told:
            yield start, end


def _opens_with_name(word: str, text: str, end: int) -> bool:
    """Whether ``word`` behind 고객: is a name, and not how the words of the customer begin."""
    if word in _ORDINARY:
        return False
    if _FIELD_END.match(text, end):
        return True
    if is_ordinary(word, text[end : end + 1]):
        return False
    if len(word) == 2:
        return word[1] in _GIVEN_SECOND
    # "전화해" and "여기서" have the syllables of rarer names.
    is_wide = word[:2] not in _ORDINARY
    return is_name(word, wide=is_wide) or (is_wide and word[1:] in _NOT_GIVEN and word not in _NOT_NAMES)


def is_name(word: str, *, wide: bool = False) -> bool:
    """Whether ``word`` is a surname and a given name; ``wide`` lets rarer syllables in, where little else stands."""
    if len(word) < 3 or word in _NOT_NAMES or (word[-1] == "한" and word[:-1] in _ADJECTIVES):
        return False
    if word[:2] in _COMPOUND and _is_given(word[2:], wide=wide):
        return True
    return len(word) == 3 and word[0] in _SURNAMES and _is_given(word[1:], wide=wide)


def _is_given(given: str, *, wide: bool) -> bool:
    if given in _NOT_GIVEN:
        return False
    firsts, seconds = (_GIVEN_FIRST_WIDE, _GIVEN_SECOND_WIDE) if wide else (_GIVEN_FIRST, _GIVEN_SECOND)
    if len(given) == 1:
        return given in seconds
    return given in _GIVEN_NAMES or (given[0] in firsts and given[1] in seconds)
