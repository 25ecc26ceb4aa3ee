"""A small Slack that is asked over HTTP."""

from collections.abc import AsyncIterator

import pytest

from bot.playground.slack.small_slack import SmallSlack


@pytest.fixture
async def slack() -> AsyncIterator[SmallSlack]:
    slack = SmallSlack()
    async with slack.serve():
        yield slack
