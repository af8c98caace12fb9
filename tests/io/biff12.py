"""A small xlsb file (Excel's binary workbook, [MS-XLSB]), which no library of the field writes."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from io import BytesIO

# Record types.
_ROW, _REAL, _STRING = 0x00, 0x05, 0x06
_BEGIN_SHEET, _END_SHEET, _BEGIN_BOOK, _END_BOOK = 0x81, 0x82, 0x83, 0x84
_BEGIN_SHEETS, _END_SHEETS, _BEGIN_ROWS, _END_ROWS, _SIZE, _SHEET = 0x8F, 0x90, 0x91, 0x92, 0x94, 0x9C
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsb_bytes(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook of one sheet "VOC" with these cells."""
    sheet = _record(_SHEET, struct.pack("<II", 0, 1) + _text("rId1") + _text("VOC"))
    book = _record(_BEGIN_BOOK) + _record(_BEGIN_SHEETS) + sheet + _record(_END_SHEETS) + _record(_END_BOOK)
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
    relations = f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
        archive.writestr("xl/worksheets/sheet1.bin", _sheet(rows))
    return buffer.getvalue()


def _sheet(rows: Sequence[Sequence[str | float]]) -> bytes:
    width = max(map(len, rows))
    data = _record(_BEGIN_SHEET) + _record(_SIZE, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    data += _record(_BEGIN_ROWS)
    for number, row in enumerate(rows):
        data += _record(_ROW, struct.pack("<II", number, 0) + bytes(9))
        for column, cell in enumerate(row):
            where = struct.pack("<II", column, 0)
            if isinstance(cell, str):
                data += _record(_STRING, where + _text(cell))
            else:
                data += _record(_REAL, where + struct.pack("<d", cell))
    return data + _record(_END_ROWS) + _record(_END_SHEET)


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind, 0x01])
    length, size = len(data), b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + data


def _text(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data
