"""`linli kb`: the knowledge base in and out of a file, and which entry would answer a question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli_data import Estate, with_database
from bot.cli_run import DEFAULT_CONFIG, Config
from bot.errors import CommandError
from bot.knowledge_files import KnowledgeError, read_entries, write_csv, write_toml
from nlp.knowledge import Entry, find_answer
from storage.engine import Database

kb = typer.Typer(help="知识库：业主常问的问题和答案。", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="文件，.toml 或 .csv", metavar="FILE")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.add_typer(kb, name="kb")


async def choose_estate(database: Database, wanted: str | None) -> str:
    """The estate that is meant: the only one where none is named.  Raises CommandError."""
    async with database.view() as uow:
        known = [estate.id for estate in await uow.estates.all()]
    if wanted is None and len(known) == 1:
        return known[0]
    if wanted not in known or wanted is None:
        names = "、".join(known) or "（还没有，先运行一次 linli run）"
        raise CommandError(f"--estate {wanted or ''}：要写明小区，现有 {names}")
    return wanted


@kb.command("import")
def import_file(
    file: File,
    config: Config = DEFAULT_CONFIG,
    estate: Estate = None,
    replace: Annotated[bool, typer.Option("--replace", help="文件里没有的旧条目删掉")] = False,
) -> None:
    """从文件导入；同一标题的旧条目被替换。"""
    try:
        entries = read_entries(file)
    except KnowledgeError as error:
        raise CommandError(str(error), status=1) from None

    async def save(database: Database) -> int:
        chosen = await choose_estate(database, estate)
        async with database.transaction() as uow:
            kept = {entry.title for entry in entries}
            gone = [old.title for old in await uow.knowledge.all(chosen) if old.title not in kept]
            for title in gone if replace else []:
                await uow.knowledge.remove(chosen, title)
            await uow.knowledge.save(chosen, entries)
            await uow.commit()
        return len(gone) if replace else 0

    removed = with_database(config, save)
    Console().print(f"导入了 {len(entries)} 条" + (f"，删掉 {removed} 条" if removed else "") + "。")


@kb.command("export")
def export_file(file: File, config: Config = DEFAULT_CONFIG, estate: Estate = None) -> None:
    """导出到文件。"""
    entries = with_database(config, lambda database: read_all(database, estate))
    text = write_csv(entries) if file.suffix.lower() == ".csv" else write_toml(entries)
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"{file}：写不了：{error.strerror}", status=1) from None
    Console().print(f"导出了 {len(entries)} 条。")


@kb.command("list")
def list_entries(config: Config = DEFAULT_CONFIG, estate: Estate = None) -> None:
    """列出标题和问法的条数。"""
    entries = with_database(config, lambda database: read_all(database, estate))
    table = Table("标题", "问法", "答案")
    for entry in entries:
        table.add_row(entry.title, str(len(entry.questions)), entry.answer[:40])
    Console().print(table if entries else "知识库是空的，用 linli kb import 导入。")


@kb.command("ask")
def ask(
    question: Annotated[str, typer.Argument(help="业主会怎么问")],
    config: Config = DEFAULT_CONFIG,
    estate: Estate = None,
) -> None:
    """看看一个问题会怎么答；没有把握的会转给客服。"""
    entries = with_database(config, lambda database: read_all(database, estate))
    found = find_answer(question, entries)
    if found is None:
        raise CommandError("没有把握，会转给客服", status=1)
    Console().print(f"【{found.title}】{found.answer}")


async def read_all(database: Database, estate: str | None) -> tuple[Entry, ...]:
    chosen = await choose_estate(database, estate)
    async with database.view() as uow:
        return await uow.knowledge.all(chosen)
