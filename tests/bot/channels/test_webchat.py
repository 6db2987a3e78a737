"""The webchat beyond the contract: limits, recall, quotes, unread counts, photos."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.base import Heard, Outgoing, SendFailed, Upload
from bot.channels.webchat import Say, SayRefused, WebChat, WebChatOptions, WebPerson, WebRoom
from bot.channels.webchat.uploads import KEPT_AT_LEAST, Uploads
from bot.channels.webchat.values import BOT, LINES_KEPT, PHOTOS_LIMIT, TEXT_LIMIT, Line, Unread
from bot.clock import SimulatedClock
from handlers.model import Attachment, AttachmentKind, Person, Quote
from tests.bot.channels.contract import listening
from tests.bot.photos import draw_jpeg

ROOM = "webchat:room:g3"
ZHANG = WebPerson("zhang", "张三")
LI = WebPerson("li", "李四")
WANG = WebPerson("wang", "王师傅", "员工")
OUTSIDER = WebPerson("wu", "吴老二")


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2026, 11, 21, 1, 0, tzinfo=UTC))


@pytest.fixture
async def chat(clock: SimulatedClock) -> WebChat:
    room = WebRoom("g3", "3号群", ("zhang", "li", "wang"))
    keys = {"zhang": hashlib.sha256("秘密".encode()).hexdigest()}
    options = WebChatOptions(name="webchat", people=(ZHANG, LI, WANG, OUTSIDER), rooms=(room,), keys=keys)
    channel = WebChat(options, clock)
    await channel.start()
    return channel


def say(chat: WebChat, person: WebPerson, text: str, key: str = "", **more: object) -> Line:
    said = Say(key=key or f"k{chat.hub.change}", chat=ROOM, text=text, **more)  # type: ignore[arg-type]
    return chat.say(person, said)


def refuse(chat: WebChat, person: WebPerson, text: str, **more: object) -> str:
    with pytest.raises(SayRefused) as refusal:
        say(chat, person, text, "refused", **more)
    return refusal.value.code


# --- saying --------------------------------------------------------------------------------------


def test_a_page_that_sends_twice_is_shown_once(chat: WebChat) -> None:
    first, second = say(chat, ZHANG, "漏水了", key="same"), say(chat, ZHANG, "漏水了", key="same")
    assert first == second
    assert len(chat.hub.list_changes("li", 0)) == 1


def test_two_people_may_choose_the_same_key(chat: WebChat) -> None:
    assert say(chat, ZHANG, "一", key="same").id != say(chat, LI, "二", key="same").id


@pytest.mark.parametrize(
    ("person", "text", "code"),
    [
        pytest.param(ZHANG, "漏" * (TEXT_LIMIT + 1), "too_long", id="too long"),
        pytest.param(ZHANG, " \n ", "empty", id="nothing but spaces"),
        pytest.param(OUTSIDER, "在吗", "not_member", id="not in the group"),
    ],
)
def test_what_cannot_be_said_is_refused_and_not_heard(
    chat: WebChat, person: WebPerson, text: str, code: str
) -> None:
    assert refuse(chat, person, text) == code
    assert chat.hub.change == 0


def test_a_text_of_exactly_the_limit_is_said(chat: WebChat) -> None:
    assert len(say(chat, ZHANG, "漏" * TEXT_LIMIT).text) == TEXT_LIMIT


def test_nobody_writes_into_another_persons_chat_with_the_bot(chat: WebChat) -> None:
    with pytest.raises(SayRefused):
        chat.say(LI, Say(key="k", chat="webchat:contact:zhang", text="进度1"))


def test_nobody_may_be_called_like_the_bot_inside(clock: SimulatedClock) -> None:
    with pytest.raises(ValueError, match="bot"):
        WebChat(WebChatOptions(name="webchat", people=(WebPerson(BOT, "假"),), rooms=()), clock)


def test_only_the_latest_lines_are_kept(chat: WebChat) -> None:
    for number in range(LINES_KEPT + 5):
        say(chat, ZHANG, f"第{number}句")
    lines = chat.hub.list_changes("li", 0)
    assert (len(lines), lines[0].text) == (LINES_KEPT, "第5句")


# --- quoting -------------------------------------------------------------------------------------


def test_a_quote_carries_who_said_it_and_the_whole_text(chat: WebChat) -> None:
    card = chat.hub.add_bot_words("card", ROOM, "【报修 #128】水\n第二行", (), ())
    assert say(chat, WANG, "马上到", quote=card.id).quote == Quote("物业小助手", "【报修 #128】水\n第二行")


def test_a_photo_is_quoted_as_one(chat: WebChat) -> None:
    ref = chat.uploads.add("zhang", "p.jpg", draw_jpeg()).ref
    photo = say(chat, ZHANG, "", uploads=(ref,))
    assert say(chat, LI, "哪里", quote=photo.id).quote == Quote("张三", "[图片]")


def test_what_is_gone_cannot_be_quoted(chat: WebChat) -> None:
    line = say(chat, ZHANG, "发错了")
    chat.take_back(ZHANG, line.id)
    assert refuse(chat, LI, "什么", quote=line.id) == "quote_gone"
    assert refuse(chat, LI, "什么", quote="webchat:zhang:never") == "quote_gone"


# --- mentions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        pytest.param("@张三\u2005在吗", ("zhang",), id="as the page writes it"),
        pytest.param("@张三在吗", ("zhang",), id="typed by hand"),
        pytest.param("@物业小助手 帮助", (BOT,), id="the bot"),
        pytest.param("@小助手 厨房漏水", (BOT,), id="the bot as people call it"),
        pytest.param("张三在吗", (), id="a name alone is none"),
        pytest.param("@吴老二 在吗", (), id="somebody who is not in the group"),
    ],
)
def test_mentions_are_found_by_name(chat: WebChat, text: str, mentioned: tuple[str, ...]) -> None:
    assert say(chat, LI, text).mentions == mentioned


def test_of_two_names_with_one_beginning_the_longer_is_meant(chat: WebChat) -> None:
    chat.hub.add_person(WebPerson("feng", "张三丰"))
    chat.hub.add_room(WebRoom("g3", "3号群", ("zhang", "li", "feng")))
    assert say(chat, LI, "@张三丰 在吗").mentions == ("feng",)


# --- recall --------------------------------------------------------------------------------------


async def test_a_line_can_be_taken_back_for_two_minutes(chat: WebChat, clock: SimulatedClock) -> None:
    line = say(chat, ZHANG, "发错了")
    await clock.advance_to(line.at + timedelta(minutes=2))
    assert chat.take_back(ZHANG, line.id).text == ""


async def test_after_two_minutes_it_stays(chat: WebChat, clock: SimulatedClock) -> None:
    line = say(chat, ZHANG, "发错了")
    await clock.advance_to(line.at + timedelta(minutes=2, seconds=1))
    with pytest.raises(SayRefused, match="too_late"):
        chat.take_back(ZHANG, line.id)


def test_nobody_takes_back_the_words_of_another(chat: WebChat) -> None:
    line = say(chat, ZHANG, "漏水了")
    with pytest.raises(SayRefused, match="not_yours"):
        chat.take_back(LI, line.id)


async def test_the_bot_takes_back_its_own_at_any_time(chat: WebChat, clock: SimulatedClock) -> None:
    sent_id = await chat.send(Outgoing(key="1", chat=ROOM, text="【紧急】"))
    assert sent_id is not None
    await clock.advance_to(clock.now() + timedelta(hours=3))
    assert await chat.recall(ROOM, sent_id)
    assert not await chat.recall(ROOM, sent_id)


def test_a_recall_reaches_a_page_that_was_away(chat: WebChat) -> None:
    line = say(chat, ZHANG, "发错了")
    seen = chat.hub.change
    chat.take_back(ZHANG, line.id)
    (news,) = chat.hub.list_changes("li", seen)
    assert (news.id, news.recalled, news.text) == (line.id, True, "")


# --- unread --------------------------------------------------------------------------------------


def test_unread_counts_what_others_said_since_one_looked(chat: WebChat) -> None:
    say(chat, ZHANG, "早")
    say(chat, LI, "早")
    seen = say(chat, ZHANG, "@李四 在吗")
    assert chat.hub.count_unread("li")[ROOM] == Unread(2, True)
    chat.hub.mark_read("li", ROOM, seen.order)
    assert chat.hub.count_unread("li")[ROOM] == Unread(0, False)
    say(chat, ZHANG, "好的")
    assert chat.hub.count_unread("li")[ROOM] == Unread(1, False)


def test_a_recalled_line_is_not_unread(chat: WebChat) -> None:
    chat.take_back(ZHANG, say(chat, ZHANG, "@李四 错了").id)
    assert chat.hub.count_unread("li")[ROOM] == Unread(0, False)


def test_nobody_reads_ahead_of_what_was_said(chat: WebChat) -> None:
    chat.hub.mark_read("li", ROOM, 10**9)
    say(chat, ZHANG, "早")
    assert chat.hub.count_unread("li")[ROOM] == Unread(1, False)


# --- photos --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"<html><script>alert(1)</script>", "not_a_photo", id="a page with a photo's name"),
        pytest.param(b"", "not_a_photo", id="empty"),
        pytest.param(b"\xff\xd8\xff" + bytes(10 * 2**20), "photo_too_big", id="over 10 MB"),
    ],
)
def test_what_is_no_photo_or_too_big_is_refused(chat: WebChat, content: bytes, code: str) -> None:
    with pytest.raises(SayRefused, match=code):
        chat.uploads.add("zhang", "photo.jpg", content)


async def test_when_room_is_short_what_was_fetched_goes_first(clock: SimulatedClock) -> None:
    photo = draw_jpeg()
    uploads = Uploads(clock, total=len(photo) * 2 + 10)
    kept, fetched = (uploads.add("zhang", name, photo).ref for name in ("kept", "fetched"))
    uploads.mark_fetched(fetched)
    uploads.add("zhang", "new", photo)
    assert uploads.find(kept).name == "kept"
    with pytest.raises(SayRefused, match="photo_gone"):
        uploads.find(fetched)


async def test_a_photo_that_may_still_be_fetched_is_not_pushed_out(clock: SimulatedClock) -> None:
    photo = draw_jpeg()
    uploads = Uploads(clock, total=len(photo) + 10)
    first = uploads.add("zhang", "first", photo)
    with pytest.raises(SayRefused, match="photos_full"):
        uploads.add("li", "second", photo)
    await clock.advance_to(clock.now() + KEPT_AT_LEAST + timedelta(seconds=1))
    uploads.add("li", "second", photo)
    with pytest.raises(SayRefused, match="photo_gone"):
        uploads.find(first.ref)


def test_too_many_photos_at_once_are_refused(chat: WebChat) -> None:
    ref = chat.uploads.add("zhang", "p.jpg", draw_jpeg()).ref
    assert refuse(chat, ZHANG, "", uploads=(ref,) * (PHOTOS_LIMIT + 1)) == "too_many_photos"


def test_a_photo_is_seen_by_the_group_and_by_nobody_else(chat: WebChat) -> None:
    ref = chat.uploads.add("zhang", "p.jpg", draw_jpeg()).ref
    assert (chat.hub.may_see("zhang", ref), chat.hub.may_see("li", ref)) == (True, False)
    say(chat, ZHANG, "漏水", uploads=(ref,))
    assert (chat.hub.may_see("li", ref), chat.hub.may_see("wu", ref)) == (True, False)


def test_nobody_says_a_photo_of_another(chat: WebChat) -> None:
    ref = chat.uploads.add("zhang", "p.jpg", draw_jpeg()).ref
    assert refuse(chat, LI, "看", uploads=(ref,)) == "photo_gone"


def test_a_recalled_photo_is_forgotten(chat: WebChat) -> None:
    ref = chat.uploads.add("zhang", "p.jpg", draw_jpeg()).ref
    chat.take_back(ZHANG, say(chat, ZHANG, "", uploads=(ref,)).id)
    with pytest.raises(SayRefused, match="photo_gone"):
        chat.uploads.find(ref)


# --- the bot's side ------------------------------------------------------------------------------


async def test_what_the_bot_cannot_show_is_refused_for_good(chat: WebChat) -> None:
    upload = Upload(b"no photo", "x.jpg", "image/jpeg")
    for message in (
        Outgoing(key="1", chat=ROOM, text="长" * (TEXT_LIMIT + 1)),
        Outgoing(key="2", chat=ROOM, text="", upload=upload),
    ):
        with pytest.raises(SendFailed) as failure:
            await chat.send(message)
        assert not failure.value.retry


async def test_words_and_photo_of_one_message_are_heard_as_one(chat: WebChat) -> None:
    ref = chat.uploads.add("zhang", "漏水.jpg", draw_jpeg()).ref
    async with listening(chat) as listener:
        say(chat, ZHANG, "厨房漏水了", uploads=(ref,))
        (heard,) = await listener.wait(Heard)
    assert heard.text == "厨房漏水了"
    assert heard.attachments == (Attachment(AttachmentKind.IMAGE, "webchat", ref, "漏水.jpg"),)


async def test_members_of_a_group_are_told_without_the_bot(chat: WebChat) -> None:
    members = await chat.members(ROOM)
    assert Person("webchat:contact:zhang", "张三") in members
    assert len(members) == 3


@pytest.mark.parametrize(("key", "who"), [("秘密", ZHANG), ("猜的", None), ("", None)])
async def test_a_secret_link_opens_for_its_person_alone(
    chat: WebChat, key: str, who: WebPerson | None
) -> None:
    assert chat.find_person_by_key(key) == who
