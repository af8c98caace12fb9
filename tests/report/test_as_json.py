"""The report for programs."""

from __future__ import annotations

import json

from tests.report import made_up
from tests.report.support import rendered, report
from voc_cli.report.as_json import SCHEMA_VERSION


def test_the_json_holds_every_field_of_the_report() -> None:
    found = json.loads(rendered("json"))
    assert found["schema_version"] == SCHEMA_VERSION
    assert set(found) == {"schema_version", *report().__dataclass_fields__}


def test_figures_and_series_are_numbers_and_lists() -> None:
    found = json.loads(rendered("json"))
    section = next(section for section in found["stages"] if section["stage"] == "배송·포장")
    assert section["n_complaints"] == 3
    assert section["themes"][0]["series"] == [0, 0, 0, 0, 0, 1, 1, 0]
    assert found["marketing"]["n_promises"] == 2
    assert found["urgent"][0]["doc_id"] == "015"


def test_korean_is_readable_in_the_file() -> None:
    assert "배송 지연" in rendered("json")
    assert "\\u" not in rendered("json").replace("\\u001b", "")


def test_a_report_without_days_is_valid_json_too() -> None:
    said = rendered("json", analysis=made_up.undated())
    assert "NaN" not in said
    assert json.loads(said)["buckets"] == []
