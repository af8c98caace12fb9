"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from voc_cli.errors import UsageError
from voc_cli.messages import text
from voc_cli.schema import LEVELS

Decorated = Callable[..., Any]
ENCODINGS: Final = ("utf-8-sig", "utf-8", "cp949")
SHORTCUTS: Final = ("text", "date", "rating")
PACKS: Final = ("appliance", "app", "food", "finance", "lodging_mobility", "fashion_beauty")
_ROLE_OF: Final = {"text": "text", "date": "received_at", "rating": "rating"}


def columns_options(function: Decorated) -> Decorated:
    """--column ROLE=HEADER and its shortcuts; ``chosen_columns`` reads them."""
    for name in reversed(SHORTCUTS):
        function = click.option(f"--{name}-column", metavar=text("cli.meta_header"), help=text(f"cli.{name}_column"))(
            function
        )
    return click.option("--column", "column", multiple=True, metavar=text("cli.meta_role"), help=text("cli.column"))(
        function
    )


def chosen_columns(values: dict[str, Any]) -> dict[str, str]:
    """role to header from the options of ``columns_options``, which are taken out of ``values``.

    Raises:
        UsageError: A --column that is not ROLE=HEADER.
    """
    chosen: dict[str, str] = {}
    for pair in values.pop("column"):
        role, equals, header = pair.partition("=")
        if not equals or not role or not header:
            raise UsageError("--column", text("config.bad_column", value=pair), mend=text("config.bad_column_mend"))
        chosen[role.strip()] = header.strip()
    for name in SHORTCUTS:
        header = values.pop(f"{name}_column")
        if header:
            chosen[_ROLE_OF[name]] = header
    return chosen


def privacy_options(function: Decorated) -> Decorated:
    """--no-mask and --keep-staff-names."""
    function = click.option("--keep-staff-names", is_flag=True, default=None, help=text("cli.keep_staff_names"))(
        function
    )
    return click.option("--no-mask", "mask", flag_value=False, type=bool, default=None, help=text("cli.no_mask"))(
        function
    )


def config_option(function: Decorated) -> Decorated:
    """--config FILE."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path),
        envvar="VOC_CONFIG",
        metavar=text("cli.meta_file"),
        help=text("cli.config"),
    )(function)


def compare_option(function: Decorated) -> Decorated:
    """--compare STRETCH."""
    return click.option(
        "--compare", type=click.Choice(("auto", "week", "month", "half")), default=None, help=text("alerts.compare")
    )(function)


def fail_on_option(function: Decorated) -> Decorated:
    """--fail-on LEVEL."""
    return click.option("--fail-on", type=click.Choice(LEVELS), default=None, help=text("alerts.fail_on"))(function)


def weights_option(function: Decorated) -> Decorated:
    """--weights FILE."""
    return click.option("--weights", metavar=text("cli.meta_file"), help=text("train.weights"))(function)


def cache_option(function: Decorated) -> Decorated:
    """--no-cache."""
    return click.option(
        "--no-cache", "use_cache", flag_value=False, type=bool, default=True, help=text("cli.no_cache")
    )(function)


def max_rejected_option(function: Decorated) -> Decorated:
    """--max-rejected SHARE."""
    return click.option(
        "--max-rejected", type=click.FloatRange(0, 1), metavar=text("cli.meta_share"), help=text("cli.max_rejected")
    )(function)


def dictionary_options(function: Decorated) -> Decorated:
    """--dictionary FILE and --pack NAME."""
    function = click.option("--pack", type=click.Choice(PACKS), help=text("cli.pack"))(function)
    return click.option("--dictionary", metavar=text("cli.meta_file"), help=text("cli.dictionary"))(function)
