"""Which words are a sighting of somebody missing, and which are only talk."""

from __future__ import annotations

import pytest

from handlers.decide import decide
from handlers.model import Step
from handlers.threads import Thread
from nlp.classifier import Classifier
from nlp.verdict import SILENT, Verdict
from tests.handlers.building import MOTHER, ZHANG, alert, group, hear, ticket, write

CHILD = "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看"
FATHER = "我爸不见了 78岁 有点糊涂 穿灰色夹克 戴帽子 早上6点出门买菜没回来"

SIGHTINGS = {
    CHILD: """
刚才送娃上学 在红绿灯那看见一个穿校服的小男孩一个人走
地铁站B口 有个孩子坐台阶上 不吭声
我老公说十分钟前在菜场门口见过
监控里看到他6点12分从东门出去了
保安说有个小孩从地库跑出去了
幼儿园后面那条小路 刚过去一个蓝校服的
我在便利店买早饭 有个男孩在货架那转 问他不说话
肯德基里有个小孩 蓝衣服 一个人
就在我前面 往河边走了
我拦住他了 在加油站
孩子在我店里 先给他喝点水
我车上行车记录仪拍到了 6点20 滨河路
公交站 蓝色校服 刚上了23路
好像看到过 在篮球场
小公园滑梯那里有个男孩自己玩 像
我刚从桥上过 底下有人 像个孩子
6点半左右 我遛狗在西门碰到一个 一直低着头走
他往高架方向跑了 我追不上
我现在跟着 到实验小学门口了
是不是他？桥洞下面有个穿蓝的
孩子在派出所 刚有人送过来的
我刚打水的时候瞄到一个小孩蹲在喷泉边
快递站这边有个小男孩 哭 也不说话
有个学生模样的在2栋楼顶
地下车库负二 有小孩哭声
我看见的 蓝校服 过马路了
应该在超市 刚才收银那边有个孩子
见过 早上在早餐摊
五分钟前 北门 一个人
一个男娃 校服 在银行门口台阶上坐着呢
水果店老板说看见个小孩往学校那边跑
在这边呢 江边步道 我看着他
小区后门外面有一个 背着手走来走去
我婆婆买菜回来说 桥头有个小鬼在丢石头
孩子现在我旁边 建设银行这
刚下夜班 在人民路口等红灯碰着个男娃 光脚
他在我们理发店门口 叫他不应
文具店阿姨刚跟我说 有个孩子进去转了一圈又走了
哎 我好像在天桥上见着了
我这个方向 滨江路 有个蓝点点在前面走 我追上去看看
找着了在我这 幼儿园传达室
保洁大姐扫地的时候看到他进了2单元
我在阳台看得到 湖对面有个孩子
他沿着铁路走 我喊他不停
学校保安让他进去了
那孩子刚在我摊上拿了个包子就跑了 往东
早班的公交师傅说终点站有个孩子没下车
蓝衣服 12岁左右 在体育馆台阶
有个小孩翻栏杆进工地了
小吃街那边围了一圈人 中间有个男孩
我看见他了！！市民广场喷泉
刚才楼下哭的是不是他 5栋楼下
我让他坐岗亭里了
9号楼电梯里碰到 按了顶楼
垃圾房后面躲着一个
隧道口有个人影 太黑了看不清
河堤上跑着呢
好像进了网吧
""",
    FATHER: """
刚才在菜市场看到个大爷 灰夹克
公园长椅上坐着一位老人 戴帽子
我早上跑步遇见一个老头问路 说要回家
药店门口有个老爷子 好像找不着路
6路车上有个老人 灰衣服 司机也注意到了
桥头那边 老大爷 拄着棍
我家楼下亭子里坐了个老人 不认识
老人在我们小区门岗坐着 说不清住哪
刚过去 往医院方向
看到了 在北门早点摊吃面
银行大厅里有个大爷 糊涂 讲不清
我跟他说话他说姓李 在汽车站
湖边钓鱼的地方有个戴帽子的老头
我儿子放学看见一个爷爷在马路中间走
""",
}
TALK = {
    CHILD: """
天哪 太揪心了
赶紧报警啊 调监控
在哪里走丢的？
多大的孩子啊
有照片吗 发一张
我去北门看看
我们几个分头去找吧
希望孩子平安
转到别的群了
找到了吗
我家娃也穿这个校服 吓我一跳
现在的家长心真大
去年隔壁小区也丢过一个
新闻里说杭州也有个孩子走丢了
北门没看到
我刚从公园回来 没有看见
要不要去学校问问
我车在地库 可以开车去找
保安呢 门口不是有监控吗
会不会去同学家了
孩子可能去河边玩了
哈哈我家那个在家睡觉呢
可怜的孩子
大家都留意一下
谁家的快递放错了 在我门口
今天菜场的排骨不错
我在上班 帮不上忙
蓝色校服是实验小学的吧
校服上有名字吗
一定要看好孩子
+1
妈妈别急 会找到的
12岁也不小了
门口保安是干什么吃的
我老公在外面找了
刚转给同事了
你们看到孩子的话打110
谁有车 去桥那边看看
几点出去的
我看到消息了 马上下楼
有人看到物业经理了吗
今天学校门口堵死了
我孩子在家呢 放心
北京地铁站昨天走失一个男孩 大家扩散
我在桥那边找了一圈 没人
刚看到群消息
看到的赶紧说一声啊
这孩子我认识 挺乖的
上次他也跑出来过
电动车充电棚在哪
怎么会自己跑出去
大人怎么看的啊
孩子爸爸呢
我把监控发你
业主群都传遍了
已经转发朋友圈
这么小的孩子太可怜了
学校打电话问了吗
门禁是不是坏了
公安有没有来
我马上到东门跟你们汇合
谁在地库 帮忙看一下
有没有穿白鞋
建议查一下公交监控
别急 我叫我老公去桥那边找
早上我们楼停水了
孩子丢了物业要负责
门口又堵车了
我们家孩子跟他一个学校
现在几点了还没找到
沿河这一段我走完了 没有
北门监控坏了吧
我看这事得报警
看着都心疼
群里的照片看不清
下次给孩子戴个手表
我儿子也喜欢往外跑
我今天在家 有事叫我
有人要去学校吗 拼车
看到你的消息了 我在上班
他爸妈上班去了吧
天冷 孩子穿得少
超市今天鸡蛋打折
小孩子在楼道跑来跑去吵死了
""",
    FATHER: """
老人家走不远的
带定位手环就好了
我爷爷也这样
菜市场今天不开门
去菜市场找找
我下楼看看
有没有去亲戚家
看看医院有没有
唉 老年痴呆真折磨人
大爷平时喜欢去哪
谁家老人啊
我在车站 帮你留意
公园今天有活动
我爸以前也走丢过 在车站找到的
""",
}


