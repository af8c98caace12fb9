"""The registry of formats: one line each, every one usable."""

from __future__ import annotations

import pytest

from tests.report import made_up
from tests.report.support import rendered, report
from voc_cli.report.formats import FORMATS, TABLE_FORMATS, Screen, renderer
from voc_cli.report.rows import Rows


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.is_binary])
def test_every_format_of_text_renders_the_report_as_text(name: str) -> None:
    said = rendered(name)
    assert said.endswith("\n")
    assert "배송 지연" in said


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_the_same_bytes_twice_and_of_the_kind_that_it_says(name: str) -> None:
    one, other = (renderer(name)(report(), Screen(), Rows.of(made_up.analysis())) for _ in range(2))
    assert one == other
    assert isinstance(one, bytes) is FORMATS[name].is_binary


def test_every_format_has_a_file_of_its_own() -> None:
    files = [form.file_name for form in FORMATS.values()]
    assert len(set(files)) == len(files)
    assert all(file_name.startswith("report.") for file_name in files)


def test_the_issues_formats_are_there() -> None:
    assert {"terminal", "md", "json"} <= set(FORMATS)
    assert {"csv", "json"} <= set(TABLE_FORMATS)
