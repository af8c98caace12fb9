"""``voc score``: the same CSV with columns behind, and nothing else on stdout."""

from __future__ import annotations

import csv
import io
import subprocess
from dataclasses import dataclass

import pytest

from tests.cli.conftest import CALLS, NAMES, PHONES
from tests.cli.support import BOM, Run, Voc, assert_refused, new_voc
from voc_cli.errors import ExitCode
from voc_cli.schema import Intent, Sentiment, Signal, Stage
from voc_cli.scoring import SCORES, Intensity

TEXTS = "접수번호,내용\n1,배송 늦다\n2,포장 좋다\n"


def rows_of(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def records_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@dataclass(frozen=True, slots=True)
class Scored:
    """CALLS, scored and analysed."""

    plain: Run
    masked: Run
    analysed: Run


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """Run once for all tests that only look."""
    voc = new_voc(tmp_path_factory.mktemp("scored"))
    voc.write("calls.csv", CALLS)
    commands = (["score", "calls.csv"], ["score", "calls.csv", "--mask"])
    return Scored(*voc.each(*commands, ["analyze", "calls.csv", "--table", "documents"]))


def test_standard_input_to_standard_output_is_the_default(voc: Voc, scored: Scored) -> None:
    run = voc("score", stdin=CALLS.encode())
    assert (run.code, run.out) == (ExitCode.DONE, scored.plain.out)
    assert run.err.startswith("stdin: 7행 (utf-8) — 내용=상담내용\n")


def test_every_cell_is_kept_in_order(scored: Scored) -> None:
    given, rows = rows_of(CALLS.encode()), rows_of(scored.plain.out)
    assert rows[0] == [*given[0], "열10", *SCORES]
    assert [row[: len(cells)] for row, cells in zip(rows, given, strict=True)] == given
    assert {len(row) for row in rows} == {len(given[0]) + 1 + len(SCORES)}
    assert not scored.plain.out.startswith(BOM)


def test_a_row_without_a_text_that_can_be_read_has_empty_scores_and_is_counted(scored: Scored) -> None:
    records = records_of(scored.plain.out)
    assert [record["접수번호"] for record in records if not any(record[name] for name in SCORES)] == ["0011", "0014"]
    assert "판단하지 않고 그대로 낸 행 2개: 빈 내용 1, 칸 수가 맞지 않음 1" in scored.plain.err


def test_the_scores_are_codes_and_numbers(voc: Voc) -> None:
    texts = ["배송 늦다", "포장 좋다", "소비자원 신고하다", "연기", "가나다"]
    run = voc("score", "-", stdin="\n".join(["내용", *texts]).encode())
    records = records_of(run.out)
    assert [record["내용"] for record in records] == texts
    for record in records:
        assert -1 <= float(record["polarity"]) <= 1
        assert record["sentiment"] in set(Sentiment)
        assert record["intensity"] in set(Intensity)
        assert record["intensity"].removeprefix("very_") == record["sentiment"]
        assert record["intent"] in set(Intent)
        assert set(filter(None, record["stages"].split(";"))) <= set(Stage)
        assert set(filter(None, record["signals"].split(";"))) <= set(Signal)


def test_it_says_the_same_as_analyze(scored: Scored) -> None:
    documents = {record["doc_id"]: record for record in records_of(scored.analysed.out)}
    same = ("polarity", "sentiment", "intent", "stages", "signals")
    records = [record for record in records_of(scored.plain.out) if record["polarity"]]
    assert [record["접수번호"] for record in records] == list(documents)
    for record in records:
        document = documents[record["접수번호"]]
        assert [record[name] for name in same] == [document[name] for name in same]


def test_the_text_is_left_as_it_is_unless_masking_is_asked_for(scored: Scored) -> None:
    assert all(phone in scored.plain.text for phone in PHONES)
    before, after = records_of(scored.plain.out), records_of(scored.masked.out)
    assert after[0]["상담내용"] == "배송 늦다. 연락 바람 [전화번호]"
    # Other columns are the user's own, but where cells have slipped nobody knows which is which.
    assert [record["연락처"] for record in after[:-1]] == [record["연락처"] for record in before[:-1]]
    assert "9090-9090" not in scored.masked.text
    assert [[record[name] for name in SCORES] for record in after] == [
        [record[name] for name in SCORES] for record in before
    ]


def test_notes_hold_no_cells_and_stdout_no_notes(scored: Scored) -> None:
    assert not [word for word in (*PHONES, *NAMES) if word in scored.plain.err]
    assert scored.plain.out.startswith("접수번호,".encode())


def test_the_form_of_the_file_is_kept(voc: Voc) -> None:
    run = voc("score", stdin=BOM + "접수번호\t내용\r\n1\t배송 늦다\r\n\r\n2\t\r\n".encode())
    lines = run.out.split(b"\r\n")
    assert lines[0] == BOM + "\t".join(["접수번호", "내용", *SCORES]).encode()
    assert lines[1].startswith("1\t배송 늦다\t".encode())
    assert lines[2:] == [b"", b"2" + b"\t" * 7, b""]


def test_names_that_are_taken_get_a_suffix(voc: Voc) -> None:
    run = voc("score", stdin="내용,sentiment,polarity\n배송 늦다,만족,9\n".encode())
    record = records_of(run.out)[0]
    assert (record["sentiment"], record["polarity"]) == ("만족", "9")
    assert record["sentiment_voc"] in set(Sentiment)
    assert float(record["polarity_voc"]) <= 1
    assert set(record) == {"내용", "sentiment", "polarity", "sentiment_voc", "polarity_voc"} | set(SCORES)


def test_scores_can_be_scored_again(voc: Voc) -> None:
    once = voc("score", stdin=TEXTS.encode())
    twice = voc("score", stdin=once.out)
    assert [row[:8] for row in rows_of(twice.out)] == rows_of(once.out)
    assert rows_of(twice.out)[0][8:] == [name + "_voc" for name in SCORES]
    assert [row[8:] for row in rows_of(twice.out)[1:]] == [row[2:] for row in rows_of(once.out)[1:]]


def test_the_encoding_of_the_output(voc: Voc) -> None:
    voc.write("cp949.csv", TEXTS.encode("cp949"))
    voc.write("emoji.csv", "내용\n배송 늦다 😡\n")
    voc.write("plain.csv", TEXTS)
    excel, back, lost, marked = voc.each(
        ["score", "cp949.csv"],
        ["score", "cp949.csv", "--encoding", "cp949"],
        ["score", "emoji.csv", "--encoding", "cp949"],
        ["score", "plain.csv", "--encoding", "utf-8-sig"],
    )
    assert excel.out.startswith(BOM)
    assert excel.text == back.out.decode("cp949")
    assert "배송 늦다 ?," in lost.out.decode("cp949")
    assert "cp949에 없는 글자 1개를 ?로" in lost.err
    assert marked.out == excel.out


def test_the_settings_file_names_column_and_encoding(voc: Voc) -> None:
    voc.write("voc.toml", 'encoding = "utf-8-sig"\n[columns]\ntext = "비고"\nreceived_at = "없는 열"\n')
    voc.write("a.csv", "내용,비고\n포장 좋다,배송 늦다\n")
    run, named = voc.each(["score", "a.csv"], ["score", "a.csv", "--text-column", "내용"])
    assert run.out.startswith(BOM)
    assert "내용=비고" in run.err
    assert "내용=내용" in named.err


def test_many_rows_come_out_in_order_batch_by_batch(voc: Voc) -> None:
    texts = ["배송 늦다", "", "포장 좋다", "배송 늦다"]
    lines = [f"{number},{texts[number % 4]}" for number in range(4_500)]
    run = voc("score", stdin="\n".join(["접수번호,내용", *lines]).encode())
    records = records_of(run.out)
    assert [f"{record['접수번호']},{record['내용']}" for record in records] == lines
    scores = [tuple(record[name] for name in SCORES) for record in records]
    assert scores == scores[:4] * 1_125
    assert scores[1] == ("",) * 6
    assert scores[0] == scores[3] != scores[2]


def test_rows_of_a_pipe_come_out_before_it_is_closed(voc: Voc) -> None:
    process = voc.start("score", stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdin.write(TEXTS.encode())
        process.stdin.flush()
        rows = [process.stdout.readline() for _ in range(3)]
        assert [row[:2].decode() for row in rows[1:]] == ["1,", "2,"]
        process.stdin.write("3,배송 늦다\n".encode())
        process.stdin.flush()
        assert process.stdout.readline().startswith("3,배송 늦다,-".encode())
        process.stdin.close()
        said = process.stderr.read().decode()
    assert process.returncode == ExitCode.DONE
    assert said.splitlines() == ["stdin: 들어오는 대로 판단합니다 (utf-8) — 내용=내용", "stdin: 3행"]


def test_head_ends_it_quietly(voc: Voc) -> None:
    voc.write("many.csv", "내용\n" + "".join(f"배송 늦다 {number}\n" for number in range(20_000)))
    process = voc.start("score", "many.csv")
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        assert process.stdout.readline().startswith("내용,polarity".encode())
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == ExitCode.DONE
    assert said.splitlines() == [
        "many.csv: 20,000행 (utf-8) — 내용=내용",
        "업종: 가전·유통 (기본값. 글 1,717건에서 두드러진 업종이 없음). 다르면 --pack 으로 정하십시오.",
    ]


def test_a_header_alone_comes_out_with_its_new_names(voc: Voc) -> None:
    run = voc("score", stdin="접수번호,내용\n".encode())
    assert (run.code, rows_of(run.out)) == (ExitCode.DONE, [["접수번호", "내용", *SCORES]])


def test_too_many_rows_without_scores_are_told_by_the_exit_code(voc: Voc) -> None:
    voc.write("a.csv", "접수번호,내용\n1,배송 늦다\n2,\n3,\n")
    run, allowed = voc.each(*(["score", "a.csv", "--max-rejected", share] for share in ("0.5", "0.7")))
    assert run.code == ExitCode.TOO_MANY_REJECTED
    assert len(rows_of(run.out)) == 4
    assert "판단하지 못한 행이 2개(66.7%)" in run.err
    assert allowed.code == ExitCode.DONE
    assert allowed.out == run.out


def test_what_cannot_be_read_is_refused_with_a_way_on(voc: Voc) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["접수번호", "내용"])
    book.active.append(["1", "늦어요"])
    book.save(voc.folder / "book.xlsx")
    for name in ("a.csv", "b.csv"):
        voc.write(f"two/{name}", TEXTS)
    voc.write("numbers.csv", "갑,을\n1,2\n")
    missing, empty, workbook, several, textless, misnamed = voc.each(
        ["score", "none.csv"],
        ["score", "/dev/null"],
        ["score", "book.xlsx"],
        ["score", "two"],
        ["score", "numbers.csv"],
        ["score", "two/a.csv", "--text-column", "본문"],
    )
    assert_refused(missing, ExitCode.INPUT, where="none.csv", what="없습니다", mend="이름")
    assert_refused(empty, ExitCode.INPUT, where="/dev/null", what="비어 있습니다", mend="다시 내보내")
    assert_refused(workbook, ExitCode.INPUT, where="book.xlsx", what="엑셀 파일에는", mend="CSV UTF-8")
    assert_refused(several, ExitCode.USAGE, where="two", what="파일이 2개", mend="하나를")
    assert_refused(textless, ExitCode.INPUT, where="numbers.csv", what="찾지 못했습니다", mend="--text-column")
    assert_refused(misnamed, ExitCode.INPUT, where="a.csv", what="'본문' 열이 없습니다", mend="내용")


def test_progress_is_for_a_terminal_that_does_not_show_the_rows(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    code, shown = voc.on_terminal("score", "a.csv", stdout=voc.folder / "out.csv")
    assert code == ExitCode.DONE
    assert "읽는 중".encode() in shown
    assert (voc.folder / "out.csv").read_bytes() == voc("score", "a.csv").out
    code, shown = voc.on_terminal("score", "a.csv")
    assert "읽는 중".encode() not in shown
    assert "2,포장 좋다,".encode() in shown


def test_without_file_and_pipe_it_says_what_to_do(voc: Voc) -> None:
    code, shown = voc.on_terminal("score")
    assert code == ExitCode.USAGE
    assert "읽을 파일도 표준 입력도 없습니다".encode() in shown
