"""What is wrong with an estate's own texts."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "problem_unknown": "texts.{name}：没有这个句子",
    "problem_blank": "texts.{name}：没有“{blank}”这个空，可用：{known}",
    "problem_braces": "texts.{name}：花括号不成对，空要写成 {example}",
    "problem_type": "texts.{name}：要写成一段文字",
    "problem_empty": "texts.{name}：不能为空",
    "problem_hours": "应写成 09:00-12:00,14:00-18:00：从早到晚，不重叠，到半夜写 24:00",
}
