"""``voc themes``: what a person decides about themes, kept in a small file that every later run obeys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from voc_cli.cli.korean import LocalCommand, LocalGroup
from voc_cli.cli.options import config_option
from voc_cli.cli.streams import note, write_result
from voc_cli.errors import ExitCode, UsageError
from voc_cli.messages import text

if TYPE_CHECKING:
    from voc_cli.cli.deciding import Deciding
    from voc_cli.cli.theme_files import Result
    from voc_cli.config import Settings
    from voc_cli.theme_edits import Split, ThemeEdits

_N_GONE: Final = 10  # themes that are gone and listed


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


def _theme(
    name: str = "theme", *, meta: str = "theme", **settings: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.argument(name, metavar=text(f"themes.meta_{meta}"), **settings)


def _name(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("name", metavar=text("themes.meta_name"), required=False)(function)


def _undo(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--undo", is_flag=True, help=text("themes.undo"))(function)


@_sub("list")
@_options
def list_command(folder: Path, themes: str | None, config: Path | None) -> int:
    """One line a theme, and what has none."""
    from voc_cli.theme_edits import noted_names

    deciding = _open(folder, themes, config)
    result, edits, noted = deciding.result, deciding.edits, noted_names(deciding.path)
    states = _states(result)
    lines = [
        "\t".join(
            (
                row["theme_id"],
                row["n_documents"],
                text(f"report.stage_{row['stage']}"),
                row["name"],
                ", ".join([*_once(row["n_documents"]), *_marks(row["theme_id"], edits, states)]),
            )
        ).rstrip("\t")
        for row in result.themes.to_dict("records")
    ]
    hidden = [text("themes.ignored_line", theme=theme, name=noted.get(theme, "-")) for theme in edits.ignore]
    rows = [*lines, *_gone(result, edits), *hidden]
    head = [text("themes.list_head")] if rows else []
    none = [] if lines else [text("themes.list_none")]
    write_result("\n".join([*head, *rows, *none, *_covered(result)]) + "\n")
    return ExitCode.DONE


def _covered(result: Result) -> list[str]:
    """Where the complaints went, in two lines; none for the result of a period, which does not tell it."""
    from voc_cli.known_themes import Coverage

    counts = result.summary.get("theme_coverage")
    if not isinstance(counts, dict) or not counts.get("n_complaints"):
        return []
    told = asdict(Coverage(**counts))
    return [text("themes.list_coverage", **told), text("themes.list_rest", **told)]


def _gone(result: Result, edits: ThemeEdits) -> list[str]:
    """A line for each of the first themes that are gone, and one for the others."""
    matches = result.summary.get("theme_matches", [])
    gone = [m for m in matches if m["state"] == "gone"] if isinstance(matches, list) else []
    names = {entry.theme: entry.name for entry in edits.rename}
    told = [(m["theme_id"], m["name"]) for m in gone if m["theme_id"] not in edits.ignore]
    lines = [text("themes.gone_line", theme=theme, name=names.get(theme, name)) for theme, name in told[:_N_GONE]]
    more = len(told) - _N_GONE
    return [*lines, text("themes.gone_more", n=more)] if more > 0 else lines


def _states(result: Result) -> dict[str, str]:
    matches = result.summary.get("theme_matches", [])
    return {m["theme_id"]: m["state"] for m in matches} if isinstance(matches, list) else {}


def _once(n_documents: str) -> list[str]:
    """The mark of a theme that has not recurred."""
    return [text("themes.mark_once")] if n_documents == "1" else []


def _marks(theme: str, edits: ThemeEdits, states: dict[str, str]) -> list[str]:
    marks = [text(f"themes.state_{states[theme]}")] if theme in states else []
    marks += [text("themes.mark_pin")] if theme in {edits.resolved(pinned) for pinned in edits.pin} else []
    marks += [text("themes.mark_rename")] if any(entry.theme == theme for entry in edits.rename) else []
    merged = [source for source in edits.into if source != theme and edits.resolved(source) == theme]
    marks += [text("themes.mark_merge", themes=", ".join(merged))] if merged else []
    split = [entry for entry in edits.split if entry.id == theme]
    return marks + [text("themes.mark_split", theme=entry.theme) for entry in split]


@_sub("show")
@_theme()
@_options
def show_command(theme: str, folder: Path, themes: str | None, config: Path | None) -> int:
    """All that is known of one theme."""
    deciding = _open(folder, themes, config)
    result, edits, identity = deciding.result, deciding.edits, deciding.identity(theme)
    if identity not in result.names():
        raise UsageError(theme, text("themes.not_shown"), mend=text("themes.not_shown_mend"))
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
@_name
@_undo
@_edit_options
def rename_command(theme: str, name: str | None, undo: bool, yes: bool, **where: Any) -> int:
    """Give a theme another name."""
    from voc_cli.cli.deciding import worded
    from voc_cli.theme_edits import Rename

    said = worded(_wanted("name", name, undo=undo)) if not undo else _unwanted(name)
    deciding = _open(**where)
    edits = deciding.edits
    if undo:
        (identity,) = deciding.taken_back([theme], (entry.theme for entry in edits.rename))
    else:
        identity = deciding.identity(theme)
        target = edits.resolved(identity)
        if target != identity:
            raise UsageError(theme, text("themes.is_merged", into=deciding.named(target)), mend=text("themes.unmerge"))
        deciding.refuse_taken(said, identity)
    kept = tuple(entry for entry in edits.rename if entry.theme != identity)
    new = () if undo else (Rename(theme=identity, name=said),)
    return deciding.keep(yes=yes, rename=(*kept, *new))


@_sub("merge")
@_theme("into")
@_theme("others", meta="others", nargs=-1)
@_undo
@_edit_options
def merge_command(into: str, others: tuple[str, ...], undo: bool, yes: bool, **where: Any) -> int:
    """Move the complaints of OTHERS to INTO."""
    from voc_cli.theme_edits import Merge

    _wanted("others", others, undo=undo)
    deciding = _open(**where)
    before = deciding.edits.into
    if undo:
        back = deciding.taken_back((into, *others), {*before, *before.values()})
        return deciding.keep(yes=yes, merge=_without(deciding.edits, {t for t in before if {t, before[t]} & back}))
    target, sources = deciding.identity(into), {deciding.identity(other) for other in others}
    if target in sources:
        raise UsageError(into, text("themes.into_itself"), mend=text("themes.into_itself_mend"))
    for source in sorted(sources):
        if before.get(source, target) != target:
            said = {"theme": deciding.named(source), "old": deciding.named(before[source])}
            note(text("themes.merge_replaced", new=deciding.named(target), **said))
    own = {theme for theme, other in before.items() if other == target}
    kept = _without(deciding.edits, own | sources)
    return deciding.keep(yes=yes, merge=(*kept, Merge(into=target, themes=tuple(sorted(own | sources)))))


def _without(edits: ThemeEdits, themes: set[str]) -> tuple[Any, ...]:
    """The merges, but for those of ``themes``."""
    left = (
        entry.model_copy(update={"themes": tuple(t for t in entry.themes if t not in themes)}) for entry in edits.merge
    )
    return tuple(entry for entry in left if entry.themes)


@_sub("split")
@_theme()
@_name
@click.option("-w", "--word", "words", multiple=True, metavar=text("themes.meta_word"), help=text("themes.word"))
@_undo
@_edit_options
def split_command(theme: str, name: str | None, words: tuple[str, ...], undo: bool, yes: bool, **where: Any) -> int:
    """Make a theme of its own of the complaints that hold one of the words."""
    from voc_cli.cli.deciding import worded
    from voc_cli.theme_edits import Split, split_id

    if undo:
        _unwanted(name or " ".join(words) or None)
        return _join_again(theme, yes, where)
    said = worded(_wanted("name", name, undo=undo))
    words = tuple(dict.fromkeys(worded(word) for word in _wanted("words", words, undo=undo)))
    deciding = _open(**where)
    source = deciding.identity(theme)
    entry = Split(theme=source, name=said, words=words, id=split_id(source, said))
    deciding.refuse_taken(said, entry.id)
    kept = tuple(old for old in deciding.edits.split if old.id != entry.id)
    if len(kept) < len(deciding.edits.split):
        note(text("themes.split_replaced", name=said))
    _say_unused(deciding, entry, kept)
    return deciding.keep(yes=yes, split=(*kept, entry))


def _say_unused(deciding: Deciding, entry: Split, kept: tuple[Split, ...]) -> None:
    """Note each word of ``entry`` that no record of the result would be split off by."""
    from voc_cli.theme_edits import ThemeEdits
    from voc_cli.themes.editing import holds

    found = deciding.found
    ids = found.after(ThemeEdits(split=kept)).ids
    texts = [said for said, identity in zip(found.texts, ids, strict=True) if identity == entry.theme]
    for word in entry.words:
        if not any(holds(said, word) for said in texts):
            note(text("themes.word_unused", word=word, theme=deciding.named(entry.theme)))


def _join_again(theme: str, yes: bool, where: dict[str, Any]) -> int:
    """Take a split back."""
    deciding = _open(**where)
    splits = deciding.edits.split
    (identity,) = deciding.taken_back([theme], (entry.id for entry in splits))
    children = [entry.name for entry in splits if entry.theme == identity]
    if children:
        raise UsageError(theme, text("themes.is_split", names=", ".join(children)), mend=text("themes.is_split_mend"))
    return deciding.keep(yes=yes, split=tuple(entry for entry in splits if entry.id != identity))


def _toggle(key: str, chosen: tuple[str, ...], undo: bool, yes: bool, where: dict[str, Any]) -> int:
    deciding = _open(**where)
    known, other = set(getattr(deciding.edits, key)), {"pin": "ignore", "ignore": "pin"}[key]
    if undo:
        return deciding.keep(yes=yes, **{key: tuple(sorted(known - deciding.taken_back(chosen, known)))})
    ids = {deciding.identity(theme) for theme in chosen}
    against = set(getattr(deciding.edits, other))
    for identity in sorted(ids & against):
        note(text(f"themes.no_more_{other}", theme=deciding.named(identity)))
    return deciding.keep(yes=yes, **{key: tuple(sorted(known | ids)), other: tuple(sorted(against - ids))})


@_sub("pin")
@_theme("chosen", meta="themes", nargs=-1, required=True)
@_undo
@_edit_options
def pin_command(chosen: tuple[str, ...], undo: bool, yes: bool, **where: Any) -> int:
    """Show themes before all others."""
    return _toggle("pin", chosen, undo, yes, where)


@_sub("ignore")
@_theme("chosen", meta="themes", nargs=-1, required=True)
@_undo
@_edit_options
def ignore_command(chosen: tuple[str, ...], undo: bool, yes: bool, **where: Any) -> int:
    """Leave themes out of reports."""
    return _toggle("ignore", chosen, undo, yes, where)


def _wanted(param: str, value: Any, *, undo: bool) -> Any:
    """``value``, which only --undo does without."""
    if not value and value != "" and not undo:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=next(p for p in context.command.params if p.name == param))
    return value


def _unwanted(value: str | None) -> str:
    if value is not None:
        raise UsageError(value, text("themes.undo_alone"), mend=text("themes.undo_alone_mend"))
    return ""


def _open(folder: Path, themes: str | None, config: Path | None) -> Deciding:
    from voc_cli.cli.deciding import Deciding
    from voc_cli.config import load_settings
    from voc_cli.messages import chosen_language, set_language

    settings: Settings = load_settings(config, {"themes": themes, "lang": chosen_language()})
    set_language(settings.lang)
    return Deciding.on(folder, settings)
