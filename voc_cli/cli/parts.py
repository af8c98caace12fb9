"""Parts of a folder of results that may be made in another process: each function imports no more than it uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.config import Settings
    from voc_cli.engine.hands import Hand, Later
    from voc_cli.io.write import Encoded
    from voc_cli.report.formats import Screen
    from voc_cli.report.headings import Headers
    from voc_cli.report.model import Report
    from voc_cli.report.rows import Rows
    from voc_cli.schema import Analysis


@dataclass(frozen=True, slots=True)
class Tables:
    """The largest tables, which need nothing but records and clauses: each as Encoded, by name."""

    hand: Hand
    documents: Later  # held
    clauses: Later  # held
    encoded: dict[str, Later]

    @classmethod
    def of(cls, documents: pd.DataFrame, clauses: pd.DataFrame, settings: Settings, hand: Hand) -> Tables:
        """Ask ``hand`` for them."""
        held = {"documents": hand.hold(documents), "clauses": hand.hold(clauses)}
        encoded = {
            name: hand.ask(encoded_table, frame, name, settings.headers, settings.encoding)
            for name, frame in held.items()
        }
        return cls(hand, held["documents"], held["clauses"], encoded)


@dataclass(frozen=True, slots=True)
class Begun:
    """What needs no report and may be made while there is none."""

    tables: Tables
    rows: Later  # of the workbook

    @classmethod
    def of(cls, tables: Tables, analysis: Analysis, settings: Settings) -> Begun:
        """Ask for the rows of the workbook behind the tables."""
        from voc_cli.schema import THEME_ID

        themes = analysis.themes[THEME_ID].tolist()
        rows = tables.hand.ask(prepared_rows, tables.documents, tables.clauses, themes, settings.max_rows)
        return cls(tables, rows)

    def workbook(self, report: Report, screen: Screen) -> Later:
        """Ask for the workbook."""
        return self.tables.hand.ask(workbook, report, screen, self.rows)


def encoded_table(frame: pd.DataFrame, name: str, headers: Headers, encoding: str) -> Encoded:
    """The table ``name`` as it is written; ``frame`` of clauses may have more columns."""
    from voc_cli.io.write import encoded_csv
    from voc_cli.report.headings import COLUMNS, with_headings

    table = frame[list(COLUMNS[name])] if name == "clauses" else frame
    return encoded_csv(with_headings(table, name, headers), encoding=encoding)


def prepared_rows(documents: pd.DataFrame, clauses: pd.DataFrame, themes: list[str], max_rows: int | None) -> Rows:
    """The rows of the workbook; arguments as for ``Rows``, but that both tables may have more columns."""
    from voc_cli.report import xlsx
    from voc_cli.report.rows import Rows, shown_of

    rows = Rows(shown_of(documents), clauses, themes, max_rows=max_rows)
    xlsx.prepare(rows)
    return rows


def workbook(report: Report, screen: Screen, rows: Rows) -> bytes:
    """The bytes of the workbook.

    Raises:
        OutputError: As the renderer itself.
    """
    from voc_cli.report import xlsx

    return xlsx.render(report, screen, rows)
