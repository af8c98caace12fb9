from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import cast

import pandas as pd
import pytest

from tests.engine.fake_preparer import FakePreparer
from tests.fakes import FakeTokenizer
from tests.steps import no_mask
from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.engine.local import LocalEngine
from voc_cli.errors import InputError, VocError
from voc_cli.text.prepare import Prepared


class FakeAnnotator:
    """Gives each text back as its vocabulary spells it; "odd" cannot be finished."""

    def __init__(self, log: Path | None = None, *, seconds: float = 0.0) -> None:
        self.preparer = FakePreparer("" if log is None else str(log), seconds=seconds)

    def warm_up(self) -> None:
        """Nothing to load."""

    def finish(self, prepared: Prepared) -> Annotated:
        pairs = prepared.morphemes.vocabulary.pairs
        texts = [pairs[number][0] for number in prepared.morphemes.ids.tolist()]
        if "odd" in texts:
            raise ZeroDivisionError
        if "stop" in texts:
            raise KeyboardInterrupt
        return Annotated(pd.DataFrame({schema.TEXT: texts}), pd.DataFrame(), Counter())


def run(annotator: FakeAnnotator, batches: list[list[str]]) -> Iterator[Annotated]:
    return LocalEngine().run(cast(Annotator, annotator), batches)


def texts_of(results: Iterator[Annotated]) -> list[str]:
    return [text for result in results for text in result.texts[schema.TEXT].tolist()]


