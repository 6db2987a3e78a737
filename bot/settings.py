"""The settings: one frozen tree, read from TOML, validated whole before anything starts."""

from __future__ import annotations

import os
import re
import tomllib
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
    ValidationError,
    model_validator,
)

from handlers.kinds import CATEGORIES, KINDS, RELAY, Relay
from handlers.texts import check_overrides
from handlers.times.duty_days import read_all_days
from handlers.times.sla import WorkingHours, parse_spans


class SettingsError(Exception):
    """A setting is wrong: one line that names the file, the key, the value and what to do."""


class MissingSecret(ValueError):
    """A secret that the settings point to is not there."""


def resolve_secret(value: Any) -> Any:
    """`env:NAME` and `file:PATH` stand for a secret kept outside the settings file."""
    if not isinstance(value, str):
        return value
    if value.startswith("env:"):
        name = value.removeprefix("env:")
        if not os.environ.get(name):
            raise MissingSecret(f"环境变量 {name} 没有设置，请先 export {name}=…")
        return os.environ[name]
    if value.startswith("file:"):
        path = Path(value.removeprefix("file:"))
        if not path.is_file():
            raise MissingSecret(f"密钥文件 {path} 不存在")
        return path.read_text(encoding="utf-8").strip()
    return value


def check_room_id(value: str) -> str:
    if not re.fullmatch(r"[a-z]+:room:.+", value):
        raise ValueError("应写成 wechat:room:群ID 或 webchat:room:群ID")
    return value


def check_contact_id(value: str) -> str:
    if not re.fullmatch(r"[a-z]+:contact:.+", value):
        raise ValueError("应写成 wechat:contact:联系人ID 或 webchat:contact:联系人ID")
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


