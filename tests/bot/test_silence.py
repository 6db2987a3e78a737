"""Ordinary chat among open tickets and a live alert: nothing is said, and nothing of it is kept.

What joins a ticket is stored with it, so chatter that joins is not only noise: it is somebody's private
words in a file.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from bot.replay.scenarios import replay_scenario
from nlp.classifier import Classifier

DATA = Path(__file__).parents[1] / "data"
REPORTS = (
    ("g1", "张三", "8栋2单元301厨房水管漏水了"),
    ("g2", "李阿姨", "5栋电梯坏了停在三楼 里面没人"),
    ("g3", "老陈", "楼道垃圾三天没人收了 物业不管吗"),
    ("g4", "孙姐", "楼上天天半夜蹦迪 吵死了 7-1-602"),
    ("g5", "小宇妈妈", "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看"),
)
LINES = 400


def read_chat() -> list[str]:
    """Lines labelled as needing no answer, that recognition takes so too."""
    classifier = Classifier.load()
    rows = [
        json.loads(line)
        for name in ("messages-train-d5.jsonl", "messages-train-d6.jsonl")
        for line in (DATA / name).read_text(encoding="utf-8").splitlines()
    ]
    chat = [row["text"] for row in rows if row["kind"] == "other"]
    random.Random(20).shuffle(chat)
    return [text for text in chat if classifier.classify(text).kind == "other"][:LINES]


def play_chat(seconds_between: int) -> dict[str, Any]:
    """A conversation: five reports, then neighbours chatting in every group."""
    events = [
        {"t": 10 * n, "group": group, "sender": sender, "role": "owner", "text": text}
        for n, (group, sender, text) in enumerate(REPORTS)
    ]
    events += [
        {
            "t": 120 + seconds_between * n,
            "group": f"g{n % 5 + 1}",
            "sender": f"邻居{n % 37}",
            "role": "owner",
            "text": text,
        }
        for n, text in enumerate(read_chat())
    ]
    return {"id": "chat", "events": events}


async def test_chatter_joins_no_ticket_and_gets_no_answer() -> None:
    scenario = play_chat(20)
    played = await replay_scenario(scenario, Classifier.load().classify)
    chatter = range(len(REPORTS), len(scenario["events"]))
    joined = [
        scenario["events"][number]["text"]
        for ticket in played.tickets
        for number in ticket["source_events"]
        if number in chatter
    ]
    clues = [scenario["events"][number]["text"] for alert in played.alerts for number in alert["clues"]]
    answered = [
        scenario["events"][said["event"]]["text"]
        for said in played.said
        if said["event"] in chatter and said["chat"].startswith("g")
    ]
    assert len(joined) <= LINES // 200, joined
    assert len(clues) <= LINES // 200, clues
    assert len(answered) <= LINES // 200, answered
