"""The report as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from voc_cli.report.formats import Screen
from voc_cli.report.model import Report

SCHEMA_VERSION: Final = 1


def render(report: Report, screen: Screen) -> str:
    """The fields of ``report`` in their own names, with the version of this layout."""
    del screen
    return json.dumps({"schema_version": SCHEMA_VERSION, **asdict(report)}, ensure_ascii=False, indent=2) + "\n"
