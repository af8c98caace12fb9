"""A job with exports by the week, and what a run leaves of it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from voc_cli.store.tables import CONTENT

HEADER = "접수번호,접수일시,채널,상담내용\n"
CONFIG = '[run]\ninputs = ["in/*.csv"]\noutput = "보고서/%G-W%V"\n'


def week(number: int, *, texts: tuple[str, ...] = ("배송 늦다", "포장 좋다", "배송 늦어요")) -> str:
    """The export of a week of January 2024, from Monday the 1st on, a record a day."""
    rows = []
    for day in range(1 + 7 * (number - 1), 8 + 7 * (number - 1)):
        rows.append(f"{day:05},2024-01-{day:02} 09:00,전화,{texts[day % len(texts)]} {day}\n")
    return HEADER + "".join(rows)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def content(history: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of all tables that do not tell of runs."""
    with duckdb.connect(str(history), read_only=True) as connection:
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in CONTENT}
