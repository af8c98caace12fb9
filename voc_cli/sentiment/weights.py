"""The trained weights as a file: a line of JSON, then buckets and the network's arrays, compressed together."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, field
from functools import cache
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli import resources
from voc_cli.packed import pack, unpack
from voc_cli.sentiment.network import Network, Shape, silent

RESOURCE: Final = "sentiment.bin"
_MAGIC: Final = b"VOCW8\n"
DOMAIN_BITS: Final = 16


@dataclass(frozen=True, slots=True)
class Meta:
    """How buckets and lexicon become a polarity; the models are those of scorer.Logits, in that order."""

    bits: tuple[int, ...]  # of the hash that number a bucket, a model
    scales: tuple[float, ...]  # value of one step of a bucket
    intercepts: tuple[float, ...]
    clause: tuple[float, ...]  # weights of scorer.clause_columns, the bias last
    opinion: tuple[float, ...]  # weights of scorer.opinion_columns, the bias last
    document: tuple[float, ...]  # weights of scorer.document_columns, the bias last
    neutral: float  # below this absolute polarity a clause is neutral
    trained_on: str
    domain: tuple[float, float] = (0.0, -9.0)  # step and intercept of the logit that a text speaks of films
    network: tuple[int, ...] = astuple(Shape())  # sizes of the network's arrays, see network.Shape


def _no_domain() -> NDArray[np.int8]:
    return np.zeros(1 << DOMAIN_BITS, dtype=np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Linear models over hashed n-grams, int8 buckets of shape (2 ** bits,) each, and the network over morphemes."""

    meta: Meta
    tables: tuple[NDArray[np.int8], ...]
    domain: NDArray[np.int8] = field(default_factory=_no_domain)  # over hashed words, shape (2 ** DOMAIN_BITS,)
    network: Network = field(default_factory=silent)

    @classmethod
    def of(cls, meta: Meta, data: bytes) -> Self:
        """Cut the buckets of the models and the arrays of the network out of ``data``.

        Raises:
            ValueError: ``data`` is not as long as ``meta`` says.
        """
        ends = np.cumsum([1 << bits for bits in (*meta.bits, DOMAIN_BITS)])
        if len(data) < ends[-1]:
            raise ValueError("weights file cut short")
        *tables, domain = np.split(np.frombuffer(data[: ends[-1]], dtype=np.int8), ends[:-1])
        return cls(meta, tuple(tables), domain, Network.unpack(Shape(*meta.network), data[ends[-1] :]))


def encode(weights: Weights) -> bytes:
    """The file's bytes; the same weights give the same bytes."""
    buckets = b"".join(table.tobytes() for table in (*weights.tables, weights.domain))
    return pack(_MAGIC, asdict(weights.meta), buckets + weights.network.pack())


def decode(data: bytes) -> Weights:
    """The weights in a file's bytes.

    Raises:
        ValueError: The bytes are no weights of this program.
    """
    return unpack(_MAGIC, data, _cut, name="a weights file")


def _cut(facts: dict[str, Any], body: bytes) -> Weights:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
    return Weights.of(Meta(**fields), body)


@cache
def load_weights() -> Weights:
    """The weights that ship with the package."""
    return decode(resources.read_bytes(RESOURCE))
