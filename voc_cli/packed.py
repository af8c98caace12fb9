"""The files that training writes: a mark, a line of JSON that tells what follows, and a compressed body.

Equal contents give equal bytes.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def pack(mark: bytes, head: Mapping[str, Any], body: bytes) -> bytes:
    """The bytes of a file; ``mark`` ends with a line break."""
    told = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
    return mark + told + b"\n" + zlib.compress(body, 9)


def unpack(mark: bytes, data: bytes, read: Callable[[dict[str, Any], bytes], T], *, name: str) -> T:
    """What ``read`` makes of head and body.

    Args:
        name: Of such a file, with its article; what is raised says it.

    Raises:
        ValueError: ``data`` does not begin with ``mark``, or ``read`` cannot make anything of it.
    """
    if not data.startswith(mark):
        raise ValueError(f"not {name}")
    head, _, body = data[len(mark) :].partition(b"\n")
    try:
        return read(json.loads(head), zlib.decompress(body))
    except (TypeError, AttributeError, LookupError, ValueError, zlib.error) as error:
        raise ValueError(f"{name} damaged") from error
