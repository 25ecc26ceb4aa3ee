"""The whole demo in a browser: the real bot between the page and the small CircleCI."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.playground.demo import playing


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    wrong: list[str] = []
    async with playing(0) as url:
        context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
        page = await context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        await page.goto(url)
        await page.wait_for_selector("#messages[data-loaded]", state="attached")
        yield page
        await context.close()
    assert wrong == []


async def say(page: Page, line: str) -> None:
    composer = page.locator("#say")
    await composer.fill(line)
    await composer.press("Escape")
    await composer.press("Enter")


async def test_a_first_visitor_clicks_a_line_and_opens_the_details_of_its_card(
    page: Page,
) -> None:
    await page.locator("#greeting").get_by_text("/ci status web").click()
    card = page.locator("#messages li").filter(has_text="web #813").first
    await expect(card).to_contain_text("Running")
    await card.get_by_role("button", name="Details").click()
    await card.get_by_text("1 reply").click()
    await expect(page.locator("#replies")).to_contain_text("build-test-deploy")


async def test_a_trigger_shows_its_workflows_and_a_refusal_is_for_the_asker_alone(
    page: Page,
) -> None:
    await say(page, "/ci trigger web@fix/cart-badge note=hello")
    card = page.locator("#messages li").filter(has_text="note=hello").first
    await expect(card).to_contain_text("build-test-deploy", timeout=15_000)
    await say(page, "/ci trigger web@main")
    refusal = page.locator("#messages li").filter(has_text="is not allowed in this channel").first
    await expect(refusal).to_contain_text("Only visible to you")


async def test_a_mention_is_answered_in_its_thread_with_a_file(page: Page) -> None:
    await say(page, "@ringmaster artifact last failed test-results/junit.xml")
    said = page.locator("#messages li").filter(has_text="artifact last failed").first
    await said.get_by_text("2 replies").click()
    await expect(page.locator("#replies")).to_contain_text("junit.xml")


async def test_an_artifact_that_is_a_picture_is_seen_and_a_small_text_is_read_in_the_thread(
    page: Page,
) -> None:
    await say(page, "@ringmaster artifact last failed rounds-the-total-to-cents.png")
    said = page.locator("#messages li").filter(has_text="rounds-the-total-to-cents.png").first
    await said.get_by_text("2 replies").click()
    picture = page.locator("#replies .file img")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 96)
    assert await picture.get_attribute("alt") == "failures/rounds-the-total-to-cents.png"

    await say(page, "@ringmaster artifact web@main dist/sizes.txt")
    said = page.locator("#messages li").filter(has_text="dist/sizes.txt").first
    await said.get_by_text("1 reply").click()
    answer = page.locator("#replies li").filter(has_text="the newest green run on main")
    await expect(answer.locator("pre")).to_contain_text("checkout.js")
