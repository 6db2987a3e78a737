"""`linli demo`, `linli run`, `linli doctor`: starting the bot and asking why it does not."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.panel import Panel

from bot.alone import NotAlone, stay_alone
from bot.cli.errors import CommandError
from bot.cli.memory import gather_memory
from bot.problems import tell_database, tell_system
from bot.settings import Settings, SettingsError, load_settings
from nlp.rules import RuleError

if TYPE_CHECKING:
    from bot.running import App

Config = Annotated[Path, typer.Option("-c", "--config", help="配置文件", metavar="FILE")]
DEFAULT_CONFIG = Path("config.toml")
Greet = Callable[[str], None]
Beside = Callable[["App"], Coroutine[object, object, None]]
#: What comes back from the disk has the interpreter after so long, not after five milliseconds: an alert
#: waits for its commit.  Measured with much else to say, from the disk to who waits: 1.4 to 1.9 ms instead of
#: 2.0 to 3.3.
SECONDS_TO_HAND_OVER = 0.0005


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command()(demo)
    app.command()(run)
    app.command()(doctor)


def read_settings(path: Path) -> Settings:
    """The settings at `path`; raises CommandError with one line."""
    try:
        return load_settings(path)
    except SettingsError as error:
        raise CommandError(str(error)) from None


def set_up_log(level: str) -> None:
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("aiosqlite", "apscheduler", "alembic", "hpack", "grpclib", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("aiohttp.server").addFilter(shorten_refused)


def shorten_refused(record: logging.LogRecord) -> bool:
    """A request that is none is one line: a stranger's bytes and a traceback of each help nobody."""
    from aiohttp.http_exceptions import HttpProcessingError

    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError):
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.msg, record.args = "refused what is no request (%s)", (type(error).__name__,)
        record.exc_info = record.exc_text = None
    return True


async def run_until_stopped(settings: Settings, greet: Greet, beside: Beside | None = None) -> None:
    """Runs the bot, and `beside` it what plays a story, until SIGINT or SIGTERM."""
    from bot.app import build_app

    app = await build_app(settings)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await app.database.make_room()
    async with app.running() as address:
        # What was built by now stays: looking through it for garbage would be a pause each time.
        gc.collect()
        gc.freeze()
        gather_memory()
        sys.setswitchinterval(SECONDS_TO_HAND_OVER)
        greet(address)
        playing = asyncio.create_task(beside(app)) if beside else None
        await stopped.wait()
        if playing:
            playing.cancel()


def greet_plainly(address: str) -> None:
    Console().print(f"邻里已经启动：{address}")


def start(
    settings: Settings, greet: Greet = greet_plainly, beside: Beside | None = None, demo: bool = False
) -> None:
    """Runs the bot; what people can mend comes out as one line."""
    from bot.accounts import AccountError
    from storage.errors import StorageError

    set_up_log(settings.log.level)
    try:
        with stay_alone(settings.storage.url.get_secret_value()):
            asyncio.run(run_until_stopped(settings, greet, beside))
    except NotAlone as other:
        raise CommandError(
            f"storage.url：{other.file} 正被另一个邻里使用，请先结束那一个"
            "（一个 SQLite 库只能由一个邻里用；要几个一起用，请换 PostgreSQL）"
        ) from None
    except StorageError as error:
        raise CommandError(tell_database(error)) from None
    except AccountError as error:
        raise CommandError(str(error)) from None
    except RuleError as error:
        raise CommandError(f"rules.extra：{error}") from None
    except OSError as error:
        raise CommandError(locate(error, settings, demo)) from None


def locate(error: OSError, settings: Settings, demo: bool = False) -> str:
    """What the system refused: a file by its name, else the address to listen on, as it was given."""
    if error.filename:
        return f"{error.filename}：{tell_system(error)}"
    where = f"{settings.web.host}:{settings.web.port}"
    other = "，可以换一个：linli demo --port 8090" if demo else ""
    name = "--port" if demo else "web.host/web.port"
    return f"{name} = {where}：打不开：{tell_system(error)}{other}"


def run(config: Config = DEFAULT_CONFIG) -> None:
    """按配置连接真实的群，开始工作。"""
    start(read_settings(config))


def demo(
    folder: Annotated[Path, typer.Option("--folder", help="演示数据放在哪里", metavar="DIR")] = Path(
        "data/demo"
    ),
    port: Annotated[int, typer.Option("--port", help="网页端口", min=0, max=65535)] = 8080,
    story: Annotated[bool, typer.Option("--story", help="自动演一遍“孩子走失”的早晨")] = False,
) -> None:
    """在本机开一个示范小区：五个业主群、一个员工群，打开网页就能试。"""
    from bot.demo import MANAGER, open_demo
    from storage.errors import StorageError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        settings, password = asyncio.run(open_demo(folder, port))
    except StorageError as error:
        raise CommandError(tell_database(error)) from None
    except OSError as error:
        raise CommandError(f"--folder {folder}：不能写：{tell_system(error)}") from None
    from bot.story import play

    def greet(address: str) -> None:
        Console().print(Panel.fit(introduce(address, MANAGER, password), title="邻里 · 演示"))

    start(settings, greet, play if story else None, demo=True)


def introduce(address: str, manager: str, password: str | None) -> str:
    """What a newcomer needs to know."""
    known = "第一次启动时给出的那个（忘了就删掉演示数据的文件夹再启动）"
    return (
        f"先打开  {address}/demo\n业主、员工、经理各开一个窗口，就能对着聊\n\n"
        f"管理台  {address}/\n用户名  {manager}\n密码    {password or known}\n\n按 Ctrl+C 结束"
    )


def doctor(config: Config = DEFAULT_CONFIG) -> None:
    """检查配置、数据库、网关和外部推送，说清哪里不对、怎么办。"""
    from bot.doctor import examine

    settings = read_settings(config)
    logging.disable(logging.CRITICAL)
    findings = asyncio.run(examine(settings))
    console = Console()
    for finding in findings:
        mark = "[green]✓[/]" if finding.good else "[red]✗[/]"
        console.print(f"{mark} {finding.what}", highlight=False, soft_wrap=True)
        if finding.advice:
            console.print(f"   → {finding.advice}", highlight=False, soft_wrap=True)
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)
