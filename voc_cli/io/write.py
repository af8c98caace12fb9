"""Tables and texts to files; see ``atomic`` for how a file is replaced."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from voc_cli import schema
from voc_cli.io.atomic import atomic_file

if TYPE_CHECKING:
    import pandas as pd

UTF8_BOM: Final = "utf-8-sig"
_BOM: Final = b"\xef\xbb\xbf"
_FORMULA: Final = frozenset("=+-@\t\r")
_GUARD: Final = "'"
_MAY_NEED_GUARD: Final = _FORMULA | {_GUARD}
_BATCH: Final = 20_000


@dataclass(frozen=True, slots=True)
class Encoded:
    """Bytes of a table, and how many characters their encoding could not hold ("?" stands for each)."""

    data: bytes
    n_replaced: int = 0


def write_csv(frame: pd.DataFrame, target: Path, *, encoding: str = UTF8_BOM, separator: str = ",") -> int:
    """Write ``frame`` to ``target`` and return how many characters ``encoding`` could not hold ("?" stands for each).

    Raises:
        OutputError: The place cannot be written, or the disk is full; an older file is as it was.
    """
    n_replaced = 0
    with atomic_file(target) as file:
        for chunk in _csv_chunks(frame, encoding=encoding, separator=separator):
            file.write(chunk.data)
            n_replaced += chunk.n_replaced
    return n_replaced


def csv_bytes(frame: pd.DataFrame, *, encoding: str = UTF8_BOM, separator: str = ",") -> bytes:
    """The bytes that ``write_csv`` would write."""
    return encoded_csv(frame, encoding=encoding, separator=separator).data


def encoded_csv(frame: pd.DataFrame, *, encoding: str = UTF8_BOM, separator: str = ",") -> Encoded:
    """What ``write_csv`` would write."""
    chunks = list(_csv_chunks(frame, encoding=encoding, separator=separator))
    return Encoded(b"".join(chunk.data for chunk in chunks), sum(chunk.n_replaced for chunk in chunks))


def rows_bytes(
    rows: Sequence[Sequence[str]], *, encoding: str, separator: str = ",", line_end: str = "\n", begins: bool = False
) -> Encoded:
    """Rows of cells as they are, without a guard against formulas; a row without cells is an empty line.

    Args:
        begins: Whether these rows begin the file, so that a byte order mark goes before them if ``encoding`` has one.
    """
    text = _joined(rows, separator, line_end)
    encoded = _encode(text, "utf-8" if encoding == UTF8_BOM else encoding)
    return Encoded(_BOM + encoded.data, encoded.n_replaced) if begins and encoding == UTF8_BOM else encoded


def write_text(text: str, target: Path, *, encoding: str = "utf-8") -> None:
    """Write ``text`` to ``target``, lines ending as they do in ``text``.

    Raises:
        OutputError: As ``write_csv``.
    """
    write_bytes(text.encode(encoding), target)


def write_bytes(data: bytes, target: Path) -> None:
    """Write ``data`` to ``target``.

    Raises:
        OutputError: As ``write_csv``.
    """
    with atomic_file(target) as file:
        file.write(data)


def write_json(value: object, target: Path, *, sort_keys: bool = False) -> None:
    """Write ``value`` to ``target`` as ``json_text`` gives it.

    Raises:
        OutputError: As ``write_csv``.
    """
    write_text(json_text(value, sort_keys=sort_keys), target)


def json_text(value: object, *, sort_keys: bool = False) -> str:
    """``value`` as JSON: Korean readable, NaN and NaT as null, sets sorted, a newline at the end.

    Args:
        value: Mappings, sequences, sets, numbers of Python or NumPy, dates.
        sort_keys: For mappings whose order says nothing.
    """
    return json.dumps(_plain(value), ensure_ascii=False, indent=2, sort_keys=sort_keys, allow_nan=False) + "\n"


def _csv_chunks(frame: pd.DataFrame, *, encoding: str, separator: str) -> Iterator[Encoded]:
    """The bytes of the table piece by piece."""
    names = [[str(name) for name in frame]]
    yield Encoded(rows_bytes(names, encoding=encoding, separator=separator, begins=True).data)
    plain = "utf-8" if encoding == UTF8_BOM else encoding
    for start in range(0, len(frame), _BATCH):
        part = frame.iloc[start : start + _BATCH]
        columns = [_column_texts(part.iloc[:, place]) for place in range(part.shape[1])]
        yield _encode(_table_text(columns, separator), plain)


def _table_text(columns: Sequence[list[str]], separator: str) -> str:
    """Columns of cells as lines, quoted as the csv module would."""
    marks = (separator, '"', "\n", "\r")
    quoted = []
    for cells in columns:
        # A look at the whole column is far cheaper than one at each cell, and most columns hold no mark.
        whole = "".join(cells)
        found = [mark for mark in marks if mark in whole]
        if "\r" in found or len(columns) == 1:
            # A carriage return makes a chunk quoted throughout, and a single empty cell would be an empty line.
            return _joined(list(zip(*columns, strict=True)), separator, "\n")
        quoted.append([_quoted(cell, found) for cell in cells] if found else cells)
    return "\n".join([*map(separator.join, zip(*quoted, strict=True)), ""])


def _quoted(cell: str, marks: Sequence[str]) -> str:
    for mark in marks:
        if mark in cell:
            return '"' + cell.replace('"', '""') + '"'
    return cell


def _joined(rows: Sequence[Sequence[str]], separator: str, line_end: str) -> str:
    text = _rows_text(rows, separator, line_end, csv.QUOTE_MINIMAL)
    # A lone carriage return goes unquoted by the module's own rule and would end the row for every reader.
    has_lone = "\r" in (text.replace(line_end, "") if line_end == "\r\n" else text)
    return _rows_text(rows, separator, line_end, csv.QUOTE_ALL) if has_lone else text


def _rows_text(rows: Sequence[Sequence[str]], separator: str, line_end: str, quoting: Any) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator=line_end, quoting=quoting).writerows(rows)
    return buffer.getvalue()


def _encode(text: str, encoding: str) -> Encoded:
    try:
        return Encoded(text.encode(encoding))
    except UnicodeEncodeError:
        data = text.encode(encoding, errors="replace")
        # No character of CP949 or UTF-8 holds the byte of "?" within it, so the surplus is what was replaced.
        return Encoded(data, data.count(b"?") - text.count("?"))


def _column_texts(column: pd.Series[Any]) -> list[str]:
    """The cells of a column as they stand in the file."""
    kind = column.dtype.kind
    if kind in "iu":
        return [str(value) for value in column.tolist()]
    if kind == "f":
        # Zero has no sign here, although a rounded -0.00001 keeps one.
        return ["" if math.isnan(value) else repr(value + 0.0) for value in column.tolist()]
    if kind == "M":
        codes, moments = column.factorize(use_na_sentinel=False)
        texts = [_moment(moment) for moment in moments]
        return [texts[code] for code in codes.tolist()]
    cells = column.tolist()
    # Nearly every column holds nothing but texts that are written as they are.
    if set(map(type, cells)) <= {str} and _MAY_NEED_GUARD.isdisjoint({cell[:1] for cell in cells}):
        return cells
    return [
        value if type(value) is str and value[:1] not in _MAY_NEED_GUARD else defused(_cell(value)) for value in cells
    ]


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return schema.SEPARATOR.join(map(str, value))
    plain = _plain(value)
    if plain is None:
        return ""
    return plain if isinstance(plain, str) else str(plain)


def _moment(value: Any) -> str:
    text = str(value)  # "NaT", "2024-01-03 15:05:10.5"
    return "" if text == "NaT" else text[:19].removesuffix(" 00:00:00")


def defused(cell: str) -> str:
    """``cell`` with an apostrophe before anything that a spreadsheet would run as a formula; numbers stay numbers.

    What already looks so guarded gets one more, so that ``undefused`` always gives back the cell as it was.
    """
    return _GUARD + cell if _is_formula(cell.lstrip(_GUARD)) else cell


def undefused(cell: str) -> str:
    """The cell that ``defused`` was given."""
    return cell[1:] if cell[:1] == _GUARD and _is_formula(cell.lstrip(_GUARD)) else cell


def _is_formula(cell: str) -> bool:
    return cell[:1] in _FORMULA and cell != "-" and not _is_number(cell)


def _is_number(cell: str) -> bool:
    digits = cell[1:]
    return digits.replace(",", "").replace(".", "", 1).isdecimal() and digits[0] not in ",." and cell[0] in "+-"


def _plain(value: object) -> object:
    """``value`` in the types that JSON knows."""
    if value is None or isinstance(value, (str, bool, int)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, float):
        return float(value) if value - value == 0 else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return _plain_foreign(value)


def _plain_foreign(value: Any) -> object:
    """Dates, and the scalars and arrays of NumPy and pandas."""
    if hasattr(value, "isoformat"):
        return _moment(value) or None if hasattr(value, "hour") else value.isoformat()
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    return str(value)
