"""What customers say with 없다, which lemmas do not tell: that a thing is missing, or something else of it.

"버튼이 없어요" and "버튼을 찾을 수 없어요" miss a button, "가입할 수가 없네요" cannot join, and "등록한 적도 없는데"
and "리뷰의 의미가 없잖아요" miss nothing that anybody sells. Only what stands right before 없다 tells which it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from voc_cli.themes.pairs import LACKS, Pair

_LACKS: Final = re.compile(r"\s*(?:없|업[다네음어습는]|엄[슴써])")
# Behind the thing: one verb at most that says what cannot be done with it.
_UNABLE: Final = re.compile(
    r"(?:을|를|이|가|도|은|는|조차|마저)?\s*(?:다시|더|아예|전혀|처음부터|직접|바로|제대로|따로)?\s*(?!어쩔|알)[가-힣]{1,4}\s*"
    r"(?:수[가도는조차]*|(?:방법|길|데|곳)[이도은]?)\s*"
)
# Between a thing and 없다: a particle, "the like of it", and how much there is of it.
_NOTHING_ELSE: Final = re.compile(
    r"(?:을|를)?\s*찾을\s*수[가도는]?\s*|"
    r"(?:들|란|칸)?\s*(?:자체|따위|같은\s*[거건게것]|이?라[곤는고도]+)?\s*(?:(?:에|까지)?[이가은는도의]|(?:조차|마저)도?)?"
    r"(?:\s*(?:(?:하나|한\s*개|한\s*번|1)\s*도|아예|전혀|아직도?|따로|별로|거의|너무|다|왜|더|이제|현재|절대|아무|별|그냥|진짜|도무지|정말|"
    r"많이|계속|여전히|일[절체]|이렇게|[ㅜㅠ]+))*\s*"
)


def heard(pair: Pair, text: str) -> Pair:
    """``pair`` as ``text`` means it, where it says that a thing lacks: what cannot be done is denied, and where
    something else is missing nothing is told of the thing.

    A word that ``text`` writes otherwise than its lemma is believed.
    """
    if pair.predicate != LACKS or pair.is_negated:
        return pair
    thing = pair.target.removesuffix("/N")
    fronts = [text[: found.start()].casefold() for found in _LACKS.finditer(text)]
    if not fronts or thing not in text.casefold():
        return pair
    if any(_follows(_NOTHING_ELSE, thing, front) for front in fronts):
        return pair
    return Pair(pair.target, "", any(_follows(_UNABLE, thing, front) for front in fronts))


def heard_all(pairs: Sequence[Pair | None], texts: Sequence[str]) -> list[Pair | None]:
    """``heard`` of each clause; None stays."""
    return [pair and heard(pair, text) for pair, text in zip(pairs, texts, strict=True)]


def _follows(pattern: re.Pattern[str], thing: str, front: str) -> bool:
    """Whether ``pattern`` is all that stands in ``front`` behind the thing."""
    at = front.rfind(thing)
    return at >= 0 and pattern.fullmatch(front, at + len(thing)) is not None
