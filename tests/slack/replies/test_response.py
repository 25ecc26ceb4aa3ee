"""What goes by a response_url goes to Slack, and nowhere else."""

import asyncio

import pytest
from aiohttp import ClientSession
from pytest_mock import MockerFixture
from starlette.types import Receive, Scope, Send

from bot.model.outbox import Undeliverable
from bot.model.reply import Surface
from bot.operating.serving import serve
from bot.playground.slack.small_slack import SmallSlack
from bot.slack.clients import bare_client
from bot.slack.replies.outbox import SlackOutbox
from tests.slack.replies.test_outbox import ASKER, asked


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest", "http://127.0.0.1:1/", "https://hooks.slack.com.example/x", "",
        "http://hooks.slack.com/commands/T/1/x", "https://hooks.slack.com:8443/x", "https://[::1]/", "https://[",
        "https://hooks.slack.com@127.0.0.1/x", "https://notslack.com/", "file:///etc/passwd",
    ],
)  # fmt: skip
async def test_an_answer_goes_to_no_response_url_that_is_not_slack_s(
    slack: SmallSlack, mocker: MockerFixture, address: str
) -> None:
    outbox = SlackOutbox(bare_client(slack.bot_token, slack.api_url), asyncio.sleep)
    post = mocker.spy(ClientSession, "_request")
    request = asked(slack, Surface.BUTTON, response_url=address or " ")
    with pytest.raises(Undeliverable, match="no address of Slack's"):
        await outbox.replace(request, ASKER)
    assert post.call_count == 0


async def test_an_answer_is_led_to_no_other_address(slack: SmallSlack) -> None:
    led: list[str] = []

    async def elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
        led.append(scope["path"])
        location = [(b"location", b"/other"), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 307, "headers": location})
        await send({"type": "http.response.body"})

    async with serve(elsewhere) as address:
        there = SlackOutbox(bare_client(slack.bot_token, f"{address}/api"), lambda _: asyncio.sleep(0))
        with pytest.raises(Undeliverable):
            await there.replace(asked(slack, response_url=f"{address}/commands"), ASKER)
    assert led == ["/commands"]
