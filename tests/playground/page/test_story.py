"""One release, from its trigger to its deployment, as a person plays it on the page."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, expect

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB
from bot.playground.demo import STORY, small_circleci
from tests.playground.page.conftest import Tabs
from tests.playground.page.played import confirm, newest, played, say

#: Within how many milliseconds something is seen that the bot looks at again every few seconds.
SOON = 20_000


@pytest_asyncio.fixture(loop_scope="session")
async def circleci() -> SmallCircleCI:
    """So slow that nothing ends while a test runs, unless the test says so."""
    return small_circleci(speed=1)


@pytest_asyncio.fixture(loop_scope="session")
async def page(tabs: Tabs, circleci: SmallCircleCI) -> AsyncIterator[Page]:
    """The channel from which releases go out."""
    async with played(tabs, "C0DEPLOYS", circleci) as page:
        yield page


async def test_a_release_is_watched_from_red_to_green_and_nobody_asks_how_it_stands(
    page: Page, circleci: SmallCircleCI
) -> None:
    replies = page.locator("#replies > .message")
    await page.locator("#greeting").get_by_text(f"/ci trigger web@{STORY}").click()
    card = newest(page, STORY, "Prepare 2.6")
    await expect(card).to_contain_text("Running", timeout=SOON)
    release = circleci.newest(WEB)
    name = f"web #{release.number}"

    circleci.finish(release)
    await expect(card).to_contain_text("Failed", timeout=SOON)
    await card.locator(".replies").click()
    failed = replies.filter(has_text="e2e failed: 2 of 42 tests").first
    await expect(failed).to_contain_text("asked by @Ana Lima")
    await failed.get_by_role("button", name="Why?").click()
    answer = replies.filter(has_text="Expected:")
    await expect(replies.filter(has_text="exit code 1").first).to_be_visible(timeout=SOON)
    await expect(answer.locator("pre").first).to_contain_text('Expected: "€ 59.97"')
    await expect(replies.locator(".file pre")).to_contain_text("Running 42 tests", timeout=SOON)

    await failed.get_by_role("button", name="Rerun failed").click()
    effect = "Reruns e2e and the jobs that depend on it."
    await confirm(page, "Rerun from failed?", name, STORY, effect, yes="Rerun")
    await expect(card).to_contain_text("Running", timeout=SOON)

    assert circleci.hold(release) == ["hold-for-production"]
    await expect(card).to_contain_text("Waiting for approval", timeout=SOON)
    waits = replies.filter(has_text="Waiting for approval").last
    await waits.get_by_role("button", name="Approve hold-for-production").click()
    await confirm(page, "Approve hold-for-production?", name, "deploy runs next", yes="Approve")
    await expect(replies.filter(has_text="Approved")).to_have_count(2, timeout=SOON)
    await expect(waits).to_have_count(0)

    circleci.finish(release)
    await expect(card).to_contain_text("Passed", timeout=SOON)
    await expect(replies.last).to_contain_text("Fixed", timeout=SOON)
    await expect(card.get_by_role("button", name="Cancel")).to_have_count(0)


async def test_a_run_is_canceled_after_its_question(page: Page, circleci: SmallCircleCI) -> None:
    await say(page, "/ci trigger web@main")
    card = newest(page, "Say when a voucher has expired")
    await expect(card).to_contain_text("Running", timeout=SOON)
    name = f"web #{circleci.newest(WEB).number}"
    await card.get_by_role("button", name="Cancel").click()
    await confirm(page, f"Cancel {name}?", "on main", "You can't undo this.", yes="Cancel workflow")
    await expect(newest(page, "Canceled")).to_contain_text(name, timeout=SOON)
