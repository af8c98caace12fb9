"""Every row of the tables of words can be found in a text, and none shrinks to a commoner word than it means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from voc_cli.dictionary.packs import CUES, load_pack_rows, load_packs
from voc_cli.morphemes import Tokenizer
from voc_cli.patterns import compile_entries, is_one_word, spellings
from voc_cli.schema import SEPARATOR
from voc_cli.signals.urgent import load_rules
from voc_cli.text.entries import entry_reader
from voc_cli.valuechain.taxonomy import load_taxonomy

COUNTER = "counter"


def entries() -> Iterator[tuple[str, str, str]]:
    """(row, column, entry) of taxonomy, signals and lines of business."""
    for aspect in load_taxonomy():
        for column in CUES:
            yield from ((aspect.name, column, entry) for entry in getattr(aspect, column))
    for rule in load_rules():
        yield from ((rule.kind, "phrases", entry) for entry in rule.phrases)
        yield from ((rule.kind, COUNTER, entry) for entry in rule.counter)
    for pack in load_packs():
        for row in load_pack_rows(pack.code):
            for column in CUES:
                yield from ((row["aspect"], column, entry) for entry in row[column].split(SEPARATOR) if entry)


def test_every_entry_is_read_in_one_way_at_least(kiwi: Tokenizer) -> None:
    found = list(entries())
    ways = [(number, way) for number, (_, _, entry) in enumerate(found) for way in spellings(entry)]
    patterns = compile_entries([way for _, way in ways], entry_reader(kiwi))
    read = {number for (number, _), pattern in zip(ways, patterns, strict=True) if pattern}
    assert [entry for number, entry in enumerate(found) if number not in read] == []


def test_an_entry_of_several_words_is_not_left_with_the_thing_of_another_row(kiwi: Tokenizer) -> None:
    """ "배달해 주신 분" is left with 배달, and would charge a courier with every delivery."""
    found = [(row, column, entry) for row, column, entry in entries() if column != COUNTER]
    patterns = compile_entries([entry for _, _, entry in found], entry_reader(kiwi))
    own, short = defaultdict[str, set[str]](set), list[tuple[str, str, str]]()
    for (row, _, entry), pattern in zip(found, patterns, strict=True):
        if is_one_word(pattern):
            word = pattern[0][0]
            if " " not in entry:
                own[word].add(row)
            else:
                short.append((row, entry, word))
    assert [(row, entry) for row, entry, word in short if own[word] - {row}] == []
