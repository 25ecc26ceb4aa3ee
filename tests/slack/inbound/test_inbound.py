"""Slack's payloads become invocations, or say what they lack."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model.request import Actor, Place, Request, Source
from bot.slack.inbound import mention as inbound

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

COMMAND = {
    "team_id": "T0ACME",
    "channel_id": "C0WEB",
    "channel_name": "web",
    "user_id": "U0ANA",
    "user_name": "ana",
    "command": "/ci",
    "text": "status “web”",
    "response_url": "https://hooks.example/commands/1",
    "trigger_id": "1.2.abc",
}
MENTION = {
    "type": "event_callback",
    "team_id": "T0ACME",
    "event_id": "Ev1",
    "event": {
        "type": "app_mention",
        "user": "U0ANA",
        "text": "<@U0RINGMASTER> status web",
        "ts": "100.1",
        "team": "T0ACME",
        "channel": "C0WEB",
    },
    "authorizations": [{"team_id": "T0ACME", "user_id": "U0RINGMASTER", "is_bot": True}],
    "is_ext_shared_channel": False,
}
CLICK = {
    "type": "block_actions",
    "user": {"id": "U0ANA", "username": "ana", "team_id": "T0ACME"},
    "team": {"id": "T0ACME"},
    "container": {"type": "message", "message_ts": "200.1", "channel_id": "C0WEB", "is_ephemeral": False},
    "channel": {"id": "C0WEB"},
    "message": {"ts": "200.1", "thread_ts": "100.1"},
    "trigger_id": "3.4.def",
    "response_url": "https://hooks.example/actions/1",
    "actions": [{"type": "button", "action_id": "line.1", "value": "status web"}],
}


def command(body: Mapping[str, object]) -> Request:
    return inbound.command(body, workspace="T0ACME", now=NOW)


def mention(body: Mapping[str, object]) -> Request | None:
    return inbound.mention(body, workspace="T0ACME", now=NOW)


def click(body: Mapping[str, object]) -> Request | None:
    return inbound.click(body, workspace="T0ACME", now=NOW)


def changed(body: Mapping[str, Any], path: str, value: object) -> dict[str, Any]:
    """``body`` with ``value`` at ``path``; None takes the field away."""
    result = deepcopy(dict(body))
    *holders, name = path.split(".")
    holder = result
    for each in holders:
        holder = holder[each]
    if value is None:
        holder.pop(name, None)
    else:
        holder[name] = value
    return result


# Slash commands


def test_a_slash_command_is_a_line_by_somebody_in_a_channel() -> None:
    assert command(COMMAND) == Request(
        line='status "web"',
        actor=Actor("U0ANA", "T0ACME"),
        place=Place("T0ACME", "C0WEB"),
        source=Source.COMMAND,
        key="1.2.abc",
        received_at=NOW,
        response_url="https://hooks.example/commands/1",
    )


def test_a_slash_command_without_text_is_an_empty_line() -> None:
    assert command(changed(COMMAND, "text", None)).line == ""


def test_a_slash_command_of_another_workspace_keeps_both_apart() -> None:
    invocation = command(changed(COMMAND, "team_id", "T0GLOBEX"))
    assert (invocation.actor.workspace, invocation.place.workspace) == ("T0GLOBEX", "T0ACME")


@pytest.mark.parametrize("name", ["team_id", "channel_id", "user_id", "trigger_id"])
@pytest.mark.parametrize("value", [None, "", 5])
def test_a_slash_command_that_lacks_something_says_what(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"a slash command without {name}"):
        command(changed(COMMAND, name, value))


# Mentions


def test_a_mention_is_answered_in_a_thread_of_its_own() -> None:
    assert mention(MENTION) == Request(
        line="status web",
        actor=Actor("U0ANA", "T0ACME"),
        place=Place("T0ACME", "C0WEB", "100.1"),
        source=Source.MENTION,
        key="Ev1",
        received_at=NOW,
        message="100.1",
    )


def test_a_mention_in_a_thread_stays_in_it() -> None:
    invocation = mention(changed(MENTION, "event.thread_ts", "50.1"))
    assert invocation is not None
    assert (invocation.place.thread, invocation.message) == ("50.1", "100.1")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<@U0RINGMASTER>", ""),
        ("<@U0RINGMASTER|ringmaster> Status web", "Status web"),
        ("hey <@U0RINGMASTER> status web", "status web"),
        ("status web <@U0RINGMASTER>", "status web"),
        ("<@U0BEN> ask <@U0RINGMASTER> `status web`", "status web"),
        ("<@U0RINGMASTER> trigger web\nenv=staging", "trigger web env=staging"),
    ],
)
def test_the_line_is_what_stands_beside_the_bots_name(text: str, line: str) -> None:
    invocation = mention(changed(MENTION, "event.text", text))
    assert invocation is not None
    assert invocation.line == line


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("event.user", "U0RINGMASTER"),
        ("event.user", None),
        ("event.bot_id", "B0OTHER"),
        ("event.bot_profile", {"id": "B0OTHER"}),
        ("event.subtype", "bot_message"),
        ("event.subtype", "message_changed"),
        ("event.edited", {"user": "U0ANA", "ts": "101.1"}),
        ("event.hidden", True),
    ],
)
def test_the_bots_own_an_edited_and_another_bots_mention_are_none(path: str, value: object) -> None:
    assert mention(changed(MENTION, path, value)) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_mention_beside_a_file_or_broadcast_from_a_thread_counts(subtype: str) -> None:
    assert mention(changed(MENTION, "event.subtype", subtype)) is not None


@pytest.mark.parametrize(
    ("changes", "home"),
    [
        ({"event.user_team": "T0GLOBEX"}, "T0GLOBEX"),
        ({"event.source_team": "T0GLOBEX"}, "T0GLOBEX"),
        ({"event.team": "T0GLOBEX"}, "T0GLOBEX"),
        ({"event.user_team": "E0GLOBEX"}, "E0GLOBEX"),
        ({"event.team": None}, "T0ACME"),
        ({"event.team": None, "is_ext_shared_channel": True}, "unknown"),
    ],
)
def test_who_mentions_belongs_to_their_own_workspace(changes: dict[str, object], home: str) -> None:
    body: dict[str, Any] = MENTION
    for path, value in changes.items():
        body = changed(body, path, value)
    invocation = mention(body)
    assert invocation is not None
    assert invocation.actor.workspace == home
    assert invocation.place.workspace == "T0ACME"


@pytest.mark.parametrize("path", ["event", "event.channel", "event.ts", "event_id"])
def test_a_mention_that_lacks_something_says_what(path: str) -> None:
    with pytest.raises(ValueError, match=f"a mention without {path.rpartition('.')[2]}"):
        mention(changed(MENTION, path, None))


# Clicks


def test_a_click_is_the_line_of_the_button_by_whoever_clicked() -> None:
    assert click(CLICK) == Request(
        line="status web",
        actor=Actor("U0ANA", "T0ACME"),
        place=Place("T0ACME", "C0WEB", "100.1"),
        source=Source.BUTTON,
        key="C0WEB:200.1:status web",
        received_at=NOW,
        message="200.1",
        response_url="https://hooks.example/actions/1",
        delivery="3.4.def",
    )


def test_two_people_on_one_button_have_one_wish_and_two_deliveries() -> None:
    first, second = click(CLICK), click(changed(CLICK, "trigger_id", "5.6.ghi"))
    assert first is not None
    assert second is not None
    assert first.key == second.key
    assert first.delivery != second.delivery


@pytest.mark.parametrize("kind", ["overflow", "static_select"])
def test_an_entry_of_a_menu_is_a_line_as_well(kind: str) -> None:
    action = {"type": kind, "selected_option": {"value": "projects", "text": {"text": "Projects"}}}
    invocation = click(changed(CLICK, "actions", [action]))
    assert invocation is not None
    assert invocation.line == "projects"


@pytest.mark.parametrize(
    "action",
    [
        {"type": "button", "action_id": "open.1", "url": "https://app.circleci.com/"},
        {"type": "overflow", "selected_option": {"value": "open:0", "url": "https://app.circleci.com/"}},
    ],
)
def test_what_only_opens_a_page_says_nothing(action: object) -> None:
    assert click(changed(CLICK, "actions", [action])) is None


def test_a_line_of_a_button_is_taken_as_it_is() -> None:
    invocation = click(changed(CLICK, "actions", [{"type": "button", "value": "trigger a=“x” &amp;"}]))
    assert invocation is not None
    assert invocation.line == "trigger a=“x” &amp;"


def test_an_ephemeral_message_can_not_be_replied_to_but_its_button_has_a_key() -> None:
    body = changed(changed(CLICK, "container.is_ephemeral", True), "message", None)
    invocation = click(body)
    assert invocation is not None
    assert (invocation.message, invocation.key) == (None, "C0WEB:200.1:status web")


def test_who_clicks_belongs_to_their_own_workspace() -> None:
    invocation = click(changed(CLICK, "user.team_id", "T0GLOBEX"))
    assert invocation is not None
    assert (invocation.actor.workspace, invocation.place.workspace) == ("T0GLOBEX", "T0ACME")


@pytest.mark.parametrize(("path", "lacks"), [("actions", "actions"), ("user", "user"), ("user.id", "id")])
def test_a_click_that_lacks_something_says_what(path: str, lacks: str) -> None:
    with pytest.raises(ValueError, match=f"a click without {lacks}"):
        click(changed(CLICK, path, None))


def test_a_click_outside_a_message_says_what_it_lacks() -> None:
    with pytest.raises(ValueError, match="a click without channel_id"):
        click(changed(changed(CLICK, "channel", None), "container", None))
    with pytest.raises(ValueError, match="a click without ts"):
        click(changed(changed(CLICK, "message", None), "container", None))


def test_the_response_url_stays_out_of_what_is_logged() -> None:
    assert "hooks.example" not in repr(command(COMMAND))
    assert "hooks.example" not in repr(click(CLICK))
