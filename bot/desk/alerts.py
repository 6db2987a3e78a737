"""The steps that people take with an alert on the console: reads what a step needs, and decides."""

from __future__ import annotations

from datetime import datetime

from handlers.alerts import drills, urgent
from handlers.alerts.clue_list import ClueState, list_clues
from handlers.alerts.judging import judge_clue
from handlers.commands.alert_orders import extend_alert
from handlers.model import Alert, Estate, Outcome, Sender, Ticket
from handlers.texts import say
from handlers.tickets.steps import IllegalTransition
from storage.unit_of_work import UnitOfWork

#: The steps that are an alert's own.
ALERT_STEPS = frozenset({"confirm", "clear", "false_alarm", "clue_true", "clue_false", "extend"})


async def act_on_alert(
    uow: UnitOfWork, alert: Alert, ticket: Ticket, verb: str, actor: Sender, now: datetime, estate: Estate,
    words: str = "",
) -> Outcome:  # fmt: skip
    """What one step of ALERT_STEPS leads to.

    `words` are the number of a clue, the minutes of `extend`, or a correction in other words.
    Raises IllegalTransition.
    """
    outcome = await _take_step(uow, alert, ticket, verb, actor, now, estate, words)
    return drills.contain(outcome, (alert,), estate)


async def _take_step(
    uow: UnitOfWork, alert: Alert, ticket: Ticket, verb: str, actor: Sender, now: datetime, estate: Estate,
    words: str,
) -> Outcome:  # fmt: skip
    if verb in ("clue_true", "clue_false"):
        return await _judge(uow, alert, verb, actor, now, estate, words)
    if verb == "extend":
        return extend_alert(alert, int(words) if words.isdecimal() else 0, actor, now, estate)
    if verb == "confirm":
        files = await uow.tickets.files(estate.id, ticket.number)
        return urgent.confirm(alert, ticket, actor, now, estate, files=files)
    said = await uow.outbox.told(estate.id, (ticket.number,))
    if verb == "false_alarm":
        return urgent.retract(alert, ticket, actor, now, estate, words=words, said=said)
    outcome = urgent.clear(alert, ticket, actor, now, estate, words, said=said)
    if drills.is_drill(alert):
        touches = await uow.tickets.touches(estate.id, (ticket.number,))
        outcome += drills.score(alert, touches[ticket.number], now, estate)
    return outcome


async def _judge(
    uow: UnitOfWork, alert: Alert, verb: str, actor: Sender, now: datetime, estate: Estate, words: str
) -> Outcome:
    touches = await uow.tickets.touches(estate.id, (alert.ticket,))
    clues = list_clues(touches[alert.ticket])
    clue = next((clue for clue in clues if str(clue.index) == words), None)
    if clue is None:
        raise IllegalTransition(say(estate.texts, "no_clue", index=words))
    state = ClueState.TRUE if verb == "clue_true" else ClueState.FALSE
    files = await uow.tickets.files(estate.id, alert.ticket)
    return judge_clue(alert, clue, state, actor, now, estate, None, files)
