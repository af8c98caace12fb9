from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tests.themes.frames import clause, clauses
from voc_cli.known_themes import KnownTheme, KnownThemes
from voc_cli.theme_edits import Merge, Rename, ThemeEdits
from voc_cli.themes.editing import Theme
from voc_cli.themes.identity import describe, match

THEMES = {"Ta": Theme("Ta", "배송 지연", "outbound", "물류팀", is_seeded=True), "Tb": Theme("Tb", "손잡이", "none", "")}
TABLE = clauses(
    clause(0, theme_id="Ta", pair="배송/N+늦/V"),
    clause(0, theme_id="Ta", pair="택배/N+늦/V"),
    clause(1, theme_id="Ta", pair="배송/N+늦/V"),
    clause(2, theme_id="Tb", pair="손잡이/N+헐겁/V"),
    clause(3),
)
DAYS = pd.Series(pd.to_datetime(["2024-01-03", "2024-01-01", "NaT", "2024-05-05"]))


def test_a_theme_is_remembered_by_its_pairs_days_and_records() -> None:
    late, loose = describe(TABLE, DAYS, THEMES)
    assert dict(late.pairs) == {"배송/N+늦/V": 0.6667, "택배/N+늦/V": 0.3333}
    assert (late.first_seen, late.last_seen, late.n_documents, late.is_seeded) == ("2024-01-01", "2024-01-03", 2, True)
    assert (loose.first_seen, loose.last_seen, loose.n_documents, loose.is_seeded) == ("", "", 1, False)


def test_what_is_new_kept_and_gone_is_told() -> None:
    late, loose = describe(TABLE, DAYS, THEMES)
    first = match([late, loose], KnownThemes((late,)))
    assert [(found.theme_id, found.state, found.score) for found in first] == [("Ta", "kept", 1.0), ("Tb", "new", 0.0)]
    second = match([loose], KnownThemes((late, loose)))
    assert [(found.theme_id, found.state, found.score) for found in second] == [
        ("Tb", "kept", 1.0),
        ("Ta", "gone", 0.0),
    ]


def test_a_listed_theme_keeps_its_id_however_little_its_words_are_like_those_of_before() -> None:
    late, _ = describe(TABLE, DAYS, THEMES)
    changed = replace(late, pairs=(("택배/N+늦/V", 1.0),))
    (found,) = match([changed], KnownThemes((late,)))
    assert (found.theme_id, found.state, found.score) == ("Ta", "kept", 0.333)
    (other,) = match([replace(late, pairs=(("기사/N+없/V", 1.0),))], KnownThemes((late,)))
    assert (other.theme_id, other.state, other.score) == ("Ta", "kept", None)


def states(seen: list[KnownTheme], known: KnownThemes, edits: ThemeEdits | None = None) -> list[tuple[str, str]]:
    return [(found.theme_id, found.state) for found in match(seen, known, edits)]


def test_what_is_gone_is_told_once_and_comes_back_under_its_id() -> None:
    late, loose = describe(TABLE, DAYS, THEMES)
    known = KnownThemes().updated([late, loose])
    assert states([loose], known) == [("Tb", "kept"), ("Ta", "gone")]
    known = known.updated([loose])
    assert states([loose], known) == [("Tb", "kept")]
    known = known.updated([loose])
    assert states([late, loose], known) == [("Ta", "back"), ("Tb", "kept")]
    assert states([late, loose], known.updated([late, loose])) == [("Ta", "kept"), ("Tb", "kept")]


def test_the_largest_of_what_is_gone_comes_first() -> None:
    late, loose = describe(TABLE, DAYS, THEMES)
    known = KnownThemes((late, replace(loose, n_documents=9)))
    assert states([], known) == [("Tb", "gone"), ("Ta", "gone")]


def test_what_a_person_ignores_or_merged_is_not_missed() -> None:
    late, loose = describe(TABLE, DAYS, THEMES)
    known = KnownThemes((late, loose))
    assert states([loose], known, ThemeEdits(ignore=("Ta",))) == [("Tb", "kept")]
    assert states([loose], known, ThemeEdits(merge=(Merge(into="Tb", themes=("Ta",)),))) == [("Tb", "kept")]
    renamed = match([loose], known, ThemeEdits(rename=(Rename(theme="Ta", name="늦은 택배"),)))
    assert [found.name for found in renamed] == ["손잡이", "늦은 택배"]
