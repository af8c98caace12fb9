"""The report as JSON, for programs and for rendering it again later."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from voc_cli.errors import InputError
from voc_cli.messages import text
from voc_cli.report.formats import Screen
from voc_cli.report.model import Report

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from voc_cli.report.rows import Rows

SCHEMA_VERSION: Final = 3


def render(report: Report, screen: Screen, rows: Rows | None = None) -> str:
    """The fields of ``report`` in their own names, with the version of this layout (docs/report.schema.json)."""
    del screen, rows
    return json.dumps({"schema_version": SCHEMA_VERSION, **asdict(report)}, ensure_ascii=False, indent=2) + "\n"


def from_json(data: str | bytes, *, where: Path) -> Report:
    """The report that ``render`` wrote, equal to the one that it was given.

    Args:
        where: The file, for the error.
    Raises:
        InputError: No JSON, the layout of another version, or fields of another shape.
    """
    from pydantic import ValidationError

    try:
        found = json.loads(data)
    except ValueError as error:
        raise InputError(where, text("report.not_a_report"), mend=text("report.not_a_report_mend")) from error
    version = found.get("schema_version") if isinstance(found, dict) else None
    if version != SCHEMA_VERSION:
        what = text("report.other_version", found=version, known=SCHEMA_VERSION)
        raise InputError(where, what, mend=text("report.other_version_mend"))
    try:
        return _adapter().validate_python({name: value for name, value in found.items() if name != "schema_version"})
    except ValidationError as error:
        raise InputError(where, text("report.not_a_report"), mend=text("report.not_a_report_mend")) from error


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``render`` writes."""
    schema = _adapter().json_schema(mode="serialization")
    version = {"const": SCHEMA_VERSION, "title": "Schema Version"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "properties": {"schema_version": version, **schema["properties"]},
        "required": ["schema_version", *schema["required"]],
    }


@cache
def _adapter() -> TypeAdapter[Report]:
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
