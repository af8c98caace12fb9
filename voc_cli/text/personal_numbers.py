"""Finds the numbers and e-mail addresses by which a customer can be known.

The digits of the text are ASCII here: ``privacy`` has brought full-width forms and odd dashes to plain ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from voc_cli.text.banks import is_bank, words_beside
from voc_cli.text.person_names import opens_with_name
from voc_cli.text.privacy_words import Span, alternation, cue_behind, has_after, has_before, words

_DATE: Final = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_STAR: Final = r"*xX#●○•◦"
_NOT_DIGITS: Final = r"[^0-9]"
_BUSINESS: Final = cue_behind("business_cues", r"\s?(?:번호|코드|no\.?)?(?:[은는이가]|입니다)?[\s:=#.(\[\-_]*")
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_business(text: str, position: int) -> bool:
    return has_before(_BUSINESS, text, position)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


# --- resident and foreigner registration numbers ---

_RESIDENT: Final = re.compile(rf"(?<![0-9])({_DATE})(\s?[-~_./·]?\s?)([1-8][0-9]{{6}})(?![0-9])")
_RESIDENT_STARRED: Final = re.compile(rf"(?<![0-9])({_DATE})\s?-?\s?([1-8{_STAR}][0-9{_STAR}]{{5,6}})(?![0-9{_STAR}])")
_RESIDENT_FRONT: Final = re.compile(
    rf"(?:주민|민번){_NOT_DIGITS}{{0,12}}(?P<number>{_DATE}(?:\s?-\s?[1-8])?)(?![0-9]|\s?-\s?[0-9])"
)
_BIRTH: Final = cue_behind("birth_cues", rf"{_NOT_DIGITS}{{0,15}}")
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def find_resident_numbers(text: str) -> Iterator[Span]:
    """주민등록번호 and 외국인등록번호, whole, starred or cut after the birth date.

    The check digit decides (주민등록법 시행규칙 별표, mod 11); numbers given out since October 2020 hold none, so a
    valid birth date with a hyphen or a cue is enough. A business cue right before outweighs everything but a
    hyphened number whose check digit is right.
    """
    for match in _RESIDENT.finditer(text):
        if _is_resident_number(match, text):
            yield match.span()
    for match in _RESIDENT_STARRED.finditer(text):
        if not match[2].isdigit() and _is_date(match[1]):
            yield match.span()
    for match in _RESIDENT_FRONT.finditer(text):
        if _is_date(match["number"]):
            yield match.span("number")


def _is_resident_number(match: re.Match[str], text: str) -> bool:
    date, gap, tail = match.groups()
    if not _is_date(date):
        return False
    if has_before(_BIRTH, text, match.start()):
        return True
    is_hyphened = "-" in gap
    if _has_resident_check_digit(date + tail):
        return is_hyphened or not _is_business(text, match.start())
    return is_hyphened and not _is_business(text, match.start())


def _is_date(digits: str) -> bool:
    return int(digits[4:6]) <= _DAYS[int(digits[2:4]) - 1]


def _has_resident_check_digit(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    shift = 11 if digits[6] in "1234" else 13
    return (shift - total % 11) % 10 == int(digits[12])


# --- payment cards ---

_CARD: Final = re.compile(
    r"(?<![0-9])(?:"
    r"[0-9]{4}([-. /·]|\s[-·]\s)[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{3})?"
    r"|3[0-9]{3}([-. ])[0-9]{6}\2[0-9]{4,5}"
    r"|4[0-9]{3}([-. ])[0-9]{3}\3[0-9]{3}\3[0-9]{3}"
    r"|6[0-9]{5}[- ][0-9]{13}"
    r"|[2-69][0-9]{13,18}"
    r")(?![0-9])"
)
_CARD_STARRED: Final = re.compile(
    rf"(?<![0-9{_STAR}])[0-9]{{4}}([-. ])[0-9{_STAR}]{{4}}\1[0-9{_STAR}]{{4}}\1[0-9{_STAR}]{{3,4}}(?![0-9{_STAR}])"
)
_CARD_CUE: Final = cue_behind("card_cues", rf"{_NOT_DIGITS}{{0,15}}")
_MIN_STARS: Final = 3
# Length of a number -> how it may begin: the networks that are issued in Korea, domestic BC (9) among them.
_CARD_STARTS: Final = {
    13: re.compile(r"4"),
    14: re.compile(r"3[0689]"),
    15: re.compile(r"3[47]"),
    16: re.compile(r"35|36|[4569]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"),
    17: re.compile(r"62"),
    18: re.compile(r"62"),
    19: re.compile(r"[46]"),
}


def find_cards(text: str) -> Iterator[Span]:
    """Card numbers that begin as a network's do and pass Luhn's check (1960), and partly starred ones."""
    for match in _CARD.finditer(text):
        if _is_card(match, text):
            yield match.span()
    for match in _CARD_STARRED.finditer(text):
        if sum(match[0].count(star) for star in _STAR) >= _MIN_STARS:
            yield match.span()


def _is_card(match: re.Match[str], text: str) -> bool:
    digits = _digits(match[0])
    starts = _CARD_STARTS.get(len(digits))
    is_of_network = starts is not None and starts.match(digits) is not None
    has_cue = has_before(_CARD_CUE, text, match.start())
    is_grouped = len(digits) < len(match[0])
    if is_grouped and has_cue:
        return is_of_network or not _is_business(text, match.start())
    if not is_of_network:
        return False
    if _is_business(text, match.start()) or not _passes_luhn(digits):
        return False
    # An undivided 22-27... is far more often an order number that opens with a date.
    return is_grouped or has_cue or digits[0] != "2"


def _passes_luhn(digits: str) -> bool:
    doubled = (2 * int(digit) if place % 2 else int(digit) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


# --- driving licences, passports, vehicles ---

_PROVINCE: Final = "(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)"
_LICENCE: Final = re.compile(
    rf"(?<![0-9])(?:(?:1[1-9]|2[0-8])([- ])[0-9]{{2}}\1[0-9]{{6}}\1[0-9]{{2}}"
    rf"|{_PROVINCE}[\s-]?[0-9]{{2}}([- ])[0-9]{{6}}\2[0-9]{{2}})(?![0-9])"
)
_LICENCE_BARE: Final = re.compile(r"(?<![0-9])(?:1[1-9]|2[0-8])[0-9]{10}(?![0-9])")
_LICENCE_CUE: Final = cue_behind("licence_cues", rf"{_NOT_DIGITS}{{0,15}}")


def find_licences(text: str) -> Iterator[Span]:
    """운전면허번호 as 11-22-123456-78 or 서울 12-123456-78; undivided only behind a cue."""
    for match in _LICENCE.finditer(text):
        yield match.span()
    for match in _LICENCE_BARE.finditer(text):
        if has_before(_LICENCE_CUE, text, match.start()):
            yield match.span()


_PASSPORT: Final = re.compile(
    r"(?<![0-9A-Za-z_-])(?:[MSRGDmsrgd](?:[0-9]{8}|[0-9]{3}[A-Za-z][0-9]{4})|[A-Za-z]{1,2}[0-9]{7,8})(?![0-9A-Za-z_-])"
)
_PASSPORT_FORM: Final = re.compile(r"[MSRGD](?:(?!(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2]))[0-9]{8}|[0-9]{3}[A-Z][0-9]{4})")
_PASSPORT_CUE: Final = cue_behind("passport_cues", rf"{_NOT_DIGITS}{{0,15}}")


def find_passports(text: str) -> Iterator[Span]:
    """여권번호 in the forms M12345678 and M123A4567 (since 2021); other forms only behind a cue."""
    for match in _PASSPORT.finditer(text):
        has_form = _PASSPORT_FORM.fullmatch(match[0]) and not _is_business(text, match.start())
        if has_form or has_before(_PASSPORT_CUE, text, match.start()):
            yield match.span()


_PLATE_SYLLABLE: Final = "[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주아바사자배하허호]"
_VEHICLE: Final = re.compile(
    rf"(?:(?<![가-힣]){_PROVINCE}\s?[0-9]{{1,2}}|(?<![0-9,.])[0-9]{{2,3}})\s?{_PLATE_SYLLABLE}\s?([0-9]{{4}})(?![0-9,])"
    rf"(?!\s?{alternation(words('counters'))})"
)
_ROUND_OR_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}|[0-9]{2}00")
_VEHICLE_CUE: Final = cue_behind("vehicle_cues", rf"{_NOT_DIGITS}{{0,20}}")


def find_vehicles(text: str) -> Iterator[Span]:
    """Number plates (12가 3456, 123가4567, 서울 70바 1234); a round number or a year in one needs a cue."""
    for match in _VEHICLE.finditer(text):
        if not _ROUND_OR_YEAR.fullmatch(match[1]) or has_before(_VEHICLE_CUE, text, match.start()):
            yield match.span()


# --- telephones ---

_GAP: Final = r"[\s.\-_~/·()]{0,3}"
_MOBILE: Final = re.compile(
    rf"(?:\(?(?:\+|00)\s?82\)?{_GAP}\(?0?\)?|(?<![0-9])(?:\(82\){_GAP}0?|82[-. ]0?|(?:\((?=01[016-9]\)))?0))1"
    rf"(?:0\)?{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|[016-9]\)?{_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{4}})(?![0-9])"
)
_MOBILE_LOOSE: Final = re.compile(r"(?<![0-9])0[\s.\-]?1[\s.\-]?0(?:[\s.\-_/·]{0,3}[0-9]){8}(?![0-9]|-[0-9])")
_MOBILE_STARRED: Final = re.compile(
    rf"(?<![0-9])01[016-9]{_GAP}(?=[{_STAR}\-. ]{{0,9}}[0-9])(?=[0-9\-. ]{{0,9}}[{_STAR}])[0-9{_STAR}]{{3,4}}"
    rf"{_GAP}[0-9{_STAR}]{{4}}(?![0-9{_STAR}])"
)
# Whatever stands between them: 010 with four and four digits is nothing else.
_ODD_GAP: Final = r"[^0-9A-Za-zㄱ-ㅎ가-힣\n\ufdd0-\ufdef]{1,5}"
_MOBILE_ODD: Final = re.compile(rf"(?<![0-9])010{_ODD_GAP}[0-9]{{4}}{_ODD_GAP}[0-9]{{4}}(?![0-9])")
_SPOKEN_DIGIT: Final = "[0-9oO공영일이삼사오육륙칠팔구ㅇ〇]"
_SPOKEN_GAP: Final = r"(?>[\s.,\-~]{0,2}(?:에|다시|의|대시)?[\s.,\-~]{0,2})"
_MOBILE_SPOKEN: Final = re.compile(
    rf"(?<![0-9A-Za-z])[0oOㅇ〇공영][\s\-]?[1lI일][\s\-]?[0oOㅇ〇공영](?:{_SPOKEN_GAP}{_SPOKEN_DIGIT}){{8}}(?![0-9]|-[0-9])"
)
_AREA: Final = r"0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[2-9])"
_LANDLINE: Final = re.compile(
    rf"(?:(?<![0-9])(?<![0-9][-./])(?:\((?=0[0-9]{{1,3}}\s?\)))?{_AREA}|\+\s?82[-. ]?\(?0?\)?{_AREA[1:]})"
    r"(?:\s?\)\s?-?\s?|\s?[-.·~]\s?|\s)(?!1[568][0-9]{2}[^0-9])[1-9][0-9]{2,3}(?:\s?[-.·~]\s?|\s)[0-9]{4}(?![0-9])"
)
_LANDLINE_BARE: Final = re.compile(rf"(?<![0-9])(?<![0-9][-./]){_AREA}[1-9][0-9]{{6,7}}(?![0-9]|[-.][0-9])")
_PHONE_CUE: Final = cue_behind("phone_cues", rf"{_NOT_DIGITS}{{0,12}}")
_PHONE_CUE_AFTER: Final = re.compile(rf"\s?(?:번)?(?:으로|로)\s?(?:다시\s?|꼭\s?)?{alternation(words('phone_cues'))}")


def find_phones(text: str) -> Iterator[Span]:
    """Mobile, area, internet (070) and relay (050x) numbers, also with +82, starred or spelled out (공일공 ...).

    Numbers that only companies have (1588-1234, 080, 060) are no personal data.
    """
    for pattern in (_MOBILE, _MOBILE_LOOSE, _MOBILE_ODD, _MOBILE_STARRED, _MOBILE_SPOKEN, _LANDLINE):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _LANDLINE_BARE.finditer(text):
        is_voice_over_ip = match[0].startswith("070") and len(match[0]) == 11
        has_cue = has_before(_PHONE_CUE, text, match.start()) or has_after(_PHONE_CUE_AFTER, text, match.end())
        has_cue = has_cue or is_voice_over_ip
        if has_cue and not _is_business(text, match.start()):
            yield match.span()


# --- bank accounts ---

_ACCOUNT: Final = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][-./])(?:[0-9]{2,6}([-. ])[0-9]{1,8}(?:\1[0-9]{1,7}){0,3}|[0-9]{10,16})(?![0-9A-Za-z])"
    r"(?!\s?[원만천])"
)
_ACCOUNT_DIGITS: Final = range(10, 17)
# A date with or without a time, and a business registration number (3-2-5), are no account at any bank.
_NO_ACCOUNT: Final = re.compile(
    r"(?:19|20)[0-9]{2}([-. ]?)(?:0?[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01]|[1-9](?![0-9]))"
    r"|[0-9]{3}-[0-9]{2}-[0-9]{5}\Z|0*\Z|1[568][0-9]{2}-[0-9]{4}\b"
)
_ACCOUNT_CUE: Final = cue_behind("account_cues", rf"{_NOT_DIGITS}{{0,30}}")
_ACCOUNT_CUE_AFTER: Final = re.compile(rf"[^0-9\n]{{0,10}}{alternation(words('account_cues'))}", re.IGNORECASE)
_BANK: Final = alternation(words("bank_names"))
_BANK_BEFORE: Final = re.compile(rf"(?<![가-힣A-Za-z]){_BANK}\s?[:)\]/,.(]?\s?\Z", re.IGNORECASE)
_BANK_AFTER: Final = re.compile(rf"\s?[(/,]?\s?{_BANK}(?![가-힣A-Za-z])", re.IGNORECASE)


def find_accounts(text: str) -> Iterator[Span]:
    """Groups of 10 to 16 digits near the word for an account or a bank, or beside a bank's short name or its holder."""
    for match in _ACCOUNT.finditer(text):
        number = match[0]
        if len(_digits(number)) not in _ACCOUNT_DIGITS or _NO_ACCOUNT.match(number):
            continue
        if _has_account_cue(match, text) and not _is_business(text, match.start()):
            yield match.span()


