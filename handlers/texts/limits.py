# ruff: noqa: E501
"""A limit that comes near or has passed, work put on hold, and what breaks again and again."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # --- a limit that comes near or has passed (handlers/tickets/escalation.py) ---
    "recurred": "【#{number}】{room}{what}30天内第{count}次故障：{summary}\n之前：\n{lines}\n建议安排彻底检修。",
    "recurred_line": "#{number} {month}月{day}日 {summary}：{status}",
    "recurred_event": "30天内第{count}次，之前：{earlier}",
    "staff_given": "【#{number}】{staff}上班了，这张单派给您：{summary}",
    "warn_accept": "【#{number}】还没有人接单，{due} 前要联系业主：{summary}",
    "warn_accept_unmanned": "【#{number}】现在没有人值班，请安排，{due} 前要联系业主：{summary}",
    "warn_accept_late": "【#{number}】已超时没有人接单，应于 {due} 前联系业主：{summary}",
    "warn_finish": "【#{number}】{due} 前要完成：{summary}",
    "warn_finish_late": "【#{number}】已超时没有完成，应于 {due} 前（{staff}）：{summary}",
    "answer_held": "【#{number}】{staff}：{words}预计{until}继续处理。",
    "staff_held": "【#{number}】已挂起到 {until}，到时自动恢复，业主已收到通知。提前恢复请发：恢复{number}",
    "staff_resumed": "【#{number}】挂起结束，请继续处理，{due} 前要完成：{summary}",
    "needs_hold": "请写明原因和到什么时候，例如：挂起{number} 等配件 周五",
    "hold_too_long": "最多挂起{days}天，请改个时间，例如：挂起{number} 等配件 周五",
}
