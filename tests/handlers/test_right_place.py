"""Whatever staff type, wherever: an answer goes to the chat of its ticket, and a note never to owners."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.commands.grammar import VERBS, Who
from handlers.decide import decide
from handlers.model import Chat, Outcome, Quote, Sender, Status, Ticket
from tests.handlers.building import (
    DAI,
    ESTATE,
    GROUPS,
    HE,
    LI,
    STAFF_GROUP,
    WANG,
    ZHANG,
    direct,
    hear,
    ticket,
    write,
)

STAFF_WORDS = [
    word
    for verb in VERBS.values()
    if verb.who in (Who.STAFF, Who.MANAGER)
    for word in verb.words + verb.loose
]
NOTE_WORDS = list(VERBS["note"].words)
GAPS = ["", " ", "：", ":", "，", "　", " #", "＃", "\u200b", "\n"]
#: Nothing of it may be part of any sentence of the bot.
SECRET = "此人难缠9Z"
TAILS = st.one_of(
    st.sampled_from(
        ["", "马上到", "好了", "换了阀芯", "何师傅", "18:00", "电梯", "等配件 明天", "到129", "属实"]
    ),
    st.text(max_size=12),
)
STAFF_SIDE = {STAFF_GROUP.id, WANG.id, HE.id, DAI.id, *(duty.person.id for duty in ESTATE.roster)}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a member of staff types about a ticket, and where."""

    sender: Sender
    chat: Chat
    text: str
    quote: str | None
    about: Ticket


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    reporter = draw(st.sampled_from([ZHANG, LI]))
    home = draw(st.sampled_from([*GROUPS, direct(reporter)]))
    holder = draw(st.sampled_from([None, WANG.person, HE.person]))
    status = draw(st.sampled_from(list(Status)))
    return ticket(chat=home.id, reporter=reporter.person, status=status, assignee=holder)


@st.composite
def typings(draw: st.DrawFn, words: list[str], tail: st.SearchStrategy[str]) -> Typed:
    sender = draw(st.sampled_from([WANG, HE, DAI]))
    about = draw(tickets())
    # The card says another group than the ticket's: what is quoted decides nothing.
    card = f"【报修 #128】水 · 8-2-301 · {draw(st.integers(1, 5))}号群 张三\n厨房漏水"
    number = draw(st.sampled_from(["", "128", "１２８", "#128", "128号"]))
    parts = (draw(st.sampled_from(words)), draw(st.sampled_from(GAPS)), number, draw(st.sampled_from(GAPS)))
    return Typed(
        sender=sender,
        chat=draw(st.sampled_from([*GROUPS, STAFF_GROUP, direct(sender)])),
        text="".join(parts) + draw(tail),
        quote=draw(st.sampled_from([None, card, "【#128】业主在催：怎么还没来"])),
        about=about,
    )


def obey(typed: Typed) -> Outcome:
    quote = Quote("物业小助手", typed.quote) if typed.quote else None
    message = write(typed.sender, typed.chat, typed.text, quote=quote)
    case = hear(message, target=ticket(129, chat=typed.about.chat), next_ticket=130)
    named = typed.about if case.command and case.command.number == typed.about.number else None
    return decide(hear(message, named=named, target=ticket(129, chat=typed.about.chat), next_ticket=130))


@settings(max_examples=600)
@given(typings([*STAFF_WORDS, ""], TAILS))
def test_an_answer_goes_to_the_chat_of_its_ticket_and_nowhere_else(typed: Typed) -> None:
    for delivery in obey(typed).deliveries:
        if delivery.chat not in STAFF_SIDE:
            assert delivery.chat == typed.about.chat
            assert delivery.ticket == typed.about.number
            assert {person.id for person in delivery.mentions} <= {typed.about.reporter.id}


@settings(max_examples=600)
@given(typings(NOTE_WORDS, st.sampled_from([SECRET, f"，{SECRET}", f"业主{SECRET}", f"{SECRET}\n完成128"])))
def test_a_note_never_leaves_the_staff_side(typed: Typed) -> None:
    outcome = obey(typed)
    assert {delivery.chat for delivery in outcome.deliveries} <= STAFF_SIDE
    kept = [event for event in outcome.events if SECRET in event.words]
    assert all(event.ticket == typed.about.number for event in kept)
    assert outcome.tickets == ()


@settings(max_examples=200)
@given(typings(NOTE_WORDS, st.just(SECRET)))
def test_a_note_with_a_number_is_kept(typed: Typed) -> None:
    if "128" in typed.text and "号" not in typed.text and typed.chat.id == STAFF_GROUP.id:
        assert any(SECRET in event.words for event in obey(typed).events)
