from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tests.themes.frames import clause, clauses
from voc_cli.known_themes import KnownThemes
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
    assert (other.theme_id, other.state, other.score) == ("Ta", "kept", 0.0)
