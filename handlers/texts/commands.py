"""Commands that cannot be obeyed: not allowed, not understood, no such ticket, which one is meant."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "refused": "这个操作需要{role}权限，没有执行。",
    "role_staff": "员工",
    "role_committee": "业委会",
    "role_with_trades": "{role}（{trades}）",
    "role_manager": "经理",
    "role_leader": "领班或经理",
    "code_taken": "您好！您现在是{estate}的{role}了。发“帮助”看看能做什么。",
    "code_wrong": "这个口令不对、用过了或已过期，请找经理要一个新的。",
    "no_ticket": "没有 #{number} 这张工单。",
    "no_own_ticket": "没有查到您名下的 #{number}。",
    "no_notice": "没有 B{number} 这条广播。",
    "no_alert": "#{number} 没有警报。",
    "which_only": "是 {ticket} 吗？是的话请回：{example}",
    "which_ones": "是哪一张？{tickets}。请引用卡片再回，或带上单号，例如：{example}",
    "which_one": "#{number} {summary}",
    "which_more": "等{count}张",
    "which_none": "请引用工单卡片再回，或带上单号，例如：{example}",
    "which_notice": "还没有发出。要发请带上编号：确认B{number}",
    "which_none_mine": "您手上没有未完成的工单。请引用工单卡片再回，或带上单号，例如：{example}",
    "which_none_open": "现在没有未接的工单。要接别人的，请引用卡片再回，或带上单号，例如：{example}",
    "which_alert": "现在有{count}个警报：{alerts}。请写明单号，例如：解除{number}",
    "example_numbered": "{word}{number}",
    "example_number": "128",
    "unknown_near": "没看懂“{text}”。您是要发“{near}”吗？",
    "unknown": "没看懂“{text}”。发“帮助”看看我能做什么。",
}
