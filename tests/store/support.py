"""A working folder with exports and a history, run in this process with words instead of morphemes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from tests.fakes import FakeTokenizer
from voc_cli.annotate import Annotated, Annotator
from voc_cli.derived import derived_tables
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.remembered import recall
from voc_cli.scheduled import Reading, Taken, read_changed
from voc_cli.store.history import open_history
from voc_cli.store.tables import CONTENT

NUMBERED = ("접수번호", "접수일시", "상담내용", "처리상태")
PLAIN = ("작성일", "평점", "후기")


def call(number: int, *, day: int | None = None, text: str = "", status: str = "접수") -> tuple[object, ...]:
    """A row under NUMBERED."""
    return (f"{number:05}", f"2024-01-{day or number:02} 10:00", text or f"배송/NNG 늦/VA 어요/EF {number}", status)


def review(day: int, text: str, rating: int = 1) -> tuple[object, ...]:
    """A row under PLAIN."""
    return (f"2024-01-{day:02}", rating, text)


def mask(text: str) -> tuple[str, Counter[str]]:
    """Hides one phone number."""
    n = text.count("010-1234-5678")
    return text.replace("010-1234-5678", "[전화번호]"), Counter({"phone": n} if n else {})


_WORDS = shipped_dictionary()
_ANNOTATOR = Annotator(FakeTokenizer(), mask=mask, dictionary=_WORDS)


class Counting:
    """An engine in this thread that remembers what it was given; the dictionaries are read once for all tests."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def begin(self) -> None:
        """There is nothing to get ready."""

    def end(self) -> None:
        """Nor anything to let go of."""

    def run(self, annotator: Annotator, batches: Iterable[Sequence[str]]) -> Iterator[Annotated]:
        """One result a batch."""
        del annotator
        for batch in batches:
            self.given.extend(batch)
            yield _ANNOTATOR(batch)


@dataclass
class Desk:
    """What a scheduled run works with."""

    folder: Path
    key: bytes = b"secret"
    annotation: str = "v1"
    engine: Counting = field(default_factory=Counting)

    def put(self, name: str, rows: Sequence[Sequence[object]], header: Sequence[str]) -> Path:
        """An export."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pd.DataFrame(rows, columns=list(header)).to_csv(path, index=False)
        return path

    def run(self, *names: str) -> Taken:
        """Take in the exports named, or all that are there."""
        chosen = names or sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.csv"))
        reading = Reading(
            tokenizer=FakeTokenizer(),
            engine=self.engine,
            mask=mask,
            key=self.key,
            annotation=self.annotation,
            words=_WORDS,
        )
        vars(reading)["annotator"] = _ANNOTATOR  # its tables are read once for all tests, not once a run
        with open_history(self.folder / "voc.duckdb") as history:
            files = {name: self.folder / name for name in chosen}
            incoming, taken = read_changed(history, files, reading, say=lambda _: None)
            with history.transaction():
                taken = replace(taken, merged=history.merge(incoming))
                remembered = recall(history, reading.seeds)
                if remembered is not None:
                    history.replace_tables(derived_tables(remembered))
                facts = {"n_files": taken.n_files, "n_rejected": taken.n_rejected, "annotation": self.annotation}
                history.note_run(datetime(2024, 1, 1), facts, taken.merged)
        return taken

    def tables(self) -> dict[str, str]:
        """The content of the history, each table as text."""
        with open_history(self.folder / "voc.duckdb", read_only=True) as history:
            return {name: history.frame(f"SELECT * FROM {name} ORDER BY ALL").to_csv() for name in CONTENT}

    def records(self, columns: str = "doc_id, text") -> list[tuple[object, ...]]:
        """Some columns of the records, by date and key."""
        with open_history(self.folder / "voc.duckdb", read_only=True) as history:
            query = f"SELECT {columns} FROM records ORDER BY received_at, doc_key"
            return list(history.frame(query).itertuples(index=False, name=None))
