"""What says that an alert is over, and what only sounds like it."""

from __future__ import annotations

import pytest

from handlers.words.endings import says_over
from tests.handlers.seeing import list_lines

OVER = {
    "missing_person": """
人找着了 在他舅舅家
孩子回来了 在楼顶看星星
已经接到孩子 谢谢好心人
在派出所接到人了
人没事 在医院门口坐着 我们接上了
老人家自己走回来了
平安到家
娃在外婆屋头 冇事了
寻到哉 谢谢侬
搵到喇 多谢大家
抱着了 谢谢大叔
牵到手了 谢谢方师傅
领回来了 谢谢老哥
接上了 多谢
人在我身边了 大家不用找了
孩子已交给妈妈
警察把我爸送回来了
老太太已经由家属领走
刚打通电话了 在同学家写作业 没事了
孩子在门卫室 家长已经领走了
虚惊一场 睡在床底下
不用找了 在我妈那
接到她电话了 留堂默写 虚惊一场
""",
    "gas": """
燃气公司来换了软管 测过没问题了
复测没有泄漏 可以上楼了
阀门换好了 检测浓度为零
查清楚了 是一楼餐馆的下水 不是燃气
漏点堵上了 可以正常用气
已经恢复供气 家家可以回了
没有漏气 是厨余垃圾的味道 大家放心
味道散了 没事了
通风完毕 解除警戒
大家可以回屋了
安全了 都上来吧
""",
    "fire": """
火灭了 电也切了 没有人受伤
灭了灭了 手烫了一下 没事了
已经没有火了 消防在清理
明火已经压下去了 人都撤出来了
是消杀公司在打烟雾机 不是着火 大家放心
查过了 有人烧纸 已经浇灭
就是锅糊了 没着
烟散了 起火的电动车拖走了
火势控制住了 正在降温
""",
    "elevator_trapped": """
呼 出来了 感谢外面那位陪聊
三位都出来了 孕妇送医院检查
门撬开了 两个小孩都放出来了
我出嚟喇
已经把人救下来了
人接出来了 没事
终于出来了！！
解救成功 人员平安
开门了开门了 得救了
""",
    "flood": """
阀门关了 不喷了 车库在抽水
总闸关死 水不流了
管子接好了 恢复供水
水止住了
爆的那截管子换掉了 没有再漏
抽完了 可以进车库了
""",
    "falling_object": """
剩下的窗框拆下来了 前门可以走了
松动的都敲掉了 警戒撤除
人抓到了 是22楼的租客 交派出所了
危险的广告牌已经拆除
外墙已加固 通道恢复
""",
    "crime": """
警察把人铐走了 伤者送医 北门恢复通行
嫌疑人已被派出所带走
抓着了 在监控室
是送水的走错门 核实过了
人走了 警察登记了身份 没事了
小偷被逮住了
""",
    "medical": """
人醒了 120接走观察 没大碍
已经送到医院了 脱离危险
救护车拉走了
缓过来了 能说话了 没事
老人家属到了 已送医
自己站起来了 说是低血糖 没事了
""",
    "electric_hazard": """
电源切断 线皮破了 明天换 现在没电了 安全
断电了 线已经包好
箱子换好了 水也堵住了 恢复正常
电断了 大家可以走了
供电所把线接好了
""",
    "other_urgent": """
人救出来了 已上救护车
蛇抓走了
车窗砸开了 孩子抱出来了
蜂窝摘掉了 可以下楼了
人劝下来了 平安
消防把他从窗台上拉回来了
""",
}

GOES_ON = {
    "missing_person": """
找到了吗
还没找到
找到了说一声
听说已经找到啦？
希望早点找到
找到他的鞋了 人没看到
书包找到了 人还没
接到电话说在北站有人看见 我们赶过去
有线索了 正在赶过去
找到了监控 他是往东走的
一定会找到的
快回来吧
我回来了 帮大家一起找
警察来了
""",
    "gas": """
正在关总阀 大家先到楼下
阀门关了 但味还在
能回去了吗
燃气公司说十分钟到
可以上去拿东西吗
先别回来 还在查
""",
    "fire": """
确认
确认5
确认了 是真的着火
核实了 属实
查实了
消防车到了 正在扑
灭火器在哪
还没灭 越烧越大
用灭火器喷了一下 没灭
火小点了 但还在冒烟
人都出来了没有
""",
    "elevator_trapped": """
电梯不动了
电梯还是没动
电梯没恢复
人没下来
师傅说马上就出来了
还没出来
我出不来
出来了吗
维保到了 在盘车
""",
    "flood": """
正在关总阀
阀门关不住 还在喷
水停了吗
沙袋堆好了 水还在涨
""",
    "falling_object": """
拉警戒了 绕着走
已上楼排查 请绕行
又掉了一块
明天拆
""",
    "crime": """
民警到了 在做笔录
人跑了 没抓到
警察来了在问
四个人过去了
""",
    "medical": """
120还没来
救护车进门了 请让出通道
人醒了没
除颤仪拿到了
""",
    "electric_hazard": """
已经拉闸 大家先别下地下一层
已拉警戒线 电工在路上
电断了没
""",
    "other_urgent": """
门打开了 老人摔在地上 还有意识
带了千斤顶过去 120也叫了
消防到了 正在劝
开锁师傅在路上
""",
}


@pytest.mark.parametrize(("category", "text"), list_lines(OVER))
def test_what_tells_that_the_danger_is_gone_ends_the_alert(category: str, text: str) -> None:
    assert says_over(text, category)


@pytest.mark.parametrize(("category", "text"), list_lines(GOES_ON))
def test_a_question_a_hope_or_a_measure_halfway_ends_nothing(category: str, text: str) -> None:
    assert not says_over(text, category)


@pytest.mark.parametrize(
    "text", ["除颤仪送到", "担架抬进来了", "救护车到楼下了", "氧气袋拿来了", "120进小区了"]
)
def test_what_helpers_bring_is_no_all_clear(text: str) -> None:
    assert not says_over(text, "medical")


@pytest.mark.parametrize(
    "text",
    [
        "战友接的电话 人在他家吃饭 打扰各位",
        "医院打来的 崴了脚被好心人送急诊了 人清醒 谢谢各位",
        "打扰大家 是我记错了 今天周三她在画画班",
    ],
)
def test_the_family_says_where_somebody_is_in_any_words(text: str) -> None:
    assert says_over(text, "missing_person")
