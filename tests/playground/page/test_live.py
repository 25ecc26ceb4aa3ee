"""Messages that stay true, as people see them who type nothing further."""

from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, expect

from bot.operating.serving import serve
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.people import CHO
from bot.playground.demo import (
    STORY,
    WEBHOOK_SECRET,
    bot_between,
    demo_settings,
    page_commands,
    small_circleci,
)
from bot.playground.slack.small_slack import SmallSlack
from bot.store import migrate
from tests.playground.page.conftest import Tabs
from tests.playground.page.played import newest, played, say, visited

#: Within how many milliseconds something is seen that CircleCI tells of, on a busy machine.
SOON = 30_000

BRANCH = "feature/vouchers"


@pytest_asyncio.fixture(loop_scope="session")
async def circleci() -> SmallCircleCI:
    """So slow that nothing ends while a test runs, unless the test says so."""
    return small_circleci(speed=1)


async def _channel(page: Page, name: str) -> None:
    await page.get_by_role("navigation").get_by_text(name, exact=True).click()
    await expect(page.locator("#channel-name")).to_have_text(f"#{name}")


async def test_a_subscribed_channel_hears_that_a_branch_failed_and_that_it_was_fixed(
    tabs: Tabs, circleci: SmallCircleCI
) -> None:
    once = {"e2e": ("failed",)}
    circleci.add_branch(WEB, BRANCH, subject="Vouchers expire", author=CHO)
    async with played(tabs, "C0WEB", circleci) as page:
        await say(page, f"/ci subscribe web@{BRANCH}")
        await expect(newest(page, f"failures and fixes of web on {BRANCH}")).to_be_visible(timeout=SOON)

        broken = circleci.add_pipeline(WEB, BRANCH, outcomes=once)
        circleci.finish(broken)
        await expect(newest(page, f"web #{broken.number}", "Failed")).to_contain_text(BRANCH, timeout=SOON)

        mended = circleci.add_pipeline(WEB, BRANCH)
        circleci.finish(mended)
        fixed = newest(page, f"web #{mended.number}", "Fixed")
        await expect(fixed).to_contain_text("red for", timeout=SOON)


async def test_cards_of_one_run_turn_true_in_two_channels(tabs: Tabs, circleci: SmallCircleCI) -> None:
    run = circleci.add_pipeline(WEB, STORY)
    async with played(tabs, "C0WEB", circleci) as page:
        await say(page, f"/ci pipeline web#{run.number}")
        await expect(newest(page, f"web #{run.number}")).to_contain_text("Running", timeout=SOON)
        await _channel(page, "deploys")
        await say(page, f"/ci status web@{STORY}")
        await expect(newest(page, f"web #{run.number}")).to_contain_text("Running", timeout=SOON)

        circleci.finish(run)
        await expect(newest(page, f"web #{run.number}")).to_contain_text("Failed", timeout=SOON)
        await _channel(page, "web")
        await expect(newest(page, f"web #{run.number}")).to_contain_text("Failed", timeout=SOON)


async def test_a_card_turns_true_though_the_run_ended_while_the_bot_was_down(
    tabs: Tabs, circleci: SmallCircleCI, tmp_path: Path
) -> None:
    slack = SmallSlack(commands=page_commands())
    async with slack.serve(0) as url, serve(circleci.asgi) as circleci_url:
        settings = demo_settings(
            slack_url=url,
            circleci_url=circleci_url,
            circleci_token=circleci.token,
            signing_secret=slack.signing_secret,
            circleci_webhook_secret=WEBHOOK_SECRET,
            database_url=f"sqlite:///{tmp_path}/ringmaster.db",
        )
        await migrate(settings.secret("database_url"))
        async with visited(tabs, url, "C0DEPLOYS") as page:
            async with bot_between(slack, circleci, settings):
                await say(page, f"/ci trigger web@{STORY}")
                card = newest(page, STORY, "Prepare 2.6")
                await expect(card).to_contain_text("Running", timeout=SOON)

            circleci.finish(circleci.newest(WEB))

            async with bot_between(slack, circleci, settings):
                await expect(card).to_contain_text("Failed", timeout=SOON)
                await card.locator(".replies").click()
                told = page.locator("#replies > .message").filter(has_text="e2e failed: 2 of 42 tests")
                await expect(told).to_have_count(1, timeout=SOON)


async def test_what_is_told_in_person_begins_a_conversation_in_the_list(
    tabs: Tabs, circleci: SmallCircleCI
) -> None:
    async with played(tabs, "C0WEB", circleci) as page:
        await say(page, "/ci follow last --me")
        told = page.get_by_role("navigation").get_by_role("link", name="ringmaster")
        await expect(told.get_by_label("1 new")).to_be_visible(timeout=SOON)
        await told.click()
        await expect(page.locator("#channel-name")).to_have_text("@ringmaster")
        await expect(newest(page, "web #813")).to_be_visible(timeout=SOON)
