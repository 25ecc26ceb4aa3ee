"""What happens between Slack and the app: signatures, retries, lost answers, sockets that close."""

import asyncio
from typing import Any

import httpx
import pytest

from bot.operating.serving import serve
from bot.playground.slack.small_slack import SmallSlack
from tests.playground.slack.conftest import Stage, over_http, over_sockets


async def test_a_wrong_signature_is_refused_by_bolt_and_the_person_is_told() -> None:
    async with over_http(secret="another") as stage:
        delivery = await stage.slack.command("C0WEB", "U0ANA", "/ci status")

        assert stage.bolt.heard == []
        assert (delivery.attempts[0].status, delivery.error) == (401, "http_error")
        assert [m.text for m in stage.slack.ephemerals("U0ANA")] == [
            '/ci failed with the error "dispatch_failed"'
        ]


async def test_over_a_real_connection_it_is_the_same() -> None:
    async with over_http() as stage, serve(stage.bolt.asgi) as address:
        stage.slack.deliver_to(f"{address}/slack/events")
        delivery = await stage.slack.command("C0WEB", "U0ANA", "/ci status")

        assert (delivery.received, stage.bolt.heard[0]["text"]) == (True, "status")


async def test_what_the_app_posts_afterwards_can_be_waited_for() -> None:
    async with over_http() as stage:
        await stage.slack.command("C0WEB", "U0ANA", "/ci status")
        posting = asyncio.create_task(stage.client.chat_postMessage(channel="C0WEB", text="Passed"))
        (shown,) = await stage.slack.until(lambda: stage.slack.messages("C0WEB"))
        await posting

        assert shown.text == "Passed"
        with pytest.raises(TimeoutError):
            await stage.slack.until(lambda: stage.slack.messages("C0RANDOM"), within=0.01)


async def test_an_app_that_is_not_there_is_told_to_the_person() -> None:
    slack = SmallSlack("http://127.0.0.1:1/slack/events")
    async with slack.serve():
        delivery = await slack.command("C0WEB", "U0ANA", "/ci status")

    assert delivery.error == "connection_failed"
    assert [m.user for m in slack.ephemerals("U0ANA")] == ["USLACKBOT"]


async def test_a_command_that_is_acknowledged_too_late_times_out_and_does_not_come_again() -> None:
    async with over_http(timeout=0.01) as stage:
        late, done = asyncio.Event(), asyncio.Event()

        async def hang(ack: Any, **_: Any) -> None:
            await late.wait()
            await ack("too late")
            done.set()

        stage.bolt.on_command = hang
        await stage.slack.command("C0WEB", "U0ANA", "/ci status")
        late.set()
        await done.wait()
        await stage.slack.idle()

        shown = [m.text for m in stage.slack.ephemerals("U0ANA")]
        assert shown == ['/ci failed with the error "operation_timeout"']
        assert len(stage.bolt.heard) == 1


async def test_an_event_comes_again_with_its_number_and_reason_until_it_is_received() -> None:
    async with over_http() as stage:
        stage.slack.lose_answers(2)
        await stage.slack.mention("C0WEB", "U0ANA", "status")
        await stage.slack.idle()

        told = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h in stage.bolt.headers]
        assert told == [(None, None), ("1", "http_timeout"), ("2", "http_timeout")]
        assert len({body["event_id"] for body in stage.bolt.heard}) == 1
        assert stage.slack.deliveries[0].received


async def test_an_event_comes_at_most_four_times() -> None:
    async with over_http(secret="another") as stage:
        await stage.slack.mention("C0WEB", "U0ANA", "status")
        await stage.slack.idle()

        assert [attempt.reason for attempt in stage.slack.deliveries[0].attempts] == ["http_error"] * 4
        assert not stage.slack.deliveries[0].received


async def test_an_app_can_ask_not_to_be_told_again() -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        return httpx.Response(500, headers={"x-slack-no-retry": "1"})

    async with over_http() as stage:
        stage.slack.deliver_to("http://app/", httpx.MockTransport(refuse))
        await stage.slack.mention("C0WEB", "U0ANA", "status")
        await stage.slack.idle()

        assert len(stage.slack.deliveries[0].attempts) == 1


async def test_through_a_socket_a_lost_acknowledgement_brings_the_event_again() -> None:
    async with over_sockets() as stage:
        stage.slack.lose_answers(1)
        await stage.slack.mention("C0WEB", "U0ANA", "status")
        await stage.slack.idle()

        assert len({body["event_id"] for body in stage.bolt.heard}) == 1
        assert len(stage.bolt.heard) == 2


async def test_every_envelope_goes_to_one_of_several_connections() -> None:
    async with over_sockets(connections=3) as stage:
        for _ in range(4):
            await stage.slack.command("C0WEB", "U0ANA", "/ci status")

        assert len(stage.bolt.heard) == 4


async def test_an_app_that_is_asked_to_reconnect_hears_the_next_command() -> None:
    async with over_sockets() as stage:
        await stage.slack.sockets.disconnect("refresh_requested")
        await stage.slack.sockets.connected()
        delivery = await stage.slack.command("C0WEB", "U0ANA", "/ci status")

        assert delivery.received


async def test_a_socket_address_is_good_for_one_connection() -> None:
    async with over_sockets() as stage, httpx.AsyncClient() as client:
        address = stage.slack.sockets.ticket().replace("ws://", "http://")
        upgrade = {
            "connection": "upgrade",
            "upgrade": "websocket",
            "sec-websocket-version": "13",
            "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
        }
        async with client.stream("GET", address, headers=upgrade) as first:
            assert first.status_code == 101
        assert (await client.get(address, headers=upgrade)).status_code == 408


async def test_only_the_app_level_token_opens_a_connection() -> None:
    async with over_http() as stage:
        with pytest.raises(Exception, match="not_allowed_token_type"):
            await stage.client.apps_connections_open(app_token=stage.slack.bot_token)


async def test_an_acknowledgement_with_blocks_that_slack_refuses_is_shown_as_an_error(either: Stage) -> None:
    async def answer(ack: Any, **_: Any) -> None:
        await ack(text="x", blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}])

    either.bolt.on_command = answer
    await either.slack.command("C0WEB", "U0ANA", "/ci status")

    shown = [m.text for m in either.slack.ephemerals("U0ANA")]
    assert shown == ['/ci failed with the error "invalid_command_response"']
