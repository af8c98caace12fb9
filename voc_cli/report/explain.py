"""What a report says of itself: what was left out, what its figures mean, and what it was made with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, get_args

from voc_cli import __version__, schema
from voc_cli.known_themes import State
from voc_cli.learnt import Learning
from voc_cli.messages import text
from voc_cli.rarity import CLEAR
from voc_cli.report import compared, sections
from voc_cli.report.model import Entry, Rejected, RejectedReason, RejectedRow, WaveLine
from voc_cli.report.stretches import before_name, now_name, span
from voc_cli.report.summary import n_hinted
from voc_cli.schema import Analysis, Sentiment, Source, Stage

if TYPE_CHECKING:
    import pandas as pd

MIN_RECURRING: Final = 2
_SMALL: Final = 30
_SAMPLE: Final = 2_000  # records that show whether an export is Korean
_N_WAVES: Final = 100
_N_GONE: Final = 5
_N_REJECTED: Final = 1_000
_RAW_WIDTH: Final = 500  # characters of a rejected row
_TERMS: Final = (
    "record", "unit", "theme", "share", "complaint", "praise", "polarity", "change", "status",
    "urgent", "churn", "copy", "stage", "owner",
)  # fmt: skip


def coverage(
    analysis: Analysis, counted: sections.Counted, *, masked: bool, is_period: bool = False
) -> tuple[str, ...]:
    """What could not be read, counted or placed.

    Args:
        is_period: Whether the records are those of one period out of the files that were read.
    """
    documents, rejected_rows = analysis.documents, analysis.rejected
    said = [
        text(
            "report.coverage_period" if is_period else "report.coverage_read",
            rows=len(documents) + len(rejected_rows),
            documents=len(documents),
            rejected=len(rejected_rows),
        )
    ]
    if len(rejected_rows):
        reasons = ", ".join(f"{reason.label} {reason.n_rows:,}" for reason in _reasons(rejected_rows))
        said.append(text("report.coverage_rejected", reasons=reasons))
    if len(documents) > counted.n_documents:
        said.append(text("report.coverage_copies", n=len(documents) - counted.n_documents))
    replies = analysis.clauses.loc[analysis.clauses[schema.EVIDENCE] == schema.COMPANY_REPLY, schema.TEXT_NO].nunique()
    if replies:
        said.append(text("report.coverage_replies", n=replies))
    said.extend(_of_clauses(counted))
    said.extend(_of_themes(analysis))
    undated = int(documents[schema.RECEIVED_AT].isna().sum())
    if 0 < undated < len(documents):
        said.append(text("report.coverage_undated", n=undated))
    if analysis.comparison is not None:
        said.extend(analysis.comparison.notes)
    if counted.n_documents < _SMALL:
        said.append(text("report.coverage_small", n=counted.n_documents))
    if not is_korean(documents[schema.TEXT]):
        said.append(text("report.coverage_no_korean"))
    if not masked:
        said.append(text("report.coverage_not_masked"))
    elif analysis.masked:
        kinds = ", ".join(
            f"{text(f'privacy.kind_{kind}')} {n:,}"
            for kind, n in sorted(analysis.masked.items(), key=lambda item: (-item[1], item[0]))
        )
        said.append(text("report.coverage_masked", kinds=kinds))
    return tuple(said)


def is_korean(texts: pd.Series[str]) -> bool:
    """Whether the program can judge the texts: a tenth of their letters or more are Hangul."""
    sample = texts.head(_SAMPLE)
    return bool(sample.str.count("[가-힣]").sum() >= 0.1 * sample.str.len().sum())


def _of_themes(analysis: Analysis) -> list[str]:
    """Where the complaints went, and what became of the themes of earlier runs."""
    said, themes = [], analysis.themes
    n = int(themes.loc[themes[schema.N_DOCUMENTS] < MIN_RECURRING, schema.N_CLAUSES].sum())
    if analysis.coverage.n_complaints:
        single = text("report.coverage_single", n=n)
        said.append(text("report.coverage_themes", single=single, **asdict(analysis.coverage)))
    elif n:
        said.append(text("report.coverage_single_alone", n=n))
    if analysis.matches:
        states = Counter(match.state for match in analysis.matches)
        said.append(text("report.coverage_matches", **{state: states[state] for state in get_args(State)}))
        said.extend(_of_gone([match.name for match in analysis.matches if match.state == "gone"]))
    return said


def _of_gone(names: Sequence[str]) -> list[str]:
    """The first of the themes that are gone by their names, and how many more there are."""
    if not names:
        return []
    shown, more = ", ".join(names[:_N_GONE]), len(names) - _N_GONE
    return [
        text("report.coverage_gone_more", names=shown, more=more)
        if more > 0
        else text("report.coverage_gone", names=shown)
    ]


def _of_clauses(counted: sections.Counted) -> list[str]:
    clauses = counted.clauses
    by_sentiment = clauses[schema.SENTIMENT].value_counts()
    counts = {name.value: int(by_sentiment.get(name.value, 0)) for name in Sentiment}
    negative = clauses[clauses[schema.SENTIMENT] == Sentiment.NEGATIVE]
    unplaced = int(((negative[schema.STAGE] == Stage.NONE) & (negative[schema.THEME_ID] == "")).sum())
    share = unplaced / max(len(negative), 1)
    hinted = n_hinted(clauses)
    return [
        text("report.coverage_clauses", clauses=len(clauses), **counts),
        text("report.coverage_unplaced", negative=len(negative), unplaced=unplaced, share=share),
        *([text("report.coverage_hinted", n=hinted)] if hinted else []),
    ]


def method(analysis: Analysis, clear: sections.Clear) -> tuple[str, ...]:
    """How the figures were counted; ``clear`` says which opinions were."""
    said = [
        text("report.method_theme"),
        _clear(clear),
        *_learning(analysis.learning),
    ]
    period = analysis.period
    if period.n_before and period.n_now:
        n = len(period.buckets) - period.half
        names = {"now": now_name(period), "before": before_name(period), "span": span(period, n)}
        said.append(text(f"compared.method_{period.basis}", **names))
    return (*said, text("report.method_urgent"), *compared.method_lines(analysis))


def _clear(clear: sections.Clear) -> str:
    """From where on an opinion is clear."""
    said = text("report.method_clear", complaint=clear.complaint, praise=clear.praise)
    return f"{said} {text('report.method_clear_rare')}" if max(clear.complaint, clear.praise) > CLEAR else said


def _learning(learning: Learning) -> tuple[str, ...]:
    """What the ratings of the export did to the polarity; nothing where there were none to speak of."""
    if learning.before is None or learning.after is None:
        return ()
    scores = {"before": learning.before, "after": learning.after}
    return (text(f"train.method_{learning.status}", n=learning.n_rows, **scores),)


def waves(analysis: Analysis) -> tuple[WaveLine, ...]:
    """Texts that came again and again, the largest first."""
    lines = []
    for wave in analysis.waves[:_N_WAVES]:
        said = sections.shorten(wave.text)
        doc_id = sections.shorten(wave.doc_id)
        sentence = text(
            "report.wave" if wave.n_near else "report.wave_equal",
            n=wave.n_documents,
            near=wave.n_near,
            doc_id=doc_id,
            text=said,
        )
        lines.append(WaveLine(doc_id, wave.n_documents, wave.n_near, said, sentence))
    return tuple(lines)


def rejected(analysis: Analysis) -> Rejected:
    """Rows that could not be read, in file order."""
    table = analysis.rejected
    rows = tuple(
        RejectedRow(
            source_file=sections.shorten(str(row[schema.SOURCE_FILE])),
            source_row=int(row[schema.SOURCE_ROW]),
            reason=text(f"report.reason_{row[schema.REASON]}"),
            raw=sections.shorten(str(row[schema.RAW]), width=_RAW_WIDTH),
        )
        for row in table.head(_N_REJECTED).to_dict("records")
    )
    return Rejected(_reasons(table), rows, len(table) - len(rows))


def _reasons(table: pd.DataFrame) -> tuple[RejectedReason, ...]:
    counts = table[schema.REASON].value_counts().sort_index()
    return tuple(RejectedReason(str(reason), text(f"report.reason_{reason}"), int(n)) for reason, n in counts.items())


def glossary() -> tuple[Entry, ...]:
    """What each figure means."""
    return tuple(Entry(text(f"report.term_{term}"), text(f"report.meaning_{term}")) for term in _TERMS)


def facts(analysis: Analysis, settings: Mapping[str, object]) -> tuple[Entry, ...]:
    """The files that were read, the settings in force, and the versions."""
    lines = [Entry(text("report.fact_source", name=source.name), _source(source)) for source in analysis.sources]
    lines += [Entry(text("report.fact_setting", name=name), _value(value)) for name, value in settings.items()]
    lines.append(Entry(text("report.fact_version"), f"voc {__version__}"))
    lines.append(Entry(text("report.fact_tokenizer"), analysis.tokenizer))
    return tuple(lines)


def _source(source: Source) -> str:
    said = text(
        "report.fact_source_value",
        n=source.n_documents,
        rejected=source.n_rejected,
        encoding=source.encoding,
        text=source.columns.get(schema.TEXT, ""),
    )
    return sections.shorten(said, width=300)


def _value(value: object) -> str:
    return text(f"report.value_{str(value).lower()}") if isinstance(value, bool) else str(value) or "-"
