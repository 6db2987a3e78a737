"""Lists of tickets, their progress, and the punctuation that lists are joined with."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # --- lists and progress ---
    "list_own": "您的工单：\n{lines}",
    "list_own_empty": "您最近没有工单。有事直接说，我来登记。",
    "list_mine": "您手上的工单（{count}）：\n{lines}",
    "list_mine_empty": "您手上没有未完成的工单。",
    "list_open": "未接单（{count}）：\n{lines}",
    "list_open_empty": "没有未接的工单。",
    "list_overdue": "超时未处理（{count}）：\n{lines}",
    "list_overdue_empty": "没有超时的工单。",
    "line_overdue": "#{number} {about} {summary}：{status}，应于 {due} 前",
    "list_today": "今日工单（{count}）：\n{lines}",
    "list_today_empty": "今天还没有工单。",
    "list_more": "…其余{count}张见管理台",
    "line_own": "#{number} {kind} {summary}：{status}",
    "line_staff": "#{number} {about} {summary}：{status}",
    "status_by": "{status}（{staff}）",
    "progress_plain": "#{number} {summary}：{status}。{opened} 登记。",
    "progress_accepted": "#{number} {summary}：{staff}已接单（{at}）。",
    "progress_held": "#{number} {summary}：{staff}暂时挂起{until}，之后继续处理。",
    "progress_until": "，预计到{time}",
    "progress_done": "#{number} {summary}：{staff}已完成（{at}）。没修好请回：没修好{number}",
    "progress_reopened": "#{number} {summary}：返修中，{due} 前会有人联系您。",
    "progress_last": "最近答复（{time}）：{words}",
    "progress_waiting": "#{number} {summary}：{opened} 已登记，{due} 前会有人联系您。",
    "progress_overdue": "#{number} {summary}：{opened} 已登记，还没有接单，我已在催。",
    "staff_progress_asked": "【#{number}】业主在问进度，还没有人接单（应于{due}前）。",
    # --- punctuation that lists are joined with ---
    "comma": "、",
    "dot": " · ",
    "full_stop": "。",
}
