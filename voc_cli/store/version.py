"""One short word for everything that could change an annotation."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from typing import Final

from voc_cli import __version__, resources

# The code that annotates; what only reads, compares or reports changes no annotation.
_CODE: Final = ("annotate.py", "hashing.py", "mentions.py", "morphemes.py", "patterns.py", "schema.py")
_FOLDERS: Final = ("dictionary", "text", "sentiment", "valuechain", "signals")


def annotation_version(*, tokenizer: str, choices: Iterable[object] = ()) -> str:
    """The version in 16 hexadecimal digits.

    Args:
        tokenizer: ``Tokenizer.version``, of analyser and model.
        choices: Settings that change annotations (masking, a dictionary's content), in a fixed order.
    """
    parts = (
        __version__,
        resources.content_hash(_CODE, _FOLDERS),
        tokenizer,
        *_libraries(),
        *(repr(choice) for choice in choices),
    )
    return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


@cache
def _libraries() -> tuple[str, ...]:
    # Python brings the Unicode tables, NumPy the arithmetic.
    return f"{sys.version_info.major}.{sys.version_info.minor}", version("numpy")
