"""One short word for everything that could change an annotation, and one for what could change a result."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Final

from voc_cli import __version__, resources
from voc_cli.messages import current_language

# The code that annotates; what only reads, compares or reports changes no annotation.
_CODE: Final = (
    "annotate.py", "cells.py", "chain.py", "hashing.py", "hinted.py", "marks.py", "mentions.py", "morphemes.py",
    "packed.py", "patterns.py", "per_text.py", "schema.py",
)  # fmt: skip
_RECOLLECTED: Final = ("ahead.py", "recollected.py")
_FOLDERS: Final = ("dictionary", "text", "sentiment", "valuechain", "signals")


def annotation_version(*, tokenizer: str, choices: Iterable[object] = ()) -> str:
    """The version in 16 hexadecimal digits.

    Args:
        tokenizer: ``Tokenizer.version``, of analyser and model.
        choices: Settings that change annotations (masking, a dictionary's content), in a fixed order.
    """
    parts = (
        __version__,
        _content(),
        tokenizer,
        *_libraries(),
        *(repr(choice) for choice in choices),
    )
    return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def recollection_version(annotation: str) -> str:
    """The version of what is found of clauses by their lemmas alone, under an ``annotation_version``."""
    parts = (annotation, resources.code_hash(_RECOLLECTED, ("themes",)), current_language(), version("scipy"))
    return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


@cache
def program_version() -> str:
    """The version of all that makes a result: this program to the last byte, Python, and every package installed."""
    parts = (__version__, sys.version, resources.program_hash(), *_installed())
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _installed() -> list[str]:
    # The folder that describes a package bears its name and version; reading each of them would take far longer.
    folders = {Path(entry or ".") for entry in sys.path}
    return sorted(found.name for folder in folders if folder.is_dir() for found in folder.glob("*.dist-info"))


@cache
def _content() -> str:
    """Of the code that annotates, and of its resources."""
    return resources.content_hash(_CODE, _FOLDERS)


@cache
def _libraries() -> tuple[str, ...]:
    # Python brings the Unicode tables, NumPy the arithmetic.
    return f"{sys.version_info.major}.{sys.version_info.minor}", version("numpy")
