"""`linli doctor`: looks at everything that the bot needs and says what is wrong and what to do."""

from __future__ import annotations

import asyncio
import errno
import http.client
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.accounts import AccountError, build_channels
from bot.channels.base import Channel
from bot.clock import SystemClock
from bot.problems import advise_database, tell_database, tell_system
from bot.settings import Settings
from handlers.calendar.workdays import knows_year
from handlers.words.wordings import read_wordings
from nlp.classifier import Classifier
from nlp.rules import RuleError
from storage import engine
from storage.engine import Database
from storage.errors import StorageError

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is good, what it is, and what to do where it is not."""

    good: bool
    what: str
    advice: str = ""


async def examine(settings: Settings) -> list[Finding]:
    """Everything, in the order in which one would mend it."""
    findings = [Finding(True, f"配置：{len(settings.estates)} 个小区")]
    findings += examine_estates(settings)
    findings.append(examine_rules(settings))
    findings.append(await examine_database(settings))
    findings.append(examine_files(settings))
    findings.append(await asyncio.to_thread(examine_address, settings))
    findings += [finding async for finding in examine_channels(settings)]
    findings.append(examine_calendar())
    return findings


def examine_estates(settings: Settings) -> list[Finding]:
    findings = []
    for estate in settings.estates:
        if not estate.groups:
            findings.append(
                Finding(False, f"{estate.name}：没有业主群", "在 estates.groups 写上群，或在管理台指定")
            )
        if not estate.staff_groups:
            findings.append(
                Finding(False, f"{estate.name}：没有员工群", "写上 estates.staff_groups，否则工单没人看见")
            )
        if not estate.managers:
            findings.append(
                Finding(False, f"{estate.name}：没有经理", "写上 estates.managers，否则没人能广播")
            )
        if not estate.leaders:
            findings.append(Finding(True, f"{estate.name}：没有领班，超时直接告诉经理"))
        if not estate.roster:
            findings.append(Finding(True, f"{estate.name}：值班表是空的，紧急情况只通知员工群和经理"))
    return findings


def examine_rules(settings: Settings) -> Finding:
    extra = settings.rules.extra
    see_all = f"运行 linli rules check{f' --extra {extra}' if extra else ''} 看全部问题"
    try:
        classifier, wordings = Classifier.load(extra), read_wordings(extra)
    except RuleError as error:
        return Finding(False, f"识别规则：{error}", see_all)
    problems = (*classifier.check(), *wordings.check())
    if problems:
        return Finding(False, f"识别规则：{len(problems)} 处问题，第一处 {problems[0]}", see_all)
    return Finding(True, f"识别规则：{classifier.word_count} 个词、{len(classifier.rules)} 条规则")


async def examine_database(settings: Settings) -> Finding:
    url = settings.storage.url.get_secret_value()
    kind = url.split(":", 1)[0]
    try:
        database = await Database.open(url)
        await database.close()
    except StorageError as error:
        return Finding(False, f"数据库（{kind}）：{tell_database(error)}", advise_database(error))
    return Finding(True, f"数据库（{kind}）：版本 {engine.head()}")


def examine_files(settings: Settings) -> Finding:
    folder = settings.storage.files
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding(False, f"storage.files = {folder}：不能写：{tell_system(error)}", "换一个可写的文件夹")
    return Finding(True, f"照片文件夹 {folder}")


def examine_address(settings: Settings) -> Finding:
    """Whether the pages can be shown where the settings say; a running Linli may have the port already."""
    host, port = settings.web.host, settings.web.port
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        return Finding(False, f"web.host = {host}：{tell_system(error)}", "写 127.0.0.1，或本机的一个地址")
    try:
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and is_linli(host, port):
            return Finding(True, f"管理台 {host}:{port}（邻里正在运行）")
        key, value = ("port", port) if error.errno == errno.EADDRINUSE else ("host", host)
        return Finding(False, f"web.{key} = {value}：{tell_system(error)}", f"换一个 web.{key}")
    return Finding(True, f"管理台 {host}:{port}")


def is_linli(host: str, port: int) -> bool:
    """Whether what answers there is Linli: it alone tells of its accounts."""
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return b'"accounts"' in connection.getresponse().read(1 << 20)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


async def examine_channels(settings: Settings) -> AsyncIterator[Finding]:
    try:
        channels = build_channels(settings, SystemClock())
    except AccountError as error:
        yield Finding(False, str(error), "改正配置里的这一项")
        return
    if not channels:
        yield Finding(False, "channels：没有任何账号", "写上 [[channels.wechaty]] 或 [channels.webchat]")
    for channel in channels.values():
        yield await examine_channel(channel)


async def examine_channel(channel: Channel) -> Finding:
    await channel.start()
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            while not channel.health.ready:  # noqa: ASYNC110 — health is a state, no event
                await asyncio.sleep(0.1)
    except TimeoutError:
        reason = channel.health.reason or "没有回应"
        return Finding(False, f"账号 {channel.name}：{reason}", "检查网关是否启动、endpoint、token 和 tls")
    finally:
        await channel.close()
    return Finding(True, f"账号 {channel.name}（{channel.network}）")


def examine_calendar() -> Finding:
    """From December on, the coming year's holidays must be known as well."""
    now = datetime.now(UTC)
    unknown = [year for year in {now.year, (now + timedelta(days=31)).year} if not knows_year(year)]
    if unknown:
        return Finding(
            False,
            f"节假日：不知道 {min(unknown)} 年的放假安排，会按周一到周五算",
            "升级 chinesecalendar，国务院公布后会有新版本",
        )
    return Finding(True, f"节假日：知道 {now.year} 年的放假安排")
