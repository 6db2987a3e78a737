"""What is a command and what is only talk: tables of what people type."""

from __future__ import annotations

import pytest

from handlers.case import Command
from handlers.commands.grammar import VERBS, Verb
from handlers.commands.reading import parse
from handlers.model import Chat, ChatKind, Sender
from tests.handlers.building import CARD, DAI, LI, STAFF_GROUP, WANG, ZHANG, direct, group, write

RECEIPT = "@张三 已登记报修 #128：厨房漏水（8-2-301），水电师傅30分钟内联系您。"
PREVIEW = "【广播 B7】预览，还没有发出\n――――――\n【物业通知】明天停水 #5"

#: Without a number it says of which tickets it may be; the end of an alert goes before.
DONE_ALONE = Command("finish", asks="mine", gives_way=True)

STAFF_SAYS = [
    ("接单128", Command("accept", 128)),
    ("接单 128", Command("accept", 128)),
    ("接单#128", Command("accept", 128)),
    ("接单＃１２８", Command("accept", 128)),
    ("接單128", Command("accept", 128)),
    ("接 单 128", Command("accept", 128)),
    ("接 单128", Command("accept", 128)),
    ("接　单　１２８", Command("accept", 128)),
    ("完 成 128 换了阀芯", Command("finish", 128, words="换了阀芯")),
    ("确 认 B7", Command("confirm_notice", notice=7)),
    ("128接單", Command("accept", 128)),
    ("＃１２８　完成", Command("finish", 128)),
    ("轉派128 何師傅", Command("transfer", 128, words="何師傅")),
    ("掛起128 等配件 周五", Command("hold", 128, words="等配件 周五")),
    ("合併129到128", Command("merge", 129, words="到128")),
    ("解除警報128", Command("clear", 128)),
    ("接单：128", Command("accept", 128)),
    ("\u200b接单128 ", Command("accept", 128)),
    ("接128", Command("accept", 128)),
    ("128接单", Command("accept", 128)),
    ("#128 接单", Command("accept", 128)),
    ("#128 马上到", Command("accept", 128, words="马上到")),
    ("接单128 马上到", Command("accept", 128, words="马上到")),
    ("回复128 内容", Command("reply", 128, words="内容")),
    ("回复128：15分钟到", Command("reply", 128, words="15分钟到")),
    ("回复128下午来", Command("reply", 128, words="下午来")),
    ("回覆 128 下午来", Command("reply", 128, words="下午来")),
    ("完成128 换了阀芯", Command("finish", 128, words="换了阀芯")),
    ("完成128换了阀芯", Command("finish", 128, words="换了阀芯")),
    ("修好了128", Command("finish", 128)),
    ("128好了", Command("finish", 128)),
    ("误报128", Command("false_alarm", 128)),
    ("誤報 128", Command("false_alarm", 128)),
    ("转派128 何师傅", Command("transfer", 128, words="何师傅")),
    ("确认128", Command("confirm", 128)),
    ("解除128", Command("clear", 128)),
    ("确认B7", Command("confirm_notice", notice=7)),
    ("确认 b７", Command("confirm_notice", notice=7)),
    ("取消B7", Command("cancel_notice", notice=7)),
    ("进度128", Command("progress", 128, asks="own")),
    ("帮助", Command("help")),
    ("我的", Command("mine", asks="mine")),
    ("未接单", Command("open", asks="open")),
    ("今日", Command("today", asks="today")),
    ("广播 明天9:00停水", Command("broadcast", words="明天9:00停水")),
    ("廣播：停水", Command("broadcast", words="停水")),
    ("广播1号群 停水", Command("broadcast", words="1号群 停水")),
    ("接但128", Command("unknown", words="接单128")),
    ("完工啦128", Command("unknown", words="完成128")),
    ("接单", Command("accept", asks="open")),
    ("接", Command("accept", asks="open")),
    ("挂起", Command("hold", asks="mine")),
    *(
        (word, DONE_ALONE)
        for word in ("完成", "完成了", "好了", "好了！", "修好了。", "搞定了", "弄好了", "已处理")
    ),
    ("收到", None),
    ("好的", None),
    ("马上到", None),
    ("好了没", None),
    ("照片128", Command("photo", 128)),
    ("照片3张发群里了", None),
    ("来 人 128", None),
    ("都好了", None),
    ("我来", None),
    ("8栋2单元301漏水", None),
    ("128那个谁去了", None),
    ("接128路公交去", None),
    ("广播体操几点开始", None),
    ("我的手套呢", None),
    ("今日有雨", None),
]


