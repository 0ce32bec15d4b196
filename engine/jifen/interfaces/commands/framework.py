"""click in Chinese: help, usage errors and kinds of options; commands that are loaded when they are used."""

import importlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

FINISHED, FOUND_PROBLEMS, COULD_NOT_RUN = 0, 1, 2
"""Exit codes: whether there is something to see to, and whether there is a result at all."""

_HELP = "显示这段说明"
_VERSION = "显示版本"
_METAVAR = "[选项]..."
_REQUIRED = ("  [required]", "（必填）")
"""What click says of an option, and what we say."""

_BETWEEN_LINES = re.compile(r"(?<=(.))\s*\n\s*(?=(.))")
_MARKS = "，。、；：！？）”"


class Formatter(click.HelpFormatter):
    """Help in columns that hold under characters two cells wide."""

    def write_heading(self, heading: str) -> None:
        """The name of a section."""
        self.write(f"{'':{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, wrapped."""
        for paragraph in text.split("\n\n"):
            joined = _BETWEEN_LINES.sub(_joint, paragraph.strip())
            for line in wrapped(joined, self.width - self.current_indent):
                self.write(f"{'':{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms and what they mean, in two columns."""
        rows = list(rows)
        left = min(max((cells(term) for term, _ in rows), default=0), col_max) + col_spacing
        room = self.width - self.current_indent - left
        for term, meaning in rows:
            lines = wrapped(meaning, room)
            head = f"{'':{self.current_indent}}{term}"
            if cells(term) > left - col_spacing:
                self.write(head + "\n")
                head = " " * self.current_indent
            self.write(padded(head, self.current_indent + left) + lines[0] + "\n")
            for line in lines[1:]:
                self.write(" " * (self.current_indent + left) + line + "\n")


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """A text filled up with blanks to so many cells."""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of that many cells; Latin words stay whole, closing marks do not begin a line."""
    lines, line = [], ""
    for piece in _pieces(text):
        if cells(line + piece) > width and line.strip():
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]


def _joint(found: "re.Match[str]") -> str:
    """What stands between two lines that become one: nothing between Chinese."""
    return " " if found[1].isascii() and found[2].isascii() else ""


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        joined = bool(pieces) and (
            char in _MARKS
            or (char.isascii() and char != " " and pieces[-1][-1:].isascii() and pieces[-1][-1:] != " ")
        )
        if joined:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


class _Context(click.Context):
    formatter_class = Formatter


class _Chinese(click.Command):
    """What a command and the group of commands share."""

    context_class = _Context

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line of usage."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options."""
        rows = [
            record for option in self.get_params(ctx) if (record := option.get_help_record(ctx)) is not None
        ]
        with formatter.section("选项"):
            formatter.write_dl([(term, said.replace(*_REQUIRED)) for term, said in rows if said])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option


class Command(_Chinese):
    """A command; its callback gives the exit code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", _METAVAR)
        kwargs.setdefault("no_args_is_help", False)
        super().__init__(*args, **kwargs)
        self.allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; what is left over is an error in our words."""
        try:
            super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if ctx.args:
            raise click.UsageError(f"多出了 {'、'.join(ctx.args)}", ctx)
        return ctx.args


class Commands(_Chinese, click.Group):
    """A group whose commands are modules with a ``command``, imported when they are asked for."""

    def __init__(self, *, modules: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(
            options_metavar=_METAVAR,
            subcommand_metavar="命令 [参数]...",
            params=[_version_option()],
            **kwargs,
        )
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """All commands, in the order of the help."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command, imported."""
        if cmd_name not in self._modules:
            return None
        command = importlib.import_module(self._modules[cmd_name]).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; an unknown one is an error in our words."""
        if args[0] not in self._modules:
            near = get_close_matches(args[0], self._modules, n=1)
            asked = f"，是不是 {near[0]}？" if near else f"；可用的命令：{'、'.join(self._modules)}"
            raise click.UsageError(f"没有命令 {args[0]}{asked}", ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options and the commands."""
        super().format_options(ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl(
                [(name, self._short(ctx, name)) for name in self.list_commands(ctx)],
            )

    def _short(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return (command.help or "").partition("\n")[0] if command is not None else ""


def _version_option() -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked and not ctx.resilient_parsing:
            from jifen import __version__

            click.echo(f"jifen {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, help=_VERSION, callback=show
    )


def show_usage_error(error: click.UsageError) -> None:
    """What was wrong with the command line, and where its help is."""
    click.echo(f"错误：{_usage_message(error)}", err=True)
    if error.ctx is not None:
        click.echo(f"用法见 {error.ctx.command_path} --help", err=True)


def _usage_message(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_called(error)}"
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {'、'.join(sorted(error.possibilities))}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面要写一个值"
    if isinstance(error, click.BadParameter):
        return f"{_called(error)} 写得不对：{error.message}"
    return error.message


def _called(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Option):
        return "、".join(parameter.opts)
    return parameter.human_readable_name if parameter is not None else ""


if TYPE_CHECKING:
    _Kind = click.ParamType[Any]
else:
    _Kind = click.ParamType


class Day(_Kind):
    """A date written 2021-06-30."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The value, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return (
                date.fromisoformat(value) if len(value) == 10 else self.fail(_DAY.format(value), param, ctx)
            )
        except ValueError:
            self.fail(_DAY.format(value), param, ctx)


_DAY = "“{}”不是日期，应写成 2021-06-30 这样"


class Year(_Kind):
    """A scoring year."""

    name = "年度"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value, or a usage error."""
        from jifen.model.period import Period

        if isinstance(value, Period):
            return value
        try:
            period = Period.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if period.quarter:
            self.fail(f"积分按年度评价，{period.label}不是年度", param, ctx)
        return period


class OneOf(_Kind):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words, self.name = words, "|".join(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value, or a usage error."""
        if value not in self.words:
            self.fail(f"“{value}”不是 {'、'.join(self.words)} 之一", param, ctx)
        return str(value)


class Whole(_Kind):
    """A whole number that is not too small."""

    name = "整数"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The value, or a usage error."""
        try:
            number = int(value)
        except ValueError:
            self.fail(f"“{value}”不是整数", param, ctx)
        if number < self.least:
            self.fail(f"{number} 小于 {self.least}", param, ctx)
        return number
