"""The list of commands is there without any of their modules, and says what they say of themselves."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from bot.cli.commands import COMMANDS, load

MODULES = sorted({entry.module for entry in COMMANDS.values()})
#: What no help waits for.
SLOW = ("storage", "handlers", "nlp", "bot.settings", "bot.app", "sqlalchemy", "aiohttp")
TRY = """
import sys
from bot.cli.main import app
app([{word!r}], prog_name="linli", standalone_mode=False)
print([name for name in {slow!r} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("word", ["--help", "version"])
def test_the_help_and_the_version_wait_for_nothing_else(word: str) -> None:
    program = TRY.format(word=word, slow=SLOW)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
    assert "linli" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_of_itself_what_the_list_says_of_it(name: str) -> None:
    assert load(name).help == COMMANDS[name].help


@pytest.mark.parametrize("module", MODULES)
def test_every_command_of_a_module_is_in_the_list(module: str) -> None:
    app = typer.Typer()
    __import__(f"bot.cli.{module}", fromlist=["add_to"]).add_to(app)
    listed = {name for name, entry in COMMANDS.items() if entry.module == module}
    assert set(typer.main.get_group(app).commands) == listed
