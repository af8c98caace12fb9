from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.themes.frames import clause, clauses
from voc_cli import schema
from voc_cli.schema import Intent, Sentiment
from voc_cli.themes.others import of_others

GLAD: dict[str, Any] = {"sentiment": Sentiment.POSITIVE, "polarity": 0.9}


def is_of_others(text: str, *behind: dict[str, object]) -> bool:
    table = clauses(clause(0, text=text), *behind)
    return bool(of_others(table, np.array([0]))[0])


@pytest.mark.parametrize(
    "text",
    [
        "쓰던 물걸레는 금방 헐었는데",
        "타사 제품은 물이 줄줄 샜지만..",
        "예전엔 매장까지 가야 해서 번거로웠는데ㅠㅠ",
        "전에 쓰던 의자가 삐걱거려서 바꿨어요",
        "빗자루질이 힘들어서 큰맘 먹고 구매했는데",
    ],
)
def test_what_was_wrong_with_something_else_is_not_this_ones_trouble_where_praise_follows(text: str) -> None:
    assert is_of_others(text, clause(0, **GLAD))
    assert not is_of_others(text, clause(0))
    assert not is_of_others(text, clause(1, **GLAD))
    assert not is_of_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "다른 제품보다 소리가 큰데",
        "예전 버전이 나았는데",
        "소리가 큰데",
        "다른 제품은 조용합니다",
        "업데이트하고 느려졌지만",
    ],
)
def test_a_trouble_of_its_own_stays_one(text: str) -> None:
    assert not is_of_others(text, clause(0, **GLAD))


def test_nothing_is_found_in_nothing() -> None:
    assert of_others(clauses(), np.zeros(0, dtype=np.int64)).tolist() == []


def test_who_praises_or_tells_a_fact_complains_only_where_it_sounds_so() -> None:
    mild: dict[str, Any] = {"text": "친구 추천으로 샀어요", "sentiment": Sentiment.NEUTRAL, "polarity": 0.0}
    intents = (Intent.PRAISE, Intent.OTHER, Intent.SUGGESTION, Intent.COMPLAINT)
    table = clauses(*({**clause(number, **mild), schema.INTENT: intent} for number, intent in enumerate(intents)))
    assert of_others(table, np.arange(4)).tolist() == [True, True, False, False]
    plain = clauses({**clause(0, text="친구 추천으로 샀는데 최악"), schema.INTENT: Intent.PRAISE})
    assert not of_others(plain, np.array([0]))[0]
