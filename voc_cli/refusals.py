"""What was wrong with a value of a settings file, for who reads no Python: pydantic says it in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voc_cli.messages import text

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

# By the type of the error: where its bound stands, or the sort that the value had to be.
_BOUNDS: Final = {
    "greater_than_equal": "ge",
    "less_than_equal": "le",
    "greater_than": "gt",
    "less_than": "lt",
    "string_too_short": "min_length",
    "string_too_long": "max_length",
}
_SORTS: Final = {
    "bool_": "boolean",
    "int_": "integer",
    "float_": "number",
    "string_type": "text",
    "path_type": "text",
    "tuple_": "list",
    "list_": "list",
    "date_": "date",
    "days_in_order": "days_in_order",
    "model_": "table",
    "dict_": "table",
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_pattern_mismatch": "address",  # nothing else has to look like something
    "no_recipient": "no_recipient",
    "file_name": "file_name",
}
# Why a bound lies where it does; the number of an entry is left out of its place.
_REASONS: Final[dict[tuple[tuple[str, ...], str], str]] = {
    (("goals", "target"), "less_than"): "goal_target",
    (("alerts", "rising", "q"), "less_than_equal"): "rising_q",
    (("alerts", "rising", "min_documents"), "greater_than_equal"): "rising_min_documents",
}


def first_refused(error: ValidationError) -> ErrorDetails:
    """What to tell of first: an unknown name, which may be that of an entry said to be missing."""
    errors = error.errors()
    return next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])


def rule_broken(error: ErrorDetails) -> str:
    """What the value had to be, as a sentence."""
    kind, facts = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        return text("config.rule_one_of", values=str(facts["expected"]).replace(" or ", ", "))
    if kind == "unit_of_run":
        return text("config.rule_unit_of_run", value=error["input"])
    if kind in _BOUNDS:
        said = text(f"config.rule_{kind}", bound=facts[_BOUNDS[kind]])
        reason = _REASONS.get((tuple(part for part in error["loc"] if isinstance(part, str)), kind))
        return f"{said} {text(f'config.why_{reason}')}" if reason else said
    known = next((name for start, name in _SORTS.items() if kind.startswith(start)), None)
    return text(f"config.rule_{known}") if known else error["msg"]
