"""The Web API, called by Slack's own client."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import httpx
import pytest
from pytest_mock import MockerFixture
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack.trouble import RESPONSE_URL, UPLOAD
from tests.playground.slack.conftest import Stage, over_http
from tests.shared import SHARED, needs_shared

Ask = Callable[[AsyncWebClient], Awaitable[Any]]


def _button(**members: object) -> dict[str, object]:
    return {"type": "button", "text": {"type": "plain_text", "text": "Rerun"}, "value": "rerun"} | members


async def _error(asked: Awaitable[Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        await asked
    return str(caught.value.response["error"])


async def test_a_message_is_posted_edited_and_deleted(stage: Stage) -> None:
    posted = await stage.client.chat_postMessage(channel="C0WEB", text="Running")
    await stage.client.chat_update(
        channel="C0WEB", ts=posted["ts"], text="Passed", blocks=[{"type": "actions", "elements": [_button()]}]
    )
    message = stage.slack.message(posted["ts"])
    assert (message.text, message.edited_ts, len(stage.slack.controls(message))) == ("Passed", None, 1)

    await stage.client.chat_update(channel="C0WEB", ts=posted["ts"], text="Gone")
    assert (message.blocks, message.edited_ts is None) == ([], False)

    await stage.client.chat_delete(channel="C0WEB", ts=posted["ts"])
    assert stage.slack.messages("C0WEB") == []


async def test_a_reply_to_a_reply_lands_in_the_thread_of_the_root(stage: Stage) -> None:
    root = await stage.client.chat_postMessage(channel="C0WEB", text="1")
    reply = await stage.client.chat_postMessage(channel="C0WEB", text="2", thread_ts=root["ts"])
    await stage.client.chat_postMessage(channel="C0WEB", text="3", thread_ts=reply["ts"])

    assert [m.text for m in stage.slack.thread("C0WEB", root["ts"])] == ["2", "3"]


async def test_timestamps_never_repeat_even_where_the_clock_stands_still() -> None:
    async with over_http() as stage:
        frozen = stage.slack.workspace.clock()
        stage.slack.workspace.clock = lambda: frozen
        stamps = [stage.slack.workspace.next_ts() for _ in range(50)]

        assert stamps == sorted(set(stamps))


ASKED: Mapping[str, Ask] = {
    "channel_not_found": lambda c: c.chat_postMessage(channel="C0NONE", text="x"),
    "not_in_channel": lambda c: c.chat_postMessage(channel="C0RANDOM", text="x"),
    "no_text": lambda c: c.api_call("chat.postMessage", json={"channel": "C0WEB", "text": " "}),
    "thread_not_found": lambda c: c.chat_postMessage(channel="C0WEB", text="x", thread_ts="1.000001"),
    "message_not_found": lambda c: c.chat_update(channel="C0WEB", ts="1.000001", text="x"),
    "user_not_in_channel": lambda c: c.chat_postEphemeral(channel="C0WEB", user="U0NONE", text="x"),
    "user_not_found": lambda c: c.users_info(user="U0NONE"),
    "users_not_found": lambda c: c.users_lookupByEmail(email="zoe@globex.example"),
    "no_such_subteam": lambda c: c.usergroups_users_list(usergroup="S0NONE"),
    "unknown_method": lambda c: c.api_call("chat.shout"),
    "invalid_auth": lambda c: c.auth_test(token="xoxb-wrong"),
    "file_not_found": lambda c: c.files_completeUploadExternal(files=[{"id": "F0NONE"}], channel_id="C0WEB"),
    "msg_blocks_too_long": lambda c: c.chat_postMessage(
        channel="C0WEB",
        text="x",
        blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5,
    ),
}


@pytest.mark.parametrize("error", ASKED)
async def test_the_refusals_are_slack_s(stage: Stage, error: str) -> None:
    stage.slack.workspace.channels["C0RANDOM"].members.remove("U0RINGMASTER")

    assert await _error(ASKED[error](stage.client)) == error


async def test_somebody_else_s_message_cannot_be_changed(stage: Stage) -> None:
    said = await stage.slack.say("C0WEB", "U0ANA", "mine")

    assert (
        await _error(stage.client.chat_update(channel="C0WEB", ts=said.ts, text="x")) == "cant_update_message"
    )
    assert await _error(stage.client.chat_delete(channel="C0WEB", ts=said.ts)) == "cant_delete_message"


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([{"type": "speech"}], "unsupported type: speech"),
        (
            [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
            "must be less than 3001 characters",
        ),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": ""}}], "must be more than 0 characters"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported type: mrkdwn"),
        ([{"type": "divider", "block_id": "b"}] * 2, "block_id already used: b"),
        ([{"type": "actions", "elements": []}], "no fewer than 1 items allowed"),
        ([{"type": "actions", "elements": [_button(action_id="a")] * 2}], "action_id already used: a"),
        ([{"type": "actions", "elements": [_button(value="x" * 2001)]}], "must be less than 2001 characters"),
        ([{"type": "actions", "elements": [_button(style="loud")]}], "unsupported style: loud"),
        (
            [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}],
            "no more than 10 items allowed",
        ),
        (
            [
                {
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
                }
            ],
            "json-pointer:/blocks/0/elements/0/elements/0/text",
        ),
    ],
)
async def test_blocks_that_slack_would_refuse_are_refused_with_the_place(
    stage: Stage, blocks: list[dict[str, object]], said: str
) -> None:
    with pytest.raises(SlackApiError) as caught:
        await stage.client.chat_postMessage(channel="C0WEB", text="x", blocks=blocks)

    assert caught.value.response["error"] == "invalid_blocks"
    assert any(said in message for message in caught.value.response["response_metadata"]["messages"])
    assert stage.slack.messages("C0WEB") == []


async def test_a_missing_scope_is_named() -> None:
    async with over_http(scopes=("chat:write",)) as stage:
        with pytest.raises(SlackApiError) as caught:
            await stage.client.users_info(user="U0ANA")

        assert (caught.value.response["error"], caught.value.response["needed"]) == (
            "missing_scope",
            "users:read",
        )
        assert (await stage.client.auth_test()).headers["x-oauth-scopes"] == "chat:write"


async def test_a_form_without_a_token_is_not_authed(stage: Stage) -> None:
    async with httpx.AsyncClient(base_url=stage.slack.api_url) as client:
        refused = await client.post("chat.postMessage", data={"channel": "C0WEB", "text": "x"})
        token = stage.slack.bot_token
        form = {"channel": "#web", "text": "x", "token": token, "blocks": json.dumps([{"type": "divider"}])}
        done = await client.post("chat.postMessage", data=form)

    assert refused.json() == {"ok": False, "error": "not_authed"}
    assert done.json()["message"]["blocks"][0]["type"] == "divider"


async def test_slack_s_own_retry_handler_waits_out_a_429(stage: Stage, mocker: MockerFixture) -> None:
    mocker.patch("slack_sdk.http_retry.builtin_async_handlers.random.random", return_value=0)
    stage.client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
    stage.slack.ratelimit("chat.postMessage", times=2, retry_after=0)
    await stage.client.chat_postMessage(channel="C0WEB", text="at last")

    assert [call.error for call in stage.slack.calls] == ["ratelimited", "ratelimited", None]
    assert [m.text for m in stage.slack.messages("C0WEB")] == ["at last"]


async def test_a_429_says_when_to_come_back(stage: Stage) -> None:
    stage.slack.ratelimit("chat.update", retry_after=30)
    with pytest.raises(SlackApiError) as caught:
        await stage.client.chat_update(channel="C0WEB", ts="1.1", text="x")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["retry-after"] == "30"


async def test_a_file_is_shared_into_a_thread(stage: Stage) -> None:
    root = await stage.client.chat_postMessage(channel="C0WEB", text="Failed")
    shared = await stage.client.files_upload_v2(
        channel="C0WEB",
        thread_ts=root["ts"],
        filename="config.yml",
        title="Configuration",
        content="version: 2.1\n",
        initial_comment="Compiled",
    )

    assert [(f.name, f.title, f.content) for f in stage.slack.files] == [
        ("config.yml", "Configuration", b"version: 2.1\n")
    ]
    (reply,) = stage.slack.thread("C0WEB", root["ts"])
    assert (reply.text, reply.files) == ("Compiled", [shared["file"]["id"]])


async def test_people_groups_and_channels_can_be_looked_up(stage: Stage) -> None:
    guest = await stage.client.users_info(user="U0GUS")
    stranger = await stage.client.users_info(user="U0ZOE")
    own = await stage.client.users_list(limit=2)
    rest = await stage.client.users_list(limit=100, cursor=own["response_metadata"]["next_cursor"])
    group = await stage.client.usergroups_users_list(usergroup="S0RELEASE")
    web = await stage.client.conversations_info(channel="C0WEB")

    assert (guest["user"]["is_restricted"], stranger["user"]["team_id"]) == (True, "T0GLOBEX")
    assert "U0ZOE" not in {user["id"] for user in own["members"] + rest["members"]}
    assert len(own["members"]) == 2
    assert group["users"] == ["U0ANA", "U0CHO"]
    assert (web["channel"]["is_ext_shared"], web["channel"]["is_member"]) == (True, True)


async def test_a_permalink_of_a_reply_names_its_thread(stage: Stage) -> None:
    root = await stage.client.chat_postMessage(channel="C0WEB", text="1")
    reply = await stage.client.chat_postMessage(channel="C0WEB", text="2", thread_ts=root["ts"])
    link = await stage.client.chat_getPermalink(channel="C0WEB", message_ts=reply["ts"])

    assert re.search(r"/archives/C0WEB/p\d{16}\?thread_ts=", link["permalink"])


# Members that only errors, organisations (Enterprise Grid) or features that no bot here touches have.
ABSENT = {
    "error", "warning", "needed", "provided", "response_metadata", "enterprise_id", "enterprise_user",
    "enterprise_name", "app_name", "app_id", "expires_in", "locale", "has_2fa", "is_workflow_bot", "teams",
    "is_invited_user", "is_connector_bot", "is_stranger", "last_read", "num_members", "is_read_only",
    "is_thread_only", "is_non_threadable", "connected_team_ids", "is_moved", "is_global_shared",
    "is_org_default", "is_org_mandatory", "connected_limited_team_ids", "properties", "deleted_by",
    "is_section", "is_idp_group", "is_visible", "is_editing_restricted", "is_membership_locked",
    "is_org_level",
}  # fmt: skip

LOOKUPS: Mapping[str, Ask] = {
    "auth.test": lambda c: c.auth_test(),
    "users.info": lambda c: c.users_info(user="U0ANA"),
    "conversations.info": lambda c: c.conversations_info(channel="C0WEB"),
    "usergroups.list": lambda c: c.usergroups_list(include_users=True),
    "usergroups.users.list": lambda c: c.usergroups_users_list(usergroup="S0RELEASE"),
    "files.getUploadURLExternal": lambda c: c.files_getUploadURLExternal(filename="a.txt", length=1),
    "chat.postEphemeral": lambda c: c.chat_postEphemeral(channel="C0WEB", user="U0ANA", text="x"),
}


@needs_shared
@pytest.mark.parametrize("method", LOOKUPS)
async def test_answers_have_the_members_that_slack_s_have(stage: Stage, method: str) -> None:
    recorded = json.loads((SHARED / "data/slack/web_api" / f"{method}.json").read_text())
    answer = (await LOOKUPS[method](stage.client)).data

    assert _members(answer) >= _members(recorded) - ABSENT
    assert _members(answer) <= _members(recorded)


@needs_shared
async def test_messages_and_files_have_the_members_that_slack_s_have(stage: Stage) -> None:
    posted = await stage.client.chat_postMessage(channel="C0WEB", text="x")
    link = await stage.client.chat_getPermalink(channel="C0WEB", message_ts=posted["ts"])
    shared = await stage.client.files_upload_v2(channel="C0WEB", filename="a.txt", content="a")
    deleted = await stage.client.chat_delete(channel="C0WEB", ts=posted["ts"])
    answers = {"chat.getPermalink": link, "files.completeUploadExternal": shared, "chat.delete": deleted}

    for method, answer in answers.items():
        recorded = json.loads((SHARED / "data/slack/web_api" / f"{method}.json").read_text())
        assert isinstance(answer.data, dict)
        assert _members(answer.data) - {"file"} <= _members(recorded)


def _members(answer: Mapping[str, Any]) -> set[str]:
    """The names of the answer's members, and of the members of the thing that it is about."""
    names = set(answer)
    for value in answer.values():
        thing = value[0] if isinstance(value, list) and value else value
        if isinstance(thing, Mapping):
            names |= set(thing)
    return names - {"messages"}


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral", "chat.update", "auth.test"])
async def test_any_method_can_be_refused_with_any_word_and_status(stage: Stage, method: str) -> None:
    stage.slack.fail(method, "strange_word", status=503)
    with pytest.raises(SlackApiError) as caught:
        await stage.client.api_call(method, json={})

    assert (caught.value.response.status_code, caught.value.response["error"]) == (503, "strange_word")


