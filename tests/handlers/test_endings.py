"""What says that an alert is over, and what only sounds like it."""

from __future__ import annotations

import pytest

from handlers.words.endings import says_over, sounds_over

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


def _list(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(category, text) for category, texts in table.items() for text in texts.split("\n") if text]


@pytest.mark.parametrize(("category", "text"), _list(OVER))
def test_what_tells_that_the_danger_is_gone_ends_the_alert(category: str, text: str) -> None:
    assert says_over(text, category)


@pytest.mark.parametrize(("category", "text"), _list(GOES_ON))
def test_a_question_a_hope_or_a_measure_halfway_ends_nothing(category: str, text: str) -> None:
    assert not says_over(text, category)


#: As the reporter may say it, written before the words for relief were looked for.
RELIEVED = {
    "missing_person": """
见到了见到了 抱着哭呢 谢谢汤大哥
谢天谢地 妈没事 谢谢大家
可算见着人了 在早市买菜 多谢各位
娃自己摸回来咯 躲楼梯间耍手机 麻烦大家了
我闺女在她姥姥家 打扰群里了 不好意思
爷爷坐公交绕一圈回来了
手拉手走到家门口了 谢谢保安小哥
老人已经和家属团聚
孩子安全 在我们岗亭 妈妈正在过来的路上
""",
    "fire": """
火已经被我们用灭火器搞定了
没事了没事了 就是纸箱烧了一点 水浇了
消防说排除险情了 可以回家
电动车推出来了 火也没了
""",
    "elevator_trapped": """
我下来了 腿还是软的 谢谢师傅
刘姐出来了 人没事
门扒开了 人爬出来了
老人家已安全离开轿厢
""",
    "gas": """
软管夹子松了 拧紧了 测了没问题
是隔壁做臭豆腐 虚惊
上门测了 没有漏气 是报警器电池没电 换好了
""",
    "flood": """
主管通开了 不往外冒了 正在消毒
水阀关死了 没再喷了
退水了 可以走人
堵漏王打上了 目前不渗了
""",
    "falling_object": """
找到了 是803的租户倒面汤 已经道歉赔偿
花盆全搬进屋了 批评教育过
空调外机已经吊下来了
""",
    "crime": """
警察抓到了 是个惯偷
误会 是她前夫来拿东西 已经劝走
查清楚了 是推销净水器的 已清出小区
""",
    "medical": """
取出来了 医生说再晚半小时就麻烦了 谢谢唐医生
退烧了 孩子睡着了 谢谢大家
救护车把人接上了 家属跟着
噎着的糖吐出来了 吓死我了
""",
    "electric_hazard": """
线头包好了 送电了
供电局把变压器修好了
那根杆子停电了 围起来了 明天换 不会电人了
""",
    "other_urgent": """
狗抓住了 已经交给派出所
马蜂窝端掉了
孩子的手指取出来了 没伤到骨头
人从天台劝下来了
锁打开了 娃抱到了
""",
}
NOT_YET = {
    "missing_person": """
谢谢 我马上去公交站
谢谢大家 已经报警了
是他是他 我打车过去
谢谢提醒 我再去问问
看到了 谢谢 我现在往那边赶
监控看到他上了23路 谢谢保安
""",
    "fire": """
正在泼水
消防来了两辆
火势很大 别靠近
""",
    "elevator_trapped": """
师傅到了 在外面敲门
让我别动 在等
""",
    "gas": """
窗开了 人都下来了
物业关了总阀 在等燃气公司
""",
    "flood": """
水泵架好了 在抽
还在往上返
""",
    "falling_object": """
查监控呢
可能是12楼
""",
    "crime": """
我躲屋里 警察还没到
他还在门口
""",
    "medical": """
还是叫不醒
血止不住
""",
    "electric_hazard": """
围起来了 等电工
""",
    "other_urgent": """
带着网兜过来了 孩子们先进楼
消防员在切割
""",
}


@pytest.mark.parametrize(("category", "text"), _list(RELIEVED))
def test_a_reporter_who_breathes_again_ends_the_alert(category: str, text: str) -> None:
    assert says_over(text, category) or sounds_over(text)


@pytest.mark.parametrize(("category", "text"), _list(NOT_YET))
def test_thanks_on_the_way_end_nothing(category: str, text: str) -> None:
    assert not says_over(text, category)
    assert not sounds_over(text)


