"""Settings: every wrong one is a single line that names file, key and value."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.settings import Settings, SettingsError, load_settings

ESTATE = '[[estates]]\nid = "yun"\nname = "云杉里"\n'
WX = '[[channels.wechaty]]\nname = "wx"\nendpoint = "h:1"\n'
EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


WRONG = {
    "an unknown key": (ESTATE + "[web]\nprot = 1\n", "web.prot = 1：不认识的键"),
    "an unknown table": (ESTATE + "[wbe]\n", "wbe：不认识的键"),
    "a wrong type": (ESTATE + '[web]\nport = "eighty"\n', "web.port = 'eighty'：应为整数"),
    "a port out of range": (ESTATE + "[web]\nport = 70000\n", "web.port = 70000"),
    "no estate": ("[web]\nport = 1\n", "estates：必须写"),
    "an estate without a name": ('[[estates]]\nid = "yun"\n', "estates.0.name：必须写"),
    "an unknown relay category": (ESTATE + '[estates.relay]\nflod = "auto"\n', "relay.flod"),
    "an unknown relay policy": (
        ESTATE + '[estates.relay]\nflood = "maybe"\n',
        "estates.0.relay.flood = 'maybe'",
    ),
    "hours that are none": (ESTATE + 'quiet_hours = "late"\n', "estates.0.quiet_hours = 'late'：应写成"),
    "hours that no day has": (
        ESTATE + 'quiet_hours = "25:00-08:00"\n',
        "estates.0.quiet_hours = '25:00-08:00'：应写成",
    ),
    "a group id without its network": (
        ESTATE + 'groups = [{ id = "123", name = "1号群" }]\n',
        "estates.0.groups.0.id = '123'：应写成 wechat:room:",
    ),
    "the same group twice": (
        ESTATE + 'groups = [{ id = "wechat:room:1", name = "a" }, { id = "wechat:room:1", name = "b" }]\n',
        "wechat:room:1 写了两次",
    ),
    "a text with a blank that it has not": (
        ESTATE + '[estates.texts]\nanswer_accepted = "{nonsense}"\n',
        "texts：",
    ),
    "a text that nobody says": (ESTATE + '[estates.texts]\nnonsense = "x"\n', "nonsense"),
    "an endpoint that is none": (
        ESTATE + '[[channels.wechaty]]\nname = "wx"\nendpoint = "nowhere"\ntoken = "t"\n',
        "channels.wechaty.0.endpoint = 'nowhere'",
    ),
    "a timezone that is none": (
        ESTATE + 'timezone = "Shanghai"\n',
        "estates.0.timezone = 'Shanghai'：没有这个时区",
    ),
    "a missing secret": (
        ESTATE + '[[channels.wechaty]]\nname = "wx"\nendpoint = "h:1"\ntoken = "env:LINLI_NO_SUCH"\n',
        "channels.wechaty.0.token：环境变量 LINLI_NO_SUCH 没有设置",
    ),
    "a secret in a file that is not there": (
        ESTATE + '[[channels.wechaty]]\nname = "wx"\nendpoint = "h:1"\ntoken = "file:nowhere"\n',
        "nowhere 不存在",
    ),
    "a token that no gateway takes": (
        ESTATE + WX + 'token = "令牌"\n',
        "channels.wechaty.0.token：应是英文字母、数字和符号",
    ),
    "an empty token": (ESTATE + WX + 'token = ""\n', "channels.wechaty.0.token：应是英文字母、数字和符号"),
    "a fingerprint that is none": (
        ESTATE + WX + 'token = "t"\npinned_sha256 = "xyz"\n',
        "channels.wechaty.0.pinned_sha256 = 'xyz'：应是 64 位十六进制",
    ),
    "an endpoint whose port is none": (
        ESTATE + '[[channels.wechaty]]\nname = "wx"\nendpoint = "h:99999"\ntoken = "t"\n',
        "channels.wechaty.0.endpoint = 'h:99999'：端口应在 1 到 65535 之间",
    ),
    "an address for owners that is none": (
        ESTATE + '[web]\npublic_url = "wuye.example.com"\n',
        "web.public_url = 'wuye.example.com'：应写成 https://wuye.example.com",
    ),
    "a number beyond all numbers": (
        ESTATE + "alert_hours = 1e300\n",
        "estates.0.alert_hours = 1e+300：应为整数",
    ),
    "sessions that never end": (ESTATE + "[web]\nsession_hours = 99999999999\n", "web.session_hours"),
    "a pause that never ends": (
        ESTATE + "[delivery]\ninterval_seconds = inf\n",
        "delivery.interval_seconds = inf",
    ),
    "a limit of centuries": (
        ESTATE + "accept_minutes = { repair = 99999999999 }\n",
        "estates.0.accept_minutes.repair = 99999999999：不能大于",
    ),
    "a database that is forgotten": (ESTATE + '[storage]\nurl = "sqlite://"\n', "storage.url：只在内存里"),
    "a misspelt table of estates": ('[[estate]]\nid = "yun"\n', "estate：不认识的键"),
    "an open webchat for the whole network": (
        ESTATE + '[web]\nhost = "0.0.0.0"\n[channels.webchat]\nopen = true\n',
        "channels.webchat.open = true",
    ),
    "a trade that nobody has": (
        ESTATE + 'staff = [{ id = "wechat:contact:w", name = "王师傅", trades = ["水暖"] }]\n',
        "estates.0.staff.0.trades.0 = '水暖'：没有这个工种，可用的有 水电、电梯",
    ),
    "the number of a group twice": (
        ESTATE + 'groups = [{ id = "wechat:room:1", name = "a", number = 1 }, '
        '{ id = "wechat:room:2", name = "b", number = 1 }]\n',
        "群号 1 写了两次",
    ),
    "an estate with an empty name": (
        '[[estates]]\nid = "yun"\nname = " "\n',
        "estates.0.name = ' '：不能是空的",
    ),
    "a name with a control character": (
        ESTATE + 'bot_name = "物业\\u0000"\n',
        "不能有换行和控制字符",
    ),
    "an id in Chinese": ('[[estates]]\nid = "云杉里"\nname = "云杉里"\n', "id = '云杉里'：只能用小写字母"),
    "no TOML at all": ("[[[", "不是正确的 TOML"),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_one_line_with_file_key_and_value(tmp_path: Path, text: str, expected: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as raised:
        load_settings(path)
    words = str(raised.value)
    assert words.startswith(f"{path}：")
    assert expected in words
    assert "\n" not in words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[web]\nport = 70000\n", "不能大于 65535"),
        ("[delivery]\ninterval_seconds = -1\n", "不能小于 0"),
        ("[web]\nport = 1.5\n", "应为整数"),
        ("relay = { fire = 'maybe' }\n", "只能是 'auto'、'confirm' 或 'never'"),
        ("retention_days = 0\n", "不能小于 1"),
        ("staff = [{ id = 'wechat:contact:w', name = '" + "长" * 41 + "' }]\n", "最多 40 个字"),
        ("groups = 3\n", "应为列表"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(tmp_path: Path, text: str, expected: str) -> None:
    tree = ESTATE + text
    with pytest.raises(SettingsError, match=expected) as raised:
        load_settings(write(tmp_path, tree))
    assert "should" not in str(raised.value)


def test_a_secret_never_shows_in_an_error(tmp_path: Path) -> None:
    text = ESTATE + '[[channels.wechaty]]\nname = "wx"\nendpoint = "h:1"\ntoken = ["very-secret"]\n'
    with pytest.raises(SettingsError) as raised:
        load_settings(write(tmp_path, text))
    assert "very-secret" not in str(raised.value)


def test_a_missing_file_says_where_to_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"config\.example\.toml"):
        load_settings(tmp_path / "config.toml")


def test_relative_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, ESTATE))
    assert settings.storage.url.get_secret_value() == f"sqlite:///{tmp_path}/data/linli.sqlite3"
    assert settings.storage.files == tmp_path / "data/files"


def test_secrets_and_authorities_are_relative_to_the_file_too(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("t0ken\n")
    (tmp_path / "ca.pem").write_text("")
    text = ESTATE + WX + 'token = "file:token.txt"\nca_file = "ca.pem"\n'
    account = load_settings(write(tmp_path, text)).channels.wechaty[0]
    assert account.token.get_secret_value() == "t0ken"
    assert account.ca_file == tmp_path / "ca.pem"


def test_a_file_of_a_secret_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "token.bin").write_bytes(bytes(range(256)))
    with pytest.raises(SettingsError, match=r"token\.bin 不是 UTF-8"):
        load_settings(write(tmp_path, ESTATE + WX + 'token = "file:token.bin"\n'))


def list_keys(model: type[BaseModel]) -> set[str]:
    """Every key that a settings file may hold, at whatever depth."""
    keys: set[str] = set()
    for name, field in model.model_fields.items():
        keys.add(name)
        for inner in find_models(field.annotation):
            keys |= list_keys(inner)
    return keys


def find_models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in find_models(part)]


def test_the_example_names_every_setting_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_WECHATY_TOKEN", "t")
    monkeypatch.setenv("LINLI_KEY_ZHANG", "k")
    monkeypatch.setenv("LINLI_PUSH_LEADER", "json://push.example")
    text = EXAMPLE.read_text(encoding="utf-8")
    missing = {key for key in list_keys(Settings) if not re.search(rf"(?<![a-z_]){key}\b", text)}
    assert not missing
    load_settings(EXAMPLE)
    # Also what is commented out must be right: the whole example with every comment sign taken away.
    everything = re.sub(r"^# (?=\[|[a-z_]+ = )", "", text, flags=re.MULTILINE)
    everything = everything.replace('pinned_sha256 = "…"\n', "")
    Settings.model_validate(tomllib.loads(everything))


def test_the_defaults_that_the_example_shows_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_WECHATY_TOKEN", "t")
    shown = load_settings(EXAMPLE)
    plain = Settings.model_validate({"estates": [{"id": "yun", "name": "云杉里"}]})
    for table in ("web", "log", "delivery"):
        assert getattr(shown, table) == getattr(plain, table)
    for name in (
        "bot_name",
        "timezone",
        "confirm_minutes",
        "alert_hours",
        "broadcast_minutes",
        "quiet_hours",
    ):
        assert getattr(shown.estates[0], name) == getattr(plain.estates[0], name)
