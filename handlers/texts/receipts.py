# ruff: noqa: E501
"""What an owner reads when a report is filed, and until when an answer is promised."""

from __future__ import annotations

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
    # --- until when, as a promise (handlers/calendar/promises.py) ---
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
}

#: The trades whose people are not called 师傅.
WHO: dict[str, str] = {"安保": "who_security", "保洁": "who_cleaning", "客服": "who_front_desk"}
