"""By what a record is known again in a later export: its own number, or else its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from voc_cli import schema

if TYPE_CHECKING:
    import pandas as pd

OWN, CONTENT = "=", "#"  # what a key begins with
_NAME_PARTS: Final = re.compile(r"[\d\W_]+")
_CONTENT_COLUMNS: Final = (
    schema.RECEIVED_AT, schema.CHANNEL, schema.PRODUCT, schema.SEGMENT, schema.CUSTOMER, schema.RATING, schema.TEXT,
)  # fmt: skip


def document_keys(documents: pd.DataFrame, id_headers: dict[str, str], *, file: str, key: bytes) -> list[str]:
    """One key a row, the same whenever the same record is exported again.

    A record with a number of its own is known by it, together with the header that the number stands under, so that
    two systems do not meet. Others are known by what they say: date, channel, product, segment, customer, rating and
    raw text, under a keyed hash, within the exports of one series (``series_of``). Equal rows of one file are counted,
    so that none is lost. What has no date could be said in any file and is known within its own only.

    Args:
        documents: schema.READ_COLUMNS with raw texts, doc_id "" where the export has none.
        id_headers: Header of the id column by source_file.
        file: Path of the file from the folder of the settings.
        key: Secret of the hashes; another one makes every such record a new one.
    """
    secret = blake2b(key).digest()
    headers = documents[schema.SOURCE_FILE].map(id_headers).fillna("").tolist()
    dated = documents[schema.RECEIVED_AT].notna().tolist()
    contents = zip(*(_as_words(documents[name]) for name in _CONTENT_COLUMNS), strict=True)
    series, seen, keys = series_of(file), dict[str, int](), []
    rows = zip(documents[schema.DOC_ID].tolist(), headers, dated, contents, strict=True)
    for own, header, has_date, cells in rows:
        base = f"{OWN}{header}:{own}" if own else CONTENT + _hashed((series if has_date else file, *cells), secret)
        seen[base] = seen.get(base, 0) + 1
        keys.append(base if seen[base] == 1 else f"{base}-{seen[base]}")
    return keys


def document_ids(keys: Sequence[str], own: Sequence[str]) -> list[str]:
    """What a record is called: its own number, or its key."""
    return [name or "r" + key[1:] for key, name in zip(keys, own, strict=True)]


def series_of(file: str) -> str:
    """What the names of one export's files have in common ("앱/리뷰_2024-03.csv" and "앱/리뷰_2024-04 (1).csv")."""
    return _NAME_PARTS.sub("", file).casefold()


def key_check(key: bytes) -> str:
    """What tells whether a history was kept with this key, without telling the key."""
    return blake2b(b"voc history", key=blake2b(key).digest(), digest_size=8).hexdigest()


def _as_words(cells: pd.Series) -> list[str]:
    """Each cell as text; one that is missing as pandas 2 wrote it, since pandas 3 leaves it missing."""
    return cells.astype("str").fillna("NaT" if cells.dtype.kind == "M" else "nan").tolist()


def _hashed(parts: Sequence[str], secret: bytes) -> str:
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(data, key=secret, digest_size=8).hexdigest()
