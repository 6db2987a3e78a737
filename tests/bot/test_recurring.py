"""The third fault of a lift through a whole bot: the manager hears once, the page of the ticket shows it."""

from __future__ import annotations

from pathlib import Path

from handlers.model import Step
from tests.bot.house import House, make_settings, open_house


async def look(house: House) -> None:
    await next(job for job in house.app.jobs.table if job.id == "note_recurring").run()


async def report(house: House, number: int, who: str, words: str) -> None:
    """A fault that is mended before the next one."""
    house.channel.say(who, "g3", words)
    await house.channel.wait_for("staff", f"#{number}】")
    await look(house)
    house.channel.say("王师傅", "staff", f"完成{number} 换了继电器第{number}次")
    await house.channel.wait_for("staff", f"【#{number}】")
    await house.channel.wait_for("g3", f"换了继电器第{number}次")


async def test_the_third_fault_of_a_lift_is_shown_once_even_after_a_restart(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    async with open_house(settings) as house:
        await report(house, 1, "张三", "8栋2单元电梯坏了 停在三楼")
        await report(house, 2, "李四", "9栋1单元电梯坏了 按键没反应")
        await report(house, 3, "王五", "8栋2单元电梯又停运了 门打不开")
        assert not [said for said in house.channel.said_in("dm:刘经理") if "30天内" in said]
        await report(house, 4, "赵六", "8栋2单元的电梯运行有异响 晃得厉害")
        told = await house.channel.wait_for("dm:刘经理", "30天内第3次")
        assert "#3 " in told
        assert "#1 " in told
        assert "#2 " not in told
    async with open_house(settings) as house:
        await look(house)
        async with house.app.database.view() as uow:
            steps = [event.step for event in await uow.tickets.events("yun", 4)]
        assert steps.count(Step.RECURRED) == 1
