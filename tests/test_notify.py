"""Alerts go to a webhook and a mail server on this machine; failures are told and tried again."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from voc_cli.notify import places, send_alerts
from voc_cli.rules import Mail, Notify, Webhook
from voc_cli.schema import Alert

FIRE = Alert("urgent:2024-07-09:007", "2024-07-09", "urgent", "critical", "007", "기록 007을 읽어 보십시오.", 3, 3)
CHURN = Alert("churn:2024-07-08:", "2024-07-08", "churn", "warning", "", "이탈 조짐 12.0%.", 0.12, 0.1)
WORDS = {FIRE.alert_id: "충전하다가 불꽃이 튀었어요"}


class Hook(ThreadingHTTPServer):
    """Answers with the codes given, the last one again and again, and keeps what it was sent."""

    def __init__(self, codes: list[int], port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.codes = codes
        self.bodies: list[dict[str, Any]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        codes = self.server.codes
        self.send_response(codes.pop(0) if len(codes) > 1 else codes[0])
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


@contextmanager
def hook(*codes: int, port: int = 0) -> Iterator[tuple[Hook, Notify]]:
    server = Hook(list(codes or (200,)), port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server, Notify(webhook=Webhook(url=f"http://127.0.0.1:{server.server_port}/alerts", retries=2, timeout=5))
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def send(how: Notify, *alerts: Alert) -> tuple[tuple[str, ...], list[float]]:
    pauses: list[float] = []
    waiting = dict.fromkeys(places(how), alerts)
    failures = send_alerts(waiting, how, title="주간 보고", quotes=WORDS, wait=pauses.append)
    return tuple(failures.values()), pauses


def test_a_webhook_gets_the_alerts_as_json_without_customers_words() -> None:
    with hook() as (server, how):
        assert send(how, FIRE, CHURN) == ((), [])
    (body,) = server.bodies
    assert [alert["alert_id"] for alert in body["alerts"]] == [FIRE.alert_id, CHURN.alert_id]
    assert body["text"].splitlines() == [
        "주간 보고",
        "알림[심각] 기록 007을 읽어 보십시오.",
        "알림[주의] 이탈 조짐 12.0%.",
    ]
    assert "불꽃" not in json.dumps(body, ensure_ascii=False)


def test_customers_words_are_sent_where_that_is_allowed() -> None:
    with hook() as (server, how):
        send(how.model_copy(update={"customers_text": True}), FIRE, CHURN)
    first, second = server.bodies[0]["alerts"]
    assert first["quote"] == WORDS[FIRE.alert_id]
    assert "quote" not in second


def test_what_is_less_grave_than_asked_for_is_not_sent() -> None:
    with hook() as (server, how):
        assert send(how.model_copy(update={"level": "critical"}), CHURN) == ((), [])
        assert server.bodies == []
        send(how.model_copy(update={"level": "critical"}), CHURN, FIRE)
    assert [len(body["alerts"]) for body in server.bodies] == [1]


def test_a_busy_server_is_asked_again_with_growing_pauses() -> None:
    with hook(503, 429, 200) as (server, how):
        assert send(how, FIRE) == ((), [0.5, 1.0])
    assert len(server.bodies) == 3


def test_a_server_that_stays_busy_is_told_in_a_sentence() -> None:
    with hook(500) as (server, how):
        failures, pauses = send(how, FIRE)
    assert (len(server.bodies), len(pauses)) == (3, 2)
    assert "500" in failures[0] and "alerts.csv" in failures[0]


def test_a_refusal_is_not_tried_again() -> None:
    with hook(404) as (server, how):
        failures, pauses = send(how, FIRE)
    assert (len(server.bodies), pauses) == (1, [])
    assert "404" in failures[0]


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def test_nobody_at_home_is_told_and_raises_nothing() -> None:
    port = free_port()
    how = Notify(
        webhook=Webhook(url=f"http://127.0.0.1:{port}/", retries=1),
        mail=Mail(host="127.0.0.1", port=port, security="none", to=("team@example.com",), retries=0),
    )
    failures, pauses = send(how, FIRE)
    assert (len(failures), pauses) == (2, [0.5])


def test_a_server_that_never_answers_times_out() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        failures, _ = send(Notify(webhook=Webhook(url=url, retries=0, timeout=0.2)), FIRE)
    assert len(failures) == 1


@contextmanager
def mail_server() -> Iterator[tuple[int, list[bytes]]]:
    """As much of SMTP (RFC 5321) as one mail without encryption needs."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_take_mail, args=(server, received), daemon=True)
        thread.start()
        yield server.getsockname()[1], received
    thread.join(timeout=5)


def _take_mail(server: socket.socket, received: list[bytes]) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rwb", buffering=0) as stream:
        stream.write(b"220 here\r\n")
        while line := stream.readline():
            command = line[:4].upper()
            if command == b"DATA":
                stream.write(b"354 go on\r\n")
                lines = []
                while (part := stream.readline()) != b".\r\n":
                    lines.append(part)
                received.append(b"".join(lines))
            stream.write(b"221 bye\r\n" if command == b"QUIT" else b"250 fine\r\n")
            if command == b"QUIT":
                return


def mail(port: int, **values: Any) -> Notify:
    server = Mail(host="127.0.0.1", port=port, sender="voc@example.com", to=("a@example.com", "b@example.com"))
    return Notify(mail=server.model_copy(update={"security": "none", "timeout": 5.0, **values}))


def test_a_mail_tells_every_alert_to_everybody() -> None:
    with mail_server() as (port, received):
        assert send(mail(port), FIRE, CHURN) == ((), [])
    message = message_from_bytes(received[0], EmailMessage, policy=policy.default)
    assert message["Subject"] == "[VOC 알림 2건] 주간 보고"
    assert message["To"] == "a@example.com, b@example.com"
    said = message.get_content()
    assert FIRE.sentence in said and CHURN.sentence in said
    assert "불꽃" not in said


def test_a_password_is_not_sent_to_a_server_without_encryption() -> None:
    with mail_server() as (port, received):
        failures, pauses = send(mail(port, security="starttls", user="voc"), FIRE)
    assert (len(failures), pauses, received) == (1, [], [])


def test_nothing_is_sent_without_an_alert_or_a_place() -> None:
    with hook() as (server, how):
        assert send(how) == ((), [])
    assert server.bodies == []
    assert send(Notify(), FIRE) == ((), [])


@pytest.mark.parametrize("url", ["http://127.0.0.1:token/x", "http://127.0.0.1/비밀"])
def test_an_address_that_cannot_be_one_is_told_without_the_address(url: str) -> None:
    failures, _ = send(Notify(webhook=Webhook(url=url, retries=0, timeout=0.2)), FIRE)
    assert len(failures) == 1 and "notify.webhook.url" in failures[0]
    assert "token" not in failures[0] and "비밀" not in failures[0]


def test_what_no_web_server_would_say_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: _say(server, b"220 here is mail\r\n"), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        failures, _ = send(Notify(webhook=Webhook(url=url, retries=0, timeout=5)), FIRE)
        thread.join(timeout=5)
    assert len(failures) == 1


def _say(server: socket.socket, said: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(1 << 16)
        connection.sendall(said)
