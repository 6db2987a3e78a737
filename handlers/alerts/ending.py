"""How a live alert is said to be over: who may say so, in what words, and what comes of it."""

from __future__ import annotations

from handlers.alerts import noticing
from handlers.alerts.relays import MISSING, page_staff
from handlers.alerts.sameness import may_be_same_person
from handlers.alerts.steps import clear, may_clear, retract
from handlers.alerts.updates import find_alert_ticket
from handlers.case import Case
from handlers.model import Alert, Outcome, Step
from handlers.saying.showing import show_chat
from handlers.texts import say
from handlers.threads import Thread
from handlers.words import family, sightings
from handlers.words.endings import (
    ALMOST_CERTAIN,
    SOMEWHERE,
    SURELY,
    apologises,
    is_likely_over,
    is_of_something_else,
    puts_off,
    says_over,
    sounds_over,
    tells_outcome,
)
from handlers.words.outcomes import names_hurt, names_menace, only_tends_hurt
from handlers.words.topics import find_building, is_about, same_building
from nlp.endings import GIVER, OTHER, OWN, Setting, weigh_ending

#: So unlikely, nothing is over, whatever words it uses; and so likely, it is, unless it asks.
NEVER, BEYOND_DOUBT = 0.05, 0.95


def find_over(case: Case) -> tuple[Alert, ...]:
    """The live alerts that the sender may end and that the message says are over."""
    return tuple(
        alert
        for alert in case.alerts
        if alert.live and ((_may_end(alert, case) and _is_over(alert, case)) or _was_a_pet(alert, case))
    )


def _is_over(alert: Alert, case: Case) -> bool:
    """The words say so; its own reporter may say it with a sigh of relief."""
    text, own = _read_names(alert, case), alert.reporter.id == case.message.sender.id
    if alert.category in _BY_SOMEBODY and names_menace(alert.facts) and only_tends_hurt(text):
        return False
    if _only_cooked(alert, case.message.text) or _answers_at_home(alert, case):
        return True
    likely, setting = _weigh_over(alert, case), _find_setting(alert, case)
    if likely < NEVER and not (alert.category == MISSING and says_over(text, MISSING, weighed=False)):
        return False
    if _is_surely_said(text, alert.category, likely):
        return True
    if says_over(text, alert.category, who=_find_speaker(alert, case), setting=setting):
        return True
    if any(says_over(text, danger, weighed=False) for danger in _list_dangers(alert, case)):
        return True
    handed_over = alert.category == MISSING and family.hands_over(text) and not puts_off(text)
    return handed_over or (own and sounds_over(text))


def _is_surely_said(text: str, category: str, likely: float) -> bool:
    """Whether the weights leave hardly a doubt, and the words do not ask or put it off."""
    if likely < SURELY or is_of_something_else(text, category):
        return False
    return likely >= BEYOND_DOUBT or not puts_off(text)


def _weigh_over(alert: Alert, case: Case) -> float:
    """How likely the message says that the alert is over, from 0 to 1."""
    speaker, setting = _find_speaker(alert, case), _find_setting(alert, case)
    return weigh_ending(case.message.text, alert.category, speaker, setting)


def _find_setting(alert: Alert, case: Case) -> Setting:
    return noticing.find_setting(alert, _find_thread(alert, case), case)


def _find_speaker(alert: Alert, case: Case) -> str:
    """Who speaks: the rest of the family, and whose home it is, as who called for help."""
    thread = _find_thread(alert, case)
    speaker = noticing.find_speaker(alert, thread, case) if thread else ""
    of_own = alert.category == MISSING or family.admits(case.message.text)
    return OWN if speaker == OTHER and of_own else speaker


def _list_dangers(alert: Alert, case: Case) -> tuple[str, ...]:
    """What has to come out well: sparks are put out as fires are, who breathed gas is brought round."""
    thread = _find_thread(alert, case)
    words = thread.words if thread else alert.facts
    if alert.category == "electric_hazard" and is_about("fire", words):
        return (alert.category, "fire")
    if alert.category == "gas" and names_hurt(words):
        return (alert.category, "medical")
    if alert.category == MISSING and family.is_home_call(words):
        return (alert.category, "medical")
    return (alert.category,)


