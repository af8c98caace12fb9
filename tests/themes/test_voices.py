from __future__ import annotations

import pytest

from voc_cli.themes.pairs import Pair
from voc_cli.themes.voices import passives_of, with_one_voice


@pytest.mark.parametrize(
    ("stem", "passive"),
    [("누르", "눌리"), ("열", "열리"), ("잡", "잡히"), ("끊", "끊기"), ("쓰", "쓰이"), ("바꾸", "바뀌"), ("보", "뵈")],
)
def test_verbs_have_their_passive(stem: str, passive: str) -> None:
    assert passive in passives_of(stem)


def test_a_denied_verb_that_is_told_in_both_voices_is_told_in_the_passive() -> None:
    keys = ["버튼/N+누르/V+NEG", "버튼/N+눌리/V+NEG", "화면/N+누르/V+NEG", "문/N+열/V", "문/N+열리/V", "앱/N++NEG"]
    pairs = [Pair.from_key(key) for key in keys]
    assert with_one_voice(pairs) == {pairs[0]: pairs[1]}
