# ruff: noqa: E501
"""Every sentence the bot says to people.  An estate's `texts` override any of them by name.

A blank is `{name}`; `say` puts values in without ever reading them: braces, markup or commands
inside a display name or an owner's words come out as they went in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BLANK = re.compile(r"\{([a-z_]+)\}")

TEXTS: dict[str, str] = {
    # --- receipts: one a report, in the chat where it was made ---
    "receipt": "已登记{kind} #{number}：{summary}{room}，{promise}给您答复。",
    "receipt_repair": "已登记报修 #{number}：{summary}{room}，{promise}联系您。补充说明或照片直接发{here}，会并入本单。",
    "receipt_repair_room": "已登记报修 #{number}：{summary}，{promise}联系您。"
    "麻烦说一下房号（如8-2-301，也可私信我）；补充说明或照片直接发{here}，会并入本单。",
    "receipt_complaint": "已登记投诉 #{number}：{summary}{room}，{promise}给您答复。补充说明或照片直接发{here}，会并入本单。",
    "receipt_suggestion": "已登记建议 #{number}：{summary}，{promise}给您答复，谢谢您的建议。",
    "receipt_inquiry": "已登记咨询 #{number}：{summary}，{promise}给您答复。",
    "receipt_joined": "已有{count}户反映，统一登记为 #{number}（{matter}）。",
    "expected": "#{number}（{matter}）物业正在处理，预计{time}恢复。",
    "here_group": "群里",
    "here_direct": "这里",
    "room_in_brackets": "（{room}）",
    "room_building": "{part}栋",
    "room_unit": "{part}单元",
    "within_minutes": "{count}分钟内",
    "within_hours": "{count}小时内",
    "within_days": "{count}个工作日内",
    # --- until when, as a promise (handlers/times/promises.py) ---
    "promise": "{who}{within}",
    "promise_makeup": "{within}{who}",
    "due_today": "今天{time}前",
    "due_today_makeup": "今天是补班日，{time}前",
    "due_tomorrow": "明天{time}前",
    "due_tomorrow_morning": "明天上午{time}前",
    "due_tomorrow_night": "明天凌晨{time}前",
    "due_tomorrow_makeup": "明天是补班日，{time}前",
    "due_weekday": "{weekday}{time}前",
    "due_weekday_makeup": "{weekday}是补班日，{time}前",
    "due_date": "{month}月{day}日{time}前",
    "weekday_1": "周一",
    "weekday_2": "周二",
    "weekday_3": "周三",
    "weekday_4": "周四",
    "weekday_5": "周五",
    "weekday_6": "周六",
    "weekday_7": "周日",
    "who_trade": "{trade}师傅",
    "who_security": "安保人员",
    "who_cleaning": "保洁人员",
    "who_front_desk": "客服",
    # --- cards for staff ---
    "card": "【{kind} #{number}】{about}\n{words}{photos}\n{opened} 登记，{due} 前接单{given}\n"
    "回复本条，或：接单{number} · 完成{number} 说明 · 回复{number} 内容 · 转派{number} 姓名 · 误报{number}",
    "card_given": "，派给{staff}",
    "card_photos": "（照片{count}张）",
    "card_cut": "（原文较长，全文见后台）",
    "words_cut": "…（原文{count}字，只保存前{kept}字）",
    "no_words": "（没有文字）",
    "voice": "[语音]",
    "tomorrow": "明天{time}",
    "on_day": "{month}月{day}日{time}",
    "origin_number": "{number}号群",
    "origin_direct": "私信",
    "origin_unknown": "其他群",
    "origin_form": "网页",
    "staff_room_added": "【#{number}】业主补充房号：{room}",
    "staff_detail_added": "【#{number}】业主补充：{words}",
    "staff_photo_added": "【#{number}】业主补充了照片。",
    "staff_voice_added": "【#{number}】业主又发了一条语音，请到{origin}里听。",
    "staff_room_corrected": "【#{number}】业主更正房号：{room}",
    "staff_joined": "【#{number}】又有业主反映，现在共{count}户。",
    "staff_reminded": "【#{number}】业主在催：{words}",
    "staff_withdrawn": "【#{number}】业主撤单，不用去了：{words}",
    "staff_solved_by_owner": "【#{number}】业主说已经好了：{words}",
    "staff_recalled": "【#{number}】业主撤回了消息，工单已撤。",
    "staff_struck": "【#{number}】业主撤回了其中一条消息。",
    "staff_upgraded": "【#{number}】由普通工单转为紧急。",
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
    # --- what staff do with a ticket ---
    "answer_accepted": "【#{number}】{staff}已接单，会尽快与您联系。",
    "answer_words": "【#{number}】{staff}：{words}",
    "answer_done": "【#{number}】{staff}：已完成。如还有问题，直接在{here}说一声。",
    "answer_done_words": "【#{number}】{staff}：已完成，{words}如还有问题，直接在{here}说一声。",
    "answer_photo": "【#{number}】{staff}发来的照片",
    "photos_event": "（照片{count}张）",
    "needs_photo": "请先发照片，再发：照片{number}；或者发了 完成{number} 之后三分钟内接着发照片",
    "answer_transferred": "【#{number}】已转给{staff}，会尽快与您联系。",
    "answer_false_alarm": "【#{number}】登记有误，已撤销，打扰您了。如需处理，请@我再说一次。",
    "staff_accepted": "【#{number}】{staff}已接单，业主已收到通知。",
    "staff_replied": "【#{number}】已转告业主。",
    "staff_done": "【#{number}】{staff}已完成，业主已收到通知。",
    # --- words to an owner that are taken back (handlers/commands/unsaying.py) ---
    "unsaid": "【#{number}】已撤回刚才发给业主的话，工单仍是{status}。重新答复请发：回复{number} 内容",
    "unsaid_waiting": "【#{number}】那句话还没有发出，已经取消，业主不会收到。工单仍是{status}。",
    "unsaid_late": "【#{number}】过了2分钟，微信撤不回来了，业主可能已经看到。请更正一句，例如：回复{number} 刚才那条发错了，以这条为准",
    "unsaid_refused": "【#{number}】这里撤不回来，业主可能已经看到。请更正一句，例如：回复{number} 刚才那条发错了，以这条为准",
    "unsaid_some": "【#{number}】有的群撤不回来：{groups}，其余已撤回。请更正一句，例如：回复{number} 刚才那条发错了，以这条为准",
    "unsaid_before": "#{number} 最后那句话已经撤过了。",
    "nothing_unsaid": "没有找到您刚才发给业主的话。请引用卡片回：撤，或带上单号，例如：撤128",
    "nothing_unsaid_of": "#{number} 里没有您发给业主的话。",
    "staff_transferred": "【#{number}】已由{actor}转派给{staff}。",
    "staff_false_alarm": "【#{number}】已由{staff}标为误报并撤销。",
    "direct_phone": "【#{number}】业主电话：{phone}",
    # --- a step that cannot be ---
    "illegal": "#{number} {status}，{possible}",
    "illegal_taken": "#{number} 已由{staff}接单。要接手请发：转派{number} 您的姓名；要告诉业主请发：回复{number} 内容",
    "illegal_possible": "现在可以：{commands}",
    "illegal_nothing": "不能再处理；有新情况请业主重新报一次。",
    "status_open": "待接单",
    "status_accepted": "已接单",
    "status_on_hold": "已挂起",
    "status_done": "已完成",
    "status_closed": "已结单",
    "status_reopened": "返修待接单",
    "status_withdrawn": "已撤单",
    "status_false_alarm": "已标为误报",
    "status_merged": "已并入其他工单",
    "can_accept": "接单{number}",
    "can_reply": "回复{number} 内容",
    "can_finish": "完成{number} 说明",
    "can_transfer": "转派{number} 姓名",
    "can_hold": "挂起{number} 原因 时间",
    "can_resume": "恢复{number}",
    "can_false_alarm": "误报{number}",
    "transfer_unknown": "值班表里没有“{name}”，现有：{names}",
    # --- what staff read beside a delivery that may have arrived twice (handlers/saying/failing.py) ---
    "doubt": "可能重复：",
    # --- pushes outside the chat (handlers/tickets/pushing.py) ---
    "push_bundle": "{count}张新工单：\n{lines}",
    "push_line": "#{number} {about} {summary}{given}",
    # --- the roster (handlers/commands/duty_orders.py) ---
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
    # --- commands that went wrong ---
    "refused": "这个操作需要{role}权限，没有执行。",
    "role_staff": "员工",
    "role_committee": "业委会",
    "role_with_trades": "{role}（{trades}）",
    "code_taken": "您好！您现在是{estate}的{role}了。发“帮助”看看能做什么。",
    "code_wrong": "这个口令不对、用过了或已过期，请找经理要一个新的。",
    "role_manager": "经理",
    "role_leader": "领班或经理",
    "no_ticket": "没有 #{number} 这张工单。",
    "no_own_ticket": "没有查到您名下的 #{number}。",
    "no_notice": "没有 B{number} 这条广播。",
    "which_ones": "是哪一张？{tickets}。请引用卡片再回，或带上单号，例如：{example}",
    "which_one": "#{number} {summary}",
    "which_more": "等{count}张",
    "which_none": "请引用工单卡片再回，或带上单号，例如：{example}",
    "which_none_mine": "您手上没有未完成的工单。请引用工单卡片再回，或带上单号，例如：{example}",
    "which_none_open": "现在没有未接的工单。要接别人的，请引用卡片再回，或带上单号，例如：{example}",
    "example_numbered": "{word}{number}",
    "example_number": "128",
    "needs_words": "请写上要转告业主的话，例如：回复{number} 下午两点到",
    "needs_name": "请写上转给谁，例如：转派{number} 王师傅",
    "unknown_near": "没看懂“{text}”。您是要发“{near}”吗？",
    "unknown": "没看懂“{text}”。发“帮助”看看我能做什么。",
    "needs_quote": "请引用业主的那条消息，再回：建单",
    "already_filed": "这条消息已经在 #{number} 里了。",
    "needs_target": "请写明并到哪张单，例如：合并{number}到128",
    "cannot_merge": "#{number} 和 #{target} 不能合并：两张都要是没有结束的普通工单。",
    "not_merged": "#{number} 没有被合并过。",
    "staff_merged": "【#{number}】已并入 #{target}，要分开请发：拆分{number}",
    "staff_split": "【#{number}】已从 #{target} 拆出。",
    "needs_time": "没看懂时间，请写明几点，例如：预计{number} 18:00",
    "needs_later": "这个时间已经过了，请写一个还没到的，例如：预计{number} 明天9点",
    "staff_expected": "【#{number}】已告知{count}个群：预计{time}恢复；之后来问的会直接这样答复。",
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
    "needs_note": "请写上要备注的话，例如：备注{number} 业主下午才在家",
    "staff_noted": "【#{number}】已备注，只有物业看得到。",
    "staff_note": "【#{number}】{staff}备注：{words}",
    "needs_category": "请写明类别，例如：改类别{number} 电梯。可选：{names}",
    "staff_reclassed": "【#{number}】类别已改：{change}",
    "reclass_urgent": "#{number} 是紧急工单，不能改类别。报错了请发：误报{number}",
    "why": "【#{number}】识别为{what}，依据：{rules}",
    "why_nothing": "没有规则，是人工建单或并入",
    "no_alert": "#{number} 没有警报。",
    "no_voice": "我还听不了语音，麻烦打字告诉我是什么事、哪一户。",
    "which_alert": "现在有{count}个警报：{alerts}。请写明单号，例如：解除{number}",
    # --- what is held on somebody (handlers/commands/forgetting.py) ---
    "held_nothing": "我这里没有存您的任何信息。",
    "held_head": "我这里存着您的这些信息（名字：{name}，共{count}张工单）：",
    "held_own": "#{number} {kind} {summary}：{status}，{day} 登记{details}",
    "held_shared": "#{number} 邻居的工单，您补充过{details}",
    "held_room": "，房号 {room}",
    "held_phone": "，电话 {phone}",
    "held_photos": "，照片{count}张",
    "held_words": "\n  您说：{words}",
    "held_foot": "不想留，请发：删除我的信息",
    "answered_privately": "已私信回复您。没收到的话，请加我好友再私信发一遍。",
    "erase_ask": "好的。确定要删吗？已经结束的{count}张工单里，您的名字、房号、电话、原话和照片都会清除，删了找不回来，只留件数。{left}\n"
    "确定请在30分钟内回：确认删除",
    "erase_ask_later": "好的。确定要删吗？清除的是您的名字、房号、电话、原话和照片，删了找不回来，只留件数。{left}\n"
    "确定请在30分钟内回：确认删除",
    "erase_sure_later": "收到，记下了，清完告诉您。{left}\n谢谢您一直以来的信任，以后有事随时说一声，我都在。",
    "erase_left": "\n还没结束的 {numbers} 要先办完，结束后自动清除。",
    "erase_nothing": "我这里没有存您的任何信息，不用删，请放心。",
    "erase_sure": "收到，这就清除，清完告诉您。{left}\n谢谢您一直以来的信任，以后有事随时说一声，我都在。",
    "erase_under_way": "您的信息正在清除，请放心。{left}",
    "erase_first": "要删除您的信息，请先发：删除我的信息",
    "erase_done": "您的信息已经全部清除了。以后有事随时找我，祝您一切都好。",
    # --- help ---
    "help_short": "报修、投诉、建议、咨询，直接说事情和房号就行，我会登记并转给物业。\n"
    "查进度：我的工单 · 进度128；还能做什么请发：帮助",
    "help_owner": "报修、投诉、建议、咨询，直接说事情和房号就行，我会登记并转给物业。\n"
    "查询：我的工单 · 进度128，直接问“修好了吗”也行\n"
    "催一催：催单128 · 不用来了：取消128 · 家人报的：关注128 房号\n"
    "完成后：满意128 · 4分128 · 没修好128\n"
    "找人：转人工 · 存了我什么：我的信息 · 不想留：删除我的信息",
    "help_staff": "引用卡片直接回：接 · 马上到 · 好了 · 转何师傅 · 误报，其他话会转告业主。\n"
    "或带单号：接单128 · 回复128 内容 · 完成128 说明 · 照片128 · 转派128 姓名 · 误报128\n"
    "等配件、约时间：挂起128 等配件 周五 · 恢复128\n"
    "发错了，两分钟内：引用回 撤，或 撤128\n"
    "只给物业看：备注128 内容 · 改类别128 电梯 · 为什么128\n"
    "停水停电等：预计128 18:00 · 漏登的引用业主消息回 建单 · 合并129到128 · 拆分129\n"
    "看单：我的 · 未接单 · 超时 · 今日 · 进度128\n"
    "值班：值班 · 请假 明天 · 销假\n"
    "警报：确认128 · 解除128 · 误报128 · 延长128 2小时 · 线索1属实 · 线索1排除 · 演练",
    "help_manager": "\n广播：广播 内容 · 广播 1号群,3号群 内容，我先给您预览，再回 确认B7 或 取消B7\n"
    "发错了：撤回B7 · 更正B7 正确的内容\n"
    "排班：值班 王师傅 周一到周五 08:00-17:00 · 新员工的口令在管理台“人员”页生成",
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
    "list_more": "…其余{count}张见后台",
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
    # --- the bot about itself, to staff only ---
    "parked": "有一条群消息没能处理，已保留，请在管理台“待处理”里看看。",
    "rules_read": "识别规则有改动，已生效：{words} 个词、{rules} 条规则。",
    "rules_kept": "识别规则有改动，但读不进去，继续用原来的：{problem}",
    "gap": "{since} 到 {until} 没有听到群里的消息，请翻看一下群聊有没有漏掉的事。",
    # --- urgent: what to do now ---
    "advice_missing_person": "已通知物业安保，#{number}。请马上{asked}发一张近照。同时请拨110报警，留一个人在家等。",
    "asked": "告诉我：{facts}，并",
    "asked_age": "年龄、身高",
    "asked_clothes": "穿什么衣服",
    "asked_last_place": "最后在哪里看到",
    "asked_last_time": "几点",
    "advice_fire": "已通知物业，#{number}。请马上打119，走楼梯离开，不要乘电梯；烟大就弯腰捂住口鼻，出门后随手关门。",
    "advice_gas": "已通知物业，#{number}。不要开关任何电器和灯，不要打火，开窗，马上到室外，再打燃气公司电话和119。",
    "advice_elevator_trapped": "已通知电梯师傅，#{number}。请里面的人别动、别扒门，按住紧急呼叫键，不会坠落，救援马上到。有人不舒服请打120。",
    "advice_medical": "已通知物业，#{number}。请马上打120，不要随意搬动病人；没有呼吸请先做心肺复苏，物业会去接救护车。",
    "advice_flood": "已通知水电师傅，#{number}。请先关家里总水阀，水漫到插座附近就断电、别蹚水，把人先撤开。",
    "advice_electric_hazard": "已通知物业，#{number}。请离开至少8米，不要碰人也不要碰水，能断总闸就断；有人触电请打120。",
    "advice_falling_object": "已通知安保，#{number}。请离开楼下、靠里走，别让人经过；有人受伤请打120，看清哪层请告诉我。",
    "advice_crime": "已通知安保，#{number}。请先保证自己安全，锁好门，不要上前，马上打110。",
    "advice_other_urgent": "已通知物业，#{number}。请先离开危险的地方，需要时打110、119或120。",
    # --- before anything could be stored: no number yet ---
    "first_missing_person": "已收到，正在通知物业安保。请马上告诉我：年龄、身高、穿什么衣服、最后在哪里看到、几点，并发一张近照。同时请拨110报警，留一个人在家等。",
    "first_fire": "已收到，正在通知物业。请马上打119，走楼梯离开，不要乘电梯；烟大就弯腰捂住口鼻，出门后随手关门。",
    "first_gas": "已收到，正在通知物业。不要开关任何电器和灯，不要打火，开窗，马上到室外，再打燃气公司电话和119。",
    "first_elevator_trapped": "已收到，正在通知电梯师傅。请里面的人别动、别扒门，按住紧急呼叫键，不会坠落。有人不舒服请打120。",
    "first_medical": "已收到，正在通知物业。请马上打120，不要随意搬动病人；没有呼吸请先做心肺复苏。",
    "first_flood": "已收到，正在通知水电师傅。请先关家里总水阀，水漫到插座附近就断电、别蹚水，把人先撤开。",
    "first_electric_hazard": "已收到，正在通知物业。请离开至少8米，不要碰人也不要碰水，能断总闸就断；有人触电请打120。",
    "first_falling_object": "已收到，正在通知安保。请离开楼下、靠里走，别让人经过；有人受伤请打120。",
    "first_crime": "已收到，正在通知安保。请先保证自己安全，锁好门，不要上前，马上打110。",
    "first_other_urgent": "已收到，正在通知物业。请先离开危险的地方，需要时打110、119或120。",
    "advice_joined": "已收到，和 #{number} 是同一件事，物业正在处理。{advice}",
    # --- urgent: paging ---
    "page": "【紧急 #{number}】{about}\n{words}{photos}\n{opened} 报告，请立即处理。{ask}\n"
    "回复本条，或：接单{number} · 回复{number} 内容 · 解除{number} · 误报{number}",
    "page_auto": "已转告{count}个业主群。",
    "page_confirm": "要转告其他业主群请回：确认{number}；不属实请回：误报{number}",
    "page_never": "此类情况不转告其他群。",
    "page_again_confirm": "【紧急 #{number}】{category}已{minutes}分钟没有人确认：{words}\n请立即回：确认{number}，或 误报{number}",
    "page_again": "【紧急 #{number}】{category}已{minutes}分钟没有人应答：{words}\n请立即回：接单{number}，或 解除{number}",
    "page_joined": "【紧急 #{number}】又有业主报告（{origin} {name}）：{words}",
    "page_update": "【紧急 #{number}】报告人补充：{words}",
    "page_confirmed": "【紧急 #{number}】{staff}已确认，已转告{count}个业主群。",
    "page_acknowledged": "【紧急 #{number}】{staff}已确认，此类情况不再转告其他群。",
    "page_ended": "【紧急 #{number}】{category}警报已{hours}小时，还在进行吗？结束了请回：解除{number}",
    "page_expired": "【紧急 #{number}】{category}警报已{hours}小时没有人处理，警报停止跟进，工单仍未完成，请经理核实。",
    "already_confirmed": "#{number} 已经确认过了，不会重复转发。结束请发：解除{number}",
    "alert_closed": "#{number} 的警报已经结束。",
    # --- urgent: other owners' groups ---
    "relay_missing_person": "【紧急寻人】{facts}\n消息来自{origin}，{time}。看到请直接在群里说，机器人会立即转给家属和物业。",
    "relay": "【紧急提醒·{category}】{facts}\n消息来自{origin}，{time}，物业已在处理，请附近住户注意安全。"
    "看到请直接在群里说，机器人会立即转给物业。",
    "facts_unknown": "有业主报告{category}，细节正在核实",
    "update": "【{category} 补充】{facts}\n消息来自{origin}。看到请直接在群里说。",
    "update_photo": "【{category} 照片】来自{origin}。看到请直接在群里说，机器人会立即转给{whom}。",
    "whom_missing_person": "家属和物业",
    "whom": "物业",
    "all_clear_missing_person": "【解除】{origin}的寻人已解除：人已找到，谢谢大家！转存的照片和信息请删除。",
    "all_clear": "【解除】{origin}的{category}警情已解除，谢谢大家。",
    "staff_cleared": "【紧急 #{number}】{staff}已解除警报，已告知{count}个群。",
    "correction": "【更正】刚才来自{origin}的{category}消息经物业核实为误报，请大家放心，不要再转发。",
    "alert_still_live": "【紧急 #{number}】警报还在进行，结束了请回：解除{number}",
    # --- urgent: clues ---
    "clue": "【线索{index}】{origin}，{time}：{words}",
    "page_clue": "【紧急 #{number} 线索{index}】{origin} {name}，{time}：{words}",
    "clue_photo": "（发来照片）",
    "clue_thanks_missing_person": "谢谢，已转给家属和物业，请留意安全。",
    "clue_thanks": "谢谢，已转给物业，请注意安全。",
    "page_clue_taken_back": "【紧急 #{number}】{origin} {name} 更正，前面的线索排除：{words}",
    "clue_taken_back": "【线索更正】{origin}：{words}",
    "alert_joined_words": "{before}；{more}",
    "news_joint": "；",
    "no_clue": "现在的警报里没有线索{index}。",
    "which_clue": "{alerts} 都有线索{index}，请带上单号，例如：{first}线索{index}属实；或引用那条线索再回：属实",
    "clue_known_true": "线索{index}已经标为属实。",
    "clue_known_false": "线索{index}已经排除。",
    "progress_missing_person": "【寻人进展】线索{index}已核实：{origin}，{time}：{words}\n请附近的邻居帮忙留意，看到请直接在群里说。",
    "progress": "【最新进展】线索{index}已核实：{origin}，{time}：{words}\n请附近住户注意安全，有新情况请直接在群里说。",
    "progress_photo": "线索{index}的照片",
    "clue_photo_of": "【线索{index}】的照片",
    "clue_false": "【线索{index}】（{origin}）已核实，排除。",
    "page_clue_true": "【紧急 #{number}】{staff}：线索{index}属实，已告知{count}个群。",
    "page_clue_false": "【紧急 #{number}】{staff}：线索{index}已排除。",
    "page_clue_photo": "【紧急 #{number} 线索{index}】的照片",
    "page_photo": "【紧急 #{number}】报告人发来的照片",
    "no_live_alert": "现在没有进行中的警报。",
    "which_extend": "现在有几个警报：{alerts}。请写明单号，例如：延长{first} 2小时",
    "extend_not_later": "#{number} 的警报本来就到{until}，没有改动。",
    "extended": "#{number} 的警报延长到{until}，有新情况请直接说；找到了请说一声“找到了”。",
    "page_extended": "【紧急 #{number}】{staff}已把警报延长到{until}。",
    "end_asked": "#{number} 还在进行吗？还需要大家帮忙请回：延长{number}；已经结束请回：解除{number}",
    "alert_given_up": "【停止跟进】{origin}的{category}警报已到期，机器人不再收集线索。有消息请直接联系物业或拨打110。",
    "page_unreached": "【紧急 #{number}】{category}警报呼叫不到：{who}。请马上用其他办法联系。",
    "page_untold": "【紧急 #{number}】{category}警报有{count}个群没有收到：{who}。请马上人工转发。",
    "apprise_target": "外部通知{number}",
    "correction_mark": "【更正】",
    # --- an exercise: only ever in the staff group ---
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
    "drill_running": "【演练】已经有一场演练在进行，结束请回：解除加单号。",
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
    # --- broadcasts ---
    "notice": "【物业通知】{text}",
    "preview": "【广播 B{number}】预览，还没有发出\n――――――\n{text}\n――――――\n"
    "发往{count}个群：{groups}。{when}\n{minutes}分钟内请回：确认B{number}，或 取消B{number}",
    "when_now": "约{duration}发完。",
    "when_quiet": "现在是免打扰时间，{time}开始发，约{duration}发完。",
    "duration_seconds": "{count}秒",
    "duration_minutes": "{count}分钟",
    "broadcast_usage": "请写上内容，例如：广播 明天9:00检修水泵，停水两小时",
    "broadcast_unknown_group": "没有这个群：{groups}。现有：{known}",
    "broadcast_no_groups": "还没有业主群，没有地方可发。",
    "notice_confirmed": "B{number} 已确认，{when}发完后告诉您结果。",
    "notice_cancelled": "B{number} 已取消，没有发出。",
    "notice_expired": "B{number} 超过{minutes}分钟没有确认，已作废，没有发出。",
    "notice_closed": "B{number} {state}，不能再改。",
    "notice_state_preview": "还在预览",
    "notice_state_sending": "正在发送",
    "notice_state_sent": "已经发完",
    "notice_state_cancelled": "已经取消",
    "notice_state_expired": "已经过期",
    "notice_state_recalled": "已经撤回",
    "notice_correction": "【物业通知】更正：{text}",
    "correct_usage": "请写明更正哪一条和正确的内容，例如：更正B7 停水改为明天10点到12点",
    "notice_corrected": "B{number} 更正 B{wrong}，发给收到过它的{count}个群。",
    "correct_unsent": "B{number} 还没有发出，不用更正：请先发 撤回B{number}，再重新广播正确的内容。",
    "nothing_to_correct": "B{number} 没有发到任何群，不用更正，重新广播就行。",
    "notice_unsayable": "B{number} {state}，没有可撤的。",
    "notice_unsaid": "B{number} 已从{gone}/{count}个群撤回。{lines}",
    "notice_unsaid_waiting": "B{number} 还没有发出，已经取消，没有群会收到。",
    "notice_unsaid_left": "\n撤不回（{why}）：{groups}\n要更正请发：更正B{number} 正确的内容",
    "why_late": "超过2分钟",
    "why_refused": "这个渠道不能撤",
    "notice_result": "广播 B{number} 发送结果：送达{sent}/{count}个群。{lines}",
    "result_sent": "\n已送达：{groups}",
    "result_dead": "\n没有送达（多次重试失败，请人工转发）：{groups}",
    "result_unknown": "\n不确定是否送达（请看一眼）：{groups}",
    "result_cancelled": "\n已取消：{groups}",
    "result_recalled": "\n已撤回：{groups}",
    # --- punctuation that lists are joined with ---
    "comma": "、",
    "dot": " · ",
    "full_stop": "。",
    # --- what is wrong with an estate's own texts ---
    "problem_unknown": "texts.{name}：没有这个句子",
    "problem_blank": "texts.{name}：没有“{blank}”这个空，可用：{known}",
    "problem_braces": "texts.{name}：花括号不成对，空要写成 {example}",
    "problem_type": "texts.{name}：要写成一段文字",
    "problem_empty": "texts.{name}：不能为空",
    "problem_hours": "应写成 09:00-12:00,14:00-18:00：从早到晚，不重叠，到半夜写 24:00",
}


#: The trades whose people are not called 师傅.
WHO: dict[str, str] = {"安保": "who_security", "保洁": "who_cleaning", "客服": "who_front_desk"}


def list_blanks(template: str) -> frozenset[str]:
    """The names of the blanks in `template`."""
    return frozenset(_BLANK.findall(template))


def say(overrides: Mapping[str, str], name: str, /, **values: object) -> str:
    """The sentence `name` with its blanks filled.  Values are put in literally, never read.

    Raises KeyError where the sentence or a value for one of its blanks is missing.
    """
    default = TEXTS[name]
    template = overrides.get(name, default)
    return _BLANK.sub(lambda blank: str(values[blank[1]]), template)


def has_text(name: str) -> bool:
    """Whether there is a sentence of this name."""
    return name in TEXTS


def check_overrides(texts: Mapping[str, object]) -> list[str]:
    """What is wrong with an estate's own texts, one line each in Chinese; empty where nothing is."""
    return [problem for name, text in texts.items() for problem in _check_override(name, text)]


def _check_override(name: str, text: object) -> list[str]:
    if name not in TEXTS:
        return [say({}, "problem_unknown", name=name)]
    if not isinstance(text, str):
        return [say({}, "problem_type", name=name)]
    if TEXTS[name] and not text.strip():
        return [say({}, "problem_empty", name=name)]
    known = list_blanks(TEXTS[name])
    wrong = sorted(list_blanks(text) - known)
    names = ", ".join(sorted(known)) or "-"
    problems = [say({}, "problem_blank", name=name, blank=blank, known=names) for blank in wrong]
    if re.search(r"[{}]", _BLANK.sub("", text)):
        problems.append(say({}, "problem_braces", name=name, example="{number}"))
    return problems
