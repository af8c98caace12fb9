"""Parts of a folder of results that may be made in another process: each function imports no more than it uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.config import Settings
    from voc_cli.engine.hands import Hand, Later
    from voc_cli.io.write import Encoded
    from voc_cli.report.headings import Headers
    from voc_cli.report.model import Report
    from voc_cli.report.rows import Rows, Shown
    from voc_cli.report.xlsx import Prepared


@dataclass(frozen=True, slots=True)
class Begun:
    """What needs nothing but records, clauses and the order of the themes, and may be made before there is a report."""

    hand: Hand
    encoded: dict[str, Later]  # the largest tables, each as Encoded, by name
    page: Later  # what the page shows of the rows, as page_rows.pack gives it
    sheet: Later  # rows of the workbook

    @classmethod
    def of(
        cls, documents: pd.DataFrame, clauses: pd.DataFrame, themes: Sequence[str], settings: Settings, hand: Hand
    ) -> Begun:
        """Ask ``hand`` for all of it.

        Args:
            documents: Of the analysis.
            clauses: Of the analysis.
            themes: Their order, theme_id.
        """
        held = {"documents": hand.hold(documents), "clauses": hand.hold(clauses)}
        encoded = {
            name: hand.ask(encoded_table, frame, name, settings.headers, settings.encoding)
            for name, frame in held.items()
        }
        rows = hand.ask(rows_of, *held.values(), list(themes), settings.max_rows)
        return cls(hand, encoded, hand.ask(packed_page, rows), hand.ask(prepared_sheet, rows))

    def workbook(self, report: Report) -> Later:
        """Ask for the workbook."""
        return self.hand.ask(workbook, report, self.sheet)


def encoded_table(frame: pd.DataFrame, name: str, headers: Headers, encoding: str) -> Encoded:
    """The table ``name`` as it is written; ``frame`` of clauses may have more columns."""
    from voc_cli.io.write import encoded_csv
    from voc_cli.report.headings import COLUMNS, with_headings

    table = frame[list(COLUMNS[name])] if name == "clauses" else frame
    return encoded_csv(with_headings(table, name, headers), encoding=encoding)


def rows_of(documents: pd.DataFrame, clauses: pd.DataFrame, themes: list[str], max_rows: int | None) -> Rows:
    """Arguments as for ``Rows``, but that both tables may have more columns."""
    from voc_cli.report.rows import Rows, shown_of

    return Rows(shown_of(documents), clauses, themes, max_rows=max_rows)


def packed_page(rows: Rows) -> tuple[str, Shown]:
    """What the page shows of ``rows``."""
    from voc_cli.report.page_rows import pack

    return pack(rows)


def prepared_sheet(rows: Rows) -> Prepared:
    """The rows of the workbook as they will stand in it.

    Raises:
        OutputError: As the renderer of the workbook.
    """
    from voc_cli.report import xlsx

    return xlsx.prepare(rows)


def workbook(report: Report, sheet: Prepared) -> bytes:
    """The bytes of the workbook.

    Raises:
        OutputError: As the renderer itself.
    """
    from voc_cli.report import xlsx

    return xlsx.render_prepared(report, sheet)