PushLevel = Literal["alert", "warning", "escalation", "ticket"]
Secret = Annotated[SecretStr, BeforeValidator(resolve_secret)]
RoomId = Annotated[str, AfterValidator(check_room_id)]
ContactId = Annotated[str, AfterValidator(check_contact_id)]
Timezone = Annotated[str, AfterValidator(check_timezone)]
Hours = Annotated[str, AfterValidator(check_hours)]
Days = Annotated[str, AfterValidator(check_days)]
Spans = Annotated[str, AfterValidator(check_spans)]
Minutes = dict[str, Annotated[int, Field(ge=1)]]
Seconds = Annotated[float, Field(ge=0)]
Network = Annotated[IPv4Network | IPv6Network, BeforeValidator(read_network)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StorageSettings(Frozen):
    url: Secret = SecretStr("sqlite:///data/linli.sqlite3")
    files: Path = Path("data/files")


class WebSettings(Frozen):
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    cookie_secure: bool = False
    session_hours: Annotated[int, Field(ge=1)] = 12
    proxies: tuple[Network, ...] = ()
    public_url: Annotated[str, Field(pattern=r"^(https?://[^\s/]+/?)?$")] = ""
    forms_per_hour: Annotated[int, Field(ge=1, le=10_000)] = 30


class LogSettings(Frozen):
    level: Literal["debug", "info", "warning", "error"] = "info"


class RulesSettings(Frozen):
    extra: Path | None = None


class DeliverySettings(Frozen):
    """Pacing and patience of sending; seconds."""

    interval_seconds: Seconds = 3.0
    jitter_seconds: Seconds = 1.5
    alert_interval_seconds: Seconds = 0.2
    send_timeout_seconds: Annotated[float, Field(gt=0)] = 15.0
    photo_limit_mb: Annotated[int, Field(ge=1, le=100)] = 20


class WechatySettings(Frozen):
    name: Name
    endpoint: Annotated[str, Field(pattern=r"^(\[[0-9A-Fa-f:]+\]|[^\s:/\[\]]+):\d{1,5}$")]
    token: Secret
    tls: bool = True
    ca_file: Path | None = None
    server_name: str | None = None
    pinned_sha256: str | None = None
    heartbeat_seconds: Annotated[float, Field(gt=0)] = 5.0

    @model_validator(mode="after")
    def trusts_somebody(self) -> WechatySettings:
        if not self.tls and (self.ca_file or self.pinned_sha256 or self.server_name):
            raise ValueError("tls = false 时不能再写 ca_file、server_name 或 pinned_sha256")
        return self


class WebPersonSettings(Frozen):
    id: ContactId
    name: Annotated[str, Field(min_length=1, max_length=40)]
    label: str = "业主"
    key: Secret | None = None


class WebRoomSettings(Frozen):
    id: RoomId
    name: Annotated[str, Field(min_length=1, max_length=40)]
    members: tuple[ContactId, ...] = ()


class WebchatSettings(Frozen):
    name: Name = "webchat"
    open: bool = False
    people: tuple[WebPersonSettings, ...] = ()
    rooms: tuple[WebRoomSettings, ...] = ()

    @model_validator(mode="after")
    def knows_its_members(self) -> WebchatSettings:
        known = {person.id for person in self.people}
        for room in self.rooms:
            for member in room.members:
                if member not in known:
                    raise ValueError(f"群 {room.name} 的成员 {member} 不在 people 里")
        return self


class ChannelsSettings(Frozen):
    wechaty: tuple[WechatySettings, ...] = ()
    webchat: WebchatSettings | None = None


class GroupSettings(Frozen):
    id: RoomId
    name: str
    number: Annotated[int, Field(ge=1)] | None = None


class PersonSettings(Frozen):
    id: ContactId
    name: Annotated[str, Field(min_length=1, max_length=40)]
    trades: tuple[str, ...] = ()


class DutySettings(PersonSettings):
    hours: Hours = "全天"
    days: Days = "每天"


#: What a target hears of where its settings do not say.
HEARS: dict[str, tuple[PushLevel, ...]] = {
    "staff": ("alert", "warning"),
    "leader": ("alert", "escalation"),
    "manager": ("alert", "escalation"),
}


class PushSettings(Frozen):
    url: Secret
    role: Literal["staff", "leader", "manager"] = "manager"
    levels: tuple[PushLevel, ...] = ()
    trades: tuple[str, ...] = ()

    @property
    def hears(self) -> tuple[PushLevel, ...]:
        """What it hears of: as written, else as its role has it."""
        return self.levels or HEARS[self.role]


class EstateSettings(Frozen):
    id: Name
    name: str
    bot_name: str = "物业小助手"
    timezone: Timezone = "Asia/Shanghai"
    groups: tuple[GroupSettings, ...] = ()
    staff_groups: tuple[GroupSettings, ...] = ()
    managers: tuple[PersonSettings, ...] = ()
    staff: tuple[PersonSettings, ...] = ()
    leaders: tuple[PersonSettings, ...] = ()
    roster: tuple[DutySettings, ...] = ()
    apprise: tuple[Secret, ...] = ()
    pushes: tuple[PushSettings, ...] = ()
    push_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 10
    relay: dict[str, Relay] = {}
    working_hours: Spans = "09:00-12:00,14:00-18:00"
    working_days: Literal["china", "every_day"] = "china"
    accept_minutes: Minutes = {}
    finish_minutes: Minutes = {}
    assign: Literal["fewest_open", "first_come"] = "fewest_open"
    escalate_minutes: Annotated[int, Field(ge=1)] = 30
    confirm_minutes: Annotated[int, Field(ge=1)] = 2
    alert_hours: Annotated[int, Field(ge=1, le=48)] = 4
    settle_seconds: Annotated[float, Field(ge=0, le=60)] = 20.0
    answer_seconds: Annotated[float, Field(ge=0, le=600)] = 60.0
    broadcast_minutes: Annotated[int, Field(ge=1)] = 10
    quiet_hours: Hours = "22:00-08:00"
    form: bool = True
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 180
    texts: dict[str, str] = {}

    @model_validator(mode="after")
    def names_what_exists(self) -> EstateSettings:
        for category in self.relay:
            if category not in RELAY:
                raise ValueError(f"relay.{category}：没有这个紧急类别，可用的有 {'、'.join(RELAY)}")
        for key, minutes in (("accept", self.accept_minutes), ("finish", self.finish_minutes)):
            for name in minutes:
                if name not in KINDS and name not in CATEGORIES:
                    raise ValueError(f"{key}_minutes.{name}：没有这个类型或类别")
        for problem in check_overrides(self.texts):
            raise ValueError(f"texts：{problem}")
        return self


class Settings(Frozen):
    storage: StorageSettings = StorageSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()
    rules: RulesSettings = RulesSettings()
    delivery: DeliverySettings = DeliverySettings()
    channels: ChannelsSettings = ChannelsSettings()
    estates: tuple[EstateSettings, ...]

    @model_validator(mode="after")
    def says_each_thing_once(self) -> Settings:
        if not self.estates:
            raise ValueError("estates：至少要有一个小区")
        require_unique("小区 id", [estate.id for estate in self.estates])
        groups = [group.id for estate in self.estates for group in (*estate.groups, *estate.staff_groups)]
        require_unique("群 id", groups)
        require_unique("账号 name", [account.name for account in self.channels.wechaty])
        return self

    @model_validator(mode="after")
    def keeps_the_open_chat_at_home(self) -> Settings:
        webchat = self.channels.webchat
        if webchat and webchat.open and self.web.host not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError(
                "channels.webchat.open = true 时任何人都能扮成经理，"
                f"web.host 只能是 127.0.0.1，现在是 {self.web.host}"
            )
        return self


def require_unique(what: str, values: list[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{what} {value} 写了两次")
        seen.add(value)


def load_settings(path: Path) -> Settings:
    """The settings in the file at `path`; raises SettingsError with one line that says what is wrong."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(f"{path}：没有这个配置文件，可以从 config.example.toml 复制一份") from None
    except IsADirectoryError:
        raise SettingsError(f"{path}：这是文件夹，不是配置文件") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}：不是 UTF-8 编码，请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}：不是正确的 TOML：{error}") from None
    except OSError as error:
        raise SettingsError(f"{path}：读不了：{error.strerror}") from None
    return build_settings(tree, path)


def build_settings(tree: dict[str, Any], path: Path) -> Settings:
    """The settings of a parsed tree; relative paths are relative to the file."""
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        raise SettingsError(f"{path}：{describe(error)}") from None
    return anchor(settings, path.parent)


def describe(error: ValidationError) -> str:
    """The first thing that is wrong, as `key = value：what to do`; secrets are not shown."""
    first = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"]) or "（整体）"
    value = first.get("input")
    shown = "" if isinstance(value, dict | list) or is_secret(key) else f" = {value!r}"
    more = f"（另有 {error.error_count() - 1} 处）" if error.error_count() > 1 else ""
    return f"{key}{shown[:80]}：{explain(first['type'], first['msg'])}{more}"


def is_secret(key: str) -> bool:
    return any(word in key for word in ("token", "key", "apprise", "url"))


EXPLANATIONS = {
    "extra_forbidden": "不认识的键，请删掉或改正拼写",
    "missing": "必须写",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "string_type": "应为字符串",
    "tuple_type": "应为列表",
    "dict_type": "应为表",
    "too_short": "至少要有一项",
}


def explain(kind: str, message: str) -> str:
    return EXPLANATIONS.get(kind, message.removeprefix("Value error, "))


def anchor(settings: Settings, folder: Path) -> Settings:
    """Relative paths made relative to the settings file, wherever the command was started."""
    url = settings.storage.url.get_secret_value()
    if url.startswith("sqlite:///") and not url.startswith("sqlite:////"):
        url = f"sqlite:///{(folder / url.removeprefix('sqlite:///')).resolve()}"
    storage = settings.storage.model_copy(
        update={"url": SecretStr(url), "files": (folder / settings.storage.files).resolve()}
    )
    extra = settings.rules.extra
    rules = settings.rules.model_copy(update={"extra": (folder / extra).resolve() if extra else None})
    return settings.model_copy(update={"storage": storage, "rules": rules})
