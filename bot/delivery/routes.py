"""Which account speaks in which chat."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.channels.base import Channel

#: An account that failed in a chat leaves it to the others for so long.
AVOIDED = timedelta(seconds=30)


class Routes:
    """Learns from what is heard, from lists of groups and from failures which account is in which chat.

    A chat that no account is known to be in may be tried by every account of its network.
    """

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self._accounts: dict[str, set[str]] = {}
        self._listed: set[str] = set()
        self._refused: dict[str, set[str]] = {}
        self._avoided: dict[tuple[str, str], datetime] = {}

    def has_choice(self, account: str) -> bool:
        """Whether another account is of the same network."""
        return len(self._siblings(self._channels[account].network)) > 1

    def learn(self, chat: str, account: str) -> None:
        """The account was heard in the chat: it is in it."""
        self._accounts.setdefault(chat, set()).add(account)
        if chat in self._refused:
            self._refused[chat].discard(account)

    def learn_rooms(self, account: str, chats: Collection[str]) -> None:
        """These are the groups that the account is in; nothing is learned from an empty list."""
        if not chats:
            return
        self._listed.add(account)
        for chat, accounts in self._accounts.items():
            if ":room:" in chat and chat not in chats:
                accounts.discard(account)
        for chat in chats:
            self.learn(chat, account)

    def note_failure(self, chat: str, account: str, now: datetime, *, for_good: bool) -> None:
        """The account could not speak there: not again until it is heard there, or for a while."""
        if for_good:
            self._refused.setdefault(chat, set()).add(account)
            self._accounts.get(chat, set()).discard(account)
        else:
            self._avoided[chat, account] = now + AVOIDED

    def may(self, account: str, chat: str, now: datetime) -> bool:
        """Whether the account may speak there now: it is, or may be, in the chat, and no other is better."""
        if not chat.startswith(f"{self._channels[account].network}:") or not self._may_be_in(account, chat):
            return False
        return not self._is_avoided(chat, account, now) or not self.has_other(chat, account, now)

    def has_other(self, chat: str, account: str, now: datetime) -> bool:
        """Whether another account can be used, may be in the chat and has not just failed there."""
        network = self._channels[account].network
        return any(
            other != account
            and self._channels[other].health.ready
            and self._may_be_in(other, chat)
            and not self._is_avoided(chat, other, now)
            for other in self._siblings(network)
        )

    def not_for(self, account: str, now: datetime) -> tuple[str, ...]:
        """The chats that the account may not speak in now."""
        if not self.has_choice(account):
            return ()
        network = self._channels[account].network
        known = {*self._accounts, *self._refused, *(chat for chat, _ in self._avoided)}
        return tuple(
            chat for chat in known if chat.startswith(f"{network}:") and not self.may(account, chat, now)
        )

    def is_idempotent(self, chat: str) -> bool:
        """Whether every account of the chat's network shows a repeated key only once."""
        network = chat.split(":", 1)[0]
        channels = [self._channels[account] for account in self._siblings(network)]
        return bool(channels) and all(channel.idempotent for channel in channels)

    def _may_be_in(self, account: str, chat: str) -> bool:
        if account in self._refused.get(chat, ()):
            return not self._others_left(account, chat)
        known = self._accounts.get(chat)
        if not known or account in known:
            return True
        # Where only others were heard: not if its groups are known, else when none of them can be used.
        listed = ":room:" in chat and account in self._listed
        return not listed and not any(self._channels[other].health.ready for other in known)

    def _others_left(self, account: str, chat: str) -> bool:
        refused = self._refused.get(chat, set())
        siblings = self._siblings(self._channels[account].network)
        return any(other not in refused for other in siblings)

    def _is_avoided(self, chat: str, account: str, now: datetime) -> bool:
        until = self._avoided.get((chat, account))
        if until is not None and until <= now:
            del self._avoided[chat, account]
        return until is not None and until > now

    def _siblings(self, network: str) -> list[str]:
        return [name for name, channel in self._channels.items() if channel.network == network]
