"""The lemmas of the shipped dictionary entries, read once when the package is made instead of at every start.

Fifteen thousand entries cost the tokenizer seconds. The file names the analyser that read them; another version reads
them anew, and so are entries that a user added.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from voc_cli import resources
from voc_cli.morphemes import Tokenizer
from voc_cli.patterns import Lemmatise
from voc_cli.text.lemmas import lemmatise

RESOURCE: Final = "entries.bin"
# Parts of speech as a user may write them behind a word, and the mark of the lemma.
TAGS: Final = {"명사": "/N", "동사": "/V", "형용사": "/V", "부사": "/M", "감탄사": "/M"}


def entry_reader(tokenizer: Tokenizer, *, user_words: Sequence[str] = ()) -> Lemmatise:
    """``lemmatise`` with ``tokenizer``, that looks shipped entries up where the same analyser has read them before.

    An entry that names its part of speech ("배/명사", "차다/동사", "영 별로/부사") is taken at its word.

    Args:
        user_words: Words that the analyser was taught; entries that hold one are read anew.
    """
    version, known = _shipped()
    if version != tokenizer.version:
        known = {}
    taught = [word.replace(" ", "") for word in user_words]

    def is_fresh(entry: str) -> bool:
        return entry not in known or any(word in entry.replace(" ", "") for word in taught)

    def read(entries: list[str]) -> list[tuple[str, ...]]:
        said = {entry: lemma for entry in entries if "/" in entry and (lemma := _by_tag(entry))}
        fresh = [entry for entry in dict.fromkeys(entries) if entry not in said and is_fresh(entry)]
        found = dict(zip(fresh, lemmatise(fresh, tokenizer), strict=True)) if fresh else {}
        return [
            (said[entry],) if entry in said else found[entry] if entry in found else known[entry] for entry in entries
        ]

    return read


def _by_tag(entry: str) -> str:
    """The lemma of a word that names its part of speech, "" for any other entry."""
    word, _, tag = entry.rpartition("/")
    mark = TAGS.get(tag.strip())
    if mark is None or not word.strip():
        return ""
    return (word.strip().removesuffix("다") if mark == "/V" else word.strip().lower()) + mark


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
