"""Alerts to a webhook and by mail, with the standard library; a failure is told, never raised."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from voc_cli.messages import text
from voc_cli.rules import Mail, Notify, Webhook
from voc_cli.schema import LEVELS, Alert

PASSWORD_VARIABLE: Final = "VOC_MAIL_PASSWORD"
WEBHOOK: Final = "webhook"
MAIL: Final = "mail"
_FIRST_PAUSE: Final = 0.5  # seconds before the second attempt, doubled before each further one
_HOPELESS: Final = (smtplib.SMTPAuthenticationError, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


def places(how: Notify) -> tuple[str, ...]:
    """Where alerts are to be sent."""
    found = ((WEBHOOK, bool(how.webhook.url)), (MAIL, bool(how.mail.host and how.mail.to)))
    return tuple(place for place, is_set in found if is_set)


def send_alerts(
    waiting: Mapping[str, Sequence[Alert]],
    how: Notify,
    *,
    title: str,
    quotes: Mapping[str, str] | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> dict[str, str]:
    """Send what is grave enough, and return a sentence for each place that did not take it.

    Nothing is sent without an alert, nor to a place that is set no longer. Nothing of a customer's words is sent
    unless ``how.customers_text``.

    Args:
        waiting: What each of the ``places`` has yet to be told.
        title: Of the report, for the subject.
        quotes: The masked words of urgent records by alert_id.
        wait: Called with the seconds before a further attempt.
    """
    graver = LEVELS[: LEVELS.index(how.level) + 1]
    allowed = dict(quotes or {}) if how.customers_text else {}
    failures = {}
    for place in places(how):
        chosen = [alert for alert in waiting.get(place, ()) if alert.level in graver]
        if not chosen:
            continue
        if place == WEBHOOK:
            attempt, retries = partial(_post, how.webhook, chosen, allowed, title), how.webhook.retries
        else:
            attempt, retries = partial(_mail, how.mail, chosen, allowed, title), how.mail.retries
        failures[place] = _with_retries(attempt, retries, wait)
    return {place: failure for place, failure in failures.items() if failure}


class _FailedError(Exception):
    """An attempt that failed; worth another one or not."""

    def __init__(self, sentence: str, *, is_hopeless: bool) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.is_hopeless = is_hopeless


def _with_retries(attempt: Callable[[], None], retries: int, wait: Callable[[float], None]) -> str:
    """ "" or why the last attempt failed."""
    for number in range(retries + 1):
        try:
            attempt()
        except _FailedError as error:
            if error.is_hopeless or number == retries:
                return error.sentence
            wait(_FIRST_PAUSE * 2**number)
        else:
            return ""
    return ""


def _post(hook: Webhook, alerts: Sequence[Alert], quotes: Mapping[str, str], title: str) -> None:
    rows = [asdict(alert) | ({"quote": quotes[alert.alert_id]} if alert.alert_id in quotes else {}) for alert in alerts]
    # "text" is what chat services show of a webhook.
    body = {"title": title, "text": _lines(alerts, quotes, title), "alerts": rows}
    data = json.dumps(body, ensure_ascii=False).encode()
    try:
        request = Request(hook.url, data, {"Content-Type": "application/json; charset=utf-8"}, method="POST")
        with urlopen(request, timeout=hook.timeout):
            return
    except HTTPError as error:
        error.close()
        again = error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.code == HTTPStatus.TOO_MANY_REQUESTS
        raise _FailedError(text("notify.webhook_refused", code=error.code), is_hopeless=not again) from error
    except (URLError, TimeoutError, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise _FailedError(text("notify.webhook_failed", why=reason), is_hopeless=False) from error
    except (HTTPException, ValueError) as error:
        # What these say may hold the address, which is a secret where it alone lets one in.
        raise _FailedError(text("notify.webhook_failed", why=type(error).__name__), is_hopeless=False) from error


def _mail(mail: Mail, alerts: Sequence[Alert], quotes: Mapping[str, str], title: str) -> None:
    message = EmailMessage()
    message["Subject"] = text("notify.subject", title=" ".join(title.split()), n=len(alerts))
    message["From"] = mail.sender or mail.user
    message["To"] = ", ".join(mail.to)
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain="voc.invalid")
    message.set_content(_lines(alerts, quotes, title))
    try:
        with _connect(mail) as server:
            if mail.user:
                server.login(mail.user, os.environ.get(PASSWORD_VARIABLE, ""))
            server.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        failure = text("notify.mail_failed", host=mail.host, why=error)
        raise _FailedError(failure, is_hopeless=isinstance(error, _HOPELESS)) from error


def _connect(mail: Mail) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=mail.timeout, context=context)
    server = smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout)
    if mail.security == "starttls":
        try:
            server.starttls(context=context)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
    return server


def _lines(alerts: Sequence[Alert], quotes: Mapping[str, str], title: str) -> str:
    lines = [title]
    for alert in alerts:
        lines.append(text("alerts.line", level=text(f"alerts.level_{alert.level}"), sentence=alert.sentence))
        if alert.alert_id in quotes:
            lines.append(f"  “{' '.join(quotes[alert.alert_id].split())}”")
    return "\n".join(lines) + "\n"