def _has_account_cue(match: re.Match[str], text: str) -> bool:
    if has_before(_ACCOUNT_CUE, text, match.start()) or has_after(_ACCOUNT_CUE_AFTER, text, match.end()):
        return True
    is_divided = len(re.findall(r"[-. ]", match[0])) >= 2
    if is_divided and (has_before(_BANK_BEFORE, text, match.start()) or has_after(_BANK_AFTER, text, match.end())):
        return True
    # 신한 김철수 110..., 110... 김철수 신한: a bank and who holds the account, on whichever side of the number.
    beside = words_beside(text, *match.span())
    return any(map(is_bank, beside)) and any(map(opens_with_name, beside))


# --- e-mail ---

_PROVIDER: Final = alternation(words("mail_providers"))
_DOT: Final = r"\s?(?:\.|점|닷|쩜|도트|dot)\s?"
_TOP_LEVEL: Final = r"(?:컴|콤|넷|com|net|co\.kr|org|kr)"
_DOMAIN: Final = (
    rf"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,62}}\.){{1,4}}[A-Za-z]{{2,24}}|[가-힣]{{2,12}}\.(?:한국|com|kr|net)"
    rf"|(?:{_PROVIDER}|{alternation(words('mail_providers_korean'))})(?:{_DOT}{_TOP_LEVEL})?(?![A-Za-z0-9]))"
)
_EMAIL: Final = re.compile(
    rf"(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9._%+\-]{{0,63}}\s{{0,2}}(?:@|골뱅이|골벵이|앳|[(\[]\s?at\s?[)\]])\s{{0,2}}{_DOMAIN}",
    re.IGNORECASE,
)


def find_emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also with 골뱅이 for @ and 닷컴 for .com, or with no more than the provider's name."""
    for match in _EMAIL.finditer(text):
        yield match.span()