@pytest.mark.parametrize(("text", "command"), STAFF_SAYS)
@pytest.mark.parametrize("chat", [STAFF_GROUP, direct(WANG)], ids=["staff", "direct"])
def test_staff_command_as_they_type(text: str, command: Command | None, chat: Chat) -> None:
    assert parse(write(WANG, chat, text)) == command


AFTER_A_CARD = [
    *(
        (words, Command("accept", 128, quoted=True))
        for words in ("接", "接了", "收到", "接单", "接！", " 我来 ")
    ),
    *(
        (words, Command("accept", 128, words=words, quoted=True))
        for words in (
            "马上到",
            "好的，马上去",
            "馬上到",
            "马上到，约15分钟",
            "我去看看",
            "这就来",
            "10分钟到",
            "在路上了",
        )
    ),
    *(
        (words, Command("finish", 128, quoted=True))
        for words in ("好了", "好了。", "完成", "修好了", "弄好了")
    ),
    ("完成 换了角阀", Command("finish", 128, words="换了角阀", quoted=True)),
    ("修好了，换了角阀", Command("finish", 128, words="换了角阀", quoted=True)),
    ("误报", Command("false_alarm", 128, quoted=True)),
    ("转派 何师傅", Command("transfer", 128, words="何师傅", quoted=True)),
    ("找到了", Command("clear", 128, quoted=True)),
    ("下午两点到您家", Command("reply", 128, words="下午两点到您家", quoted=True)),
    ("完成不了，缺配件", Command("reply", 128, words="完成不了，缺配件", quoted=True)),
    ("您几点在家？", Command("reply", 128, words="您几点在家？", quoted=True)),
    ("＃１２８ 马上到", Command("accept", 128, words="马上到", quoted=True)),
    ("#128，好了", Command("finish", 128, quoted=True)),
    ("#129 下午来", Command("reply", 128, words="#129 下午来", quoted=True)),
    ("来不了，明天", Command("reply", 128, words="来不了，明天", quoted=True)),
    ("回复129 明天", Command("reply", 129, words="明天")),
    ("好了吗", None),
    ("谁去？", None),
    ("修好了没", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "command"), AFTER_A_CARD)
@pytest.mark.parametrize("chat", [STAFF_GROUP, direct(WANG)], ids=["staff", "direct"])
def test_after_a_quoted_card_bare_words_suffice(text: str, command: Command | None, chat: Chat) -> None:
    assert parse(write(WANG, chat, text, quote=CARD)) == command


@pytest.mark.parametrize(
    ("quoted", "text", "command"),
    [
        (PREVIEW, "确认", Command("confirm_notice", notice=7, quoted=True)),
        (PREVIEW, "不发", Command("cancel_notice", notice=7, quoted=True)),
        (PREVIEW, "第二行写错了", None),
        ("#128 那个谁去了", "我", None),
        ("#128 那个谁去了", "我来", Command("accept", 128, quoted=True)),
        ("未接单（2）：\n#128 水\n#129 电", "接", None),
        ("明天几点开会", "九点", None),
        ("明天几点开会", "收到", None),
    ],
)
def test_a_quote_counts_only_where_it_names_one_thing(
    quoted: str, text: str, command: Command | None
) -> None:
    assert parse(write(DAI, STAFF_GROUP, text, quote=quoted)) == command


OWNERS_CHATTER = [
    "接单",
    "完成",
    "好了",
    "确认",
    "收到",
    "接128路公交",
    "广播 吵死了",
    "广播坏了",
    "帮助一下",
    "谢谢大家的帮助",
    "今日",
    "我的",
    "未接单",
    "进度怎么样",
    "完成128个仰卧起坐",
    "确认3号楼停电吗",
    "128",
    "#128",
    "取消吧",
    "8栋2单元301漏水",
    "回复1楼的邻居",
]


