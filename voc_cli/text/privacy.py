"""Masks personal data in text before anything is written or cached."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, NamedTuple

from voc_cli import messages
from voc_cli.text import addresses, holders, person_names, personal_details, personal_numbers
from voc_cli.text.privacy_words import FIRST_STAND_IN, LAST_STAND_IN, STAND_IN, Span


class Kind(StrEnum):
    """The kinds of personal data that are masked, in the order in which they are looked for."""

    EMAIL = "email"
    RESIDENT_NUMBER = "resident_number"
    CARD = "card"
    LICENCE = "licence"
    PASSPORT = "passport"
    PHONE = "phone"
    ACCOUNT = "account"
    ADDRESS = "address"
    VEHICLE = "vehicle"
    BIRTH = "birth"
    PASSWORD = "password"
    USER_ID = "user_id"
    NAME = "name"


# What stands in the text afterwards; the same in every language, so that a run's output does not hang on it.
LABELS: Final[dict[Kind, str]] = {
    Kind.EMAIL: "[이메일]",
    Kind.RESIDENT_NUMBER: "[주민등록번호]",
    Kind.CARD: "[카드번호]",
    Kind.LICENCE: "[운전면허번호]",
    Kind.PASSPORT: "[여권번호]",
    Kind.PHONE: "[전화번호]",
    Kind.ACCOUNT: "[계좌번호]",
    Kind.ADDRESS: "[주소]",
    Kind.VEHICLE: "[차량번호]",
    Kind.BIRTH: "[생년월일]",
    Kind.PASSWORD: "[비밀번호]",
    Kind.USER_ID: "[아이디]",
    Kind.NAME: "[이름]",
}


class Masked(NamedTuple):
    """A text without personal data, and how much of each kind was taken out of it."""

    text: str
    counts: Counter[Kind]


_Finder = Callable[[str], Iterable[Span]]
_NUMBER_FINDERS: Final[dict[Kind, _Finder]] = {
    Kind.RESIDENT_NUMBER: personal_numbers.find_resident_numbers,
    Kind.CARD: personal_numbers.find_cards,
    Kind.LICENCE: personal_numbers.find_licences,
    Kind.PASSPORT: personal_numbers.find_passports,
    Kind.PHONE: personal_numbers.find_phones,
    Kind.ACCOUNT: personal_numbers.find_accounts,
}
# A number worth masking that is no house number has four digits within reach of each other, or is spelled out.
_MAY_HOLD_NUMBER: Final = re.compile(
    r"[0-9oO공영ㅇ〇](?:(?<=[0-9])(?:[^0-9]{0,4}[0-9]){3}|[\s\-]?[1lI일][\s\-]?[0oO공영ㅇ〇])"
)
_MAY_HOLD_MAIL: Final = re.compile(r"[@골앳(\[](?:(?<=[@앳])|[뱅벵]이|\s?[aA][tT]\s?[)\]])")
_MAY_HOLD_WORD: Final = re.compile(r"[0-9A-Za-z#*][0-9A-Za-z_.!@#$%^*\-]{2}")
_MAY_HOLD_DETAIL: Final = re.compile(personal_details.ANY_CUE, re.IGNORECASE)
_ODD_FORMS: Final = {
    **{ord("！") + place: chr(ord("!") + place) for place in range(94)},  # full width
    **{ord(sign): str(unicodedata.digit(sign)) for sign in map(chr, range(ord("𝟎"), ord("𝟿") + 1))},
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣ㅡ"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u00a0\u3000"), " "),
}
# A circled digit alone opens a point of a list; three in a row are a number.
_CIRCLES: Final = "⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈"
_CIRCLED: Final = re.compile(f"[{_CIRCLES}]{{3,}}")
_IN_CIRCLE: Final = {ord(sign): str(unicodedata.digit(sign)) for sign in _CIRCLES}
_LABEL: Final = re.compile("|".join(map(re.escape, LABELS.values())))
_STAND_IN: Final = re.compile(STAND_IN)
# Few texts hold any of these; the others need no second form. Signs beyond 16 bits make a class slow unless in a range.
_UNUSUAL: Final = re.compile(
    rf"[\[{''.join(sign for sign in map(chr, _ODD_FORMS) if sign < '𝟎')}𝟎-𝟿{_CIRCLES}{FIRST_STAND_IN}-{LAST_STAND_IN}]"
)
_STAND_IN_OF: Final = {kind: chr(ord(FIRST_STAND_IN) + place) for place, kind in enumerate(Kind)}
_KIND_OF: Final = {label: kind for kind, label in LABELS.items()}
_LABEL_OF: Final = {stand_in: LABELS[kind] for kind, stand_in in _STAND_IN_OF.items()}


@dataclass(frozen=True, slots=True)
class Masker:
    """Replaces personal data by bracketed labels; what is masked once stays as it is.

    Args:
        keep_staff_names: Leave the names of people who are named with their role ("정해민 기사님").
    """

    keep_staff_names: bool = False

    def mask(self, text: str) -> str:
        """``text`` with a label such as ``[전화번호]`` in place of each piece of personal data."""
        return self.mask_counted(text).text

    def mask_counted(self, text: str) -> Masked:
        """``text`` masked, and the number of new labels by kind."""
        counts: Counter[Kind] = Counter()
        hidden = plain = text
        if _UNUSUAL.search(text):
            hidden = _hide_labels(text)
            plain = _CIRCLED.sub(lambda match: match[0].translate(_IN_CIRCLE), hidden.translate(_ODD_FORMS))
        is_stable = False
        # What is masked changes the surroundings of the rest, so the search goes on until it finds nothing.
        while not is_stable:
            is_stable = True
            for kind, find in self._finders(plain):
                if spans := list(find(plain)):
                    spans = _settle(spans)
                    hidden, plain = (_replace(form, spans, _STAND_IN_OF[kind]) for form in (hidden, plain))
                    counts[kind] += len(spans)
                    is_stable = False
        if not counts:
            return Masked(text, counts)
        return Masked(_STAND_IN.sub(lambda match: _LABEL_OF[match[0]], hidden), counts)

    def _finders(self, plain: str) -> Iterator[tuple[Kind, _Finder]]:
        if _MAY_HOLD_MAIL.search(plain):
            yield Kind.EMAIL, personal_numbers.find_emails
        may_hold_number = _MAY_HOLD_NUMBER.search(plain) is not None
        if may_hold_number:
            yield from _NUMBER_FINDERS.items()
        if addresses.may_hold_address(plain):
            yield Kind.ADDRESS, addresses.find_addresses
        if may_hold_number:
            yield Kind.VEHICLE, personal_numbers.find_vehicles
            yield Kind.BIRTH, personal_details.find_births
        if _MAY_HOLD_WORD.search(plain) and _MAY_HOLD_DETAIL.search(plain):
            yield Kind.PASSWORD, personal_details.find_passwords
            yield Kind.USER_ID, personal_details.find_user_ids
        yield Kind.NAME, partial(person_names.find_names, keep_staff=self.keep_staff_names)
        yield Kind.NAME, partial(holders.find_holders, keep_staff=self.keep_staff_names)


def describe_counts(counts: Counter[Kind]) -> str:
    """One sentence for the user: how much of each kind was masked, in the order of ``Kind``."""
    if not counts.total():
        return messages.text("privacy.nothing_masked")
    details = ", ".join(
        messages.text("privacy.masked_part", kind=messages.text(f"privacy.kind_{kind}"), count=counts[kind])
        for kind in Kind
        if counts[kind]
    )
    return messages.text("privacy.masked", total=counts.total(), details=details)


def _hide_labels(text: str) -> str:
    """``text`` with one stand-in for each label, and without stand-ins that came from outside."""
    return _LABEL.sub(lambda match: _STAND_IN_OF[_KIND_OF[match[0]]], _STAND_IN.sub("\ufffd", text))


def _settle(spans: Iterable[Span]) -> list[Span]:
    """``spans`` in order and without overlap: the earlier of two stays, or the longer where both start alike."""
    settled: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not settled or start >= settled[-1][1]:
            settled.append((start, end))
    return settled


def _replace(text: str, spans: Iterable[Span], stand_in: str) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += (text[done:start], stand_in)
        done = end
    return "".join((*pieces, text[done:]))
