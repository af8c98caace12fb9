"""The command ``voc``: language first, then the command, then the error boundary that maps errors to exit codes."""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

from voc_cli import __version__
from voc_cli.cli.korean import LocalGroup, explain_usage
from voc_cli.cli.streams import ReaderGoneError, note, prepare_streams
from voc_cli.errors import ExitCode, VocError
from voc_cli.messages import LANGUAGES, Language, set_language, text

# name: module that holds the command as ``command``; imported when it is run or its help is asked for
COMMANDS: Final = {
    "analyze": "voc_cli.cli.analyze",
    "score": "voc_cli.cli.score",
    "run": "voc_cli.cli.run",
    "report": "voc_cli.cli.report",
    "init": "voc_cli.cli.init",
    "doctor": "voc_cli.cli.doctor",
    "history": "voc_cli.cli.history",
    "evaluate": "voc_cli.cli.evaluate",
    "explain": "voc_cli.cli.explain",
    "train": "voc_cli.cli.train",
    "themes": "voc_cli.cli.themes",
}


class _LazyGroup(LocalGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = import_module(module).command
        return command if isinstance(command, click.Command) else None


def _group() -> click.Group:
    """The group, made after the language is known, because help texts are made with it."""

    @click.group(
        cls=_LazyGroup,
        name="voc",
        help=text("cli.help"),
        epilog=text("cli.epilog"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        invoke_without_command=True,
        subcommand_metavar=text("cli.command_piece"),
    )
    @click.version_option(__version__, "--version", message="voc %(version)s", help=text("cli.version"))
    @click.option("--lang", type=click.Choice(LANGUAGES), help=text("cli.lang"), expose_value=False)
    @click.option("--debug", is_flag=True, help=text("cli.debug"), expose_value=False)
    @click.pass_context
    def voc(context: click.Context) -> None:
        if context.invoked_subcommand is None:
            note(context.get_help())
            context.exit(ExitCode.USAGE)

    return voc


def run(arguments: Sequence[str]) -> int:
    """Run ``voc`` with ``arguments`` and return the exit code; nothing is raised."""
    words = list(arguments)
    prepare_streams()
    set_language(_take_language(words))
    debug = "--debug" in words or bool(os.environ.get("VOC_DEBUG"))
    words = [word for word in words if word != "--debug"]
    try:
        result = _group().main(words, prog_name="voc", standalone_mode=False)
    except ReaderGoneError:
        return ExitCode.DONE
    except (click.Abort, KeyboardInterrupt):
        note(text("cli.interrupted"))
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001  the boundary: no traceback reaches the user unless asked for
        if debug:
            traceback.print_exc()
        return _explain(error)
    return result if isinstance(result, int) else ExitCode.DONE


def _explain(error: Exception) -> int:
    """Say what is wrong on stderr; the exit code."""
    match error:
        case click.ClickException():
            note(explain_usage(error))
            return ExitCode.USAGE
        case VocError():
            note(text("cli.error", where=error.where, what=error.what, mend=error.mend))
            return error.exit_code
        case _:
            note(text("cli.unexpected", kind=type(error).__name__))
            return ExitCode.UNEXPECTED


def _take_language(words: list[str]) -> Language | None:
    """The language asked for; --lang may stand anywhere, so it is taken out of ``words`` before click reads them."""
    chosen = os.environ.get("VOC_LANG", "")
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and place + 1 < len(words) and words[place + 1] in LANGUAGES:
            chosen = words[place + 1]
            del words[place : place + 2]
            break
        if word.startswith("--lang=") and word.removeprefix("--lang=") in LANGUAGES:
            chosen = word.removeprefix("--lang=")
            del words[place]
            break
    return next((language for language in LANGUAGES if language == chosen), None)
