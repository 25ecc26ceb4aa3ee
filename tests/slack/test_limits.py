"""While Slack wants not to be asked, nothing of that kind is asked, by whichever part of the bot."""

import asyncio
from collections.abc import Callable

import pytest

from bot.model.message import Message
from bot.model.outbox import Undeliverable
from bot.model.request import Place
from bot.playground.slack.small_slack import SmallSlack
from bot.slack.clients import bare_client, slack_client
from bot.slack.limits import Limits
from bot.slack.replies.outbox import SlackOutbox
from tests.world import BEN, DEPLOYS, WEB

HELLO = Message(("Hello",))
HERE, THERE = Place("T0ACME", WEB), Place("T0ACME", DEPLOYS)


class Time:
    """Passes when a test says so. ``sleepers``: how many wait for it."""

    def __init__(self) -> None:
        self.at, self.sleepers = 1000.0, 0

    async def sleep(self, seconds: float) -> None:
        until, self.sleepers = self.at + seconds, self.sleepers + 1
        await turns(lambda: self.at >= until)
        self.sleepers -= 1


async def turns(until: Callable[[], bool]) -> None:
    """Let all others go on until it is so."""
    async with asyncio.timeout(5):
        while not until():
            await asyncio.sleep(0)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def limits(time: Time) -> Limits:
    return Limits(lambda: time.at)


@pytest.fixture
def outbox(slack: SmallSlack, time: Time, limits: Limits) -> SlackOutbox:
    return SlackOutbox(bare_client(slack.bot_token, slack.api_url, limits), time.sleep)


def asked(slack: SmallSlack, method: str, channel: str | None = None) -> int:
    """How often this was asked, of a channel where one is given."""
    return sum(
        each.method == method and channel in (None, each.arguments.get("channel")) for each in slack.calls
    )


async def test_no_post_goes_to_a_channel_before_its_time_though_others_were_sent_meanwhile(
    slack: SmallSlack, outbox: SlackOutbox, time: Time
) -> None:
    slack.ratelimit("chat.postMessage", times=1, retry_after=30)
    first = asyncio.create_task(outbox.say(HERE, HELLO))
    await turns(lambda: time.sleepers == 1)
    others = [asyncio.create_task(outbox.say(HERE, HELLO)) for _ in range(3)]
    await turns(lambda: time.sleepers == 4)
    await outbox.say(THERE, HELLO)
    assert asked(slack, "chat.postMessage", WEB) == 1
    time.at += 30
    await asyncio.gather(first, *others)
    assert asked(slack, "chat.postMessage", WEB) == 1 + 4


async def test_when_its_time_has_come_one_post_tries_whether_it_is_over(
    slack: SmallSlack, outbox: SlackOutbox, time: Time
) -> None:
    slack.ratelimit("chat.postMessage", times=1, retry_after=30)
    first = asyncio.create_task(outbox.say(HERE, HELLO))
    await turns(lambda: time.sleepers == 1)
    several = [first, *(asyncio.create_task(outbox.say(HERE, HELLO)) for _ in range(9))]
    await turns(lambda: time.sleepers == 10)
    slack.ratelimit("chat.postMessage", times=1, retry_after=20)
    time.at += 30
    await turns(lambda: asked(slack, "chat.postMessage") == 2)
    await turns(lambda: time.sleepers == 10)
    assert asked(slack, "chat.postMessage") == 2
    time.at += 20
    await asyncio.gather(*several)
    assert asked(slack, "chat.postMessage") == 2 + 10
    assert len(slack.messages(WEB)) == 10


async def test_what_one_edit_was_told_all_edits_of_the_workspace_heed(
    slack: SmallSlack, outbox: SlackOutbox, time: Time
) -> None:
    posted, other = await outbox.say(HERE, HELLO), await outbox.say(THERE, HELLO)
    slack.ratelimit("chat.update", times=1, retry_after=30)
    answer = asyncio.create_task(outbox.update(posted, HELLO))
    await turns(lambda: time.sleepers == 1)
    time.at += 10
    with pytest.raises(Undeliverable) as refused:
        await outbox.update(other, HELLO, once=True)
    assert refused.value.limited
    assert refused.value.after == 20
    assert asked(slack, "chat.update") == 1
    time.at += 20
    await answer
    await outbox.update(other, HELLO, once=True)


async def test_what_reads_waits_for_what_another_was_told(
    slack: SmallSlack, time: Time, limits: Limits
) -> None:
    one, other = (slack_client(slack.bot_token, slack.api_url, limits, time.sleep) for _ in range(2))
    slack.ratelimit("users.info", times=1, retry_after=30)
    first = asyncio.create_task(one.users_info(user=BEN))
    await turns(lambda: time.sleepers == 1)
    second = asyncio.create_task(other.users_info(user=BEN))
    await turns(lambda: time.sleepers == 2)
    assert asked(slack, "users.info") == 1
    time.at += 30
    assert (await first)["user"] == (await second)["user"]
    assert asked(slack, "users.info") == 3


async def test_a_clock_that_is_set_back_holds_nothing_up(
    slack: SmallSlack, outbox: SlackOutbox, time: Time
) -> None:
    slack.ratelimit("chat.postMessage", times=1, retry_after=90)
    with pytest.raises(Undeliverable):
        await outbox.say(HERE, HELLO)
    time.at -= 3600
    await outbox.say(HERE, HELLO)


async def test_a_refusal_that_names_no_time_holds_no_others_up(
    slack: SmallSlack, outbox: SlackOutbox, time: Time
) -> None:
    slack.fail("chat.postMessage", "ratelimited", status=429, times=1)
    first = asyncio.create_task(outbox.say(HERE, HELLO))
    await turns(lambda: time.sleepers == 1)
    await outbox.say(HERE, HELLO)
    time.at += 1
    await first


async def test_a_call_that_does_not_reach_slack_lets_the_next_one_try(limits: Limits) -> None:
    answers = iter((429, OSError("no way"), 200, 200))

    async def send() -> dict[str, object]:
        await asyncio.sleep(0)
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return {"status_code": answer, "headers": {"Retry-After": "0"}, "data": {}}

    await limits.heed("chat.update", send)
    with pytest.raises(OSError, match="no way"):
        await limits.heed("chat.update", send)
    several = await asyncio.gather(*(limits.heed("chat.update", send) for _ in range(2)))
    assert [each["status_code"] for each in several] == [200, 200]
