"""Tables that ``write_csv`` wrote, read back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voc_cli.errors import InputError
from voc_cli.io.inputs import unreadable
from voc_cli.io.write import UTF8_BOM, undefused
from voc_cli.messages import text

if TYPE_CHECKING:
    import pandas as pd

_ENCODINGS: Final = (UTF8_BOM, "cp949")  # Korean in CP949 is hardly ever valid UTF-8
_FIELD_LIMIT: Final = 2**31 - 1


def read_table(
    path: Path, wanted: Sequence[str], *, names: Sequence[str], same: Callable[[str, str], bool] = str.__eq__
) -> pd.DataFrame:
    """The columns ``wanted`` of a table that ``write_csv`` wrote with commas, every cell as the text that it was.

    Args:
        names: The first columns of the table, in its order; others may follow.
        same: Whether the heading found (second) is one of the column named (first).
    Raises:
        InputError: The file is missing or unreadable, or holds another table.
    """
    import pandas as pd

    for encoding in _ENCODINGS:
        try:
            with _records(path, encoding) as rows:
                columns = _columns(rows, [names.index(name) for name in wanted], names, same)
        except InputError:
            raise  # it is a ValueError, too
        except UnicodeDecodeError:
            continue
        except (ValueError, csv.Error) as error:
            raise _damaged(path) from error
        return pd.DataFrame(dict(zip(wanted, columns, strict=True)), dtype="str")
    raise _damaged(path)


@contextmanager
def _records(path: Path, encoding: str) -> Iterator[Iterator[list[str]]]:
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        with path.open(encoding=encoding, newline="") as file:
            yield csv.reader(file, strict=True)
    except FileNotFoundError as error:
        raise InputError(path, text("rendering.no_table"), mend=text("rendering.no_table_mend")) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _columns(
    rows: Iterator[list[str]], places: Sequence[int], names: Sequence[str], same: Callable[[str, str], bool]
) -> list[list[str]]:
    """The cells of the columns at ``places``. Carried columns may bear any name, so only the place tells a column.

    Raises:
        ValueError: The header is another one, or a row is shorter or longer than it.
    """
    header = next(rows, [])
    if len(header) < len(names) or not all(map(same, names, header)):
        raise ValueError(header)
    columns: list[list[str]] = [[] for _ in places]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(row)
        for column, place in zip(columns, places, strict=True):
            column.append(undefused(row[place]))
    return columns


def _damaged(path: Path) -> InputError:
    return InputError(path, text("rendering.bad_table"), mend=text("rendering.bad_table_mend"))
