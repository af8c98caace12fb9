"""Lexicons, taxonomy, messages and trained weights; opened only through the functions here."""

from __future__ import annotations

from importlib.resources import files


def read_text(name: str) -> str:
    """The text of the resource ``name`` (a path inside this folder).

    Raises:
        FileNotFoundError: No such resource is shipped.
    """
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def read_bytes(name: str) -> bytes:
    """The bytes of the resource ``name`` (a path inside this folder).

    Raises:
        FileNotFoundError: No such resource is shipped.
    """
    return files(__name__).joinpath(name).read_bytes()
