from __future__ import annotations

import pytest

from tests.steps import morphemes_of
from voc_cli.text.cues import CueKind, find_cues
from voc_cli.text.tokenise import KiwiTokenizer


def cues_of(text: str, kiwi: KiwiTokenizer | None = None) -> dict[CueKind, str]:
    """The text of the last cue of each kind."""
    morphemes = morphemes_of([text], kiwi)
    return {
        cue.kind: text[int(morphemes.starts[cue.first]) : int(morphemes.ends[cue.last - 1])]
        for cue in find_cues(morphemes, 0, len(morphemes.ids))
    }


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("배송이 안 왔어요", CueKind.NEGATION, "안"),
        ("생각보다 맛있지 않네요", CueKind.NEGATION, "지 않"),
        ("화면은 예쁘지만 느려요", CueKind.CONTRAST, "지만"),
        ("비싸더라도 살 만해요", CueKind.CONCESSION, "더라도"),
        ("색이 더 많았으면 좋겠어요", CueKind.WISH, "았으면 좋겠"),
        ("빨리 환불해 주세요", CueKind.REQUEST, "주세요"),
        ("왜 이렇게 오래 걸리나요", CueKind.RHETORICAL, "왜 이렇게 오래 걸리나요"),
        ("지난번 것보다 작아요", CueKind.COMPARISON, "보다"),
        ("비가 오면 멈춰요", CueKind.CONDITION, "면"),
        ("너무 시끄러워요", CueKind.INTENSITY, "너무"),
        ("조금 아쉽네요", CueKind.HEDGE, "조금"),
        ("참 빠르시네요 ㅋㅋ", CueKind.SARCASM, "참 빠르시네요 ㅋㅋ"),
        ("또 고장났어요 ㅠㅠ", CueKind.EMOJI, "ㅠㅠ"),
    ],
)
def test_each_kind_is_found_in_its_words(text: str, kind: CueKind, words: str, kiwi: KiwiTokenizer) -> None:
    assert cues_of(text, kiwi)[kind] == words


def test_a_plain_fact_holds_no_cue(kiwi: KiwiTokenizer) -> None:
    assert cues_of("어제 상자를 받았습니다", kiwi) == {}


def test_cues_lie_within_the_clause() -> None:
    morphemes = morphemes_of(["너무/MAG 좋/VA 안/MAG 오/VV"])
    assert [cue.kind for cue in find_cues(morphemes, 0, 2)] == [CueKind.INTENSITY]
    assert [(cue.kind, cue.first, cue.last) for cue in find_cues(morphemes, 2, 4)] == [(CueKind.NEGATION, 2, 3)]
    assert find_cues(morphemes, 2, 2) == []
