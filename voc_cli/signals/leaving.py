"""How near a customer who speaks of leaving is to it: said, threatened or done, by the ending of the clause.

Lemmas have no tense: "탈퇴했어요", "탈퇴할까 고민" and "안 고치면 탈퇴합니다" are one word to the table. The end of the
clause tells them apart, and finds turns of phrase that no word shows ("안 쓸래요", "다른 은행으로 넘어가야지").
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from voc_cli.schema import ACT_PAST


class Act:
    """What the ending of a clause does, whatever it thinks of the thing: bits of an int."""

    REQUEST: Final = 1
    SUGGESTION: Final = 2
    IMPERATIVE: Final = 4
    QUESTION: Final = 8  # asks for a fact, with a word that asks
    LEAVES: Final = 16  # says that the customer will not stay, whatever its words
    PASSES: Final = 32  # deletes in passing
    SAID: Final = 64  # a departure that is spoken of is being thought of
    THREATENED: Final = 128  # or announced; done where neither bit stands
    # What the model of intents reads beside the words.
    ASKS: Final = 256  # ends as questions do
    PAST: Final = ACT_PAST
    GOES_ON: Final = 1024  # ends in a connective
    MUST: Final = 2048
    BREAKS_OFF: Final = 4096  # ends without a predicate
    QUOTES: Final = 8192
    CONDITION: Final = 16384
    REPORTED: Final = 32768  # was reported, or tells what reporting to the service led to: no threat
    WITHHOLDS: Final = 65536  # tells of a favour that was not done


ASKING: Final = (Act.REQUEST, Act.SUGGESTION, Act.ASKS, Act.CONDITION, Act.WITHHOLDS)  # as sentiment.asking wants them


class Leaving(IntEnum):
    """The grade of a departure; also the severity of the case."""

    SAID = 1
    THREATENED = 2
    DONE = 3


KINDS: Final = {Leaving.SAID: "이탈 고민", Leaving.THREATENED: "이탈 경고", Leaving.DONE: "해지·탈퇴·삭제 완료"}

_USE: Final = r"(?:쓰|사|시키|타|이용|구매|사용|주문|거래|방문|결제|구입|예약|오|가|먹|보)/\S+ (?:하/XSV )?"
_WILL: Final = r"(?:ᆯ까|을까|ᆯ래|을래|ᆯ래요|을래요|ᆯ게|을게|ᆯ게요|을게요|렵니다|으렵니다|련다|으련다|려고요|려구요)/E\w"
_ELSEWHERE: Final = (
    r"(?:\S+(?:뱅크|은행|페이|마켓|통신|카|몰|택시|사이트)/NN[GP] |\S+/NNP |"
    r"(?:앱|어플|은행|타사|데|곳|쪽|사이트|업체|회사|통신사|마트|쇼핑몰|경쟁사|뱅크|카|몰|증권사)/\S+ )"
)
_FOUND: Final = (
    # Kiwi does not know the word before every ending.
    re.compile(r"손/NNG 절/NNG "),
    # "안 쓸래요", "이제 안 살까 봐요"
    re.compile(rf"안/MAG {_USE}(?:{_WILL}|려고/EC 하/VX ᆸ니다/)"),
    # "쓰면 안 되겠네", "사면 안 되겠다"
    re.compile(rf"{_USE}(?:면|으면)/EC (?:안/MAG 되|안되)/V\w (?:어/E\w )?겠/EP"),
    # "다신 이용하기 싫어요"
    re.compile(rf"(?:다시|다신|다시는|더|또|이제|이젠|번)/\S+ (?:\S+/(?:J\w+|MAG) )*{_USE}(?:기/ETN |고/EC )싫/VA"),
    # "다른 은행으로 넘어가야지", "그쪽으로 갈아탑니다"
    re.compile(rf"{_ELSEWHERE}(?:으로|로)/JKB (?:\S+/MAG )*(?:넘어가|갈아타|옮기|돌아가|떠나|옮겨가)/V\w "),
    re.compile(
        rf"{_ELSEWHERE}(?:으로|로)/JKB (?:\S+/MAG )*가/VV "
        r"(?:[어아]야/EC )?(?:[어아]야지/E\w |지/\w+ |겠/EP |ᆯ게|ᆯ래|ᆸ니다/EF |련다|렵니다|ᆫ다/EF )"
    ),
    # "가입 시도하다 포기", "사용을 포기했어요"
    re.compile(
        r"(?:가입|개설|사용|이용|구매|주문|예약|시도|결제|신청|등록)/NNG "
        r"(?:\S+/(?:J\w+|XS\w|E\w+|NNG|NNB|MAG|SF|SP) )*포기/NNG"
    ),
)
_NEEDED: Final = re.compile(r"안/MAG|안되/V|싫/VA|로/JKB|포기/NNG|절/NNG")
# Apps are deleted to be installed again: only a clause that ends with the deletion speaks of leaving.
_DELETES: Final = ("삭제/NNG", "지우/VV")
_GOES_ON: Final = re.compile(
    r"(?:고|니|니까|다가|었다가|았다가|어도|아도|어|아|라고|지만|는데|ᆫ데|면|으면|려고|던데)/EC (?:\S+/(?:J\w+|S\w) )*$"
)
_PAST: Final = re.compile(r"(?:었|았)/EP (?!으면|음)")
_WONDER: Final = re.compile(
    r"(?:고민|생각|고려|마음|망설이)/\S+|싶/VX|(?:ᆯ까|을까|ᆯ까요|나|ᆯ지|을지)/E\w|"
    r"[아어]야/EC (?:하/\S+ )?(?:겠/EP|되/\S+|지/)|[아어]야지/E\w"
)
_CONDITION: Final = re.compile(r"(?:면|으면|라면|거든|다면|ᆫ다면)/EC|(?:ᆯ|을)/ETM 수밖에|자꾸/|계속/|한/MM 번/NNB 더/MAG")
REPORTS: Final = "신고·민원 언급"  # the kind that a report to the service itself is not
# "신고당했어요" suffers a report; "신고했는데 조치가 없다", "신고해도 그대로" told the service of another user.
_REPORTED: Final = re.compile(
    r"신고/NNG (?:\S+/J\w+ )?(?:"
    r"(?:당하|받|먹|걸리|되)/\S+ |"
    r"(?:하|드리|넣|들어가)/\S+ (?:시/EP )?(?:[었았]/EP )?"
    r"(?:[어아]도|으?면|는데|은데|ᆫ데|지만|더니|니|니까|다가|라고)/EC |"
    r"(?:하/\S+ )?ᆯ/ETM (?:방법|곳|데|수)/\S+ )"
)
_INTENTION: Final = re.compile(
    r"겠/EP|(?:ᆯ게|을게|ᆯ게요|ᆯ래|ᆯ래요|렵니다|련다)/E\w|(?:ᆯ|을)/ETM (?:것|거|예정|테|생각|수밖에)/|예정/NNG|"
    r"(?:려고|으려고|려구)/E\w"
)
# One of these morphemes stands in every tail that any pattern above matches; most tails hold none.
HINTS: Final = re.compile(
    rf"{_NEEDED.pattern}|삭제/NNG|지우/VV|신고/NNG|"
    r"(?:고민|생각|고려|마음|망설이|자꾸|계속)/|싶/VX|한/MM|예정/NNG|겠/EP|(?:ᆯ|을)/ETM|[아어]야지?/E|(?:면|라면|거든)/EC|"
    r"(?:ᆯ까|을까|ᆯ까요|나|ᆯ지|을지|ᆯ게|을게|ᆯ게요|ᆯ래|ᆯ래요|렵니다|련다|려고|려구)/E"
)


def leaves(tail: str) -> bool:
    """True where the end of a clause says that the customer will not stay, whatever its words."""
    # Most clauses hold none of the morphemes that all the patterns are built around.
    return bool(_NEEDED.search(tail)) and any(pattern.search(tail) for pattern in _FOUND)


def goes_on(tail: str) -> bool:
    """True where an app is deleted in passing ("지우고 다시 깔아도"), not for good."""
    return any(word in tail for word in _DELETES) and bool(_GOES_ON.search(tail))


def grade(tail: str) -> Leaving:
    """How near the departure is that a clause with this end speaks of."""
    if _WONDER.search(tail):
        return Leaving.SAID
    if _CONDITION.search(tail):
        return Leaving.THREATENED
    if _PAST.search(tail):
        return Leaving.DONE
    return Leaving.THREATENED if _INTENTION.search(tail) else Leaving.DONE


def reported(tail: str) -> bool:
    """True where a clause tells of a report within the service, made or suffered, rather than threatens with one."""
    return "신고/NNG" in tail and bool(_REPORTED.search(tail))


def departure(tail: str) -> int:
    """The bits of ``Act`` that tell of a departure, or of a report that threatens nobody."""
    near = grade(tail)
    bits = Act.LEAVES * leaves(tail) | Act.PASSES * goes_on(tail) | Act.REPORTED * reported(tail)
    return bits | Act.SAID * (near is Leaving.SAID) | Act.THREATENED * (near is Leaving.THREATENED)


def graded(act: int) -> Leaving:
    """How near a departure is in a clause of this act."""
    return Leaving.SAID if act & Act.SAID else Leaving.THREATENED if act & Act.THREATENED else Leaving.DONE
