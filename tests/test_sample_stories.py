"""The seven stories planted in sample_data are what the report of it tells; two runs tell it in the same bytes."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.cli.support import ROOT, Voc, new_voc, text_of
from tests.readme import Ran
from voc_cli import schema
from voc_cli.valuechain.taxonomy import load_taxonomy

SAMPLE = ROOT / "sample_data"
pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="sample_data is not here")

# Batches smaller than any file of the sample, and nothing looked up that the first run found.
_TWICE = """
import sys
from voc_cli.cli.main import run
from voc_cli.engine import cached

cached.BATCH = 37
analyze = ["analyze", sys.argv[1], "-o"]
sys.exit(run([*analyze, "again", "--no-cache"]) or run([*analyze, "named", "--keep-staff-names"]))
"""


@dataclass(frozen=True)
class Result:
    """What a run wrote."""

    folder: Path

    def table(self, name: str) -> pd.DataFrame:
        """A table, every cell as text."""
        return pd.read_csv(self.folder / f"{name}.csv", dtype=str, keep_default_na=False)

    @cached_property
    def report(self) -> dict[str, Any]:
        """The report as JSON."""
        found: dict[str, Any] = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        return found

    @cached_property
    def documents(self) -> pd.DataFrame:
        """Documents with the day as its own column."""
        table = self.table("documents")
        return table.assign(day=table[schema.RECEIVED_AT].str[:10])

    @cached_property
    def clauses(self) -> pd.DataFrame:
        """Clauses of originals."""
        return self.table("clauses")

    def theme(self, name: str) -> dict[str, str]:
        """The row of one theme."""
        themes = self.table("themes")
        (row,) = themes[themes[schema.NAME] == name].to_dict("records")
        return {str(column): str(cell) for column, cell in row.items()}

    def days_of(self, theme: str) -> pd.Series[str]:
        """The days of the records of one theme."""
        ids = self.clauses.loc[self.clauses[schema.THEME] == theme, schema.DOC_ID]
        return self.documents.loc[self.documents[schema.DOC_ID].isin(ids), "day"]

    def story(self, pattern: str, first: str = "2024-01-01", last: str = "2024-06-30") -> pd.DataFrame:
        """The records of a stretch of time whose text holds ``pattern``."""
        rows = self.documents
        return rows[rows[schema.TEXT].str.contains(pattern) & rows["day"].between(first, last)]

    def line(self, word: str) -> str:
        """The sentence of the verdict that holds ``word``."""
        return next(str(line) for line in self.report["verdict"] if word in line)


@pytest.fixture(scope="session")
def voc(tmp_path_factory: pytest.TempPathFactory) -> Voc:
    """The command in a folder of its own."""
    return new_voc(tmp_path_factory.mktemp("stories"))


@pytest.fixture(scope="session")
def result(readme_run: Ran) -> Result:
    """What README's run over the sample wrote."""
    assert readme_run.done.returncode == 0, readme_run.done.stderr
    return Result(readme_run.folder)


@pytest.fixture(scope="session")
def later(voc: Voc) -> Path:
    """The folder that holds ``again`` (other hash seed and batches) and ``named`` (staff names kept)."""
    run = voc("-c", _TWICE, SAMPLE, program=[sys.executable], env={"PYTHONHASHSEED": "4242"})
    assert run.code == 0, run.err
    return voc.folder


def test_nothing_of_the_sample_is_lost(result: Result, readme_run: Ran) -> None:
    counts = json.loads((result.folder / "summary.json").read_text(encoding="utf-8"))["counts"]
    assert counts["documents"] >= 600
    assert counts["rejected"] == 0
    assert len(result.documents) == counts["documents"]
    for encoding in ("utf-8-sig", "cp949", "xlsx"):
        assert f"({encoding})" in readme_run.done.stderr


def test_the_period_is_26_weeks(result: Result) -> None:
    assert (result.report["buckets"][0], len(result.report["buckets"])) == ("2024-01-01", 26)
    assert result.report["subtitle"].startswith("2024-01-01 ~ 2024-06-30")


def test_deliveries_are_late_from_the_change_of_the_courier_on(result: Result) -> None:
    days = result.days_of("배송 지연")
    before, since = int((days < "2024-04-01").sum()), int((days >= "2024-04-01").sum())
    assert since >= 3 * before
    assert result.theme("배송 지연")[schema.STATUS] in {"rising", "new"}
    assert "배송 지연" in result.line("늘었거나")
    blamed = result.story("바람택배", "2024-04-01")
    assert (blamed[schema.STAGES].str.contains("outbound")).mean() >= 0.8


def test_the_app_update_breaks_login(result: Result) -> None:
    theme, days = result.theme("앱 로그인 오류"), result.days_of("앱 로그인 오류")
    # One customer had trouble with a code in March, too; the story is the wave after the update.
    assert days.between("2024-05-13", "2024-06-16").mean() >= 0.9
    assert theme[schema.STATUS] in {"new", "rising"}
    assert "앱 로그인 오류" in result.line("늘었거나")
    stuck = result.story("로그인|로그아웃", "2024-05-13", "2024-06-09")
    assert stuck[schema.STAGES].str.contains("technology").mean() >= 0.9


