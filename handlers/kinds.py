"""What each kind of message leads to: one row a kind.

A new kind of ticket is its row here and its rules file in `nlp/rules/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relay(StrEnum):
    """Whether an alert is told to the other owners' groups."""

    AUTO = "auto"
    CONFIRM = "confirm"
    NEVER = "never"


#: The policy of an alert that is only an exercise (演练): nobody outside the staff group hears of it.
DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of ticket: its name for people, and whether it needs a room."""

    name: str
    title: str
    asks_room: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("urgent", "紧急"),
        Kind("repair", "报修", asks_room=True),
        Kind("complaint", "投诉"),
        Kind("suggestion", "建议"),
        Kind("inquiry", "咨询"),
    )
}


@dataclass(frozen=True, slots=True)
class Category:
    """A category: its name for people and the trade (工种) that looks after it."""

    title: str
    trade: str


CATEGORIES: dict[str, Category] = {
    "missing_person": Category("走失", "安保"),
    "fire": Category("火情", "安保"),
    "gas": Category("燃气", "工程"),
    "elevator_trapped": Category("电梯困人", "电梯"),
    "medical": Category("急病", "安保"),
    "flood": Category("跑水", "水电"),
    "electric_hazard": Category("触电危险", "水电"),
    "falling_object": Category("高空坠物", "安保"),
    "crime": Category("治安", "安保"),
    "other_urgent": Category("险情", "安保"),
    "water": Category("水", "水电"),
    "electric": Category("电", "水电"),
    "elevator": Category("电梯", "电梯"),
    "door_access": Category("门禁", "工程"),
    "heating": Category("暖气热水", "工程"),
    "structure": Category("房屋", "工程"),
    "facility": Category("设施", "工程"),
    "network": Category("网络", "工程"),
    "other_repair": Category("其他报修", "客服"),
    "security": Category("安保", "安保"),
    "cleaning": Category("保洁", "保洁"),
    "repair_service": Category("维修服务", "客服"),
    "front_desk": Category("前台", "客服"),
    "noise": Category("噪声", "安保"),
    "parking": Category("停车", "安保"),
    "pets": Category("宠物", "安保"),
    "fees": Category("收费", "客服"),
    "environment": Category("环境", "绿化"),
    "neighbour": Category("邻里", "客服"),
    "management": Category("管理", "客服"),
    "other_complaint": Category("其他投诉", "客服"),
}

#: What a member of staff may be good at.
TRADES = ("水电", "电梯", "安保", "保洁", "绿化", "客服", "工程")
#: The trade that answers what has no category (建议, 咨询).
FRONT_DESK = "客服"

#: Whether the other groups are told, where the estate's settings do not say otherwise.
#: A child in the open needs every eye; a patient or a person in a lift needs quiet and one rescuer.
RELAY: dict[str, Relay] = {
    "missing_person": Relay.AUTO,
    "fire": Relay.CONFIRM,
    "gas": Relay.CONFIRM,
    "flood": Relay.CONFIRM,
    "falling_object": Relay.CONFIRM,
    "crime": Relay.CONFIRM,
    "other_urgent": Relay.CONFIRM,
    "elevator_trapped": Relay.NEVER,
    "medical": Relay.NEVER,
    "electric_hazard": Relay.NEVER,
}


def get_trade(category: str | None) -> str:
    """The trade that looks after `category`; the front desk where there is none."""
    return CATEGORIES[category].trade if category in CATEGORIES else FRONT_DESK


def get_title(category: str | None) -> str:
    """The category's name for people, empty where there is none."""
    return CATEGORIES[category].title if category in CATEGORIES else ""
