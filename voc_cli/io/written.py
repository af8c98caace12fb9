"""Tables that ``write_csv`` wrote, read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voc_cli.errors import InputError
from voc_cli.io.write import UTF8_BOM, defused
from voc_cli.messages import text

if TYPE_CHECKING:
    import pandas as pd

_ENCODINGS: Final = (UTF8_BOM, "cp949")  # text in CP949 is hardly ever valid UTF-8
_GUARD: Final = "'"


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
    header = [str(name) for name in _read(path, nrows=0).columns]
    if len(header) < len(names) or not all(map(same, names, header)):
        raise InputError(path, text("rendering.bad_table"), mend=text("rendering.bad_table_mend"))
    places = [names.index(name) for name in wanted]
    frame = _read(path, columns=places)[[header[place] for place in places]]
    # Carried columns may bear any name, so the columns are told by their place.
    return frame.set_axis(list(wanted), axis=1).map(_unguarded)


def _read(path: Path, *, columns: list[int] | None = None, nrows: int | None = None) -> pd.DataFrame:
    import pandas as pd

    damage: ValueError | None = None
    for encoding in _ENCODINGS:
        try:
            return pd.read_csv(
                path,
                dtype=str,
                encoding=encoding,
                usecols=columns,
                nrows=nrows,
                na_filter=False,  # "NA" and "null" are things that customers type
                lineterminator="\n",  # a carriage return alone is part of a cell
            )
        except ValueError as error:  # of decoding, and of every row that is none
            damage = error
        except FileNotFoundError as error:
            raise InputError(path, text("rendering.no_table"), mend=text("rendering.no_table_mend")) from error
        except OSError as error:
            what = text("io.unreadable", error=error.strerror)
            raise InputError(path, what, mend=text("io.unreadable_mend")) from error
    raise InputError(path, text("rendering.bad_table"), mend=text("rendering.bad_table_mend")) from damage


def _unguarded(cell: str) -> str:
    """``cell`` without the apostrophe of ``defused``."""
    return cell[1:] if cell[:1] == _GUARD and defused(cell[1:]) == cell else cell