def is_clue(call: str, text: str, verdict: Verdict = SILENT) -> bool:
    """Whether a neighbour's words count as a clue while this call is live."""
    of = ticket(kind="urgent", category="missing_person", words=call, reporter=MOTHER.person, room=None)
    live = alert(facts=call)
    thread = Thread(ticket=of, alert=live)
    message = write(ZHANG, group(1), text)
    case = hear(message, verdict, alerts=(live,), alert_tickets=(of,), threads=(thread,))
    return any(event.step is Step.CLUE for event in decide(case).events)


def split(lines: dict[str, str]) -> list[tuple[str, str]]:
    return [(call, line) for call, block in lines.items() for line in block.strip().splitlines()]


@pytest.mark.parametrize(("call", "text"), split(SIGHTINGS))
def test_it_is_a_sighting(call: str, text: str) -> None:
    assert is_clue(call, text)


@pytest.mark.parametrize(("call", "text"), split(TALK))
def test_it_is_only_talk(call: str, text: str) -> None:
    assert not is_clue(call, text)


def test_whatever_else_recognition_takes_them_for_most_arrive_and_little_else() -> None:
    classify = Classifier.load().classify
    right = sum(is_clue(call, text, classify(text)) for call, text in split(SIGHTINGS))
    wrong = sum(is_clue(call, text, classify(text)) for call, text in split(TALK))
    assert right / len(split(SIGHTINGS)) >= 0.9
    assert right / (right + wrong) >= 0.9
