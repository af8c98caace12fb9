"""Turns of phrase that mean the reverse of their words: what is denied twice, asked for no answer, or was so once.

"안 좋은 점을 찾을 수가 없네요" praises, "누가 이걸 사겠어요?" blames, and who tells how fast it used to be complains of
how it is. Read from the morphemes of a clause; what they reverse is told by the lexicon, or by what one only does to a
thing that one thinks well of (to buy it, to come back).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import copysign
from typing import Final

from voc_cli.sentiment.lexicon import Opinion

SURELY, MILDLY = 2.0, 1.2  # logits of a turn; "불친절하다고는 못 하겠어요" is milder praise than "친절해요"

_PARTICLE: Final = r"(?:\S+/J\S+ )?"
# What one does to a thing that one thinks well of, whatever the lexicon knows of it or of its denial.
_NOUNS: Final = r"(?:구매|구입|주문|이용|사용|추천|선택|방문|예약|가입|재구매|만족|칭찬|감탄|사랑|신뢰)/NNG "
_CHOICE: Final = (
    r"(?<!\S)(?:(?:사|쓰|먹|가|오|타|시키|반하|고르|믿|좋아하|사랑하)/V\S* |"
    rf"{_NOUNS}(?:\S+/J\S+ )?(?:안/MAG )?(?:하/\S+ )?)"
)
_NOT: Final = rf"지/EC {_PARTICLE}(?:않|못하)/VX "
_AVOIDS: Final = re.compile(rf"안/MAG {_CHOICE}|{_NOUNS}{_PARTICLE}안/MAG 하/V|{_CHOICE}{_NOT}")
_DENIED: Final = rf"(?:(?:안|못)/MAG \S+ (?:\S+/(?:XS\S|EP) )?|{_NOT})"
_OF: Final = r"(?:ᆫ|은|는|ᆯ|을)/ETM "
_WHAT: Final = r"(?:수|리|이유|사람|분|데|곳|점|부분|구석|까닭)/N\S* "
_NONE: Final = (
    rf"(?:(?:찾|보|고르)/\S+ (?:ᆯ|을)/ETM 수/NNB {_PARTICLE})?(?:(?:거의|하나|도|전혀|절대|딱히)/\S+ )*없/VA|"
    r"(?:어디/NP )?있/V\S+ (?:\S+/EP )?(?:을까|을까요|나요|냐|는가|을지)/E"
)
# "안 살 이유가 없다", "안 좋은 점을 찾을 수가 없다", "안 좋아할 사람이 있을까요?"
_TWICE: Final = re.compile(rf"{_DENIED}{_OF}{_WHAT}{_PARTICLE}(?:{_NONE})")
# "누가 이걸 사겠어요", "어떻게 추천하겠어요": nobody waits for an answer.
_NOBODY: Final = re.compile(
    rf"(?:누구/NP |어떻/VA\S* 게/EC |어찌/MAG )(?:\S+ )*?{_CHOICE}(?:{_NOT})?"
    r"(?:시/EP )?(?:겠/EP (?:어요|습니까|냐|냐고|나요|어|니|ᆸ니까|는가)/E|(?:ᆯ까|을까|ᆯ까요|을까요)/E)"
)
# "나쁘다고 할 수 없죠", "불친절하다고는 못 하겠어요", "추천한다고 하기는 어렵네요"
_QUOTED: Final = r"(?:다고|라고|ᆫ다고|는다고|이라고)/EC "
_JUDGED: Final = re.compile(
    rf"{_QUOTED}{_PARTICLE}(?:못/MAG (?:하|말하|보)/V|(?:말/NNG )?(?:하|말하|보|느끼)/\S+ "
    rf"(?:(?:ᆯ|을)/ETM 수/NNB {_PARTICLE}없/VA|기/ETN {_PARTICLE}(?:어렵|힘들)/V|지/EC {_PARTICLE}못하/VX))"
)
# "어디가 좋아졌다는 건지", "뭐가 편하다는 건지"
_WHERE: Final = re.compile(
    r"(?:어디|뭐|무엇)/NP (?:가/JKS |를/JKO |ᆯ/JKO )?(?:\S+ )*?"
    r"(?:다는|ᆫ다는|는다는)/ETM 거/NNB (?:\S+ )*?(?:ᆫ지|은지|는지|ᆫ가|죠|야)/E"
)
_PAST: Final = r"(?:었|았|였)/EP "
_THEN: Final = (
    r"(?:예전|옛날|이전|그전|전|작년|재작년|초기|초창기|초반|처음|저번|지난번|과거|원래|애초)/(?:NNG|MAG|NP|NNB) "
)
_ONCE: Final = _THEN + r"(?:(?:에|까지|부터)/JKB |까지/JX |만/JX 하/VV 어도/EC )*"
# "예전에는 배송이 훨씬 빨랐는데": left hanging, it tells what is so no more.
_WAS_SO: Final = re.compile(
    _ONCE
    + rf"(?:는|은|ᆫ|만)/JX (?:\S+ )*{_PAST}"
    + r"(?:는데|는데요|은데|거든요|건만|더니)/E\S+ (?:요/JX )?(?:\S+/(?:S\S|W_\S+) )*$"
)
# "전에는 이런 일이 없었거든요", "작년 건 이렇게 안 무거웠어요"
_NO_SUCH: Final = rf"(?:이런|그런)/MM (?:일|적|경우|문제|오류|현상)/N\S* {_PARTICLE}없/VA {_PAST}"
_NOT_SO: Final = (
    r"(?:이렇/VA\S* 게/EC |이/MM 정도/NNG (?:\S+/J\S+ )*)(?:까지/JX )?"
    rf"(?:안/MAG \S+ |(?:\S+ ){{1,3}}지/EC {_PARTICLE}않/VX ){_PAST}"
)
_WAS_NOT: Final = re.compile(rf"{_ONCE}(?:\S+ )*?(?:{_NO_SUCH}|{_NOT_SO})")
# "하루 종일 기다리게 해 주셔서 감사합니다": done to somebody, and nothing to be thanked for.
HARMS: Final = frozenset({"망치", "날리", "날려먹", "말아먹", "허비", "낭비", "헛걸음", "망하"})
_WEARS: Final = frozenset(
    {"기다리", "헤매", "고생", "후회", "실망", "당황", "굶", "속", "울", "짜증나", "화나", "열받", "뛰어다니"}
)
_DONE_TO: Final = re.compile(
    rf"(?<!\S)(?:{'|'.join(sorted(HARMS | _WEARS))})/\S+ "
    r"(?:(?:하|시키)/\S+ )?게/EC (?:하|만들)/V\S+ (?:어/EC )?주/V"
)
# "친절하지 않네요": what denies the good ends the clause; who asks, grants or supposes denies nothing.
_SUPPOSED: Final = r"\S*(?:면|도록|게|어도|아도|더라도|을까|ᆯ까|나요|ᆫ가요|은가요|는가)/"
_DENIES: Final = re.compile(
    rf"(?:{_NOT}|안/MAG \S+ (?:\S+/XS\S )?)(?:시/EP )?(?:{_PAST})?(?!{_SUPPOSED})"
    r"\S+/E\S+ (?:요/JX )?(?:\S+/(?:S\S|W_\S+) )*$"
)
# What makes too much of a good thing, wishes for it, asks for it or denies it.
_TEMPERED: Final = re.compile(
    r"(?<!\S)(?:너무|너무너무|넘|넘나|지나치|지나치게|과하|쓸데없|쓸데없이|괜히|안|못|더|덜|별로|왜|그닥|딱히)/|"
    r"(?:면|으면|나요|을까|ᆯ까|을까요|ᆯ까요|도록|게|려고|려면)/E|(?:않|못하|싶)/V|\?/SF"
)
_HOPED: Final = "기대"  # who hoped for nothing goes on to praise, or to blame
_HINT: Final = re.compile(
    rf"(?:안|못|어찌)/MAG |(?:않|못하)/VX |누구/NP |어떻/VA\S* |{_QUOTED}|(?:어디|뭐|무엇)/NP |{_THEN}"
)


def may_turn(written: str) -> bool:
    """Whether one morpheme, written as ``form/tag `` with the space, may be part of a turn."""
    return _HINT.match(written) is not None


def is_done_to(clause: str) -> bool:
    """Whether a clause, as ``turned`` reads it, tells what harm somebody was so kind as to do."""
    return _DONE_TO.search(clause) is not None


def aimed(clause: str, opinions: Sequence[Opinion]) -> float:
    """The logit of a clause that says nothing but how good or bad the very thing is that it names, 0 otherwise.

    No model has met every thing: "글씨가 커요" praises, as little as 글씨 and 크다 tell apart.
    """
    says = all(opinion.aimed and not opinion.negated for opinion in opinions) and not _TEMPERED.search(clause)
    said = sum(opinion.value for opinion in opinions) if says else 0.0
    return copysign(MILDLY, said) if said else 0.0


def turned(clause: str, opinions: Sequence[Opinion]) -> float:
    """The logit of a clause that means the reverse of its words, 0 where it is no turn.

    Args:
        clause: Its morphemes, each written as ``form/tag `` with the space.
        opinions: What the lexicon found in it.
    """
    if _WAS_NOT.search(clause):
        return -SURELY
    if _NOBODY.search(clause):
        return SURELY if _AVOIDS.search(clause) else -SURELY
    # What the words say where nothing denies them.
    said = sum(-o.value if o.negated or o.words.startswith(("안 ", "못 ")) else o.value for o in opinions)
    if _TWICE.search(clause):
        said = 1.0 if _AVOIDS.search(clause) else said
        return copysign(SURELY, said) if said else 0.0
    if _JUDGED.search(clause):
        return -copysign(MILDLY, said) if said else 0.0
    if (
        opinions
        and all(o.negated and o.value < 0 and _HOPED not in o.words for o in opinions)
        and _ends_in_denial(clause)
    ):
        return -SURELY
    return -SURELY if said > 0 and (_WHERE.search(clause) or _WAS_SO.search(clause)) else 0.0


def _ends_in_denial(clause: str) -> bool:
    return _DENIES.search(clause) is not None and "?/SF" not in clause
