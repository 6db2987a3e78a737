"""What everybody needs of a page, looked for in a real browser: names, contrast, a width that fits."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page

FIND_FAULTS = (Path(__file__).parent / "accessible.js").read_text(encoding="utf-8")

#: Whether what has the focus shows it: an outline, or a frame drawn around it.
FIND_FOCUS = """
() => {
  const e = document.activeElement, style = getComputedStyle(e), after = getComputedStyle(e, "::after");
  const shown = style.outlineStyle !== "none" || style.boxShadow !== "none" || after.outlineStyle !== "none";
  return e === document.body ? "" : `${shown ? "" : "unseen "}${e.tagName}.${e.className}`;
}
"""


async def find_faults(page: Page) -> list[str]:
    """What is wrong with the page for somebody; nothing where nothing is."""
    faults: list[str] = await page.evaluate(FIND_FAULTS)
    return faults


async def walk_by_keyboard(page: Page, steps: int) -> list[str]:
    """The elements that the tab key reaches, those that do not show it marked `unseen`."""
    reached = []
    for _ in range(steps):
        await page.keyboard.press("Tab")
        reached.append(str(await page.evaluate(FIND_FOCUS)))
    return [each for each in reached if each]
