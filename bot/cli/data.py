"""`linli tickets`, `deliveries`, `db`, `user`: looking at what is stored, and the first accounts."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from bot.cli.errors import CommandError
from bot.cli.printing import say, show_rows
from bot.cli.run import DEFAULT_CONFIG, Config, read_settings
from bot.passwords import hash_password, make_password
from bot.phrases import DELIVERY_STATES, STATUSES
from bot.problems import tell_database, tell_system
from handlers.kinds import KINDS, get_title
from handlers.model import Delivery, DeliveryState, Role, Ticket
from handlers.saying.trimming import MAX_NAME, clean_name
from storage import engine
from storage.engine import Database
from storage.errors import StorageError
from storage.users import User

T = TypeVar("T")

db = typer.Typer(help="数据库：升级、查看版本。", no_args_is_help=True)
user = typer.Typer(help="管理台的用户。", no_args_is_help=True)
Estate = Annotated[str | None, typer.Option("--estate", help="只看这个小区", metavar="ID")]
#: The largest number that both databases keep as a ticket's or a delivery's.
MAX_ID = 2**31 - 1
Limit = Annotated[int, typer.Option("-n", "--limit", help="最多几行", min=1, max=1000)]


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command()(tickets)
    app.command()(deliveries)
    app.add_typer(db, name="db")
    app.add_typer(user, name="user")


def with_database(config: Path, work: Callable[[Database], Awaitable[T]]) -> T:
    """Runs `work` on the database of the settings; what is wrong comes out as one line."""
    url = read_settings(config).storage.url.get_secret_value()

    async def run() -> T:
        database = await Database.open(url)
        try:
            return await work(database)
        finally:
            await database.close()

    return run_storage(run)


def run_storage(work: Callable[[], Awaitable[T]]) -> T:
    async def run() -> T:
        return await work()

    try:
        return asyncio.run(run())
    except StorageError as error:
        raise CommandError(tell_database(error)) from None


def choose_estates(config: Path, wanted: str | None) -> dict[str, str]:
    """The estates of the settings that are meant, id → name: all, or the wanted one.  Raises CommandError."""
    known = {estate.id: estate.name for estate in read_settings(config).estates}
    if wanted is not None and wanted not in known:
        raise CommandError(f"--estate {wanted}：配置里没有这个小区，有 {'、'.join(known)}")
    return known if wanted is None else {wanted: known[wanted]}


def tickets(config: Config = DEFAULT_CONFIG, estate: Estate = None, limit: Limit = 30) -> None:
    """列出工单，新的在前。"""
    estates = choose_estates(config, estate)

    async def read(database: Database) -> list[Ticket]:
        async with database.view() as uow:
            return [t for known in estates for t in await uow.tickets.listing(known, limit=limit)]

    rows = sorted(with_database(config, read), key=lambda t: t.opened_at, reverse=True)[:limit]
    head = ("工单", "小区", "类型", "状态", "房号", "内容", "登记")
    zones = read_zones(config)
    show_rows(head, (_write_ticket(row, zones[row.estate]) for row in rows), "还没有工单。")


def read_zones(config: Path) -> dict[str, ZoneInfo]:
    """By estate the clock that its people live by, wherever the server stands."""
    return {estate.id: ZoneInfo(estate.timezone) for estate in read_settings(config).estates}


def _write_ticket(ticket: Ticket, zone: ZoneInfo) -> tuple[str, ...]:
    kind = KINDS[ticket.kind].title if ticket.kind in KINDS else ticket.kind
    kind = " · ".join(filter(None, (kind, get_title(ticket.category))))
    opened = ticket.opened_at.astimezone(zone).strftime("%m-%d %H:%M")
    room = ticket.room or ""
    return (
        f"#{ticket.number}",
        ticket.estate,
        kind,
        STATUSES[ticket.status],
        room,
        ticket.summary,
        opened,
    )


def deliveries(
    config: Config = DEFAULT_CONFIG,
    estate: Estate = None,
    limit: Limit = 50,
    everything: Annotated[bool, typer.Option("--all", help="连同已送达的")] = False,
    again: Annotated[
        int | None, typer.Option("--again", help="把这一条重新发送", metavar="ID", min=1, max=MAX_ID)
    ] = None,
) -> None:
    """列出没有送到的消息：发送失败的、结果不明的。"""
    if again is not None:
        with_database(config, lambda database: requeue(database, again))
        say(f"第 {again} 条已重新排队。")
        return
    choose_estates(config, estate)
    states = tuple(DeliveryState) if everything else (DeliveryState.DEAD, DeliveryState.UNKNOWN)

    async def read(database: Database) -> tuple[Delivery, ...]:
        async with database.view() as uow:
            return await uow.outbox.listing(states, limit=limit, estate=estate)

    cells = (
        (str(row.id), DELIVERY_STATES[row.state], row.chat, str(row.attempts), row.text[:30], row.error)
        for row in with_database(config, read)
    )
    show_rows(("编号", "状态", "发往", "次数", "内容", "原因"), cells, "没有失败的发送。")


async def requeue(database: Database, delivery: int) -> None:
    async with database.transaction() as uow:
        if not await uow.outbox.requeue(delivery):
            raise CommandError(f"--again {delivery}：没有这一条，或者它不是失败的", status=1)
        await uow.commit()


@db.command("upgrade")
def upgrade(config: Config = DEFAULT_CONFIG) -> None:
    """把数据库升级到这个版本的结构；第一次使用也用它建库。"""
    url = read_settings(config).storage.url.get_secret_value()
    run_storage(lambda: engine.upgrade(url))
    say(f"数据库已是最新（{engine.head()}）。")


@db.command("backup")
def back_up_database(
    file: Annotated[Path, typer.Argument(help="写到哪个新文件", metavar="文件")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """备份 SQLite 数据库，邻里开着也行；照片另外复制。"""
    from storage.backup import NoBackup, back_up

    settings = read_settings(config)
    try:
        size = back_up(settings.storage.url.get_secret_value(), file)
    except NoBackup as error:
        raise CommandError(
            f"storage.url：只能备份 SQLite 的文件，PostgreSQL 请用 pg_dump（{error}）", status=1
        ) from None
    except OSError as error:
        raise CommandError(f"{file}：写不了：{tell_system(error)}", status=1) from None
    except sqlite3.Error as error:
        raise CommandError(f"storage.url：数据库读不全，没有备份（{error}）", status=1) from None
    say(f"备份好了：{file}，{max(1, round(size / 1024))} KB。")
    if settings.storage.files.is_dir():
        say(f"照片不在里面，请一起复制：{settings.storage.files}")


@db.command("status")
def status(config: Config = DEFAULT_CONFIG) -> None:
    """显示数据库的版本。"""
    url = read_settings(config).storage.url.get_secret_value()
    current = run_storage(lambda: engine.current(url))
    if current is None:
        raise CommandError("数据库还没有建，请运行 linli db upgrade", status=1)
    say(f"数据库版本 {current}，程序需要 {engine.head()}。")
    if current != engine.head():
        raise typer.Exit(1)


@user.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="用户名", metavar="用户名")],
    config: Config = DEFAULT_CONFIG,
    role: Annotated[str, typer.Option("--role", help="manager 或 staff")] = "manager",
    estate: Estate = None,
    person: Annotated[
        str | None, typer.Option("--person", help="群里的身份，如 wechat:contact:wxid", metavar="ID")
    ] = None,
) -> None:
    """新建管理台用户，密码只显示一次。"""
    if role not in ("manager", "staff"):
        raise CommandError(f"--role {role}：只能是 manager 或 staff")
    check_name(name)
    if person is not None and not re.fullmatch(r"[a-z]+:contact:\S+", person):
        raise CommandError(f"--person {person}：应写成 wechat:contact:联系人ID 或 webchat:contact:联系人ID")
    places = choose_estates(config, estate)
    password = make_password()

    async def add(database: Database) -> None:
        async with database.transaction() as uow:
            if await uow.users.get(name) is not None:
                raise CommandError(f"用户 {name} 已经有了", status=1)
            # The account may come before the bot has run for the first time.
            for place, title in places.items() if estate else ():
                await uow.estates.save(place, title)
            password_hash = await hash_password(password)
            account = User(
                name=name,
                password_hash=password_hash,
                role=Role(role),
                estate=estate,
                person_id=person,
            )
            await uow.users.add(account)
            await uow.commit()

    with_database(config, add)
    say(f"用户 {name} 的密码（只显示这一次）：{password}")


def check_name(name: str) -> None:
    """A name that somebody can type into the console's form.  Raises CommandError."""
    if not name or name != clean_name(name):
        raise CommandError(f"用户名 {clean_name(name)}：写 1 到 {MAX_NAME} 个字，不要换行和首尾空格")


@user.command("password")
def reset_password(
    name: Annotated[str, typer.Argument(help="用户名", metavar="用户名")], config: Config = DEFAULT_CONFIG
) -> None:
    """重设密码，新密码只显示一次；已登录的会退出。"""
    password = make_password()

    async def change(database: Database) -> None:
        async with database.transaction() as uow:
            if await uow.users.get(name) is None:
                raise CommandError(f"没有用户 {name}", status=1)
            await uow.users.set_password(name, await hash_password(password))
            await uow.commit()

    with_database(config, change)
    say(f"用户 {name} 的新密码（只显示这一次）：{password}")