@pytest.mark.parametrize("doc_id", ["00034443", "R-000450"])
def test_a_charging_fire_is_an_urgent_case(result: Result, doc_id: str) -> None:
    (case,) = [case for case in result.report["urgent"] if case["doc_id"] == doc_id]
    assert case["signals"].startswith("안전")
    assert "화재" in case["kinds"] or "연기" in case["kinds"]
    assert "충전" in case["context"]
    assert doc_id in (result.folder / "report.txt").read_text(encoding="utf-8")


def test_the_promotion_is_among_the_promises_not_kept(result: Result) -> None:
    told = result.story("적립|봄맞이|20%", "2024-02-19", "2024-03-17")
    assert told[schema.STAGES].str.contains("marketing_sales").mean() >= 0.6
    quoted = {quote["doc_id"] for quote in result.report["marketing"]["promises"]}
    assert quoted & set(told[schema.DOC_ID])
    promises = [aspect.complaint_name for aspect in load_taxonomy() if aspect.is_promise]
    broken = result.clauses[result.clauses[schema.THEME].isin(promises)]
    assert len(set(broken[schema.DOC_ID]) & set(told[schema.DOC_ID])) >= 5


def test_used_goods_of_a_partner_seller_are_a_matter_of_procurement(result: Result) -> None:
    told = result.story("알뜰리빙", "2024-04-15", "2024-06-23")
    assert len(told) >= 8
    assert told[schema.STAGES].str.contains("procurement").mean() > 0.5
    (section,) = [section for section in result.report["stages"] if section["stage"] == "협력사·입점업체"]
    assert section["themes"]
    ids = set(told[schema.DOC_ID])
    themes = result.clauses[result.clauses[schema.STAGE] == "procurement"]
    assert len(ids & set(themes.loc[themes[schema.THEME_ID] != "", schema.DOC_ID])) >= 5


def test_the_engineer_is_praised_with_the_name_masked(result: Result) -> None:
    assert [quote for quote in result.report["staff"] if "[이름] 기사" in quote["text"]]
    praised = result.story(r"\[이름\] ?기사")
    assert len(praised) >= 10
    assert praised[schema.SIGNALS].str.contains("praise_staff").mean() >= 0.5


def test_no_name_of_staff_or_customers_is_in_any_file(result: Result) -> None:
    assert "정해민" not in text_of(result.folder)


def test_names_of_staff_stay_where_that_is_asked_for(result: Result, later: Path) -> None:
    named = Result(later / "named")
    assert "정해민" in text_of(named.folder)
    assert [quote for quote in named.report["staff"] if "정해민 기사" in quote["text"]]
    assert named.documents[schema.TEXT].str.contains("정해민").sum() >= 10
    # Customers' names are masked all the same.
    assert named.documents[schema.TEXT].str.contains(r"저 \[이름\]인데요").any()


def test_the_call_centre_theme_goes_away(result: Result) -> None:
    theme = result.theme("고객센터 연결 안 됨")
    before, change = float(theme[schema.PREVIOUS]), float(theme[schema.CHANGE])
    assert before >= 5
    assert before + change <= 0.1 * before
    assert theme[schema.STATUS] in {"gone", "falling"}
    assert "고객센터 연결 안 됨" in result.line("사라진")


def test_a_campaign_of_copies_is_named_and_makes_no_theme(result: Result) -> None:
    assert any("과대포장" in wave["text"] for wave in result.report["waves"])
    copied = result.documents[result.documents[schema.DUPLICATE_OF] != ""]
    assert len(copied) >= 3
    assert set(copied[schema.DUPLICATE_OF]) <= set(result.documents[schema.DOC_ID])


def test_every_recurring_theme_is_shown_with_two_quotes(result: Result) -> None:
    shown = [theme for section in result.report["stages"] for theme in section["themes"]]
    few = [theme["name"] for theme in shown if theme["n_documents"] >= 5 and len(theme["quotes"]) < 2]
    assert few == []


def test_clauses_are_stretches_of_their_documents(result: Result) -> None:
    texts = dict(zip(result.documents[schema.DOC_ID], result.documents[schema.TEXT], strict=True))
    rows = zip(*(result.clauses[name] for name in (schema.DOC_ID, schema.START, schema.END, schema.TEXT)), strict=True)
    for doc_id, start, end, text in rows:
        # A cell that a spreadsheet would run stands behind an apostrophe, and a clause may open with a quotation mark.
        stretch = texts[doc_id].removeprefix("'")[int(start) : int(end)]
        assert stretch.removeprefix("'") == text.removeprefix("'")


def test_two_runs_write_the_same_bytes_whatever_the_hash_seed_and_the_batches(result: Result, later: Path) -> None:
    again = later / "again"
    names = sorted(path.name for path in result.folder.iterdir())
    assert sorted(path.name for path in again.iterdir()) == names
    different = [name for name in names if (again / name).read_bytes() != (result.folder / name).read_bytes()]
    assert different == []
