"""What `linli` can do: each command, the module that has it, and what the help says of it.

A module is imported when its command is given, so that the help and the version are there at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup


class Entry(NamedTuple):
    """The module under `bot.cli` that has a command, and the command's line in the help."""

    module: str
    help: str


COMMANDS = {
    "demo": Entry("run", "在本机开一个示范小区：五个业主群、一个员工群，打开网页就能试。"),
    "run": Entry("run", "按配置连接真实的群，开始工作。"),
    "doctor": Entry("run", "检查配置、数据库、网关和外部推送，说清哪里不对、怎么办。"),
    "tickets": Entry("data", "列出工单，新的在前。"),
    "deliveries": Entry("data", "列出没有送到的消息：发送失败的、结果不明的。"),
    "sheet": Entry("sheet", "列出要人工转发的消息：发往哪个群、说什么，紧急的在前。"),
    "classify": Entry("nlp", "看一句话会被认成什么，为什么"),
    "replay": Entry("replay", "用过去的聊天记录试一试：会登记什么、报什么警、说什么话"),
    "version": Entry("version", "显示版本。"),
    "db": Entry("data", "数据库：升级、查看版本。"),
    "user": Entry("data", "管理台的用户。"),
    "alert": Entry("alerts", "警报：列出，导出时间线。"),
    "report": Entry("report", "报表：用时、超时、评价、返修。"),
    "kb": Entry("knowledge", "知识库：业主常问的问题和答案。"),
    "rules": Entry("rules", "检查识别规则，给识别打分"),
}


class Commands(TyperGroup):
    """Knows the commands by name and help; gets from its module the one that is given."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The name, the command itself and what was typed after it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name in COMMANDS else command, rest


def add_each(app: typer.Typer) -> None:
    """Puts every command into the help, with nothing behind it yet."""
    for name, entry in COMMANDS.items():
        app.command(name, help=entry.help)(_stand_in)


def load(name: str) -> Any:
    """The command itself.  Imports its module."""
    app = typer.Typer()
    import_module(f"bot.cli.{COMMANDS[name].module}").add_to(app)
    return typer.main.get_group(app).commands[name]


def _stand_in() -> None:
    """Stands in the help for a command."""
