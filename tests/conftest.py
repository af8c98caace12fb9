"""Fixtures that the whole suite shares."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.readme import Ran, run_readme
from tests.steps import no_mask
from voc_cli import messages
from voc_cli.annotate import Annotator
from voc_cli.text.tokenise import KiwiTokenizer

# The same examples in every run, and no clock: a slow machine must not make a test fail.
settings.register_profile(
    "voc", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("voc")


@pytest.fixture(scope="session", autouse=True)
def heeded_signals() -> None:
    """Programs that tests start heed Ctrl-C and a hang-up, though the tests themselves run in the background or under
    nohup and ignore them: a new program goes on ignoring what is ignored, and not what is handled."""
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


@pytest.fixture(scope="session")
def kiwi() -> KiwiTokenizer:
    """Kiwi, loaded once: it takes seconds and half a gigabyte."""
    tokenizer = KiwiTokenizer(n_workers=2)
    tokenizer.load()
    return tokenizer


@pytest.fixture(scope="session")
def annotator(kiwi: KiwiTokenizer) -> Annotator:
    """Kiwi with what ships, its dictionaries and weights loaded once: what it annotated before changes no result."""
    return Annotator(kiwi, mask=no_mask)


@pytest.fixture(scope="session")
def readme_run(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """README's first command over sample_data, run once for all tests that only look."""
    return run_readme(tmp_path_factory.mktemp("readme"))


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """No test leaves its language to the next one."""
    yield
    messages.set_language(None)