def _read_names(alert: Alert, case: Case) -> str:
    """The message, with 孩子 where it says the name of the one who is looked for."""
    text = case.message.text
    return family.drop_names(text, _list_names(alert, case)) if alert.category == MISSING else text


def _list_names(alert: Alert, case: Case) -> frozenset[str]:
    thread = _find_thread(alert, case)
    return family.find_names(thread.words if thread else alert.facts, alert.reporter.name)


def _find_thread(alert: Alert, case: Case) -> Thread | None:
    for thread in case.threads:
        if thread.ticket.number == alert.ticket:
            return thread
    return None


# --- who may say so ------------------------------------------------------------------------------


def _may_end(alert: Alert, case: Case) -> bool:
    """The reporter, staff, who saw it end, the family, and who said before: it is mine, it is my home."""
    if may_clear(alert, case.message.sender):
        return True
    if alert.category == MISSING:
        return _is_of_family(alert, case)
    return _saw_it_end(alert, case) or _tells_of_own(alert, case) or _claimed(alert, case)


def _is_of_family(alert: Alert, case: Case) -> bool:
    """Who joined or claimed the missing before, who speaks of one of the own, and who gave a clue and saw
    the family take over.
    """
    text, person = case.message.text, case.message.sender.id
    # The name has gone out to every group: with it alone only who is where the call came from is believed.
    names = _list_names(alert, case) if alert.chat == case.message.chat.id else ()
    if family.speaks_as_family(text, names) and may_be_same_person(alert.facts, text):
        return True
    if alert.chat == case.message.chat.id and (family.thanks_helper(text) or family.has_in_arms(text)):
        return True
    thread = _find_thread(alert, case)
    own = [touch for touch in thread.touches if touch.person == person] if thread else []
    if any(touch.step is Step.JOINED for touch in own) or _claimed(alert, case):
        return True
    if _answers_at_home(alert, case):
        return True
    gave = any(touch.step is Step.CLUE for touch in own)
    return gave and (
        family.hands_over(text) or is_likely_over(text, alert.category, GIVER, _find_setting(alert, case))
    )


def _answers_at_home(alert: Alert, case: Case) -> bool:
    """Somebody did not answer at home; a neighbour has been there, and the door was opened."""
    thread = _find_thread(alert, case)
    words = thread.words if thread else alert.facts
    return alert.category == MISSING and family.is_home_call(words) and family.answers_door(case.message.text)


def _claimed(alert: Alert, case: Case) -> bool:
    thread, person = _find_thread(alert, case), case.message.sender.id
    if thread is None or person not in thread.people:
        return False
    own = (touch for touch in thread.touches if touch.person == person)
    claimed = (touch.words for touch in own if touch.step in (Step.CLUE, Step.JOINED))
    claims = (sightings.claims_kin, sightings.claims_home, family.admits)
    return any(claims_it(words) for words in claimed for claims_it in claims)


#: What somebody or some animal does, and may do again.
_BY_SOMEBODY = frozenset({"crime", "other_urgent"})
#: Where somebody needed help at one spot, whoever was there, and the family, sees how it ended.
_RESCUES = frozenset({"medical", "elevator_trapped", "other_urgent"})
_OF_SOMEBODY = _RESCUES | {"gas"}


def _saw_it_end(alert: Alert, case: Case) -> bool:
    """A witness, a helper in the reporter's own group, or whose home it is, tells what became of it."""
    text = case.message.text
    here = alert.chat == case.message.chat.id
    if (family.admits(text) or (here and apologises(text))) and _is_surely_over(text, alert.category):
        return True
    if _only_cooked(alert, text):
        return True
    thread = _find_thread(alert, case)
    witness = thread is not None and case.message.sender.id in thread.members
    if not witness and (alert.category not in _RESCUES or not here):
        return False
    who, setting = _find_speaker(alert, case), _find_setting(alert, case)
    return any(tells_outcome(text, danger, who, setting) for danger in _list_dangers(alert, case))


