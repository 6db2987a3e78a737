"""What gateways give is read for what it is, and nonsense for nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechaty_grpc.wechaty.puppet import MessageType

from bot.channels.wechaty.payloads import (
    Payload,
    Said,
    drop_mentions,
    name_attachment,
    put_mentions,
    read_kind,
    read_recalled_id,
    read_time,
    take_off_mention,
)
from handlers.model import AttachmentKind

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
ME = "物业小助手"


@pytest.mark.parametrize(
    ("number", "name", "kind"),
    [
        (7, "TEXT", Said.TEXT),
        (6, "IMAGE", AttachmentKind.IMAGE),
        (2, "AUDIO", AttachmentKind.VOICE),
        (15, "VIDEO", AttachmentKind.VIDEO),
        (1, "ATTACHMENT", AttachmentKind.FILE),
        (5, "EMOTICON", AttachmentKind.STICKER),
        (3, "CONTACT", AttachmentKind.CARD),
        (14, "URL", AttachmentKind.LINK),
        (9, "MINI_PROGRAM", AttachmentKind.LINK),
        (4, "CHAT_HISTORY", AttachmentKind.LINK),
        (8, "LOCATION", AttachmentKind.LOCATION),
        (11, "TRANSFER", AttachmentKind.CARD),
        (12, "RED_ENVELOPE", AttachmentKind.CARD),
        (13, "RECALLED", Said.RECALL),
        (0, "UNSPECIFIED", Said.NOTHING),
    ],
)
def test_a_type_is_known_by_the_gateways_number_and_by_the_sdks_enum(
    number: int, name: str, kind: Said | AttachmentKind
) -> None:
    assert read_kind(number) is kind
    assert read_kind(MessageType[f"MESSAGE_TYPE_{name}"]) is kind


@pytest.mark.parametrize("type", [-1, 17, 9999, None, "7", 7.0])
def test_an_unknown_type_says_nothing(type: object) -> None:
    assert read_kind(type) is Said.NOTHING


@pytest.mark.parametrize(
    ("timestamp", "time"),
    [
        pytest.param(1772445000, datetime(2026, 3, 2, 9, 50, tzinfo=UTC), id="seconds"),
        pytest.param(1772445000123, datetime(2026, 3, 2, 9, 50, 0, 123000, tzinfo=UTC), id="milliseconds"),
        pytest.param(0, NOW, id="none"),
        pytest.param(-5, NOW, id="negative"),
        pytest.param(10**30, NOW, id="absurd"),
        pytest.param(NOW.timestamp() + 86400, NOW, id="tomorrow"),
        pytest.param(NOW.timestamp() + 30, NOW + timedelta(seconds=30), id="a clock a little ahead"),
    ],
)
def test_a_timestamp_is_seconds_or_milliseconds_and_never_the_future(
    timestamp: float, time: datetime
) -> None:
    assert read_time(timestamp, NOW) == time


@given(st.integers() | st.floats(allow_nan=True))
def test_no_timestamp_makes_it_fail(timestamp: float) -> None:
    assert read_time(timestamp, NOW) <= NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "sure", "rest"),
    [
        pytest.param(f"@{ME}\u2005帮助", False, "帮助", id="as WeChat writes it"),
        pytest.param(f"@{ME} 帮助", False, "帮助", id="typed with a space"),
        pytest.param(f"@{ME}", False, "", id="nothing else"),
        pytest.param(f"@{ME}，在吗", False, "在吗", id="comma"),
        pytest.param(f"  @{ME}\u2005\n帮助", False, "帮助", id="space around"),
        pytest.param("@群里的小名\u2005帮助", False, "帮助", id="by its name in the group"),
        pytest.param("@没见过的名\u2005帮助", True, "帮助", id="by a name not known yet"),
    ],
)
def test_the_bots_own_mention_is_taken_off_the_head(text: str, sure: bool, rest: str) -> None:
    assert take_off_mention(text, (ME, "群里的小名", ""), sure=sure) == (rest, True)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("@所有人 停水了", False),
        ("@张三\u2005 来一下", False),
        (f"@{ME}哥 在吗", False),
        (f"谢谢@{ME}\u2005", False),
        ("厨房漏水", True),
        ("@没有结束的名字 帮助", True),
        ("", True),
    ],
)
def test_other_mentions_stay(text: str, sure: bool) -> None:
    assert take_off_mention(text, (ME,), sure=sure) == (text, False)


@given(
    st.lists(st.sampled_from(["张三", "8-2-301 李四", "Bob", "😀"]), max_size=3),
    st.sampled_from(["好", "", "a b"]),
)
def test_mentions_put_on_can_be_taken_off(names: list[str], text: str) -> None:
    assert drop_mentions(put_mentions(names, text)) == text


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("5123456789", "5123456789"),
        (" 5123456789\n", "5123456789"),
        ("<sysmsg><revokemsg><msgid>1</msgid><newmsgid>77</newmsgid></revokemsg></sysmsg>", "77"),
        ("<revokemsg><msgid>1</msgid></revokemsg>", "1"),
        ("", ""),
        ("<broken", ""),
    ],
)
def test_a_recall_says_which_message(text: str, id: str) -> None:
    assert read_recalled_id(text) == id


@pytest.mark.parametrize(
    ("kind", "text", "file_name", "name"),
    [
        (AttachmentKind.FILE, "", "合同.pdf", "合同.pdf"),
        (AttachmentKind.FILE, "", "a\u202egpj.exe\n", "agpj.exe"),
        (AttachmentKind.LINK, "<msg><title>停水&amp;通知</title></msg>", "", "停水&通知"),
        (AttachmentKind.LOCATION, '<location label="环桥北路" poiname="环桥"/>', "", "环桥 环桥北路"),
        (AttachmentKind.IMAGE, "<msg><img aeskey='x'/></msg>", "1.jpg", "1.jpg"),
    ],
)
def test_an_attachment_is_named_by_what_people_would_call_it(
    kind: AttachmentKind, text: str, file_name: str, name: str
) -> None:
    payload = Payload(
        id="1",
        kind=kind,
        text=text,
        file_name=file_name,
        talker="z",
        room="",
        listener="",
        mentions=(),
        sent_at=NOW,
    )
    assert name_attachment(payload) == name
