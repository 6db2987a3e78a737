"""Our way of reading and writing the protocol says the same as the SDK's."""

from __future__ import annotations

import pytest
from grpclib.exceptions import ProtocolError
from hypothesis import given
from hypothesis import strategies as st
from wechaty_grpc.wechaty.puppet import (
    EventResponse,
    MessagePayloadRequest,
    MessagePayloadResponse,
    MessageSendTextRequest,
    MessageSendTextResponse,
    MessageType,
    RoomMemberPayloadRequest,
    RoomMemberPayloadResponse,
)

from bot.channels.wechaty.wire import Asked, Told

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
#: The SDK leaves out those that are empty.
LISTS = st.lists(TEXTS, max_size=4)


@given(to=TEXTS, text=TEXTS, mentions=LISTS)
def test_what_is_to_be_said_is_written_as_the_sdk_writes_it(to: str, text: str, mentions: list[str]) -> None:
    request = MessageSendTextRequest(conversation_id=to, text=text, mentonal_ids=mentions)
    assert Asked(to, text, mentions).SerializeToString() == bytes(request)


@given(room=TEXTS, contact=TEXTS)
def test_questions_are_written_as_the_sdk_writes_them(room: str, contact: str) -> None:
    assert Asked(room).SerializeToString() == bytes(MessagePayloadRequest(id=room))
    request = RoomMemberPayloadRequest(id=room, member_id=contact)
    assert Asked(room, contact).SerializeToString() == bytes(request)


@given(
    texts=st.tuples(*[TEXTS] * 6),
    at=st.integers(0, 2**64 - 1),
    type=st.sampled_from(MessageType),
    mentions=LISTS,
)
def test_a_message_is_read_as_the_sdk_reads_it(
    texts: tuple[str, ...], at: int, type: MessageType, mentions: list[str]
) -> None:
    id, file, text, talker, room, listener = texts
    told = Told.FromString(
        bytes(
            MessagePayloadResponse(
                id=id, filename=file, text=text, timestamp=at, type=type, from_id=talker, room_id=room,
                to_id=listener, mention_ids=mentions,
            )
        )
    )  # fmt: skip
    assert tuple(told.text(number) for number in (1, 2, 3, 6, 7, 8)) == texts
    assert (told.number(4), told.number(5), told.texts(9)) == (at, type, tuple(filter(None, mentions)))


@given(id=TEXTS, alias=TEXTS, name=TEXTS)
def test_a_member_is_read_as_the_sdk_reads_it(id: str, alias: str, name: str) -> None:
    told = Told(bytes(RoomMemberPayloadResponse(id=id, room_alias=alias, avatar="a", name=name)))
    assert (told.text(1), told.text(2), told.text(5)) == (id, alias, name)


@given(payload=TEXTS, type=st.integers(0, 40))
def test_an_event_is_read_as_the_sdk_reads_it(payload: str, type: int) -> None:
    told = Told(bytes(EventResponse(type=type, payload=payload)))
    assert (told.number(1), told.text(2)) == (type, payload)


@pytest.mark.parametrize("id", [None, "", "m1"])
def test_the_id_of_what_was_sent_may_be_missing(id: str | None) -> None:
    told = Told(bytes(MessageSendTextResponse(id=id)))
    assert told.inner(1).text(1) == (id or "")


@given(st.binary(max_size=60))
def test_whatever_a_gateway_sends_is_a_message_or_none(data: bytes) -> None:
    try:
        told = Told(data)
        told.inner(1)
    except ProtocolError:
        return
    assert all(isinstance(told.text(number), str) for number in range(16))
    assert all(told.number(number) >= 0 for number in range(16))


@pytest.mark.parametrize(
    "data",
    [b"\x0a\x05abc", b"\x0a", b"\x08\xff\xff", b"\x08" + b"\xff" * 11, b"\x0b", b"\x0d\x01\x02", b"\x09\x01"],
)
def test_what_breaks_off_or_makes_no_sense_is_no_message(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        Told(data)


def test_of_a_field_that_comes_twice_the_last_counts_and_other_kinds_are_none() -> None:
    told = Told(b"\x0a\x01a\x0a\x01b\x10\x01\x10\x02\x19" + bytes(8) + b"\x25" + bytes(4))
    assert (told.text(1), told.texts(1), told.number(2)) == ("b", ("a", "b"), 2)
    assert (told.number(1), told.text(2), told.number(3), told.number(4)) == (0, "", 0, 0)
