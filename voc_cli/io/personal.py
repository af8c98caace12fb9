"""Columns that are personal data themselves, and the keyed hash that takes a customer's place."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from voc_cli.io import aliases

PHONE: Final = "phone"
EMAIL: Final = "email"
RESIDENT_NUMBER: Final = "resident_number"
ACCOUNT: Final = "account"
NAME: Final = "name"

_HASH_DIGITS: Final = 16
_SAMPLE: Final = 300
_MOST: Final = 0.6
_MAYBE_NAME: Final = re.compile(r"[가-힣]{3,4}")
_FEWEST_NAMES: Final = 3  # one word again and again is a label that looks like a name
_MOBILE_DIGITS: Final = 11
_SAFE_MIDDLE: Final = 4  # letters; "전화번호" inside a longer header is a phone, "전화" need not be
_FORMS: Final = {
    PHONE: re.compile(r"(?:\+?82[-\s.)]*0?|0)(?:1[016789]|2|[3-6]\d|70|50\d)[-\s.)]*[\d*]{3,4}[-\s.]*[\d*]{4}"),
    EMAIL: re.compile(r"[\w.+*\-]+@[\w\-]+(?:\.[\w\-]+)+"),
    RESIDENT_NUMBER: re.compile(r"\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\s*-\s*[1-8*][\d*]{6}"),
    ACCOUNT: re.compile(r"[\d]{4}(?:[-\s]?[\d*]{4}){2}[-\s]?[\d*]{4}"),
}


def kind_by_name(header: str) -> tuple[str, aliases.Fit] | None:
    """The kind of personal data that ``header`` names, with how well it fits, or None."""
    names = aliases.vocabulary()
    form = aliases.label(header)
    found: tuple[str, aliases.Fit] | None = None
    for kind, entry in names.personal.items():
        fit = aliases.fit(form, entry, names.tails)
        if fit is None or (fit.rank == aliases.MIDDLE and fit.length < _SAFE_MIDDLE):
            continue
        if found is None or (fit.rank, fit.length) > (found[1].rank, found[1].length):
            found = kind, fit
    return found


def kind_by_content(cells: Sequence[str]) -> str | None:
    """The kind of personal data that most written cells of a column are, or None."""
    sample = [cell.strip() for cell in cells[:: max(1, len(cells) // _SAMPLE)] if cell.strip()]
    for kind, form in _FORMS.items():
        n_hits = sum(form.fullmatch(cell) is not None for cell in sample)
        if n_hits and n_hits > _MOST * len(sample) and (kind != ACCOUNT or _mostly_cards(sample)):
            return kind
    return None


def holds_names(cells: Sequence[str], mask: Callable[[str], str]) -> bool:
    """Whether most different cells of a column are a person's name and nothing else.

    Args:
        mask: Hides a name that opens a sentence and says who speaks.
    """
    different = {cell.strip() for cell in cells} - {""}
    said = [f"{cell}입니다" for cell in different if _MAYBE_NAME.fullmatch(cell)]
    n_names = sum(mask(sentence) != sentence for sentence in said)
    return n_names >= _FEWEST_NAMES and n_names > _MOST * len(different)


def without_personal(numbers: Sequence[str]) -> list[str]:
    """``numbers`` of records, "" where one is a phone, an address of e-mail or a resident number.

    Digits alone may be a running number that begins like an area code; only 01x is a mobile phone whatever it is.
    """
    return ["" if _is_personal(cell.strip()) else cell for cell in numbers]


def _is_personal(cell: str) -> bool:
    if _FORMS[PHONE].fullmatch(cell):
        return not cell.isdigit() or (cell.startswith("01") and len(cell) == _MOBILE_DIGITS)
    return any(_FORMS[kind].fullmatch(cell) for kind in (EMAIL, RESIDENT_NUMBER))


def hash_customers(cells: Sequence[str], key: bytes) -> list[str]:
    """One keyed hash a cell (HMAC-SHA256, 16 hexadecimal digits), the same for one customer in every spelling.

    Empty cells, words for nobody in particular ("비회원", "null"), and phone numbers with hidden digits (which many
    customers share), give "".
    """
    hashes: dict[str, str] = {}
    for cell in cells:
        if cell not in hashes:
            normal = _normal(cell)
            hashes[cell] = hmac.new(key, normal.encode(), hashlib.sha256).hexdigest()[:_HASH_DIGITS] if normal else ""
    return [hashes[cell] for cell in cells]


def _normal(cell: str) -> str:
    cell = unicodedata.normalize("NFKC", cell).strip().casefold()
    if _FORMS[PHONE].fullmatch(cell):
        if "*" in cell:
            return ""
        digits = re.sub(r"\D", "", cell)
        return "0" + digits[2:].lstrip("0") if digits.startswith("82") else digits
    return "" if aliases.is_nobody(cell) else cell


def _mostly_cards(sample: Sequence[str]) -> bool:
    n_cards = sum("*" in cell or _luhn(re.sub(r"\D", "", cell)) for cell in sample)
    return n_cards > _MOST * len(sample)


def _luhn(digits: str) -> bool:
    total = sum(int(digit) for digit in digits[-1::-2])
    return (total + sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])) % 10 == 0
