"""The settings of a bot behind the npm gateway, as a tree that `build_settings` and TOML take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.bot.house import FAST
from tests.gateway import Gateway


def make_account(gateway: Gateway, name: str = "wx1", *, heartbeat: float = 3.0) -> dict[str, Any]:
    """The account that a gateway holds."""
    account: dict[str, Any] = {
        "name": name,
        "endpoint": gateway.endpoint,
        "token": gateway.token,
        "tls": gateway.tls,
        "heartbeat_seconds": heartbeat,
    }
    return account | ({"pinned_sha256": gateway.fingerprint} if gateway.tls else {})


def make_person(id: str, name: str, *trades: str) -> dict[str, Any]:
    return {"id": f"wechat:contact:{id}", "name": name, "trades": list(trades)}


def make_estate(groups: Sequence[str], staff_group: str, **more: Any) -> dict[str, Any]:
    """An estate with these groups; `more` are settings of it.  Receipts wait for nothing."""
    return {
        "id": "yun",
        "name": "云杉里",
        "groups": [
            {"id": f"wechat:room:{group}", "name": f"{number}号群", "number": number}
            for number, group in enumerate(groups, 1)
        ],
        "staff_groups": [{"id": f"wechat:room:{staff_group}", "name": "员工群"}],
        "settle_seconds": 0,
        **more,
    }


def make_settings(accounts: Sequence[dict[str, Any]], estate: dict[str, Any], url: str) -> dict[str, Any]:
    """The whole tree, with the database at `url`."""
    return {
        "web": {"port": 0},
        "storage": {"url": url, "files": "files"},
        "delivery": FAST,
        "channels": {"wechaty": list(accounts)},
        "estates": [estate],
    }
