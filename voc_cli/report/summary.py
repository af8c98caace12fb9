"""What a run did, for programs and for whoever asks later how a figure came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from voc_cli import __version__, schema
from voc_cli.beside import is_following
from voc_cli.marks import CHANNEL, PRODUCT
from voc_cli.report.as_json import SCHEMA_VERSION
from voc_cli.report.model import Report
from voc_cli.schema import Analysis

if TYPE_CHECKING:
    import pandas as pd

_HINTED: Final = f"(?:^|{schema.SEPARATOR})(?:{CHANNEL}|{PRODUCT}):"


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
            "hinted": n_hinted(analysis.clauses),
            "themes": len(analysis.themes),
            "once": int((analysis.themes[schema.N_DOCUMENTS] == 1).sum()),
        },
        "learning": asdict(analysis.learning),
        "theme_coverage": asdict(analysis.coverage),
        "theme_issues": [asdict(issue) for issue in analysis.issues],
        "theme_matches": [asdict(match) for match in analysis.matches],
        "theme_moves": _moves(analysis.clauses),
        "theme_follows": _follows(analysis.clauses),
        "masked": dict(sorted(analysis.masked.items())),
        "period": asdict(analysis.period),
        "annotations": [asdict(each) for each in analysis.annotations],
        "verdict": list(report.verdict),
        "figures": [asdict(figure) for figure in report.figures],
        "waves": [asdict(wave) for wave in analysis.waves],
    }


def _moves(clauses: pd.DataFrame) -> list[dict[str, str]]:
    """What a person's decisions moved: theme as found, theme now ("": left out), rows of clauses.csv counted from 1."""
    if schema.FOUND_ID not in clauses:
        return []
    ids = clauses[[schema.FOUND_ID, schema.THEME_ID]].reset_index(drop=True)
    moved = ids[ids[schema.FOUND_ID] != ids[schema.THEME_ID]]
    places: dict[tuple[str, str], list[int]] = {}
    for row, found, now in zip(moved.index, moved[schema.FOUND_ID], moved[schema.THEME_ID], strict=True):
        places.setdefault((str(found), str(now)), []).append(int(row) + 1)
    return [{"found": found, "theme_id": now, "rows": _ranges(places[found, now])} for found, now in sorted(places)]


def _follows(clauses: pd.DataFrame) -> list[dict[str, str]]:
    """Rows of clauses.csv, counted from 1, that are of a theme only as they go on with a complaint beside them."""
    if schema.FOUND_ID not in clauses:
        return []
    ids = clauses[schema.THEME_ID].reset_index(drop=True)
    places: dict[str, list[int]] = {}
    for row, identity in ids[is_following(clauses).to_numpy()].items():
        places.setdefault(str(identity), []).append(int(str(row)) + 1)
    return [{"theme_id": identity, "rows": _ranges(places[identity])} for identity in sorted(places)]


def _ranges(rows: Sequence[int]) -> str:
    """Ascending numbers as "3 5-9 12"."""
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1] = ranges[-1][0], row
        else:
            ranges.append((row, row))
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def n_hinted(clauses: pd.DataFrame) -> int:
    """How many clauses the channel or product of their record placed."""
    return int(clauses[schema.EVIDENCE].str.contains(_HINTED, regex=True).sum())
