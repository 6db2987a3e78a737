"""One report, however it is typed, and what is asked of the bot and of neighbours."""

from __future__ import annotations

from tests.bot.conversing import heard_in, play, shape


async def test_a_burst_is_one_ticket_and_one_receipt_with_all_of_it() -> None:
    played = await play(
        (0, "g1", "张三", "物业在吗"),
        (5, "g1", "李四", "今晚吃什么"),
        (8, "g1", "张三", "8-2-301"),
        (12, "g1", "张三", "[照]"),
        (18, "g1", "张三", "厨房水管漏水了"),
        (25, "g1", "李四", "红烧肉吧"),
        (31, "g1", "张三", "下午三点后有人在家"),
    )
    assert shape(played) == [("repair", "water", "8-2-301", 1, "open", [0, 2, 3, 4, 6])]
    assert len(heard_in(played, "g1")) == 1
    assert "8-2-301" in heard_in(played, "g1")[0]
    [card] = [text for text in heard_in(played, "staff") if "报修 #1" in text]
    assert "下午三点后有人在家" in card


async def test_a_voice_message_within_a_report_is_noted_and_opens_nothing_by_itself() -> None:
    played = await play(
        (0, "g1", "张三", "[语音]"),
        (9, "g1", "张三", "厨房水管漏水了"),
        (15, "g1", "张三", "8-2-301"),
        (20, "g1", "李四", "[语音]"),
        (200, "g1", "张三", "[语音]12秒"),
        (900, "g2", "王五", "[语音]"),
    )
    assert shape(played) == [("repair", "water", "8-2-301", 1, "open", [1, 2])]
    [card] = [text for text in heard_in(played, "staff") if "报修 #1" in text]
    assert "[语音]" in card
    assert "【#1】业主又发了一条语音，请到1号群里听。" in heard_in(played, "staff")
    assert len(heard_in(played, "g1")) == 1


async def test_what_is_a_report_only_as_a_whole_is_filed_when_its_home_is_named() -> None:
    played = await play(
        (0, "g1", "张三", "窗户关不严"),
        (8, "g1", "李四", "今晚吃什么"),
        (14, "g1", "张三", "[照]"),
        (22, "g1", "张三", "呼呼漏风 3-1-2002"),
    )
    assert shape(played) == [("repair", "structure", "3-1-2002", 1, "open", [0, 2, 3])]
    assert len(heard_in(played, "g1")) == 1


async def test_what_several_messages_do_not_say_together_is_talk() -> None:
    played = await play(
        (0, "g1", "张三", "周末去哪儿玩"), (9, "g1", "张三", "来接我 3-1-2002"), (20, "g1", "张三", "[照]")
    )
    assert played.tickets == ()


async def test_an_echo_that_is_recognised_takes_up_what_was_not() -> None:
    played = await play(
        (0, "g1", "团长", "草莓接龙 要的+1"),
        (20, "g1", "张三", "11栋的门禁不认人了"),
        (30, "g1", "李四", "+1 我拎着菜呢"),
        (40, "g1", "王五", "草莓+1 两盒"),
        (60, "g1", "赵六", "我们也是 门禁刷不开"),
    )
    assert shape(played) == [("repair", "door_access", "11", 3, "open", [1, 2, 4])]


async def test_the_room_is_asked_for_once_and_taken_two_hours_later() -> None:
    played = await play((0, "g1", "张三", "厨房水管漏水了"), (7200, "g1", "张三", "8-2-301"))
    assert shape(played) == [("repair", "water", "8-2-301", 1, "open", [0, 1])]
    assert [("房号" in text) for text in heard_in(played, "g1")] == [True]


async def test_a_second_fault_is_a_second_ticket_in_the_same_home() -> None:
    played = await play(
        (0, "g1", "张三", "客厅插座没电"),
        (5, "g1", "张三", "4-2-703"),
        (35, "g1", "张三", "厨房龙头一直滴水"),
    )
    assert [(t["category"], t["room"]) for t in played.tickets] == [
        ("electric", "4-2-703"),
        ("water", "4-2-703"),
    ]


async def test_two_faults_in_one_message_are_two_tickets() -> None:
    played = await play((0, "g1", "张三", "厨房插座没电 还有卫生间马桶堵了"))
    assert [(t["category"], t["source_events"]) for t in played.tickets] == [
        ("electric", [0]),
        ("water", [0]),
    ]


async def test_the_same_person_in_another_group_is_the_same_report() -> None:
    played = await play((0, "g1", "张三", "5栋电梯停在3楼不动了"), (90, "g4", "张三", "5号楼电梯坏了"))
    assert shape(played) == [("repair", "elevator", "5", 1, "open", [0, 1])]


async def test_a_wrong_building_is_put_right() -> None:
    played = await play((0, "g1", "张三", "5栋电梯停在3楼不动了"), (18, "g1", "张三", "打错了 是15栋"))
    assert shape(played) == [("repair", "elevator", "15", 1, "open", [0, 1])]


async def test_a_question_that_a_neighbour_answers_leaves_no_ticket() -> None:
    played = await play(
        (0, "g2", "张三", "请问装修垃圾放哪里"),
        (14, "g2", "李四", "北门右手边蓝色围挡里"),
        (90, "g2", "张三", "好的 谢谢李哥"),
    )
    assert played.tickets == ()
    assert played.said == ()


async def test_a_question_that_nobody_answers_is_passed_on_after_a_minute() -> None:
    played = await play((0, "g2", "张三", "请问装修垃圾放哪里"))
    assert [t["kind"] for t in played.tickets] == ["inquiry"]
    assert len(heard_in(played, "g2")) == 1


async def test_a_reminder_makes_no_ticket_and_pings_the_staff_once() -> None:
    played = await play(
        (0, "g1", "张三", "厨房水管漏水了"),
        (9000, "g1", "张三", "师傅怎么还没来"),
        (9060, "g1", "张三", "还没来人吗"),
    )
    assert [(t["kind"], t["source_events"]) for t in played.tickets] == [("repair", [0])]
    assert sum("在催" in text for text in heard_in(played, "staff")) == 1
