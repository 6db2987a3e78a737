"""Verdicts a second beside bare jieba and beside the two-stage limit; cold start and memory.

    python -m tests.bench.classify [--lines 200000] [--seed 1]

Generates lines of about 18 characters, 95 % chat, from the seed. One process, one core.
The two-stage limit is the automaton over all words, with a bare segmenter where it hits. Rates are of
processor time and taken by turns, slice after slice: what else the machine does weighs on all alike.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_SLICE = 5_000
DATA = Path(__file__).parents[1] / "data"
_PROBE = """
import sys, time
def rss():
    for line in open('/proc/self/status'):
        if line.startswith('VmRSS'):
            return int(line.split()[1]) / 1024
before, start, work = rss(), time.perf_counter(), time.process_time()
from nlp.classifier import Classifier
Classifier.load().classify('我家8栋2单元301厨房漏水了')
print(time.perf_counter() - start, time.process_time() - work, rss() - before)
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


def measure_rates(works: Sequence[Callable[[str], object]], lines: Sequence[str]) -> list[float]:
    """Return lines a second of processor time for each work; the first does a tenth of the lines."""
    counts, spent = [0] * len(works), [0.0] * len(works)
    for first in range(0, len(lines), _SLICE):
        for i, work in enumerate(works):
            part = lines[first : first + (_SLICE if i else _SLICE // 10)]
            start = time.process_time()
            for line in part:
                work(line)
            spent[i] += time.process_time() - start
            counts[i] += len(part)
    return [count / seconds for count, seconds in zip(counts, spent, strict=True)]


def main(arguments: list[str]) -> int:
    """Print the numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    probe = [sys.executable, "-c", _PROBE]
    starts = [subprocess.run(probe, capture_output=True, text=True, check=True) for _ in range(3)]
    seconds, busy, megabytes = min(tuple(map(float, run.stdout.split())) for run in starts)

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

    bare, limit, ours = measure_rates((tokenizer.lcut, two_stage, classifier.classify), lines)
    share = f"{ours / bare:.1f} x jieba, {ours / limit:.2f} of the limit"
    rows = [
        f"{len(lines)} lines, {sum(map(len, lines)) / len(lines):.1f} characters each",
        f"bare jieba.lcut      {bare:>12,.0f} lines/s",
        f"two-stage limit      {limit:>12,.0f} lines/s",
        f"whole verdicts       {ours:>12,.0f} lines/s  {share}",
        f"cold start           {seconds:>12.2f} s, {busy:.2f} s of them processor time",
        f"memory added         {megabytes:>12.0f} MB",
    ]
    sys.stdout.write("\n".join(rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
