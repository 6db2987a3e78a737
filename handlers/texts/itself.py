"""The bot about itself, to staff only."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "parked": "有一条群消息没能处理，已保留，请在管理台“未处理”里看看。",
    "rules_read": "识别规则有改动，已生效：{words} 个词、{rules} 条规则。",
    "rules_kept": "识别规则有改动，但读不进去，继续用原来的：{problem}",
    "gap": "{since} 到 {until} 没有听到群里的消息，请翻看一下群聊有没有漏掉的事。",
}
