"""撤回B7, 更正B7: a broadcast is taken back or put right in exactly the groups that got it."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.commands import unsaying
from handlers.decide import decide
from handlers.model import Delivery, DeliveryState, Notice, NoticeState, Outcome, Purpose, RecallState
from tests.handlers.building import DAI, ESTATE, GROUPS, NOW, STAFF_GROUP, group, hear, texts_to, write
from tests.handlers.unsaying import SAID_AT, recall, reply


def notice(state: NoticeState = NoticeState.SENT) -> Notice:
    return Notice(
        estate="home", number=7, text="【物业通知】明天停水", chats=tuple(chat.id for chat in GROUPS),
        author=DAI.person, reply_to=STAFF_GROUP.id, state=state, created_at=SAID_AT,
        expires_at=NOW, version=2,
    )  # fmt: skip


def sent(*states: DeliveryState) -> tuple[Delivery, ...]:
    return tuple(
        reply(n, state, chat=group(n).id, purpose=Purpose.NOTICE, ticket=None, notice=7)
        for n, state in enumerate(states, 1)
    )


SEEN, WAITING, DEAD = DeliveryState.SEEN, DeliveryState.PENDING, DeliveryState.DEAD


def direct_notice(text: str, state: NoticeState = NoticeState.SENT, *said: DeliveryState) -> Outcome:
    message = write(DAI, STAFF_GROUP, text)
    return decide(hear(message, notice=notice(state), spoken=sent(*said), next_notice=8))


def test_a_broadcast_is_asked_back_from_every_group_and_goes_to_no_other() -> None:
    outcome = direct_notice("撤回B7", NoticeState.SENDING, SEEN, SEEN, DEAD, WAITING, WAITING)
    assert [each.delivery for each in outcome.recalls] == [1, 2]
    changed = {each.id: each.state for each in outcome.deliveries}
    assert changed == {4: DeliveryState.CANCELLED, 5: DeliveryState.CANCELLED}
    assert [each.state for each in outcome.notices] == [NoticeState.RECALLED]


def test_one_that_waits_for_the_morning_is_never_sent() -> None:
    outcome = direct_notice("撤回B7", NoticeState.SENDING, WAITING, WAITING)
    assert outcome.recalls == ()
    assert "B7 还没有发出，已经取消" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize("state", [NoticeState.PREVIEW, NoticeState.CANCELLED, NoticeState.RECALLED])
def test_what_was_not_sent_or_is_taken_back_is_told_so(state: NoticeState) -> None:
    outcome = direct_notice("撤回B7", state, SEEN)
    assert (outcome.recalls, outcome.notices) == ((), ())
    assert "没有可撤的" in texts_to(outcome, STAFF_GROUP)[0]


def test_the_manager_hears_which_groups_keep_it_and_why() -> None:
    asked = [
        recall(1, RecallState.TAKEN_BACK, ticket=None, notice=7, origin=None),
        recall(2, RecallState.LATE, ticket=None, notice=7, origin=None),
    ]
    outcome = unsaying.report(asked, sent(SEEN, SEEN), (), None, notice(), ESTATE, NOW)
    (text,) = texts_to(outcome, STAFF_GROUP)
    assert "B7 已从1/2个群撤回" in text
    assert "撤不回（超过2分钟）：2号群" in text
    assert "更正B7" in text


def test_a_correction_goes_to_exactly_the_groups_that_got_it() -> None:
    outcome = direct_notice(
        "更正B7 改到后天", NoticeState.SENT, SEEN, DEAD, SEEN, WAITING, DeliveryState.RECALLED
    )
    new = [each for each in outcome.deliveries if each.purpose is Purpose.NOTICE]
    assert [each.chat for each in new] == [group(n).id for n in (1, 3, 4, 5)]
    assert {each.text for each in new} == {"【物业通知】更正：改到后天"}
    (made,) = outcome.notices
    assert (made.number, made.state, made.chats) == (8, NoticeState.SENDING, tuple(d.chat for d in new))
    assert "B8 更正 B7，发给收到过它的4个群" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(("text", "state", "said", "words"), [
    ("更正B7", NoticeState.SENT, (SEEN,), "更正B7 停水改为"),
    ("更正", NoticeState.SENT, (SEEN,), "更正B7 停水改为"),
    ("更正B7 x", NoticeState.PREVIEW, (), "不用更正"),
    ("更正B7 x", NoticeState.SENT, (DEAD,), "不用更正"),
    ("更正B7 x", NoticeState.SENDING, (WAITING, WAITING), "请先发 撤回B7"),
])  # fmt: skip
def test_what_cannot_be_corrected_says_why(text: str, state: NoticeState, said: Any, words: str) -> None:
    outcome = direct_notice(text, state, *said)
    assert outcome.notices == ()
    assert words in texts_to(outcome, STAFF_GROUP)[0]


def test_a_correction_too_long_is_refused_and_not_cut() -> None:
    outcome = direct_notice("更正B7 " + "改" * 2001, NoticeState.SENT, SEEN)
    assert outcome.notices == ()
    assert not any(each.purpose is Purpose.NOTICE for each in outcome.deliveries)
    assert "2001字" in texts_to(outcome, STAFF_GROUP)[0]
