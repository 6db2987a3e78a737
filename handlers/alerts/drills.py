"""演练: the whole chain of an alert in one staff group alone, every text marked, with a score card.

A drill is an alert of the policy DRILL.  `contain` is the wall around it: whatever a decision says of a
drill is marked and goes to the drill's own group or nowhere; `hide` keeps owners' words out of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.alerts.clue_list import list_clues
from handlers.alerts.relays import MISSING, page_staff, write_advice, write_page, write_relay
from handlers.alerts.steps import write_alert_event
from handlers.case import Case
from handlers.kinds import DRILL, get_title, get_trade
from handlers.model import (
    Alert,
    AlertState,
    ChatKind,
    Delivery,
    Estate,
    Outcome,
    Purpose,
    Step,
    Ticket,
)  # fmt: skip
from handlers.roster import on_duty
from handlers.saying.showing import show_chats, show_person
from handlers.saying.speak import answer, tell
from handlers.texts import has_text, say
from handlers.threads import Touch
from handlers.tickets.opening import file_report
from nlp.verdict import Verdict

#: An exercise that nobody ends is over after this.
LONGEST_DRILL = timedelta(minutes=30)


def is_drill(alert: Alert | None) -> bool:
    return alert is not None and alert.policy == DRILL


def hide(case: Case) -> Case:
    """The case without exercises: what owners say can neither join one nor end it."""
    numbers = {alert.ticket for alert in case.alerts if is_drill(alert)}
    if not numbers:
        return case
    return replace(
        case,
        alerts=tuple(alert for alert in case.alerts if alert.ticket not in numbers),
        alert_tickets=tuple(ticket for ticket in case.alert_tickets if ticket.number not in numbers),
        threads=tuple(thread for thread in case.threads if thread.ticket.number not in numbers),
        own=tuple(ticket for ticket in case.own if ticket.number not in numbers),
    )


def contain(outcome: Outcome, alerts: Iterable[Alert | None], estate: Estate) -> Outcome:
    """What is said of an exercise stays in its group and is marked."""
    chats = {alert.ticket: alert.chat for alert in (*alerts, *outcome.alerts) if alert and is_drill(alert)}
    if not chats:
        return outcome
    mark = say(estate.texts, "drill_mark")
    said = tuple(
        each
        if each.ticket not in chats
        else replace(each, text=each.text if each.text.startswith(mark) else mark + each.text)
        for each in outcome.deliveries
        if each.ticket not in chats or each.chat == chats[each.ticket]
    )
    return replace(outcome, deliveries=said)


# --- its start -----------------------------------------------------------------------------------


def start(case: Case) -> Outcome:
    """Opens an exercise in the staff group where it was asked for, else in the estate's first."""
    estate, command = case.estate, case.command
    groups = estate.staff_groups
    if not groups:
        text = say(estate.texts, "drill_no_group")
        return Outcome(deliveries=(answer(case.message, text, case.now, estate),))
    running = [alert.ticket for alert in case.alerts if alert.live and is_drill(alert)]
    if running:
        text = say(estate.texts, "drill_running", number=running[0])
        return Outcome(deliveries=(answer(case.message, text, case.now, estate),))
    real = [alert.ticket for alert in case.alerts if alert.live]
    if real:
        # Two searches in one staff group, one of them made up, would cost the other its seconds.
        text = say(estate.texts, "drill_not_now", number=real[0])
        return Outcome(deliveries=(answer(case.message, text, case.now, estate),))
    here = case.message.chat if case.message.chat.kind is ChatKind.STAFF else groups[0]
    category = (command.words if command else "") or MISSING
    ticket, filed = file_report(_pretend(case, here.id, category))
    alert = _draft(ticket, case)
    alerted = write_alert_event(
        alert, Step.ALERTED, case.now, case.message.sender, alert.policy, case.message
    )
    said = _say_all(ticket, alert, case)
    return contain(filed + Outcome(events=(alerted,), alerts=(alert,), deliveries=said), (alert,), estate)


def _pretend(case: Case, chat: str, category: str) -> Case:
    name = f"drill_words_{category}"
    words = say(case.estate.texts, name if has_text(name) else "drill_words", category=get_title(category))
    here = next(group for group in case.estate.staff_groups if group.id == chat)
    message = replace(case.message, text=words, chat=here, attachments=(), quote=None)
    verdict = Verdict("urgent", category)
    return replace(case, message=message, verdict=verdict, command=None, recent=(), threads=())


