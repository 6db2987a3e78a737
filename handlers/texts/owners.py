# ruff: noqa: E501
"""What owners do with a ticket of theirs: remind, withdraw, rate, call it not repaired, ask for a person."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "reminded": "已帮您催了 {who}（#{number}），有消息会在这里告诉您。",
    "reminded_nobody": "#{number} 已记下您在催，物业会尽快安排。",
    "reminded_times": "第{count}次",
    "withdrawn": "#{number} {summary}：已撤单，有需要随时再说。",
    "withdraw_alert": "#{number} 的警报还在进行，结束了请回：解除{number}",
    "withdraw_shared": "#{number} 有{count}户一起反映，已记下您家不用来了，工单继续处理。",
    "ask_rating": "【#{number}】{summary}，修好了吗？满意请回：满意{number}，也可以打分，如 4分{number}；没修好请回：没修好{number}",
    "ask_rating_other": "【#{number}】{summary}，处理得还满意吗？请回：满意{number}，也可以打分，如 4分{number}；没解决请回：没修好{number}",
    "rated": "谢谢您的评价，#{number} 已结单。",
    "rated_poor": "对不起，没让您满意。您的意见已转给经理，#{number} 如还没处理好请回：没修好{number}",
    "needs_score": "请写上几分，例如：5分{number}，或 满意{number}",
    "rate_not_done": "#{number} 还没有处理完，完成后再请您评价。",
    "staff_rated": "【#{number}】业主评价{score}分：{summary}",
    "staff_rated_poor": "【#{number}】业主只给{score}分（{staff}）：{summary}。请关心一下。",
    "reopened": "对不起，没给您修好。#{number} 已重新派给{staff}，领班也知道了，会尽快联系您。",
    "reopened_nobody": "对不起，没给您处理好。#{number} 已重新登记，领班也知道了，会尽快联系您。",
    "reopen_too_late": "#{number} 完成已超过14天，请直接说一下现在的情况，我重新登记。",
    "staff_reopened": "【#{number}】返修，业主说没好（{staff}）：{words}",
    "known": "【{title}】{answer}\n（来自物业知识库，没答上请回：转人工）",
    "follow_room": "请带上报修的房号，例如：关注{number} 8-2-301",
    "human_told": "已请物业的人联系您（#{number}）。",
    "staff_wants_human": "【#{number}】业主要求人工联系，请尽快。",
    "no_voice": "我还听不了语音，麻烦打字告诉我是什么事、哪一户。",
}