async def test_where_bytes_go_and_a_response_url_can_be_refused(stage: Stage) -> None:
    stage.slack.fail(UPLOAD, "too_busy", status=503)
    stage.slack.fail(RESPONSE_URL, "invalid_blocks")
    given = await stage.client.files_getUploadURLExternal(filename="a.txt", length=1)
    url = stage.slack.response_urls.issue("commands", "C0WEB", "U0ANA")
    async with httpx.AsyncClient() as client:
        asked = [await client.post(each, json={"text": "x"}) for each in (given["upload_url"], url)]

    assert [(answer.status_code, answer.json()["error"]) for answer in asked] == [
        (503, "too_busy"),
        (400, "invalid_blocks"),
    ]
    assert stage.slack.ephemerals("U0ANA") == []


async def test_an_answer_can_be_lost_of_what_was_done(stage: Stage) -> None:
    stage.slack.lose("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await stage.client.chat_postMessage(channel="C0WEB", text="said")

    assert [m.text for m in stage.slack.messages("C0WEB")] == ["said"]


async def test_a_message_to_a_person_stands_in_their_conversation_with_the_bot(stage: Stage) -> None:
    said = await stage.client.chat_postMessage(channel="U0ANA", text="psst")

    assert said["channel"] == "D0ANA"
    assert [m.text for m in stage.slack.messages("D0ANA")] == ["psst"]
