"""An analysis to its report, with what the dictionaries say of aspects and signals."""

from __future__ import annotations

from typing import Final

from voc_cli.config import Settings
from voc_cli.dictionary.tables import Dictionary
from voc_cli.report.build import Options, build_report
from voc_cli.report.model import Report
from voc_cli.schema import Analysis

_SHOWN_SETTINGS: Final = {"lang", "mask", "keep_staff_names", "max_characters", "themes_per_stage"}


def make_report(analysis: Analysis, settings: Settings, words: Dictionary, *, around: Analysis | None = None) -> Report:
    """The report in the language in use; ``around`` as for ``build_report``."""
    return build_report(
        analysis,
        promise_aspects=frozenset(aspect.name for aspect in words.aspects if aspect.is_promise),
        severities=words.urgent_severities,
        options=Options(
            title=settings.title,
            company=settings.company,
            period=settings.period,
            n_themes=settings.themes_per_stage,
            group_by=settings.group_by,
            masked=settings.mask,
            settings=settings.model_dump(include=_SHOWN_SETTINGS),
        ),
        around=around,
    )
