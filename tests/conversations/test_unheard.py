"""What Slack delivers and nothing in the bot is for, or what can't be read: acknowledged, quietly."""

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.playground.slack import cast
from bot.playground.slack.delivery import Delivery, Kind
from bot.playground.slack.workspace import Json
from tests.world import World

EVENT = {"team_id": cast.TEAM, "api_app_id": cast.APP, "type": "event_callback", "event_id": "Ev0X"}
JOINED = EVENT | {"event": {"type": "team_join", "user": {"id": "U0NEW"}, "event_ts": "1.1"}}
EDITED = EVENT | {"event": {"type": "message", "subtype": "message_changed", "channel": "C0WEB", "ts": "1.1"}}
STEP = EVENT | {"event": {"type": "function_executed", "function": {"callback_id": "nobodys"}}}
PERSON = {"user": {"id": "U0ANA", "team_id": cast.TEAM}, "team": {"id": cast.TEAM}, "trigger_id": "1.1.x"}
VIEW = PERSON | {"type": "view_submission", "view": {"id": "V1", "callback_id": "nobodys", "type": "modal"}}
SHORTCUT = PERSON | {"type": "shortcut", "callback_id": "nobodys"}


@pytest.mark.parametrize(
    ("kind", "payload", "called"),
    [
        ("events_api", JOINED, "team_join"),
        ("events_api", EDITED, "message"),
        ("events_api", STEP, "function_executed"),
        ("interactive", VIEW, "view_submission"),
        ("interactive", SHORTCUT, "shortcut"),
    ],
)
async def test_what_nothing_is_for_is_acknowledged_and_counted_in_one_line(
    either: World, kind: Kind, payload: Json, called: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = unheard(called)
    with capture_logs() as logged:
        told = await either.slack.courier.deliver(Delivery(kind, payload))
        await either.idle()
    assert [attempt.reason for attempt in told.attempts] == [None]
    assert unheard(called) == before + 1
    level = "debug" if kind == "events_api" else "warning"  # somebody waits for an answer
    assert [entry["log_level"] for entry in logged if entry["event"] == "not for us"] == [level]
    assert [entry for entry in logged if entry["event"] != "not for us"] == []
    assert [record for record in caplog.records if record.name.startswith("slack_bolt")] == []


async def test_a_mention_that_lacks_something_is_acknowledged_and_the_log_says_what(either: World) -> None:
    mention = {"type": "app_mention", "user": "U0ANA", "channel": "C0WEB", "text": "status"}
    with capture_logs() as logged:
        told = await either.slack.courier.deliver(Delivery("events_api", EVENT | {"event": mention}))
        await either.idle()
    assert [attempt.reason for attempt in told.attempts] == [None]
    assert [entry["reason"] for entry in logged] == ["a mention without ts"]


def unheard(kind: str) -> float:
    return REGISTRY.get_sample_value("ringmaster_unheard_total", {"type": kind}) or 0.0
