from __future__ import annotations

import sys

import pytest

from tests.fakes import FakeTokenizer
from voc_cli import train
from voc_cli.sentiment.lexicon import Entry


def test_each_text_is_read_as_one_clause() -> None:
    lemmas = train.read_whole(["배송/NNG 늦/VA 지만/EC 가격/NNG 좋/VA 어요/EF", "", "앱/NNG"], FakeTokenizer())
    assert len(lemmas.bounds) == 3 + 1
    assert [lemmas.of(number) for number in range(3)] == [["배송/N", "늦/V", "가격/N", "좋/V"], [], ["앱/N"]]


def test_seeds_are_read_as_customers_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "load_lexicon", lambda: (Entry("훌륭", 3, "공통", ()),))
    texts = ["훌륭/NNG 어요/EF", "안/MAG 오/VV 어요/EF"]
    read = train.read_clauses(texts, FakeTokenizer())
    assert read.spans.documents.tolist() == [0, 1]
    assert [[opinion.words for opinion in found] for found in read.opinions] == [["훌륭"], []]
    assert list(read.denials) == [0, 1]
    assert [read.lemmas.of(clause) for clause in range(2)] == [["훌륭/N"], ["오/V", "NEG"]]
    assert not read.asking.requests.any()


@pytest.mark.parametrize("arguments", [[], ["films"], ["sentiment", "nsmc.csv"], ["stages"]])
def test_training_wants_to_know_what_and_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["train", *arguments])
    with pytest.raises(SystemExit) as stopped:
        train.main()
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err