#: In everyday words of every sort; of 75 and 57 like them 35 and 50 were read right before outcomes were read
#: by grammar.
CAME_OUT_WELL = {
    "missing_person": """
在她姑姑家 刚通上话 抱歉让各位操心
爹上车了 给各位磕头了
逮住了逮住了 谢谢店家
联系上了 手机没电 人在图书馆
人已在家 虚惊
通上电话了 他在同事那儿喝酒呢
老爷子自个儿溜达回来了
学生已由民警送回家了
孩子跟爷爷在一块儿呢 没丢
老太太我们送到家里了 家属签字了
娃好好的 在邻居家看动画片
妈已经坐在沙发上了 大家别跑了
孩子安全了 在派出所喝水
她自己打车回来的 刚进门
不找了 人在他二叔那儿
刚从医院领回来 额头擦破点皮
""",
    "fire": """
门开了 火关了 娃好好的
锅端下来了 烟也散得差不多了 不用来了
明火没了 余烟在散
已经拿水管浇透了 没复燃
烧的是一堆纸 已经踩灭
消防撤了 让住户回去
火熄掉了 就烧黑一面墙
物业来看过 是有人熏腊肉 没起火
""",
    "gas": """
虚惊 谁家榴莲
阀门拧紧了 再闻没味了
检测仪不响了 人可以回
检查完毕 没有超标
是邻居家喷的发胶 不是气
漏点处理好了 开窗透了一小时 正常了
""",
    "elevator_trapped": """
我老公上来了 门开了 谢谢孙师傅
人接出来了 在一楼喝水
出来啦！！憋死我了
门打开了 俩孩子都抱出来了
电梯自己动了 我已经到家了
救援完成 人没受伤
我在外面了 谢谢大家
""",
    "flood": """
总阀关上了 现在不喷了
补好了 试压没问题
水都扫出去了 也不往下流了
""",
    "falling_object": """
吊下来了 下面可以走人了
松的那几块全铲了 路放开了
是晾衣架被风刮的 已经收进去了
扔东西的找到了 是个小孩 家长道歉了
""",
    "crime": """
人控制住交给民警了 小姑娘已送到家
两人已被派出所带走 没事了
弄清楚了 是住户忘带钥匙 一场误会
人赶出小区了
民警把他领走了
问清楚了 是送外卖的敲错门
俩人和解了 各回各家
小偷逮住 送所里了
""",
    "medical": """
救护车拉走了 家属跟着
人醒了 会说话了
吐出来了 哭出声了 没事
送到急诊了 医生说没大碍
血止住了 已经缝好针
老人家坐起来了 喝了糖水好多了
120把人接走了 意识清楚
""",
    "electric_hazard": """
线破皮搭在栏杆上了 已断电包好 没有危险了
电切了 灯座烧了换新的 已经安全
电箱锁好了 试过不漏电
那截线剪了 拉走了
""",
    "other_urgent": """
狗已经控制住 送走了 大家可以出来了
捞上来了 会哭 没事
人拉回来了 消防员抱下来的
狗主人来把狗牵回去了
孩子头抽出来了 没破皮
蜂窝端了
树锯完了 路通了
姑娘自己下来了 她妈抱着哭
门弄开了 宝宝在里头睡着了
""",
}

NOT_YET_OVER = {
    "missing_person": """
书包找着了 人还没找着
找到手机了 人没找到
过两天自己就回来了
外套找着了 在河边
有人说看到了 我过去认认
监控找到了 六点十分出的北门
警察联系上了 在来的路上
手机打通了 没人说话
他同学联系上了 说没见过
还是没有 天都黑了
娃他爸回来了 一块儿找
快到家了 我马上下来找
老师接通电话了 说早放学了
不是他 认错了 接着找
谢谢大家 还在找
我妈妈回来了 说没碰到他
""",
    "fire": """
灭火器拿来了 粉不够
灭了一半 又着起来了
火是灭了 里面还在冒烟 不知道有没有人
人没出来
消防栓打开了 没水
119打通了
""",
    "gas": """
孩子要写作业 啥时能进去
我也是 我在7层 窗户都打开了
窗户开了 味道还是很重
总阀找到了 在关
敲不开602的门
几点能上去
""",
    "elevator_trapped": """
门开了一条缝 人还出不来
电话打通了 说二十分钟
灯亮了 还是不动
师傅上来了 在机房
""",
    "flood": """
阀门找到了 锈死了 拧不动
关了一个阀 还在流
水小了点
""",
    "falling_object": """
人都躲开了
拉了绳子 别走那边
又晃了一下
""",
    "crime": """
报警了 警察在路上
保安来了 他还在那站着
门锁好了 不敢睡
人往地库跑了
""",
    "medical": """
救护车进南门了
救护车到了 在做按压
家属联系上了 在赶来
医生邻居下来了
还没醒
呼吸有了 但是叫不醒
""",
    "electric_hazard": """
已把路挡上
电工联系上了 半小时到
闸没找到
""",
    "other_urgent": """
孩子妈妈送医院了
已联系消防 队员在上去
拿网兜过去了
开锁师傅到了
她还坐着 不肯下来
梯子架好了
""",
}


@pytest.mark.parametrize(("category", "text"), _list(CAME_OUT_WELL))
def test_a_danger_that_is_past_is_heard_in_any_words(category: str, text: str) -> None:
    assert says_over(text, category) or sounds_over(text)


@pytest.mark.parametrize(("category", "text"), _list(NOT_YET_OVER))
def test_what_only_goes_on_ends_no_alert(category: str, text: str) -> None:
    assert not says_over(text, category)
    assert not sounds_over(text)


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
