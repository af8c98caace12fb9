"""What an earlier run left in a folder: its report, and its clauses as rows for a reader."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voc_cli import schema
from voc_cli.errors import InputError
from voc_cli.io.inputs import unreadable
from voc_cli.messages import text
from voc_cli.report.as_json import from_json
from voc_cli.report.formats import FORMATS
from voc_cli.report.headings import COLUMNS, is_heading_of
from voc_cli.report.model import Report

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.report.rows import Rows

_REPORT: Final = FORMATS["json"].file_name
_DOCUMENTS: Final = (
    schema.DOC_ID, schema.RECEIVED_AT, schema.CHANNEL, schema.PRODUCT, schema.RATING, schema.DUPLICATE_OF,
)  # fmt: skip
_CLAUSES: Final = tuple(name for name in schema.CLAUSES if name not in {schema.CLAUSE_NO, schema.START, schema.END})


def read_report(folder: Path) -> Report:
    """The report of the run that wrote ``folder``.

    Raises:
        InputError: There is no such folder, it holds no report, or one that is damaged or of another version.
    """
    path = folder / _REPORT
    if not folder.is_dir():
        raise InputError(folder, text("rendering.no_folder"), mend=text("rendering.no_folder_mend"))
    return from_json(_read(path), where=path)


def read_max_rows(folder: Path) -> int | None:
    """The number of rows that the run was told to list, None where nobody chose one."""
    path = folder / "summary.json"
    data = _read(path)
    try:
        found = json.loads(data)["settings"]["max_rows"]
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error
    return found if isinstance(found, int) else None


def read_rows(folder: Path, *, max_rows: int | None) -> Rows:
    """The clauses of the run that wrote ``folder``, equal to those that it showed.

    Raises:
        InputError: A table is missing, or is not as a run wrote it.
    """
    from voc_cli.io.written import read_table
    from voc_cli.report.rows import Rows

    paths = {name: folder / f"{name}.csv" for name in ("documents", "clauses", "themes")}
    wanted = {"documents": _DOCUMENTS, "clauses": _CLAUSES, "themes": (schema.THEME_ID,)}
    documents, clauses, themes = (
        read_table(paths[name], columns, names=COLUMNS[name], same=partial(is_heading_of, name))
        for name, columns in wanted.items()
    )
    try:
        documents = _typed_documents(documents)
    except ValueError as error:
        raise _damaged(paths["documents"]) from error
    try:
        clauses = _typed_clauses(clauses, documents)
    except (ValueError, KeyError) as error:
        raise _damaged(paths["clauses"]) from error
    return Rows(documents, clauses, themes[schema.THEME_ID].tolist(), max_rows=max_rows)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(path, text("rendering.no_result"), mend=text("rendering.no_result_mend")) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _damaged(path: Path) -> InputError:
    return InputError(path, text("rendering.bad_table"), mend=text("rendering.bad_table_mend"))


def _typed_documents(cells: pd.DataFrame) -> pd.DataFrame:
    import numpy as np

    moments = [cell or "NaT" for cell in cells[schema.RECEIVED_AT].tolist()]
    ratings = [float(cell) if cell else np.nan for cell in cells[schema.RATING].tolist()]
    return cells.assign(**{
        schema.RECEIVED_AT: np.array(moments, dtype="datetime64[s]"),
        schema.RATING: np.array(ratings, dtype=np.float64),
    })  # fmt: skip


def _typed_clauses(cells: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """``cells`` with numbers, and the row number of each clause's record.

    Raises:
        KeyError: A clause of no record, or of two.
        ValueError: A number that is none, or a code that no run writes.
    """
    rows = {name: row for row, name in enumerate(documents[schema.DOC_ID].tolist())}
    if len(rows) < len(documents):
        raise KeyError(schema.DOC_ID)
    _check_codes(cells)
    numbers = [rows[name] for name in cells[schema.DOC_ID].tolist()]
    return cells.assign(**{schema.POLARITY: cells[schema.POLARITY].astype(float)}).assign(**{schema.TEXT_NO: numbers})


def _check_codes(cells: pd.DataFrame) -> None:
    kinds: Mapping[str, type[StrEnum]] = {
        schema.SENTIMENT: schema.Sentiment,
        schema.INTENT: schema.Intent,
        schema.STAGE: schema.Stage,
    }
    for column, kind in kinds.items():
        for code in cells[column].unique():
            kind(code)
    for cell in cells[schema.SIGNALS].unique():
        for code in cell.split(schema.SEPARATOR) if cell else ():
            schema.Signal(code)
