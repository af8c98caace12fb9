"""Every command places a clause that names no thing by the product and channel of its record, and all of them alike."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

from tests.cli.support import Voc
from tests.cli.weekly import content

REAL = (sys.executable, "-m", "voc_cli")
HEAD = "접수번호,접수일,채널,상품,내용\n"
ROWS = [
    f"{number:03},2024-01-{1 + number % 7:02},{channel},{product},{said}\n"
    for number, (channel, product, said) in enumerate(
        (channel, product, said)
        for channel, product in (("전화", ""), ("택배 접수", ""), ("", "무선청소기 A1"), ("배송문의", "냉장고"))
        for said in ("너무 느려요", "화면이 너무 느려요", "또 늦었어요", "불만입니다")
    )
]
STAGES = {
    "000": "technology", "001": "technology", "004": "outbound", "005": "technology", "008": "operations",
    "009": "technology", "012": "outbound", "013": "technology",
}  # fmt: skip


def by_id(data: bytes, column: str, key: str = "doc_id") -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return {row[key]: row[column] for row in rows}


def ran(folder: Path, *parts: list[str]) -> Voc:
    """A job that took in its files one after the other."""
    folder.mkdir()
    voc = Voc(folder)
    voc.write("voc.toml", '[run]\ninputs = ["in/*.csv"]\noutput = "out/%G-W%V"\n')
    for number, part in enumerate(parts):
        last = ["999,2024-01-08,,,좋아요\n"] if number == len(parts) - 1 else []
        voc.write(f"in/{number}.csv", HEAD + "".join([*part, *last]))
        done = voc("run", program=REAL)
        assert done.code == 0, done.err
    return voc


def test_analyze_score_and_runs_say_the_same(voc: Voc) -> None:
    voc.write("all.csv", HEAD + "".join(ROWS))
    analysed = by_id(voc("analyze", "all.csv", "--table", "documents", program=REAL).out, "stages")
    assert {name: analysed[name] for name in STAGES} == STAGES
    scored = by_id(voc("score", "all.csv", program=REAL).out, "stages", "접수번호")
    assert scored == analysed
    pieces = ran(voc.folder / "pieces", ROWS[:6], ROWS[6:])
    report = pieces.folder / "out/2024-W01"
    assert by_id((report / "documents.csv").read_bytes(), "stages") == analysed
    clauses = content(pieces.folder / "voc.duckdb")["record_clauses"]
    assert any("채널:배송" in str(row) for row in clauses)
    summary = json.loads((report / "summary.json").read_text(encoding="utf-8"))
    assert summary["counts"]["hinted"] == sum("채널:" in str(row) or "상품:" in str(row) for row in clauses) > 0
    assert "그 기록의 채널이나 상품을 보고 정했습니다" in (report / "report.md").read_text(encoding="utf-8")
