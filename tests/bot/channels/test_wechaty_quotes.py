"""Quotes are found in every form that WeChat clients and gateways write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechaty.quotes import split_quote
from handlers.model import Quote

LINE = "- - - - - - - - - - - - - - -"
CARD = "【报修 #128】水 · 8-2-301 · 3号群 张三\n厨房水管漏水\n09:12 登记，09:42 前接单"


@pytest.mark.parametrize(
    ("text", "author", "quoted", "words"),
    [
        pytest.param(f"「张三：厨房漏水」\n{LINE}\n马上到", "张三", "厨房漏水", "马上到", id="usual"),
        pytest.param(f"「物业小助手：{CARD}」\n{LINE}\n接", "物业小助手", CARD, "接", id="several lines"),
        pytest.param(f"「Bob: leak」\n{LINE}\non my way", "Bob", "leak", "on my way", id="half-width colon"),
        pytest.param(f"「Bob: 时间：12点」\n{LINE}\n好", "Bob", "时间：12点", "好", id="both colons"),
        pytest.param(f"「8:2:301：漏水」\n{LINE}\n好", "8:2:301", "漏水", "好", id="colon in the name"),
        pytest.param(f"「张三：」\n{LINE}\n好", "张三", "", "好", id="quote of nothing"),
        pytest.param(f"「张三：[图片]」\n{LINE}\n", "张三", "[图片]", "", id="no words"),
        pytest.param(f"「张三：漏水」\n{LINE}", "张三", "漏水", "", id="no words, no line end"),
        pytest.param(f"「漏水」\n{LINE}\n好", "", "漏水", "好", id="no author"),
        pytest.param("「张三：漏水」\n------\n好", "张三", "漏水", "好", id="close dashes"),
        pytest.param("「张三：漏水」\n—————————\n好", "张三", "漏水", "好", id="long dashes"),
        pytest.param("「张三：漏水」\n──────────\n好", "张三", "漏水", "好", id="box dashes"),
        pytest.param(f"「张三：漏水」 \r\n{LINE}\r\n好", "张三", "漏水", "好", id="Windows line ends"),
        pytest.param(f"『张三：漏水』\n{LINE}\n好", "张三", "漏水", "好", id="double corner brackets"),
        pytest.param(f"“张三：漏水”\n{LINE}\n好", "张三", "漏水", "好", id="curly quotation marks"),
        pytest.param(f'"张三: 漏水"\n{LINE}\n好', "张三", "漏水", "好", id="straight quotation marks"),
        pytest.param(
            f"「李四：「张三：漏水」\n{LINE}\n我家也是」\n{LINE}\n马上到",
            "李四",
            f"「张三：漏水」\n{LINE}\n我家也是",
            "马上到",
            id="quote of a quote",
        ),
        pytest.param(
            f"「张三：看「这里漏水」\n{LINE}\n好", "张三", "看「这里漏水", "好", id="bracket left open within"
        ),
        pytest.param(
            f"「张三：这里」漏水」\n{LINE}\n好", "张三", "这里」漏水", "好", id="bracket too many within"
        ),
        pytest.param(
            f"「张三：漏水」\n{LINE}\n第一行\n第二行", "张三", "漏水", "第一行\n第二行", id="long answer"
        ),
        pytest.param(
            "<msg><appmsg><title>马上到</title><type>57</type><refermsg><displayname>张三</displayname>"
            "<content>厨房&lt;漏水&gt;</content></refermsg></appmsg></msg>",
            "张三",
            "厨房<漏水>",
            "马上到",
            id="XML",
        ),
        pytest.param(
            "<msg><refermsg><displayname><![CDATA[张三]]></displayname><content>漏水</content></refermsg>"
            "<title><![CDATA[好]]></title></msg>",
            "张三",
            "漏水",
            "好",
            id="XML in another order",
        ),
    ],
)
def test_a_quote_is_split_from_the_words(text: str, author: str, quoted: str, words: str) -> None:
    assert split_quote(text) == (Quote(author, quoted), words)


@pytest.mark.parametrize(
    "text",
    [
        "厨房漏水",
        "「张三：漏水」马上到",
        "「张三：漏水」\n马上到",
        "「张三：漏水」\n- -\n马上到",
        f"「没有关上\n{LINE}\n好",
        f"好\n「张三：漏水」\n{LINE}\n马上到",
        "8-2-301\n-----\n漏水",
        "",
        "「",
        "<refermsg",
    ],
)
def test_what_is_no_quote_stays_as_it_is(text: str) -> None:
    assert split_quote(text) == (None, text)


@given(st.text(alphabet="「」：:\n- —<>refmsg/张三"))
def test_nothing_makes_it_fail(text: str) -> None:
    quote, words = split_quote(text)
    assert quote is not None or words == text