def _draft(ticket: Ticket, case: Case) -> Alert:
    return Alert(
        estate=ticket.estate,
        ticket=ticket.number,
        category=ticket.category or MISSING,
        policy=DRILL,
        state=AlertState.UNCONFIRMED,
        reporter=case.message.sender.person,
        chat=ticket.chat,
        facts=ticket.words,
        opened_at=case.now,
        ends_at=case.now + LONGEST_DRILL,
    )


def _say_all(ticket: Ticket, alert: Alert, case: Case) -> tuple[Delivery, ...]:
    """In the order of the real thing: first words, the page, whom it would call and tell."""
    estate, now, key = case.estate, case.now, case.message.key
    advice = tell(
        estate, alert.chat, write_advice(ticket, estate), Purpose.ADVICE, now,
        ticket=alert.ticket, answers=key,
    )  # fmt: skip
    page = tell(
        estate, alert.chat, write_page(ticket, alert, now, estate), Purpose.PAGE, now,
        ticket=alert.ticket, answers=key,
    )  # fmt: skip
    duty = on_duty(estate.roster, now, get_trade(alert.category), estate.timezone)
    people = [show_person(person) for person in dict.fromkeys((*duty, *estate.managers))]
    plan = say(
        estate.texts,
        "drill_plan",
        people=say(estate.texts, "comma").join(people) or say(estate.texts, "drill_nobody"),
        groups=show_chats((chat.id for chat in estate.owners_groups), estate),
        count=len(estate.owners_groups),
        number=alert.ticket,
    )
    told = tell(estate, alert.chat, plan, Purpose.PAGE, now, ticket=alert.ticket, answers=key)
    return (advice, page, told)


# --- its course ----------------------------------------------------------------------------------


def go_on(alert: Alert, case: Case) -> Outcome:
    """Confirmed: what the groups would read, and a clue to be checked."""
    estate, now = case.estate, case.now
    relay = write_relay(alert, now, estate)
    count = len(estate.owners_groups)
    shown = tell(
        estate, alert.chat, say(estate.texts, "drill_relay", text=relay, count=count), Purpose.RELAY, now,
        ticket=alert.ticket,
    )  # fmt: skip
    words = say(estate.texts, "drill_clue")
    clue = write_alert_event(alert, Step.CLUE, now, case.message.sender, words)
    page = page_staff(
        alert, "page_clue", now, estate, None, index=1, origin=say(estate.texts, "drill_origin"), name="",
        time=say(estate.texts, "drill_now"), words=words,
    )  # fmt: skip
    return contain(Outcome(events=(clue,), deliveries=(shown, *page)), (alert,), estate)


def score(alert: Alert, touches: Iterable[Touch], now: datetime, estate: Estate) -> Outcome:
    """The score card: how long each step took, and which was never taken."""
    touches = tuple(touches)
    lines = [
        _write_line(name, alert, touches, steps, estate)
        for name, steps in (
            ("drill_accepted", (Step.ACCEPTED,)),
            ("drill_confirmed", (Step.CONFIRMED,)),
            ("drill_judged", (Step.VERIFIED, Step.DISMISSED)),
        )
    ]
    took = _show_span(now - alert.opened_at, estate)
    text = say(
        estate.texts, "drill_score", number=alert.ticket, lines="\n".join(lines), took=took,
        clues=len(list_clues(touches)),
    )  # fmt: skip
    said = tell(estate, alert.chat, text, Purpose.RESULT, now, ticket=alert.ticket)
    return contain(Outcome(deliveries=(said,)), (alert,), estate)


def _write_line(
    name: str, alert: Alert, touches: tuple[Touch, ...], steps: tuple[Step, ...], estate: Estate
) -> str:
    title = say(estate.texts, name)
    first = next((touch for touch in touches if touch.step in steps), None)
    if first is None:
        return say(estate.texts, "drill_never", step=title)
    span = _show_span(first.at - alert.opened_at, estate)
    return say(estate.texts, "drill_took", step=title, span=span, name=first.name)


def _show_span(span: timedelta, estate: Estate) -> str:
    minutes, seconds = divmod(max(0, round(span.total_seconds())), 60)
    name = "span_minutes" if minutes else "span_seconds"
    return say(estate.texts, name, minutes=minutes, seconds=seconds)


def is_late(alert: Alert, now: datetime) -> bool:
    """Whether an exercise has gone on for so long that nobody is at it any more."""
    return is_drill(alert) and alert.live and now >= alert.ends_at
