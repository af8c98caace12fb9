from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from typing import cast

import numpy as np
import pandas as pd
import pytest

from tests.fakes import FakeTokenizer
from tests.steps import no_mask
from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator, Prepared
from voc_cli.engine.local import LocalEngine
from voc_cli.errors import InputError
from voc_cli.morphemes import Morphemes, Vocabulary

TOKENISER_THREAD = "voc-tokenise"


class FakeAnnotator:
    """Remembers what it was asked; "bad" cannot be tokenised, "odd" cannot be finished."""

    def __init__(self, *, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.prepared: list[str] = []
        self.threads: set[str] = set()

    def warm_up(self) -> None:
        """Nothing to load."""

    def prepare(self, texts: Sequence[str]) -> Prepared:
        self.prepared.append(texts[0])
        self.threads.add(threading.current_thread().name)
        time.sleep(self.seconds)
        if "bad" in texts:
            raise InputError("voc.csv", "나쁜 글", mend="고쳐 주세요.")
        empty = np.zeros(0, dtype=np.int32)
        return Prepared(Morphemes(texts, Vocabulary(), empty, empty, empty, empty), Counter())

    def finish(self, prepared: Prepared) -> Annotated:
        texts = list(prepared.morphemes.texts)
        if "odd" in texts:
            raise ZeroDivisionError
        if "stop" in texts:
            raise KeyboardInterrupt
        return Annotated(pd.DataFrame({schema.TEXT: texts}), pd.DataFrame(), Counter())


def run(annotator: FakeAnnotator, batches: list[list[str]]) -> Iterator[Annotated]:
    return LocalEngine().run(cast(Annotator, annotator), batches)


def texts_of(results: Iterator[Annotated]) -> list[str]:
    return [text for result in results for text in result.texts[schema.TEXT].tolist()]


def tokeniser_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith(TOKENISER_THREAD)]


@pytest.mark.parametrize("n_batches", [0, 1, 2, 3, 4, 25])
def test_results_come_in_the_order_of_the_batches(n_batches: int) -> None:
    batches = [[f"{number}가", f"{number}나"] for number in range(n_batches)]
    assert texts_of(run(FakeAnnotator(), batches)) == [text for batch in batches for text in batch]


def test_one_thread_tokenises_and_it_is_not_the_callers() -> None:
    annotator = FakeAnnotator()
    texts_of(run(annotator, [[str(number)] for number in range(8)]))
    assert len(annotator.threads) == 1
    assert threading.current_thread().name not in annotator.threads
    assert tokeniser_threads() == []


def test_batches_are_read_only_a_little_ahead() -> None:
    annotator = FakeAnnotator()
    read: list[int] = []

    def batches() -> Iterator[list[str]]:
        for number in range(100):
            read.append(number)
            yield [str(number)]

    results = LocalEngine().run(cast(Annotator, annotator), batches())
    next(results)
    assert len(read) < 10
    assert isinstance(results, Generator)
    results.close()
    assert tokeniser_threads() == []


@pytest.mark.parametrize(("word", "error"), [("bad", InputError), ("odd", ZeroDivisionError)])
def test_an_error_in_a_batch_reaches_the_caller(word: str, error: type[Exception]) -> None:
    results = run(FakeAnnotator(), [["가"], ["나"], [word], ["다"], ["라"], ["마"]])
    assert next(results).texts[schema.TEXT].tolist() == ["가"]
    assert next(results).texts[schema.TEXT].tolist() == ["나"]
    with pytest.raises(error):
        next(results)
    assert tokeniser_threads() == []


def test_an_error_keeps_what_it_says() -> None:
    with pytest.raises(InputError) as caught:
        texts_of(run(FakeAnnotator(), [["bad"]]))
    assert (caught.value.where, caught.value.mend) == ("voc.csv", "고쳐 주세요.")


def test_an_error_while_reading_the_batches_reaches_the_caller() -> None:
    def batches() -> Iterator[list[str]]:
        yield ["가"]
        raise InputError("voc.csv", "나쁜 줄", mend="고쳐 주세요.")

    with pytest.raises(InputError):
        texts_of(LocalEngine().run(cast(Annotator, FakeAnnotator()), batches()))
    assert tokeniser_threads() == []


def test_after_ctrl_c_no_batch_is_begun() -> None:
    annotator = FakeAnnotator(seconds=0.02)
    with pytest.raises(KeyboardInterrupt):
        texts_of(run(annotator, [["stop"]] + [[str(number)] for number in range(500)]))
    assert len(annotator.prepared) < 10
    assert tokeniser_threads() == []


def test_a_caller_who_stops_reading_leaves_no_thread() -> None:
    annotator = FakeAnnotator()
    for _ in run(annotator, [[str(number)] for number in range(500)]):
        break
    deadline = time.monotonic() + 5
    while tokeniser_threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert tokeniser_threads() == []
    assert len(annotator.prepared) < 10


SLOW_RUN = """
import sys
from tests.engine.test_local import FakeAnnotator, run

print("running", flush=True)
for result in run(FakeAnnotator(seconds=0.2), [["a"]] * 10_000):
    pass
"""


def test_ctrl_c_ends_a_run_at_once() -> None:
    process = subprocess.Popen([sys.executable, "-c", SLOW_RUN], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"running\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    finally:
        process.kill()
        process.wait()
    assert b"KeyboardInterrupt" in errors
    assert process.returncode != 0


def test_the_engine_gives_what_the_annotator_gives() -> None:
    texts = ["배송/NNG 늦/VA 어요/EF", "", "앱/NNG 튕기/VV 어요/EF 환불/NNG"]
    alone = Annotator(FakeTokenizer(), mask=no_mask)(texts)
    (result,) = LocalEngine().run(Annotator(FakeTokenizer(), mask=no_mask), [texts])
    pd.testing.assert_frame_equal(result.texts, alone.texts)
    pd.testing.assert_frame_equal(result.clauses, alone.clauses)
