"""What an alert says: to the reporter, to those who are paged, and to the other owners' groups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.case import Case
from handlers.kinds import Relay, get_title, get_trade
from handlers.model import Alert, AlertState, Delivery, Estate, Message, Person, Purpose, Ticket
from handlers.roster import on_duty
from handlers.showing import show_about, show_chat, show_photos, show_time, show_words
from handlers.speak import tell, tell_chats
from handlers.texts import has_text, say
from handlers.wordlists import is_person_word
from nlp.redact import redact

MISSING = "missing_person"


def strip_facts(text: str, reporter: Person) -> str:
    """What other groups may read of the reporter's words: no phone, no room, not the reporter's name."""
    facts = redact(text)
    name = reporter.name.strip()
    return facts if len(name) < 2 or is_person_word(name) else facts.replace(name, "").strip()


def write_advice(ticket: Ticket, estate: Estate) -> str:
    """What the reporter must do now."""
    name = f"advice_{ticket.category}"
    return say(estate.texts, name if has_text(name) else "advice_other_urgent", number=ticket.number)


def write_page(ticket: Ticket, alert: Alert, now: datetime, estate: Estate, *, masked: bool = True) -> str:
    """The card of an urgent ticket."""
    return say(
        estate.texts,
        "page",
        number=ticket.number,
        about=show_about(ticket, estate),
        words=show_words(ticket, estate, masked=masked),
        photos=show_photos(ticket, estate),
        opened=show_time(ticket.opened_at, now, estate),
        ask=_write_ask(alert, estate),
    ).replace("\n\n", "\n")


def _write_ask(alert: Alert, estate: Estate) -> str:
    if alert.state is AlertState.UNCONFIRMED:
        return "\n" + say(estate.texts, "page_confirm", number=alert.ticket)
    if alert.policy == Relay.NEVER:
        return say(estate.texts, "page_never")
    return say(estate.texts, "page_auto", count=len(alert.told)) if alert.told else ""


def page_everybody(ticket: Ticket, alert: Alert, case: Case) -> tuple[Delivery, ...]:
    """The page for every staff group, those on duty, the managers and the channels outside."""
    estate, now = case.estate, case.now
    managers = [person.id for person in estate.managers]
    trade = get_trade(ticket.category)
    people = [person.id for person in on_duty(estate.roster, now, trade, estate.timezone)]
    others = [chat.id for chat in estate.staff_groups] + [chat for chat in people if chat not in managers]
    key, number = case.message.key, ticket.number
    short = write_page(ticket, alert, now, estate)
    full = write_page(ticket, alert, now, estate, masked=False)
    return (
        *tell_chats(estate, others, short, Purpose.PAGE, now, ticket=number, answers=key),
        *tell_chats(estate, managers, full, Purpose.PAGE, now, ticket=number, answers=key),
        *tell_chats(estate, estate.apprise, short, Purpose.PAGE, now, ticket=number, answers=key),
    )


def page_staff(
    alert: Alert, name: str, now: datetime, estate: Estate, via: Message | None = None,
    also: Iterable[str] = (), /, **values: object,
) -> tuple[Delivery, ...]:  # fmt: skip
    """The sentence `name` for every staff group and for the chats of `also`."""
    text = say(estate.texts, name, number=alert.ticket, category=get_title(alert.category), **values)
    chats = [*(chat.id for chat in estate.staff_groups), *also]
    key = via.key if via else None
    return tell_chats(estate, chats, text, Purpose.PAGE, now, ticket=alert.ticket, answers=key)


def list_untold(alert: Alert, estate: Estate) -> tuple[str, ...]:
    """The owners' groups that have not been told and are not where it was reported."""
    known = {alert.chat, *alert.told}
    return tuple(chat.id for chat in estate.owners_groups if chat.id not in known)


def relay(
    alert: Alert, chats: Iterable[str], now: datetime, estate: Estate, via: Message | None = None
) -> tuple[Delivery, ...]:
    """The alert for other owners' groups: facts only."""
    name, title = f"relay_{alert.category}", get_title(alert.category)
    text = say(
        estate.texts,
        name if has_text(name) else "relay",
        category=title,
        facts=alert.facts or say(estate.texts, "facts_unknown", category=title),
        origin=show_chat(alert.chat, estate),
        time=show_time(alert.opened_at, now, estate),
    )
    key = via.key if via else None
    return tell_chats(estate, chats, text, Purpose.RELAY, now, ticket=alert.ticket, answers=key)


def tell_update(
    alert: Alert, facts: str, now: datetime, estate: Estate, via: Message | None = None
) -> tuple[Delivery, ...]:
    """More facts for the groups that were told."""
    values = {"category": get_title(alert.category), "facts": facts, "origin": show_chat(alert.chat, estate)}
    text = say(estate.texts, "update", **values)
    key = via.key if via else None
    return tell_chats(estate, alert.told, text, Purpose.UPDATE, now, ticket=alert.ticket, answers=key)


def tell_photo(
    alert: Alert, chats: Iterable[str], sha256: str, now: datetime, estate: Estate
) -> tuple[Delivery, ...]:
    """A stored photo for the groups that were told."""
    whom = f"whom_{alert.category}"
    text = say(
        estate.texts,
        "update_photo",
        category=get_title(alert.category),
        origin=show_chat(alert.chat, estate),
        whom=say(estate.texts, whom if has_text(whom) else "whom"),
    )
    return tuple(
        tell(estate, chat, text, Purpose.UPDATE, now, ticket=alert.ticket, file=sha256) for chat in chats
    )


def tell_all_clear(
    alert: Alert, chats: Iterable[str], now: datetime, estate: Estate, via: Message | None = None
) -> tuple[Delivery, ...]:
    """It is over, for every group that heard of it."""
    name = f"all_clear_{alert.category}"
    values = {"category": get_title(alert.category), "origin": show_chat(alert.chat, estate)}
    text = say(estate.texts, name if has_text(name) else "all_clear", **values)
    key = via.key if via else None
    return tell_chats(estate, chats, text, Purpose.ALL_CLEAR, now, ticket=alert.ticket, answers=key)


def tell_correction(
    alert: Alert, now: datetime, estate: Estate, via: Message | None = None
) -> tuple[Delivery, ...]:
    """It was a false alarm, for exactly the groups that were told."""
    values = {"category": get_title(alert.category), "origin": show_chat(alert.chat, estate)}
    text = say(estate.texts, "correction", **values)
    key = via.key if via else None
    return tell_chats(estate, alert.told, text, Purpose.CORRECTION, now, ticket=alert.ticket, answers=key)
