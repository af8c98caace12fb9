"""How texts are cut into batches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.engine import cached


@given(n=st.integers(0, 60_000))
def test_each_text_is_in_one_batch_in_order_and_the_last_are_the_smallest(n: int) -> None:
    batches = list(cached._cut(np.arange(n)))
    sizes = [len(batch) for batch in batches]
    assert np.concatenate([np.arange(0), *batches]).tolist() == list(range(n))
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes, default=0) <= 4 * cached.BATCH


@pytest.mark.parametrize(
    ("n", "sizes"),
    [(0, []), (1, [1]), (1_000, [1_000]), (2_500, [1_000, 1_000, 500]), (20_000, [4_000, 4_000, 3_000, 2_250])],
)
def test_large_batches_come_first(n: int, sizes: list[int]) -> None:
    assert [len(batch) for batch in cached._cut(np.arange(n))][:4] == sizes
