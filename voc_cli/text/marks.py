"""What each morpheme can mean for the border between two clauses, by its form and Sejong tag."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Final

from voc_cli import resources

RESOURCE: Final = "clauses.toml"


class Mark:
    """What a morpheme can mean for the border between two clauses: bits of an int.

    Not an IntFlag: its operators are Python functions, and they would cost more than the tokenizer.
    """

    PREDICATE: Final = 1  # verb, adjective, copula, or the suffix that makes one
    STATE: Final = 2  # a predicate that judges rather than tells: adjective, copula, negation
    SUBJECT: Final = 4  # particle that names a subject, topic or a second thing (이/가, 은/는, 도)
    CONTENT: Final = 8
    FINAL: Final = 16  # sentence-final ending
    CONTRAST: Final = 32
    BACKGROUND: Final = 64  # -는데: contrast after a state, mere background after an action
    LIST: Final = 128
    OPENER: Final = 256  # conjunctive adverb that opens a new clause
    QUOTE: Final = 512  # particle that makes what stands before it a quotation
    OPEN_END = 1024  # ending, particle or adverb after which a sentence cannot stop
    STOP: Final = 2048  # full stop, question or exclamation mark
    PAUSE: Final = 4096  # dots, ㅋㅋ, ㅠㅠ, emoji: an end where the words before allow it
    COMMA: Final = 8192
    AUXILIARY: Final = 16384
    SYMBOL: Final = 32768
    BOUND: Final = 65536  # ending or particle: it leans on what stands before it
    INSTEAD: Final = 131072  # 대신, 반면, 빼고: what follows is set against what stands before
    CLOSE: Final = 262144  # closing quotation mark or bracket
    EXCEPT: Final = 1048576  # 빼다, whose condition sets what it leaves out against the rest ("양만 빼면 최고")
    IF: Final = 2097152
    TELLS: Final = 524288  # copula or 하다: behind a closing quotation mark, it tells who said so
    ENDING: Final = 4194304  # of a predicate, but for those that make it a noun or an attribute
    VERDICT: Final = 8388608  # noun, root or nominal ending with which a statement may stop ("배송 굿", "실밥 많음")
    ALL: Final = 16777216  # sums up what was listed before it ("누락, 오배송 다 겪음")
    NOUN: Final = 33554432
    HAPPENS: Final = 67108864  # verb whose subject stands before it without a particle ("냄새 남")
    HEAD: Final = 134217728  # may open an item of a list, or closes the word that does: "2)", "②", "단점", ":"
    BULLET: Final = 268435456  # symbol that may open an item where it opens the text
    OPEN: Final = 536870912  # opening quotation mark, bracket or number: it belongs to what follows


_CONTRAST: Final = frozenset({"지만", "으나", "나", "지마는", "건만", "으되", "되", "더니만", "습니다만", "ᆸ니다만"})
_BACKGROUND: Final = frozenset({"는데", "ᆫ데", "은데", "던데", "는디", "는대"})
_LIST: Final = frozenset({"고", "며", "으며", "구", "고요", "구요", "면서", "으면서"})
# fmt: off
_OPENERS: Final = frozenset({
    "근데", "그런데", "하지만", "그러나", "그렇지만", "다만", "단지", "그리고", "그래도", "그러면서", "반면", "반대로",
    "또한", "게다가", "더구나", "더군다나", "심지어", "그나마", "오히려", "그러더니", "그랬더니", "글구", "그치만",
    "그럼에도", "한편", "아울러", "대신",
})
_SUBJECT_PARTICLES: Final = frozenset({"은", "는", "도", "ᆫ"})
_INSTEAD: Final = frozenset({"대신", "반면", "반면에", "대신에"})
_SYMBOL_TAGS: Final = frozenset({"SP", "SS", "SSO", "SSC", "SE", "SO", "SW", "SB", "SF", "W_EMOJI"})
_CONTENT_TAGS: Final = frozenset({
    "NNG", "NNP", "NNB", "NR", "NP", "VV", "VA", "VCN", "VX", "XR", "MAG", "MM", "IC", "SL", "SN", "SH", "W_URL", "XPN",
})
# fmt: on
_NOUNS: Final = frozenset({"NNG", "NNB"})
_NOMINAL: Final = frozenset({("음", "ETN"), ("ᆷ", "ETN"), ("음", "EF"), ("ᆷ", "EF")})
_SUMS_UP: Final = frozenset({"다", "모두", "전부", "모든", "둘", "등", "둘다", "모조리", "죄다"})
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
_NO_BULLETS: Final = frozenset("ㅋㅎㅠㅜㅡ^~%#$&+=@/")
_LAUGH_AND_TEARS: Final = frozenset("ㅋㅎㅠㅜㅡ^♡♥☆★")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the resource, by what they are for the border between two clauses."""

    verdicts: frozenset[str]
    headings: frozenset[str]
    happens: frozenset[str]
    feelings: frozenset[str]