@pytest.mark.parametrize("sender", [ZHANG, WANG, DAI], ids=["owner", "staff", "manager"])
@pytest.mark.parametrize("text", OWNERS_CHATTER)
def test_what_people_say_in_an_owners_group_is_no_command(text: str, sender: Sender) -> None:
    assert parse(write(sender, group(1), text)) is None


@pytest.mark.parametrize(
    ("text", "mentions_bot", "command"),
    [
        ("进度128", False, Command("progress", 128, asks="own")),
        ("@小助手 进度128", False, Command("progress", 128, asks="own")),
        ("@物业小助手\u2005催128", False, Command("remind", 128, asks="own")),
        ("@小助手 帮助", False, Command("help")),
        ("@小助手 删除我的信息", False, Command("erase")),
        ("进度 #128", True, Command("progress", 128, asks="own")),
        ("我的工单", False, Command("own", asks="own")),
        ("帮助", True, Command("help")),
        # PRODUCT §7: with or without the bot's name.
        ("帮助", False, Command("help")),
        ("@物业小助手 帮助", True, Command("help")),
        ("进度", True, Command("own", asks="own")),
        ("接单128", False, Command("accept", 128)),
        ("确认B7", False, Command("confirm_notice", notice=7)),
    ],
)
def test_a_verb_with_its_number_is_a_command_among_owners(
    text: str, mentions_bot: bool, command: Command
) -> None:
    assert parse(write(ZHANG, group(1), text, mentions_bot=mentions_bot)) == command


@pytest.mark.parametrize(
    ("sender", "text", "command"),
    [
        (LI, "收到", None),
        (LI, "好了", None),
        (LI, "怎么还没来", None),
        (ZHANG, "进度", Command("progress", 128, quoted=True, asks="own")),
        (WANG, "接", Command("accept", 128, quoted=True)),
        (WANG, "下午到", None),
    ],
)
def test_a_quoted_receipt_among_owners_takes_only_exact_words(
    sender: Sender, text: str, command: Command | None
) -> None:
    assert parse(write(sender, group(3), text, quote=RECEIPT)) == command


@pytest.mark.parametrize("text", ["收到", "好了", "确认", "马上到", "谢谢师傅"])
def test_an_owner_who_quotes_the_bot_in_a_direct_chat_gives_no_orders(text: str) -> None:
    assert parse(write(ZHANG, direct(ZHANG), text, quote=CARD)) is None


def test_a_group_that_belongs_to_nobody_has_no_commands() -> None:
    nowhere = Chat("t:room:new", "home", ChatKind.UNASSIGNED, "?")
    assert parse(write(DAI, nowhere, "接单128")) is None


@pytest.mark.parametrize("verb", [verb for verb in VERBS.values() if verb.takes in ("ticket", "either")])
def test_every_synonym_of_a_verb_means_the_verb(verb: Verb) -> None:
    words = verb.words + verb.loose
    found = {parse(write(WANG, STAFF_GROUP, f"{word}128")) for word in words}
    assert {command.verb if command else None for command in found} == {verb.name}


@pytest.mark.parametrize(
    "text", ["嗯" * 20_000 + "x", "128" * 7000, "【" * 20_000, "接单" * 10_000, "@" + "a " * 10_000]
)
def test_reading_a_very_long_text_comes_to_an_end(text: str) -> None:
    # A pattern that reads anything twice would not come back from these.
    parse(write(WANG, STAFF_GROUP, text, quote=text))
    assert parse(write(ZHANG, group(1), text, quote=text)) is None


@pytest.mark.parametrize("verb", ["human", "own", "erase", "held", "erase_sure"])
def test_every_word_that_owners_may_say_alone_is_a_command_whatever_is_around_it(verb: str) -> None:
    for word in VERBS[verb].words:
        for text in (word, f" {word}\n", f"\u200b{word}"):
            command = parse(write(ZHANG, group(3), text))
            assert command is not None, text
            assert command.verb == verb, text
