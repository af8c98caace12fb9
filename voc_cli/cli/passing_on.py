"""Alerts on their way to people: on stderr, by webhook and mail, each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voc_cli.cli.streams import note
from voc_cli.messages import text

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.config import Settings
    from voc_cli.schema import Alert
    from voc_cli.store.history import History


def pass_on(settings: Settings, alerts: Sequence[Alert], clauses: Sequence[pd.DataFrame], history: History) -> None:
    """Tell what no run has told of yet, and remember that it was told.

    After the report is written: a run that is killed in between tells of it again rather than never.

    Args:
        clauses: Those of the records that ``alerts`` tell of.
    """
    from voc_cli.cli.output import say_alerts
    from voc_cli.notify import send_alerts
    from voc_cli.trends.alerts import not_yet_raised

    fresh = not_yet_raised(alerts, history.raised_alerts())
    say_alerts(fresh)
    quotes = {alert.alert_id: _quote(clauses, alert.subject) for alert in fresh if alert.rule == "urgent"}
    title = settings.title or text("report.title")
    for failure in send_alerts(fresh, settings.notify, title=title, quotes=quotes):
        note(failure)
    with history.transaction():
        history.remember_alerts(fresh)


def _quote(clauses: Sequence[pd.DataFrame], doc_id: str) -> str:
    from voc_cli.schema import DOC_ID, SIGNALS, TEXT

    own = [said[(said[DOC_ID] == doc_id) & (said[SIGNALS] != "")] for said in clauses]
    return " … ".join(text for said in own for text in said[TEXT])
