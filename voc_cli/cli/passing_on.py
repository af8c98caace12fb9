"""Alerts on their way to people: on stderr, by webhook and mail, each once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from voc_cli.cli.streams import note
from voc_cli.messages import text

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from voc_cli.config import Settings
    from voc_cli.schema import Alert
    from voc_cli.store.history import History

_UNSENT: Final = "unsent"  # under which the history remembers, for each place, the alerts that it has yet to take


@dataclass(slots=True)
class PassingOn:
    """What one run tells of."""

    settings: Settings
    history: History
    _quotes: dict[str, str] = field(default_factory=dict)  # by alert_id; only this run knows them

    def tell(
        self, alerts: Sequence[Alert], clauses: Sequence[pd.DataFrame], *, late_before: date | None = None
    ) -> None:
        """Say what no run has told of yet, and remember that it was said and has yet to be sent.

        After the report is written: a run that is killed in between tells of it again rather than never.

        Args:
            clauses: Those of the records that ``alerts`` tell of.
            late_before: Urgent cases of earlier days are said in one line.
        """
        from voc_cli.cli.output import say_alerts
        from voc_cli.notify import places
        from voc_cli.trends.alerts import late_together, not_yet_raised

        fresh = not_yet_raised(alerts, self.history.raised_alerts())
        say_alerts(fresh if late_before is None else late_together(fresh, before=late_before))
        self._quotes |= {alert.alert_id: _quote(clauses, alert.subject) for alert in fresh if alert.rule == "urgent"}
        unsent = self._unsent()
        for place in places(self.settings.notify) if fresh else ():
            unsent[place] = [*unsent.get(place, ()), *fresh]
        with self.history.transaction():
            self.history.remember_alerts(fresh)
            self._remember(unsent)

    def send(self) -> None:
        """Send what waits, also from earlier runs; what a place does not take waits for the next run."""
        unsent = self._unsent()
        if not unsent:
            return
        from voc_cli.notify import send_alerts

        title = self.settings.title or text("report.title")
        sent = send_alerts(unsent, self.settings.notify, title=title, quotes=self._quotes)
        for failure in sent.values():
            note(failure)
        with self.history.transaction():
            self._remember({place: unsent[place] for place in sent})

    def _unsent(self) -> dict[str, list[Alert]]:
        from voc_cli.schema import Alert

        waiting = json.loads(self.history.meta(_UNSENT) or "{}")
        return {place: [Alert(**row) for row in rows] for place, rows in waiting.items()}

    def _remember(self, unsent: dict[str, list[Alert]]) -> None:
        rows = {place: [asdict(alert) for alert in alerts] for place, alerts in unsent.items()}
        value = json.dumps(rows, ensure_ascii=False) if rows else "{}"
        if value != (self.history.meta(_UNSENT) or "{}"):
            self.history.remember(_UNSENT, value)


def _quote(clauses: Sequence[pd.DataFrame], doc_id: str) -> str:
    from voc_cli.schema import DOC_ID, SIGNALS, TEXT

    own = [said[(said[DOC_ID] == doc_id) & (said[SIGNALS] != "")] for said in clauses]
    return " … ".join(text for said in own for text in said[TEXT])
