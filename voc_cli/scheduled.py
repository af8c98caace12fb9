"""What a scheduled run does with its history: read what is new, take it in, and tell of one period."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from voc_cli import schema
from voc_cli.ahead import Ahead
from voc_cli.annotate import Annotated, Annotator
from voc_cli.dictionary.tables import Dictionary
from voc_cli.engine import Engine
from voc_cli.engine.cached import Cache, Meanwhile, Progress, annotate_all
from voc_cli.errors import NoRecordsError, VocError
from voc_cli.hinted import record_hints, with_hints
from voc_cli.io.identifiers import OwnIdentifiers
from voc_cli.io.inputs import unreadable
from voc_cli.io.read import nothing_read, read_documents
from voc_cli.morphemes import Tokenizer
from voc_cli.pipeline import distinct_texts
from voc_cli.recollected import Recollected
from voc_cli.schema import ReadResult, Source
from voc_cli.sentiment.correction import Correction
from voc_cli.store.history import History, Incoming, Merged
from voc_cli.store.identity import document_ids, document_keys, series_of
from voc_cli.store.statements import ANNOTATION, CARRIED, DOC_KEY, RECORD_CLAUSES, RECORDS, UNTIL
from voc_cli.text.prepare import Mask
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.placing import Seeds

_PER_RECORD: Final = [schema.TEXT, schema.CHANNEL, schema.PRODUCT]  # what an annotation of a record depends on
_TEXT_COLUMNS: Final = tuple(name for name in schema.ANNOTATED_TEXTS if name != schema.TEXT)


@dataclass(frozen=True)
class Reading:
    """How files are read and annotated."""

    tokenizer: Tokenizer
    engine: Engine
    mask: Mask
    key: bytes  # of customers and of records without a number
    annotation: str  # version of everything that could change an annotation
    words: Dictionary
    edits: ThemeEdits = field(default_factory=ThemeEdits)

    @cached_property
    def annotator(self) -> Annotator:
        """What annotates texts, and remembers what it said of clauses."""
        return Annotator(self.tokenizer, mask=self.mask, dictionary=self.words, correction=self.correction)

    @cached_property
    def ahead(self) -> Ahead:
        """What looks at clauses before anybody asks of them."""
        return Ahead(self.annotator, self.tokenizer, learns=False, recollected=self.recollected)

    @property
    def seeds(self) -> Seeds:
        """What the taxonomy tells themes."""
        return self.ahead.seeds

    columns: Mapping[str, str] = field(default_factory=dict)
    max_characters: int = 100_000
    cache: Cache | None = None
    recollected: Recollected | None = None  # what earlier runs found of clauses
    correction: Correction | None = None  # what the user's own labels taught; ratings would teach each run otherwise

    def remember(self) -> None:
        """Keep what was found of clauses for later runs."""
        if self.recollected is not None:
            self.recollected.keep()

    def fingerprint(self) -> bytes:
        """What could change the rows that are made of a file, beside the file."""
        parts = (self.annotation, json.dumps(dict(self.columns), sort_keys=True), self.max_characters)
        return blake2b(repr(parts).encode(), key=blake2b(self.key).digest()).digest()


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in with one run."""

    merged: Merged
    n_files: int  # that were new or changed
    n_rows: int  # of these
    n_rejected: int  # of these rows
    growing: tuple[str, ...]  # files that changed while they were read; left for the next run
    failed: tuple[VocError, ...]  # files that could not be read
    copies: tuple[tuple[str, str], ...] = ()  # a file, and the one that holds the same and is counted
    renamed: tuple[tuple[str, str], ...] = ()  # a file, and its name until now


@dataclass(frozen=True, slots=True, eq=False)
class _File:
    """A file that is new or has changed."""

    name: str
    digest: str
    read: ReadResult
    keys: list[str]
    old_name: str = ""
    original: str = ""  # what it is a copy of
    is_whole: bool = True
    until: pd.Timestamp | None = None  # the last moment in it, where not all of its rows are here


