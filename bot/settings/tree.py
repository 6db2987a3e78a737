"""The whole tree of settings, and what must fit between its parts."""

from __future__ import annotations

from pydantic import model_validator

from bot.settings.channels import ChannelsSettings
from bot.settings.estates import EstateSettings
from bot.settings.program import DeliverySettings, LogSettings, RulesSettings, StorageSettings, WebSettings
from bot.settings.values import Frozen


class Settings(Frozen):
    """Everything that config.toml says."""

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
