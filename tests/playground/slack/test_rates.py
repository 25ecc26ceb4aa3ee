"""As many calls as Slack takes in a minute, and no more."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack.cast import Channel
from bot.playground.slack.small_slack import SmallSlack
from tests.world import DEPLOYS, RANDOM, WEB


class Slack:
    """A workspace whose time passes when a test says so, and its client."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 12, tzinfo=UTC)
        self.small = SmallSlack(clock=lambda: self.at)

    @property
    def client(self) -> AsyncWebClient:
        return AsyncWebClient(token=self.small.bot_token, base_url=self.small.api_url)

    def passes(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    async def edits(self, ts: str, times: int) -> None:
        for number in range(times):
            await self.client.chat_update(channel=WEB, ts=ts, text=str(number))

    async def posts(self, channel: str, times: int) -> str:
        """Gives the last one's name."""
        for number in range(times):
            posted = await self.client.chat_postMessage(channel=channel, text=str(number))
        return str(posted["ts"])

    @property
    def refused(self) -> list[str]:
        return [call.method for call in self.small.calls if call.error == "ratelimited"]


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    made = Slack()
    async with made.small.serve():
        yield made


async def test_fifty_edits_a_minute_are_taken_of_all_messages_and_the_next_hears_when_to_come_back(
    slack: Slack,
) -> None:
    ts = await slack.posts(WEB, 1)
    await slack.edits(ts, 20)
    slack.passes(15)
    await slack.edits(ts, 30)
    with pytest.raises(SlackApiError) as caught:
        await slack.edits(ts, 1)

    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    assert caught.value.response.headers["retry-after"] == "45"
    assert slack.small.message(ts).text == "29"


async def test_who_waits_as_told_is_taken_as_often_as_edits_are_a_minute_old(slack: Slack) -> None:
    ts = await slack.posts(WEB, 1)
    await slack.edits(ts, 20)
    slack.passes(15)
    await slack.edits(ts, 30)
    slack.passes(45)
    await slack.edits(ts, 20)
    with pytest.raises(SlackApiError):
        await slack.edits(ts, 1)


async def test_a_channel_takes_a_post_a_second_and_the_others_still_take_theirs(slack: Slack) -> None:
    await slack.posts(WEB, 60)
    with pytest.raises(SlackApiError):
        await slack.posts(WEB, 1)
    await slack.posts(DEPLOYS, 1)

    assert slack.refused == ["chat.postMessage"]


async def test_all_channels_together_take_several_hundred_posts_a_minute(slack: Slack) -> None:
    channels = slack.small.workspace.channels
    members = channels[RANDOM].members
    channels.update(
        {f"C0{number}": Channel(f"C0{number}", f"team-{number}", "", members) for number in range(6)}
    )
    for number in range(5):
        await slack.posts(f"C0{number}", 60)
    with pytest.raises(SlackApiError):
        await slack.posts("C05", 1)
    slack.passes(60)
    await slack.posts("C05", 1)


async def test_where_no_rates_are_given_all_is_taken(slack: Slack) -> None:
    free = SmallSlack(rates={})
    async with free.serve():
        client = AsyncWebClient(token=free.bot_token, base_url=free.api_url)
        for number in range(61):
            await client.chat_postMessage(channel=WEB, text=str(number))
    assert len(free.messages(WEB)) == 61
