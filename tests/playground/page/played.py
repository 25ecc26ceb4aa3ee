"""The whole demo with a page of it in the browser, and what a person does there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Error, Locator, Page, expect

from bot.playground.circleci import SmallCircleCI
from bot.playground.demo import playing
from tests.playground.page.conftest import Tabs


@asynccontextmanager
async def played(
    tabs: Tabs, channel: str = "C0WEB", small: SmallCircleCI | None = None
) -> AsyncIterator[Page]:
    """A channel of the demo, seen by Ana; leaving it fails if the page reported an error."""
    async with playing(0, small=small) as url, visited(tabs, url, channel) as page:
        yield page


@asynccontextmanager
async def visited(tabs: Tabs, url: str, channel: str) -> AsyncIterator[Page]:
    """A channel, seen by Ana; leaving it fails if the page reported an error."""
    wrong: list[str] = []

    def failed(error: Error) -> None:
        wrong.append(str(error))

    async with tabs.page() as page:
        page.on("pageerror", failed)
        await page.goto(f"{url}/#/{channel}")
        await page.wait_for_selector("#messages[data-loaded]", state="attached")
        yield page
        page.remove_listener("pageerror", failed)
    assert wrong == []


async def say(page: Page, line: str) -> None:
    composer = page.locator("#say")
    await composer.fill(line)
    await composer.press("Escape")
    await composer.press("Enter")


def newest(page: Page, *said: str) -> Locator:
    """The newest message of the channel that says all this."""
    found = page.locator("#messages > .message")
    for each in said:
        found = found.filter(has_text=each)
    return found.last


async def confirm(page: Page, title: str, *told: str, yes: str) -> None:
    """Read what is asked, and agree by keyboard: the safe answer has the focus first."""
    dialog = page.get_by_role("dialog", name=title)
    for each in told:
        await expect(dialog).to_contain_text(each)
    await expect(dialog.get_by_role("button").first).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(dialog.get_by_role("button", name=yes, exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
