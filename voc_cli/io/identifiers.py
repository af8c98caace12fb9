"""An id for every document, unique over all files of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol


class Naming(Protocol):
    """Hands out the ids of documents."""

    def assign(self, own: Sequence[str] | None, *, source_file: str, lines: Sequence[int]) -> tuple[list[str], int]:
        """The ids of one table's documents, and how many of its own ids had to be changed."""
        ...


class OwnIdentifiers:
    """Keeps to the export's own ids, so that a record is known again in the next export."""

    def assign(self, own: Sequence[str] | None, *, source_file: str, lines: Sequence[int]) -> tuple[list[str], int]:
        """The ids as they are written, "" where there is none; those that stand twice in one table get "#2" behind."""
        del source_file
        if own is None:
            return [""] * len(lines), 0
        seen = Counter[str]()
        ids = []
        for cell in own:
            name = cell.strip()
            seen[name] += 1
            ids.append(f"{name}#{seen[name]}" if name and seen[name] > 1 else name)
        return ids, sum(n - 1 for name, n in seen.items() if name)


class Identifiers:
    """Hands out ids in the order of reading and remembers them."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def assign(self, own: Sequence[str] | None, *, source_file: str, lines: Sequence[int]) -> tuple[list[str], int]:
        """The ids of one table's documents, and how many of its own ids had to be changed.

        The export's own id is kept as it is written; without one it is "file:row". A taken one gets ":row" behind it.
        """
        n_changed = 0
        ids: list[str] = []
        for place, line in enumerate(lines):
            name = own[place].strip() if own is not None else ""
            wanted = name or f"{source_file}:{line}"
            identifier = wanted
            while identifier in self._taken:
                identifier = f"{identifier}:{line}"
            n_changed += own is not None and identifier != name
            self._taken.add(identifier)
            ids.append(identifier)
        return ids, n_changed
