"""The listeners: what comes is acknowledged at once, whatever it is and however the network is."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import httpx
import pytest
from prometheus_client import REGISTRY
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.circleci.http import Http
from bot.playground.slack import cast
from bot.slack.intake import EVENTS_PATH
from tests.slack.doors import FORM, JSON, LINE, Door, a_door, signed

EVENT = {"type": "event_callback", "team_id": cast.TEAM, "event_id": "Ev1"}
MENTION = {"type": "app_mention", "user": "U0ANA", "channel": "C0WEB", "ts": "1.1", "text": "status web"}
CLICK = {
    "type": "block_actions", "team": {"id": cast.TEAM}, "user": {"id": "U0ANA", "team_id": cast.TEAM},
    "channel": {"id": "C0WEB"}, "container": {"channel_id": "C0WEB", "message_ts": "1.1"},
    "trigger_id": "1.1.click", "actions": [{"type": "button", "action_id": "a", "value": "status web"}],
}  # fmt: skip


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as opened:
        yield opened


@pytest.fixture
def no_network(door: Door, mocker: MockerFixture) -> asyncio.Event:
    """Nothing that is asked of Slack or CircleCI is answered until it is set; then all of it fails."""
    over = asyncio.Event()

    async def never(*_: object, **__: object) -> None:
        await over.wait()
        raise aiohttp.ClientConnectionError

    async def never_either(*_: object, **__: object) -> None:
        await over.wait()
        raise httpx.ConnectError("over")

    mocker.patch.object(aiohttp.ClientSession, "_request", never)
    mocker.patch.object(Http, "_exchange", never_either)
    return over


def interactive(payload: dict[str, object]) -> bytes:
    return str(httpx.QueryParams({"payload": json.dumps(payload)})).encode()


def command(text: str) -> bytes:
    return str(httpx.QueryParams({**LINE, "text": text})).encode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (command("status web"), FORM),
        (command("trigger web@fix/cart-badge"), FORM),
        (command("why"), FORM),
        (command("nonsense"), FORM),
        (interactive(CLICK), FORM),
        (interactive({**CLICK, "actions": [{"action_id": "a", "value": "trigger web@main"}]}), FORM),
        (json.dumps(EVENT | {"event": MENTION}).encode(), JSON),
        (json.dumps(EVENT | {"event": MENTION | {"text": "trigger web@fix/cart-badge"}}).encode(), JSON),
        (json.dumps(EVENT | {"event": {"type": "subteam_members_changed"}}).encode(), JSON),
        (json.dumps(EVENT | {"event": {"type": "team_join"}}).encode(), JSON),
    ],
)  # fmt: skip
async def test_no_listener_awaits_the_network(
    door: Door, no_network: asyncio.Event, body: bytes, content_type: str
) -> None:
    async with asyncio.timeout(5):
        answer = await door.post(body, content_type=content_type)
    assert answer.status_code == 200
    assert not no_network.is_set()
    no_network.set()


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": 7},
        {"type": "nobodys"},
        EVENT,
        *(EVENT | {"event": odd} for odd in (None, 7, [], {}, {"type": 7}, {"type": "app_mention"})),
        EVENT | {"event": MENTION | {"text": 7}},
        EVENT | {"event": MENTION | {"user": {}}},
        EVENT | {"event": MENTION, "authorizations": [{}]},
        *({**CLICK, "actions": odd} for odd in (None, 7, [], {}, [7], [{}])),
        *({**CLICK, "user": odd} for odd in (None, 7, [], {})),
        *({"type": "view_submission", "view": odd} for odd in ({}, {"type": 7}, {"callback_id": 5})),
        {**CLICK, "container": []},
        {"command": "/ci"},
        {"command": "/circle"},
        {**LINE, "trigger_id": ""},
        {"type": "view_submission", "view": 7},
        {"type": "view_submission", "view": {"id": "V1", "callback_id": "nobodys", "type": "modal"}},
    ],
)
async def test_what_is_signed_and_odd_is_acknowledged_in_a_line_at_most_and_no_traceback(
    door: Door, payload: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps(payload).encode()
    with capture_logs() as lines:
        answer = await door.client.post(EVENTS_PATH, content=body, headers=signed(body, content_type=JSON))
    assert answer.status_code in (200, 400)
    assert len([line for line in lines if line["log_level"] != "debug"]) <= 1
    assert not [line for line in lines if "exc_info" in line]
    assert caplog.records == []


async def test_a_slash_command_by_another_name_is_answered_with_what_the_bot_listens_to(door: Door) -> None:
    before = REGISTRY.get_sample_value("ringmaster_unheard_total", {"type": "command"}) or 0.0
    with capture_logs() as logged:
        answer = await door.post(str(httpx.QueryParams({**LINE, "command": "/circle"})).encode())
    assert answer.json()["response_type"] == "ephemeral"
    assert answer.json()["text"] == "This came as /circle, but the bot only listens to /ci."
    assert "The bot's admin needs to set" in answer.text
    assert "mention the bot instead" in answer.text
    assert door.here.actions() == []
    assert REGISTRY.get_sample_value("ringmaster_unheard_total", {"type": "command"}) == before + 1
    [entry] = [each for each in logged if each["event"] == "another slash command"]
    assert (entry["command"], entry["listens_to"]) == ("/circle", "/ci")
