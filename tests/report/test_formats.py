"""The registry of formats: one line each, every one usable."""

from __future__ import annotations

import pytest

from tests.report.support import rendered, report
from voc_cli.report.formats import FORMATS, TABLE_FORMATS, Screen, renderer


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_the_report_as_text(name: str) -> None:
    said = renderer(name)(report(), Screen())
    assert said.endswith("\n")
    assert "배송 지연" in said


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_the_same_text_twice(name: str) -> None:
    assert rendered(name) == rendered(name)


def test_every_format_has_a_file_of_its_own() -> None:
    files = [file_name for _, file_name in FORMATS.values()]
    assert len(set(files)) == len(files)
    assert all(file_name.startswith("report.") for file_name in files)


def test_the_issues_formats_are_there() -> None:
    assert {"terminal", "md", "json"} <= set(FORMATS)
    assert {"csv", "json"} <= set(TABLE_FORMATS)
