"""What works in the second process of an engine; apart, so that this process imports little."""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from voc_cli.errors import InputError
from voc_cli.morphemes import Morphemes, Vocabulary
from voc_cli.text.prepare import Prepared


class FakePreparer:
    """Works in the second process; "bad" cannot be tokenised, "gone" ends the process as a lack of memory would, and
    "tunables" becomes what glibc was told there; "half" is half an answer, and then nothing."""

    def __init__(self, log: str = "", *, seconds: float = 0.0) -> None:
        self.log = log
        self.seconds = seconds
        self.vocabulary = Vocabulary()

    def __call__(self, texts: Sequence[str]) -> Prepared:
        if self.log:
            with Path(self.log).open("a", encoding="utf-8") as log:
                log.write(f"{os.getpid()} {texts[0]}\n")
        time.sleep(self.seconds)
        if "bad" in texts:
            raise InputError("voc.csv", "나쁜 글", mend="고쳐 주세요.")
        if "gone" in texts:
            os._exit(9)
        if "half" in texts:
            os.write(_line_of_answers(), struct.pack("!i", 1_000) + b"half")
            time.sleep(600)
        texts = [os.environ.get("GLIBC_TUNABLES", "nothing") if text == "tunables" else text for text in texts]
        empty = np.zeros(0, dtype=np.int32)
        numbers = np.array([self.vocabulary.number(text, "NNG") for text in texts], dtype=np.int32)
        return Prepared(Morphemes(texts, self.vocabulary, numbers, empty, empty, empty), [])


def _line_of_answers() -> int:
    """Where this process, which works for a pool, sends its answers."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    number: int = frame.f_locals["result_queue"]._writer.fileno()
    return number
