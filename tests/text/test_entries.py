"""The lemmas of shipped entries are those that the analyser of today reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Never

import pytest

from tests.steps import no_mask
from voc_cli.annotate import Annotator
from voc_cli.dictionary.packs import Pack, load_packs
from voc_cli.dictionary.tables import shipped_dictionary
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


class _Silent:
    """Has the version of the analyser that read the shipped entries, and must not be asked anything."""

    version = _shipped()[0]

    def tokenise(self, texts: Iterable[str]) -> Never:
        pytest.fail(f"read at every start: {list(texts)}")


@pytest.mark.parametrize("pack", load_packs(), ids=lambda pack: pack.code)
def test_the_shipped_tables_start_without_the_analyser(pack: Pack) -> None:
    # To load it for a single entry costs a second and a half, beside the process that loads it anyway.
    Annotator(_Silent(), mask=no_mask, dictionary=shipped_dictionary(pack)).warm_up()


def test_an_entry_that_is_not_shipped_is_read_anew(kiwi: KiwiTokenizer) -> None:
    assert entry_reader(kiwi)(["먹통", "연결이 안 되다", "처음 보는 낱말이 늦다"])[1] == ("연결/N", "NEG")


def test_the_same_entries_give_the_same_bytes(kiwi: KiwiTokenizer) -> None:
    assert encode_entries(["늦다", "먹통"], kiwi) == encode_entries(["먹통", "늦다", "늦다"], kiwi)
