from __future__ import annotations

import numpy as np

from voc_cli.themes.coded import Coded

CELLS = [["삐/M", "소리/N"], [], ["문/N", "삐/M", "소리/N", "소리/N"], ["소리/N"]]
SAID = Coded.of(CELLS)


def test_lemmas_are_counted_over_all_cells_and_by_cells() -> None:
    assert [SAID.n(lemma) for lemma in ("소리/N", "문/N", "창/N")] == [4, 1, 0]
    assert SAID.n_cells(np.array([True, True, True, False])) == {"삐/M": 2, "소리/N": 2, "문/N": 1}
    assert SAID.cells_with("소리/N") == [0, 2, 3]
    assert SAID.cells_with("창/N") == []


def test_the_first_of_some_words_is_found_in_each_cell_that_holds_one() -> None:
    nouns = SAID.are(lambda lemma: lemma.endswith("/N"))
    places = SAID.firsts(nouns)
    assert SAID.rows[places].tolist() == [0, 2, 3]
    assert SAID.at(places) == ["소리/N", "문/N", "소리/N"]


def test_only_a_word_of_the_same_cell_stands_behind_another() -> None:
    nouns = SAID.are(lambda lemma: lemma.endswith("/N"))
    found = SAID.before(np.arange(len(SAID.rows)), nouns)
    assert list(zip(SAID.at(found), SAID.at(found + 1), strict=True)) == [
        ("삐/M", "소리/N"),
        ("삐/M", "소리/N"),
        ("소리/N", "소리/N"),
    ]


def test_words_stand_side_by_side_within_a_cell() -> None:
    assert SAID.beside(least=2) == [("삐/M", "소리/N")]
    assert [SAID.n_beside(form) for form in (("삐/M", "소리/N"), ("소리/N", "문/N"), ("창/N", "문/N"))] == [2, 0, 0]
    forms = [("소리/N", "소리/N"), ("삐/M", "소리/N"), ("창/N", "문/N")]
    assert list(SAID.where(forms)) == [(0, forms[1]), (2, forms[1]), (2, forms[0])]


def test_no_cells_hold_nothing() -> None:
    empty = Coded.of([])
    assert (empty.n("문/N"), empty.n_cells(np.zeros(0, dtype=bool)), empty.beside(least=1)) == (0, {}, [])
    assert list(empty.where([("문/N", "창/N")])) == []
    assert empty.firsts(empty.are(bool)).tolist() == []
