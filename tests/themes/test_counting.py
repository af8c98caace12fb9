from __future__ import annotations

import pytest

from voc_cli.themes.counting import without_counts


def kept(lemmas: str, *texts: str) -> list[str]:
    cells = [lemmas] * len(texts)
    return list(without_counts(dict.fromkeys(lemmas.split(), 1.0), cells, texts))


def test_units_and_numerals_are_no_keywords() -> None:
    lemmas = "지퍼/N 번/N 만/N 원/N 주/N 하나/N 개월/N kg/N 12/N 고장/N 나/V"
    assert kept(lemmas, "지퍼가 두 번 만에 고장났어요") == ["지퍼/N", "고장/N", "나/V"]


@pytest.mark.parametrize(
    ("text", "lemma", "counts"),
    [
        ("배송 중에 병이 깨져서 샜어요", "병/N", False),
        ("두 병 가운데 하나가 샜어요", "병/N", True),
        ("배터리가 두 시간도 못 가요", "시간/N", True),
        ("배터리가 3시간을 못 가요", "시간/N", True),
        ("상담 시간이 너무 짧아요", "시간/N", False),
        ("접수 시간이 너무 짧아요", "시간/N", False),
        ("이십 시간을 기다렸어요", "시간/N", True),
        ("이가 시려요", "이/N", False),
        ("차에서 담배 냄새가 나요", "차/N", False),
        ("장이 열릴 때 멈춰요", "장/N", False),
        ("사진이 열 장 빠졌어요", "장/N", True),
    ],
)
def test_what_is_a_thing_as_well_counts_only_behind_a_number(text: str, lemma: str, *, counts: bool) -> None:
    assert kept(lemma, text) == ([] if counts else [lemma])


def test_most_of_the_texts_decide() -> None:
    assert kept("병/N", "병이 샜어요", "병이 깨졌어요", "두 병이 샜어요") == ["병/N"]
    assert kept("병/N", "병이 샜어요", "한 병이 샜어요") == []


def test_nothing_has_no_keywords() -> None:
    assert without_counts({}, [], []) == {}