def _only_cooked(alert: Alert, text: str) -> bool:
    """Whose home it is says that it was smoke or a smell of the kitchen: 是我在阳台烤红薯."""
    return alert.category in ("fire", "gas") and family.admits(text) and family.cooks(text)


def _is_surely_over(text: str, category: str) -> bool:
    if says_over(text, category, weighed=False):
        return True
    return (
        says_over(text, category, who=GIVER)
        and weigh_ending(text, category, GIVER, SOMEWHERE) >= ALMOST_CERTAIN
    )


def _tells_of_own(alert: Alert, case: Case) -> bool:
    """Of whom it was tells somebody of the family: 我婆婆已经上救护车了."""
    text, setting = case.message.text, _find_setting(alert, case)
    return (
        alert.category in _OF_SOMEBODY
        and family.speaks_as_family(text, ())
        and may_be_same_person(alert.facts, text)
        and any(tells_outcome(text, danger, setting=setting) for danger in _list_dangers(alert, case))
    )


# --- what comes of it ----------------------------------------------------------------------------


def end_alert(case: Case) -> Outcome:
    """找到了: the all-clear.  Where it could mean several alerts, staff are asked which."""
    over = find_over(case)
    own = [alert for alert in over if alert.reporter.id == case.message.sender.id]
    meant = own or _name_alerts(case, over)
    if not own and len(meant) > 1:
        return _ask_which(case, over)
    alert, sender = meant[0], case.message.sender
    if _was_a_pet(alert, case):
        return _take_back_pet(alert, case)
    past = [each for each in case.told if each.ticket == alert.ticket]
    return clear(
        alert, find_alert_ticket(alert, case), sender, case.now, case.estate, case.message.text,
        case.message, past,
    )  # fmt: skip


def _name_alerts(case: Case, over: tuple[Alert, ...]) -> list[Alert]:
    """Those of the building, or of the person, that the message names; all where it names none of theirs."""
    building = find_building(case.message.text)
    tickets = {alert.ticket: find_alert_ticket(alert, case) for alert in over}
    rooms = {number: ticket.room for number, ticket in tickets.items() if ticket}
    named = [alert for alert in over if same_building(building, rooms.get(alert.ticket))]
    called = [a for a in over if any(name in case.message.text for name in _list_names(a, case))]
    about = [alert for alert in over if is_about(alert.category, case.message.text)]
    return named or called or about or list(over)


def _ask_which(case: Case, alerts: tuple[Alert, ...]) -> Outcome:
    named = say(case.estate.texts, "comma").join(f"#{alert.ticket}" for alert in alerts)
    first, count = alerts[0], len(alerts)
    said = page_staff(first, "which_alert", case.now, case.estate, case.message, count=count, alerts=named)
    return Outcome(deliveries=said)


# --- a pet called like a child -------------------------------------------------------------------


def _was_a_pet(alert: Alert, case: Case) -> bool:
    """The reporter's further words show that 宝宝 is a dog: nobody is missing."""
    if alert.category != MISSING or alert.reporter.id != case.message.sender.id:
        return False
    thread = _find_thread(alert, case)
    return family.tells_of_pet(case.message.text, thread.words if thread else alert.facts)


def _take_back_pet(alert: Alert, case: Case) -> Outcome:
    ticket = find_alert_ticket(alert, case)
    if ticket is None:
        return Outcome()
    texts = case.estate.texts
    words = say(texts, "correction_pet", origin=show_chat(alert.chat, case.estate))
    past = [each for each in case.told if each.ticket == alert.ticket]
    return retract(
        alert, ticket, case.message.sender, case.now, case.estate, case.message, words, past,
        answer="answer_pet", told="staff_was_pet",
    )  # fmt: skip
