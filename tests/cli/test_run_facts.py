"""What the report of a period says of its themes beside how often they come."""

from __future__ import annotations

import csv
import io

from tests.cli.support import Voc
from tests.cli.weekly import CONFIG
from voc_cli.errors import ExitCode

HEADER = "접수번호,접수일시,완료일시,고객번호,평점,상담내용\n"


def rated(day: int, number: int, rating: int, text: str) -> str:
    """One record of January 2024."""
    name, date = f"{day:02}{number:02}", f"2024-01-{day:02}"
    return f"{name},{date} 09:{number:02},{date} 12:00,K{name},{rating},{text}\n"


def themes(voc: Voc, week: str) -> list[dict[str, str]]:
    """The rows of a report's table of themes."""
    written = (voc.folder / "보고서" / week / "themes.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(written)))


def test_a_theme_is_held_against_the_other_ratings_of_its_own_period(voc: Voc) -> None:
    # Of the week before, in which everybody was displeased, nothing may be seen in the gap.
    before = [rated(day, number, 1, f"배송 늦다 {day} {number}") for day in range(1, 8) for number in range(4)]
    late = [rated(day, 0, 2, f"배송 늦다 {day} 0") for day in range(8, 15)]
    pleased = [rated(day, 1, 5, f"포장 좋다 {day} 1") for day in range(8, 15)]
    voc.write("in/w1.csv", HEADER + "".join(before))
    voc.write("in/w2.csv", HEADER + "".join([*late, *pleased]))
    voc.write("voc.toml", CONFIG)
    done = voc("run")
    assert done.code == ExitCode.DONE, done.err
    theme = next(row for row in themes(voc, "2024-W02") if row["name"] == "배송 지연")
    assert (theme["n_documents"], theme["rating"]) == ("7", "2.0")
    assert (theme["rating_gap"], theme["rating_gap_low"], theme["rating_gap_high"]) == ("-3.0", "-3.0", "-3.0")
