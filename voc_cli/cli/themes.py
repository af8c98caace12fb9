"""``voc themes``: what a person decides about themes, kept in a small file that every later run obeys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voc_cli.cli.korean import LocalCommand, LocalGroup
from voc_cli.cli.options import config_option
from voc_cli.cli.streams import note, write_result
from voc_cli.errors import ExitCode, UsageError
from voc_cli.messages import text

if TYPE_CHECKING:
    from voc_cli.cli.theme_files import Result
    from voc_cli.config import Settings
    from voc_cli.theme_edits import ThemeEdits


@click.group(
    cls=LocalGroup,
    help=text("themes.help"),
    epilog=text("themes.epilog"),
    subcommand_metavar=text("cli.command_piece"),
)
def command() -> None:
    """Show and edit themes."""


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    """--from DIR, --themes FILE, --config FILE."""
    folder = click.Path(path_type=Path)
    function = click.option("--themes", metavar=text("cli.meta_file"), help=text("themes.file"))(
        config_option(function)
    )
    return click.option(
        "--from", "folder", type=folder, default=Path(), metavar=text("cli.meta_dir"), help=text("themes.from")
    )(function)


def _edit_options(function: Callable[..., Any]) -> Callable[..., Any]:
    return _options(click.option("-y", "--yes", is_flag=True, help=text("themes.yes"))(function))


def _sub(name: str, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    return command.command(name, cls=LocalCommand, help=text(f"cli.short_{name}"), **settings)


def _theme(name: str = "theme", **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.argument(name, metavar=text("themes.meta_theme"), **settings)


@_sub("list")
@_options
def list_command(folder: Path, themes: str | None, config: Path | None) -> int:
    """One line a theme."""
    from voc_cli.theme_edits import noted_names

    result, edits, path = _open(folder, themes, config)
    states, noted = _states(result), noted_names(path)
    lines = [
        "\t".join(
            (
                row["theme_id"],
                row["n_documents"],
                text(f"report.stage_{row['stage']}"),
                row["name"],
                ", ".join(_marks(row["theme_id"], edits, states)),
            )
        ).rstrip("\t")
        for row in result.themes.to_dict("records")
    ]
    hidden = [text("themes.ignored_line", theme=theme, name=noted.get(theme, "-")) for theme in edits.ignore]
    write_result("\n".join([text("themes.list_head"), *lines, *hidden]) + "\n")
    return ExitCode.DONE


def _states(result: Result) -> dict[str, str]:
    matches = result.summary.get("theme_matches", [])
    return {m["theme_id"]: m["state"] for m in matches} if isinstance(matches, list) else {}


def _marks(theme: str, edits: ThemeEdits, states: dict[str, str]) -> list[str]:
    marks = [text(f"themes.state_{states[theme]}")] if theme in states else []
    marks += [text("themes.mark_pin")] if theme in {edits.resolved(pinned) for pinned in edits.pin} else []
    marks += [text("themes.mark_rename")] if any(entry.theme == theme for entry in edits.rename) else []
    merged = [source for source in edits.into if edits.resolved(source) == theme]
    marks += [text("themes.mark_merge", themes=", ".join(merged))] if merged else []
    split = [entry for entry in edits.split if entry.id == theme]
    return marks + [text("themes.mark_split", theme=entry.theme) for entry in split]


@_sub("show")
@_theme()
@_options
def show_command(theme: str, folder: Path, themes: str | None, config: Path | None) -> int:
    """All that is known of one theme."""
    result, edits, _ = _open(folder, themes, config)
    identity = _identity(theme, result)
    row = next(row for row in result.themes.to_dict("records") if row["theme_id"] == identity)
    stage = text(f"report.stage_{row['stage']}")
    lines = [f"{row['name']} ({identity})", f"{stage} · {row['owner']}"]
    counts = {key: row[key] for key in ("n_documents", "n_clauses")}
    counts |= {key: row[key][:10] or "?" for key in ("first_seen", "last_seen")}
    lines.append(text("themes.show_counts", **counts))
    lines.append(text("themes.show_keywords", words=row["keywords"].replace(";", ", ")))
    lines += [text("themes.show_marks", marks=mark) for mark in _marks(identity, edits, _states(result))]
    issues = result.summary.get("theme_issues", [])
    own = [issue for issue in issues if issue["theme_id"] == identity] if isinstance(issues, list) else []
    lines += [text("themes.show_issue", name=i["name"], n=i["n_documents"], share=i["share"]) for i in own]
    lines += [text("themes.show_quote", text=quote) for quote in row["quotes"].split(";")]
    write_result("\n".join(lines) + "\n")
    return ExitCode.DONE


@_sub("rename")
@_theme()
@click.argument("name", metavar=text("themes.meta_name"))
@_edit_options
def rename_command(theme: str, name: str, yes: bool, **where: Any) -> int:
    """Give a theme another name."""
    from voc_cli.theme_edits import Rename

    name = _worded(name)
    result, edits, path = _open(**where)
    identity = _identity(theme, result)
    taken = {other for key, other in result.names().items() if key != identity}
    if name in taken:
        raise UsageError(name, text("themes.name_taken"), mend=text("themes.name_taken_mend"))
    kept = tuple(entry for entry in edits.rename if entry.theme != identity)
    return _keep(result, edits, path, yes=yes, rename=(*kept, Rename(theme=identity, name=name)))


@_sub("merge")
@_theme("into")
@_theme("others", nargs=-1, required=True)
@_edit_options
def merge_command(into: str, others: tuple[str, ...], yes: bool, **where: Any) -> int:
    """Move the complaints of OTHERS to INTO."""
    from voc_cli.theme_edits import Merge

    result, edits, path = _open(**where)
    target = _identity(into, result)
    sources = [_identity(other, result) for other in others]
    if target in sources:
        raise UsageError(into, text("themes.into_itself"), mend=text("themes.into_itself_mend"))
    before = [theme for entry in edits.merge if entry.into == target for theme in entry.themes]
    kept = tuple(entry for entry in edits.merge if entry.into != target)
    merged = Merge(into=target, themes=tuple(sorted({*before, *sources})))
    return _keep(result, edits, path, yes=yes, merge=(*kept, merged))


@_sub("split")
@_theme()
@click.argument("name", metavar=text("themes.meta_name"))
@click.option(
    "-w", "--word", "words", multiple=True, required=True, metavar=text("themes.meta_word"), help=text("themes.word")
)
@_edit_options
def split_command(theme: str, name: str, words: tuple[str, ...], yes: bool, **where: Any) -> int:
    """Make a theme of its own of the complaints that hold one of the words."""
    from voc_cli.theme_edits import Split, split_id

    name, words = _worded(name), tuple(_worded(word) for word in words)
    result, edits, path = _open(**where)
    source = _identity(theme, result)
    if name in result.names().values():
        raise UsageError(name, text("themes.name_taken"), mend=text("themes.name_taken_mend"))
    identity = split_id(source, name)
    entry = Split(theme=source, name=name, words=tuple(dict.fromkeys(words)), id=identity)
    kept = tuple(old for old in edits.split if old.id != identity)
    return _keep(result, edits, path, yes=yes, split=(*kept, entry))


def _toggle(key: str, chosen: tuple[str, ...], undo: bool, yes: bool, where: dict[str, Any]) -> int:
    from voc_cli.theme_edits import noted_names

    result, edits, path = _open(**where)
    known = set(getattr(edits, key))
    # What is ignored is in no table any more, so its id and the name beside it are taken as they stand.
    decided = {name: theme for theme, name in noted_names(path).items() if theme in known}
    decided |= {theme: theme for theme in known}
    ids = {decided.get(theme) or _identity(theme, result) for theme in chosen}
    left = known - ids if undo else known | ids
    return _keep(result, edits, path, yes=yes, **{key: tuple(sorted(left))})


@_sub("pin")
@_theme("chosen", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help=text("themes.undo"))
@_edit_options
def pin_command(chosen: tuple[str, ...], undo: bool, yes: bool, **where: Any) -> int:
    """Show themes before all others."""
    return _toggle("pin", chosen, undo, yes, where)


@_sub("ignore")
@_theme("chosen", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help=text("themes.undo"))
@_edit_options
def ignore_command(chosen: tuple[str, ...], undo: bool, yes: bool, **where: Any) -> int:
    """Leave themes out of reports."""
    return _toggle("ignore", chosen, undo, yes, where)


def _open(folder: Path, themes: str | None, config: Path | None) -> tuple[Result, ThemeEdits, Path]:
    from voc_cli.cli.theme_files import edits_path, read_result
    from voc_cli.config import load_settings
    from voc_cli.messages import chosen_language, set_language
    from voc_cli.theme_edits import load_edits

    settings: Settings = load_settings(config, {"themes": themes, "lang": chosen_language()})
    set_language(settings.lang)
    path = edits_path(settings)
    return read_result(folder), load_edits(path), path


def _worded(value: str) -> str:
    """A name or a word on one line."""
    from voc_cli.theme_edits import LONGEST

    said = " ".join(value.split())
    if not 0 < len(said) <= LONGEST:
        raise UsageError(said or "''", text("themes.no_words"), mend=text("themes.no_words_mend", n=LONGEST))
    return said


def _identity(theme: str, result: Result) -> str:
    """The id of the theme that is named by its id or its whole name."""
    names = result.names()
    if theme in names:
        return theme
    found = [identity for identity, name in names.items() if name == theme]
    if len(found) == 1:
        return found[0]
    from difflib import get_close_matches

    near = ", ".join(get_close_matches(theme, [*names.values(), *names], n=3, cutoff=0.4))
    raise UsageError(theme, text("themes.unknown"), mend=text("themes.unknown_mend", near=near or "-"))


def _keep(result: Result, edits: ThemeEdits, path: Path, *, yes: bool, **changes: Any) -> int:
    """Show what would move, and write the file once the person agrees."""
    from pydantic import ValidationError

    from voc_cli.cli.theme_preview import Found, preview
    from voc_cli.io.write import write_text
    from voc_cli.theme_edits import ThemeEdits, edits_text, refusal

    try:
        changed = ThemeEdits(**{**{key: getattr(edits, key) for key in ThemeEdits.model_fields}, **changes})
    except ValidationError as error:
        raise refusal(error, path) from error
    for line in preview(Found.of(result), edits, changed):
        note(line)
    if not yes and not (sys.stdin.isatty() and click.confirm(text("themes.confirm", path=path), err=True)):
        note(text("themes.not_written"))
        return ExitCode.DONE
    write_text(edits_text(changed, _names(result, changed, path)), path)
    note(text("themes.written", path=path))
    return ExitCode.DONE


def _names(result: Result, edits: ThemeEdits, path: Path) -> dict[str, str]:
    from voc_cli.theme_edits import noted_names

    split = {entry.id: entry.name for entry in edits.split}
    return {**noted_names(path), **split, **result.names(), **{entry.theme: entry.name for entry in edits.rename}}
