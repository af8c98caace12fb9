"""What turns its sign with the target has that sign beside it, by the shipped weights and the road of a clause."""

from __future__ import annotations

from typing import Final

import pytest

from voc_cli.annotate import Annotator
from voc_cli.particles import particle
from voc_cli.sentiment.lexicon import load_lexicon

# Some words mean another thing beside their target than the entry does ("광이 나다" is written 광나다), and Kiwi reads
# others in another way where they stand alone. Blame comes easier: most senses that praise say that a fault is small.
SHARES: Final = {"+": 0.8, "-": 0.95}  # of the present weights .84 and .98


@pytest.fixture(scope="module")
def told(annotator: Annotator) -> dict[str, list[float]]:
    """Polarity of each sense that has targets, told of each of them, by the sign of the sense."""
    senses = [
        (f"{target}{particle('이(가)', target)} {entry.words}", "+" if entry.strength > 0 else "-")
        for entry in load_lexicon()
        if entry.words.isalpha()
        for target in entry.targets
    ]
    polarity = annotator([text for text, _ in senses]).texts["polarity"].tolist()
    found: dict[str, list[float]] = {"+": [], "-": []}
    for (_, sign), value in zip(senses, polarity, strict=True):
        found[sign].append(value)
    return found


@pytest.mark.parametrize("sign", ["+", "-"])
def test_a_sense_of_a_target_has_its_sign_beside_it(told: dict[str, list[float]], sign: str) -> None:
    right = [value > 0 if sign == "+" else value < 0 for value in told[sign]]
    assert len(right) > 800
    assert sum(right) / len(right) >= SHARES[sign]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("소음이 적어요", 1),
        ("소음이 커요", -1),
        ("양이 적어요", -1),
        ("화질이 높아요", 1),
        ("가격이 높아요", -1),
        ("대기 줄이 짧아요", 1),
        ("배터리가 짧아요", -1),
        ("글씨가 커요", 1),
        ("혜택이 늘었어요", 1),
        ("혜택이 줄었어요", -1),
        ("참 친절하시네요 ㅋㅋ", -1),
        ("★☆☆☆☆", -1),
        ("고소할게요", -1),
    ],
)
def test_the_same_word_praises_one_thing_and_blames_another(annotator: Annotator, text: str, sign: int) -> None:
    (polarity,) = annotator([text]).texts["polarity"].tolist()
    assert polarity * sign > 0
