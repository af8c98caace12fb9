"""What a run did, for programs and for whoever asks later how a figure came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from voc_cli import __version__, schema
from voc_cli.report.as_json import SCHEMA_VERSION
from voc_cli.report.model import Report
from voc_cli.schema import Analysis


def summary(analysis: Analysis, report: Report, *, settings: Mapping[str, object]) -> dict[str, object]:
    """Versions, settings, sources, counts and the verdict; nothing that differs between equal runs."""
    documents = analysis.documents
    return {
        "schema_version": SCHEMA_VERSION,
        "voc_version": __version__,
        "tokenizer": analysis.tokenizer,
        "pack": analysis.pack,
        "dictionary": analysis.dictionary,
        "settings": dict(settings),
        "sources": [asdict(source) for source in analysis.sources],
        "counts": {
            "rows": len(documents) + len(analysis.rejected),
            "documents": len(documents),
            "rejected": len(analysis.rejected),
            "duplicates": int((documents[schema.DUPLICATE_OF] != "").sum()),
            "clauses": len(analysis.clauses),
            "themes": len(analysis.themes),
        },
        "learning": asdict(analysis.learning),
        "theme_coverage": asdict(analysis.coverage),
        "theme_issues": [asdict(issue) for issue in analysis.issues],
        "theme_matches": [asdict(match) for match in analysis.matches],
        "masked": dict(sorted(analysis.masked.items())),
        "period": asdict(analysis.period),
        "verdict": list(report.verdict),
        "figures": [asdict(figure) for figure in report.figures],
        "waves": [asdict(wave) for wave in analysis.waves],
    }
