"""What reads as chat by itself and is a report among what has just been said here.

Two who say that the power is out are no chat any more; nor is a question right after a notice, nor 同问 after
a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.model import ChatKind, Message
from handlers.threads import Remark
from handlers.words import acts, sightings
from handlers.words.hearing import says
from handlers.words.topics import (
    AREA,
    count_shared,
    find_failing,
    is_about,
    list_services,
    list_subjects,
    tells_outage,
)
from nlp.extract import find_room
from nlp.verdict import Verdict

#: So lately said, it is what people answer to.
_LATELY = timedelta(minutes=10)
_LONGEST, _SHORTEST_NOTICE, _SHORTEST_QUESTION = 60, 15, 4
_asks_the_same = says("asks_the_same")
#: A notice of prices; what speaks of them; and what is angry about them by itself.
_raises_price, _names_fee = says("raises_price"), says("names_fee")
_speaks_of_price, _is_angry_at_it = says("speaks_of_price"), says("angry_at_price")
#: 同问 repeats only what a company can answer.
_ASKABLE = frozenset(
    {"fees", "door_access", "facility", "water", "electric", "heating", "parking", "management"}
)


def may_be_heard(text: str, *, after_staff: bool) -> bool:
    """A quick look: what neither echoes nor tells of an outage is chat, whatever was said before.

    What asks or grumbles can be more only where staff have just announced something.
    """
    return tells_the_same(text) or (after_staff and may_answer_staff(text))


def tells_the_same(text: str) -> bool:
    """Whether it echoes somebody, or tells of what others may have told of."""
    return tells_outage(text) or _asks_the_same(text) or acts.echoes(text) or acts.is_gone_too(text)


def may_answer_staff(text: str) -> bool:
    """Whether it asks or grumbles, as people do after an announcement."""
    return acts.asks_whether(text) or acts.grumbles(text)


def hear_among(message: Message, verdict: Verdict, talk: Sequence[Remark], now: datetime) -> Verdict:
    """The verdict on the message as part of the talk; the same one where the talk makes nothing of it."""
    text = acts.strip_stand_ins(message.text)
    if verdict.kind != "other" or message.sender.role.serves or not 0 < len(text) <= _LONGEST:
        return verdict
    if message.chat.kind is not ChatKind.OWNERS:
        return verdict
    since, sender = now - _LATELY, message.sender
    lately = [r for r in talk if r.message.sent_at >= since and r.message.sender != sender]
    if not lately:
        return verdict
    if find_question_repeated(text, lately):
        return replace(verdict, kind="inquiry", category=None)
    grumbled = find_grumbled(text, lately) or _find_price_echoed(text, lately)
    if grumbled:
        return replace(verdict, kind="complaint", category=grumbled)
    # 我屋头也黑了 火锅才开: what else it speaks of does not matter.
    here_too = acts.echoes(text) and tells_outage(text) and acts.tells_own_home(text)
    if _is_idle(text) and (acts.laughs(text) or not here_too):
        return verdict
    if _asks_after_notice(text, lately):
        return replace(verdict, kind="inquiry", category=None)
    service = (
        _find_common_outage(text, lately)
        or _find_fault_echoed(text, lately)
        or _find_answered_outage(text, lately)
    )
    if service:
        return replace(verdict, kind="repair", category=service, room=verdict.room or find_room(text))
    return verdict


def _is_idle(text: str) -> bool:
    """Jests, offers, what is over or elsewhere."""
    talk = acts.laughs(text) or acts.offers(text) or acts.orders(text) or sightings.supposes(text)
    return talk or acts.says_otherwise(text) or acts.says_solved(text) or acts.speaks_of_elsewhere(text)


def _find_common_outage(text: str, lately: Sequence[Remark]) -> str | None:
    """The one supply that is out by this message and by what another owner has just said, unheard."""
    if not tells_outage(text) or any(_share_supply(text, said) for said in _list_notices(lately)):
        return None
    for remark in lately:
        said = acts.strip_stand_ins(remark.message.text)
        if remark.ticket is not None or remark.offer or remark.message.sender.role.serves:
            continue
        if not tells_outage(said) or _is_idle(said):
            continue
        named = list_services(text) & AREA, list_services(said) & AREA
        common = named[0] & named[1] if all(named) else named[0] | named[1]
        if len(common) == 1:
            return next(iter(common))
    return None


def find_grumbled(text: str, lately: Sequence[Remark]) -> str | None:
    """What somebody who scolds right after a notice complains of: the price, or the company that does it."""
    notices = [said for said in _list_notices(lately) if _raises_price(said)]
    if notices and _speaks_of_price(text) and (acts.rails(text) or _is_angry_at_it(text)):
        return "fees"
    if not acts.grumbles(text) or acts.laughs(text):
        return None
    shared = (count_shared(text, said) >= 1 or _share_supply(text, said) for said in _list_notices(lately))
    return "management" if any(shared) else None


def _find_price_echoed(text: str, lately: Sequence[Remark]) -> str | None:
    """Prices, where it backs another owner who has just scolded about what the company takes, unheard."""
    said = _find_unheard(text, lately)
    return "fees" if said and acts.rails(said) and _names_fee(said) else None


def _find_unheard(text: str, lately: Sequence[Remark]) -> str:
    """What another owner said last, taken for chat, where the message echoes it; or nothing."""
    if not acts.echoes(text) or acts.orders(text) or not lately:
        return ""
    last = lately[-1]
    said = acts.strip_stand_ins(last.message.text)
    if last.ticket is not None or last.offer or last.message.sender.role.serves:
        return ""
    return "" if _is_idle(said) or acts.laughs(last.message.text) else said


def _find_fault_echoed(text: str, lately: Sequence[Remark]) -> str | None:
    """What has failed by what another owner said last, taken for chat, where the message says: here too."""
    said = _find_unheard(text, lately)
    if not said:
        return None
    services = list_services(said) & AREA
    if tells_outage(said) and len(services) == 1:
        return next(iter(services))
    return None if acts.asks(said) else find_failing(said)


def _find_answered_outage(text: str, lately: Sequence[Remark]) -> str | None:
    """What is out by `我这儿也没了`, which answers who asked after it, or backs who spoke of it, unheard."""
    gone, also = acts.is_gone_too(text) and acts.says_whose(text), acts.echoes(text) and tells_outage(text)
    if not (gone or also):
        return None
    named = list_services(text) & AREA
    for remark in reversed(lately):
        said = acts.strip_stand_ins(remark.message.text)
        unheard = remark.ticket is None and not remark.offer and not remark.message.sender.role.serves
        if not unheard or acts.laughs(said) or acts.speaks_of_elsewhere(said):
            continue
        asked = list_services(said) & AREA if acts.asks(said) else frozenset()
        meant = (named & asked or asked) if gone and not named - asked else frozenset()
        if also and not meant:
            meant = frozenset(each for each in named if is_about(each, said))
        if len(meant) == 1:
            return next(iter(meant))
    return None


def find_question_repeated(text: str, lately: Sequence[Remark]) -> Message | None:
    """The question of another owner, taken for chat, that the message asks as well (同问发票), or None."""
    if not _asks_the_same(text):
        return None
    asked = [
        r.message
        for r in lately
        if r.ticket is None
        and not r.offer
        and not r.message.sender.role.serves
        and acts.asks(r.message.text)
        and list_subjects(r.message.text) & _ASKABLE
        and (count_shared(text, r.message.text) >= 1 or len(text) <= _SHORTEST_QUESTION)
    ]
    return asked[-1] if asked else None


def _asks_after_notice(text: str, lately: Sequence[Remark]) -> bool:
    """A question about what staff have just announced here."""
    if len(text) < _SHORTEST_QUESTION or not acts.asks_whether(text):
        return False
    outage = tells_outage(text)
    return any(
        count_shared(text, said) >= 1 or _share_supply(text, said) or (outage and tells_outage(said))
        for said in _list_notices(lately)
    )


def is_announced(text: str, talk: Sequence[Remark], now: datetime) -> bool:
    """Whether staff have just announced here that this supply will be out, and nobody's home is named."""
    lately = [r for r in talk if now - r.message.sent_at <= _LATELY]
    named = find_room(text) is not None or acts.tells_own_home(text)
    return not named and any(_share_supply(text, said) for said in _list_notices(lately))


def _list_notices(lately: Sequence[Remark]) -> list[str]:
    """What staff have announced here."""
    said = (r.message for r in lately if r.message.sender.role.serves)
    return [message.text for message in said if len(message.text) >= _SHORTEST_NOTICE]


def _share_supply(text: str, notice: str) -> bool:
    return bool(list_services(text) & list_services(notice))
