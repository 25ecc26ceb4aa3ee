"""Said -> shown, with a real Bolt app, over HTTP and through Socket Mode alike."""

from typing import Any

import pytest

from bot.playground.slack.people import NotInSlack
from tests.playground.slack.conftest import Stage

BUTTONS = [
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Rerun"},
                "value": "rerun 12",
                "action_id": "a0",
                "confirm": {
                    "title": {"type": "plain_text", "text": "Rerun?"},
                    "text": {"type": "plain_text", "text": "It runs again."},
                    "confirm": {"type": "plain_text", "text": "Rerun"},
                    "deny": {"type": "plain_text", "text": "No"},
                },
            },
            {
                "type": "overflow",
                "action_id": "a1",
                "options": [
                    {"text": {"type": "plain_text", "text": "Configuration"}, "value": "config 12"},
                    {"text": {"type": "plain_text", "text": "Jobs"}, "value": "jobs 12"},
                ],
            },
        ],
    }
]


async def test_a_command_is_answered_in_its_acknowledgement_to_the_asker_alone(either: Stage) -> None:
    async def answer(ack: Any, **_: Any) -> None:
        await ack("Passed")

    either.bolt.on_command = answer
    delivery = await either.slack.command("C0WEB", "U0ANA", "/ci status a&b <x>")

    assert delivery.received
    assert either.bolt.heard[0]["text"] == "status a&amp;b &lt;x&gt;"
    assert [(m.text, m.channel, m.command) for m in either.slack.ephemerals("U0ANA")] == [
        ("Passed", "C0WEB", "/ci status a&b <x>")
    ]
    assert either.slack.messages("C0WEB") == []
    assert either.slack.ephemerals("U0BEN") == []


async def test_an_answer_for_the_channel_shows_the_command_too(either: Stage) -> None:
    async def answer(ack: Any, **_: Any) -> None:
        await ack(text="Passed", blocks=BUTTONS, response_type="in_channel")

    either.bolt.on_command = answer
    await either.slack.command("C0WEB", "U0ANA", "/ci status")

    typed, shown = either.slack.messages("C0WEB")
    assert (typed.user, typed.text) == ("U0ANA", "/ci status")
    assert (shown.user, shown.text, len(either.slack.controls(shown))) == ("U0RINGMASTER", "Passed", 3)


async def test_an_empty_acknowledgement_shows_nothing(either: Stage) -> None:
    await either.slack.command("C0WEB", "U0ANA", "/ci")

    assert either.bolt.heard[0]["text"] == ""
    assert either.slack.ephemerals("U0ANA") == []


async def test_a_mention_is_answered_in_its_thread(either: Stage) -> None:
    async def answer(body: dict[str, Any], say: Any, **_: Any) -> None:
        await say("Passed", thread_ts=body["event"]["ts"])

    either.bolt.on_mention = answer
    said = await either.slack.mention("C0WEB", "U0ANA", "status https://x.test/a?b=1&c in #deploys by @ben")

    assert either.bolt.heard[0]["event"]["text"] == (
        "<@U0RINGMASTER> status <https://x.test/a?b=1&amp;c> in <#C0DEPLOYS|deploys> by <@U0BEN>"
    )
    assert [m.text for m in either.slack.thread("C0WEB", said.ts)] == ["Passed"]
    assert either.slack.messages("C0WEB") == [said]


async def test_a_mention_in_a_thread_names_the_thread(either: Stage) -> None:
    root = await either.slack.say("C0WEB", "U0BEN", "it broke")
    await either.slack.mention("C0WEB", "U0ANA", "why?", root.ts)

    event = either.bolt.heard[0]["event"]
    assert (event["thread_ts"], event["parent_user_id"]) == (root.ts, "U0BEN")


async def test_a_message_without_a_mention_is_not_told_to_the_app(either: Stage) -> None:
    await either.slack.say("C0WEB", "U0ANA", "good morning @ben")

    assert either.slack.deliveries == []


@pytest.mark.parametrize(
    ("wanted", "value"), [("Rerun", "rerun 12"), ("config 12", "config 12"), ("Jobs", "jobs 12")]
)
async def test_a_click_tells_the_value_of_what_was_clicked(either: Stage, wanted: str, value: str) -> None:
    posted = await either.client.chat_postMessage(channel="C0WEB", text="Failed", blocks=BUTTONS)
    await either.slack.click(posted["ts"], wanted, "U0BEN")

    body = either.bolt.heard[0]
    action = body["actions"][0]
    assert action.get("selected_option", action)["value"] == value
    assert (body["user"]["id"], body["message"]["ts"]) == ("U0BEN", posted["ts"])
    assert body["container"]["is_ephemeral"] is False


