# ruff: noqa: E501
"""What is held on somebody, and its erasing (handlers/commands/forgetting.py)."""

from __future__ import annotations

TEXTS: dict[str, str] = {
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
}
