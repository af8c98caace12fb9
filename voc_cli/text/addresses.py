"""Finds addresses that lead to a door: a region alone is no personal data, a house number or a flat is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from voc_cli.text.privacy_words import Span, alternation, cue_behind, has_before, words

_UNITS: Final = alternation(words("units"))
_HOUSE: Final = rf"(?:지하\s?)?[0-9]{{1,5}}(?:-[0-9]{{1,4}})?(?![0-9]|[,.~][0-9])(?!\s?{_UNITS}(?!지))"
# "으로" is never the end of a street's name but of "앱으로 2번".
_STREET: Final = (
    rf"[가-힣][가-힣0-9·.]{{0,9}}?(?:대로|(?<!으)로|길)(?:\s?[0-9]{{1,4}}(?:번|가|나|다|라)?길)?\s?{_HOUSE}(?:\s?번지)?"
)
_LOT: Final = (
    rf"(?:[가-힣]{{1,6}}[읍면]\s?)?[가-힣][가-힣0-9.]{{0,6}}(?:동|읍|면|리|가)\s?(?:산\s?)?"
    rf"(?:[0-9]{{1,4}}(?:-[0-9]{{1,4}})?\s?번지|{_HOUSE})"
)
_DWELLING: Final = rf"(?:[가-힣A-Za-z0-9]{{0,12}}{alternation(words('dwellings'))}[가-힣A-Za-z0-9]{{0,6}})"
_NO_FLAT: Final = r"(?![0-9]{1,4}\s?(?:호점|호선|호기|호차|호봉|호실에서))"
_FLAT: Final = rf"(?:(?:제\s?)?[Bb]?{_NO_FLAT}[0-9]{{1,4}}\s?호(?:실)?(?![점선기차봉]))"
_BLOCK: Final = r"(?:(?:(?:제\s?)?[0-9]{1,4}|(?<![가-힣A-Za-z])[A-Za-z]|(?<![가-힣A-Za-z])[가나다라마바사])\s?동)"
_FLOOR: Final = r"(?:(?:지하|[Bb])?\s?[0-9]{1,3}\s?층)"
_BLOCK_AND_FLAT: Final = rf"{_BLOCK}[\s,]{{0,2}}(?:{_FLOOR}\s?)?{_FLAT}"
_TAIL: Final = (
    rf"(?:\s?,?\s?(?:\([가-힣0-9A-Za-z,.\s]{{2,25}}\)|{_BLOCK_AND_FLAT}|{_FLAT}|{_BLOCK}(?![가-힣])|{_FLOOR}"
    rf"|{_DWELLING}(?=\s?[0-9])|[0-9]{{1,4}}-[0-9]{{1,4}}(?![0-9-])))*"
)
_PROVINCE: Final = alternation(words("provinces"))
_DISTRICT: Final = alternation(
    {*words("districts"), *(name[:-1] for name in words("districts") if len(name) > 2 and name[-1] in "시군")}
)
_REGION: Final = rf"(?:[(\[]\s?우?\s?[0-9]{{5}}\s?[)\]]\s?)?(?<![가-힣])(?:{_PROVINCE}\s?)?(?:{_DISTRICT}\s?){{1,2}}"
_TOWN: Final = r"(?:[가-힣]{1,5}(?:읍|면|동)\s?)?"

_BY_REGION: Final = re.compile(rf"{_REGION}{_TOWN}(?:{_STREET}|{_LOT}){_TAIL}")
# Towns that the list does not know; with two syllables before it, so that 다시 and 혹시 are none.
_ANY_DISTRICT: Final = r"[가-힣]{2,4}[시군구]\s"
# A province alone is also "서울 버스로 20", so here the way must lead further than one number.
_BY_FLAT: Final = re.compile(
    rf"(?<![가-힣])(?:{_PROVINCE}\s(?:{_ANY_DISTRICT}){{0,2}}|(?:{_ANY_DISTRICT}){{1,2}}){_TOWN}(?:{_STREET}|{_LOT})"
    rf"(?<=[0-9])[\s,]{{1,2}}(?:{_DWELLING}\s?)?(?:{_BLOCK_AND_FLAT}|{_FLAT})"
)
_BY_CUE: Final = re.compile(
    rf"{alternation(words('address_cues'))}\s?(?:는|은|가|이|:|=|->|→)\s{{0,2}}"
    rf"(?P<address>(?:[가-힣]{{1,8}}\s){{0,4}}(?:{_STREET}|{_LOT}|{_DWELLING}\s?(?={_BLOCK}|{_FLAT})){_TAIL})"
)
# A way that branches off a road by its number, and a house: nothing but an address is written so.
_BY_BRANCH: Final = re.compile(
    rf"(?<![가-힣])[가-힣]{{2,8}}(?:대로|(?<!으)로)\s?[0-9]{{1,4}}(?:번|가|나|다|라)?길\s?{_HOUSE}{_TAIL}"
)
_SEJONG: Final = re.compile(rf"(?<![가-힣])세종(?:특별자치시|시)\s(?:{_TOWN})(?:{_STREET}|{_LOT}){_TAIL}")
_BY_LOT: Final = re.compile(
    r"(?<![가-힣])[가-힣]{1,5}(?:동|리|가)\s?(?:산\s?)?[0-9]{1,4}(?:-[0-9]{1,4})?\s?번지" + _TAIL
)
_BY_BLOCK: Final = re.compile(rf"(?:{_DWELLING}\s?)?(?<![0-9]){_BLOCK_AND_FLAT}")
_BY_DWELLING: Final = re.compile(
    rf"{_DWELLING}\s(?:[0-9]{{1,2}}차\s?|[0-9]{{1,2}}단지\s?)?(?:{_BLOCK}\s?)?"
    rf"(?:{_FLAT}|[0-9]{{2,4}}-[0-9]{{3,4}}(?!\s?{_UNITS})(?![0-9-]))"
)
_LODGING: Final = cue_behind("lodgings", r"[^0-9\n]{0,10}")
_HAS_DIGIT: Final = re.compile("[0-9]")
_HAS_NUMBER: Final = re.compile(
    rf"[0-9]\s?(?:동|호|번지|길)|(?:로|길|동|리|가|면|읍|지하|산)\s?[0-9]|{alternation(words('dwellings'))}[가-힣A-Za-z0-9]{{0,6}}\s[0-9]"
)


def may_hold_address(text: str) -> bool:
    """Whether ``find_addresses`` could find anything; quick, as most texts hold no number."""
    return _HAS_DIGIT.search(text) is not None and _HAS_NUMBER.search(text) is not None


def find_addresses(text: str) -> Iterator[Span]:
    """Street or lot addresses within a named region, flats (101동 1502호), and what stands behind 주소:."""
    for pattern in (_BY_REGION, _SEJONG, _BY_FLAT, _BY_BRANCH, _BY_LOT):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _BY_CUE.finditer(text):
        yield match.span("address")
    for pattern in (_BY_BLOCK, _BY_DWELLING):
        for match in pattern.finditer(text):
            if not has_before(_LODGING, text, match.start()):
                yield match.span()
