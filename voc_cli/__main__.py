"""Start of the program: ``voc`` and ``python -m voc_cli``."""

from __future__ import annotations

import gc
import sys
from typing import Final

# A run makes millions of small objects and next to no cycles. Looking for cycles at the usual pace costs a sixth of it.
_COLLECT_AFTER: Final = (500_000, 50, 100)


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*_COLLECT_AFTER)
    from voc_cli.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
