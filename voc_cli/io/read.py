"""Exports to one table of documents (design section 1: read)."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from voc_cli import messages, schema
from voc_cli.errors import UsageError
from voc_cli.io.categories import level_columns
from voc_cli.io.dates import parse_dates
from voc_cli.io.identifiers import Identifiers, Naming
from voc_cli.io.inputs import find_inputs
from voc_cli.io.personal import hash_customers, without_personal
from voc_cli.io.ratings import Scale, parse_ratings
from voc_cli.io.records import Mask, Table, carried_columns, carried_name, masked_cells, raw_rows
from voc_cli.io.tables import ChosenTable, check_asked, choose_tables, no_records
from voc_cli.roles import CATEGORY, ORDER, ROLES

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_DATES: Final = (schema.RECEIVED_AT, schema.CLOSED_AT)
_LABELS: Final = (schema.CHANNEL, schema.PRODUCT, schema.SEGMENT)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What one table adds to the result."""

    texts: dict[str, list[str]]
    lines: Sequence[int]
    dates: dict[str, NDArray[np.datetime64]]
    rating: NDArray[np.float64]
    carried: dict[str, list[str]]
    rejected: list[tuple[str, int, str, str]]
    source: schema.Source


def read_documents(
    inputs: Sequence[str],
    *,
    columns: Mapping[str, str] | None = None,
    mask: Mask,
    customer_key: bytes,
    stdin: BinaryIO | None = None,
    progress: Callable[[str], None] | None = None,
    max_characters: int = 100_000,
    naming: Naming | None = None,
) -> schema.ReadResult:
    """Read exports into one row per record, in the order given; what cannot be read becomes a rejected row.

    Args:
        inputs: Paths, globs and folders of CSV, TSV, Excel and ODS tables, also gzipped; "-" is standard input.
        columns: role (``roles.ROLES``) -> header, where the names should not be left to be found.
        mask: Hides personal data in a text; used on rejected rows and on carried columns, not yet on ``text``.
        customer_key: Key of the hash that stands for a customer.
        stdin: What "-" reads.
        progress: Called with the name of each file before it is read.
        max_characters: Longer texts are rejected.
        naming: Hands out doc_id; ids that are unique over all ``inputs`` where not given.

    Returns:
        ``documents``, ``rejected`` and one source for each file or used sheet. Nothing need be left of a file whose
        records are all rejected.

    Raises:
        InputError: An input is missing, is no table, or holds no column of text.
        NoRecordsError: No input holds any record.
    """
    asked = dict(columns or {})
    _check_roles(asked)
    chosen: list[ChosenTable] = []
    for file in find_inputs(inputs):
        if progress is not None:
            progress(file.name)
        chosen.extend(choose_tables(file, asked=asked, mask=mask, stdin=stdin, max_characters=max_characters))
    check_asked(asked, chosen)
    ids = naming or Identifiers()
    parts = [_make_part(one, ids, mask=mask, key=customer_key) for one in chosen]
    if not any(part.source.n_rows for part in parts):
        raise no_records(chosen[0].file)
    return schema.ReadResult(_documents(parts), _rejected(parts), tuple(part.source for part in parts))


def nothing_read(name: str) -> schema.ReadResult:
    """What ``read_documents`` would give for a file that holds no record."""
    import numpy as np

    texts: dict[str, list[str]] = {column: [] for column in schema.READ_COLUMNS}
    dates = {role: np.zeros(0, dtype="datetime64[s]") for role in _DATES}
    source = schema.Source(name, "", "", 1, 0, 0, 0, columns={}, dropped=(), notes=(messages.text("io.header_only"),))
    part = _Part(texts, [], dates, np.zeros(0), {}, [], source)
    return schema.ReadResult(_documents([part]), _rejected([part]), (source,))


def _check_roles(asked: Mapping[str, str]) -> None:
    for role in asked:
        if role not in ROLES:
            near = difflib.get_close_matches(role, ROLES, n=1) or ROLES
            raise UsageError(
                role,
                messages.text("io.unknown_role"),
                mend=messages.text("io.unknown_role_mend", roles=", ".join(near)),
            )