def read_changed(
    history: History,
    files: Mapping[str, Path],
    reading: Reading,
    *,
    say: Callable[[Source], None],
    progress: Progress | None = None,
    when_waiting: Callable[[], None] | None = None,
) -> tuple[list[Incoming], Taken]:
    """Read and annotate the files that the history does not hold as they are.

    Args:
        files: Path of each file by its name from the folder of the settings.
        say: Told how each file was read.
        when_waiting: Called while the engine gets ready.
    """
    fresh = list[_File]()
    growing, failed = list[str](), list[VocError]()
    looks = _look_at(files, reading, failed)
    known = _Known.of(history, looks)
    for name, look in looks.items():
        path, original = files[name], known.original(name)
        if known.is_unchanged(name):
            continue
        if original != name:
            fresh.append(_File(name, look.digest, replace(nothing_read(name), sources=()), [], original=original))
            continue
        try:
            reading.engine.begin()
            read = _renamed(_read(path, reading), path.name, name)
            is_growing = _state(path) != look.state
        except VocError as error:
            failed.append(error)
            continue
        except OSError as error:
            failed.append(unreadable(path, error))
            continue
        if is_growing:
            growing.append(name)
            continue
        for source in read.sources:
            say(source)
        old_name = known.old_name(name)
        fresh.append(_File(name, look.digest, read, _keys(read, name, reading), old_name=old_name))
    others = {
        name: path for name, path in files.items() if name in known.read and name not in {file.name for file in fresh}
    }
    whole = [*fresh, *_still_held(history, fresh, others, reading)]
    incoming = list(_annotated(whole, reading, progress, meanwhile=partial(_look_back, history, reading, when_waiting)))
    n_rejected = sum(len(file.read.rejected) for file in fresh)
    n_rows = n_rejected + sum(len(file.keys) for file in fresh)
    copies = tuple((file.name, file.original) for file in fresh if file.original)
    renamed = tuple((file.name, file.old_name) for file in fresh if file.old_name and file.old_name not in dict(copies))
    return incoming, Taken(
        Merged(), len(fresh), n_rows, n_rejected, tuple(growing), tuple(failed), copies=copies, renamed=renamed
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """A file as it lies there."""

    state: tuple[int, int]
    digest: str
    is_bare: bool  # no more than a line: two such files have nothing in common


def _look_at(files: Mapping[str, Path], reading: Reading, failed: list[VocError]) -> dict[str, _Look]:
    looks, key = dict[str, _Look](), reading.fingerprint()
    for name, path in files.items():
        try:
            state, data = _state(path), path.read_bytes()
        except OSError as error:
            failed.append(unreadable(path, error))
            continue
        looks[name] = _Look(state, blake2b(data, key=key, digest_size=16).hexdigest(), b"\n" not in data.strip())
    return looks


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read before, beside what lies there now: files of the same bytes are one, under the first name."""

    looks: Mapping[str, _Look]
    first: Mapping[str, str]  # name by digest
    read: Mapping[str, str]  # digest by name
    copies: Mapping[str, str]  # the same, of those that are not counted

    @classmethod
    def of(cls, history: History, looks: Mapping[str, _Look]) -> _Known:
        digests, copies = history.digests(), history.copies()
        first = dict[str, str]()
        for name in sorted(name for name, look in looks.items() if not look.is_bare):
            first.setdefault(looks[name].digest, name)
        read = {name: digest for name, digest in digests.items() if name not in copies}
        return cls(looks, first, read, {name: digests[name] for name in copies})

    def original(self, name: str) -> str:
        """The file that is counted; ``name`` itself, unless it is a copy."""
        look = self.looks[name]
        return name if look.is_bare else self.first[look.digest]

    def is_unchanged(self, name: str) -> bool:
        """Whether nothing has to be done about the file."""
        digest, original = self.looks[name].digest, self.original(name)
        if original == name:
            return self.read.get(name) == digest
        # Both may have been read before this program knew of copies.
        return self.copies.get(name) == digest or (self.read.get(name) == self.read.get(original) == digest)

    def old_name(self, name: str) -> str:
        """The name under which the bytes of a new file were read; "" where they are new, or it is gone on with."""
        look = self.looks[name]
        if look.is_bare:
            return ""
        names = (other for other, digest in self.read.items() if digest == look.digest and other != name)
        return min((other for other in names if self._may_move(other, look.digest)), default="")

    def _may_move(self, other: str, digest: str) -> bool:
        return other not in self.looks or self.looks[other].digest == digest


def _keys(read: ReadResult, name: str, reading: Reading) -> list[str]:
    headers = {source.name: source.columns.get(schema.DOC_ID, "") for source in read.sources}
    return document_keys(read.documents, headers, file=name, key=reading.key)


def _still_held(
    history: History, fresh: Sequence[_File], others: Mapping[str, Path], reading: Reading
) -> Iterator[_File]:
    """Of ``others``, which have not changed, the rows that a corrected file of their series holds no longer."""
    leaving = defaultdict[str, set[str]](set)
    for file in fresh:
        rows = file.read.documents[[schema.RECEIVED_AT]].assign(**{DOC_KEY: _words(file.keys)})
        if file.old_name:
            leaving[series_of(file.old_name)] |= history.keys_of(file.old_name) - set(file.keys)
        leaving[series_of(file.name)] |= history.leaving([source.name for source in file.read.sources], rows)
    for name, path in others.items():
        wanted = leaving.get(series_of(name))
        if not wanted:
            continue
        try:
            read = _renamed(_read(path, reading), path.name, name)
        except (VocError, OSError):
            continue  # it was read before, and the next run reads it if it has changed
        keys = _keys(read, name, reading)
        places = [place for place, key in enumerate(keys) if key in wanted]
        until = _last_moment(read.documents)
        held = replace(read, documents=read.documents.iloc[places].reset_index(drop=True))
        yield _File(name, "", held, [keys[place] for place in places], is_whole=False, until=until)


def _read(path: Path, reading: Reading) -> ReadResult:
    try:
        return read_documents(
            [str(path)],
            columns=reading.columns,
            mask=lambda cell: reading.mask(cell)[0],
            customer_key=reading.key,
            max_characters=reading.max_characters,
            naming=OwnIdentifiers(),
        )
    except NoRecordsError:
        return nothing_read(path.name)  # a week without a complaint is no fault of the export


def _last_moment(documents: pd.DataFrame) -> pd.Timestamp:
    """What an export surely was made after: records of old days that were closed since are of a later one."""
    moment: pd.Timestamp = documents[[schema.RECEIVED_AT, schema.CLOSED_AT]].max().max()
    return moment


def _state(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _renamed(read: ReadResult, short: str, name: str) -> ReadResult:
    """The file by its path from the folder of the settings: that stays the same whatever other files there are."""

    def full(source: str) -> str:
        _, hash_, sheet = source.partition("#") if not source.startswith(short) else ("", "", source[len(short) :])
        return name + hash_ + sheet

    documents = read.documents.assign(**{schema.SOURCE_FILE: read.documents[schema.SOURCE_FILE].map(full)})
    rejected = read.rejected.assign(**{schema.SOURCE_FILE: read.rejected[schema.SOURCE_FILE].map(full)})
    sources = tuple(replace(source, name=full(source.name)) for source in read.sources)
    return ReadResult(documents, rejected, sources)


def _look_back(
    history: History, reading: Reading, when_waiting: Callable[[], None] | None, known: Annotated | None
) -> None:
    """While the engine gets ready: what themes will ask of the clauses that are remembered."""
    names = ", ".join((schema.LEMMAS, schema.SENTIMENT, schema.POLARITY, schema.INTENT))
    earlier = partial(history.frame, f"SELECT {names} FROM record_clauses")
    reading.ahead.begin(when_waiting, known, earlier=earlier)


def _annotated(
    files: Sequence[_File], reading: Reading, progress: Progress | None, *, meanwhile: Meanwhile
) -> Iterator[Incoming]:
    """Every distinct text of all files once."""
    if not files:
        reading.engine.end()
        return
    documents = pd.concat([file.read.documents[_PER_RECORD] for file in files], ignore_index=True)
    numbers, distinct = distinct_texts(documents[schema.TEXT])
    annotated = _nothing_said()
    if distinct:
        annotated = annotate_all(
            distinct, reading.annotator, reading.engine, cache=reading.cache, progress=progress, meanwhile=meanwhile
        )
    else:
        reading.engine.end()
    annotated, numbers = with_hints(annotated, numbers, record_hints(documents), reading.annotator)
    by_text = {number: np.asarray(rows) for number, rows in annotated.clauses.groupby(schema.TEXT_NO).indices.items()}
    first = 0
    for file in files:
        own = numbers[first : first + len(file.keys)]
        first += len(file.keys)
        yield _incoming(file, annotated, own, by_text, reading.annotation)


def _incoming(
    file: _File, annotated: Annotated, numbers: np.ndarray, by_text: Mapping[Hashable, np.ndarray], annotation: str
) -> Incoming:
    read = file.read.documents
    until = _last_moment(read) if file.until is None else file.until
    said = annotated.texts.take(numbers).set_axis(read.index)
    carried = [name for name in read.columns if name not in schema.READ_COLUMNS]
    rows = read[carried].to_dict("records") if carried else [{}] * len(read)
    told = [json.dumps(row, ensure_ascii=False) if row else "{}" for row in rows]
    keys, ids = _words(file.keys), _words(document_ids(file.keys, read[schema.DOC_ID].tolist()))
    records = read[list(schema.READ_COLUMNS)].assign(
        **{schema.TEXT: said[schema.TEXT], **{name: said[name] for name in _TEXT_COLUMNS}},
        **{DOC_KEY: keys, schema.DOC_ID: ids, CARRIED: _words(told)},
        **{ANNOTATION: annotation},
        **{UNTIL: until},
    )
    places = [by_text.get(number, np.zeros(0, dtype=np.int64)) for number in numbers.tolist()]
    lengths = [len(place) for place in places]
    clauses = annotated.clauses.take(np.concatenate(places) if places else []).reset_index(drop=True)
    clauses = clauses.assign(
        **{
            DOC_KEY: np.repeat(keys, lengths),
            schema.SOURCE_FILE: np.repeat(records[schema.SOURCE_FILE].to_numpy(), lengths),
        }
    )
    return Incoming(
        name=file.name,
        sheets=tuple(source.name for source in file.read.sources),
        digest=file.digest,
        until=until,
        source=json.dumps([asdict(source) for source in file.read.sources], ensure_ascii=False),
        records=records[list(RECORDS)],
        clauses=clauses[[*RECORD_CLAUSES, schema.SOURCE_FILE]],
        rejected=file.read.rejected,
        is_whole=file.is_whole,
        old_name=file.old_name,
    )


def _words(cells: Sequence[str]) -> np.ndarray:
    """``cells`` as a column, which pandas would take for one of numbers where there is none."""
    return np.array(cells, dtype=object)


def _nothing_said() -> Annotated:
    empty = {name: pd.Series(dtype="str") for name in schema.ANNOTATED_TEXTS}
    clauses = {name: pd.Series(dtype="str") for name in schema.ANNOTATED_CLAUSES}
    return Annotated(pd.DataFrame(empty), pd.DataFrame(clauses), Counter())
