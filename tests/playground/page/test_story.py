"""One release, from its trigger to its deployment, as a person plays it on the page."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB
from bot.playground.demo import STORY, small_circleci
from tests.playground.page.played import confirm, newest, played, say

#: Within how many milliseconds something is seen that the bot looks at again every few seconds.
SOON = 15_000


@pytest_asyncio.fixture(loop_scope="session")
async def circleci() -> SmallCircleCI:
    """So slow that nothing ends while a test runs, unless the test says so."""
    return small_circleci(speed=1)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, circleci: SmallCircleCI) -> AsyncIterator[Page]:
    """The channel from which releases go out."""
    async with played(browser, "C0DEPLOYS", circleci) as page:
        yield page


async def look_again(page: Page, said: str) -> Locator:
    """Ask the thread's newest answer for the run as it is now; gives the card that answers."""
    await page.locator("#replies").get_by_role("button", name="Details").last.click()
    card = page.locator("#replies > .message").filter(has_text=said).last
    await expect(card).to_be_visible()
    return card


async def test_a_release_fails_is_understood_rerun_approved_and_goes_green(
    page: Page, circleci: SmallCircleCI
) -> None:
    replies = page.locator("#replies > .message")
    await page.locator("#greeting").get_by_text(f"/ci trigger web@{STORY}").click()
    await expect(newest(page, STORY, "Prepare 2.6")).to_contain_text("Running", timeout=SOON)
    release = circleci.newest(WEB)
    name = f"web #{release.number}"

    circleci.finish(release)
    await say(page, f"/ci status web@{STORY}")
    card = newest(page, name, "Failed")
    await expect(card).to_contain_text("e2e failed")
    await card.get_by_role("button", name="Why?").click()
    await card.locator(".replies").click()
    answer = replies.filter(has_text="2 of 42 tests")
    await expect(replies.filter(has_text="exit code 1").first).to_be_visible(timeout=SOON)
    await expect(answer.locator("pre").first).to_contain_text('Expected: "€ 59.97"')
    await expect(replies.locator(".file pre")).to_contain_text("Running 42 tests", timeout=SOON)

    await answer.get_by_role("button", name="Rerun failed").click()
    await confirm(
        page, "Rerun from failed?", name, STORY, "Reruns e2e and the jobs that depend on it.", yes="Rerun"
    )
    await expect(replies.last).to_contain_text("build-test-deploy is running", timeout=SOON)

    assert circleci.hold(release) == ["hold-for-production"]
    card = await look_again(page, "Waiting for approval")
    await card.get_by_role("button", name="Approve hold-for-production").click()
    await confirm(page, "Approve hold-for-production?", name, "deploy runs next", yes="Approve")
    await expect(replies.last).to_contain_text("deploy is running", timeout=SOON)

    circleci.finish(release)
    await expect(await look_again(page, "Passed")).to_contain_text(name)


async def test_a_run_is_canceled_after_its_question(page: Page, circleci: SmallCircleCI) -> None:
    await say(page, "/ci trigger web@main")
    card = newest(page, "Say when a voucher has expired")
    await expect(card).to_contain_text("Running", timeout=SOON)
    name = f"web #{circleci.newest(WEB).number}"
    await card.get_by_role("button", name="Cancel").click()
    await confirm(page, f"Cancel {name}?", "on main", "You can't undo this.", yes="Cancel workflow")
    await expect(newest(page, "Canceled")).to_contain_text(name, timeout=SOON)
