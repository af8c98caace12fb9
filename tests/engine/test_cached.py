"""How texts are cut into batches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.engine import cached


@given(n=st.integers(0, 60_000))
def test_each_text_is_in_one_batch_in_order_and_the_first_and_the_last_are_small(n: int) -> None:
    batches = list(cached._cut(np.arange(n)))
    sizes = [len(batch) for batch in batches]
    assert np.concatenate([np.arange(0), *batches]).tolist() == list(range(n))
    largest = sizes.index(max(sizes)) if sizes else 0
    assert sizes[:largest] == [250 * 2**place for place in range(largest)]
    assert sizes[largest:] == sorted(sizes[largest:], reverse=True)
    assert max(sizes, default=0) <= 4 * cached.BATCH


@pytest.mark.parametrize(
    ("n", "sizes"),
    [
        (0, []),
        (1, [1]),
        (1_000, [250, 500, 250]),
        (2_500, [250, 500, 1_000, 750]),
        (20_000, [250, 500, 1_000, 2_000, 4_000, 3_062, 2_297]),
    ],
)
def test_large_batches_come_between_small_ones(n: int, sizes: list[int]) -> None:
    assert [len(batch) for batch in cached._cut(np.arange(n))][:7] == sizes
