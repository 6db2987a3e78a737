# ruff: noqa: E501
"""An exercise: only ever in the staff group."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "drill_mark": "【演练】",
    "drill_plan": "这是演练，不会发到业主群，也不会私信任何人。真实情况下将呼叫：{people}；并转告{count}个业主群：{groups}。\n"
    "请按真实情况处理，依次回：接单{number} · 确认{number} · 线索1属实 · 解除{number}",
    "drill_nobody": "（现在没有人值班）",
    "drill_relay": "真实情况下，{count}个业主群会看到：\n{text}",
    "drill_words_missing_person": "孩子自己跑出去了，12岁，蓝色校服，最后在北门（演练用的虚构情况）",
    "drill_words": "有业主报告{category}（演练用的虚构情况）",
    "drill_clue": "刚在北门公交站看到一个（模拟线索）",
    "drill_origin": "模拟",
    "drill_now": "刚刚",
    "drill_asked": "【演练提醒】{origin} {name}：{words}\n今天有演练通知（{notice}），没有当警情处理。如果是真的，请在业主群引用这句话回：建单",
    "drill_running": "【演练】已经有一场演练在进行，结束请回：解除{number}",
    "drill_not_now": "#{number} 的警报是真的，还在进行，先不演练。已经结束的话请先回：解除{number}",
    "drill_no_group": "还没有员工群，没有地方可以演练。",
    "drill_false_alarm": "#{number} 按误报撤销，演练结束。",
    "drill_late": "#{number} 三十分钟没有人解除，演练结束，未完成。",
    "drill_score": "#{number} 记分卡，全程{took}：\n{lines}",
    "drill_accepted": "接单",
    "drill_confirmed": "确认",
    "drill_judged": "核实线索",
    "drill_took": "{step}：{span}（{name}）",
    "drill_never": "{step}：没有做到",
    "span_seconds": "{seconds}秒",
    "span_minutes": "{minutes}分{seconds}秒",
}
