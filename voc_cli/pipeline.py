"""The road of the data, top to bottom: exports in, everything that a report says out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.dictionary.tables import Dictionary
from voc_cli.engine import Engine
from voc_cli.morphemes import Tokenizer
from voc_cli.schema import Analysis, Period, ReadResult, Wave
from voc_cli.text.duplicates import ORIGINAL, Copies, find_copies
from voc_cli.text.prepare import Mask
from voc_cli.themes.discover import Discovery, discover_themes
from voc_cli.themes.praise_blame import partners_table, products_table, staff_table
from voc_cli.themes.table import theme_series, theme_table
from voc_cli.trends.calendar import Buckets, bucket
from voc_cli.trends.change import compare

BATCH: Final = 1_000  # texts; large enough for columns to pay, small enough to show progress
MIN_WAVE: Final = 3  # records with one text that are worth naming
Progress = Callable[[int, int], None]  # texts done, texts in all


def analyze(
    read: ReadResult,
    *,
    tokenizer: Tokenizer,
    engine: Engine,
    mask: Mask,
    dictionary: Dictionary | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Walk the whole road on what was read; ``read.documents`` must hold a record.

    Args:
        dictionary: The tables of words; those that ship where not given.
    """
    numbers, distinct = _distinct(read.documents[schema.TEXT])
    annotator = Annotator(tokenizer, mask=mask, dictionary=dictionary)
    words = annotator.dictionary
    annotated = _annotate(distinct, annotator, engine, progress)
    texts = annotated.texts[schema.TEXT].tolist()
    copies = find_copies([texts[number] for number in numbers.tolist()])
    originals = copies.of == ORIGINAL
    weights = pd.Series(np.bincount(numbers[originals], minlength=len(distinct)))
    found = discover_themes(annotated.clauses, names=_complaint_names(words), weights=weights)
    buckets = bucket(read.documents[schema.RECEIVED_AT])
    clauses = _clauses_by_document(found.clauses, numbers)
    counted = clauses[originals[clauses[schema.TEXT_NO].to_numpy()]]
    period = _period(buckets, originals)
    series = theme_series(counted, buckets.of, n_buckets=len(buckets.starts))
    themes = theme_table(counted, read.documents, found.themes, n_documents=int(originals.sum()))
    documents = _documents(read.documents, annotated.texts, found, numbers, copies)
    return Analysis(
        documents=documents,
        clauses=_named(clauses, documents),
        themes=_with_change(themes, series, period),
        rejected=read.rejected,
        sources=read.sources,
        period=period,
        series=series,
        waves=_waves(documents, copies),
        masked=dict(annotated.masked),
        tokenizer=tokenizer.version,
        partners=partners_table(counted, _kinds(words)),
        products=products_table(counted, documents[schema.PRODUCT]),
        staff=staff_table(counted, {role.name: role.unit for role in words.roles}),
        pack=words.pack,
        dictionary=words.fingerprint,
    )


def _distinct(texts: pd.Series[str]) -> tuple[NDArray[np.int64], list[str]]:
    """Number of its distinct text for each record, and the distinct texts in order of first sight."""
    numbers, distinct = pd.factorize(texts)
    return numbers.astype(np.int64), distinct.tolist()


def _annotate(texts: Sequence[str], annotator: Annotator, engine: Engine, progress: Progress | None) -> Annotated:
    """All batches in one; text_no counts over all of them."""
    parts: list[Annotated] = []
    done = 0
    for part in engine.run(annotator, _batches(texts)):
        shifted = part.clauses.assign(**{schema.TEXT_NO: part.clauses[schema.TEXT_NO] + done})
        parts.append(Annotated(part.texts, shifted, part.masked))
        done += len(part.texts)
        if progress is not None:
            progress(done, len(texts))
    return Annotated(
        pd.concat([part.texts for part in parts], ignore_index=True),
        pd.concat([part.clauses for part in parts], ignore_index=True),
        sum((part.masked for part in parts), Counter()),
    )


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[first : first + BATCH] for first in range(0, len(texts), BATCH))


def _complaint_names(words: Dictionary) -> dict[str, str]:
    return {aspect.name: aspect.complaint_name for aspect in words.aspects}


def _kinds(words: Dictionary) -> dict[str, str]:
    names = {kind.code: kind.name for kind in words.partner_kinds}
    return {partner.name: names[partner.kind] for partner in words.partners}


