"""What words mean beside their neighbours: a small convolutional network over the morphemes of a text.

One layer of filters over three morphemes in a row, the largest and the mean answer of each filter, linear heads
(Kim, 2014). A text is read clause by clause, so that one pass serves both. A morpheme is two vectors side by side: its
meaning by Kiwi's own model, which knows words that nobody wrote to us about, and one that was learnt from rated texts.
Everything up to the pooling is done in whole numbers below 2 ** 24, which float32 holds exactly: so no result depends
on how many texts stand in a batch or on the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import members
from voc_cli.morphemes import Morphemes, Spans, Vocabulary

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Keys = NDArray[np.uint32]
SIGN, OPINION = range(2)  # heads: good against bad, opinion against plain fact
N_HEADS: Final = 2
LARGEST: Final = 400  # of a step of the kernel: 96 dimensions * 127 * 400 * 3 morphemes stay below 2 ** 24
_PIECE: Final = 32  # morphemes that are pooled one after another; longer clauses are pooled in pieces
_KINDS: Final = {
    **dict.fromkeys(("NNG", "NNP", "XR", "NNB", "SL", "NR", "NP"), "N"),
    **dict.fromkeys(("VV", "VA", "VX", "VCN"), "V"),
    **dict.fromkeys(("MAG", "IC", "MM"), "M"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How many rows and columns the arrays of a network have."""

    known: int = 0  # morphemes with a learnt vector
    meant: int = 0  # lemmas with a meaning
    learnt: int = 0  # dimensions
    meaning: int = 0
    filters: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Arrays of a trained network; row i of a table of vectors belongs to key i, keys ascend."""

    known: Keys  # of key_of(form, tag)
    learnt: NDArray[np.int8]  # (n_known, dimensions)
    meant: Keys  # of lemma_key(form, tag)
    meaning: NDArray[np.int8]  # (n_meant, dimensions)
    kernel: NDArray[np.int16]  # (dimensions of meaning + learnt, 3 * filters): morpheme before, itself, behind
    bias: NDArray[np.int32]  # (filters,)
    heads: Singles  # (N_HEADS, 2 * filters + 1): weights of largest and mean answers, the intercept last

    @property
    def shape(self) -> Shape:
        """The sizes that ``unpack`` needs."""
        (known, learnt), (meant, meaning) = self.learnt.shape, self.meaning.shape
        return Shape(known, meant, learnt, meaning, len(self.bias))

    def pack(self) -> bytes:
        """All arrays, one behind the other, little-endian."""
        arrays = (self.known, self.learnt, self.meant, self.meaning, self.kernel, self.bias, self.heads)
        return b"".join(array.astype(array.dtype.newbyteorder("<")).tobytes() for array in arrays)

    @classmethod
    def unpack(cls, shape: Shape, data: bytes) -> Self:
        """The network whose ``pack`` is ``data``.

        Raises:
            ValueError: ``data`` is not as long as ``shape`` says.
        """
        n, m, filters, width = shape.known, shape.meant, shape.filters, shape.learnt + shape.meaning
        sizes = [
            ("<u4", (n,)),
            ("<i1", (n, shape.learnt)),
            ("<u4", (m,)),
            ("<i1", (m, shape.meaning)),
            ("<i2", (width, 3 * filters)),
            ("<i4", (filters,)),
            ("<f4", (N_HEADS, 2 * filters + 1)),
        ]
        lengths = [np.dtype(kind).itemsize * int(np.prod(size)) for kind, size in sizes]
        if len(data) != sum(lengths):
            raise ValueError("network cut short")
        starts = np.cumsum([0, *lengths[:-1]]).tolist()
        return cls(
            *(
                np.frombuffer(data[start : start + length], dtype=kind).reshape(size)
                for (kind, size), start, length in zip(sizes, starts, lengths, strict=True)
            )
        )


def silent() -> Network:
    """A network that says nothing of anything."""
    return Network.unpack(Shape(), bytes(4 * N_HEADS))


def key_of(form: str, tag: str) -> int:
    """Key of a morpheme among the learnt vectors; that of no form stands for all rare morphemes of the tag."""
    return crc32(f"{form}/{tag}".encode())


def lemma_key(form: str, tag: str) -> int:
    """Key of a morpheme among the meanings."""
    return crc32(f"{form.lower()}/{_KINDS.get(tag.partition('-')[0], '')}".encode())


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """What the heads of a network say, logits."""

    clauses: Floats  # (n_clauses, N_HEADS)
    texts: Floats  # (n_texts, N_HEADS); zeros where a text has no clause


class NetworkReader:
    """Logits of clauses and texts of one vocabulary; remembers the vectors of its morphemes."""

    def __init__(self, network: Network, vocabulary: Vocabulary) -> None:
        self._network = network
        self._vocabulary = vocabulary
        self._rows = np.zeros((0, 2), dtype=np.int64)  # of learnt vector and meaning; the row behind the last is empty
        self._learnt, self._meaning = (_with_empty_row(table) for table in (network.learnt, network.meaning))
        self._kernel = network.kernel.astype(np.float32)
        self._bias = network.bias.astype(np.float32)
        self._heads = network.heads.astype(np.float64)

    def read(self, morphemes: Morphemes, spans: Spans) -> Voices:
        """What the heads say of every clause and text."""
        voices = Voices(np.zeros((len(spans), N_HEADS)), np.zeros((len(morphemes.texts), N_HEADS)))
        if not len(self._bias) or not len(spans):
            return voices
        self._learn()
        lengths = (spans.lasts - spans.firsts).astype(np.int64)
        largest, total = self._pooled(morphemes, spans, lengths)
        voices.clauses[:] = self._say(largest, total, lengths)
        first = np.flatnonzero(np.diff(spans.documents, prepend=-1))
        largest, total = np.maximum.reduceat(largest, first, axis=0), np.add.reduceat(total, first, axis=0)
        voices.texts[spans.documents[first]] = self._say(largest, total, np.add.reduceat(lengths, first))
        return voices

    def _say(self, largest: Floats, total: Floats, lengths: NDArray[np.int64]) -> Floats:
        pooled = np.hstack([largest, total / np.sqrt(np.maximum(lengths, 1) + 1)[:, None]])
        # Row by row and not as a matrix product, which may add up otherwise in batches of another size.
        return np.column_stack([(pooled * head[:-1]).sum(axis=1) + head[-1] for head in self._heads])

    def _pooled(self, morphemes: Morphemes, spans: Spans, lengths: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """The largest answer and the sum of the answers of each filter over the morphemes of each clause."""
        _, places = members(spans.firsts, spans.lasts)
        used, numbers = np.unique(morphemes.ids[places], return_inverse=True)
        vectors = np.hstack([self._meaning[self._rows[used, 1]], self._learnt[self._rows[used, 0]]])
        said = np.vstack([vectors @ self._kernel, np.zeros((1, self._kernel.shape[1]), dtype=np.float32)])
        before, own, behind = (np.ascontiguousarray(part) for part in np.split(said, 3, axis=1))
        own += self._bias
        # What says nothing between two clauses keeps each from seeing the other.
        first = np.cumsum(lengths) - lengths
        padded = np.append(np.insert(numbers, first, len(used)), len(used))
        first += np.arange(1, len(first) + 1)
        n_pieces = np.maximum((lengths + _PIECE - 1) // _PIECE, 1)
        clause, piece = members(np.zeros(len(lengths), dtype=np.int64), n_pieces)
        starts, left = first[clause] + piece * _PIECE, np.minimum(lengths[clause] - piece * _PIECE, _PIECE)
        largest, total = _walk(padded, starts, left, (before, own, behind))
        # Few clauses are of several pieces. Whole numbers: the sums of sums are exact.
        further = np.flatnonzero(piece)
        whole = np.flatnonzero(piece == 0)
        of_clause = largest[whole].astype(np.float64), total[whole]
        np.maximum.at(of_clause[0], clause[further], largest[further])
        np.add.at(of_clause[1], clause[further], total[further])
        return of_clause

    def _learn(self) -> None:
        """Find the rows of the morphemes that the vocabulary has met since."""
        fresh = self._vocabulary.pairs[len(self._rows) :]
        if fresh:
            known = _find(self._network.known, [key_of(form, tag) for form, tag in fresh])
            rare = {tag: key_of("", tag) for tag in {tag for _, tag in fresh}}
            of_tag = _find(self._network.known, [rare[tag] for _, tag in fresh])
            known = np.where(known < len(self._network.known), known, of_tag)
            meant = _find(self._network.meant, [lemma_key(form, tag) for form, tag in fresh])
            self._rows = np.concatenate([self._rows, np.column_stack([known, meant])])


def _walk(
    padded: NDArray[np.int64],
    starts: NDArray[np.int64],
    lengths: NDArray[np.int64],
    said: tuple[Singles, Singles, Singles],
) -> tuple[Singles, Floats]:
    """Largest answer and sum of the answers of each piece, all pieces a morpheme forward at a time.

    Step by step the answers stay in the processor's cache, which those of a batch would not fit into.

    Args:
        padded: Numbers of the morphemes.
        starts: Where each piece begins in ``padded``.
        lengths: Of the pieces.
        said: What the filters say of each number to the morpheme behind it, to itself, to the one before it.
    """
    before, own, behind = said
    order = np.argsort(-lengths, kind="stable")
    at = starts[order]
    n_longer = len(lengths) - np.cumsum(np.bincount(lengths))
    largest, total = np.zeros((len(at), own.shape[1]), np.float32), np.zeros((len(at), own.shape[1]))
    for step, n in enumerate(n_longer[:-1].tolist()):
        here = at[:n] + step
        answers = own.take(padded[here], axis=0)
        answers += before.take(padded[here - 1], axis=0)
        answers += behind.take(padded[here + 1], axis=0)
        np.maximum(answers, 0, out=answers)
        np.maximum(largest[:n], answers, out=largest[:n])
        total[:n] += answers
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return largest[back], total[back]


def _with_empty_row(table: NDArray[np.int8]) -> Singles:
    return np.vstack([table, np.zeros((1, table.shape[1]), dtype=np.int8)]).astype(np.float32)


def _find(keys: Keys, wanted: list[int]) -> NDArray[np.int64]:
    """Place of each wanted key, or the number of keys where it is missing."""
    sought = np.array(wanted, dtype=np.uint32)
    places = np.searchsorted(keys, sought)
    if not len(keys):
        return places
    found = keys[np.minimum(places, len(keys) - 1)] == sought
    return np.where(found, places, len(keys))
