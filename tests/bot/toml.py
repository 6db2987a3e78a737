"""Writes settings trees as TOML, for tests that start the bot as a program."""

from __future__ import annotations

from typing import Any


def write_value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "{" + ", ".join(f"{key} = {write_value(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(write_value, value)) + "]"
        case str():
            escaped = "".join(f"\\U{ord(c):08X}" if c in '"\\' or c < " " else c for c in value)
            return f'"{escaped}"'
    return str(value)


def write_toml(tree: dict[str, Any]) -> str:
    """`tree` as TOML, every table inline."""
    return "".join(f"{key} = {write_value(value)}\n" for key, value in tree.items())
