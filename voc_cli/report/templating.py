"""Templates: ours, and a user's own that go before them, in a sandbox that escapes text and knows no undefined name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from voc_cli.errors import ConfigError
from voc_cli.messages import text

if TYPE_CHECKING:
    from jinja2 import Environment, TemplateSyntaxError

OURS: Final = Path(__file__).parent / "templates"
MARKDOWN: Final = "report.md.j2"  # has no counterpart of ours
_SUFFIX: Final = ".j2"
# What an expression of a template may raise; anything else is a fault of ours.
_FAULTS: Final = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


def environment(folder: Path | None, *, escapes: bool = True) -> Environment:
    """Where templates are found: ``folder`` first, then ours; their text is escaped as HTML where ``escapes``."""
    # Ours do not change, and compiling them takes as long as filling them.
    return _ours(escapes=escapes) if folder is None else _environment([folder, OURS], escapes=escapes)


def compile_ours() -> None:
    """Read our templates now, so that a report need not wait for that."""
    found = environment(None)
    for name in found.list_templates():
        found.get_template(name)


@cache
def _ours(*, escapes: bool) -> Environment:
    return _environment([OURS], escapes=escapes)


def _environment(folders: Sequence[Path], *, escapes: bool) -> Environment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from voc_cli.report.filters import FILTERS  # filters need the renderer of Markdown, which needs this module

    found = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=escapes,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    found.filters.update(FILTERS)
    return found


def told(key: str, /, **values: object) -> str:
    """The sentence ``key`` of the area html, or ``area.key`` of another one."""
    return text(key if "." in key else f"html.{key}", **values)


def render_template(found: Environment, name: str, folder: Path | None, /, **values: object) -> str:
    """The template ``name`` filled with ``values``.

    Raises:
        ConfigError: A template of the user's own ``folder`` cannot be read or fails; it names file and line.
    """
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        return found.get_template(name).render(**values)
    except TemplateSyntaxError as error:
        raise _broken(_place(error), error) from error
    except TemplateNotFound as error:
        raise _broken(_last_place(error.__traceback__, folder) or str(folder), error) from error
    except (TemplateError, *_FAULTS) as error:
        place = _last_place(error.__traceback__, folder)
        if place is None:
            raise
        raise _broken(place, error) from error


def check_templates(folder: Path) -> None:
    """Read every template of the user's ``folder``, before an hour of work is done for one that is broken.

    Raises:
        ConfigError: There is no such folder, it holds no template, or one of them is no template.
    """
    from jinja2 import TemplateSyntaxError

    if not folder.is_dir():
        raise ConfigError(folder, text("html.no_templates"), mend=text("html.no_templates_mend"))
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    known = {path.name for path in OURS.iterdir()} | {MARKDOWN}
    if not known & set(names):
        mend = text("html.unknown_templates_mend", known=", ".join(sorted(known)))
        raise ConfigError(folder, text("html.unknown_templates"), mend=mend)
    found = environment(folder)
    for name in names:
        if name.endswith(_SUFFIX):
            try:
                found.get_template(name)
            except TemplateSyntaxError as error:
                raise _broken(_place(error), error) from error
            except UnicodeDecodeError as error:
                raise _broken(str(folder / name), error) from error


def _place(error: TemplateSyntaxError) -> str:
    return f"{error.filename or error.name}:{error.lineno}"


def _last_place(trace: TracebackType | None, folder: Path | None) -> str | None:
    """File and line of the innermost frame that runs a template of ``folder``; None where it is no fault of theirs."""
    place = None
    while trace is not None and folder is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        # Jinja gives the frames of a template the name and lines of its file.
        if file.is_relative_to(folder):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _broken(place: str, error: Exception) -> ConfigError:
    said = f"{type(error).__name__}: {error}" if isinstance(error, _FAULTS) else str(error)
    return ConfigError(place, text("html.broken_template", error=said), mend=text("html.broken_template_mend"))
