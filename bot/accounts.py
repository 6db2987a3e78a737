"""Builds the channels that the settings name: CHANNELS has one line for each kind."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator

from bot.channels.base import Channel
from bot.channels.form import FormChannel
from bot.clock import Clock
from bot.directory import name_push
from bot.problems import tell_system
from bot.settings import Settings
from storage.files import FileStore


class AccountError(Exception):
    """An account cannot be built as the settings have it: one line that names the key and what is wrong."""


def build_wechaty(settings: Settings, clock: Clock) -> Iterator[Channel]:
    if not settings.channels.wechaty:
        return
    # The gateway's libraries take half a second to load: only those who use them pay.
    from bot.channels.wechaty import WechatyChannel, WechatyOptions

    for i, account in enumerate(settings.channels.wechaty):
        options = WechatyOptions(
            name=account.name,
            endpoint=account.endpoint,
            token=account.token.get_secret_value(),
            tls=account.tls,
            ca_file=account.ca_file,
            server_name=account.server_name,
            pinned_sha256=account.pinned_sha256,
            heartbeat_seconds=account.heartbeat_seconds,
            send_seconds=settings.delivery.send_timeout_seconds,
        )
        try:
            channel = WechatyChannel(options, clock.now)
        except OSError as error:
            why = "里面没有能用的证书（PEM）" if isinstance(error, ssl.SSLError) else tell_system(error)
            raise AccountError(f"channels.wechaty.{i}.ca_file = {account.ca_file}：{why}") from None
        yield channel


def build_webchat(settings: Settings, clock: Clock) -> Iterator[Channel]:
    webchat = settings.channels.webchat
    if webchat is None:
        return
    from bot.channels.webchat import WebChat
    from bot.channels.webchat.options import build_options

    yield WebChat(build_options(webchat, settings.estates[0].bot_name), clock)


def build_apprise(settings: Settings, clock: Clock) -> Iterator[Channel]:
    targets: dict[str, str] = {}
    keys: dict[str, str] = {}
    for at, estate in enumerate(settings.estates):
        for i, url in enumerate(estate.apprise):
            target = f"apprise:target:{estate.id}-{i}"
            targets[target], keys[target] = url.get_secret_value(), f"estates.{at}.apprise.{i}"
        for i, push in enumerate(estate.pushes):
            target = name_push(estate.id, i)
            targets[target], keys[target] = push.url.get_secret_value(), f"estates.{at}.pushes.{i}.url"
    if targets:
        from bot.channels.apprise import AppriseChannel, UnknownTarget

        try:
            channel = AppriseChannel(targets, clock)
        except UnknownTarget as unknown:
            raise AccountError(f"{keys[unknown.target]}：Apprise 不认识这个推送地址，或者它不完整") from None
        yield channel


def build_form(settings: Settings, clock: Clock) -> Iterator[Channel]:
    if any(estate.form for estate in settings.estates):
        yield FormChannel(FileStore(settings.storage.files), clock)


CHANNELS: dict[str, Callable[[Settings, Clock], Iterator[Channel]]] = {
    "wechaty": build_wechaty,
    "webchat": build_webchat,
    "apprise": build_apprise,
    "form": build_form,
}


def build_channels(settings: Settings, clock: Clock) -> dict[str, Channel]:
    """Every account by its name.  Raises AccountError."""
    channels = [channel for build in CHANNELS.values() for channel in build(settings, clock)]
    return {channel.name: channel for channel in channels}
