"""How values are shown on the pages: Chinese words, local times, masked phones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.kinds import KINDS, get_title
from handlers.model import (
    AlertState,
    ChatKind,
    DeliveryState,
    FileState,
    NoticeState,
    Purpose,
    Role,
    Status,
    Step,
)
from handlers.saying.showing import show_room
from handlers.texts import TEXTS
from nlp.redact import mask_phone, mask_phones

STATUSES: Mapping[Status, str] = {
    Status.OPEN: "待接单",
    Status.ACCEPTED: "处理中",
    Status.ON_HOLD: "已挂起",
    Status.DONE: "已完成",
    Status.CLOSED: "已结单",
    Status.REOPENED: "返修",
    Status.WITHDRAWN: "已撤单",
    Status.FALSE_ALARM: "误报",
    Status.MERGED: "已合并",
}
STEPS: Mapping[Step, str] = {
    Step.OPENED: "登记",
    Step.DETAIL: "补充说明",
    Step.PHOTO: "补充照片",
    Step.JOINED: "邻居同报",
    Step.ACCEPTED: "接单",
    Step.TRANSFERRED: "转派",
    Step.REPLIED: "回复业主",
    Step.HELD: "挂起",
    Step.RESUMED: "恢复处理",
    Step.DONE: "完成",
    Step.CLOSED: "结单",
    Step.REOPENED: "返修",
    Step.WITHDRAWN: "撤单",
    Step.FALSE_ALARM: "标为误报",
    Step.MERGED: "合并",
    Step.REMINDED: "催单",
    Step.WARNED: "时限提醒",
    Step.ESCALATED: "超时上报",
    Step.ASKED: "请业主评价",
    Step.RATED: "评价",
    Step.FOLLOWED: "家人关注",
    Step.RECLASSED: "改类别",
    Step.ESTIMATED: "预计时间",
    Step.NOTED: "备注",
    Step.ALERTED: "发出警报",
    Step.CONFIRMED: "确认属实",
    Step.PAGED: "呼叫值班人员",
    Step.CLEARED: "解除警报",
    Step.CLUE: "线索",
    Step.VERIFIED: "线索属实",
    Step.DISMISSED: "线索排除",
    Step.EXTENDED: "延长警报",
    Step.UNREACHED: "呼叫不到",
    Step.UNSAID: "撤回答复",
    Step.GIVEN: "派单",
    Step.RECURRED: "同处又坏",
    Step.ERASED: "清除个人信息",
}
DELIVERY_STATES: Mapping[DeliveryState, str] = {
    DeliveryState.PENDING: "等待发送",
    DeliveryState.SENDING: "发送中",
    DeliveryState.ACCEPTED: "已提交",
    DeliveryState.SEEN: "已送达",
    DeliveryState.UNKNOWN: "结果不明",
    DeliveryState.DEAD: "发送失败",
    DeliveryState.CANCELLED: "已取消",
    DeliveryState.RECALLED: "已撤回",
}
PURPOSES: Mapping[Purpose, str] = {
    Purpose.RECEIPT: "回执",
    Purpose.CARD: "派单卡片",
    Purpose.PAGE: "呼叫",
    Purpose.ADVICE: "应急提示",
    Purpose.RELAY: "转发各群",
    Purpose.UPDATE: "补充",
    Purpose.CLUE: "线索",
    Purpose.PROGRESS: "进展",
    Purpose.ALL_CLEAR: "解除通知",
    Purpose.CORRECTION: "更正",
    Purpose.ANSWER: "答复",
    Purpose.KNOWLEDGE: "知识库答复",
    Purpose.REPLY: "回复",
    Purpose.NOTICE: "通知",
    Purpose.RESULT: "结果",
}
ALERT_STATES: Mapping[AlertState, str] = {
    AlertState.UNCONFIRMED: "待确认",
    AlertState.ACTIVE: "进行中",
    AlertState.CLEARED: "已解除",
    AlertState.FALSE_ALARM: "误报",
}
NOTICE_STATES: Mapping[NoticeState, str] = {
    NoticeState.PREVIEW: "待确认",
    NoticeState.SENDING: "发送中",
    NoticeState.SENT: "已发完",
    NoticeState.CANCELLED: "已取消",
    NoticeState.EXPIRED: "已过期",
    NoticeState.RECALLED: "已撤回",
}
FILE_STATES: Mapping[FileState, str] = {
    FileState.PENDING: "照片接收中",
    FileState.STORED: "已保存",
    FileState.REFUSED: "未能接收",
}
ROLES: Mapping[Role, str] = {
    Role.OWNER: "业主",
    Role.COMMITTEE: "业委会",
    Role.STAFF: "员工",
    Role.MANAGER: "经理",
}
CHAT_KINDS: Mapping[ChatKind, str] = {
    ChatKind.OWNERS: "业主群",
    ChatKind.STAFF: "员工群",
    ChatKind.DIRECT: "私聊",
    ChatKind.UNASSIGNED: "未指定",
}
SOURCES: Mapping[str, str] = {
    "settings": "配置文件",
    "console": "管理台",
    "code": "口令",
    "group": "员工群成员",
}
RELAYS: Mapping[str, str] = {"auto": "自动转发", "confirm": "确认后转发", "never": "不转发", "drill": "演练"}

#: The tabs of the ticket list: its name in the address, for people, and what it holds.
TABS: Mapping[str, tuple[str, tuple[Status, ...] | None]] = {
    "live": ("未完结", (Status.OPEN, Status.REOPENED, Status.ACCEPTED, Status.ON_HOLD)),
    "waiting": ("待接单", (Status.OPEN, Status.REOPENED)),
    "working": ("处理中", (Status.ACCEPTED, Status.ON_HOLD)),
    "finished": ("已完成", (Status.DONE, Status.CLOSED)),
    "all": ("全部", None),
}


def name_kind(kind: str) -> str:
    """The kind's name for people; a kind that no longer exists keeps its own."""
    return KINDS[kind].title if kind in KINDS else kind


