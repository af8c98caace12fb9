"""The lemmas of shipped entries are those that the analyser of today reads."""

from __future__ import annotations

from voc_cli.text.entries import _shipped, encode_entries, entry_reader
from voc_cli.text.lemmas import lemmatise
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.train import shipped_entries


def test_the_shipped_file_holds_every_entry_as_it_is_read_now(kiwi: KiwiTokenizer) -> None:
    version, known = _shipped()
    assert version == kiwi.version
    missing = sorted(set(shipped_entries()) - known.keys())
    assert missing == [], "run: python -m voc_cli.train entries voc_cli/resources/entries.bin"
    sample = sorted(known)[::25]
    assert lemmatise(sample, kiwi) == [known[entry] for entry in sample]


def test_an_entry_that_is_not_shipped_is_read_anew(kiwi: KiwiTokenizer) -> None:
    assert entry_reader(kiwi)(["먹통", "연결이 안 되다", "처음 보는 낱말이 늦다"])[1] == ("연결/N", "NEG")


def test_the_same_entries_give_the_same_bytes(kiwi: KiwiTokenizer) -> None:
    assert encode_entries(["늦다", "먹통"], kiwi) == encode_entries(["먹통", "늦다", "늦다"], kiwi)
