"""A run that was done before, on the same bytes and settings, is not done again: what it gave is given once more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voc_cli.cli.ahead import cache_folder
from voc_cli.cli.streams import Said, listening, note, write_result
from voc_cli.cli.tools import lasting_key

if TYPE_CHECKING:
    from voc_cli.config import Settings
    from voc_cli.store.results import Parcel, Result, Results

_KEY_BYTES: Final = 64  # the longest key of BLAKE2b
_SIZE: Final = 16


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked for, beside its settings."""

    inputs: Sequence[tuple[str, Path | None]]  # name of each file in the output, and the file; None: standard input
    facts: tuple[object, ...]  # anything else that the result depends on; its repr tells differences apart


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place of the result of one order."""

    results: Results
    key: str
    settings: Settings
    order: Order

    @classmethod
    def of(cls, settings: Settings, order: Order) -> Shelf | None:
        """The place; None where the result may not be kept, or there is no folder for it."""
        from voc_cli.store.results import Results

        folder, key = cache_folder(), _key(settings, order)
        return None if folder is None or key is None else cls(Results(folder), key, settings, order)

    def find(self) -> Result | None:
        """What an earlier run of this program gave for the same order."""
        return self.results.find(self.key)

    def keep(self, parcel: Parcel, said: Said, code: int) -> None:
        """Remember a result: its files, what it wrote to the streams and its exit code."""
        # A file that changed while it was read belongs to another key, and which half of it was read nobody knows.
        if _key(self.settings, self.order) == self.key:
            self.results.keep(self.key, parcel, printed=said.printed, notes=said.notes, code=code)


def once(settings: Settings, order: Order, folder: Path | None, work: Callable[[Parcel | None], int]) -> int:
    """The exit code of ``work``, which is done only where no earlier run of this program gave the same result.

    Args:
        folder: Where the files of the result go.
        work: Does it all; is given a parcel to put its files in where they may be kept.
    """
    from voc_cli.store.results import Parcel

    shelf = Shelf.of(settings, order)
    if shelf is None:
        return work(None)
    found = shelf.find()
    if found is not None:
        return give(found, folder)
    parcel = Parcel()
    with listening() as said:
        code = work(parcel)
    shelf.keep(parcel, said, code)
    return code


def give(result: Result, folder: Path | None) -> int:
    """Write to ``folder`` and the streams what a run once wrote; its exit code."""
    for line in result.notes:
        note(line)
    if folder is not None:
        from voc_cli.cli.output import write_files

        write_files(folder, result.files)
    for piece in result.printed:
        write_result(piece)
    return result.code


def _key(settings: Settings, order: Order) -> str | None:
    """Of everything that could change the result; None where it may not be kept, or where something is missing.

    Texts that are not masked are kept nowhere but in the output.
    """
    from voc_cli.messages import current_language
    from voc_cli.store.version import program_version
    from voc_cli.text import tokenise

    secret = lasting_key()
    if secret is None or not settings.mask or any(path is None for _, path in order.inputs):
        return None
    try:
        parts = (
            program_version(),
            tokenise.KiwiTokenizer().version,
            current_language(),
            settings.model_dump_json(),
            tuple((name, _digest(path)) for name, path in order.inputs if path is not None),
            tuple(_digest(Path(name)) for name in (settings.dictionary, settings.weights) if name),
            tuple(_digests(settings.templates)),
            order.facts,
        )
    except OSError:
        return None  # what is missing or forbidden is told where it is needed
    return blake2b(repr(parts).encode(), key=blake2b(secret).digest()[:_KEY_BYTES], digest_size=_SIZE).hexdigest()


def _digest(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=_SIZE).hexdigest()


def _digests(folder: Path | None) -> Iterable[tuple[str, str]]:
    """Each file of a folder with its digest, by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder is not None else []
    return [(str(path.relative_to(str(folder))), _digest(path)) for path in files]