@cache
def _words() -> _Words:
    table = tomllib.loads(resources.read_text(RESOURCE))
    return _Words(**{name: frozenset(words.split()) for name, words in table.items()})


def mark_of(form: str, tag: str) -> int:
    """The bits of Mark that a morpheme carries."""
    mark = _word(form, tag) | _symbol(form, tag)
    if tag == "JKS" or (tag == "JX" and form in _SUBJECT_PARTICLES):
        mark |= Mark.SUBJECT
    if tag == "EF":
        mark |= Mark.FINAL
    if tag == "EC":
        mark |= _connective(form)
    if tag in {"EC", "EP", "EF"}:
        mark |= Mark.ENDING
    # "등" stands behind what others wrote ("금이 갔다 등의 후기").
    if tag == "JKQ" or (form, tag) == ("등", "NNB"):
        mark |= Mark.QUOTE
    if (tag.startswith("J") or tag in {"EC", "ETM", "MAG", "MM", "MAJ", "XPN"}) and not mark & Mark.VERDICT:
        mark |= Mark.OPEN_END
    # A coda added to an ending (Z_CODA in "좋네용") shares its syllable with it.
    if (tag[0] in "JE" and tag != "JKQ") or tag.startswith("Z_"):
        mark |= Mark.BOUND
    if tag == "VCP" or (tag == "VV" and form == "하"):
        mark |= Mark.TELLS
    return mark


def _word(form: str, tag: str) -> int:
    mark = 0
    if tag in {"VV", "VA", "VCP", "VCN", "XSV", "XSA"}:
        mark |= Mark.PREDICATE
    if tag in {"VA", "VCN", "XSA", "VCP"} or (tag in {"VX", "MAG"} and form in {"않", "못하", "안", "못"}):
        mark |= Mark.STATE
    if tag == "VX":
        mark |= Mark.AUXILIARY
    if tag in _CONTENT_TAGS:
        mark |= Mark.CONTENT
    if tag == "MAJ" or (tag in {"MAG", "IC"} and form in _OPENERS):
        mark |= Mark.OPENER if form in _OPENERS else Mark.CONTENT
    if tag == "NNG" and form in _INSTEAD:
        mark |= Mark.INSTEAD | (Mark.OPENER if form.startswith("반면") else 0)
    if tag in {"NNG", "NNP"} and form not in _words().feelings:
        mark |= Mark.NOUN
    if tag == "XR" or (form, tag) in _NOMINAL or (tag in {"NNG", "NNP", "MAG"} and form in _words().verdicts):
        mark |= Mark.VERDICT
    if tag == "VV" and form in _words().happens:
        mark |= Mark.HAPPENS
    # Kiwi reads some numbers of items as numbers with a full stop ("2./SN").
    if (tag == "SN" and form[:-1].isdecimal() and form[-1] == ".") or (tag in _NOUNS and form in _words().headings):
        mark |= Mark.HEAD
    if form in _SUMS_UP:
        mark |= Mark.ALL
    return mark | Mark.EXCEPT if (form, tag) == ("빼", "VV") else mark


def _connective(form: str) -> int:
    if form in _CONTRAST:
        return Mark.CONTRAST
    if form in _BACKGROUND:
        return Mark.BACKGROUND
    if form == "면":
        return Mark.IF
    return Mark.LIST if form in _LIST else 0


def _symbol(form: str, tag: str) -> int:
    if tag not in _SYMBOL_TAGS:
        return 0
    mark = Mark.SYMBOL
    # "가격이 좀... 비싸네요": dots hesitate where a full stop ends.
    hesitates = form != "." and not form.strip(".…")
    cries = tag in {"SW", "SO"} and form[0] in _LAUGH_AND_TEARS | {"~"}
    if tag == "SF" and not hesitates:
        mark |= Mark.STOP
    if tag == "SSC":
        mark |= Mark.CLOSE
    # Kiwi reads "ㅋ." as the head of an item.
    numbers = (tag == "SB" and form[0] not in _LAUGH_AND_TEARS) or (tag == "SW" and form in CIRCLED)
    if numbers or (tag == "SSO" and form != "<"):
        mark |= Mark.OPEN
    if numbers or (tag, form) == ("SP", ":"):
        mark |= Mark.HEAD
    if tag in {"W_EMOJI", "SW", "SO"} and form[0] not in _NO_BULLETS:
        mark |= Mark.BULLET
    if tag in {"SE", "W_EMOJI"} or hesitates or cries:
        mark |= Mark.PAUSE
    if tag == "SP" and form in {",", "，", "、", "/"}:
        mark |= Mark.COMMA
    return mark
