"""The command ``jifen``: a module for each of its commands, loaded when it is used.

Exit codes: 0 done and nothing to see to; 1 done, and there is something to see to (problems were found, an
enterprise has no total); 2 could not run. Results go to standard output, all else to standard error.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn

from jifen.interfaces.commands.framework import COULD_NOT_RUN, Commands, show_usage_error

COMMANDS = (
    "demo",
    "run",
    "score",
    "board",
    "assess",
    "decide",
    "why",
    "template",
    "mapping",
    "sample",
    "parks",
    "provenance",
    "check",
    "test",
    "explain",
    "schema",
)
"""In the order in which the help lists them; each is a module here of that name."""

group = Commands(
    name="jifen",
    modules={name: f"{__name__}.{name}" for name in COMMANDS},
    help="企业创新积分制的规则引擎：按园区办法给企业评分、排名、出报告。",
    epilog="退出码：0 完成；1 完成，但有需要处理的问题；2 没有运行成。",
)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    sys.exit(execute(sys.argv[1:] if arguments is None else arguments))


def execute(arguments: Sequence[str]) -> int:
    """Run the command line; the exit code. Whatever goes wrong ends in a message, never in a traceback."""
    import click

    from jifen.interfaces.commands import failing

    failing.prepare_streams()
    try:
        with group.make_context("jifen", list(arguments)) as context:
            result = group.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.UsageError as error:
        show_usage_error(error)
        return COULD_NOT_RUN
    except BrokenPipeError:
        return failing.reader_left()
    except (KeyboardInterrupt, click.Abort):
        return failing.interrupted()
    except Exception as error:  # noqa: BLE001 the last resort: a message and a file in place of a traceback
        return failing.failed(error)
    return result if isinstance(result, int) else 0
