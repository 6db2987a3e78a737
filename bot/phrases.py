"""Words for states and steps, as the pages and the command line show them."""

from __future__ import annotations

from collections.abc import Mapping

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
