"""`linli version`."""

from __future__ import annotations

from importlib.metadata import version as read_installed

import typer


def add_to(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command()(version)


def version() -> None:
    """显示版本。"""
    typer.echo(f"linli {read_installed('linli')}")
