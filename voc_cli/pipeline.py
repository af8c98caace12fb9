"""The road of the data, top to bottom: exports in, everything that a report says out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.engine import Engine
from voc_cli.known_themes import KnownThemes
from voc_cli.learning import learn_from_ratings, mean_ratings
from voc_cli.morphemes import Tokenizer
from voc_cli.rules import AlertRules
from voc_cli.schema import Alert, Analysis, Learning, Learnt, Period, ReadResult, Wave
from voc_cli.sentiment.correction import Correction
from voc_cli.text.duplicates import ORIGINAL, Copies, find_copies
from voc_cli.text.entries import entry_reader
from voc_cli.text.prepare import Mask
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.discover import Discovery, discover_themes
from voc_cli.themes.identity import describe, match
from voc_cli.themes.issues import find_issues
from voc_cli.themes.placing import KnownAspect, Seeds
from voc_cli.themes.rules import load_rules
from voc_cli.themes.table import theme_series, theme_table
from voc_cli.themes.vectors import load_vectors
from voc_cli.themes.weights import load_aspect_weights
from voc_cli.trends.alerts import Facts, evaluate_alerts, in_stretch, n_with_churn, urgent_cases
from voc_cli.trends.calendar import Buckets, bucket
from voc_cli.trends.overview import Told, Wanted, compare_export
from voc_cli.valuechain.stages import TableVotes
from voc_cli.valuechain.taxonomy import load_taxonomy

BATCH: Final = 1_000  # texts; large enough for columns to pay, small enough to show progress
MIN_WAVE: Final = 3  # records with one text that are worth naming
Progress = Callable[[int, int], None]  # texts done, texts in all


def analyze(
    read: ReadResult,
    *,
    tokenizer: Tokenizer,
    engine: Engine,
    mask: Mask,
    wanted: Wanted | None = None,
    progress: Progress | None = None,
    correction: Correction | None = None,
    learns: bool = True,
    known: KnownThemes | None = None,
    edits: ThemeEdits | None = None,
) -> Analysis:
    """Walk the whole road on what was read; ``read.documents`` must hold a record.

    Args:
        correction: What the user's own labels taught; the ratings of the export then teach nothing.
        learns: False leaves the ratings of the export out of the polarity.
        known: Themes of earlier runs, which keep their ids.
        edits: What a person decided about themes.
    """
    numbers, distinct = _distinct(read.documents[schema.TEXT])
    annotator = Annotator(tokenizer, mask=mask, correction=correction)
    annotated = annotate_texts(distinct, annotator, engine, progress)
    learning = Learning(Learnt.OFF)
    if learns and correction is None:
        ratings = mean_ratings(read.documents[schema.RATING].to_numpy(dtype=float), numbers, n_texts=len(distinct))
        annotated, learning = learn_from_ratings(annotated, annotator, ratings, tokenizer=tokenizer.version)
    texts = annotated.texts[schema.TEXT].tolist()
    copies = find_copies([texts[number] for number in numbers.tolist()])
    originals = copies.of == ORIGINAL
    weights = pd.Series(np.bincount(numbers[originals], minlength=len(distinct)))
    seeds = _seeds(tokenizer)
    found = discover_themes(annotated.clauses, seeds=seeds, weights=weights, known=known, edits=edits)
    buckets = bucket(read.documents[schema.RECEIVED_AT])
    clauses = _clauses_by_document(found.clauses, numbers)
    counted = clauses[originals[clauses[schema.TEXT_NO].to_numpy()]]
    series = theme_series(counted, buckets.of, n_buckets=len(buckets.starts))
    themes = theme_table(counted, read.documents, found.themes, n_documents=int(originals.sum()))
    told = compare_export(
        themes,
        read.documents,
        clauses,
        originals=originals,
        sources=read.sources,
        buckets=buckets,
        wanted=wanted or Wanted(),
    )
    seen = describe(counted, read.documents[schema.RECEIVED_AT], found.found)
    documents = _documents(read.documents, annotated.texts, found, numbers, copies)
    return Analysis(
        documents=documents,
        clauses=_named(clauses, documents),
        themes=told.themes,
        rejected=read.rejected,
        sources=read.sources,
        period=_period(buckets, originals, told),
        series=series,
        waves=_waves(documents, copies),
        masked=dict(annotated.masked),
        tokenizer=tokenizer.version,
        comparison=told.compared.comparison if told.compared else None,
        goals=told.goals,
        learning=learning,
        coverage=found.coverage,
        issues=find_issues(counted, themes, seeds.vectors),
        known=(known or KnownThemes()).updated(seen),
        matches=match(seen, known) if known is not None else (),
    )


def find_alerts(analysis: Analysis, rules: AlertRules, *, severity_of: Mapping[str, int]) -> tuple[Alert, ...]:
    """What somebody must be told of, in the period that ``analysis`` tells of; all of it where nothing has a date.

    Args:
        severity_of: Severity of each kind of urgent case (signals.csv).
    """
    documents = analysis.documents
    originals = (documents[schema.DUPLICATE_OF] == "").to_numpy()
    inside = originals & in_stretch(documents[schema.RECEIVED_AT], analysis.period.now)
    facts = Facts(
        period=analysis.period.now,
        urgent=urgent_cases(documents, analysis.clauses, inside, severity_of=severity_of),
        n_documents=int(inside.sum()),
        n_churn=n_with_churn(documents, inside),
        n_rows=len(documents) + len(analysis.rejected),
        n_rejected=len(analysis.rejected),
        comparison=analysis.comparison,
    )
    return evaluate_alerts(rules, facts)


def _distinct(texts: pd.Series[str]) -> tuple[NDArray[np.int64], list[str]]:
    """Number of its distinct text for each record, and the distinct texts in order of first sight."""
    numbers, distinct = pd.factorize(texts)
    return numbers.astype(np.int64), distinct.tolist()


def annotate_texts(texts: Sequence[str], annotator: Annotator, engine: Engine, progress: Progress | None) -> Annotated:
    """All texts annotated, in batches, as one; text_no counts over all of them."""
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


def _seeds(tokenizer: Tokenizer) -> Seeds:
    """What the taxonomy tells themes: its aspects, and its table of words as votes."""
    taxonomy = load_taxonomy()
    table = TableVotes(taxonomy, entry_reader(tokenizer))
    aspects = tuple(KnownAspect(a.name, a.stage.value, a.owner, a.complaint_name) for a in taxonomy)
    return Seeds(aspects, lambda words: table.of(words).scores, load_aspect_weights(), load_vectors(), load_rules())


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
        table[[*schema.CLAUSES, schema.ASPECT, schema.LEMMAS, schema.TEXT_NO]], schema.CLAUSES, table="clauses"
    )


def _period(buckets: Buckets, originals: NDArray[np.bool_], told: Told) -> Period:
    """The stretches compared; without a comparison everything that has a date is one."""
    compared = told.compared
    if compared is None:
        return Period(buckets.starts, buckets.unit, 0, int((originals & (buckets.of >= 0)).sum()), 0)
    half = sum(start < compared.now[0] for start in buckets.starts)
    return Period(
        buckets.starts,
        buckets.unit,
        compared.n_before,
        compared.n_now,
        half,
        now=compared.now,
        before=compared.before,
        basis=told.basis,
        n_periods=compared.n_periods,
    )


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
