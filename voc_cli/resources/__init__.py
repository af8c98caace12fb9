"""Lexicons, taxonomy, messages and trained weights; opened only through the functions here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_COMPILED: Final = frozenset({"__pycache__"})
_NO_CONTENT: Final = _COMPILED | {"messages", "templates", "headings.toml"}  # these change no annotation


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
    return _hash_of([*(root.joinpath(name) for name in (*modules, *folders)), files(__name__)], _NO_CONTENT)


def code_hash(modules: tuple[str, ...], folders: tuple[str, ...]) -> str:
    """A hash of the program's own ``modules`` and ``folders`` alone."""
    root = files("voc_cli")
    return _hash_of([root.joinpath(name) for name in (*modules, *folders)], _COMPILED)


def program_hash() -> str:
    """A hash of all of this program: code, dictionaries, weights, messages, templates."""
    return _hash_of([files("voc_cli")], _COMPILED)


def _hash_of(places: Sequence[Traversable], left_out: Collection[str]) -> str:
    found = sorted((name, data) for place in places for name, data in _contents(place, "", left_out))
    digest = blake2b()
    for name, data in found:
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _contents(entry: Traversable, above: str, left_out: Collection[str]) -> Iterator[tuple[str, bytes]]:
    if entry.name in left_out:
        return
    name = f"{above}/{entry.name}"
    if entry.is_file():
        yield name, entry.read_bytes()
    else:
        for inside in entry.iterdir():
            yield from _contents(inside, name, left_out)
