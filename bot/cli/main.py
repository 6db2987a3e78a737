"""The command line: `linli`."""

from __future__ import annotations

import re
import sys

import typer
from typer.exceptions import TyperException

from bot.cli.commands import Commands, add_each
from bot.cli.errors import CommandError

app = typer.Typer(
    name="linli",
    cls=Commands,
    help="邻里：业主群里的物业助手。先试试 linli demo。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
add_each(app)


def main() -> None:
    """Runs the command line; what people got wrong is one line on stderr, never a traceback."""
    try:
        status = app(prog_name="linli", standalone_mode=False)
    except CommandError as error:
        end(str(error), error.status)
    except TyperException as error:
        end(explain_usage(error), 2)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except BrokenPipeError:
        # `linli tickets | head`: the reader has had enough.
        sys.stderr.close()
        sys.exit(0)
    sys.exit(status or 0)


def end(words: str, status: int) -> None:
    """Says why, in one line if there is anything to say, and ends."""
    if words:
        typer.echo(f"linli：{' '.join(words.split())}", err=True)
    sys.exit(status)


#: What the command line says of a value, in Chinese.
VALUES = (
    (re.compile(r"Input should be a valid integer.*"), "应为整数"),
    (re.compile(r"Input should be a valid number.*"), "应为数字"),
    (re.compile(r"Input should be greater than or equal to (\S+)"), r"不能小于 \1"),
    (re.compile(r"Input should be less than or equal to (\S+)"), r"不能大于 \1"),
    (re.compile(r".*?'(\S+)' is not a valid integer.*"), r"应为整数，不是 \1"),
    (re.compile(r".*?'?(\S+?)'? is not in the range (\S+?)\.?$"), r"\1 不在范围 \2 里"),
    (re.compile(r".*?'(\S+)' is not one of (.+?)\.?$"), r"只能是 \2，不是 \1"),
    (re.compile(r".*requires an argument.*"), "后面要写一个值"),
    (re.compile(r"Got unexpected extra argument\S* \((.*?)\).*"), r"多写了 \1"),
)


def translate(message: str) -> str:
    """What the command line's library says, in Chinese where we know it."""
    for pattern, words in VALUES:
        if pattern.fullmatch(message):
            return pattern.sub(words, message)
    return message


def explain_usage(error: Exception) -> str:
    """In Chinese, what is wrong with how the command was typed; empty where the help was shown instead."""
    message = str(error)
    if not message:
        return ""
    name = type(error).__name__
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "linli")
    more = f"（{path} --help 看怎么用）"
    if name == "NoSuchOption":
        return f"没有 {getattr(error, 'option_name', '')} 这个选项{more}"
    if match := re.search(r"No such command '(.*?)'", message):
        return f"没有 {match[1]} 这个命令{more}"
    message = translate(message)
    parameter = getattr(error, "param", None)
    label = getattr(parameter, "human_readable_name", "") or ""
    options = [option for option in getattr(parameter, "opts", ()) if option.startswith("-")]
    label = options[0] if options else label or str(getattr(parameter, "metavar", None) or "").strip("{}[].")
    label = label or getattr(parameter, "name", None) or ""
    label = label or getattr(error, "option_name", None) or ""
    if name == "MissingParameter":
        return f"还缺 {label}{more}"
    return f"{label}：{message}{more}" if label else f"{message}{more}"
