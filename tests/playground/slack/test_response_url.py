"""`response_url`: five answers in half an hour."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.playground.slack.conftest import Stage, over_http


async def _url(stage: Stage) -> str:
    delivery = await stage.slack.command("C0WEB", "U0ANA", "/ci status")
    return str(delivery.payload["response_url"])


async def test_it_takes_five_answers_and_no_sixth(stage: Stage) -> None:
    webhook = AsyncWebhookClient(await _url(stage))
    answers = [await webhook.send(text=f"{number}") for number in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[5].body == '{"ok":false,"error":"used_url"}'
    assert [m.text for m in stage.slack.ephemerals("U0ANA")] == ["0", "1", "2", "3", "4"]


async def test_it_takes_none_after_half_an_hour() -> None:
    now = datetime.now(UTC)
    async with over_http(clock=lambda: now) as stage:
        url = await _url(stage)
        stage.slack.workspace.clock = lambda: now + timedelta(minutes=31)
        answer = await AsyncWebhookClient(url).send(text="late")

        assert (answer.status_code, answer.body) == (404, '{"ok":false,"error":"expired_url"}')
        assert stage.slack.ephemerals("U0ANA") == []


async def test_it_answers_for_all_and_in_a_thread_even_where_the_bot_is_no_member(stage: Stage) -> None:
    stage.slack.workspace.channels["C0WEB"].members.remove("U0RINGMASTER")
    root = await stage.slack.say("C0WEB", "U0BEN", "it broke")
    webhook = AsyncWebhookClient(await _url(stage))
    await webhook.send(text="for all", response_type="in_channel")
    await webhook.send_dict({"text": "in it", "response_type": "in_channel", "thread_ts": root.ts})

    assert [m.text for m in stage.slack.messages("C0WEB")] == ["it broke", "for all"]
    assert [m.text for m in stage.slack.thread("C0WEB", root.ts)] == ["in it"]
    assert stage.slack.messages("C0WEB")[1].command == "/ci status"


async def test_a_click_s_one_replaces_and_deletes_the_message(stage: Stage) -> None:
    async def replace(ack: Any, respond: Any, **_: Any) -> None:
        await ack()
        await respond(text="Rerunning", replace_original=True)

    async def delete(ack: Any, respond: Any, **_: Any) -> None:
        await ack()
        await respond(delete_original=True)

    button = {"type": "button", "text": {"type": "plain_text", "text": "Rerun"}, "value": "rerun"}
    blocks = [{"type": "actions", "elements": [button]}]
    first = await stage.client.chat_postMessage(channel="C0WEB", text="Failed", blocks=blocks)
    second = await stage.client.chat_postMessage(channel="C0WEB", text="Failed", blocks=blocks)
    stage.bolt.on_action = replace
    await stage.slack.click(first["ts"], "Rerun", "U0ANA")
    stage.bolt.on_action = delete
    await stage.slack.click(second["ts"], "Rerun", "U0ANA")

    assert [(m.text, m.blocks) for m in stage.slack.messages("C0WEB")] == [("Rerunning", [])]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"response_type": "in_channel"}, "no_text"),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
    ],
)
async def test_it_refuses_what_chat_post_message_refuses(
    stage: Stage, body: dict[str, object], error: str
) -> None:
    answer = await AsyncWebhookClient(await _url(stage)).send_dict(body)

    assert (answer.status_code, error in answer.body) == (400, True)
