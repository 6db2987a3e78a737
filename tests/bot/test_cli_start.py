"""What keeps a bot from starting: an address, a file, an account, another bot. It is called by its name."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import pytest

from bot.accounts import AccountError, build_channels
from bot.alone import NotAlone, stay_alone
from bot.cli.errors import CommandError
from bot.cli.run import locate, start
from bot.clock import SystemClock
from bot.doctor import examine_address
from bot.settings import load_settings
from tests.bot.command_line import linli, write_config


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OSError(errno.EADDRINUSE, "in use"),
            "web.host/web.port = 127.0.0.1:8080：打不开：端口已经被别的程序占用",
        ),
        (OSError(errno.EROFS, "read-only", "/data/files"), "/data/files：磁盘是只读的"),
        (OSError(errno.ENOSPC, "full", "/data/files"), "/data/files：磁盘满了"),
    ],
)
def test_what_the_system_refuses_is_called_by_its_name(tmp_path: Path, error: OSError, words: str) -> None:
    assert locate(error, load_settings(Path(write_config(tmp_path)))).endswith(words)


def test_a_demo_whose_port_is_taken_says_how_to_take_another(tmp_path: Path) -> None:
    taken = OSError(errno.EADDRINUSE, "in use")
    words = locate(taken, load_settings(Path(write_config(tmp_path))), demo=True)
    assert words.startswith("--port = 127.0.0.1:8080：打不开：端口已经被别的程序占用")
    assert "linli demo --port" in words


def test_a_second_bot_on_one_sqlite_database_is_sent_away(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/linli.sqlite3"
    with stay_alone(url):
        with pytest.raises(NotAlone), stay_alone(url):
            pass
        with pytest.raises(CommandError, match="正被另一个邻里使用"):
            start(load_settings(Path(write_config(tmp_path, storage={"url": url}))))
    with stay_alone(url):
        pass


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:////nowhere/at/all/x.db", "postgresql://u:p@h/n"])
def test_what_cannot_be_locked_is_left_to_the_database(url: str) -> None:
    with stay_alone(url), stay_alone(url):
        pass


WX = {"name": "wx1", "endpoint": "127.0.0.1:9", "token": "t"}
BROKEN_ACCOUNTS: dict[str, tuple[dict[str, object], str, str]] = {
    "an authority that is not there": (
        {"channels": {"wechaty": [{**WX, "ca_file": "nope.pem"}]}},
        "channels.wechaty.0.ca_file = ",
        "nope.pem：没有这个文件或文件夹",
    ),
    "an authority without a certificate": (
        {"channels": {"wechaty": [{**WX, "ca_file": "config.toml"}]}},
        "channels.wechaty.0.ca_file = ",
        "config.toml：里面没有能用的证书（PEM）",
    ),
    "a push that Apprise does not know": (
        {"estates": [{"id": "yun", "name": "云杉里", "apprise": ["weixin-geheim"]}]},
        "estates.0.apprise.0：",
        "不认识这个推送地址，或者它不完整",
    ),
    "a finer push that Apprise does not know": (
        {"estates": [{"id": "yun", "name": "云杉里", "pushes": [{"url": "weixin-geheim"}]}]},
        "estates.0.pushes.0.url：",
        "不认识这个推送地址，或者它不完整",
    ),
}


@pytest.mark.parametrize(("tree", "where", "what"), BROKEN_ACCOUNTS.values(), ids=BROKEN_ACCOUNTS)
def test_an_account_that_cannot_be_built_is_named_by_its_key(
    tmp_path: Path, tree: dict[str, object], where: str, what: str
) -> None:
    with pytest.raises(AccountError) as raised:
        build_channels(load_settings(Path(write_config(tmp_path, **tree))), SystemClock())
    assert str(raised.value).startswith(where)
    assert what in str(raised.value)
    assert "geheim" not in str(raised.value)


def test_an_account_that_cannot_be_built_is_one_line_of_the_bot_and_of_the_doctor(tmp_path: Path) -> None:
    tree, where, _ = BROKEN_ACCOUNTS["an authority that is not there"]
    config = write_config(tmp_path, **tree)
    linli("db", "upgrade", "-c", config)
    ran, examined = linli("run", "-c", config), linli("doctor", "-c", config)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert where in ran.stderr
    assert examined.returncode == 1
    assert where in examined.stdout


def test_the_doctor_names_a_port_that_another_program_has(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        finding = examine_address(load_settings(Path(write_config(tmp_path, web={"port": port}))))
    assert not finding.good
    assert finding.what == f"web.port = {port}：端口已经被别的程序占用"


def test_the_doctor_names_an_address_that_this_machine_has_not(tmp_path: Path) -> None:
    web = {"host": "nowhere.invalid", "port": 0}
    finding = examine_address(load_settings(Path(write_config(tmp_path, web=web))))
    assert not finding.good
    assert finding.what == "web.host = nowhere.invalid：找不到这个主机名"
