"""Verdicts a second beside bare jieba and beside the two-stage limit; cold start and memory.

    python -m tests.bench.classify [--lines 200000] [--seed 1]

Generates lines of about 18 characters, 95 % chat, from the seed. One process, one core.
The two-stage limit is the automaton over all words, with a bare segmenter where it hits.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
_PROBE = """
import sys, time
def rss():
    for line in open('/proc/self/status'):
        if line.startswith('VmRSS'):
            return int(line.split()[1]) / 1024
before, start = rss(), time.perf_counter()
from nlp.classifier import Classifier
Classifier.load().classify('我家8栋2单元301厨房漏水了')
print(time.perf_counter() - start, rss() - before)
"""
_CHAT_WORDS = [
    "今天", "明天", "我们", "大家", "吃饭", "回家", "天气", "真好", "哈哈", "孩子",
    "作业", "老师", "周末", "一起", "出去", "玩", "觉得", "可以", "没有", "不错",
    "知道", "喜欢", "看看", "朋友", "电影", "晚上", "早上", "好吃", "便宜", "买",
    "衣服", "手机", "照片", "开心", "上班", "公司", "下班", "堵车", "运动", "跑步",
    "健身", "旅游", "机票", "咖啡", "奶茶", "蛋糕", "生日", "快乐", "谢谢", "收到",
    "好的", "晚安", "早安", "加油", "漂亮", "可爱", "猫", "书", "音乐", "唱歌",
    "了", "吗", "呢", "啊",
]  # fmt: skip


def make_lines(count: int, seed: int, share_of_chat: float = 0.95) -> list[str]:
    """Return lines of about 18 characters: chat from words, the rest from the labelled reports."""
    from nlp.score import read_labels

    pick = random.Random(seed)
    labels = [m for path in sorted(DATA.glob("messages-dev*.jsonl")) for m in read_labels(path)]
    reports = [m.text for m in labels if m.kind != "other" and 12 <= len(m.text) <= 24]
    chat = [m.text for m in labels if m.kind == "other" and 12 <= len(m.text) <= 24]
    lines = []
    for _ in range(count):
        if pick.random() >= share_of_chat:
            lines.append(pick.choice(reports))
        elif pick.random() < 0.1:
            lines.append(pick.choice(chat))
        else:
            lines.append("".join(pick.choices(_CHAT_WORDS, k=10))[:18])
    return lines


def measure_rate(work: Callable[[str], object], lines: Iterable[str]) -> float:
    """Return lines a second of the work, one pass."""
    count, start = 0, time.perf_counter()
    for line in lines:
        work(line)
        count += 1
    return count / (time.perf_counter() - start)


def main(arguments: list[str]) -> int:
    """Print the numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    probe = [sys.executable, "-c", _PROBE]
    starts = [subprocess.run(probe, capture_output=True, text=True, check=True) for _ in range(3)]
    seconds, megabytes = min(tuple(map(float, run.stdout.split())) for run in starts)

    import jieba
    import rjieba
    from ahocorasick_rs import AhoCorasick

    from nlp.classifier import Classifier

    lines = make_lines(options.lines, options.seed)
    classifier = Classifier.load()
    automaton = AhoCorasick(classifier.words)
    tokenizer, rust = jieba.Tokenizer(), rjieba.Jieba()
    jieba.setLogLevel(40)
    tokenizer.initialize()

    def two_stage(line: str) -> object:
        return rust.cut(line) if automaton.find_matches_as_indexes(line) else None

    bare = measure_rate(tokenizer.lcut, lines[: max(len(lines) // 10, 1)])
    limit = measure_rate(two_stage, lines)
    ours = measure_rate(classifier.classify, lines)
    share = f"{ours / bare:.1f} x jieba, {ours / limit:.2f} of the limit"
    rows = [
        f"{len(lines)} lines, {sum(map(len, lines)) / len(lines):.1f} characters each",
        f"bare jieba.lcut      {bare:>12,.0f} lines/s",
        f"two-stage limit      {limit:>12,.0f} lines/s",
        f"whole verdicts       {ours:>12,.0f} lines/s  {share}",
        f"cold start           {seconds:>12.2f} s",
        f"memory added         {megabytes:>12.0f} MB",
    ]
    sys.stdout.write("\n".join(rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
