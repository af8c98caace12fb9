"""Finds what a customer tells of themselves behind a word for it: a day of birth, a password, a name on a service.

Digits and letters are ASCII here, as in ``personal_numbers``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from voc_cli.text.privacy_words import Span, alternation, words

_YEAR: Final = r"(?:(?:19|20)?[0-9]{2})"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])"
_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])"
_DATE: Final = (
    rf"(?<![0-9])(?:{_YEAR}\s?[-./년]\s?{_MONTH}\s?[-./월]\s?{_DAY}\s?일?"
    r"|(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?![0-9])"
)
_BIRTH: Final = re.compile(
    rf"{alternation(words('birth_day_cues'))}[^0-9\n]{{0,8}}(?P<behind>{_DATE})|(?P<before>{_DATE})\s?생(?![가-힣](?<![이입인]))"
)


def find_births(text: str) -> Iterator[Span]:
    """Days of birth behind 생년월일 or before 생 (900101생); a year alone is an age."""
    for match in _BIRTH.finditer(text):
        yield match.span("behind" if match["behind"] else "before")


_PASSWORD_CUE: Final = rf"(?<![A-Za-z]){alternation(words('password_cues'))}"
_DOOR: Final = alternation(words("door_cues"))
_CODE: Final = r"[#*]{0,2}(?=[A-Za-z!@$%^_]{0,19}[0-9])[0-9A-Za-z!@#$%^*_]{3,20}"
_NO_CODE: Final = rf"(?![0-9A-Za-z]|\s?{alternation({*words('counters'), *words('password_counters')})})"
_PASSWORD: Final = re.compile(
    rf"(?:{_PASSWORD_CUE}(?:[은는이가]\s?|\s?[:=]\s?|\s)?|{_DOOR}\s?(?:번호)?[은는]?\s?[:=]?\s?(?=[#*0-9]))"
    rf"(?P<code>{_CODE}){_NO_CODE}",
    re.IGNORECASE,
)


def find_passwords(text: str) -> Iterator[Span]:
    """Passwords and codes of doors with a digit in them: 비번 abc12, 공동현관 #1234*; no 비밀번호 5회 or 8자리."""
    for match in _PASSWORD.finditer(text):
        yield match.span("code")


_USER_ID_CUE: Final = rf"(?<![A-Za-z]){alternation(words('user_id_cues'))}"
_NAME_ON_SERVICE: Final = r"[A-Za-z][A-Za-z0-9_.\-]{3,29}(?<=[A-Za-z0-9_])(?![A-Za-z0-9_@])"
_USER_ID: Final = re.compile(
    rf"{_USER_ID_CUE}(?:\s?[:=]\s?@?(?P<named>{_NAME_ON_SERVICE})"
    rf"|(?:[은는이가]\s?|\s)?@?(?P<told>(?=[A-Za-z.\-]*[0-9_]){_NAME_ON_SERVICE}))",
    re.IGNORECASE,
)


def find_user_ids(text: str) -> Iterator[Span]:
    """Names on services behind 아이디 or 카톡: with a digit or an underscore in them, or behind a colon."""
    for match in _USER_ID.finditer(text):
        yield match.span("named" if match["named"] else "told")


ANY_CUE: Final = rf"{alternation({*words('password_cues'), *words('door_cues'), *words('user_id_cues')})}"
