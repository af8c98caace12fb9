"""Start of the program: ``voc`` and ``python -m voc_cli``."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import Final

from voc_cli.errors import ExitCode

# A run makes millions of small objects and next to no cycles. Looking for cycles at the usual pace costs a sixth of it.
_COLLECT_AFTER: Final = (500_000, 50, 100)


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*_COLLECT_AFTER)
    codes: list[int] = []
    atexit.register(_insist_on, codes)  # before everything else is, and so called last
    from voc_cli.cli.main import run

    codes.append(run(sys.argv[1:]))
    sys.exit(codes[0])


def _insist_on(codes: list[int]) -> None:
    """End with 130 after Ctrl-C; one that meets the import of an extension module would make Python die by SIGINT."""
    if codes == [ExitCode.INTERRUPTED]:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ExitCode.INTERRUPTED)


if __name__ == "__main__":
    main()
