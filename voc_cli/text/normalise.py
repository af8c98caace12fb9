"""Texts made fit for masking and for the tokenizer."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from html.entities import html5
from typing import Final

from voc_cli.text.privacy import LABELS

# A mask such as [전화번호] holds nouns that nobody said.
_LABEL: Final = re.compile("|".join(map(re.escape, LABELS.values())))
# Shops set badges before the text of who bought again or reports after a month, glued to it or with a blank; who speaks
# of buying again goes on with the word ("재구매 의사 있어요").
_BADGES: Final = re.compile(
    r"\s*(?:한달사용기\s*(?:재구매)?|재구매(?=\s+(?!의사|의향|예정|완료|확정|각|율|률|고객|중|합|했|해|하|할|한|됩|되|될|고민|또|요\b)))"
)
_BADGE_BEGINS: Final = frozenset("한재 ")
_FILLER: Final = "○"
# An emoji that an export's encoding could not hold is two question marks, apart from the words; who asks uses words.
_LOST_EMOJI: Final = re.compile(r"(?:(?<=\s)|^)(?:\?\?)+(?!\?)", re.MULTILINE)
_ASKS: Final = re.compile(
    r"(?:왜|뭐|뭔|뭘|뭡|무슨|무엇|어떻|어떡|어덯|어케|언제|어디|어딨|누가|누구|몇|얼마|어느|설마)[^.!?\n]{0,12}$"
    r"|(?:[까냐죠]|[나가][요여]|[는은인건]가|[느으]니|[는은인건]지)$"
)
# Shops and editors store what customers wrote as a web page. Other names in angle brackets are the customer's own.
_LINES: Final = (
    "blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "table", "tbody", "thead",
    "tr", "ul",
)  # fmt: skip
_CELLS: Final = ("td", "th")
_KNOWN: Final = frozenset((
    *_LINES, *_CELLS, "a", "b", "big", "center", "em", "font", "i", "img", "o:p", "s", "small", "span", "strong", "sub",
    "sup", "u",
))  # fmt: skip
_TAG: Final = re.compile(r"</?\s*([a-z][a-z0-9:]*)(\s[^<>]*)?/?>(\s*)", re.IGNORECASE)
_CLOSED: Final = re.compile(r"</\s*([a-z])\s*>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|([a-zA-Z]{2,8}));")
_WIDE_SPACES: Final = re.compile("[\u00a0\u2002-\u200a]")


def readable(text: str) -> str:
    """``text`` as its author saw it: Hangul in syllables, and no tags or entities of HTML (``<br>``, ``&nbsp;``)."""
    plain = composed(text)
    return _without_html(plain) if "<" in plain or "&" in plain else plain


def composed(text: str) -> str:
    """``text`` with Hangul in syllables (NFC): macOS writes file contents in letters, which hide every word."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def without_labels(text: str) -> str:
    """``text`` of the same length with what nobody said as circles, so that offsets stay true.

    That is the labels of masked data, a shop's badges at its beginning, and what is left of emoji.
    """
    if "??" in text:
        text = _LOST_EMOJI.sub(lambda match: _lost(match, text), text)
    if text[:1] in _BADGE_BEGINS and (badge := _BADGES.match(text)):
        text = _FILLER * badge.end() + text[badge.end() :]
    return _LABEL.sub(lambda match: _FILLER * len(match[0]), text) if "[" in text else text


def _lost(match: re.Match[str], text: str) -> str:
    """Blanks in place of lost emoji; question marks stay where the words before them ask."""
    before = text[max(0, match.start() - 20) : match.start()].rstrip()
    return match[0] if _ASKS.search(before) else " " * len(match[0])


def _without_html(text: str) -> str:
    """``text`` without what only lays it out; itself where that would leave nothing, or nothing was found."""
    plain = _ENTITY.sub(_character, text)
    closed = {name.lower() for name in _CLOSED.findall(plain)}

    def laid_out(match: re.Match[str]) -> str:
        name = match[1].lower()
        # "<A> 옵션": a letter alone is a tag where it is closed, or says more than its name.
        is_tag = len(name) > 1 or name in closed or match[2] is not None
        if not is_tag or name not in _KNOWN:
            return match[0]
        return "\n" if name in _LINES else match[3] or (" " if name in _CELLS else "")

    plain = _TAG.sub(laid_out, plain)
    return plain.strip() or text if plain != text else text


def _character(match: re.Match[str]) -> str:
    if match[1] is not None and f"{match[1]};" not in html5:
        return match[0]
    return _WIDE_SPACES.sub(" ", unescape(match[0]))
