from __future__ import annotations

from voc_cli.theme_edits import Merge, Rename, Split, ThemeEdits
from voc_cli.themes.editing import Theme, apply_edits

THEMES = {key: Theme(key, f"주제 {key}", "outbound", "물류팀", is_seeded=True) for key in ("Ta", "Tb", "Tc")}
IDS = ["Ta", "Tb", "Tc", "", "Ta"]
TEXTS = ["새벽 배송이 늦어요", "포장이 찢김", "상자가 젖음", "최악", "택배가 늦어요"]


def test_without_edits_nothing_moves() -> None:
    edited = apply_edits(IDS, TEXTS, THEMES, ThemeEdits())
    assert (edited.ids, edited.themes, edited.n_ignored) == (IDS, THEMES, 0)


def test_merged_themes_go_all_the_way() -> None:
    edits = ThemeEdits(merge=(Merge(into="Ta", themes=("Tb",)), Merge(into="Tb", themes=("Tc",))))
    edited = apply_edits(IDS, TEXTS, THEMES, edits)
    assert edited.ids == ["Ta", "Ta", "Ta", "", "Ta"]
    assert set(edited.themes) == {"Ta"}


def test_a_merge_into_a_theme_that_this_run_did_not_find_keeps_its_id() -> None:
    edited = apply_edits(["Tb"], ["포장"], {"Tb": THEMES["Tb"]}, ThemeEdits(merge=(Merge(into="Tz", themes=("Tb",)),)))
    assert edited.ids == ["Tz"]
    assert edited.themes["Tz"].theme_id == "Tz"


def test_a_split_takes_the_complaints_with_its_words_spaces_left_aside() -> None:
    edits = ThemeEdits(split=(Split(theme="Ta", name="새벽배송 지연", words=("새벽배송",), id="Tn"),))
    edited = apply_edits(IDS, TEXTS, THEMES, edits)
    assert edited.ids == ["Tn", "Tb", "Tc", "", "Ta"]
    assert (edited.themes["Tn"].name, edited.themes["Tn"].stage) == ("새벽배송 지연", "outbound")


def test_to_ignore_what_is_merged_leaves_the_target_its_own() -> None:
    edits = ThemeEdits(merge=(Merge(into="Ta", themes=("Tb",)), Merge(into="Tb", themes=("Tc",))), ignore=("Tb",))
    edited = apply_edits(IDS, TEXTS, THEMES, edits)
    assert (edited.ids, edited.n_ignored) == (["Ta", "", "", "", "Ta"], 2)
    assert set(edited.themes) == {"Ta"}


def test_ignored_themes_are_gone_and_counted_with_what_was_merged_into_them() -> None:
    edits = ThemeEdits(merge=(Merge(into="Ta", themes=("Tb",)),), ignore=("Ta",))
    edited = apply_edits(IDS, TEXTS, THEMES, edits)
    assert (edited.ids, edited.n_ignored) == (["", "", "Tc", "", ""], 3)
    assert set(edited.themes) == {"Tc"}


def test_renamed_and_pinned_themes_are_marked() -> None:
    edits = ThemeEdits(rename=(Rename(theme="Ta", name="늦은 택배"),), pin=("Tb",))
    edited = apply_edits(IDS, TEXTS, THEMES, edits)
    assert edited.themes["Ta"].name == "늦은 택배"
    assert [key for key, theme in edited.themes.items() if theme.is_pinned] == ["Tb"]


def test_edits_of_themes_that_are_not_there_do_nothing() -> None:
    edits = ThemeEdits(
        rename=(Rename(theme="Tz", name="없음"),),
        split=(Split(theme="Tz", name="없음", words=("늦",), id="Ty"),),
        pin=("Tz",),
        ignore=("Tz",),
    )
    assert apply_edits(IDS, TEXTS, THEMES, edits).ids == IDS
