"""The command line: `linli`."""

from __future__ import annotations

import sys

import typer

from bot import cli_data, cli_nlp, cli_replay, cli_run
from bot.errors import CommandError

app = typer.Typer(
    name="linli",
    help="邻里：业主群里的物业助手。先试试 linli demo。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli_run.add_to(app)
cli_data.add_to(app)
cli_nlp.add_to(app)
cli_replay.add_to(app)


@app.command()
def version() -> None:
    """显示版本。"""
    from importlib.metadata import version as installed

    typer.echo(f"linli {installed('linli')}")


def main() -> None:
    """Runs the command line; what people got wrong is one line on stderr, never a traceback."""
    try:
        app()
    except CommandError as error:
        typer.echo(f"linli：{error}", err=True)
        sys.exit(error.status)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # `linli tickets | head`: the reader has had enough.
        sys.stderr.close()
        sys.exit(0)
