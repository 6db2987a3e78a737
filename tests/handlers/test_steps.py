"""The life of a ticket, written out by hand: every step from every state, and what README shows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.model import Status, Step
from handlers.texts import TEXTS
from handlers.tickets.steps import TRANSITIONS, IllegalTransition, can_step, take_step
from tests.handlers.building import NOW, ticket
from tests.handlers.life import CELLS


def test_the_table_has_every_state_and_every_step_that_leads_anywhere() -> None:
    assert {state for _, state in CELLS} == set(Status)
    assert {step for step, _ in CELLS} == set(TRANSITIONS)


@pytest.mark.parametrize(("step", "state"), list(CELLS))
def test_a_step_leads_where_the_table_says_or_is_refused(step: Step, state: Status) -> None:
    before, target = ticket(status=state), CELLS[step, state]
    assert can_step(before, step) is (target is not None)
    if target is not None:
        assert take_step(before, step, NOW, {}).status is target
        return
    with pytest.raises(IllegalTransition) as refused:
        take_step(before, step, NOW, {})
    assert TEXTS[f"status_{state.value}"] in refused.value.text


def read_readme() -> dict[tuple[str, str], str]:
    text = Path(__file__).parents[2].joinpath("README.zh-CN.md").read_text(encoding="utf-8")
    table = text.partition("### 工单的一生")[2].split("\n\n")[2].strip().splitlines()
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {(row[0], state): cell for row in rows for state, cell in zip(head[1:], row[1:], strict=True)}


#: What README calls the steps; states are called as the bot calls them.
NAMES = {
    Step.ACCEPTED: "接单", Step.TRANSFERRED: "转派", Step.REPLIED: "回复", Step.RECLASSED: "改类别",
    Step.HELD: "挂起", Step.RESUMED: "恢复", Step.DONE: "完成", Step.RATED: "评价", Step.CLOSED: "自动结单",
    Step.REOPENED: "没修好", Step.WITHDRAWN: "撤单", Step.FALSE_ALARM: "误报", Step.MERGED: "合并",
    Step.SPLIT: "拆分", Step.CLEARED: "解除警报",
}  # fmt: skip


def test_readme_shows_the_same_table() -> None:
    called = {state: TEXTS[f"status_{state.value}"] for state in Status}
    assert read_readme() == {
        (NAMES[step], called[state]): called[target] if target else "—"
        for (step, state), target in CELLS.items()
    }
