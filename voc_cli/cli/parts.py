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
class Begun:
    """What needs no report and may be made while there is none."""

    hand: Hand
    clauses: Later  # the table, as Encoded
    rows: Later  # of the workbook

    @classmethod
    def of(cls, analysis: Analysis, settings: Settings, hand: Hand) -> Begun:
        """Ask ``hand`` for the largest table and the rows of the workbook."""
        from voc_cli.report.rows import shown_of
        from voc_cli.schema import THEME_ID

        clauses, documents = hand.hold(analysis.clauses), hand.hold(shown_of(analysis.documents))
        themes = analysis.themes[THEME_ID].tolist()
        return cls(
            hand,
            hand.ask(encoded_clauses, clauses, settings.headers, settings.encoding),
            hand.ask(prepared_rows, documents, clauses, themes, settings.max_rows),
        )

    def workbook(self, report: Report, screen: Screen) -> Later:
        """Ask for the workbook."""
        return self.hand.ask(workbook, report, screen, self.rows)


def encoded_clauses(clauses: pd.DataFrame, headers: Headers, encoding: str) -> Encoded:
    """The table of clauses as it is written; ``clauses`` may have more columns."""
    from voc_cli.io.write import encoded_csv
    from voc_cli.report.headings import COLUMNS, with_headings

    name = "clauses"
    return encoded_csv(with_headings(clauses[list(COLUMNS[name])], name, headers), encoding=encoding)


def prepared_rows(documents: pd.DataFrame, clauses: pd.DataFrame, themes: list[str], max_rows: int | None) -> Rows:
    """The rows of the workbook; arguments as for ``Rows``."""
    from voc_cli.report import xlsx
    from voc_cli.report.rows import Rows

    rows = Rows(documents, clauses, themes, max_rows=max_rows)
    xlsx.prepare(rows)
    return rows


def workbook(report: Report, screen: Screen, rows: Rows) -> bytes:
    """The bytes of the workbook.

    Raises:
        OutputError: As the renderer itself.
    """
    from voc_cli.report import xlsx

    return xlsx.render(report, screen, rows)