def tell_when(at: datetime, now: datetime, timezone: str) -> str:
    """A time as people say it: 今天 09:12, 昨天 18:30, 11月3日 08:00."""
    zone = ZoneInfo(timezone)
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return f"今天 {clock}"
    if local.date() == today - timedelta(days=1):
        return f"昨天 {clock}"
    if local.date() == today + timedelta(days=1):
        return f"明天 {clock}"
    year = "" if local.year == today.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {clock}"


def tell_exactly(at: datetime, timezone: str) -> str:
    """A time with date and seconds: 2026-11-21 09:12:05."""
    return f"{at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M:%S}"


def tell_span(span: timedelta) -> str:
    """A length of time in its two largest units: 45秒, 12分钟, 3小时20分, 2天4小时."""
    seconds = int(abs(span.total_seconds()))
    if seconds < 60:
        return f"{seconds}秒"
    if seconds < 3600:
        return f"{seconds // 60}分钟"
    if seconds < 86400:
        hours, minutes = divmod(seconds // 60, 60)
        return f"{hours}小时{minutes}分" if minutes else f"{hours}小时"
    days, hours = divmod(seconds // 3600, 24)
    return f"{days}天{hours}小时" if hours else f"{days}天"


def show_phone(phone: str, whole: bool) -> str:
    """A phone, masked (138****1234) to whom it is not to be shown whole."""
    return phone if whole else mask_phone(phone)


def show_words(words: str, whole: bool) -> str:
    """Words with the phones in them masked to whom they are not to be shown whole."""
    return words if whole else mask_phones(words)


def name_some(names: Sequence[str], few: int = 12) -> str:
    """The names with commas; of many the first ones and how many there are."""
    shown = "、".join(names[:few])
    return shown if len(names) <= few else f"{shown} 等 {len(names)} 个"


def name_room(room: str | None) -> str:
    """A home or a place as people say it; empty where there is none."""
    return show_room(room, TEXTS)


def name_by(names: Mapping[Any, str]) -> Callable[[object], str]:
    """A filter that shows a value by its name; what has none yet is shown as it is."""
    return lambda value: names.get(value, str(value))


FILTERS: Mapping[str, Callable[..., str]] = {
    "kind": name_kind,
    "category": get_title,
    "status": name_by(STATUSES),
    "step": name_by(STEPS),
    "delivery_state": name_by(DELIVERY_STATES),
    "purpose": name_by(PURPOSES),
    "alert_state": name_by(ALERT_STATES),
    "notice_state": name_by(NOTICE_STATES),
    "file_state": name_by(FILE_STATES),
    "role": name_by(ROLES),
    "chat_kind": name_by(CHAT_KINDS),
    "source": name_by(SOURCES),
    "relay": name_by(RELAYS),
    "room": name_room,
    "span": tell_span,
    "when": tell_when,
    "exactly": tell_exactly,
    "words": show_words,
    "phone": show_phone,
}
