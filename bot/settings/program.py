"""The settings of the program itself: where it stores, its pages, its log, its rules, how it sends."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr

from bot.settings.values import DatabaseUrl, Frozen, Network, PublicUrl, Seconds


class StorageSettings(Frozen):
    """Where the database and the photos are."""

    url: DatabaseUrl = SecretStr("sqlite:///data/linli.sqlite3")
    files: Path = Path("data/files")


class WebSettings(Frozen):
    """The pages: their address, who stands before them, how long one stays signed in (hours)."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    cookie_secure: bool = False
    session_hours: Annotated[int, Field(ge=1, le=366 * 24)] = 12
    proxies: tuple[Network, ...] = ()
    public_url: PublicUrl = ""
    forms_per_hour: Annotated[int, Field(ge=1, le=10_000)] = 30


class LogSettings(Frozen):
    """How much is logged."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class RulesSettings(Frozen):
    """The folder of an estate's own words and rules."""

    extra: Path | None = None


class DeliverySettings(Frozen):
    """Pacing and patience of sending; seconds."""

    interval_seconds: Seconds = 3.0
    jitter_seconds: Seconds = 1.5
    alert_interval_seconds: Seconds = 0.2
    send_timeout_seconds: Annotated[float, Field(gt=0, le=3600)] = 15.0
    photo_limit_mb: Annotated[int, Field(ge=1, le=100)] = 20
