"""Finds the names of those for whom an account, a card, a parcel or a seat is, as customers write them beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from voc_cli.text.banks import BANK, BANK_AHEAD, BETWEEN, GAP
from voc_cli.text.person_names import END, is_of_staff, is_short_name, name_at, name_ending_at
from voc_cli.text.privacy_words import STAND_IN, Span, alternation, words

_CUES: Final = alternation(words("name_cues", file="person_names"))
_HEADINGS: Final = alternation({*words("name_cues", file="person_names"), *words("name_headings", file="person_names")})
_HOLDERS: Final = alternation(words("holder_cues", file="person_names"))
_BEHIND_CUE: Final = r"(?:[은는이가]\s?|\s?[:=]\s?|\s)"
# "[계좌번호] 최은비로 보내 주세요", "[계좌번호] 신한 김철수입금": to whom, beside what may follow a name anywhere.
_END: Final = re.compile(rf"{END}|(?:으로|로|에게|앞)(?![가-힣])|{alternation(words('money_words'))}")

_HAS_NUMBER: Final = re.compile(STAND_IN)
_NUMBER_AND_BANK: Final = re.compile(
    rf"(?:{STAND_IN}{GAP}{BANK}|{BANK}{GAP}{STAND_IN}){BETWEEN}|{STAND_IN}{GAP}{BANK_AHEAD}"
)
_BANK_AND_NUMBER: Final = re.compile(rf"(?:\s?{alternation(words('accounts'))})?{BETWEEN}{BANK}{GAP}{STAND_IN}")
_GLUED: Final = re.compile(rf"{BANK_AHEAD}(?P<name>[가-힣]{{3,4}})(?={GAP}{STAND_IN})")
_BEHIND_NUMBER: Final = re.compile(rf"{STAND_IN}(?:\s?번)?{BETWEEN}")
_IN_BRACKETS: Final = re.compile(rf"{STAND_IN}{GAP}(?:{BANK})?\s?[(\[](?P<name>[가-힣]{{2}})[)\]]")

# 김*수, 김○○, 김OO: hidden in part, which beside a number still tells who it is.
_STARRED: Final = (
    rf"(?<![가-힣]){alternation(words('surnames', file='person_names'))}"
    r"(?:[*○●◯〇][*○●◯〇가-힣]?|[OoXx]{2}|[OoXx][가-힣])(?![0-9A-Za-z*○●◯〇])"
)
_MAY_BE_STARRED: Final = re.compile(r"[가-힣](?:[*○●◯〇]|[OoXx][OoXx가-힣])")
_STARRED_BESIDE: Final = re.compile(
    rf"{STAND_IN}(?:{BETWEEN}{BANK})?{BETWEEN}(?P<behind>{_STARRED})"
    rf"|(?P<before>{_STARRED})(?={GAP}(?:{BANK}{GAP})?{STAND_IN})"
    rf"|(?<![가-힣]){_HEADINGS}{_BEHIND_CUE}(?P<told>{_STARRED})"
)

_MAY_BE_OWNED: Final = re.compile(alternation({*words("owned"), *words("accounts")}))
# A revolution's (신해혁명의) is nobody's card.
_OWNED: Final = re.compile(rf"(?<=[가-힣])\s?(?<!혁){alternation(words('owned'))}")
_BANK_ACCOUNT: Final = re.compile(rf"(?<=[가-힣])(?:\s?의)?\s?{alternation(words('accounts'))}")
_BANK_BEFORE: Final = re.compile(rf"{BANK}\s\Z")

_CUE: Final = re.compile(rf"{_CUES}{_BEHIND_CUE}")
_HOLDER: Final = re.compile(rf"{_HOLDERS}{_BEHIND_CUE}(?P<name>[가-힣]{{2}})(?={GAP}{STAND_IN})")
_REACH: Final = 16


def find_holders(text: str, *, keep_staff: bool = False) -> list[Span]:
    """Names beside a masked number and a bank, behind 예금주 or 탑승객, before 명의 or 통장, and starred ones there.

    What is a name ``person_names`` knows, which finds those that stand right beside a number.

    Args:
        keep_staff: Leave the names that stand with a role of staff (기사, 상담원 ...).
    """
    return [span for span in _find_all(text) if not (keep_staff and is_of_staff(text, span))]


def _find_all(text: str) -> Iterator[Span]:
    if _HAS_NUMBER.search(text):
        yield from _find_beside_numbers(text)
    if _MAY_BE_STARRED.search(text):
        for match in _STARRED_BESIDE.finditer(text):
            yield match.span(str(match.lastgroup))
    if _MAY_BE_OWNED.search(text):
        yield from _find_owners(text)
    yield from _find_behind_cues(text)


def _find_beside_numbers(text: str) -> Iterator[Span]:
    for match in _NUMBER_AND_BANK.finditer(text):
        if end := name_at(text, match.end(), _END, may_be_spaced=True):
            yield match.end(), end
    for match in _BANK_AND_NUMBER.finditer(text):
        if (start := name_ending_at(text, match.start())) is not None:
            yield start, match.start()
    for match in _GLUED.finditer(text):
        if name_at(match["name"], 0, _END) == len(match["name"]):
            yield match.span("name")
    for match in _BEHIND_NUMBER.finditer(text):
        if end := name_at(text, match.end(), _END):
            yield match.end(), end
    for match in _IN_BRACKETS.finditer(text):
        if is_short_name(match["name"]):
            yield match.span("name")


def _find_owners(text: str) -> Iterator[Span]:
    """Names in 김철수 명의, 김철수 앞으로 온 택배, and in 국민 김철수 통장, where a bank stands before."""
    for match in _OWNED.finditer(text):
        if (start := name_ending_at(text, match.start())) is not None:
            yield start, match.start()
    for match in _BANK_ACCOUNT.finditer(text):
        start = name_ending_at(text, match.start())
        if start is not None and _BANK_BEFORE.search(text[max(0, start - _REACH) : start]):
            yield start, match.start()


def _find_behind_cues(text: str) -> Iterator[Span]:
    """Names that ``person_names`` leaves behind 예금주: in two parts, of two syllables, or with 로 behind them."""
    for match in _CUE.finditer(text):
        has_room = match.start() == 0 or not "가" <= text[match.start() - 1] <= "힣"
        if has_room and (end := name_at(text, match.end(), _END, may_be_spaced=True)):
            yield match.end(), end
    for match in _HOLDER.finditer(text):
        if is_short_name(match["name"]):
            yield match.span("name")
