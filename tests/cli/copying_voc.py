"""``plain_voc``, but processes are copied whatever the number of records, as for large exports.

``python -m tests.benchmarks.kills --program tests.cli.copying_voc``
"""

from __future__ import annotations

from tests.cli.plain_voc import use_words
from voc_cli.__main__ import main
from voc_cli.cli import aside

if __name__ == "__main__":
    vars(aside).update(MIN_RECORDS=0)
    use_words()
    main()
