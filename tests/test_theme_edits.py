from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.actions import Action, Goal
from voc_cli.errors import ConfigError
from voc_cli.theme_edits import FILE_NAME, Merge, Rename, Split, ThemeEdits, load_edits, split_id
from voc_cli.theme_text import edits_text

EDITS = ThemeEdits(
    rename=(Rename(theme="Tb", name="늦은 택배"), Rename(theme="Ta", name='"따옴표" \\ 이름')),
    merge=(Merge(into="Ta", themes=("Tc", "Td")),),
    split=(Split(theme="Ta", name="새벽배송", words=("새벽", "아침"), id="Tn"),),
    pin=("Tb", "Ta"),
    ignore=("Tz",),
    actions=(Action(theme="Ta", date=date(2024, 3, 1), who="물류팀", what="택배사 변경"),),
    goals=(Goal(theme="Ta", text="절반", target=0.5, since=date(2024, 3, 1)),),
)


def loaded(text: str) -> ThemeEdits:
    return ThemeEdits(**tomllib.loads(text))


def test_the_file_holds_everything_in_one_order() -> None:
    text = edits_text(EDITS, {"Ta": "배송 지연"})
    back = loaded(text)
    assert back.actions == EDITS.actions
    assert back.goals == EDITS.goals
    assert back.pin == ("Ta", "Tb")
    assert [entry.theme for entry in back.rename] == ["Ta", "Tb"]
    assert edits_text(back, {"Ta": "배송 지연"}) == text
    assert 'into = "Ta"  # 배송 지연' in text


WORDS = st.text(min_size=1, max_size=20)


@given(WORDS, WORDS, WORDS)
def test_whatever_a_name_holds_the_file_can_be_read(theme: str, name: str, comment: str) -> None:
    edits = ThemeEdits(rename=(Rename(theme=theme, name=name),), ignore=(theme,))
    assert loaded(edits_text(edits, {theme: comment})) == edits


def test_a_missing_file_says_nothing(tmp_path: Path) -> None:
    edits = load_edits(tmp_path / "themes.toml")
    assert edits == ThemeEdits()
    assert not edits


@pytest.mark.parametrize(
    "text", ["pin = [", "pins = []", "[[rename]]\ntheme = 'Ta'\n", "[[merge]]\ninto = 'Ta'\nthemes = []"]
)
def test_what_cannot_be_understood_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "themes.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_edits(path)
    assert str(path) in caught.value.where


