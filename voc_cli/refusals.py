"""What was wrong with a value of a settings file, for who reads no Python: pydantic says it in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voc_cli.messages import text

if TYPE_CHECKING:
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
}


def rule_broken(error: ErrorDetails) -> str:
    """What the value had to be, as a sentence."""
    kind, facts = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        return text("config.rule_one_of", values=str(facts["expected"]).replace(" or ", ", "))
    if kind in _BOUNDS:
        return text(f"config.rule_{kind}", bound=facts[_BOUNDS[kind]])
    known = next((name for start, name in _SORTS.items() if kind.startswith(start)), None)
    return text(f"config.rule_{known}") if known else error["msg"]
