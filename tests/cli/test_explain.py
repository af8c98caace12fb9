"""``voc explain``: what decided each label of a sentence."""

from __future__ import annotations

import json
import unicodedata

import pytest

from tests.cli.support import REAL, Voc, assert_refused
from voc_cli.errors import ExitCode


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def test_a_sentence_is_told_clause_by_clause(voc: Voc) -> None:
    run = voc("explain", "배송 늦다. 포장 좋다")
    assert run.code == ExitCode.DONE, run.err
    assert run.err == ""
    assert run.text.startswith("“배송 늦다. 포장 좋다”\n")
    assert "\x1b" not in run.text
    assert "1. 배송 늦다  [0:5]" in run.text
    assert "2. 포장 좋다  [7:12]" in run.text
    assert "사전 ‘늦다’ -" in run.text
    assert "배송·포장" in run.text


def test_lines_fit_eighty_columns_and_values_stand_below_each_other(voc: Voc) -> None:
    run = voc("explain", "배송 늦다 " * 12, env={"COLUMNS": "80"})
    lines = run.text.splitlines()
    assert max(map(width, lines)) <= 80
    labelled = [line for line in lines if line.startswith(("  감정", "  유형", "  단계", "  신호"))][3:]
    starts = {width(line[: len(line) - len(line[2:].lstrip("가-힣").split("  ", 1)[1].lstrip())]) for line in labelled}
    assert len(starts) == 1


def test_lines_of_standard_input_and_several_sentences(voc: Voc) -> None:
    run = voc("explain", "포장 좋다", "-", "--format", "json", stdin="배송 늦다\n\n포장 나쁘다\n".encode())
    found = json.loads(run.text)
    assert [story["text"] for story in found] == ["포장 좋다", "배송 늦다", "포장 나쁘다"]
    assert found[0]["polarity"] > found[2]["polarity"]
    assert found[1]["sentiment"] == "negative"
    for story in found:
        assert sum(part["value"] for part in story["parts"]) == pytest.approx(story["logit"])
        assert [clause["stage"] for clause in story["clauses"]] == ["outbound"]


def test_explain_and_score_say_the_same(voc: Voc) -> None:
    explained, scored = voc.each(
        ["explain", "배송 늦다", "--format", "json"], ["score", str(voc.write("a.csv", "내용\n배송 늦다\n"))]
    )
    (story,) = json.loads(explained.text)
    assert f",{story['polarity']!r},{story['sentiment']},{story['intensity']},{story['intent']}," in scored.text


def test_personal_data_is_masked_and_english_is_spoken_when_asked(voc: Voc) -> None:
    masked, english = voc.each(["explain", "배송 늦다 010-1234-5678"], ["explain", "배송 늦다", "--lang", "en"])
    assert "1234" not in masked.text
    assert "[전화번호]" in masked.text
    assert "the clauses -" in english.text
    assert "lexicon ‘늦다’" in english.text


def test_nothing_to_explain_is_refused(voc: Voc) -> None:
    runs = voc.each(["explain", " "], ["explain", "--weights", "none.vocw", "배송"])
    assert_refused(runs[0], ExitCode.USAGE, where="voc explain", what="설명할 문장이 없습니다.", mend="따옴표")
    assert_refused(runs[1], ExitCode.CONFIG, where="none.vocw", what="보정 파일을 읽지 못했습니다", mend="--weights")
    latin = voc("explain", "-", stdin="배송".encode("cp949"))
    assert_refused(latin, ExitCode.INPUT, where="stdin", what="표준 입력이 UTF-8이 아닙니다.", mend="UTF-8")


def test_korean_is_read_by_kiwi(voc: Voc) -> None:
    run = voc("explain", "배송은 빨랐는데 포장이 엉망이에요", "--format", "json", program=REAL)
    (story,) = json.loads(run.text)
    first, second = story["clauses"]
    assert first["polarity"] > second["polarity"]
    assert second["sentiment"] == "negative"
    assert {cue["kind"] for cue in first["cues"]} == {"contrast"}
