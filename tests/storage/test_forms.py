"""The web form's links, and what is read on the page that one leads to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.model import DeliveryState, Outcome, Person, Step
from storage.engine import Database
from storage.forms import FormLink
from tests.storage.building import ESTATE, GROUP, NOW, OWNER, make_delivery, make_event, make_ticket, save

WRITER = Person("form:contact:abc", "业主")
OTHER = Person("form:contact:def", "业主")
LINK = FormLink(token_hash="0" * 64, estate=ESTATE, person=WRITER.id, made_at=NOW)


async def test_a_link_is_kept_once_and_forgotten_when_it_is_old(estate: Database) -> None:
    async with estate.transaction() as uow:
        assert await uow.forms.add(LINK)
        assert not await uow.forms.add(LINK)
        await uow.commit()
    async with estate.transaction() as uow:
        assert await uow.forms.get(LINK.token_hash) == LINK
        assert await uow.forms.get("1" * 64) is None
        assert await uow.forms.prune(NOW) == 0
        assert await uow.forms.prune(NOW + timedelta(seconds=1)) == 1
        assert await uow.forms.get(LINK.token_hash) is None


async def test_a_page_shows_what_was_said_to_its_writer_and_is_due(estate: Database) -> None:
    said = [
        make_delivery(chat=WRITER.id, text="第一句"),
        make_delivery(chat=WRITER.id, text="还没到时候", due_at=NOW + timedelta(minutes=1)),
        make_delivery(chat=WRITER.id, text="取消了的", state=DeliveryState.CANCELLED),
        make_delivery(chat=WRITER.id, text="撤回了的", state=DeliveryState.RECALLED),
        make_delivery(chat=OTHER.id, text="别人的"),
        make_delivery(chat=GROUP, text="群里的"),
        make_delivery(chat=WRITER.id, text="第二句", state=DeliveryState.SEEN),
    ]
    await save(estate, Outcome(deliveries=tuple(said)))
    async with estate.view() as uow:
        found = await uow.forms.said(ESTATE, WRITER.id, NOW)
        assert [each.text for each in found] == ["第一句", "第二句"]
        assert await uow.forms.said("elsewhere", WRITER.id, NOW) == ()


@pytest.mark.parametrize(("person", "numbers"), [(WRITER, (1, 2)), (OTHER, ()), (OWNER, ())])
async def test_a_writer_has_the_tickets_that_they_opened_or_joined(
    estate: Database, person: Person, numbers: tuple[int, ...]
) -> None:
    """Owners in groups have none here: they are found otherwise."""
    mine, theirs = make_ticket(1, reporter=WRITER, chat=WRITER.id), make_ticket(2)
    events = (
        make_event(1, Step.OPENED, actor=WRITER),
        make_event(1, Step.DETAIL, actor=WRITER),
        make_event(2, Step.OPENED, actor=OWNER),
        make_event(2, Step.JOINED, actor=WRITER),
    )
    await save(estate, Outcome(tickets=(mine, theirs), events=events))
    async with estate.view() as uow:
        assert await uow.forms.numbers(ESTATE, person.id) == numbers
