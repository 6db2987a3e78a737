"""What is said and sent while an alert is live: second reports, more words, photos."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handlers.alerts import urgent
from handlers.decide import decide
from handlers.model import SILENCE, AlertState, FileState, Purpose
from nlp.verdict import Verdict
from tests.handlers.alerting import OTHERS, hear_in_alert, stored_file, urgent_ticket
from tests.handlers.building import (
    ESTATE,
    FIRE,
    LI,
    MISSING,
    MOTHER,
    NOW,
    STAFF_GROUP,
    alert,
    chats_of,
    group,
    hear,
    photo,
    said,
    texts_to,
    write,
)


@pytest.mark.parametrize(
    ("verdict", "text", "changes", "same"),
    [
        (MISSING, "我家孩子不见了 12岁男孩", {}, True),
        (MISSING, "我家孩子不见了 5岁", {}, False),
        (MISSING, "我奶奶走丢了 82岁", {}, False),
        (MISSING, "女儿不见了 12岁", {"facts": "儿子12岁 蓝色校服"}, False),
        (FIRE, "8栋着火了", {"category": "fire"}, True),
        (replace(FIRE, room="9"), "9栋着火了", {"category": "fire"}, False),
        (FIRE, "8栋着火了", {"category": "gas"}, False),
    ],
)
def test_a_second_report_joins_the_alert_unless_it_is_another_event(
    verdict: Verdict, text: str, changes: dict[str, Any], same: bool
) -> None:
    given = alert(**changes)
    known = urgent_ticket(category=given.category, room="8")
    outcome = decide(hear(write(LI, group(4), text), verdict, alerts=(given,), alert_tickets=(known,)))
    assert bool(outcome.alerts) is not same
    if same:
        assert said(outcome, Purpose.RELAY) == ()
        assert outcome.tickets[0].households == 2
        assert outcome.deliveries[0].chat == group(4).id
        assert "#128" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(
    ("text", "category", "opens"),
    [
        ("3栋1单元门禁坏了刷不开", "door_access", True),
        ("3栋1单元电梯不动了", "elevator", True),
        ("3栋1单元这边煤气味也很浓", "other", False),
    ],
)
def test_another_fault_in_the_building_of_an_alert_is_a_repair(text: str, category: str, opens: bool) -> None:
    known = replace(urgent_ticket(category="gas", room="3-1"), words="3栋1单元有煤气味", summary="有煤气味")
    verdict = Verdict(kind="repair", category=category, room="3-1")
    given = alert(category="gas")
    outcome = decide(hear(write(LI, group(3), text), verdict, alerts=(given,), alert_tickets=(known,)))
    assert any(ticket.kind == "repair" for ticket in outcome.tickets) is opens


def test_more_words_of_the_reporter_reach_the_groups_that_were_told() -> None:
    outcome = hear_in_alert(write(MOTHER, group(3), "最后在北门 背红书包 电话13900001111"))
    updates = said(outcome, Purpose.UPDATE)
    assert chats_of(updates) == OTHERS
    assert all("红书包" in update.text and "139000" not in update.text for update in updates)
    assert "红书包" in outcome.alerts[0].facts


def test_a_second_call_by_the_same_mother_is_no_second_alert() -> None:
    outcome = hear_in_alert(write(MOTHER, group(3), "孩子不见了 穿蓝色校服"), MISSING)
    assert said(outcome, Purpose.RELAY) == ()
    assert outcome.alerts[0].ticket == 128


@pytest.mark.parametrize("text", ["谢谢大家", "好的", "有消息吗？"])
def test_thanks_and_questions_of_the_reporter_are_no_news(text: str) -> None:
    assert hear_in_alert(write(MOTHER, group(3), text)) == SILENCE


def test_a_photo_of_the_reporter_is_filed_and_waits_to_be_fetched() -> None:
    outcome = hear_in_alert(write(MOTHER, group(3), attachments=(photo(),)))
    assert outcome.files[0].ticket == 128
    assert said(outcome, Purpose.UPDATE) == ()


def test_a_fetched_photo_goes_to_every_group_that_was_told() -> None:
    outcome = urgent.photo_stored(alert(), None, stored_file(), NOW, ESTATE)
    assert chats_of(outcome.deliveries) == [*OTHERS, STAFF_GROUP.id]
    assert {delivery.file for delivery in outcome.deliveries} == {"a" * 64}


def test_staff_see_the_photo_also_while_nobody_else_was_told() -> None:
    outcome = urgent.photo_stored(alert(told=()), None, stored_file(), NOW, ESTATE)
    assert chats_of(outcome.deliveries) == [STAFF_GROUP.id]


@pytest.mark.parametrize(
    ("changes", "file"),
    [
        ({"state": AlertState.CLEARED}, {}),
        ({}, {"state": FileState.REFUSED, "sha256": None}),
        ({}, {"media_type": "application/zip"}),
        ({}, {"added_by": LI.person}),
        ({}, {"ticket": 129}),
    ],
)
def test_a_photo_that_is_not_for_everybody_stays(changes: dict[str, Any], file: dict[str, Any]) -> None:
    assert urgent.photo_stored(alert(**changes), None, stored_file(**file), NOW, ESTATE) == SILENCE
