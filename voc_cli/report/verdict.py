"""The sentences of the verdict on the largest complaint and on urgent cases."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from voc_cli import resources, schema
from voc_cli.messages import text
from voc_cli.report.model import GRAVE, UrgentCase
from voc_cli.report.sections import shorten
from voc_cli.report.stretches import is_now, now_name, what_to_do
from voc_cli.schema import Period, Wave

if TYPE_CHECKING:
    import pandas as pd

_MOSTLY: Final = 0.5  # a theme is of some aspects if more of its clauses speak of them
_LEAST_WAVE: Final = 10  # records
_LARGE_WAVE: Final = 0.05  # of all records
_QUOTED: Final = 60  # characters
_FALLEN: Final = ("falling", "gone")


@cache
def vague_aspects() -> frozenset[str]:
    """The aspects that name no definite trouble, as resources/verdict.toml lists them."""
    return frozenset(tomllib.loads(resources.read_text("verdict.toml"))["vague"])


def most_repeated(recurring: pd.DataFrame, clauses: pd.DataFrame) -> str:
    """The largest theme that is a definite trouble and has not clearly fallen; what is larger is told beside it.

    Args:
        recurring: schema.THEMES, most records first.
        clauses: schema.CLAUSES of the records that count.
    """
    if recurring.empty:
        return text("report.verdict_no_theme")
    share = clauses[schema.ASPECT].isin(vague_aspects()).groupby(clauses[schema.THEME_ID]).mean()
    is_vague = recurring[schema.THEME_ID].isin(share.index[share > _MOSTLY])
    definite = recurring if is_vague.all() else recurring[~is_vague]
    largest = definite.iloc[0]
    lasting = definite[~definite[schema.STATUS].isin(_FALLEN)]
    if lasting.empty:
        return _top("verdict_top_fallen", largest)
    if largest[schema.STATUS] in _FALLEN:
        n = int(largest[schema.N_DOCUMENTS])
        return _top("verdict_top_lasting", lasting.iloc[0], fallen=largest[schema.NAME], n_fallen=n)
    return _top("verdict_top" if not is_vague.iloc[0] or is_vague.all() else "verdict_top_definite", largest)


def one_text(waves: Sequence[Wave], *, n_documents: int) -> list[str]:
    """A sentence on the text that many records hold, where so many do that it changes what the report is of.

    Args:
        waves: Most records first.
        n_documents: Of all records, copies too.
    """
    if not waves or waves[0].n_documents < max(_LEAST_WAVE, _LARGE_WAVE * n_documents):
        return []
    n = waves[0].n_documents
    return [text("report.verdict_wave", n=n, share=n / n_documents, text=shorten(waves[0].text, width=_QUOTED))]


def _top(key: str, theme: pd.Series[str], **values: object) -> str:
    return text(
        f"report.{key}",
        name=theme[schema.NAME],
        stage=text(f"report.stage_{theme[schema.STAGE]}"),
        n=int(theme[schema.N_DOCUMENTS]),
        share=float(theme[schema.SHARE]),
        **values,
    )


def urgent_sentence(urgent: Sequence[UrgentCase], period: Period) -> str:
    """How many cases there are, and what must be done with the grave ones of the period told of."""
    if not urgent:
        return text("report.verdict_no_urgent")
    grave = [case for case in urgent if case.severity >= GRAVE]
    if not grave:
        return text("report.verdict_urgent_mild", n=len(urgent))
    act = text(f"report.{what_to_do(period)}")
    if not period.now[0]:
        return text("report.verdict_urgent", n=len(urgent), grave=len(grave), act=act)
    n_now = sum(is_now(case.date, period) for case in grave)
    others = len(grave) - n_now
    key = "verdict_urgent_others" if not n_now else "verdict_urgent_both" if others else "verdict_urgent_now"
    return text(f"report.{key}", n=len(urgent), grave=n_now, others=others, now_name=now_name(period), act=act)
