"""Which account speaks in which chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.base import Channel


class Routes:
    """Learns from what is heard which account is in which chat.

    A chat that no account was heard in may be tried by every account of its network.
    """

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self._accounts: dict[str, set[str]] = {}

    def learn(self, chat: str, account: str) -> None:
        self._accounts.setdefault(chat, set()).add(account)

    def not_for(self, account: str) -> tuple[str, ...]:
        """The chats that only other accounts are in."""
        if len(self._channels) < 2:
            return ()
        network = self._channels[account].network
        return tuple(
            chat
            for chat, accounts in self._accounts.items()
            if account not in accounts and chat.startswith(f"{network}:")
        )

    def is_idempotent(self, chat: str) -> bool:
        """Whether every account of the chat's network shows a repeated key only once."""
        network = chat.split(":", 1)[0]
        channels = [channel for channel in self._channels.values() if channel.network == network]
        return bool(channels) and all(channel.idempotent for channel in channels)
