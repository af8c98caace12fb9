"""Drives a headless Chromium over its debugging pipe (DevTools protocol), with nothing but the standard library."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from time import monotonic
from typing import Any, Final, Self

import pytest

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_TIMEOUT: Final = 60.0  # seconds for one answer; a busy machine starts a browser slowly
# Chromium reads commands from descriptor 3 and answers on 4.
_START: Final = """
import fcntl, os, sys
reads, writes = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(reads, 3), os.dup2(writes, 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""
_FLAGS: Final = (
    "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--no-first-run", "--hide-scrollbars",
)  # fmt: skip


@dataclass(slots=True)
class Browser:
    """One page of one browser; ``requests`` and ``complaints`` gather what it asks for and what its console says."""

    reads: int
    writes: int
    session: str = ""
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    _sent: int = 0
    _rest: bytes = b""

    def call(self, method: str, /, **values: object) -> Mapping[str, Any]:
        """Send a command and return its answer."""
        self._sent += 1
        message = {"id": self._sent, "method": method, "params": values}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writes, json.dumps(message).encode() + b"\0")
        for answer in self._answers():
            if answer.get("id") == self._sent:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: Mapping[str, Any] = answer["result"]
                return result
        raise AssertionError(f"no answer to {method}")

    def _answers(self) -> Iterator[Mapping[str, Any]]:
        end = monotonic() + _TIMEOUT
        while monotonic() < end:
            while b"\0" in self._rest:
                said, _, self._rest = self._rest.partition(b"\0")
                message = json.loads(said)
                self._note(message)
                yield message
            ready, _, _ = select([self.reads], [], [], 1.0)
            if ready:
                got = os.read(self.reads, 1 << 20)
                assert got, "Chromium ended"
                self._rest += got

    def _note(self, message: Mapping[str, Any]) -> None:
        method, values = message.get("method", ""), message.get("params", {})
        self.events.append(method)
        if method == "Network.requestWillBeSent":
            self.requests.append(values["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(values["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(str(values["args"]))
        elif method == "Log.entryAdded":
            self.complaints.append(values["entry"]["text"])

    def attach(self) -> Self:
        """Take the browser's page and listen to it."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for area in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{area}.enable")
        return self

    def open(self, page: Path, *, fragment: str = "", scripts: bool = True) -> None:
        """Load a file and wait until it is loaded."""
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self._go("about:blank")  # a fragment alone would not load anew
        self.requests.clear()
        self.complaints.clear()
        self._go(page.as_uri() + fragment)

    def _go(self, address: str) -> None:
        self.events.clear()
        self.call("Page.navigate", url=address)
        if "Page.loadEventFired" not in self.events:
            for _ in self._answers():
                if "Page.loadEventFired" in self.events:
                    return
            raise AssertionError(f"{address} did not load")

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press and release a key such as Tab (9) or Enter (13)."""
        said = {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=code, **said)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=code)

    def size(self, width: int, height: int, *, dark: bool = False) -> None:
        """Make the window ``width`` by ``height`` pixels, on a screen that is light or dark."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, target: Path, *, first: int = 0, height: int | None = None) -> None:
        """A PNG of the page, ``height`` pixels from ``first`` on, or all of it."""
        box = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": first, "width": box["width"], "height": height or box["height"] - first, "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        target.write_bytes(base64.b64decode(shot["data"]))

    def print_to(self, target: Path) -> None:
        """A PDF of the page."""
        printed = self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        target.write_bytes(base64.b64decode(printed["data"]))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with an empty profile; skips where the machine has none."""
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no {' or '.join(_NAMES[:2])} on this machine to open the page in")
    commands, answers = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        arguments = [program, *_FLAGS, f"--user-data-dir={profile}"]
        child = subprocess.Popen(
            [sys.executable, "-c", _START, str(commands[0]), str(answers[1]), *arguments],
            pass_fds=(commands[0], answers[1]),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands[0])
        os.close(answers[1])
        try:
            yield Browser(answers[0], commands[1]).attach()
        finally:
            os.close(commands[1])
            child.terminate()
            child.wait(timeout=30)
            os.close(answers[0])
