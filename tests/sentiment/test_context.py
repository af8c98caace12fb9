from __future__ import annotations

from itertools import product
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps import morphemes_of
from voc_cli.sentiment.context import Borders, heard, stirred
from voc_cli.text.clauses import ClauseSplitter

GOOD, BAD = "좋/VA", "나쁘/VA"


def ties_of(*texts: str) -> list[float]:
    morphemes = morphemes_of(texts)
    found: list[float] = Borders().ties(morphemes, ClauseSplitter(morphemes.vocabulary).split(morphemes)).tolist()
    return found


def by_enumeration(own: list[float], ties: list[float]) -> list[float]:
    """The same by adding up every way in which the clauses can be good or bad."""
    total = [[0.0, 0.0] for _ in own]
    for signs in product((-1, 1), repeat=len(own)):
        weight = exp(sum(sign * logit / 2 for sign, logit in zip(signs, own, strict=True)))
        weight *= exp(sum(a * b * tie / 2 for a, b, tie in zip(signs, signs[1:], ties[1:], strict=False)))
        for clause, sign in enumerate(signs):
            total[clause][sign > 0] += weight
    return [log(good / bad) - logit for (bad, good), logit in zip(total, own, strict=True)]


@pytest.mark.parametrize(
    "border",
    [
        "지만/EC",
        "으나/EC",
        "어요/EF 근데/MAJ",
        "어요/EF !/SF 하지만/MAJ",
        "어요/EF 요/JX ../SE ㅠㅠ/SW 다만/MAJ",
        "는/ETM 대신/NNG",
        "은/ETM 거/NNB 빼/VV 면/EC",
        "은/ETM 거/NNB 말/VV 고/EC 는/JX",
    ],
)
def test_a_word_that_turns_sets_the_next_clause_against_the_last(border: str) -> None:
    assert ties_of(f"배송/NNG 은/JX {GOOD} {border} 포장/NNG 은/JX {BAD} 어요/EF") == [0.0, -0.8]


@pytest.mark.parametrize("border", ["고/EC", "어요/EF", "어요/EF ./SF 그리고/MAJ", "어요/EF ㅋㅋ/SW"])
def test_what_only_goes_on_ties_a_clause_to_the_last(border: str) -> None:
    assert ties_of(f"배송/NNG 은/JX {BAD} {border} 포장/NNG 은/JX {BAD} 어요/EF") == [0.0, 1.1]


@pytest.mark.parametrize("border", ["은데/EC", "은/ETM 데/NNB"])
def test_a_background_tells_nothing_of_what_follows(border: str) -> None:
    assert ties_of(f"값/NNG 은/JX {GOOD} {border} 맛/NNG 은/JX {BAD} 어요/EF") in ([0.0, 0.0], [0.0])


def test_no_clause_is_tied_to_another_text() -> None:
    one = f"배송/NNG {GOOD} 어요/EF 포장/NNG {GOOD} 어요/EF"
    assert ties_of(one, "", one) == [0.0, 1.1, 0.0, 1.1]
    assert ties_of("", "") == []


LOGITS = st.floats(-6, 6)
CHAINS = st.lists(st.tuples(LOGITS, st.sampled_from([1.7, -0.8, 0.0])), min_size=1, max_size=6)


@given(CHAINS)
def test_what_is_heard_is_the_marginal_of_the_chain(chain: list[tuple[float, float]]) -> None:
    own, ties = [logit for logit, _ in chain], [0.0] + [tie for _, tie in chain[1:]]
    assert heard(np.array(own), np.array(ties)) == pytest.approx(by_enumeration(own, ties), abs=1e-8)


def test_a_silent_clause_passes_on_what_it_hears() -> None:
    ties = np.array([0.0, 1.7, 1.7])
    near, far = heard(np.array([-3.0, 0.0, 0.0]), ties)[1:]
    assert near < far < 0


def test_no_neighbour_shouts_a_clause_down() -> None:
    found = heard(np.array([1e9, 0.0, -1e9, 0.0]), np.array([0.0, 1.7, 0.0, -0.8]))
    assert found == pytest.approx([0.0, 1.7, 0.0, 0.8])


def test_a_clause_alone_hears_nothing() -> None:
    assert heard(np.array([2.5]), np.array([0.0])).tolist() == [0.0]
    assert heard(np.zeros(0), np.zeros(0)).tolist() == []


def test_an_event_amid_complaints_is_surer_to_be_one_and_amid_praise_it_is_not() -> None:
    assert stirred(np.array([-2.0, 0.0, 2.0])) == pytest.approx([1.2, 0.0, 0.0])
