"""summary.json: what a run did."""

from __future__ import annotations

from typing import Any, cast

from tests.report import made_up
from tests.report.support import report
from voc_cli import __version__
from voc_cli.report.summary import summary


def found() -> dict[str, Any]:
    return cast("dict[str, Any]", summary(made_up.analysis(), report(), settings={"mask": True}))


def test_the_counts_add_up() -> None:
    assert found()["counts"] == {
        "rows": 16,
        "documents": 14,
        "rejected": 2,
        "duplicates": 2,
        "clauses": 16,
        "hinted": 0,
        "themes": 3,
        "once": 0,
    }


def test_versions_and_settings_tell_how_the_figures_came_about() -> None:
    assert found()["voc_version"] == __version__
    assert found()["tokenizer"] == "fake 1"
    assert found()["settings"] == {"mask": True}


def test_each_source_tells_its_encoding_and_columns() -> None:
    (source,) = found()["sources"]
    assert (source["name"], source["encoding"], source["columns"]) == ("calls.csv", "cp949", {"text": "내용"})


def test_the_summary_speaks_as_the_report_does() -> None:
    assert found()["verdict"] == list(report().verdict)
    assert [figure["value"] for figure in found()["figures"]] == [figure.value for figure in report().figures]


def test_kinds_of_masked_data_come_in_a_fixed_order() -> None:
    assert list(found()["masked"]) == sorted(found()["masked"])


def test_nothing_tells_the_hour_or_the_place_of_the_run() -> None:
    assert not {"created_at", "host", "user", "path"} & set(found())
