"""The files that themes live in between runs: what was found, what is remembered, what a person decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voc_cli import schema
from voc_cli.cli.streams import note
from voc_cli.errors import InputError
from voc_cli.messages import text

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.config import Settings
    from voc_cli.known_themes import KnownThemes
    from voc_cli.theme_edits import ThemeEdits
    from voc_cli.valuechain.taxonomy import Aspect

KNOWN_FILE: Final = "known_themes.json"
FOLLOWS: Final = "follows"  # whether a clause is of a theme only as it goes on with a complaint beside it
_N_NEAR: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What an earlier run left in its folder."""

    folder: Path
    themes: pd.DataFrame  # themes.csv, all text
    clauses: pd.DataFrame  # clauses.csv without those of copies, all text; found_id and FOLLOWS behind
    summary: dict[str, object]

    def names(self) -> dict[str, str]:
        """Name of each theme by its id."""
        return dict(zip(self.themes["theme_id"].tolist(), self.themes["name"].tolist(), strict=True))


def read_result(folder: Path) -> Result:
    """The themes and clauses in a folder of ``voc analyze -o``, without the clauses of copies, which no theme counts.

    Raises:
        InputError: The folder holds no result, or a table is not as a run wrote it.
    """
    import json

    from voc_cli.io.written import read_table
    from voc_cli.report.headings import COLUMNS, is_heading_of

    def table(name: str, wanted: Sequence[str] = ()) -> pd.DataFrame:
        names = COLUMNS[name]
        return read_table(folder / f"{name}.csv", wanted or names, names=names, same=partial(is_heading_of, name))

    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(folder, text("themes.no_result"), mend=text("themes.no_result_mend")) from error
    documents, clauses = table("documents", (schema.DOC_ID, schema.DUPLICATE_OF)), table("clauses")
    copies = documents[schema.DOC_ID][documents[schema.DUPLICATE_OF] != ""]
    ids = clauses[schema.THEME_ID].tolist()
    clauses = clauses.assign(**{schema.FOUND_ID: _found_ids(ids, summary)})
    clauses = clauses.assign(**{FOLLOWS: _following(ids, summary)})
    return Result(folder, table("themes"), clauses[~clauses[schema.DOC_ID].isin(copies)], summary)


def _found_ids(ids: Sequence[str], summary: Mapping[str, object]) -> list[str]:
    """The theme of each clause before a person's decisions, by what the run wrote of the clauses that they moved."""
    found = list(ids)
    for move, rows in _told(ids, summary, "theme_moves"):
        for row in rows:
            found[row] = move["found"]
    return found


def _following(ids: Sequence[str], summary: Mapping[str, object]) -> list[bool]:
    """Which clauses only go on with a complaint beside them, by what the run wrote of them."""
    rows = {row for _, rows in _told(ids, summary, "theme_follows") for row in rows}
    return [row in rows for row in range(len(ids))]


def _told(ids: Sequence[str], summary: Mapping[str, object], key: str) -> Iterator[tuple[Mapping[str, str], list[int]]]:
    """What a list of the summary tells of rows of the table of clauses, and these, counted from 0."""
    entries = summary.get(key, [])
    for entry in entries if isinstance(entries, list) else []:
        rows = [row for span in entry["rows"].split() for row in _span(span)]
        # Whoever sorted the table by hand has other rows there.
        if all(row < len(ids) and ids[row] == entry["theme_id"] for row in rows):
            yield entry, rows


def _span(rows: str) -> range:
    """Places of the rows "5-9" or "5", which count from 1."""
    first, _, last = rows.partition("-")
    return range(int(first) - 1, int(last or first))


def read_known(folder: Path | None) -> KnownThemes | None:
    """The themes that an earlier run into ``folder`` left; None where there was none.

    Raises:
        InputError: The file is no table of known themes.
    """
    from voc_cli.known_themes import KnownThemes

    if folder is None or not (folder / KNOWN_FILE).is_file():
        return None
    try:
        return KnownThemes.from_json((folder / KNOWN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            folder / KNOWN_FILE, text("themes.known_damaged"), mend=text("themes.known_damaged_mend")
        ) from error


def edits_path(settings: Settings) -> Path:
    """Where a person's decisions stand: the setting ``themes``, or themes.toml in the working folder."""
    from voc_cli.theme_edits import FILE_NAME

    return Path(settings.themes or FILE_NAME)


def read_edits(settings: Settings) -> ThemeEdits:
    """What a person decided; nothing where no file was named and none is there.

    Raises:
        ConfigError: The file cannot be understood.
        InputError: A file was named that is missing.
    """
    from voc_cli.theme_edits import load_edits

    path = edits_path(settings)
    if settings.themes and not path.is_file():
        raise InputError(path, text("themes.missing"), mend=text("themes.missing_mend"))
    return load_edits(path)


def lasting_edits(settings: Settings, folder: Path) -> ThemeEdits:
    """What a person decided, for a scheduled job whose paths begin in ``folder``.

    Raises:
        ConfigError: The file cannot be understood.
        InputError: A file was named that is missing.
    """
    from voc_cli.theme_edits import load_edits

    path = folder / edits_path(settings)
    if settings.themes and not path.is_file():
        raise InputError(path, text("themes.missing"), mend=text("themes.missing_mend"))
    return load_edits(path)


def say_unknown_themes(edits: ThemeEdits, held: Mapping[str, str], aspects: Sequence[Aspect]) -> None:
    """Note each theme that an action or goal names and nobody has heard of: it would have no records for ever.

    Args:
        held: Names of themes of the history by their ids.
        aspects: Each may become a theme by its complaint.
    """
    from voc_cli.cli.theme_doubts import nearly
    from voc_cli.theme_edits import is_id

    names = sorted({*held.values(), *(aspect.complaint_name for aspect in aspects)})
    wanted = [*(action.theme for action in edits.actions), *(goal.theme for goal in edits.goals)]
    for theme in dict.fromkeys(wanted):
        if theme not in names and not is_id(theme):
            near = get_close_matches(theme, names, n=_N_NEAR, cutoff=0.4)
            note(text("themes.unknown_theme", theme=theme) + nearly(near))