def wait_until_gone(process: int, *, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{process}/stat").exists() and " Z " in Path(f"/proc/{process}/stat").read_text():
            return True
        time.sleep(0.02)
    return False


def worker_of(log: Path) -> int:
    return int(log.read_text(encoding="utf-8").split()[0])


@pytest.mark.parametrize("n_batches", [0, 1, 5, 25])
def test_results_come_in_the_order_of_the_batches(n_batches: int) -> None:
    batches = [[f"{number}가", f"{number % 3}나"] for number in range(n_batches)]
    assert texts_of(run(FakeAnnotator(), batches)) == [text for batch in batches for text in batch]


def test_one_other_process_tokenises_and_ends_with_the_run(tmp_path: Path) -> None:
    log = tmp_path / "log"
    texts_of(run(FakeAnnotator(log), [[str(number)] for number in range(8)]))
    workers = {int(line.split()[0]) for line in log.read_text(encoding="utf-8").splitlines()}
    assert len(workers) == 1
    assert workers != {os.getpid()}
    assert wait_until_gone(workers.pop())


def test_batches_are_read_only_a_little_ahead() -> None:
    read: list[int] = []

    def batches() -> Iterator[list[str]]:
        for number in range(100):
            read.append(number)
            yield [str(number)]

    results = LocalEngine().run(cast(Annotator, FakeAnnotator()), batches())
    next(results)
    assert len(read) < 10
    assert isinstance(results, Generator)
    results.close()


def test_behind_an_empty_batch_nothing_is_held_back() -> None:
    read: list[str] = []

    def batches() -> Iterator[list[str]]:
        for text in ("가", "나", "", "다"):
            read.append(text)
            yield [text] if text else []

    results = LocalEngine().run(cast(Annotator, FakeAnnotator()), batches())
    assert texts_of(itertools.islice(results, 3)) == ["가", "나"]
    assert read == ["가", "나", ""]
    assert texts_of(results) == ["다"]


@pytest.mark.parametrize(("word", "error"), [("bad", InputError), ("odd", ZeroDivisionError), ("gone", VocError)])
def test_an_error_in_a_batch_reaches_the_caller(word: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        texts_of(run(FakeAnnotator(), [["가"], ["나"], [word], ["다"], ["라"], ["마"]]))


def test_a_worker_that_is_killed_is_told_in_words() -> None:
    with pytest.raises(VocError) as caught:
        texts_of(run(FakeAnnotator(), [["가"], ["gone"]]))
    assert "프로세스가 도중에 끝났습니다" in caught.value.what


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


def test_after_ctrl_c_no_batch_is_begun(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(KeyboardInterrupt):
        texts_of(run(FakeAnnotator(log, seconds=0.02), [["stop"]] + [[str(number)] for number in range(500)]))
    assert wait_until_gone(worker_of(log))
    assert len(log.read_text(encoding="utf-8").splitlines()) < 12


def test_a_caller_who_stops_reading_leaves_no_process(tmp_path: Path) -> None:
    log = tmp_path / "log"
    for _ in run(FakeAnnotator(log), [[str(number)] for number in range(500)]):
        break
    assert wait_until_gone(worker_of(log))
    assert len(log.read_text(encoding="utf-8").splitlines()) < 12


SLOW_RUN = """
import sys
from pathlib import Path
from tests.engine.test_local import FakeAnnotator, run

if __name__ == "__main__":
    for result in run(FakeAnnotator(Path(sys.argv[1]), seconds=0.2), [["a"]] * 10_000):
        print("running", flush=True)
"""


@pytest.fixture
def slow_run(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    script, log = tmp_path / "slow_run.py", tmp_path / "log"
    script.write_text(SLOW_RUN, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script), str(log)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"running\n"
    yield process, log
    process.kill()
    process.communicate()


def test_ctrl_c_ends_a_run_at_once(slow_run: tuple[subprocess.Popen[bytes], Path]) -> None:
    process, log = slow_run
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert b"KeyboardInterrupt" in errors
    assert process.returncode != 0
    assert wait_until_gone(worker_of(log))


def test_a_killed_run_leaves_no_worker_behind(slow_run: tuple[subprocess.Popen[bytes], Path]) -> None:
    process, log = slow_run
    process.send_signal(signal.SIGKILL)
    assert wait_until_gone(worker_of(log))


def test_the_engine_gives_what_the_annotator_gives() -> None:
    batches = [["배송/NNG 늦/VA 어요/EF", ""], ["앱/NNG 튕기/VV 어요/EF 환불/NNG", "배송/NNG 빠르/VA 아요/EF"]]
    annotator = Annotator(FakeTokenizer(), mask=no_mask)
    for result, batch in zip(LocalEngine().run(annotator, batches), batches, strict=True):
        alone = Annotator(FakeTokenizer(), mask=no_mask)(batch)
        pd.testing.assert_frame_equal(result.texts, alone.texts)
        pd.testing.assert_frame_equal(result.clauses, alone.clauses)


def test_an_engine_that_has_begun_gives_what_one_that_has_not_gives() -> None:
    batches = [["하나", "둘"], ["둘", "셋"]]
    engine = LocalEngine()
    engine.begin()
    assert texts_of(engine.run(cast(Annotator, FakeAnnotator()), batches)) == ["하나", "둘", "둘", "셋"]
    # The process that was begun has ended with its run; the next run starts one of its own.
    assert texts_of(engine.run(cast(Annotator, FakeAnnotator()), batches)) == ["하나", "둘", "둘", "셋"]


def test_an_engine_that_is_not_needed_leaves_no_process() -> None:
    before = set(multiprocessing.active_children())
    engine = LocalEngine()
    engine.begin()
    engine.begin()
    (process,) = set(multiprocessing.active_children()) - before
    assert process.pid is not None
    engine.end()
    assert wait_until_gone(process.pid)
    engine.end()
    assert texts_of(engine.run(cast(Annotator, FakeAnnotator()), [["하나"]])) == ["하나"]


@pytest.mark.parametrize(
    ("has_begun", "own", "told"),
    [
        (True, None, "glibc.malloc.hugetlb=1"),
        (False, None, "glibc.malloc.hugetlb=1"),
        (True, "glibc.malloc.check=1", "glibc.malloc.check=1"),
    ],
)
def test_the_second_process_asks_for_large_pages_and_this_one_does_not(
    has_begun: bool, own: str | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    if own is not None:
        monkeypatch.setenv("GLIBC_TUNABLES", own)
    engine = LocalEngine()
    if has_begun:
        engine.begin()
    assert texts_of(engine.run(cast(Annotator, FakeAnnotator()), [["tunables"]])) == [told]
    assert os.environ.get("GLIBC_TUNABLES") == own


def test_a_process_ended_in_the_middle_of_an_answer_keeps_nobody_waiting(tmp_path: Path) -> None:
    # "voc score ... | head" hung now and then: the pool's thread waited for the rest, and the program for that thread.
    log = tmp_path / "log"
    before = set(threading.enumerate())
    results = LocalEngine().run(cast(Annotator, FakeAnnotator(log)), [["하나"], ["half"]])
    next(iter(results))
    waiting = [thread for thread in threading.enumerate() if thread not in before]
    while "half" not in log.read_text(encoding="utf-8"):
        time.sleep(0.05)
    time.sleep(0.5)  # until the half has come
    cast(Generator[Annotated], results).close()
    for thread in waiting:
        thread.join(timeout=20)
    assert [thread for thread in waiting if thread.is_alive()] == []
