"""What the tests of reading share."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

from voc_cli import schema
from voc_cli.io.read import read_documents

KEY = b"key of the tests"


def mask_digits(text: str) -> str:
    """A stand-in for the masking of ``text/privacy``: mobile numbers only."""
    return re.sub(r"01\d-?\d{3,4}-?\d{4}", "[전화번호]", text)


def read(*inputs: Path | str, columns: Mapping[str, str] | None = None) -> schema.ReadResult:
    """The documents of files."""
    return read_documents([str(item) for item in inputs], columns=columns, mask=mask_digits, customer_key=KEY)


def read_stdin(data: bytes, *, columns: Mapping[str, str] | None = None) -> schema.ReadResult:
    """The documents of bytes that stand on standard input."""
    return read_documents(["-"], columns=columns, mask=mask_digits, customer_key=KEY, stdin=io.BytesIO(data))


def texts(result: schema.ReadResult) -> list[str]:
    """The texts of the documents, in order."""
    return result.documents[schema.TEXT].tolist()


def reasons(result: schema.ReadResult) -> list[tuple[int, str]]:
    """Row and reason of what was rejected, in order."""
    rejected = result.rejected
    return list(zip(rejected[schema.SOURCE_ROW].tolist(), rejected[schema.REASON].tolist(), strict=True))