def _clauses_by_document(clauses: pd.DataFrame, numbers: NDArray[np.int64]) -> pd.DataFrame:
    """One row a clause of every record, in record order; text_no becomes the row number of the record."""
    of_text = clauses[schema.TEXT_NO].to_numpy()
    n_of_text = np.bincount(of_text, minlength=int(numbers.max()) + 1)
    first_of_text = np.cumsum(n_of_text) - n_of_text
    n_of_record = n_of_text[numbers]
    record = np.repeat(np.arange(len(numbers)), n_of_record)
    within = np.arange(len(record)) - np.repeat(np.cumsum(n_of_record) - n_of_record, n_of_record)
    rows = first_of_text[numbers[record]] + within
    return clauses.take(rows).reset_index(drop=True).assign(**{schema.TEXT_NO: record})


def _documents(
    read: pd.DataFrame, texts: pd.DataFrame, found: Discovery, numbers: NDArray[np.int64], copies: Copies
) -> pd.DataFrame:
    """schema.DOCUMENTS and the carried columns behind it."""
    themed = found.clauses[found.clauses[schema.THEME_ID] != ""]
    ids = themed.groupby(schema.TEXT_NO)[schema.THEME_ID].agg(lambda cell: schema.SEPARATOR.join(dict.fromkeys(cell)))
    per_text = texts.assign(**{schema.THEME_IDS: ids.reindex(range(len(texts)), fill_value="").to_numpy()})
    values = per_text.take(numbers).set_axis(read.index)
    names = read[schema.DOC_ID].to_numpy()
    duplicate_of = np.where(copies.of == ORIGINAL, "", names[np.maximum(copies.of, 0)])
    carried = [name for name in read.columns if name not in schema.READ_COLUMNS]
    table = pd.concat([read[list(schema.READ_COLUMNS)].drop(columns=schema.TEXT), values], axis=1)
    table = table.assign(**{schema.DUPLICATE_OF: duplicate_of})[list(schema.DOCUMENTS)]
    return pd.concat([table, read[carried]], axis=1)


def _named(clauses: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    names = documents[schema.DOC_ID].to_numpy()[clauses[schema.TEXT_NO].to_numpy()]
    table = clauses.assign(**{schema.DOC_ID: names})
    return schema.check(
        table[[*schema.CLAUSES, *schema.CLAUSE_NOTES, schema.ASPECT, schema.LEMMAS, schema.TEXT_NO]],
        schema.CLAUSES,
        table="clauses",
    )


def _period(buckets: Buckets, originals: NDArray[np.bool_]) -> Period:
    half = len(buckets.starts) // 2
    dated = buckets.of[originals & (buckets.of >= 0)]
    # With an odd number of buckets the first stands alone, so that both halves are equally long.
    first = len(buckets.starts) - 2 * half
    half += first
    n_before = int(((dated >= first) & (dated < half)).sum())
    return Period(buckets.starts, buckets.unit, n_before, int((dated >= half).sum()), half)


def _with_change(themes: pd.DataFrame, series: dict[str, tuple[int, ...]], period: Period) -> pd.DataFrame:
    """The later half against the earlier one; empty where the export has no dates."""
    if themes.empty or not period.n_before or not period.n_now:
        return schema.check(themes, schema.THEMES, table="themes")
    first = len(period.buckets) % 2
    rows = [series[identity] for identity in themes[schema.THEME_ID]]
    before = [sum(row[first : period.half]) for row in rows]
    now = [sum(row[period.half :]) for row in rows]
    changes = compare(before, now, n_before=period.n_before, n_now=period.n_now)
    columns: dict[str, list[float] | list[str]] = {
        schema.PREVIOUS: [round(change.previous, 3) for change in changes],
        schema.CHANGE: [round(change.current - change.previous, 3) for change in changes],
        schema.P_VALUE: [float(f"{change.p_value:.4g}") for change in changes],
        schema.Q_VALUE: [float(f"{change.q_value:.4g}") for change in changes],
        schema.STATUS: [change.status.value for change in changes],
    }
    filled = themes.copy()
    for name, values in columns.items():
        filled[name] = values
    return schema.check(filled, schema.THEMES, table="themes")


def _waves(documents: pd.DataFrame, copies: Copies) -> tuple[Wave, ...]:
    copied = copies.of[copies.of != ORIGINAL]
    if not len(copied):
        return ()
    heads, counts = np.unique(copied, return_counts=True)
    near = pd.Series(copies.near[copies.of != ORIGINAL]).groupby(copied).sum()
    waves = [
        Wave(documents[schema.DOC_ID].iloc[head], n + 1, int(near[head]), documents[schema.TEXT].iloc[head])
        for head, n in zip(heads.tolist(), counts.tolist(), strict=True)
        if n + 1 >= MIN_WAVE
    ]
    return tuple(sorted(waves, key=lambda wave: (-wave.n_documents, wave.doc_id)))
