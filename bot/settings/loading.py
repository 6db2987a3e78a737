"""Settings from a file: parsed, validated, its paths made relative to it; one line for what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from bot.problems import tell_system
from bot.settings.tree import Settings
from bot.settings.values import ENDPOINT, NAME, PUBLIC_URL


class SettingsError(Exception):
    """A setting is wrong: one line that names the file, the key, the value and what to do."""


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
        raise SettingsError(f"{path}：读不了：{tell_system(error)}") from None
    return build_settings(tree, path)


def build_settings(tree: dict[str, Any], path: Path) -> Settings:
    """The settings of a parsed tree; relative paths are relative to the file."""
    try:
        settings = Settings.model_validate(tree, context=path.parent)
    except ValidationError as error:
        raise SettingsError(f"{path}：{describe(error)}") from None
    return anchor(settings, path.parent)


def describe(error: ValidationError) -> str:
    """The first thing that is wrong, as `key = value：what to do`; secrets are not shown.

    A misspelt key comes first: what it was meant for is missed as well.
    """
    first = min(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
    key = ".".join(str(part) for part in first["loc"]) or "（整体）"
    value = first.get("input")
    shown = "" if isinstance(value, dict | list) or is_secret(key) else f" = {value!r}"
    more = f"（另有 {error.error_count() - 1} 处）" if error.error_count() > 1 else ""
    return f"{key}{shown[:80]}：{explain(first['type'], first['msg'], first.get('ctx', {}))}{more}"


def is_secret(key: str) -> bool:
    return key != "web.public_url" and any(word in key for word in ("token", "key", "apprise", "url"))


EXPLANATIONS = {
    "extra_forbidden": "不认识的键，请删掉或改正拼写",
    "missing": "必须写",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "string_type": "应为字符串",
    "int_from_float": "应为整数",
    "tuple_type": "应为列表",
    "list_type": "应为列表",
    "dict_type": "应为表",
    "model_type": "应为表",
    "path_type": "应为文件路径",
    "too_short": "至少要有一项",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
    "string_too_short": "不能是空的",
    "string_too_long": "太长了，最多 {max_length} 个字",
    "string_pattern_mismatch": "写法不对",
}
#: What a pattern asks for, in words.
PATTERNS = {
    NAME: "只能用小写字母、数字、连字符和下划线，例如 yunshanli",
    ENDPOINT: "应写成 主机:端口",
    PUBLIC_URL: "应写成 https://wuye.example.com",
}


def explain(kind: str, message: str, values: Mapping[str, Any]) -> str:
    """What is wrong, in Chinese; our own checks speak for themselves."""
    words = PATTERNS.get(values.get("pattern", ""), "") or EXPLANATIONS.get(kind, "")
    if not words:
        return message.removeprefix("Value error, ")
    return words.format_map(values).replace(" or ", " 或 ").replace("', '", "'、'")


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
    accounts = tuple(
        account.model_copy(update={"ca_file": (folder / account.ca_file).resolve()})
        if account.ca_file
        else account
        for account in settings.channels.wechaty
    )
    channels = settings.channels.model_copy(update={"wechaty": accounts})
    return settings.model_copy(update={"storage": storage, "rules": rules, "channels": channels})
