"""The settings: one frozen tree, read from TOML, validated whole before anything starts."""

from __future__ import annotations

from bot.settings.channels import WebchatSettings
from bot.settings.estates import EstateSettings
from bot.settings.loading import SettingsError, build_settings, load_settings
from bot.settings.tree import Settings
from bot.settings.values import parse_days, parse_hours, parse_working_hours

__all__ = [
    "EstateSettings",
    "Settings",
    "SettingsError",
    "WebchatSettings",
    "build_settings",
    "load_settings",
    "parse_days",
    "parse_hours",
    "parse_working_hours",
]
