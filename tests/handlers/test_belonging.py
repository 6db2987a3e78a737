"""Which ticket a message most likely belongs to where no wording says so: by the weights, above a bar."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.case import Case
from handlers.conversation.belonging import find_likeliest, weigh_belonging
from handlers.model import Sender, Step
from handlers.threads import Remark, Thread, Touch
from nlp.verdict import SILENT, Evidence, Verdict
from tests.handlers.building import DAI, LI, NOW, ZHANG, group, hear, ticket, write

OUT = "家里一滴水都没有了 洗头洗到一半 8栋"
UNSURE, SURE = (Evidence("weights", ("w:水",)),), (Evidence("repair-water", ("水",)),)


def make_outage() -> Thread:
    at = NOW - timedelta(seconds=35)
    made = ticket(1, words=OUT, summary=OUT, room="8", reporter=ZHANG.person, opened_at=at, updated_at=at)
    step = Touch(step=Step.OPENED, person=ZHANG.id, name=ZHANG.name, chat=group(3).id, at=at, words=OUT)
    return Thread(ticket=made, touches=(step,))


def say(sender: Sender, text: str, verdict: Verdict = SILENT, last: Sender = ZHANG) -> tuple[Case, Thread]:
    """What is said 35 seconds after the water is gone; `last` spoke of something else in between."""
    thread, message = make_outage(), write(sender, group(3), text)
    talk = [Remark(write(ZHANG, group(3), OUT), 1)]
    talk += [] if last is ZHANG else [Remark(write(last, group(3), "晚上吃什么"))]
    return hear(message, verdict, command=None, threads=(thread,), talk=tuple(talk)), thread


@pytest.mark.parametrize("text", ["我在卫生间一头泡沫 也放不出水来", "我们这边水也停了"])
def test_what_tells_of_the_same_is_of_it_though_no_wording_is_asked(text: str) -> None:
    case, thread = say(LI, text)
    assert find_likeliest(case, [thread]) is thread


@pytest.mark.parametrize("text", ["晚上打球去吗", "哈哈哈哈", "周末去爬山吗", "要拼车去机场的吗"])
@pytest.mark.parametrize("sender", [ZHANG, LI])
def test_what_is_only_said_beside_it_is_not(sender: Sender, text: str) -> None:
    case, thread = say(sender, text, last=LI)
    assert find_likeliest(case, [thread]) is None


def test_another_matter_that_a_rule_knows_is_no_more_of_ones_own_however_likely_it_looks() -> None:
    words = "厨房卫生间的水龙头都放不出来 急用水"
    guessed, thread = say(ZHANG, words, Verdict("repair", "facility", evidence=UNSURE))
    assert find_likeliest(guessed, [thread]) is thread
    known, thread = say(ZHANG, words, Verdict("repair", "facility", evidence=SURE))
    assert weigh_belonging(known, thread) > 0.8
    assert find_likeliest(known, [thread]) is None


def test_what_one_says_right_after_another_owner_must_be_likelier_than_after_staff() -> None:
    bars = []
    for last in (LI, DAI):
        case, thread = say(ZHANG, "还要等多久 孩子要洗澡", last=last)
        bars.append((weigh_belonging(case, thread), find_likeliest(case, [thread])))
    (to_neighbour, found), (to_staff, answer) = bars
    assert to_neighbour < 0.93
    assert found is None
    assert to_staff >= 0.7
    assert answer is not None


def test_of_several_the_likeliest_is_taken_and_of_none_none() -> None:
    case, thread = say(LI, "我们这边水也停了")
    lamp = Thread(
        ticket=ticket(2, category="electric", words="4栋楼道灯不亮", room="4", reporter=ZHANG.person)
    )
    assert find_likeliest(case, [lamp, thread]) is thread
    assert find_likeliest(case, []) is None
