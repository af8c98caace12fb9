"""What came unbidden: goods that nobody ordered, contracts that nobody made, things that act by themselves, frights.

Nobody calls it bad, and the words that tell it (혼자, 모르게, 놀라다, 오다) stand in praise far more often. Read from
the morphemes of a clause; gifts and favours are unbidden, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from voc_cli.sentiment.lexicon import Opinion

HARMED: Final = -2.0  # logit of what came unbidden

_PARTICLE: Final = r"(?:\S+/J\S+ )?"
# What stands between an adverb and its verb, within one predicate: no ending.
_BETWEEN: Final = r"(?:[^\s/]+/(?!E)\S+ ){0,3}?"
_TIED: Final = (
    r"(?:주문|신청|가입|구매|결제|요청|동의|예약|구독|계약|등록|승인|허락|발급|개통|의뢰|대출|구입|후원)/NNG "
)
_USED: Final = r"(?:시키|사|쓰|누르|보|듣|타|먹|만들|맞|부르|빌리|입|걸|받)/VV\S* "
_USES: Final = r"(?:이용|사용|탑승|수강|시청|방문|통화|접속|클릭|조회)/NNG "
_DID: Final = r"(?:하/\S+ )"
# "주문하지 않은", "가입도 안 한", "쓰지도 않은", "안 산", "신청한 적 없는"; what is merely not yet used is "쓰지 않은".
_NEVER: Final = (
    rf"(?:{_TIED}{_PARTICLE}"
    rf"(?:{_DID}지/EC {_PARTICLE}않/V\S 은|안/MAG {_DID}ᆫ|{_DID}ᆫ/ETM 적/NNB {_PARTICLE}없/VA 는)/ETM |"
    rf"(?:{_USED}|{_USES}{_DID})지/EC 도/JX 않/V\S 은/ETM |{_USES}도/JX 안/MAG {_DID}ᆫ/ETM |"
    r"(?<!\S)안/MAG (?:시키|사)/VV ᆫ/ETM )"
)
# "본 적 없는 맛이 나요" praises: only what is charged for harms.
_HARDLY: Final = rf"(?:(?:{_USES}{_DID}|{_USED})(?:ᆫ|은)/ETM 적/NNB {_PARTICLE}없/VA 는/ETM |(?<!\S)안/MAG 쓰/VV ᆫ/ETM )"
_NOBODY: Final = r"(?!(?:분|사람|고객|회원|손님|학생|환자|이|채|상태|게)/\S+ )"
_TIES: Final = (
    r"(?:결제|청구|가입|연장|등록|개통|구독|부과|승인|인출|출금|설치|갱신|신청|발급|대출|동의|이체)/NNG "
    rf"{_PARTICLE}되/(?:XSV|VV) |(?:빠져나가/VV |빠지/VV 어/EC 나가/V\S )"
)
_COMES: Final = (
    rf"{_TIES}|(?:오|나오|들어오|날아오|찍히|뜨|깔리|넘어가|바뀌|나가)/VV |(?:배송|배달|도착|발송)/NNG |"
    r"에/JKB 있/V\S |어/EC 있/VX |(?:이/JKS |가/JKS )있/V\S 다고/EC "
)
_UNASKED: Final = re.compile(rf"{_NEVER}{_NOBODY}(?:\S+ )*?(?:{_COMES})|{_HARDLY}{_NOBODY}(?:\S+ )*?(?:{_TIES})")
_GIFT: Final = re.compile(
    r"(?<!\S)(?:사은품|선물|덤|간식|증정|증정품|샘플|쿠폰|할인|업그레이드|포인트|적립|혜택|환급|보너스|쪽지|배려|"
    r"감사|고맙)/|(?<!부가/NNG )(?<!유료/NNG )서비스/NNG (?!요금|이용료|비/)|주/VX "
)
_UNKNOWN: Final = re.compile(rf"모르/VV (?:게/EC |는/ETM (?:사이|새)/NNG {_PARTICLE}){_BETWEEN}(?:{_TIES})")
_THINGS_DO: Final = (
    r"(?:(?:켜|끄)/VV 어/EC 지/VX |(?:켜지|꺼지|깜빡이|깜박이|깜빡거리|깜박거리|울리|열리|닫히|잠기|풀리|눌리)/VV\S* |"
    r"(?:작동|재부팅|재생|실행|초기화|리셋)/NNG (?:되|하)/XSV |"
    r"(?:취소|결제|해지|삭제|연장|변경|로그아웃|종료|이체)/NNG 되/XSV )"
)
_ALONE: Final = re.compile(rf"(?<!\S)혼자/\S+ {_BETWEEN}{_THINGS_DO}")
# Who asks whether it does, or wishes that it did, was not harmed; the 게 of "모르게" wishes nothing.
_SUPPOSED: Final = re.compile(
    r"(?<!모르/VV )(?<!\S)(?:면|으면|나요|을까|ᆯ까|을까요|ᆯ까요|을까봐|도록|게|려고|려면|어도)/E|\?/SF|(?:싶|말)/V"
)
# "평범한 맛이 아니라 놀랐어요" blames nothing.
_STARTLED: Final = re.compile(r"^(?!.*아니/VCN ).*(?<!\S)(?:놀라/VV |놀래/VV |깜짝/MAG $)")
_HINTS: Final = frozenset({"혼자", "놀라", "놀래", "모르", "않", "안", "적"})


def may_be_unbidden(form: str) -> bool:
    """Whether a morpheme of this form may tell of what came unbidden."""
    return form in _HINTS


def unbidden(clause: str, opinions: Sequence[Opinion]) -> float:
    """The logit of a clause that tells of harm which came unbidden, 0 where it tells of none.

    Args:
        clause: Its morphemes, each written as ``form/tag `` with the space.
        opinions: What the lexicon found in it; who finds a word of praise was not harmed.
    """
    if any(opinion.value > 0 for opinion in opinions):
        return 0.0
    if opinions and _STARTLED.search(clause) and not any(opinion.negated for opinion in opinions):
        return HARMED
    if _SUPPOSED.search(clause):
        return 0.0
    is_unasked = (_UNASKED.search(clause) and not _GIFT.search(clause)) or _UNKNOWN.search(clause)
    return HARMED if is_unasked or _ALONE.search(clause) else 0.0
