"""Favours that were not done: "환불도 안 해 주네요", "문을 열어 주지 않더라고요".

No word of them is bad, and "-아 주다" is what thanks are made of; the denial alone makes them complaints.
"""

from __future__ import annotations

import re
from typing import Final

_GIVES: Final = r"\S*주/V[VX] "
# What the denial reaches over: the verb before 주다 and what it is made of, no other clause.
_STEM: Final = r"(?:\S+/(?:VV|VX|XSV|NNG|XR|MAG) |(?:어|아|여|어다|아다|어다가|아다가|다)/EC )*"
# "안 주면", "안 줘도 되는데", "안 주셔서 감사해요" and "안 준 적이 없어요" say that it is no trouble, or not yet.
_TOLD: Final = (
    r"(?:(?:시|었|았|겠)/EP )*"
    r"(?:\S+/EF |(?:ᆷ|음)/ETN |"
    r"(?:고|는데|ᆫ데|은데|네|더니|지만|며|으며|면서|으면서|다가|길래|거든|자|니|으니|니까|으니까|ᆫ다고|는다고|다고)/EC )"
    r"(?!싶/VX )"
)
_DENIED: Final = re.compile(
    rf"(?:안|못)/MAG {_STEM}{_GIVES}{_TOLD}|"
    rf"{_GIVES}(?:시/EP )?지/EC (?:\S+/J\w+ )?(?:않|못하)/VX {_TOLD}"
)
# "안 해 주세요" asks for it not to be done, mostly.
_ASKED: Final = re.compile(r"주/V[VX] (?:시/EP )?(?:세요|셔요|십시오|으세요|실래요)/EF ")
# Who is not given these is glad.
_HARM: Final = re.compile(
    r"(?:부담|부담감|스트레스|피해|자극|상처|눈치|불편|불편함|폐|무리|압박|압박감|고통|통증|충격|손상|부작용|손해|실망|"
    r"실망감|겁|벌점|민폐|불안|불안감|위화감|거부감|강요|혼란|간섭|재촉|걱정)/NNG "
)


def withholds(end: str) -> bool:
    """Whether the end of a clause, as ``endings.written`` gives it, says that a favour was not done."""
    return _DENIED.search(end) is not None and _ASKED.search(end) is None and _HARM.search(end) is None
