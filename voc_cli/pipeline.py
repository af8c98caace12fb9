"""The road of the data, top to bottom: exports in, everything that a report says out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.ahead import Ahead
from voc_cli.annotate import Annotated, Annotator
from voc_cli.dictionary.tables import Dictionary
from voc_cli.engine import Engine
from voc_cli.engine.cached import Cache, Progress, annotate_all
from voc_cli.engine.hands import OWN, Hand, Later
from voc_cli.hinted import record_hints, with_hints
from voc_cli.known_themes import Coverage, KnownThemes
from voc_cli.learning import given, learn_from_ratings, mean_ratings
from voc_cli.morphemes import Tokenizer
from voc_cli.recollected import Recollected
from voc_cli.rules import AlertRules
from voc_cli.schema import Alert, Analysis, Period, ReadResult, Wave
from voc_cli.sentiment.correction import Correction
from voc_cli.text.duplicates import ORIGINAL, Copies, copies_of
from voc_cli.text.prepare import Mask
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.discover import Discovery, discover_themes, kept_apart
from voc_cli.themes.editing import Theme
from voc_cli.themes.following import followed
from voc_cli.themes.identity import described, match
from voc_cli.themes.issues import issues_of
from voc_cli.themes.placing import Seeds
from voc_cli.themes.praise_blame import praise_blame
from voc_cli.themes.praised import praise_table
from voc_cli.themes.table import theme_order, theme_series, theme_table
from voc_cli.themes.timeline import Timeline
from voc_cli.trends.alerts import Facts, UrgentCase, evaluate_alerts, in_stretch, n_with_churn, urgent_cases
from voc_cli.trends.calendar import Buckets, bucket
from voc_cli.trends.overview import Told, Wanted, compare_export
from voc_cli.trends.periods import Unit, starts_of

MIN_WAVE: Final = 3  # records with one text that are worth naming


def analyze(
    read: ReadResult,
    *,
    tokenizer: Tokenizer,
    engine: Engine,
    mask: Mask,
    dictionary: Dictionary | None = None,
    wanted: Wanted | None = None,
    cache: Cache | None = None,
    recollected: Recollected | None = None,
    progress: Progress | None = None,
    when_waiting: Callable[[], None] | None = None,
    when_annotated: Callable[[], None] | None = None,
    when_related: Callable[[Related], None] | None = None,
    correction: Correction | None = None,
    learns: bool = True,
    known: KnownThemes | None = None,
    edits: ThemeEdits | None = None,
    hand: Hand = OWN,
) -> Analysis:
    """Walk the whole road on what was read; ``read.documents`` must hold a record.

    Args:
        dictionary: The tables of words; those that ship where not given.
        recollected: What earlier runs found of clauses.
        when_waiting: Called while the engine gets ready, which takes seconds and one core.
        when_annotated: Called once all texts are annotated: from there on the work takes one core.
        when_related: Given records and clauses as they stay, while the tables are made.
        correction: What the user's own labels taught; the ratings of the export then teach nothing.
        learns: False leaves the ratings of the export out of the polarity.
        known: Themes of earlier runs, which keep their ids.
        edits: What a person decided about themes.
        hand: Takes over what nothing waits for.
    """
    numbers, texts = distinct_texts(read.documents[schema.TEXT])
    annotator = Annotator(tokenizer, mask=mask, dictionary=dictionary, correction=correction)
    learns = learns and correction is None
    ahead = Ahead(annotator, tokenizer, learns=learns, recollected=recollected)
    annotated = annotate_all(
        texts,
        annotator,
        engine,
        cache=cache,
        progress=progress,
        meanwhile=partial(ahead.begin, when_waiting),
        heed=ahead.heed,
    )
    if when_annotated is not None:
        when_annotated()
    received = read.documents[schema.RECEIVED_AT].to_numpy()
    copies = hand.ask(copies_of, annotated.texts[schema.TEXT].tolist(), numbers, received)
    learning = given(correction)
    if learns:
        ratings = mean_ratings(read.documents[schema.RATING].to_numpy(dtype=float), numbers, n_texts=len(texts))
        listening = partial(ahead.listen, annotated.clauses)
        annotated, learning = learn_from_ratings(
            annotated, annotator, ratings, tokenizer=tokenizer.version, hand=hand, meanwhile=listening
        )
    annotated, numbers = with_hints(annotated, numbers, record_hints(read.documents), annotator)
    annotated = replace(annotated, clauses=annotator.without_stop_words(annotated.clauses))
    seeds = kept_apart(ahead.seeds, known) if known else ahead.seeds
    related = relate(read.documents, annotated, numbers, seeds, known=known, edits=edits, copies=copies)
    told = tabulate(
        read,
        related,
        annotator.dictionary,
        seeds,
        wanted=wanted or Wanted(),
        known=known,
        edits=edits,
        hand=hand,
        meanwhile=None if when_related is None else partial(when_related, related),
    )
    return replace(told, masked=dict(annotated.masked), tokenizer=tokenizer.version, learning=learning)


@dataclass(frozen=True, eq=False)
class Related:
    """Annotated records with what only all of them together can say: themes and copies."""

    documents: pd.DataFrame  # schema.DOCUMENTS, then carried columns
    clauses: pd.DataFrame  # schema.WRITTEN_CLAUSES, HANDED_ON; in record order, text_no is the row of the record
    themes: dict[str, Theme]
    found: dict[str, Theme]  # themes as they were before a person's edits
    coverage: Coverage
    copies: Copies
    seeds: Seeds

    @property
    def originals(self) -> NDArray[np.bool_]:
        """Which records are no copies, by row."""
        originals: NDArray[np.bool_] = self.copies.of == ORIGINAL
        return originals

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Which clauses are of records that are no copies."""
        counts: NDArray[np.bool_] = self.originals[self.clauses[schema.TEXT_NO].to_numpy()]
        return counts

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The clauses of records that are no copies."""
        counted: pd.DataFrame = self.clauses[self.counts]
        return counted

    @cached_property
    def order(self) -> list[str]:
        """The ids of the themes in the order of their table."""
        return theme_order(self.counted, self.themes)


def relate(
    read: pd.DataFrame,
    annotated: Annotated,
    numbers: NDArray[np.int64],
    seeds: Seeds,
    *,
    known: KnownThemes | None = None,
    edits: ThemeEdits | None = None,
    copies: Later | None = None,
    units: Sequence[Unit] = (),
) -> Related:
    """Find copies and themes among records.

    Args:
        read: schema.READ_COLUMNS and carried columns, one row a record; ``text`` may be raw.
        annotated: Of the distinct texts.
        numbers: Distinct text of each record.
        seeds: What the taxonomy tells themes.
        known: Themes of earlier runs, which keep their ids.
        edits: What a person decided about themes.
        copies: Gives the copies among the records, where somebody looks for them already.
        units: Periods in which a complaint may come up all at once; none where all records are of one time.
    """
    received = read[schema.RECEIVED_AT].to_numpy()
    found_copies = (
        copies() if copies is not None else copies_of(annotated.texts[schema.TEXT].tolist(), numbers, received)
    )
    weights = pd.Series(np.bincount(numbers[found_copies.of == ORIGINAL], minlength=len(annotated.texts)))
    lines = [Timeline.of(numbers, starts_of(read[schema.RECEIVED_AT], unit)) for unit in units]
    found = discover_themes(annotated.clauses, seeds=seeds, weights=weights, known=known, edits=edits, lines=lines)
    found = followed(found, edits)
    documents = _documents(read, annotated.texts, found, numbers, found_copies)
    clauses = _named(_clauses_by_document(found.clauses, numbers), documents)
    return Related(documents, clauses, found.themes, found.found, found.coverage, found_copies, seeds)


@dataclass(frozen=True, slots=True)
class _Aside:
    """What is made beside the other tables, by whoever takes it over."""

    sides: Later  # praise and blame of partners, of products and of staff, a table each
    seen: Later  # the themes as later runs will know them
    issues: Later  # inside large themes

    @classmethod
    def of(cls, related: Related, words: Dictionary, seeds: Seeds, hand: Hand) -> Self:
        clauses, counts = hand.hold(related.clauses), related.counts
        hand.hold(related.documents)  # before anything is asked: given later, it would have to travel
        documents = related.documents
        units = {role.name: role.unit for role in words.roles}
        return cls(
            hand.ask(praise_blame, clauses, counts, documents[schema.PRODUCT], partner_kinds(words), units),
            hand.ask(described, clauses, counts, documents[schema.RECEIVED_AT], related.found),
            hand.ask(issues_of, clauses, counts, seeds.vectors),
        )


def tabulate(
    read: ReadResult,
    related: Related,
    words: Dictionary,
    seeds: Seeds,
    *,
    wanted: Wanted,
    known: KnownThemes | None,
    edits: ThemeEdits | None = None,
    hand: Hand = OWN,
    meanwhile: Callable[[], None] | None = None,
) -> Analysis:
    """All tables of related records, without what was done to their texts (masks, tokenizer, learning).

    Args:
        known: Themes of earlier runs, which what was found is matched with.
        edits: What a person decided about themes.
        hand: Takes over what nothing waits for.
        meanwhile: Called once that is asked for.
    """
    aside = _Aside.of(related, words, seeds, hand)
    if meanwhile is not None:
        meanwhile()
    buckets, counted = bucket(read.documents[schema.RECEIVED_AT]), related.counted
    n_originals = int(related.originals.sum())
    themes = theme_table(counted, related.documents, related.themes, n_documents=n_originals, seeds=seeds)
    told = compare_export(
        themes,
        related.documents,
        related.clauses,
        originals=related.originals,
        sources=read.sources,
        buckets=buckets,
        wanted=wanted,
    )
    partners, products, staff = aside.sides()
    seen = aside.seen()
    rank = {identity: place for place, identity in enumerate(themes[schema.THEME_ID])}
    return Analysis(
        documents=related.documents,
        clauses=related.clauses,
        themes=told.themes,
        rejected=read.rejected,
        sources=read.sources,
        period=_period(buckets, related.originals, told),
        series=theme_series(counted, buckets.of, n_buckets=len(buckets.starts)),
        waves=find_waves(related.documents, related.copies),
        masked={},
        tokenizer="",
        praise=praise_table(counted, related.documents, seeds),
        partners=partners,
        products=products,
        staff=staff,
        pack=words.pack,
        dictionary=words.fingerprint,
        comparison=told.compared.comparison if told.compared else None,
        goals=told.goals,
        coverage=related.coverage,
        issues=tuple(sorted(aside.issues(), key=lambda issue: rank[issue.theme_id])),
        known=(known or KnownThemes()).updated(seen),
        matches=match(seen, known, edits) if known is not None else (),
    )


def find_alerts(
    analysis: Analysis, rules: AlertRules, *, severity_of: Mapping[str, int], beside: Sequence[UrgentCase] = ()
) -> tuple[Alert, ...]:
    """What somebody must be told of, in the period that ``analysis`` tells of; all of it where nothing has a date.

    Args:
        severity_of: Severity of each kind of urgent case (signals.csv).
        beside: Cases of another time that nobody was told of.
    """
    documents = analysis.documents
    arrived = in_stretch(documents[schema.RECEIVED_AT], analysis.period.now)
    inside = arrived & (documents[schema.DUPLICATE_OF] == "").to_numpy()
    refused = (source for source in analysis.sources if source.n_rejected == source.n_rows > 0)
    facts = Facts(
        period=analysis.period.now,
        urgent=(*urgent_cases(documents, analysis.clauses, arrived, severity_of=severity_of), *beside),
        n_documents=int(inside.sum()),
        n_churn=n_with_churn(documents, inside),
        n_rows=len(documents) + len(analysis.rejected),
        rejected=Counter(analysis.rejected[schema.REASON].tolist()),
        comparison=analysis.comparison,
        refused={source.name: source.n_rejected for source in refused},
    )
    return evaluate_alerts(rules, facts)


def distinct_texts(texts: pd.Series[str]) -> tuple[NDArray[np.int64], list[str]]:
    """Number of its distinct text for each record, and the distinct texts in order of first sight."""
    numbers, found = pd.factorize(texts)
    return numbers.astype(np.int64), found.tolist()


def partner_kinds(words: Dictionary) -> dict[str, str]:
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
    per_text = texts.assign(**{schema.THEME_IDS: _theme_ids(found.clauses, n_texts=len(texts))})
    values = per_text.take(numbers).set_axis(read.index)
    names = read[schema.DOC_ID].to_numpy()
    duplicate_of = np.where(copies.of == ORIGINAL, "", names[np.maximum(copies.of, 0)])
    carried = [name for name in read.columns if name not in schema.READ_COLUMNS]
    table = pd.concat([read[list(schema.READ_COLUMNS)].drop(columns=schema.TEXT), values], axis=1)
    table = table.assign(**{schema.DUPLICATE_OF: duplicate_of})[list(schema.DOCUMENTS)]
    return pd.concat([table, read[carried]], axis=1)


def _theme_ids(clauses: pd.DataFrame, *, n_texts: int) -> list[str]:
    """The themes of each text, each once, in the order of its clauses."""
    themed = clauses.loc[clauses[schema.THEME_ID] != "", [schema.TEXT_NO, schema.THEME_ID]].drop_duplicates()
    ids = [""] * n_texts
    for number, identity in zip(themed[schema.TEXT_NO].tolist(), themed[schema.THEME_ID].tolist(), strict=True):
        ids[number] = f"{ids[number]}{schema.SEPARATOR}{identity}" if ids[number] else identity
    return ids


def _named(clauses: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    names = documents[schema.DOC_ID].to_numpy()[clauses[schema.TEXT_NO].to_numpy()]
    table = clauses.assign(**{schema.DOC_ID: names})
    kept = table[[*schema.WRITTEN_CLAUSES, *schema.HANDED_ON]]
    return schema.check(kept, schema.CLAUSES, table="clauses")


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


def find_waves(documents: pd.DataFrame, copies: Copies, *, inside: NDArray[np.bool_] | None = None) -> tuple[Wave, ...]:
    """Texts that many records hold, most records first; only copies ``inside`` are counted, where that is given."""
    is_copy = copies.of != ORIGINAL if inside is None else (copies.of != ORIGINAL) & inside
    copied = copies.of[is_copy]
    if not len(copied):
        return ()
    heads, counts = np.unique(copied, return_counts=True)
    near = pd.Series(copies.near[is_copy]).groupby(copied).sum()
    waves = [
        Wave(documents[schema.DOC_ID].iloc[head], n + 1, int(near[head]), documents[schema.TEXT].iloc[head])
        for head, n in zip(heads.tolist(), counts.tolist(), strict=True)
        if n + 1 >= MIN_WAVE
    ]
    return tuple(sorted(waves, key=lambda wave: (-wave.n_documents, wave.doc_id)))
