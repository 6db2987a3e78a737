"""What staff read of a ticket: its card, what is added to it, pushes outside the chat."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # --- cards for staff ---
    "card": "【{kind} #{number}】{about}\n{words}{photos}\n{opened} 登记，{due} 前接单{given}\n"
    "回复本条，或：接单{number} · 完成{number} 说明 · 回复{number} 内容 · 转派{number} 姓名 · 误报{number}",
    "card_given": "，派给{staff}",
    "card_photos": "（照片{count}张）",
    "card_cut": "（原文较长，全文见管理台）",
    "words_cut": "…（原文{count}字，只保存前{kept}字）",
    "no_words": "（没有文字）",
    "voice": "[语音]",
    "tomorrow": "明天{time}",
    "on_day": "{month}月{day}日{time}",
    "origin_number": "{number}号群",
    "origin_direct": "私信",
    "origin_staff": "物业",
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
    # --- what staff read beside a delivery that may have arrived twice (handlers/saying/failing.py) ---
    "doubt": "可能重复：",
    # --- pushes outside the chat (handlers/tickets/pushing.py) ---
    "push_bundle": "{count}张新工单：\n{lines}",
    "push_line": "#{number} {about} {summary}{given}",
}
