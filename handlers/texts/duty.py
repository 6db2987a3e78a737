# ruff: noqa: E501
"""The roster: who is on duty when, and who is on leave."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "roster_list": "值班表：\n{lines}{gap}",
    "roster_line": "{staff} {trades} {shifts}：{state}",
    "roster_present": "在岗",
    "roster_absent": "不在岗",
    "roster_on_leave": "请假到{until}",
    "roster_every_trade": "各工种",
    "roster_gap": "\n现在没有人值班：{trades}",
    "roster_empty": "值班表是空的。添加请发：值班 姓名 08:00-17:00",
    "roster_usage": "没看懂，请写：值班 王师傅 08:00-17:00（可写 周一到周五、周末、周一,周三；可以过夜，如 22:00-06:00；全天；取消）",
    "days_work": "工作日",
    "days_rest": "休息日",
    "roster_changed": "{staff}的班次已改为 {shifts}，从现在起有效。",
    "roster_reset": "{staff}的班次已恢复为原来的值班表。",
    "leave_usage": "请写明哪天，例如：请假 明天；请假 王师傅 周五到下周一",
    "leave_taken": "{staff}请假已记下：{since} 到 {until}，这段时间不派单。提前回来请发：销假",
    "leave_tickets": "\n您手上还有{count}张工单，需要的话请转派。",
    "leave_ended": "{staff}已销假。",
}
