"""演练: an exercise stays in its staff group, marks every word and ends with a score card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.alerts.chasing import chase
from handlers.alerts.drills import contain
from handlers.decide import decide
from handlers.model import Alert, AlertState, Chat, Delivery, Outcome, Purpose, Sender, Status, Ticket
from handlers.saying.speak import tell
from handlers.threads import Thread, Touch
from tests.handlers.building import (
    CHEN,
    DAI,
    ESTATE,
    LI,
    MISSING,
    MOTHER,
    NOW,
    STAFF_GROUP,
    alert,
    direct,
    group,
    hear,
    texts_to,
    write,
)
from tests.handlers.clues import WORDS


def drill(text: str = "演练", sender: Sender = DAI, chat: Chat = STAFF_GROUP, **rest: Any) -> Outcome:
    return decide(hear(write(sender, chat, text), next_ticket=128, **rest))


def running_drill() -> tuple[Alert, Ticket]:
    outcome = drill()
    return replace(outcome.alerts[0], version=1), replace(outcome.tickets[0], version=1)


@pytest.mark.parametrize("chat", [STAFF_GROUP, direct(DAI)])
def test_a_drill_speaks_to_its_staff_group_alone_and_marks_every_word(chat: Chat) -> None:
    outcome = drill(chat=chat)
    assert {each.chat for each in outcome.deliveries} == {STAFF_GROUP.id}
    assert all(each.text.startswith("【演练】") for each in outcome.deliveries)
    assert outcome.alerts[0].told == ()


@pytest.mark.parametrize(
    ("text", "category"),
    [("演练", "missing_person"), ("演练 着火", "fire"), ("演练：电梯困人", "elevator_trapped")],
)
def test_a_drill_is_of_the_danger_that_is_named(text: str, category: str) -> None:
    assert drill(text).alerts[0].category == category


def test_a_second_drill_is_told_how_to_end_the_first() -> None:
    running, _ = running_drill()
    outcome = drill(alerts=(running,))
    assert outcome.alerts == ()
    assert "解除128" in texts_to(outcome, STAFF_GROUP)[0]


def test_nobody_plays_while_somebody_is_really_looked_for() -> None:
    outcome = drill(alerts=(alert(4),))
    assert (outcome.alerts, outcome.tickets) == ((), ())
    assert texts_to(outcome, STAFF_GROUP) == [
        "#4 的警报是真的，还在进行，先不演练。已经结束的话请先回：解除4"
    ]


def test_what_is_over_hinders_no_drill() -> None:
    assert drill(alerts=(alert(4, state=AlertState.CLEARED),)).alerts


def test_an_owner_starts_no_drill() -> None:
    assert decide(hear(write(LI, direct(LI), "演练"))).alerts == ()
    assert decide(hear(write(LI, group(1), "演练"))) == Outcome()


def test_the_steps_of_a_drill_stay_in_its_group_and_end_with_a_score_card() -> None:
    running, filed = running_drill()
    spoken: list[Delivery] = []
    touches: list[Touch] = []
    for seconds, sender, text in (
        (18, CHEN, "接单128"), (40, DAI, "确认128"), (80, CHEN, "线索1属实"), (200, DAI, "解除128")
    ):  # fmt: skip
        thread = Thread(ticket=filed, touches=tuple(touches), alert=running)
        outcome = decide(
            hear(
                write(sender, STAFF_GROUP, text),
                now=NOW + timedelta(seconds=seconds),
                named=filed,
                alert=running,
                alerts=(running,),
                alert_tickets=(filed,),
                threads=(thread,),
            )
        )
        spoken += outcome.deliveries
        filed = next((each for each in outcome.tickets), filed)
        running = next((each for each in outcome.alerts), running)
        touches += [
            Touch(
                step=event.step,
                person=event.actor.id,
                name=event.actor.name,
                chat=None,
                at=event.at,
                words=event.words,
                message=event.message,
            )
            for event in outcome.events
            if event.actor
        ]
    assert {each.chat for each in spoken} == {STAFF_GROUP.id}
    assert all(each.text.startswith("【演练】") for each in spoken)
    assert filed.status is Status.CLOSED
    assert not running.live
    card = spoken[-1].text
    assert "接单：18秒（陈队长）" in card
    assert "确认：40秒" in card
    assert "1分20秒" in card
    assert "全程3分20秒" in card


def test_a_drill_taken_back_as_a_false_alarm_begs_no_owners_pardon() -> None:
    running, filed = running_drill()
    message = write(DAI, STAFF_GROUP, "误报128")
    outcome = decide(hear(message, named=filed, alert=running, alerts=(running,), alert_tickets=(filed,)))
    told = texts_to(outcome, STAFF_GROUP)
    assert any("演练结束" in text for text in told)
    assert not any("打扰您了" in text for text in told)


def test_owners_words_never_touch_a_drill() -> None:
    running, filed = running_drill()
    thread = Thread(ticket=filed, alert=running)
    for text in ("我在北门看到一个男孩 蓝衣服", "找到了", "我家也是"):
        rest: dict[str, Any] = {"alerts": (running,), "alert_tickets": (filed,), "threads": (thread,)}
        assert decide(hear(write(LI, group(1), text), **rest)) == Outcome()
    real = decide(hear(write(MOTHER, group(3), WORDS), MISSING, next_ticket=129, **rest))
    assert [(each.ticket, each.policy) for each in real.alerts] == [(129, "auto")]
    assert not any("演练" in each.text for each in real.deliveries)


def test_a_drill_that_nobody_ends_is_over_after_half_an_hour() -> None:
    running, _ = running_drill()
    assert chase([running], ESTATE, NOW + timedelta(minutes=29)) == Outcome()
    over = chase([running], ESTATE, NOW + timedelta(minutes=31))
    assert not over.alerts[0].live
    assert {each.chat for each in over.deliveries} == {STAFF_GROUP.id}


def test_the_wall_around_a_drill_lets_what_is_not_of_it_pass() -> None:
    running, _ = running_drill()
    of_it = tell(ESTATE, group(1).id, "x", Purpose.RELAY, NOW, ticket=128)
    other = tell(ESTATE, group(1).id, "x", Purpose.RELAY, NOW, ticket=129)
    assert contain(Outcome(deliveries=(of_it, other)), (running,), ESTATE).deliveries == (other,)
