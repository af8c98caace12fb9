"""How often a review's stage is the theme that a reader gave it: ``python -m tests.benchmarks.coupang_themes``.

The data (app reviews with eight themes by hand) lie outside the repository, see docs/developing.md. Counted are reviews
of ten characters or more with exactly one theme; the stage of a review is the first of its ``stages``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import pandas as pd

from voc_cli import schema
from voc_cli.annotate import Annotator
from voc_cli.morphemes import Tokenizer
from voc_cli.schema import Stage
from voc_cli.text.privacy import Masker
from voc_cli.text.tokenise import KiwiTokenizer

STAGE_OF: Final = {
    "Goods": Stage.OPERATIONS,
    "App": Stage.TECHNOLOGY,
    "Delivery": Stage.OUTBOUND,
    "Payment": Stage.MARKETING_SALES,
    "Price": Stage.MARKETING_SALES,
    "Marketing": Stage.MARKETING_SALES,
    "AD": Stage.MARKETING_SALES,
    "CS": Stage.SERVICE,
}
FILE: Final = Path(__file__).parents[3] / "shared" / "data" / "coupang_dev.csv"
ASKED: Final = 0.80
LEAST_CHARACTERS: Final = 10


def main() -> None:
    """Print accuracy and what was taken for what."""
    found = judge(KiwiTokenizer(), Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
    right = (found["expected"] == found["stage"]).mean()
    sys.stdout.write(f"reviews   {len(found)}\naccuracy  {right:.3f}, asked {ASKED:.2f}\n")
    sys.stdout.write(f"{pd.crosstab(found['expected'], found['stage']).to_string()}\n")


def judge(tokenizer: Tokenizer, path: Path = FILE) -> pd.DataFrame:
    """Columns ``expected`` and ``stage`` of each review with one theme."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = rows[rows["themes"].isin(STAGE_OF) & (rows["text"].str.len() >= LEAST_CHARACTERS)]
    stages = main_stages(rows["text"].tolist(), tokenizer)
    return pd.DataFrame({"expected": rows["themes"].map(STAGE_OF).to_numpy(), "stage": stages})


def main_stages(texts: list[str], tokenizer: Tokenizer) -> list[str]:
    """The stage that each text is mostly about, ``none`` where it names no thing."""
    found = Annotator(tokenizer, mask=Masker().mask_counted)(texts).texts
    return [cell.split(schema.SEPARATOR)[0] or Stage.NONE.value for cell in found[schema.STAGES].tolist()]


if __name__ == "__main__":
    main()
