"""``voc evaluate``: the accuracy on the user's own labels."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.support import BOM, Run, Voc, assert_refused
from voc_cli.cli.scorecard import as_record, render
from voc_cli.errors import ExitCode
from voc_cli.evaluation import MISSES, ClassScore, Evaluation
from voc_cli.io.labels import Labelled, Labels
from voc_cli.messages import set_language
from voc_cli.report.formats import Screen
from voc_cli.schema import Sentiment

# Two words that the small dictionary of these tests knows, against labels of which one is wrong.
LABELLED = """\
번호,리뷰,라벨,별점
1,배송 늦다,부정,1
2,배송 늦다,부정,2
3,포장 좋다,긍정,5
4,배송 늦다 010-1234-5678,긍정,4
5,포장 좋다,,3
6,포장 좋다,모름,
7,,긍정,5
"""


def facts(run: Run) -> dict[str, object]:
    assert run.code == ExitCode.DONE, run.err
    found: dict[str, object] = json.loads(run.text)
    return found


def test_labels_are_compared_with_what_score_says(voc: Voc) -> None:
    voc.write("a.csv", LABELLED)
    evaluated, scored = voc.each(
        ["evaluate", "a.csv", "--text", "리뷰", "--label", "라벨", "--format", "json", "--misses", "m.csv"],
        ["score", "a.csv"],
    )
    found = facts(evaluated)
    polarity = [row["polarity"] for row in csv.DictReader(io.StringIO(scored.text))][:4]
    is_positive = [float(value) > 0 for value in polarity]
    wanted = [False, False, True, True]
    assert found["n"] == 4
    assert found["accuracy"] == sum(a == b for a, b in zip(is_positive, wanted, strict=True)) / 4
    assert found["confusion"] == {
        "negative": {"negative": is_positive[:2].count(False), "positive": is_positive[:2].count(True)},
        "positive": {"negative": is_positive[2:].count(False), "positive": is_positive[2:].count(True)},
    }
    assert found["left_out"] == {"no_text": 1, "no_label": 1, "unreadable_label": 1, "middle_rating": 0}
    assert (found["source"], found["text"], found["label"]) == ("a.csv", "리뷰", "라벨")
    misses = list(csv.DictReader(io.StringIO((voc.folder / "m.csv").read_text(encoding="utf-8-sig"))))
    missed = [number + 2 for number in range(4) if is_positive[number] != wanted[number]]
    assert sorted(int(row["source_row"]) for row in misses) == missed
    assert "'라벨' 열에서 뜻을 모르는 라벨 1건을 뺐습니다: 모름" in evaluated.err


def test_misses_are_a_masked_table_for_excel(voc: Voc) -> None:
    # Labelled both ways, so that whatever is said of the text is wrong once.
    voc.write("a.csv", "리뷰,라벨\n배송 늦다 010-1234-5678,1\n배송 늦다 010-1234-5678,-1\n")
    run = voc("evaluate", "a.csv", "--label", "라벨", "--misses", "new/m.csv")
    data = (voc.folder / "new" / "m.csv").read_bytes()
    assert run.code == ExitCode.DONE
    assert data.startswith(BOM)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == list(MISSES)
    assert len(rows) == 2
    assert rows[1][MISSES.index("text")] == "배송 늦다 [전화번호]"
    assert rows[1][MISSES.index("label")] != rows[1][MISSES.index("predicted")]
    assert "1234" not in data.decode() + run.err + run.text
    assert "틀린 1건을 new/m.csv 에 썼습니다." in run.err


def test_ratings_are_labels_when_asked(voc: Voc) -> None:
    voc.write("a.csv", LABELLED)
    run = voc("evaluate", "a.csv", "--text", "리뷰", "--label", "별점", "--ratings", "--format", "json")
    found = facts(run)
    assert found["n"] == 4
    assert found["left_out"] == {"no_text": 1, "no_label": 1, "unreadable_label": 0, "middle_rating": 1}


def test_standard_input_and_a_pipe_give_plain_lines(voc: Voc) -> None:
    run = voc("evaluate", "-", "--label", "라벨", stdin=LABELLED.encode())
    assert run.code == ExitCode.DONE
    assert run.text.startswith("stdin: 라벨이 있는 글 4건으로 쟀습니다 (내용=리뷰, 라벨=라벨)\n")
    assert "\x1b" not in run.text
    assert not set(run.text) & set("│─╭╰")
    assert "혼동표" in run.text


def test_it_speaks_english_when_asked(voc: Voc) -> None:
    run = voc("evaluate", "-", "--label", "라벨", "--lang", "en", stdin=LABELLED.encode())
    assert run.text.startswith("stdin: measured on 4 labelled texts")
    assert "Balanced accuracy" in run.text


def test_a_workbook_can_be_measured(voc: Voc) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["리뷰", "라벨"], ["배송 늦다", -1], ["포장 좋다", 1]):
        book.active.append(row)
    book.save(voc.folder / "book.xlsx")
    assert facts(voc("evaluate", "book.xlsx", "--label", "라벨", "--format", "json"))["n"] == 2


def test_what_cannot_be_measured_is_refused_with_a_way_on(voc: Voc) -> None:
    voc.write("a.csv", LABELLED)
    voc.write("file", "x")
    runs = voc.each(
        ["evaluate", "a.csv"],
        ["evaluate", "a.csv", "--label", "라밸"],
        ["evaluate", "a.csv", "--label", "라벨", "--text", "본문"],
        ["evaluate", "a.csv", "--label", "별점", "--text", "리뷰"],
        ["evaluate", "a.csv", "--label", "리뷰", "--text", "라벨"],
        ["evaluate", "a.csv", "--label", "라벨", "--misses", "file/m.csv"],
    )
    assert (runs[0].code, runs[0].out) == (ExitCode.USAGE, b"")
    assert "빠진 것이 있습니다: --label" in runs[0].err
    assert_refused(runs[1], ExitCode.INPUT, where="a.csv", what="'라밸' 열이 없습니다", mend="라벨")
    assert_refused(runs[2], ExitCode.INPUT, where="a.csv", what="'본문' 열이 없습니다", mend="리뷰")
    assert_refused(runs[3], ExitCode.INPUT, where="a.csv", what="-1, 0, 1이 아닌 숫자", mend="--ratings")
    assert_refused(runs[4], ExitCode.INPUT, where="a.csv", what="읽을 수 있는 라벨을 찾지 못했습니다", mend="긍정")
    assert_refused(runs[5], ExitCode.INPUT, where="file", what="폴더", mend="다른 폴더")
    assert "1234" not in runs[4].err


# --- how it looks -----------------------------------------------------------------------------------------------------

NEG, NEU, POS = Sentiment
FOUND = Evaluation(
    n=1_234,
    accuracy=0.9,
    interval=(0.85, 0.94),
    balanced_accuracy=0.8,
    classes=(
        ClassScore(NEG, 1_000, 0.95, 0.9, 0.92),
        ClassScore(NEU, 0, None, None, None),
        ClassScore(POS, 234, 1.0, 0.7, 0.82),
    ),
    confusion=((900, 50, 50), (0, 0, 0), (70, 0, 164)),
    has_neutral=True,
)
LABELLED_FILE = Labelled("a.csv", "리뷰", "라벨", [], Labels([], 2, 0, (), 0), [], [], 3, ())


def width(line: str) -> int:
    """Columns that a line takes, Korean letters being two wide."""
    return sum(2 if "가" <= char <= "힣" else 1 for char in line)


def test_columns_are_aligned_below_korean_headings() -> None:
    lines = render(FOUND, LABELLED_FILE, Screen(), boxes=False).splitlines()
    heading = next(place for place, line in enumerate(lines) if "정밀도" in line)
    assert {width(line) for line in lines[heading : heading + 4]} == {width(lines[heading])}
    assert lines[heading + 1].split() == ["부정", "0.950", "0.900", "0.920", "1,000"]
    assert lines[heading + 2].split() == ["중립", "—", "—", "—", "0"]
    confusion = next(place for place, line in enumerate(lines) if line.startswith("혼동표"))
    assert lines[confusion + 1].split() == ["부정", "중립", "긍정"]
    assert lines[confusion + 4].split() == ["긍정", "70", "0", "164"]
    assert "  뺀 행: 읽을 글이 없음 3, 라벨이 빔 2" in lines


def test_a_terminal_gets_boxes_and_color() -> None:
    shown = render(FOUND, LABELLED_FILE, Screen(color=True), boxes=True)
    assert "╭" in shown
    assert "\x1b[" in shown


def test_the_sign_is_explained_only_where_it_decides() -> None:
    set_language("en")
    assert "No label is neutral" not in render(FOUND, LABELLED_FILE, Screen(), boxes=False)


def test_the_record_names_everything_in_english() -> None:
    record = as_record(FOUND, LABELLED_FILE)
    assert record["confusion"]["positive"] == {"negative": 70, "neutral": 0, "positive": 164}
    assert record["classes"][1] == {"sentiment": NEU, "n": 0, "precision": None, "recall": None, "f1": None}
    assert record["accuracy_interval"] == (0.85, 0.94)
