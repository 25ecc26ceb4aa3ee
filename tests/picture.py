"""The README's picture, of the demo: `python -m tests.picture` draws it, in the fonts that there are."""

import asyncio

from playwright.async_api import Page, async_playwright

from bot.playground.demo import playing
from tests.playground.page.conftest import ARGUMENTS, CHROMIUM
from tests.playground.page.played import newest, say
from tests.test_promises import ROOT

PICTURE = ROOT / ".github" / "playground.png"

#: The channel down to its end, and the thread from its first answer on.
SCROLL = """() => {
  const reply = document.querySelector("#replies > .message:nth-child(2)");
  reply.scrollIntoView({ block: "start" });
  document.querySelector("#scroller").scrollTop = 1e6;
}"""


async def play(page: Page) -> None:
    """A run that failed and why, one that runs, and a refusal."""
    await say(page, "/ci pipeline last failed")
    failed = newest(page, "web #812")
    await failed.get_by_role("button", name="Why?").click()
    await say(page, "/ci trigger web@fix/cart-badge environment=staging shards=3")
    await newest(page, "web #814", "lint is running").wait_for()
    await say(page, "/ci trigger web@main")
    await newest(page, "You can't trigger").wait_for()
    await failed.locator(".replies").click()
    await page.locator("#replies .file pre").wait_for()
    await page.mouse.move(0, 0)
    await page.locator("#reply").blur()
    await page.evaluate(SCROLL)


async def draw() -> None:
    async with async_playwright() as playwright, playing(0) as url:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        size = {"width": 1360, "height": 780}
        page = await browser.new_page(viewport=size, device_scale_factor=2, locale="en-US")
        await page.goto(f"{url}/#/C0WEB")
        await play(page)
        await page.wait_for_timeout(2_000)  # what was changed has faded
        await page.screenshot(path=PICTURE)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(draw())
