"""What stands on the page of one report: its tickets, what its writer said, what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.phrases import STEPS
from handlers.model import Alert, Delivery, Estate, FileState, Status, Step, Ticket, TicketEvent, TicketFile
from handlers.tickets.steps import can_step
from nlp.redact import mask_phone, mask_phones
from storage.forms import FormLink
from storage.unit_of_work import UnitOfWork

#: What its writer did, in words for the writer; other steps are called as everywhere.
_OWN_STEPS: Mapping[Step, str] = {
    Step.OPENED: "您登记了",
    Step.DETAIL: "您补充了",
    Step.PHOTO: "您补充了照片",
    Step.JOINED: "和邻居反映的是同一件事，一起处理",
    Step.REMINDED: "您催了一次",
    Step.REOPENED: "您说没修好",
    Step.WITHDRAWN: "您撤单了",
    Step.RATED: "您的评价",
    Step.NOTED: "您要求人工联系",
    Step.CLUE: "您提供了线索",
    Step.CLEARED: "您解除了警报",
}
_FINISHED = (Status.DONE, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said, by the writer or to the writer; `photos` are hashes."""

    at: datetime
    own: bool
    title: str
    words: str
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A ticket as its writer may see it.  Of one that somebody else opened only number, kind and state."""

    ticket: Ticket
    own: bool
    acts: tuple[str, ...]

    @property
    def summary(self) -> str:
        return mask_phones(self.ticket.summary) if self.own else ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """The page of one report at one moment."""

    link: FormLink
    estate: Estate
    cards: Sequence[Card] = ()
    lines: Sequence[Line] = ()
    photos: Mapping[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(card.ticket.number for card in self.cards)


async def read_form_page(uow: UnitOfWork, link: FormLink, estate: Estate, now: datetime) -> FormPage:
    """Everything for the page; no look at what is not the writer's."""
    numbers = await uow.forms.numbers(link.estate, link.person)
    tickets = await uow.tickets.numbered(link.estate, numbers)
    histories = await uow.tickets.histories(link.estate, numbers)
    said = await uow.forms.said(link.estate, link.person, now)
    phones = {ticket.phone for ticket in tickets if ticket.phone and ticket.reporter.id == link.person}
    cards, lines = list[Card](), [_show_said(each, phones) for each in said]
    photos = dict.fromkeys(_list_files(said), "image/jpeg")
    for ticket in reversed(tickets):
        alert = await uow.alerts.get(link.estate, ticket.number)
        files = [f for f in await uow.tickets.files(link.estate, ticket.number) if _is_own(f, link.person)]
        photos |= {file.sha256: file.media_type or "" for file in files if file.sha256}
        own = ticket.reporter.id == link.person
        cards.append(Card(ticket, own, list_acts(ticket, alert, own)))
        lines += _list_own(ticket, histories[ticket.number], files, link.person)
    return FormPage(link, estate, cards, sorted(lines, key=lambda line: line.at), photos)


def list_acts(ticket: Ticket, alert: Alert | None, own: bool) -> tuple[str, ...]:
    """What the writer can do with the ticket now."""
    acts: list[str] = []
    if ticket.live:
        acts.append("remind")
        if own:
            acts.append("clear" if alert is not None and alert.live else "cancel")
    elif own and ticket.status in _FINISHED:
        acts += ["rate"] if ticket.rating is None else []
        acts += ["reopen"] if can_step(ticket, Step.REOPENED) else []
    return tuple(acts)


def _is_own(file: TicketFile, person: str) -> bool:
    return file.added_by.id == person and file.state is FileState.STORED


def _list_files(said: Sequence[Delivery]) -> list[str]:
    return [delivery.file for delivery in said if delivery.file]


def _show_said(delivery: Delivery, phones: set[str]) -> Line:
    """As it was said; the writer's own number masked, for the page may be seen over a shoulder."""
    text, photos = delivery.text, (delivery.file,) if delivery.file else ()
    for phone in phones:
        text = text.replace(phone, mask_phone(phone))
    return Line(delivery.sent_at or delivery.due_at, False, "", text, photos)


def _list_own(
    ticket: Ticket, events: Sequence[TicketEvent], files: Sequence[TicketFile], person: str
) -> list[Line]:
    mine = [event for event in events if event.actor and event.actor.id == person]
    details = [event.words.strip() for event in mine if event.step is Step.DETAIL]
    lines, shown = [], set[str]()
    for event in mine:
        words = _strip_details(ticket.words, details) if event.step is Step.OPENED else event.words
        photos = _list_photos(files, event.message) if event.message not in shown else ()
        shown.add(event.message or "")
        title = _OWN_STEPS.get(event.step, STEPS.get(event.step, ""))
        if event.step is Step.RATED:
            words = f"{words}分"
        if event.step is not Step.PHOTO or photos:
            lines.append(Line(event.at, True, title, mask_phones(words), photos))
    return lines


def _strip_details(words: str, details: Sequence[str]) -> str:
    """The first words alone: what was added before anybody was told stands in the ticket as well."""
    for detail in reversed(details):
        words = words.removesuffix(f"\n{detail}")
    return words


def _list_photos(files: Sequence[TicketFile], message: str | None) -> tuple[str, ...]:
    return tuple(file.sha256 for file in files if file.message == message and file.sha256)
