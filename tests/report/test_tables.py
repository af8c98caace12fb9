"""The tables as they leave the program (design section 3)."""

from __future__ import annotations

import pytest

from tests.report import made_up
from voc_cli import schema
from voc_cli.report.tables import NAMES, PRAISE_BLAME, records, table


def test_every_table_has_the_columns_of_the_design() -> None:
    whole = made_up.analysis()
    assert tuple(table(whole, "clauses").columns) == schema.WRITTEN_CLAUSES
    assert tuple(table(whole, "themes").columns) == (*schema.THEMES, *schema.THEME_FACTS)
    assert tuple(table(whole, "rejected").columns) == schema.REJECTED
    for name in PRAISE_BLAME:
        assert tuple(table(whole, name).columns) == schema.PRAISE_BLAME


def test_carried_columns_stand_behind_those_of_the_design() -> None:
    assert tuple(table(made_up.analysis(), "documents").columns) == (*schema.DOCUMENTS, "비고")


def test_columns_of_the_stages_stay_inside() -> None:
    assert not {schema.TEXT_NO, schema.LEMMAS, schema.ASPECT} & set(table(made_up.analysis(), "clauses").columns)


def test_several_values_in_a_cell_are_joined_and_their_own_separators_replaced() -> None:
    themes = table(made_up.analysis(), "themes")
    assert themes[schema.KEYWORDS].tolist() == ["배송;늦다"] * 3
    quotes = themes.set_index(schema.THEME_ID)[schema.QUOTES]
    assert quotes[made_up.PROMISE] == "광고에는 20% 적립이라더니, 5천원이 끝이네요"
    assert quotes[made_up.LATE].split(schema.SEPARATOR) == [
        "바람택배로 바뀌고 닷새째 안 와요",
        "배송이 일주일 걸렸습니다",
    ]


def test_in_json_several_values_are_lists() -> None:
    whole = made_up.analysis()
    late = records(whole, "themes")[0]
    assert late[schema.KEYWORDS] == ["배송", "늦다"]
    document = records(whole, "documents")[8]
    assert document[schema.SIGNALS] == ["safety"]
    assert document[schema.STAGES] == ["operations"]
    assert records(whole, "documents")[0][schema.SIGNALS] == []


def test_clauses_are_stretches_of_their_document() -> None:
    whole = made_up.analysis()
    text = dict(zip(whole.documents[schema.DOC_ID], whole.documents[schema.TEXT], strict=True))
    for row in records(whole, "clauses"):
        assert text[row[schema.DOC_ID]][row[schema.START] : row[schema.END]] == row[schema.TEXT]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_made_without_changing_the_analysis(name: str) -> None:
    whole = made_up.analysis()
    assert whole.comparison is not None and whole.goals is not None
    frames = [whole.documents, whole.clauses, whole.themes, whole.rejected, whole.goals]
    frames += [whole.comparison.changes, whole.comparison.channels]
    before = [frame.copy(deep=True) for frame in frames]
    assert len(table(whole, name)) == len(records(whole, name))
    assert [frame.equals(copy) for frame, copy in zip(frames, before, strict=True)] == [True] * len(frames)


@pytest.mark.parametrize("name", ["changes", "channels", "goals", "alerts"])
def test_a_side_table_without_rows_keeps_its_columns(name: str) -> None:
    found = table(made_up.undated(), name)
    assert (len(found), tuple(found.columns)) == (0, getattr(schema, name.upper()))
