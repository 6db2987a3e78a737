"""Words read ahead of time are what they would be if read when they are played."""

from __future__ import annotations

from bot.replay.ahead import AHEAD, ReadingAhead
from handlers.glance import look_at
from nlp.verdict import SILENT, Verdict


class Reader:
    """Takes every text that ends in a 7 for a repair, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def classify(self, text: str) -> Verdict:
        self.asked.append(text)
        return Verdict("repair", "water") if text.endswith("7") else SILENT


def test_every_verdict_is_the_readers_and_each_text_is_read_once() -> None:
    reader, texts = Reader(), [str(number) for number in range(2 * AHEAD + 10)]
    ahead, found = ReadingAhead(reader.classify, texts), []
    for text in texts:
        ahead.move_on()
        found.append(ahead.classify(text))
    assert reader.asked == texts
    assert found == [Reader().classify(text) for text in texts]


def test_what_is_not_among_the_next_messages_is_read_when_it_is_asked_for() -> None:
    reader = Reader()
    ahead = ReadingAhead(reader.classify, ["1", "2", "2"])
    ahead.move_on()
    assert ahead.classify("a command 7").kind == "repair"
    assert reader.asked == ["1", "2", "a command 7"]


def test_the_first_look_at_a_text_is_the_same_ahead() -> None:
    texts = ["晚上吃什么", "附议", "进展 128"]
    ahead = ReadingAhead(Reader().classify, texts)
    ahead.move_on()
    assert [ahead.look(text) for text in [*texts, "没修好"]] == [look_at(text) for text in [*texts, "没修好"]]


def test_what_was_played_is_not_kept() -> None:
    texts = [str(number) for number in range(AHEAD + 1)]
    ahead = ReadingAhead(Reader().classify, texts)
    for _ in texts:
        ahead.move_on()
    assert "'0'" not in repr(vars(ahead))
    assert f"'{AHEAD}'" in repr(vars(ahead))
