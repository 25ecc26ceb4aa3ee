"""The whole demo in a browser: the real bot between the page and the small CircleCI."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.playground.page.conftest import Tabs
from tests.playground.page.played import played, say


@pytest_asyncio.fixture(loop_scope="session")
async def page(tabs: Tabs) -> AsyncIterator[Page]:
    async with played(tabs) as page:
        yield page


async def test_a_first_visitor_clicks_a_line_and_learns_why_a_run_failed(page: Page) -> None:
    await page.locator("#greeting").get_by_text("@ringmaster why last failed").click()
    asked = page.locator("#messages li").filter(has_text="why last failed").first
    await asked.locator(".replies").click()
    answer = page.locator("#replies li").filter(has_text="2 of 42 tests")
    await expect(answer.get_by_role("button", name="Rerun failed")).to_be_visible()


async def test_the_details_of_a_card_are_told_in_its_thread(page: Page) -> None:
    await say(page, "/ci status web")
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
    refusal = page.locator("#messages li").filter(has_text="You can't").first
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
    assert await picture.get_attribute("alt") == "failures/rounds-the-total-to-cents.png, e2e in web #812"

    await say(page, "@ringmaster artifact web@main dist/sizes.txt")
    said = page.locator("#messages li").filter(has_text="dist/sizes.txt").first
    await said.get_by_text("1 reply").click()
    answer = page.locator("#replies li").filter(has_text="the newest passing one")
    await expect(answer.locator("pre")).to_contain_text("checkout.js")
