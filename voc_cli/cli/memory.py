"""How this process asks the system for memory."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Final

_TRIM, _MMAP = -1, -3  # as mallopt of glibc names them (malloc.h)
_LARGEST: Final = 2**25  # bytes; glibc takes no more
_NEVER: Final = 2**31 - 1


def keep_memory() -> None:
    """Let glibc use again what was given back, where it is in use and nobody has told it anything else.

    A table of a run has columns of a few megabytes that live for a moment. glibc gives each back to the system, which
    has to clear the pages once more for the next one: a fifth of a second in three of a run.
    """
    if sys.platform != "linux" or any(name.startswith(("MALLOC_", "GLIBC_TUNABLES")) for name in os.environ):
        return
    import ctypes

    # Another library of the system has no such function.
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP, _LARGEST)
        library.mallopt(_TRIM, _NEVER)
