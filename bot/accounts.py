"""Builds the channels that the settings name: CHANNELS has one line for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.channels.base import Channel
from bot.channels.form import FormChannel
from bot.clock import Clock
from bot.directory import name_push
from bot.settings import Settings
from storage.files import FileStore


def build_wechaty(settings: Settings, clock: Clock) -> Iterator[Channel]:
    if not settings.channels.wechaty:
        return
    # The gateway's libraries take half a second to load: only those who use them pay.
    from bot.channels.wechaty import WechatyChannel, WechatyOptions

    for account in settings.channels.wechaty:
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
        yield WechatyChannel(options, clock.now)


def build_webchat(settings: Settings, clock: Clock) -> Iterator[Channel]:
    webchat = settings.channels.webchat
    if webchat is None:
        return
    from bot.channels.webchat import WebChat
    from bot.channels.webchat.options import build_options

    yield WebChat(build_options(webchat, settings.estates[0].bot_name), clock)


def build_apprise(settings: Settings, clock: Clock) -> Iterator[Channel]:
    targets = {
        f"apprise:target:{estate.id}-{i}": url.get_secret_value()
        for estate in settings.estates
        for i, url in enumerate(estate.apprise)
    }
    for estate in settings.estates:
        for i, push in enumerate(estate.pushes):
            targets[name_push(estate.id, i)] = push.url.get_secret_value()
    if targets:
        from bot.channels.apprise import AppriseChannel

        yield AppriseChannel(targets, clock)


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
    """Every account by its name."""
    channels = [channel for build in CHANNELS.values() for channel in build(settings, clock)]
    return {channel.name: channel for channel in channels}
