"""The report as one page: a single file that loads nothing, opens from a mail, and can be read without scripts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from voc_cli.messages import text
from voc_cli.report import drawing
from voc_cli.report.formats import Screen
from voc_cli.report.matrices import FEWEST
from voc_cli.report.model import N_GROUPS, N_OWN_THEMES
from voc_cli.report.page_rows import MOST_BYTES, pack, script_json
from voc_cli.report.templating import environment, render_template, told

if TYPE_CHECKING:
    from voc_cli.report.model import Report
    from voc_cli.report.rows import Rows, Shown

PAGE: Final = "report.html.j2"
MOST_OF_PAGE: Final = 3 * 2**20 - 50_000  # bytes; what mail takes without a thought, and a little air
# What the script of the page says.
_SAID: Final = (
    "found", "found_limited", "page_of", "no_rows", "rating", "evidence", "copy", "polarity", "fewer_themes",
    "n_themes",
)  # fmt: skip


def render(
    report: Report, screen: Screen, rows: Rows | None = None, *, packed: Callable[[], tuple[str, Shown]] | None = None
) -> str:
    """The whole report as HTML.

    Args:
        packed: Gives what page_rows.pack gives for ``rows``, where somebody has made it already.
    Raises:
        ConfigError: A template of the user's own fails.
    """
    from markupsafe import Markup

    found = environment(screen.templates)
    style, script = (render_template(found, name, screen.templates) for name in ("page.css", "page.js"))
    values: dict[str, object] = {
        "report": report,
        "t": told,
        "draw": drawing,
        "fewest": FEWEST,
        "n_own_themes": N_OWN_THEMES,
        "n_groups": N_GROUPS,
        "style": Markup(style),
        "script": Markup(script),
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "texts": Markup(script_json({name: text(f"html.{name}") for name in _SAID})),
    }
    room = MOST_BYTES
    said, shown = ("", None) if rows is None else packed() if packed is not None else pack(rows)
    while True:
        page = render_template(found, PAGE, screen.templates, **values, rows=Markup(said), shown=_numbers(shown))
        over = len(page.encode()) - MOST_OF_PAGE
        n_bytes = len(said.encode())
        # What can be read without a script is never cut, nor a number of rows that the user chose.
        if rows is None or over <= 0 or n_bytes > room or n_bytes <= over:
            return page
        room = n_bytes - over
        said, shown = pack(rows, most_bytes=room)


def _hash(source: str) -> str:
    """The source of a content security policy that lets just this style or script pass."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def _numbers(shown: Shown | None) -> dict[str, int]:
    return {"n": shown.n, "n_total": shown.n_total} if shown else {"n": 0, "n_total": 0}