async def test_what_is_asked_before_a_click_counts_can_be_seen(either: Stage) -> None:
    posted = await either.client.chat_postMessage(channel="C0WEB", text="Failed", blocks=BUTTONS)

    asked = either.slack.controls(either.slack.message(posted["ts"]))[0].confirm
    assert asked is not None
    assert asked["title"]["text"] == "Rerun?"


async def test_a_click_on_an_ephemeral_message_carries_no_message_and_can_replace_it(either: Stage) -> None:
    async def answer(ack: Any, **_: Any) -> None:
        await ack(text="Did you mean status?", blocks=BUTTONS)

    async def replace(ack: Any, respond: Any, **_: Any) -> None:
        await ack()
        await respond("Done", replace_original=True)

    either.bolt.on_command, either.bolt.on_action = answer, replace
    await either.slack.command("C0WEB", "U0ANA", "/ci stats")
    shown = either.slack.ephemerals("U0ANA")[0]

    with pytest.raises(NotInSlack):
        await either.slack.click(shown.ts, "Rerun", "U0BEN")
    await either.slack.click(shown.ts, "Rerun", "U0ANA")

    body = either.bolt.heard[1]
    assert "message" not in body
    assert body["container"] == {
        "type": "message",
        "message_ts": shown.ts,
        "channel_id": "C0WEB",
        "is_ephemeral": True,
    }
    assert [(m.text, m.blocks) for m in either.slack.ephemerals("U0ANA")] == [("Done", [])]


async def test_the_same_delivery_can_come_twice(either: Stage) -> None:
    first = await either.slack.command("C0WEB", "U0ANA", "/ci trigger", times=2)
    await either.slack.again(first)
    await either.slack.mention("C0WEB", "U0ANA", "trigger", times=2)

    assert len({body["trigger_id"] for body in either.bolt.heard[:3]}) == 1
    assert len({body["event_id"] for body in either.bolt.heard[3:]}) == 1
    assert len(either.bolt.heard) == 5


async def test_an_edited_mention_comes_again_as_a_new_event_that_says_so(either: Stage) -> None:
    said = await either.slack.mention("C0WEB", "U0ANA", "statsu")
    await either.slack.edit(said, "@ringmaster status")

    first, second = (body["event"] for body in either.bolt.heard)
    assert "edited" not in first
    assert (second["ts"], second["edited"]["user"]) == (said.ts, "U0ANA")
    assert either.bolt.heard[0]["event_id"] != either.bolt.heard[1]["event_id"]


async def test_another_bot_s_mention_says_that_it_is_one_and_bolt_drops_the_app_s_own(either: Stage) -> None:
    await either.slack.bot_says("C0WEB", "status")
    await either.slack.bot_says("C0WEB", "status", own=True)

    assert [body["event"]["bot_id"] for body in either.bolt.heard] == ["B0DEPLOYBOT"]
    assert [delivery.received for delivery in either.slack.deliveries] == [True, True]


async def test_people_of_another_workspace_may_mention_and_click_but_have_no_slash_command(
    either: Stage,
) -> None:
    with pytest.raises(NotInSlack):
        await either.slack.command("C0WEB", "U0ZOE", "/ci status")
    await either.slack.mention("C0WEB", "U0ZOE", "status")
    posted = await either.client.chat_postMessage(channel="C0WEB", text="Failed", blocks=BUTTONS)
    await either.slack.click(posted["ts"], "Rerun", "U0ZOE")

    mentioned, clicked = either.bolt.heard
    assert mentioned["event"]["user_team"] == "T0GLOBEX"
    assert mentioned["authorizations"][0]["team_id"] == "T0ACME"
    assert mentioned["is_ext_shared_channel"] is True
    assert (clicked["user"]["team_id"], clicked["team"]["id"]) == ("T0GLOBEX", "T0GLOBEX")
    with pytest.raises(NotInSlack):
        await either.slack.mention("C0DEPLOYS", "U0ZOE", "status")


async def test_a_mention_where_the_bot_is_no_member_is_not_told_to_the_app(either: Stage) -> None:
    either.slack.workspace.channels["C0RANDOM"].members.remove("U0RINGMASTER")
    await either.slack.say("C0RANDOM", "U0ANA", "@ringmaster status")

    assert either.slack.deliveries == []
