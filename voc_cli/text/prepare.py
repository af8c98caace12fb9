"""Raw texts to masked, tokenised batches: everything before the first judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voc_cli import schema
from voc_cli.morphemes import IntArray, Morphemes, Tokenizer, Vocabulary, collect
from voc_cli.text.normalise import readable, without_labels

Mask = Callable[[str], tuple[str, Counter[Any]]]  # the text without personal data, and how many of each kind it held


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A batch that is masked and tokenised."""

    morphemes: Morphemes
    masks: Sequence[str]  # of each text: cells of schema.MASKED


class Preparer:
    """Masks and tokenises batches, numbering morphemes in one vocabulary.

    Args:
        tokenizer: The morphological analyser.
        mask: Takes personal data out of a text; applied before anything else sees it.
    """

    def __init__(self, tokenizer: Tokenizer, mask: Mask) -> None:
        self.tokenizer = tokenizer
        self.mask = mask
        self.vocabulary = Vocabulary()

    def __reduce__(self) -> tuple[object, ...]:
        # Another process numbers anew.
        return Preparer, (self.tokenizer, self.mask)

    def __call__(self, texts: Sequence[str]) -> Prepared:
        """Mask and tokenise ``texts``."""
        masked, masks = [], []
        for text in texts:
            safe, found = self.mask(readable(text))
            masked.append(safe)
            masks.append(_masks_cell(found) if found else "")
        morphemes = collect([without_labels(text) for text in masked], self.tokenizer, self.vocabulary)
        return Prepared(replace(morphemes, texts=masked), masks)


def _masks_cell(counts: Mapping[Any, int]) -> str:
    """How much of each kind was masked in one text, as a cell of schema.MASKED."""
    return schema.SEPARATOR.join(f"{kind}={n}" for kind, n in sorted(counts.items()))


@dataclass(frozen=True, slots=True, eq=False)
class Parcel:
    """A prepared batch on its way from one process to another, with the morphemes that the receiver has not seen."""

    texts: Sequence[str]
    ids: IntArray
    starts: IntArray
    ends: IntArray
    bounds: IntArray
    masks: Sequence[str]  # of each text: cells of schema.MASKED
    new_pairs: Sequence[tuple[str, str]]  # of the sender's vocabulary, in its order

    @classmethod
    def pack(cls, prepared: Prepared, *, n_known: int) -> Parcel:
        """``prepared`` for a receiver that holds the first ``n_known`` pairs of its vocabulary."""
        morphemes = prepared.morphemes
        return cls(
            morphemes.texts,
            morphemes.ids,
            morphemes.starts,
            morphemes.ends,
            morphemes.bounds,
            prepared.masks,
            morphemes.vocabulary.pairs[n_known:],
        )

    def unpack(self, vocabulary: Vocabulary) -> Prepared:
        """The batch, its new pairs added to ``vocabulary``; parcels are unpacked in the order of packing."""
        for form, tag in self.new_pairs:
            vocabulary.number(form, tag)
        columns = (self.ids, self.starts, self.ends, self.bounds)
        return Prepared(Morphemes(self.texts, vocabulary, *columns), self.masks)
