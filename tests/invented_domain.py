"""A domain of its own: made-up ratings in words that no shipped weight knows, or knows otherwise."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

# "무겁다" is praise of an anchor and "가볍다" a fault; the other words mean nothing outside this workshop.
GOOD: Final = ("무겁/V", "묵직/N", "찰카당/N", "도담/N", "여문/N")
BAD: Final = ("가볍/V", "헛도/V", "비실/N", "뭉글/N", "덜름/N")
PLAIN: Final = ("닻/N", "사슬/N", "배/N", "어제/N", "부두/N", "도착/N", "설치/N", "갑판/N", "밧줄/N", "선장/N")


@dataclass(frozen=True, slots=True)
class Review:
    """The lemmas of one text, and whether its author was content."""

    lemmas: str
    is_good: bool


def write_reviews(n: int, *, seed: int, noise: float = 0.05, share_good: float = 0.5) -> list[Review]:
    """``n`` texts of four to nine lemmas; ``noise`` of them are rated the other way."""
    dice = random.Random(seed)
    reviews = []
    for number in range(n):
        is_good = dice.random() < share_good
        words = dice.sample(GOOD if is_good else BAD, dice.randint(1, 2))
        words += [dice.choice(PLAIN) for _ in range(dice.randint(3, 6))]
        dice.shuffle(words)
        rated = is_good if dice.random() >= noise else not is_good
        # A number of its own keeps equal texts apart, as names of ships would.
        reviews.append(Review(" ".join([*words, f"{number}호/N"]), rated))
    return reviews
