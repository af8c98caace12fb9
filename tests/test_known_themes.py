from __future__ import annotations

from dataclasses import replace

import pytest

from voc_cli.known_themes import N_PAIRS, KnownTheme, KnownThemes, likeness, signature

LATE = KnownTheme("Ta", "배송 지연", "outbound", "물류팀", True, (("배송/N+늦/V", 1.0),), "2024-01-02", "2024-02-01", 7)
LOOSE = KnownTheme("Tb", "손잡이 헐거움", "operations", "", False, (("손잡이/N+헐겁/V", 1.0),), "", "", 3)


def test_the_table_comes_back_from_its_text() -> None:
    known = KnownThemes().updated([LOOSE, LATE])
    assert [theme.theme_id for theme in known.themes] == ["Ta", "Tb"]
    assert KnownThemes.from_json(known.to_json()) == known
    assert KnownThemes.from_json(KnownThemes().to_json()) == KnownThemes()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "themes": []}',
        '{"version": 1, "themes": [{}]}',
        '{"version": 1, "pack": 3, "themes": []}',
    ],
)
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        KnownThemes.from_json(text)


def test_the_line_of_business_is_remembered() -> None:
    known = KnownThemes((LATE,), pack="finance")
    assert KnownThemes.from_json(known.to_json()) == known
    assert known.updated([LOOSE]).pack == "finance"
    assert KnownThemes.from_json('{"version": 1, "themes": []}').pack == ""


def test_a_theme_that_is_gone_stays_remembered() -> None:
    known = KnownThemes((LATE, LOOSE)).updated([LATE])
    assert known.by_id() == {"Ta": LATE, "Tb": replace(LOOSE, is_present=False)}
    assert known.updated([LOOSE]).by_id() == {"Ta": replace(LATE, is_present=False), "Tb": LOOSE}


def test_a_table_of_before_that_does_not_say_who_was_there_still_loads() -> None:
    text = KnownThemes((LATE,)).to_json().replace('"is_present": true, ', "")
    assert "is_present" not in text
    assert KnownThemes.from_json(text) == KnownThemes((LATE,))


def test_the_first_day_stays_and_the_last_day_moves() -> None:
    later = replace(LATE, first_seen="2024-03-01", last_seen="2024-04-01", n_documents=2)
    theme = KnownThemes((LATE,)).updated([later]).by_id()["Ta"]
    assert (theme.first_seen, theme.last_seen, theme.n_documents) == ("2024-01-02", "2024-04-01", 2)


def test_what_a_theme_is_about_drifts_slowly() -> None:
    theme = KnownThemes((LATE,)).updated([replace(LATE, pairs=(("택배/N+늦/V", 1.0),))]).by_id()["Ta"]
    assert dict(theme.pairs) == {"배송/N+늦/V": 0.5, "택배/N+늦/V": 0.5}


def test_the_same_run_twice_changes_nothing() -> None:
    once = KnownThemes().updated([LATE, LOOSE])
    assert once.updated([LATE, LOOSE]) == once


def test_likeness_counts_what_is_shared() -> None:
    assert likeness(LATE.pairs, LATE.pairs) == 1
    assert likeness(LATE.pairs, LOOSE.pairs) == 0
    assert 0 < likeness(LATE.pairs, (("배송/N+깨지/V", 1.0),)) < 1


def test_a_signature_holds_the_largest_shares() -> None:
    shares = signature({f"말{n:03d}/N+": 1.0 + (n == 9) for n in range(N_PAIRS + 5)})
    assert len(shares) == N_PAIRS
    assert shares[0][0] == "말009/N+"


def test_a_theme_of_many_pairs_is_the_same_after_the_same_run() -> None:
    many = replace(LATE, pairs=signature({f"말{n:03d}/N+": 1.0 + n for n in range(N_PAIRS + 40)}))
    known = KnownThemes().updated([many])
    assert known.updated([many]) == known
