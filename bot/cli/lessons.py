"""`linli rules candidates`, `linli rules examples`: what staff taught, and which words would have helped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

import nlp
from bot.cli.data import with_database
from bot.cli.errors import CommandError
from bot.cli.run import DEFAULT_CONFIG, Config, read_settings
from bot.lessons import Findings, Lesson, Load, find_candidates, read_lessons, write_example, write_files
from bot.problems import tell_system
from nlp.classifier import Classifier, RuleError
from nlp.redact import redact
from nlp.score import Label, read_labels
from storage.engine import Database

Estate = Annotated[str | None, typer.Option("--estate", help="只看这个小区", metavar="ID")]


def add_to(rules: typer.Typer) -> None:
    """Adds both commands to `linli rules`."""
    rules.command("candidates", help="员工用“建单”教过的漏报里，加哪些词就能认出来，又不误伤标注数据")(
        candidates
    )
    rules.command("examples", help="把员工教过的（建单、误报）导出成标注行，隐去个人信息")(examples)


def candidates(
    labels: Annotated[
        list[Path] | None, typer.Argument(help="标注文件（JSON 行），用来查误伤", metavar="LABELS.jsonl")
    ] = None,
    config: Config = DEFAULT_CONFIG,
    estate: Estate = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", help="把这些词写成小区自己的词库和规则（rules.extra）", metavar="文件夹"),
    ] = None,
) -> None:
    """Prints the words that would have caught the missed messages without new false ones."""
    labelled = [label for path in labels or () for label in _read(path)]
    lessons = read_taught(config, estate)
    found = find_candidates(lessons, labelled, make_loader(config))
    show(found, Console())
    if write is None:
        return
    if not found.candidates:
        raise CommandError("--write：没有可写的词", status=1)
    try:
        write_files(found.candidates, write)
    except OSError as error:
        raise CommandError(f"--write {write}：写不了：{tell_system(error)}", status=1) from None
    Console().print(f"已写入 {write}。先删掉看着不对的词，再用 linli rules check --extra {write} 检查。")


def examples(config: Config = DEFAULT_CONFIG, estate: Estate = None) -> None:
    """Prints what was taught as labelled lines."""
    for lesson in read_taught(config, estate):
        typer.echo(write_example(lesson))


def read_taught(config: Path, estate: str | None) -> list[Lesson]:
    """What staff taught, in one estate or in all."""

    async def read(database: Database) -> list[Lesson]:
        async with database.view() as uow:
            estates = [known.id for known in await uow.estates.all()]
            if estate is not None and estate not in estates:
                raise CommandError(f"--estate {estate}：没有这个小区")
            chosen = [estate] if estate else estates
            return [lesson for each in chosen for lesson in await read_lessons(uow, each)]

    return with_database(config, read)


def make_loader(config: Path) -> Load:
    """How the classifier of the settings is loaded, with more folders beside its own."""
    extra = read_settings(config).rules.extra
    own = [Path(nlp.__file__).parent, *([extra] if extra else [])]

    @lru_cache(maxsize=1)
    def load_own() -> Classifier:
        return Classifier(own)

    def load(folders: Sequence[Path]) -> Classifier:
        try:
            return Classifier([*own, *folders]) if folders else load_own()
        except RuleError as error:
            raise CommandError(str(error)) from None

    return load


def _read(path: Path) -> list[Label]:
    try:
        return read_labels(path)
    except OSError as error:
        raise CommandError(f"{path}：读不了：{tell_system(error)}") from None
    except ValueError as error:
        raise CommandError(str(error)) from None


def show(found: Findings, console: Console) -> None:
    """The missed messages, the words for them, and what they would do together."""
    if not found.missed:
        console.print("员工教过的漏报现在都能认出来，没有要补的词。")
        return
    console.print(f"还认不出的漏报 {len(found.missed)} 条：")
    for one in found.missed:
        sort = " / ".join(filter(None, (one.label.kind, one.label.category)))
        console.print(f"  {one.label.id} {sort}：{redact(one.label.text)}", markup=False, highlight=False)
    if not found.candidates:
        console.print("没有哪个词能认出它们又不误伤。")
        return
    table = Table("词", "认作", "能认出", "标注里同类")
    for word in found.candidates:
        sort = " / ".join(filter(None, (word.kind, word.category)))
        table.add_row(word.word, sort, " ".join(word.caught), str(word.support))
    console.print(table)
    console.print(
        f"全部加上：认出 {len(found.caught)}/{len(found.missed)} 条漏报，"
        f"{found.labelled} 条标注里新增误报 {len(found.new_false)} 条。"
    )
    for label in found.new_false:
        console.print(
            f"  新误报 {label.id} {label.kind}：{redact(label.text)}", markup=False, highlight=False
        )
    if not found.labelled:
        console.print("没有给标注文件，查不出误伤：linli rules candidates LABELS.jsonl …")
