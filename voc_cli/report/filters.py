"""What templates can do with a value beside what Jinja brings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup

from voc_cli.messages import current_language
from voc_cli.report.markdown import escape
from voc_cli.report.sections import one_line


def said(value: object) -> Markup:
    """What a customer wrote or a file holds: one line, escaped, kept from turning the text around it."""
    # Customers write Korean, whatever the language of the report.
    mark = Markup("<bdi>{}</bdi>") if current_language() == "ko" else Markup('<bdi lang="ko">{}</bdi>')
    return mark.format(one_line(str(value)))


def fragment(value: str) -> str:
    """``value`` as a part of an address."""
    return quote(value, safe="")


def number(value: int) -> str:
    """A count, its thousands apart."""
    return f"{value:,}"


def percent(share: float) -> str:
    """A share in [0, 1] as a percentage."""
    return f"{share:.1%}"


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "said": said,
    "line": one_line,
    "fragment": fragment,
    "number": number,
    "percent": percent,
    "safe_md": escape,
}
