"""`linli kb`: the knowledge base in and out of a file, and which entry would answer a question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.data import Estate, with_database
from bot.cli.errors import CommandError
from bot.cli.printing import say, show_rows
from bot.cli.run import DEFAULT_CONFIG, Config, read_settings
from bot.knowledge_files import KnowledgeError, read_entries, write_csv, write_toml
from bot.problems import tell_system
from bot.settings import EstateSettings
from nlp.knowledge import Entry, find_answer
from storage.engine import Database

kb = typer.Typer(help="知识库：业主常问的问题和答案。", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="文件，.toml 或 .csv", metavar="FILE")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.add_typer(kb, name="kb")


def choose_estate(config: Path, wanted: str | None) -> EstateSettings:
    """The estate of the settings that is meant: the only one where none is named.  Raises CommandError."""
    known = {estate.id: estate for estate in read_settings(config).estates}
    if wanted is None and len(known) == 1:
        return next(iter(known.values()))
    if wanted not in known or wanted is None:
        raise CommandError(f"--estate {wanted or ''}：要写明小区，配置里有 {'、'.join(known)}")
    return known[wanted]


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

    place = choose_estate(config, estate)
    chosen = place.id

    async def save(database: Database) -> int:
        async with database.transaction() as uow:
            # The file may come before the bot has run for the first time.
            await uow.estates.save(chosen, place.name)
            kept = {entry.title for entry in entries}
            gone = [old.title for old in await uow.knowledge.all(chosen) if old.title not in kept]
            for title in gone if replace else []:
                await uow.knowledge.remove(chosen, title)
            await uow.knowledge.save(chosen, entries)
            await uow.commit()
        return len(gone) if replace else 0

    removed = with_database(config, save)
    say(f"导入了 {len(entries)} 条" + (f"，删掉 {removed} 条" if removed else "") + "。")


@kb.command("export")
def export_file(file: File, config: Config = DEFAULT_CONFIG, estate: Estate = None) -> None:
    """导出到文件。"""
    entries = read_all(config, estate)
    text = write_csv(entries) if file.suffix.lower() == ".csv" else write_toml(entries)
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"{file}：写不了：{tell_system(error)}", status=1) from None
    say(f"导出了 {len(entries)} 条。")


@kb.command("list")
def list_entries(config: Config = DEFAULT_CONFIG, estate: Estate = None) -> None:
    """列出标题和问法的条数。"""
    entries = read_all(config, estate)
    cells = ((entry.title, str(len(entry.questions)), entry.answer[:40]) for entry in entries)
    show_rows(("标题", "问法", "答案"), cells, "知识库是空的，用 linli kb import 导入。")


@kb.command("ask")
def ask(
    question: Annotated[str, typer.Argument(help="业主会怎么问", metavar="问题")],
    config: Config = DEFAULT_CONFIG,
    estate: Estate = None,
) -> None:
    """看看一个问题会怎么答；没有把握的会转给客服。"""
    entries = read_all(config, estate)
    found = find_answer(question, entries)
    if found is None:
        raise CommandError("没有把握，会转给客服", status=1)
    say(f"【{found.title}】{found.answer}")


def read_all(config: Path, estate: str | None) -> tuple[Entry, ...]:
    chosen = choose_estate(config, estate).id

    async def read(database: Database) -> tuple[Entry, ...]:
        async with database.view() as uow:
            return await uow.knowledge.all(chosen)

    return with_database(config, read)
