"""The report for programs, and back again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.report import made_up
from tests.report.support import rendered, report
from voc_cli.errors import InputError
from voc_cli.messages import set_language
from voc_cli.report.as_json import SCHEMA_VERSION, from_json, json_schema, render
from voc_cli.report.formats import Screen
from voc_cli.schema import Analysis

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"
FILE = Path("report.json")


def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


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


@pytest.mark.parametrize("analysis", [made_up.analysis(), made_up.undated(), made_up.empty_themes()])
def test_a_stored_report_comes_back_as_it_was(analysis: Analysis) -> None:
    stored = rendered("json", analysis=analysis)
    back = from_json(stored, where=FILE)
    assert back == report(analysis)
    assert render(back, Screen()) == stored


def test_a_stored_report_keeps_its_language() -> None:
    set_language("en")
    said = rendered("json")
    set_language("ko")
    assert from_json(said, where=FILE).language == "en"


@pytest.mark.parametrize("analysis", [made_up.analysis(), made_up.undated(), made_up.empty_themes()])
def test_the_json_is_as_the_schema_in_the_docs_says(analysis: Analysis) -> None:
    found = jsonschema.Draft202012Validator(schema()).iter_errors(json.loads(rendered("json", analysis=analysis)))
    assert [error.message for error in found] == []


@pytest.mark.parametrize(("field", "value"), [("urgent", "none"), ("schema_version", 1), ("buckets", [7])])
def test_the_schema_refuses_what_is_no_report(field: str, value: object) -> None:
    found = json.loads(rendered("json"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, field: value}, schema())


def test_the_schema_asks_for_every_field() -> None:
    found = json.loads(rendered("json"))
    validator = jsonschema.Draft202012Validator(schema())
    for name in found:
        with pytest.raises(jsonschema.ValidationError):
            validator.validate({key: value for key, value in found.items() if key != name})


def test_the_schema_in_the_docs_is_that_of_the_model() -> None:
    # Write it anew with json.dumps(json_schema(), ensure_ascii=False, indent=2) where the model changed.
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema() == json_schema()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("{", "report.json이 아닙니다"),
        ("[]", "구조는 None판"),
        ('{"schema_version": 1}', "구조는 1판"),
        (f'{{"schema_version": {SCHEMA_VERSION}, "title": 3}}', "report.json이 아닙니다"),
    ],
)
def test_what_is_no_stored_report_is_refused(data: str, what: str) -> None:
    with pytest.raises(InputError, match=r"report\.json") as refused:
        from_json(data, where=FILE)
    assert what in str(refused.value)
