"""Start of the program: ``voc`` and ``python -m voc_cli``."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import Final

# A run makes millions of small objects and next to no cycles. Looking for cycles at the usual pace costs a sixth of it,
# and a look through half a million of them a tenth of a second while nothing else goes on.
COLLECT_AFTER: Final = (5_000_000, 50, 100)


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*COLLECT_AFTER)
    # The matrices are small, and threads that wait for the next one spin on the cores that the analyser needs.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    codes: list[int] = []
    atexit.register(_leave, codes)  # before everything else is, and so called last
    from voc_cli.cli.main import run

    codes.append(run(sys.argv[1:]))
    sys.exit(codes[0])


def _leave(codes: list[int]) -> None:
    """End with the code of the run, at once.

    Python would take a second to give millions of objects back one by one; and an interrupt that met the import of an
    extension module would make it end itself with the signal, whatever the code.
    """
    if codes:
        for stream in (sys.stdout, sys.stderr):
            # Who closed a stream, or is gone from its end, was told where it was written to.
            with suppress(AttributeError, OSError, ValueError):
                stream.flush()
        os._exit(codes[0])


if __name__ == "__main__":
    main()
