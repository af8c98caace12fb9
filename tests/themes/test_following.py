from __future__ import annotations

import pytest

from tests.themes.frames import clause, clauses, seeds
from voc_cli import schema
from voc_cli.schema import Intent, Unthemed
from voc_cli.theme_edits import Merge, Split, ThemeEdits
from voc_cli.themes.discover import Discovery, discover_themes
from voc_cli.themes.editing import theme_id
from voc_cli.themes.following import NONE, follow, followed, leaders

LATE = theme_id("outbound", "배송 속도")
DAWN = Split(theme=LATE, name="새벽배송 지연", words=("새벽",), id="T00000f1")
SPLIT = ThemeEdits(split=(DAWN,))


def asks(text_no: int, text: str = "고쳐 주세요") -> dict[str, object]:
    row = clause(text_no, "고치/V", text=text, aspect="", stage=schema.Stage.NONE)
    return {**row, schema.INTENT: Intent.REQUEST}


ROWS = (
    clause(0, text="새벽 배송이 늦어요", polarity=-0.9),
    asks(0),
    clause(1, text="배송이 늦어요", polarity=-0.9),
    asks(1),
    asks(2),
    clause(2, text="새벽 배송이 또 늦어요", polarity=-0.9),
    clause(3, text="배송이 늦네요", polarity=-0.9),
    clause(3, text="새벽 배송은 더 늦네요", polarity=-0.9),
    asks(3),
    clause(4, text="택배가 늦네요", polarity=-0.9),
    asks(4, "새벽 시간 좀 고쳐 주세요"),
)


def edited(edits: ThemeEdits) -> Discovery:
    return followed(discover_themes(clauses(*ROWS), seeds=seeds(), edits=edits), edits)


def test_what_goes_on_with_a_complaint_is_split_off_with_it() -> None:
    found = edited(SPLIT)
    new, old = DAWN.id, LATE
    assert found.clauses[schema.FOUND_ID].tolist() == [LATE] * len(ROWS)
    assert found.clauses[schema.THEME_ID].tolist() == [new, new, old, old, new, new, old, new, new, old, new]
    names = dict(zip(found.clauses[schema.THEME_ID], found.clauses[schema.THEME], strict=True))
    assert names == {new: "새벽배송 지연", old: "배송 지연"}
    assert (found.coverage.n_complaints, found.coverage.n_themed) == (len(ROWS), len(ROWS))


def test_it_follows_into_a_merge_and_is_ignored_with_its_complaint() -> None:
    merged = edited(ThemeEdits(split=(DAWN,), merge=(Merge(into="T00000f2", themes=(DAWN.id,)),)))
    assert merged.clauses[schema.THEME_ID].tolist()[:2] == ["T00000f2"] * 2
    hidden = edited(ThemeEdits(split=(DAWN,), ignore=(DAWN.id,)))
    assert hidden.clauses[schema.THEME_ID].tolist()[:4] == ["", "", LATE, LATE]
    assert hidden.clauses[schema.UNTHEMED].tolist()[:4] == [Unthemed.IGNORED, Unthemed.IGNORED, "", ""]
    assert hidden.clauses[schema.THEME].tolist()[1] == ""
    assert (hidden.coverage.n_themed, hidden.coverage.n_ignored) == (4, 7)
    kept = edited(ThemeEdits(split=(DAWN,), ignore=(LATE,)))
    assert kept.clauses[schema.THEME_ID].tolist()[:4] == [DAWN.id, DAWN.id, "", ""]
    assert kept.clauses[schema.UNTHEMED].tolist()[:4] == ["", "", Unthemed.IGNORED, Unthemed.IGNORED]
    assert (kept.coverage.n_themed, kept.coverage.n_ignored) == (7, 4)


@pytest.mark.parametrize(
    "edits", [ThemeEdits(), ThemeEdits(merge=(Merge(into="T00000f2", themes=(LATE,)),)), ThemeEdits(ignore=(LATE,))]
)
def test_without_a_split_it_has_gone_along_already(edits: ThemeEdits) -> None:
    found = discover_themes(clauses(*ROWS), seeds=seeds(), edits=edits)
    assert followed(found, edits) is found
    assert len(set(found.clauses[schema.THEME_ID])) == 1
    assert followed(found, None) is found


def test_a_leader_is_of_the_same_theme_and_record() -> None:
    found, records = ["Ta", "Tb", "Ta", "Ta", "Ta"], [0, 0, 0, 1, 2]
    assert leaders(found, records, [False, False, True, True, False]) == [NONE, NONE, 0, NONE, NONE]
    assert leaders(found, records, [True, False, False, True, True]) == [2, NONE, NONE, NONE, NONE]
    assert follow(["Tn", "Ta"], ["새벽", "네"], [NONE, 0], SPLIT) == ["Tn", "Tn"]
    assert follow(["Tn", "Ta"], ["새벽", "네"], [NONE, 0], ThemeEdits()) == ["Tn", "Ta"]
