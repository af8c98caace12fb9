"""Rows of a user's dictionary that do not do what they say: cues nobody can meet, examples that go elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from voc_cli import schema
from voc_cli.annotate import Annotator
from voc_cli.dictionary.tables import Dictionary
from voc_cli.morphemes import Tokenizer
from voc_cli.patterns import JOIN
from voc_cli.text.entries import entry_reader


@dataclass(frozen=True, slots=True)
class Doubt:
    """An example that was placed elsewhere than its row says."""

    aspect: str
    example: str
    found: str  # aspect that it went to, "" for none


def find_doubts(annotator: Annotator, *, names: Iterable[str] | None = None) -> list[Doubt]:
    """The examples none of whose clauses is placed in the aspect that they stand for.

    Args:
        annotator: Reads the examples as it reads customers' texts.
        names: The aspects to try; those that the user added or changed where not given.
    """
    words = annotator.dictionary
    wanted = set(words.own if names is None else names)
    pairs = [(a.name, example) for a in words.aspects if a.name in wanted for example in a.examples]
    if not pairs:
        return []
    clauses = annotator([example for _, example in pairs]).clauses
    placed: list[list[str]] = [[] for _ in pairs]
    for number, aspect in zip(clauses[schema.TEXT_NO].tolist(), clauses[schema.ASPECT].tolist(), strict=True):
        placed[number].append(aspect)
    return [
        Doubt(aspect, example, next(filter(None, found), ""))
        for (aspect, example), found in zip(pairs, placed, strict=True)
        if aspect not in found
    ]


def find_unread_cues(words: Dictionary, tokenizer: Tokenizer) -> list[tuple[str, str]]:
    """(aspect, cue) of the user's rows where the analyser cannot read a part of the cue, so that it is never met."""
    own = [aspect for aspect in words.aspects if aspect.name in words.own]
    cues = [
        (aspect.name, cue)
        for aspect in own
        for cue in dict.fromkeys((*aspect.phrases, *aspect.targets, *aspect.predicates, *aspect.counter))
    ]
    read = entry_reader(tokenizer, user_words=[word for word, _ in words.user_words])
    return [(name, cue) for name, cue in cues if not all(read([part.strip() for part in cue.split(JOIN)]))]
