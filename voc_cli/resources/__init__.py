"""Lexicons, taxonomy, messages and trained weights; opened only through the functions here."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_NO_CONTENT: Final = frozenset({"__pycache__", "messages", "templates", "headings.toml"})  # these change no annotation


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


def content_hash(modules: tuple[str, ...], folders: tuple[str, ...]) -> str:
    """A hash of all dictionaries and weights, and of the program's own ``modules`` and ``folders`` (names in voc_cli).

    It tells versions apart that carry the same number, as while the program is worked on.
    """
    root = files("voc_cli")
    places = [root.joinpath(name) for name in (*modules, *folders)] + [files(__name__)]
    found = sorted((name, data) for place in places for name, data in _contents(place, ""))
    digest = blake2b()
    for name, data in found:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _contents(entry: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    if entry.name in _NO_CONTENT:
        return
    name = f"{above}/{entry.name}"
    if entry.is_file():
        yield name, entry.read_bytes()
    else:
        for inside in entry.iterdir():
            yield from _contents(inside, name)
