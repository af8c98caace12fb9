"""The lemmas of the shipped dictionary entries, read once when the package is made instead of at every start.

Fifteen thousand entries cost the tokenizer seconds. The file names the analyser that read them; another version reads
them anew, and so are entries that a user added.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Final

from voc_cli import resources
from voc_cli.morphemes import Tokenizer
from voc_cli.patterns import Lemmatise
from voc_cli.text.lemmas import lemmatise

RESOURCE: Final = "entries.bin"


def entry_reader(tokenizer: Tokenizer) -> Lemmatise:
    """``lemmatise`` with ``tokenizer``, that looks shipped entries up where the same analyser has read them before."""
    version, known = _shipped()
    if version != tokenizer.version:
        return lambda entries: lemmatise(entries, tokenizer)

    def read(entries: list[str]) -> list[tuple[str, ...]]:
        fresh = [entry for entry in dict.fromkeys(entries) if entry not in known]
        found = dict(zip(fresh, lemmatise(fresh, tokenizer), strict=True)) if fresh else {}
        return [known[entry] if entry in known else found[entry] for entry in entries]

    return read


def encode_entries(entries: Iterable[str], tokenizer: Tokenizer) -> bytes:
    """The file's bytes for ``entries``."""
    distinct = sorted(set(entries))
    lemmas = [" ".join(words) for words in lemmatise(distinct, tokenizer)]
    table = {"version": tokenizer.version, "entries": dict(zip(distinct, lemmas, strict=True))}
    return zlib.compress(json.dumps(table, ensure_ascii=False, sort_keys=True).encode(), 9)


@cache
def _shipped() -> tuple[str, dict[str, tuple[str, ...]]]:
    table = json.loads(zlib.decompress(resources.read_bytes(RESOURCE)))
    return table["version"], {entry: tuple(lemmas.split()) for entry, lemmas in table["entries"].items()}
