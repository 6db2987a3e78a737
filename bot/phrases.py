"""Words for states, as the command line shows them."""

from __future__ import annotations

from handlers.model import DeliveryState, Status

STATUSES: dict[Status, str] = {
    Status.OPEN: "待接单",
    Status.ACCEPTED: "处理中",
    Status.ON_HOLD: "挂起",
    Status.DONE: "已完成",
    Status.CLOSED: "已结单",
    Status.REOPENED: "返修",
    Status.WITHDRAWN: "已撤单",
    Status.FALSE_ALARM: "误报",
    Status.MERGED: "已合并",
}

DELIVERY_STATES: dict[DeliveryState, str] = {
    DeliveryState.PENDING: "等待",
    DeliveryState.SENDING: "发送中",
    DeliveryState.ACCEPTED: "已发出",
    DeliveryState.SEEN: "已送达",
    DeliveryState.UNKNOWN: "不明",
    DeliveryState.DEAD: "失败",
    DeliveryState.CANCELLED: "已取消",
    DeliveryState.RECALLED: "已撤回",
}
