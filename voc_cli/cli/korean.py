"""click's own words in the user's language: headings of help pages and complaints about usage."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import click

from voc_cli.messages import text


class _LocalHelp(click.Command):
    """Headings and the help option in the language in use."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = [piece.replace("[OPTIONS]", text("cli.options_piece")) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=text("cli.usage") + ": ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        shown = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        records = [(name, told.replace("[required]", f"[{text('cli.required')}]")) for name, told in shown]
        if records:
            with formatter.section(text("cli.options")):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = text("cli.help_option")
        return option


class LocalCommand(_LocalHelp):
    """A command whose help page is in the language in use."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_all, ctx.allow_extra_args = ctx.allow_extra_args, True
        left = super().parse_args(ctx, args)
        ctx.allow_extra_args = takes_all
        if left and not (takes_all or ctx.resilient_parsing):
            ctx.fail(text("cli.extra", args=" ".join(left)))
        return left


class LocalGroup(_LocalHelp, click.Group):
    """A group whose help page is in the language in use."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # The modules of the commands stay unread: their one line stands in the catalogue.
        rows = [(name, text(f"cli.short_{name}")) for name in self.list_commands(ctx)]
        with formatter.section(text("cli.commands")):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            near = did_you_mean(get_close_matches(args[0], known))
            raise click.UsageError(text("cli.no_such_command", command=args[0]) + near, ctx)
        return super().resolve_command(ctx, args)


def explain_usage(error: click.ClickException) -> str:
    """What is wrong with the command line, and where to look."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    mend = text("cli.usage_mend", command=context.command_path if context else "voc")
    return f"{_complaint(error)}\n{mend}"


def _complaint(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return text("cli.no_such_option", option=error.option_name) + did_you_mean(error.possibilities)
        case click.BadOptionUsage():
            return text("cli.value_of_option", option=error.option_name)
        case click.MissingParameter():
            return text("cli.missing", name=_name(error.param))
        case click.BadParameter():
            return text("cli.bad_value", name=_name(error.param), why=_why(error))
        case _:
            return text("cli.usage_error", why=error.format_message())


def did_you_mean(possibilities: Sequence[str] | None) -> str:
    """The nearest words, in brackets; "" where there are none."""
    return text("cli.did_you_mean", near=", ".join(possibilities)) if possibilities else ""


def _why(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    match kind:
        case click.Choice():
            return text("cli.one_of", choices=", ".join(map(str, kind.choices)))
        case click.DateTime():
            return text("cli.day")
        case click.FloatRange() | click.IntRange():
            return text("cli.between", low=kind.min, high=kind.max)
        case _:
            return error.message


def _name(param: Any) -> str:
    if isinstance(param, click.Argument):
        return str(param.human_readable_name)
    return "/".join(param.opts) if isinstance(param, click.Parameter) else ""
