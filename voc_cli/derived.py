"""What follows from all records of a history: the tables beside them, and what is told of one period."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from voc_cli import schema
from voc_cli.annotations import Annotations
from voc_cli.learning import given
from voc_cli.messages import text
from voc_cli.periodic import Told, count_history, tell_period
from voc_cli.pipeline import Related
from voc_cli.remembered import Remembered, Stored, relate_stored
from voc_cli.scheduled import Reading
from voc_cli.schema import Period
from voc_cli.store.history import History
from voc_cli.store.statements import CARRIED, DOC_KEY
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.placing import Seeds
from voc_cli.trends.overview import Wanted
from voc_cli.trends.periods import UNITS, Unit

# A rejected row has no date that could be believed. It counts for the time of the row before it in its file, or after
# it where it comes first: a file that grows holds those of all its past.
_REJECTED: Final = """
WITH dated AS (SELECT source_file, source_row, received_at FROM records WHERE received_at IS NOT NULL)
SELECT x.source_file, x.source_row, x.reason, x.raw FROM rejected x
ASOF LEFT JOIN dated b ON x.source_file = b.source_file AND x.source_row > b.source_row
ASOF LEFT JOIN dated a ON x.source_file = a.source_file AND x.source_row < a.source_row
WHERE coalesce(b.received_at, a.received_at) BETWEEN ? AND ? ORDER BY x.source_file, x.source_row
"""
_ANNOTATIONS: Final = """
SELECT annotation, count(*), strftime(min(received_at), '%Y-%m-%d') AS first, strftime(max(received_at), '%Y-%m-%d')
FROM records WHERE {inside} GROUP BY annotation ORDER BY first, annotation
"""


def tables_of(stored: Stored, seeds: Seeds, edits: ThemeEdits) -> dict[str, pd.DataFrame]:
    """``derived_tables`` of records whose themes have yet to be found."""
    return derived_tables(relate_stored(stored, seeds, edits=edits))


def derived_tables(remembered: Remembered) -> dict[str, pd.DataFrame]:
    """What follows from all records together, for ``History.replace_tables``."""
    related = remembered.related
    keys = np.array(remembered.keys, dtype=object)
    documents, clauses = related.documents, related.clauses
    themed = clauses[clauses[schema.THEME_ID] != ""]
    counts = [(unit, count_history(related, remembered.sources, unit=unit)) for unit in UNITS]
    return {
        "marks": pd.DataFrame(
            {
                DOC_KEY: keys,
                schema.THEME_IDS: documents[schema.THEME_IDS],
                schema.DUPLICATE_OF: documents[schema.DUPLICATE_OF],
            }
        ),
        "clause_themes": pd.DataFrame(
            {
                DOC_KEY: keys[themed[schema.TEXT_NO].to_numpy()],
                schema.CLAUSE_NO: themed[schema.CLAUSE_NO].to_numpy(),
                schema.THEME_ID: themed[schema.THEME_ID].to_numpy(),
            }
        ),
        "themes": _theme_rows(related),
        "volume": pd.concat([each.volume.assign(unit=unit) for unit, each in counts], ignore_index=True),
        "theme_periods": pd.concat([each.occurrences.assign(unit=unit) for unit, each in counts], ignore_index=True),
    }


def _theme_rows(related: Related) -> pd.DataFrame:
    counted = related.counted
    themed = counted[counted[schema.THEME_ID] != ""]
    moments = related.documents[schema.RECEIVED_AT].to_numpy()[themed[schema.TEXT_NO].to_numpy()]
    groups = themed.assign(moment=moments).groupby(schema.THEME_ID, sort=True)
    table = groups.agg(
        n_clauses=(schema.TEXT_NO, "size"),
        n_documents=(schema.TEXT_NO, "nunique"),
        first_seen=("moment", "min"),
        last_seen=("moment", "max"),
    ).reset_index()
    themes = [related.themes[identity] for identity in table[schema.THEME_ID]]
    return table.assign(
        name=[theme.name for theme in themes],
        stage=[str(theme.stage) for theme in themes],
        owner=[theme.owner for theme in themes],
    )


def tell(
    history: History,
    remembered: Remembered,
    reading: Reading,
    *,
    first: date,
    unit: Unit,
    wanted: Wanted,
    undated: pd.DataFrame,
) -> Told:
    """The period that begins on ``first``; ``remembered`` reaches no further than its last day.

    Args:
        undated: Rejected rows that it tells of beside those of its time.
    """
    told = tell_period(
        remembered.related,
        remembered.masks,
        sources=remembered.sources,
        first=first,
        unit=unit,
        wanted=wanted,
        tokenizer=reading.tokenizer.version,
        words=reading.words,
    )
    analysis = told.analysis
    dated = history.frame(_REJECTED, [first, analysis.documents[schema.RECEIVED_AT].max()])
    files = {*analysis.documents[schema.SOURCE_FILE], *undated[schema.SOURCE_FILE]}
    rejected = pd.concat([dated, undated], ignore_index=True) if len(undated) else dated
    sources = tuple(source for source in remembered.sources if source.name in files)
    documents = _with_carried(analysis.documents)
    annotations = _annotations(history, analysis.period, reading.annotation)
    comparison = analysis.comparison
    if comparison is not None and annotations:
        comparison = replace(comparison, notes=(*comparison.notes, mixed_annotations(annotations)))
    analysis = replace(analysis, documents=documents, rejected=rejected, sources=sources, comparison=comparison)
    analysis = replace(analysis, annotations=annotations, learning=given(reading.correction))
    return replace(told, analysis=analysis)


def _annotations(history: History, period: Period, current: str) -> tuple[Annotations, ...]:
    """By what the records of ``period`` and of what it is compared with were annotated; () where by one version."""
    stretches = [day for stretch in (*period.before, period.now) for day in stretch]
    inside = " OR ".join(["CAST(received_at AS DATE) BETWEEN ? AND ?"] * (len(stretches) // 2))
    rows = history.frame(_ANNOTATIONS.format(inside=inside), stretches).itertuples(index=False, name=None)
    found = [Annotations(version, version == current, int(n), first, last) for version, n, first, last in rows]
    return tuple(found) if len(found) > 1 else ()


def mixed_annotations(annotations: Sequence[Annotations]) -> str:
    """That what is compared was annotated by several versions, and how many records of which days by earlier ones."""
    earlier = [each for each in annotations if not each.is_current]
    parts = [text("trends.annotated", n=each.n_documents, first=each.first, last=each.last) for each in earlier]
    now = sum(each.n_documents for each in annotations if each.is_current)
    return text("trends.mixed_annotations", now=now, earlier=", ".join(parts))


def _with_carried(documents: pd.DataFrame) -> pd.DataFrame:
    """The other columns of the exports behind those of the program, each where it was first met."""
    rows = [json.loads(cell) for cell in documents[CARRIED]]
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: pd.Series([row.get(name, "") for row in rows], dtype="str") for name in names}
    return pd.concat([documents.drop(columns=CARRIED), pd.DataFrame(columns, index=documents.index)], axis=1)
