"""Socket Mode: there is a connection whatever becomes of the last one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.playground.slack import socket as playground
from bot.playground.slack.small_slack import SmallSlack
from bot.slack import socket
from bot.slack.bolt import LeanApp, Payload, quiet_logger
from bot.slack.clients import slack_client
from bot.slack.socket import SocketClient, SocketConnection
from tests.world import world

OPEN = "apps.connections.open"


@dataclass
class Stage:
    """A Slack, and a client whose time passes as it sleeps. A command is acknowledged once ``may`` is set."""

    slack: SmallSlack
    client: SocketClient
    may: asyncio.Event
    passed: float = 0.0
    pauses: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.passed += seconds
        await asyncio.sleep(0)

    @property
    def attempts(self) -> int:
        return sum(call.method == OPEN for call in self.slack.calls)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0)

    async def reconnected(self, attempts: int = 2) -> None:
        await self.until(lambda: (self.attempts, self.open) == (attempts, 1))

    @property
    def open(self) -> int:
        """On both sides, or however many the client knows of."""
        known = len(self.client._sockets)
        return known if self.slack.sockets.open == known else -1

    async def hears(self) -> bool:
        return (await self.slack.command("C0WEB", "U0ANA", "/ci help")).received


@asynccontextmanager
async def a_stage(**options: float) -> AsyncIterator[Stage]:
    slack, may = SmallSlack(), asyncio.Event()
    may.set()
    async with slack.serve():
        app = LeanApp(
            logger=quiet_logger(),
            client=slack_client(slack.bot_token, slack.api_url),
        )

        async def command(_: Payload) -> None:
            await may.wait()

        app.listen(lambda body: body.get("command") == "/ci", command)
        client = SocketClient(
            app, slack.app_token, sleep=lambda s: stage.sleep(s), clock=lambda: stage.passed, **options
        )
        stage = Stage(slack, client, may)
        connection = SocketConnection(app, client)
        await connection.client.connect()
        stage.passed += 3_600
        try:
            yield stage
        finally:
            await client.close()


async def cut(stage: Stage) -> None:
    stage.slack.sockets.cut()


async def closed(stage: Stage) -> None:
    for each in list(stage.slack.sockets._connections):
        await each.close()


async def told_to_go(stage: Stage) -> None:
    await stage.slack.sockets.disconnect("refresh_requested")


def lost(slack: SmallSlack) -> None:
    slack.lose(OPEN, times=7)


def answered_by_a_proxy(slack: SmallSlack) -> None:
    slack.garble(OPEN, "<html>no upstream</html>", "text/html", status=502, times=7)


@pytest.mark.parametrize("ends", [cut, closed, told_to_go])
async def test_a_connection_that_ends_is_followed_by_another_at_once(
    ends: Callable[[Stage], Awaitable[None]],
) -> None:
    before = REGISTRY.get_sample_value("ringmaster_socket_reconnects_total") or 0
    async with a_stage() as stage:
        assert REGISTRY.get_sample_value("ringmaster_socket_connected") == 1
        await ends(stage)
        await stage.reconnected()

        assert stage.pauses == []
        assert await stage.hears()
        assert await stage.client.is_connected()
        assert REGISTRY.get_sample_value("ringmaster_socket_reconnects_total") == before + 1
    assert REGISTRY.get_sample_value("ringmaster_socket_connected") == 0


async def test_a_connection_over_which_nothing_comes_any_more_is_followed_by_another() -> None:
    async with a_stage(heartbeat=0.2) as stage:
        lost = [*stage.client._sockets]
        stage.slack.sockets.silence()
        await stage.until(lambda: stage.client._sockets != lost and bool(stage.client._sockets))

        assert stage.pauses == []
        assert stage.attempts == 2
        assert await stage.client.is_connected()
    assert socket.HEARTBEAT * 1.5 < 10


async def test_an_end_that_is_announced_is_not_waited_for() -> None:
    async with a_stage() as stage:
        stage.may.clear()
        asked = asyncio.create_task(stage.hears())
        await stage.until(lambda: bool(stage.client._messages))
        await stage.slack.sockets.disconnect("warning")
        await stage.slack.sockets.connected(2)
        stage.may.set()

        assert await asked
        assert [await stage.hears() for _ in range(4)] == [True] * 4
        await stage.slack.sockets._connections[0].close()
        await stage.reconnected(attempts=2)
        assert await stage.hears()


async def test_a_connection_that_slack_announced_to_end_and_does_not_is_left(mocker: MockerFixture) -> None:
    mocker.patch.object(socket, "_LEAVING", 0.0)
    async with a_stage() as stage:
        await stage.slack.sockets.disconnect("warning")
        await stage.reconnected()
        assert await stage.hears()


async def test_what_is_refused_is_tried_again_after_a_growing_pause() -> None:
    async with a_stage() as stage:
        stage.slack.fail(OPEN, "internal_error", times=7)
        with capture_logs() as lines:
            stage.slack.sockets.cut()
            await stage.reconnected(attempts=9)

        assert stage.pauses == [1, 2, 4, 8, 16, 30, 30]
        assert [line["reason"] for line in lines if line["event"] == "socket not connected"] == [
            "internal_error"
        ] * 7
        assert await stage.hears()


@pytest.mark.parametrize("trouble", [lost, answered_by_a_proxy])
async def test_where_slack_itself_does_not_answer_the_next_try_is_never_far(
    trouble: Callable[[SmallSlack], None],
) -> None:
    async with a_stage() as stage:
        trouble(stage.slack)
        stage.slack.sockets.cut()
        await stage.reconnected(attempts=9)
        assert stage.pauses == [3] * 7
    assert socket._OPENING + socket._UNANSWERED < 10


async def test_the_ticket_of_a_connection_that_is_refused_is_not_logged(mocker: MockerFixture) -> None:
    async with a_stage() as stage:
        address = stage.slack.sockets.ticket()
        used = address.replace("ticket=", "ticket=used-")
        mocker.patch.object(stage.slack.web_api, "_open_connection", side_effect=[used, address])
        with capture_logs() as lines:
            stage.slack.sockets.cut()
            await stage.reconnected(attempts=3)
        [refused] = [line for line in lines if line["event"] == "socket not connected"]
        assert "408" in refused["reason"]
        assert "ticket" not in refused["reason"]


async def test_slack_is_left_alone_as_long_as_it_asks_for() -> None:
    async with a_stage() as stage:
        stage.slack.ratelimit(OPEN, retry_after=45)
        stage.slack.sockets.cut()
        await stage.reconnected(attempts=3)
        assert stage.pauses == [45]


async def test_too_many_connections_are_no_reason_to_hurry(mocker: MockerFixture) -> None:
    async with a_stage() as stage:
        mocker.patch.object(playground, "MAX_CONNECTIONS", 0)
        stage.slack.sockets.cut()
        await stage.until(lambda: len(stage.pauses) == 3)
        mocker.patch.object(playground, "MAX_CONNECTIONS", 1)
        await stage.until(lambda: stage.slack.sockets.open == 1)
        assert stage.pauses[:3] == [1, 2, 4]


async def test_there_is_never_more_than_one_attempt_a_second() -> None:
    async with a_stage() as stage:
        for attempts in (2, 3, 4):
            stage.slack.sockets.cut()
            await stage.reconnected(attempts)
        assert stage.pauses == [1, 1]


async def test_what_is_no_envelope_is_passed_over() -> None:
    async with a_stage() as stage:
        for odd in ("", "ping", "{}", "{", "[]", '{"a": ' * 100_000):
            await stage.slack.sockets._connections[0].send_str(odd)
        assert await stage.hears()
        assert stage.attempts == 1


@pytest.mark.parametrize("payload", ["", ', "payload": null', ', "payload": []', ', "payload": {"event": 5}'])
async def test_an_envelope_with_an_odd_payload_is_acknowledged_in_a_line_at_most(
    tmp_path: Path, mocker: MockerFixture, payload: str
) -> None:
    sent = mocker.spy(SocketClient, "send_message")
    async with world(tmp_path, "socket") as here:
        with capture_logs() as lines:
            envelope = f'{{"type": "events_api", "envelope_id": "odd"{payload}}}'
            await here.slack.sockets._connections[0].send_str(envelope)
            async with asyncio.timeout(5):
                while not sent.call_count:
                    await asyncio.sleep(0)
    assert "odd" in sent.call_args.args[1]
    assert [line["log_level"] for line in lines] == ["warning"]


async def test_what_has_come_is_acknowledged_before_the_end() -> None:
    async with a_stage() as stage:
        stage.may.clear()
        asked = asyncio.create_task(stage.hears())
        await stage.until(lambda: bool(stage.client._messages))
        closing = asyncio.create_task(stage.client.close())
        await asyncio.sleep(0)
        stage.may.set()
        assert await asked
        await closing
