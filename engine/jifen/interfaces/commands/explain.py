"""``jifen explain``: what the code of a message means, with an example and how to mend it."""

import re
from collections.abc import Iterator
from importlib import resources

import click

from jifen.interfaces.commands.framework import FINISHED, Command
from jifen.interfaces.commands.output import console, paragraph

_FENCE = "```"
_ITEM = re.compile(r"(\d+\. |[-*] )(.*)")


_HELP = """\
解释一个消息编号：含义、例子、改法，如 jifen explain J203。
"""


@click.command(cls=Command, help=_HELP)
@click.argument("code", metavar="编号")
def command(code: str) -> int:
    """Show the page of a code."""
    _show(page_of(code))
    return FINISHED


def page_of(code: str) -> str:
    """The page of a code; a ``DiagnosticError`` where there is none."""
    from jifen.language.diagnostics import Diagnostic, DiagnosticError, nearest
    from jifen.language.wording import WORDING

    wanted = code.strip().strip("[]").upper()
    if wanted not in WORDING:
        near = nearest(wanted, WORDING) or ""
        raise DiagnosticError((Diagnostic.of("J809", None, {"code": code, "near": near}),))
    return (resources.files("jifen.language") / "pages" / f"{wanted}.md").read_text(encoding="utf-8")


def _show(page: str) -> None:
    """A page of plain Markdown: headings, paragraphs, lists, fenced examples."""
    from rich.text import Text

    out = console()
    for kind, text in _blocks(page):
        if kind == "heading":
            out.print(Text(text, style="bold cyan"), soft_wrap=True)
        elif kind == "code":
            out.print(Text(f"    {text}", style="green"), soft_wrap=True)
        elif kind == "item":
            paragraph(out, text.replace("`", ""), hanging=2)
        elif text:
            paragraph(out, text.replace("`", ""))
        else:
            out.print()


def _blocks(page: str) -> Iterator[tuple[str, str]]:
    """The lines of a page by kind."""
    in_code = False
    for line in page.rstrip().splitlines():
        if line.startswith(_FENCE):
            in_code = not in_code
        elif in_code:
            yield "code", line
        elif line.startswith("#"):
            yield "heading", line.lstrip("# ")
        else:
            yield ("item" if _ITEM.match(line) else "text"), line
