"""What an alert says: to the reporter, to those who are paged, and to the other owners' groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.alerts.reached import cancel_relays, list_reached
from handlers.case import Case
from handlers.kinds import Relay, get_title, get_trade
from handlers.model import (
    Alert,
    AlertState,
    Delivery,
    DeliveryState,
    Estate,
    Message,
    Person,
    Purpose,
    Ticket,
)
from handlers.roster import on_duty
from handlers.saying.showing import show_about, show_chat, show_photos, show_time, show_words
from handlers.saying.speak import tell, tell_chats
from handlers.texts import has_text, say
from handlers.words.lists import is_person_word
from nlp.facts import find_facts
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
    asked = _ask_for_facts(ticket.words, estate) if ticket.category == MISSING else ""
    name = name if has_text(name) else "advice_other_urgent"
    return say(estate.texts, name, number=ticket.number, asked=asked)


def _ask_for_facts(words: str, estate: Estate) -> str:
    """What the reporter has not said yet of age, clothes, last place and time; else empty."""
    unsaid = [say(estate.texts, f"asked_{name}") for name in find_facts(words).missing()]
    return say(estate.texts, "asked", facts=say(estate.texts, "comma").join(unsaid)) if unsaid else ""


def write_first_words(category: str, estate: Estate) -> str:
    """What the reporter must do now, while nothing could be stored yet: without a number."""
    name = f"first_{category}"
    return say(estate.texts, name if has_text(name) else "first_other_urgent")


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
    key = via.key if via else None
    text = write_relay(alert, now, estate)
    return tell_chats(estate, chats, text, Purpose.RELAY, now, ticket=alert.ticket, answers=key)


def write_relay(alert: Alert, now: datetime, estate: Estate) -> str:
    """What the other groups read of the alert."""
    name, title = f"relay_{alert.category}", get_title(alert.category)
    return say(
        estate.texts,
        name if has_text(name) else "relay",
        category=title,
        facts=alert.facts or say(estate.texts, "facts_unknown", category=title),
        origin=show_chat(alert.chat, estate),
        time=show_time(alert.opened_at, now, estate),
    )


#: The groups hear of more at most once in so long.
UPDATE_EVERY = timedelta(minutes=1)


def find_update_time(said: Iterable[Delivery], now: datetime) -> datetime:
    """When the groups may be told of more: now, or a minute after the last that they were told."""
    sent = [each.due_at for each in said if each.purpose is Purpose.UPDATE and each.due_at <= now]
    return max(now, max(sent, default=now - UPDATE_EVERY) + UPDATE_EVERY)


def tell_update(
    alert: Alert, facts: str, now: datetime, estate: Estate, via: Message | None = None,
    said: Iterable[Delivery] = (),
) -> tuple[Delivery, ...]:  # fmt: skip
    """More facts for the groups that were told, at most one message a minute.

    `said` are the alert's updates so far: one that still waits takes the new words in; `facts` are then
    all that came since the last that was sent.
    """
    said = tuple(said)
    values = {"category": get_title(alert.category), "facts": facts, "origin": show_chat(alert.chat, estate)}
    text = say(estate.texts, "update", **values)
    waiting = {each.chat: each for each in said if is_waiting_update(each, now) and each.file is None}
    due_at, key = find_update_time(said, now), via.key if via else None
    new = tell_chats(
        estate, [chat for chat in alert.told if chat not in waiting], text, Purpose.UPDATE, now,
        ticket=alert.ticket, answers=key, due_at=due_at,
    )  # fmt: skip
    return (*(replace(each, text=text) for each in waiting.values()), *new)


def is_waiting_update(delivery: Delivery, now: datetime) -> bool:
    """Whether it is an update that is held back until its minute is over."""
    pending = delivery.state is DeliveryState.PENDING and delivery.attempts == 0
    return delivery.purpose is Purpose.UPDATE and pending and delivery.due_at > now


def cancel_updates(said: Iterable[Delivery], now: datetime) -> tuple[Delivery, ...]:
    """The alert is over: what is still held back is never said."""
    return tuple(
        replace(each, state=DeliveryState.CANCELLED) for each in said if is_waiting_update(each, now)
    )


def tell_end_asked(alert: Alert, now: datetime, estate: Estate) -> tuple[Delivery, ...]:
    """Past its end: the reporter is asked as well whether it goes on."""
    text = say(estate.texts, "end_asked", number=alert.ticket)
    return (tell(estate, alert.chat, text, Purpose.ADVICE, now, mention=alert.reporter, ticket=alert.ticket),)


def tell_over(
    alert: Alert, now: datetime, estate: Estate, said: Iterable[Delivery] = ()
) -> tuple[Delivery, ...]:
    """Nobody ended it: the groups that were told hear that the bot no longer gathers clues."""
    values = {"category": get_title(alert.category), "origin": show_chat(alert.chat, estate)}
    text = say(estate.texts, "alert_given_up", **values)
    chats = list_reached(alert, said)
    return tell_chats(estate, chats, text, Purpose.ALL_CLEAR, now, ticket=alert.ticket)


def tell_extended(
    alert: Alert, until: str, now: datetime, estate: Estate, via: Message | None = None
) -> tuple[Delivery, ...]:
    """It goes on for longer: for the reporter."""
    text = say(estate.texts, "extended", number=alert.ticket, until=until)
    key = via.key if via else None
    return (
        tell(
            estate, alert.chat, text, Purpose.ADVICE, now,
            mention=alert.reporter, ticket=alert.ticket, answers=key,
        ),
    )  # fmt: skip


def tell_photo(
    alert: Alert, chats: Iterable[str], sha256: str, now: datetime, estate: Estate,
    said: Iterable[Delivery] = (),
) -> tuple[Delivery, ...]:  # fmt: skip
    """A stored photo for the groups that were told: the first at once, more of them a minute apart."""
    whom = f"whom_{alert.category}"
    text = say(
        estate.texts,
        "update_photo",
        category=get_title(alert.category),
        origin=show_chat(alert.chat, estate),
        whom=say(estate.texts, whom if has_text(whom) else "whom"),
    )
    photos = [each for each in said if each.file is not None and each.purpose is Purpose.UPDATE]
    due_at = find_update_time(photos, now)
    return tuple(
        tell(estate, chat, text, Purpose.UPDATE, now, ticket=alert.ticket, file=sha256, due_at=due_at)
        for chat in chats
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


def write_correction(alert: Alert, estate: Estate) -> str:
    """The correction, ready before anybody needs it: it was a false alarm."""
    values = {"category": get_title(alert.category), "origin": show_chat(alert.chat, estate)}
    return say(estate.texts, "correction", **values)


def tell_correction(
    alert: Alert, now: datetime, estate: Estate, via: Message | None = None, words: str = "",
    said: Iterable[Delivery] = (),
) -> tuple[Delivery, ...]:  # fmt: skip
    """It was a false alarm, for exactly the groups that heard of it, in `words` where staff chose them.

    A relay that still waits is taken back instead; a group that it never reached hears nothing.  The
    reporter is told in words of their own.
    """
    text = mark_correction(redact(words), estate) if words.strip() else write_correction(alert, estate)
    said = tuple(said)
    told = tell_chats(
        estate, [chat for chat in list_reached(alert, said) if chat != alert.chat], text,
        Purpose.CORRECTION, now, ticket=alert.ticket, answers=via.key if via else None,
    )  # fmt: skip
    return (*cancel_relays(said), *told)


def mark_correction(words: str, estate: Estate) -> str:
    """The words with the mark of a correction in front, once."""
    mark = say(estate.texts, "correction_mark")
    return words if words.startswith(mark) else mark + words
