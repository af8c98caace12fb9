"""The comments that a person wrote in themes.toml."""

from __future__ import annotations

import tomllib

from voc_cli.theme_edits import Merge, Rename, ThemeEdits
from voc_cli.theme_text import edits_text, read_comments

WRITTEN = """\
# 주제에 대한 결정. voc themes 가 적고, 손으로 고쳐도 됩니다.
# 물류팀 김대리 관리

# 안전은 늘 위에
pin = [
    "Tb",
    # 3월 회의에서
    "Ta",  # 배송 지연
]

ignore = ["Tz"]  # 쓸모없는 것

# 회의록 12쪽
# 이름에 # 이 든다

[[rename]]
theme = "Tb"  # 포장
name = "포장 #1"  # 임시

[[rename]]
# 안에 적은 것
theme = "Ta"
name = "늦음"

# 조치는 분기마다
[[actions]]
theme = "Ta"
date = 2024-03-01
who = "물류팀"
what = "택배사 변경"

# 여기까지
"""
EDITS = ThemeEdits(**tomllib.loads(WRITTEN))


def test_comments_stay_with_the_entry_that_follows() -> None:
    text = edits_text(EDITS, {"Ta": "배송 지연"}, read_comments(WRITTEN, EDITS))
    assert text.startswith(
        "# 주제에 대한 결정. voc themes 가 적고, 손으로 고쳐도 됩니다.\n"
        "# 물류팀 김대리 관리\n\n# 안전은 늘 위에\npin = [\n"
        '    # 3월 회의에서\n    "Ta",  # 배송 지연\n    "Tb",\n]\n'
    )
    assert "# 쓸모없는 것\nignore = [" in text
    assert '# 안에 적은 것\n[[rename]]\ntheme = "Ta"' in text
    assert '# 회의록 12쪽\n# 이름에 # 이 든다\n# 임시\n[[rename]]\ntheme = "Tb"' in text
    assert "# 조치는 분기마다\n[[actions]]" in text
    assert text.endswith("# 여기까지\n")
    assert text.count("# 포장") == 0  # the name of a theme, which the program writes
    assert ThemeEdits(**tomllib.loads(text)).actions == EDITS.actions


def test_to_write_the_file_again_changes_nothing() -> None:
    once = edits_text(EDITS, {"Ta": "배송 지연"}, read_comments(WRITTEN, EDITS))
    back = ThemeEdits(**tomllib.loads(once))
    assert edits_text(back, {"Ta": "배송 지연"}, read_comments(once, back)) == once


def test_an_entry_that_changes_keeps_its_comment_and_one_that_goes_takes_it_along() -> None:
    written = '# 까닭\n\n# 앞\n[[merge]]\ninto = "Ta"\nthemes = ["Tb"]\n'
    comments = read_comments(written, ThemeEdits(**tomllib.loads(written)))
    changed = ThemeEdits(merge=(Merge(into="Ta", themes=("Tc",)),))
    assert "# 까닭\n\n# 앞\n[[merge]]" in edits_text(changed, {}, comments)
    other = edits_text(ThemeEdits(rename=(Rename(theme="Ta", name="가"),)), {}, comments)
    assert "# 앞" not in other
    assert "# 까닭" in other


def test_a_comment_right_above_the_first_entry_is_its_own() -> None:
    written = '# 앞\npin = ["Ta"]\n'
    comments = read_comments(written, ThemeEdits(pin=("Ta",)))
    assert (comments.head, comments.above) == ((), {("pin", ""): ("# 앞",)})


def test_of_a_file_with_long_strings_only_the_head_is_kept() -> None:
    written = '# 머리\n\n[[rename]]\ntheme = "Ta"\nname = """\n# 이름"""\n'
    comments = read_comments(written, ThemeEdits(**tomllib.loads(written)))
    assert (comments.head, comments.above, comments.tail) == (("# 머리",), {}, ())


def test_a_file_of_comments_alone_is_kept() -> None:
    assert "# 아직 없음\n" in edits_text(ThemeEdits(pin=("Ta",)), {}, read_comments("# 아직 없음\n", ThemeEdits()))
    assert read_comments("", ThemeEdits()).head == ()
