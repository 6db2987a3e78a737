"""Single values as they are written in the settings: what each must look like, and what it is read as."""

from __future__ import annotations

import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
)

from bot.problems import tell_system
from handlers.calendar.duty_days import read_all_days
from handlers.calendar.working_time import WorkingHours, parse_spans
from handlers.kinds import TRADES


class MissingSecret(ValueError):
    """A secret that the settings point to is not there."""


def resolve_secret(value: Any, info: ValidationInfo) -> Any:
    """`env:NAME` and `file:PATH` stand for a secret kept elsewhere; PATH is relative to the settings file."""
    if not isinstance(value, str):
        return value
    if value.startswith("env:"):
        name = value.removeprefix("env:")
        if not os.environ.get(name):
            raise MissingSecret(f"环境变量 {name} 没有设置，请先 export {name}=…")
        return os.environ[name]
    if value.startswith("file:"):
        return read_secret(Path(info.context or ".") / value.removeprefix("file:"))
    return value


def read_secret(path: Path) -> str:
    """What stands in the file, without the line's end."""
    if not path.is_file():
        raise MissingSecret(f"密钥文件 {path} 不存在")
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError:
        raise MissingSecret(f"密钥文件 {path} 不是 UTF-8 编码的文字") from None
    except OSError as error:
        raise MissingSecret(f"密钥文件 {path} 读不了：{tell_system(error)}") from None


def check_token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]+", value.get_secret_value()):
        raise ValueError("应是英文字母、数字和符号，不能是空的，中间不能有空格")
    return value


def check_fingerprint(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", value.replace(":", "").lower()):
        raise ValueError("应是 64 位十六进制的 SHA-256 指纹")
    return value


def check_lasting(value: SecretStr) -> SecretStr:
    if re.fullmatch(r"sqlite(\+\w+)?:(//)?(/?:memory:.*)?", value.get_secret_value()):
        raise ValueError("只在内存里，一重启就全没了；写 sqlite:///data/linli.sqlite3 这样的文件")
    return value


def check_port(value: str) -> str:
    if not 0 < int(value.rpartition(":")[2]) < 65536:
        raise ValueError("端口应在 1 到 65535 之间")
    return value


def check_room_id(value: str) -> str:
    if not re.fullmatch(r"[a-z]+:room:.+", value):
        raise ValueError("应写成 wechat:room:群ID 或 webchat:room:群ID")
    return value


def check_contact_id(value: str) -> str:
    if not re.fullmatch(r"[a-z]+:contact:.+", value):
        raise ValueError("应写成 wechat:contact:联系人ID 或 webchat:contact:联系人ID")
    return value


def check_trade(value: str) -> str:
    if value not in TRADES:
        raise ValueError(f"没有这个工种，可用的有 {'、'.join(TRADES)}")
    return value


def check_timezone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("没有这个时区，例如 Asia/Shanghai")
    return value


HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)")


def check_hours(value: str) -> str:
    parse_hours(value)
    return value


def parse_hours(value: str) -> tuple[int, int]:
    """`08:00-18:00` as minutes after midnight; `全天` is (0, 0)."""
    if value == "全天":
        return 0, 0
    match = HOURS.fullmatch(value)
    if match is None:
        raise ValueError("应写成 08:00-18:00 或 全天")
    hours = [int(part) for part in match.groups()]
    return hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]


def check_days(value: str) -> str:
    parse_days(value)
    return value


def parse_days(value: str) -> str:
    """`周一到周五`, `周末`, `周一,周三` as a Duty keeps them."""
    days = read_all_days(value)
    if days is None:
        raise ValueError("应写成 每天、工作日、周末，或 周一到周五、周一,周三 这样的日子")
    return days


def check_spans(value: str) -> str:
    parse_working_hours(value)
    return value


def parse_working_hours(value: str) -> tuple[tuple[int, int], ...]:
    """`09:00-12:00,14:00-18:00` as minutes after midnight, from and to; `全天` is the whole day."""
    return WorkingHours(((0, 24 * 60),)).spans if value == "全天" else parse_spans(value)


def read_network(value: Any) -> IPv4Network | IPv6Network:
    try:
        return ip_network(value)
    except ValueError:
        raise ValueError("应写成 127.0.0.1 或 10.0.0.0/8") from None


def check_title(value: str) -> str:
    if not value.strip():
        raise ValueError("不能是空的")
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in value):
        raise ValueError("不能有换行和控制字符")
    return value


PushLevel = Literal["alert", "warning", "escalation", "ticket"]
Secret = Annotated[SecretStr, BeforeValidator(resolve_secret)]
Token = Annotated[Secret, AfterValidator(check_token)]
DatabaseUrl = Annotated[Secret, AfterValidator(check_lasting)]
Fingerprint = Annotated[str, AfterValidator(check_fingerprint)]
ENDPOINT = r"^(\[[0-9A-Fa-f:]+\]|[^\s:/\[\]]+):\d{1,5}$"
Endpoint = Annotated[str, Field(pattern=ENDPOINT), AfterValidator(check_port)]
PUBLIC_URL = r"^(https?://[^\s/]+/?)?$"
PublicUrl = Annotated[str, Field(pattern=PUBLIC_URL)]
RoomId = Annotated[str, AfterValidator(check_room_id)]
ContactId = Annotated[str, AfterValidator(check_contact_id)]
#: How people call something: one line.
Title = Annotated[str, Field(max_length=40), AfterValidator(check_title)]
Trade = Annotated[str, AfterValidator(check_trade)]
Timezone = Annotated[str, AfterValidator(check_timezone)]
Hours = Annotated[str, AfterValidator(check_hours)]
Days = Annotated[str, AfterValidator(check_days)]
Spans = Annotated[str, AfterValidator(check_spans)]
#: At most a year, so that every moment counted with it is one that the calendar has.
YEAR_MINUTES = 366 * 24 * 60
LimitMinutes = Annotated[int, Field(ge=1, le=YEAR_MINUTES)]
Minutes = dict[str, LimitMinutes]
Seconds = Annotated[float, Field(ge=0, le=24 * 60 * 60)]
Network = Annotated[IPv4Network | IPv6Network, BeforeValidator(read_network)]
NAME = r"^[a-z0-9][a-z0-9_-]*$"
Name = Annotated[str, Field(pattern=NAME)]


class Frozen(BaseModel):
    """A table of the settings: no key that it does not know, no change once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