def _make_part(one: ChosenTable, ids: Naming, *, mask: Mask, key: bytes) -> _Part:
    table, roles, names = one.table, one.choice.roles, one.table.header.names
    notes = [*one.notes, *table.notes, *one.choice.notes]
    notes += [messages.text("io.header_elsewhere", role=role) for role in one.choice.missing]
    n_rows = len(table.lines)
    blank = [""] * n_rows
    own_ids = without_personal(table.columns[roles[schema.DOC_ID]]) if schema.DOC_ID in roles else None
    doc_ids, n_changed = ids.assign(own_ids, source_file=one.source_file, lines=table.lines)
    if n_changed:
        notes.append(messages.text("io.ids_changed", count=n_changed))
    texts = {schema.DOC_ID: doc_ids, schema.SOURCE_FILE: [one.source_file] * n_rows}
    texts |= {role: masked_cells(table.columns[roles[role]], mask) if role in roles else blank for role in _LABELS}
    customer = roles.get(schema.CUSTOMER)
    texts[schema.CUSTOMER] = blank if customer is None else hash_customers(table.columns[customer], key)
    texts[schema.TEXT] = list(table.columns[roles[schema.TEXT]])
    rejected = raw_rows(table, one.choice, source_file=one.source_file, mask=mask)
    dates = {role: _read_dates(table, roles.get(role), notes) for role in _DATES}
    rating = _read_rating(table, roles.get(schema.RATING), notes)
    notes += _personal_notes(one)
    source = schema.Source(
        name=one.source_file,
        encoding=table.grid.encoding,
        delimiter=table.grid.delimiter,
        header_row=table.header.line,
        n_rows=n_rows + len(rejected),
        n_documents=n_rows,
        n_rejected=len(rejected),
        columns={role: names[roles[role]] for role in ROLES if role in roles},
        dropped=tuple(names[index] for index in one.choice.hidden),
        notes=tuple(notes),
    )
    carried = carried_columns(table, one.choice, mask=mask)
    return _Part(texts, table.lines, dates, rating, _with_levels(carried, one), rejected, source)


def _with_levels(carried: dict[str, list[str]], one: ChosenTable) -> dict[str, list[str]]:
    """``carried`` with a column for each level of a category that one cell holds whole ("배송 > 지연")."""
    category = one.choice.roles.get(CATEGORY)
    if category is None:
        return carried
    header = carried_name(one.table.header.names[category])
    found = level_columns(header, carried.get(header, ()))
    return carried | {name: cells for name, cells in found.items() if name not in carried}


def _personal_notes(one: ChosenTable) -> list[str]:
    names = one.table.header.names
    customer = one.choice.roles.get(schema.CUSTOMER)
    notes = []
    if customer is not None:
        key = "customer_by_order" if customer == one.choice.roles.get(ORDER) else "customer_hashed"
        notes.append(messages.text(f"io.{key}", header=names[customer]))
    dropped = [names[index] for index in one.choice.hidden if index != customer]
    if dropped:
        notes.append(messages.text("io.personal_dropped", headers=", ".join(dropped)))
    return notes


def _read_dates(table: Table, index: int | None, notes: list[str]) -> NDArray[np.datetime64]:
    dates = parse_dates([""] * len(table.lines) if index is None else table.columns[index])
    if index is not None and dates.n_unreadable:
        header = table.header.names[index]
        notes.append(messages.text("io.dates_unreadable", header=header, count=dates.n_unreadable))
    if index is not None and dates.day_first is None:
        notes.append(messages.text("io.dates_month_first", header=table.header.names[index]))
    return dates.values


def _read_rating(table: Table, index: int | None, notes: list[str]) -> NDArray[np.float64]:
    header = "" if index is None else table.header.names[index]
    ratings = parse_ratings([""] * len(table.lines) if index is None else table.columns[index], header=header)
    if index is not None and ratings.scale is not Scale.FIVE and len(table.lines):
        notes.append(messages.text(f"io.scale_{ratings.scale.name.lower()}", header=header))
    if ratings.n_unreadable:
        notes.append(messages.text("io.ratings_unreadable", header=header, count=ratings.n_unreadable))
    return ratings.values


def _documents(parts: Sequence[_Part]) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    data: dict[str, pd.Series[Any]] = {}
    for column in schema.READ_COLUMNS:
        if column == schema.SOURCE_ROW:
            data[column] = pd.Series([line for part in parts for line in part.lines], dtype="int64")
        elif column in _DATES:
            data[column] = pd.Series(np.concatenate([part.dates[column] for part in parts]).astype("datetime64[ns]"))
        elif column == schema.RATING:
            data[column] = pd.Series(np.concatenate([part.rating for part in parts]))
        else:
            data[column] = pd.Series([cell for part in parts for cell in part.texts[column]], dtype="str")
    for header in dict.fromkeys(header for part in parts for header in part.carried):
        cells = [cell for part in parts for cell in part.carried.get(header, [""] * len(part.lines))]
        data[header] = pd.Series(cells, dtype="str")
    return schema.check(pd.DataFrame(data), schema.READ_COLUMNS, table="documents")


def _rejected(parts: Sequence[_Part]) -> pd.DataFrame:
    import pandas as pd

    rows = [row for part in parts for row in part.rejected]
    return pd.DataFrame(
        {
            name: pd.Series([row[place] for row in rows], dtype="int64" if name == schema.SOURCE_ROW else "str")
            for place, name in enumerate(schema.REJECTED)
        }
    )
