from __future__ import annotations

import pytest

from voc_cli.errors import ConfigError
from voc_cli.theme_edits import Merge, Rename, Split, ThemeEdits, split_id
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
    away = "T00000f0"
    edited = apply_edits(["Tb"], ["포장"], {"Tb": THEMES["Tb"]}, ThemeEdits(merge=(Merge(into=away, themes=("Tb",)),)))
    assert edited.ids == [away]
    assert edited.themes[away].theme_id == away


def test_a_merge_into_a_name_that_nobody_knows_makes_no_theme_of_it() -> None:
    edits = ThemeEdits(merge=(Merge(into="주차 불편", themes=("Tb",)),))
    assert apply_edits(IDS, TEXTS, THEMES, edits).ids == IDS
    assert apply_edits(IDS, TEXTS, THEMES, edits).themes == THEMES


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
        ignore=("Ty",),
    )
    assert apply_edits(IDS, TEXTS, THEMES, edits).ids == IDS


def test_a_theme_that_this_run_did_not_find_has_its_own_name_and_stage_where_they_are_known() -> None:
    away = Theme("Tz", "환불 지연", "service", "고객센터", is_seeded=True)
    edits = ThemeEdits(merge=(Merge(into="Tz", themes=("Tb",)),))
    assert apply_edits(IDS, TEXTS, THEMES, edits, absent={"Tz": away}).themes["Tz"] == away
    renamed = ThemeEdits(merge=edits.merge, rename=(Rename(theme="Tz", name="환불"),))
    assert apply_edits(IDS, TEXTS, THEMES, renamed, absent={"Tz": away}).themes["Tz"] == away.renamed("환불")


def test_what_is_merged_into_a_split_that_took_nothing_has_the_name_of_the_split() -> None:
    split = Split(theme="Tz", name="드론 배송", words=("드론",), id="Tn")
    edits = ThemeEdits(split=(split,), merge=(Merge(into="Tn", themes=("Tb",)),))
    away = Theme("Tz", "환불 지연", "service", "고객센터")
    made = apply_edits(IDS, TEXTS, THEMES, edits, absent={"Tz": away}).themes["Tn"]
    assert (made.name, made.stage, made.owner) == ("드론 배송", "service", "고객센터")


def test_a_split_of_a_split_waits_for_it_whatever_the_order() -> None:
    first = Split(theme="Ta", name="새벽배송", words=("새벽",), id="Tz")
    second = Split(theme="Tz", name="새벽배송 늦음", words=("늦어",), id="Tn")
    for splits in ((first, second), (second, first)):
        assert apply_edits(IDS, TEXTS, THEMES, ThemeEdits(split=splits)).ids == ["Tn", "Tb", "Tc", "", "Ta"]


def test_of_two_splits_the_one_above_takes_first() -> None:
    first, second = (Split(theme="Ta", name=word, words=(word,), id=f"T{word}") for word in ("새벽", "늦어"))
    assert apply_edits(IDS, TEXTS, THEMES, ThemeEdits(split=(first, second))).ids[0] == "T새벽"
    assert apply_edits(IDS, TEXTS, THEMES, ThemeEdits(split=(second, first))).ids[0] == "T늦어"


def test_a_split_does_not_take_the_id_of_another_theme() -> None:
    edits = ThemeEdits(split=(Split(theme="Ta", name="새벽배송", words=("새벽",), id="Tb"),))
    edited = apply_edits(IDS, TEXTS, THEMES, edits)
    assert edited.ids == [split_id("Ta", "새벽배송"), "Tb", "Tc", "", "Ta"]
    assert edited.themes["Tb"] == THEMES["Tb"]


def test_no_two_themes_have_one_name_and_a_person_s_comes_first() -> None:
    edits = ThemeEdits(rename=(Rename(theme="Tc", name="주제 Tb"),))
    assert [t.name for t in apply_edits(IDS, TEXTS, THEMES, edits).themes.values()] == [
        "주제 Ta",
        "주제 Tb (Tb)",
        "주제 Tb",
    ]
    twice = ThemeEdits(rename=(Rename(theme="Tc", name="하나"), Rename(theme="Ta", name="하나")))
    assert [t.name for t in apply_edits(IDS, TEXTS, THEMES, twice).themes.values()] == ["하나", "주제 Tb", "하나 (Tc)"]


def test_names_do_for_ids_the_new_one_too() -> None:
    edits = ThemeEdits(
        rename=(Rename(theme="주제 Ta", name="늦음"),),
        merge=(Merge(into="늦음", themes=("주제 Tb",)),),
        ignore=("주제 Tc",),
        pin=("늦음",),
    )
    edited = apply_edits(IDS, TEXTS, THEMES, edits)
    assert edited.ids == ["Ta", "Ta", "", "", "Ta"]
    assert [(theme.name, theme.is_pinned) for theme in edited.themes.values()] == [("늦음", True)]


def test_a_name_and_an_id_that_contradict_each_other_are_refused() -> None:
    edits = ThemeEdits(pin=("Ta",), ignore=("주제 Ta",))
    with pytest.raises(ConfigError, match="pin에도 ignore에도"):
        apply_edits(IDS, TEXTS, THEMES, edits)