@pytest.mark.parametrize(
    "merges", [(("Ta", "Ta"),), (("Ta", "Tb"), ("Tb", "Ta")), (("Ta", "Tb"), ("Tb", "Tc"), ("Tc", "Ta"))]
)
def test_merges_may_not_go_round_in_circles(merges: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(ValueError, match="물고 돕니다"):
        ThemeEdits(merge=tuple(Merge(into=into, themes=(theme,)) for into, theme in merges))


@pytest.mark.parametrize(
    ("table", "what", "mend"),
    [
        (
            "[[merge]]\ninto = 'Ta'\nthemes = ['Tc']\n[[merge]]\ninto = 'Tb'\nthemes = ['Tc']",
            "Tc을(를) 두 곳에 합치라고 적혀 있습니다: [[merge]] 1번째는 Ta, 2번째는 Tb.",
            "themes에서 Tc을(를) 지우십시오",
        ),
        (
            "[[rename]]\ntheme = 'Ta'\nname = '가'\n[[rename]]\ntheme = 'Ta'\nname = '나'",
            "[[rename]] 1번째는 '가', 2번째는 '나'",
            "하나를 지우십시오",
        ),
        ("pin = ['Ta']\nignore = ['Ta']", "Ta이(가) pin에도 ignore에도", "한 곳에서 지우십시오"),
        (
            "[[split]]\ntheme = 'Ta'\nname = '가'\nwords = ['가']\nid = 'Ta'",
            "나누기가 서로 물고 돕니다: Ta → Ta",
            "id에는 나눈 뒤의 새 번호를",
        ),
        (
            2 * "[[split]]\ntheme = 'Ta'\nname = '가'\nwords = ['가']\nid = 'Tb'\n",
            "[[split]] 2개의 id가 모두 Tb",
            "words에 모두",
        ),
        (
            "[[merge]]\ninto = 'Ta'\nthemes = ['Tb']\n[[merge]]\ninto = 'Tb'\nthemes = ['Ta']",
            "합치기가 서로 물고 돕니다: Tb → Ta → Tb",
            "거꾸로 된 것을 하나 지우거나",
        ),
    ],
)
def test_contradictions_are_refused_with_their_place_and_mend(tmp_path: Path, table: str, what: str, mend: str) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(table, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_edits(path)
    assert refused.value.where == str(path)
    assert what in refused.value.what
    assert mend in refused.value.mend


@pytest.mark.parametrize(
    ("data", "what", "mend"),
    [
        ("# 고객 [중요]\npin = [\n  'Ta]', # ]\n".encode(), "2째 줄에서 연 대괄호", "괄호"),
        ("# 결정\npin = ['Ta'\n[[merge]]\n".encode(), "언저리", "바로 앞 줄"),
        (b"pin = ['Ta']\npin = ['Tb']\n", "2째 줄", "두 번"),
        (b"pin = 'Ta", "파일 끝에서", "따옴표"),
        (
            "pin = []\n\n[[rename]]\nname = '배송'".encode("cp949"),
            "UTF-8로 저장되지 않았습니다: 4째 줄",
            "UTF-8로 골라",
        ),
        (b"pin = []\nignore = 3", "ignore", "docs/themes.md"),
        (b"[[merge]]\ninto = 'Ta'\nthemes = ['Tb']\n[[merge]]\ninto = 'Ta'", "[[merge]] 2 themes", "themes"),
        (
            "[[goals]]\ntheme = 'Ta'\ntext = '절반'\ntarget = 0.5\nsince = 2024-03-01\nuntil = 2024-02-01".encode(),
            "[[goals]] 1 (until은",
            "docs/themes.md",
        ),
        *(
            (
                f"[[goals]]\ntheme = 'Ta'\ntext = '절반'\ntarget = {target}\nsince = 2024-03-01".encode(),
                "[[goals]] 1 target (1.0보다 작은 수를 적습니다. 앞 8주의 몇 배까지",
                "docs/themes.md",
            )
            for target in ("1", "1.5", "50", "inf")
        ),
    ],
)
def test_what_is_no_file_of_decisions_is_told_in_korean(tmp_path: Path, data: bytes, what: str, mend: str) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(data)
    with pytest.raises(ConfigError) as refused:
        load_edits(path)
    assert what in refused.value.what
    assert mend in refused.value.mend
    assert not re.search("Invalid|Unclosed|Expected|decode|line", refused.value.what)


def test_what_is_said_twice_alike_is_no_contradiction() -> None:
    merge = Merge(into="Ta", themes=("Tc",))
    edits = ThemeEdits(merge=(merge, merge), rename=(Rename(theme="Ta", name="가"),) * 2, pin=("Ta", "Ta"))
    assert edits.resolved("Tc") == "Ta"
    assert {rename.name for rename in edits.rename} == {"가"}


def test_a_merge_is_followed_to_its_end() -> None:
    edits = ThemeEdits(merge=(Merge(into="Ta", themes=("Tb",)), Merge(into="Tb", themes=("Tc",))))
    assert [edits.resolved(theme) for theme in ("Tc", "Tb", "Ta", "Tz")] == ["Ta", "Ta", "Ta", "Tz"]


def test_the_example_of_the_manual_is_understood_and_a_mistyped_key_names_the_nearest(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "themes.md").read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```toml\n")[1:]]
    path = tmp_path / FILE_NAME
    path.write_text("\n".join(blocks), encoding="utf-8")
    edits = load_edits(path)
    assert (edits.goals[0].target, edits.actions[0].who) == (0.5, "물류팀")
    mistypings = (
        (("[[goals]]", "[[goal]]"), "goals"),
        (("target", "targett"), "target"),
        (("target", "taget"), "target"),
    )
    for mistyped, meant in mistypings:
        path.write_text("\n".join(blocks).replace(*mistyped), encoding="utf-8")
        with pytest.raises(ConfigError) as refused:
            load_edits(path)
        assert mistyped[1].strip("[]") in refused.value.what
        assert refused.value.mend.endswith(f": {meant}")


@pytest.mark.parametrize(
    "text",
    [
        "[[merge]]\ninto = 'Ta'\nthemes = ['Tb']\n[[merge]]\ninto = 'Tb'\nthemes = ['Ta']\n",
        "[[goals]]\ntheme = 'Ta'\ntext = '절반'\ntarget = 0.5\nsince = 2024-03-01\nuntil = 2024-02-01\n",
    ],
)
def test_what_cannot_be_true_is_refused_in_the_users_language(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_edits(tmp_path / FILE_NAME)
    assert "error" not in refused.value.what


def test_a_split_that_is_written_by_hand_needs_no_id(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text("[[split]]\ntheme = '배송 지연'\nname = '새벽'\nwords = ['새벽']\n", encoding="utf-8")
    (split,) = load_edits(path).split
    assert split.id == split_id("배송 지연", "새벽")
    path.write_text("[[split]]\nname = '새벽'\nwords = ['새벽']\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="theme"):
        load_edits(path)
