"""Mentions become requests, or say what they lack."""

from typing import Any

import pytest

from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from tests.slack.inbound.bodies import MENTION, NOW, changed, mention


def test_a_mention_is_answered_in_a_thread_of_its_own() -> None:
    assert mention(MENTION) == Request(
        line="status web",
        actor=Actor("U0ANA", "T0ACME"),
        place=Place("T0ACME", "C0WEB", "100.1"),
        reply=Reply(Surface.MENTION, message="100.1"),
        key="Ev1",
        received_at=NOW,
    )


def test_a_mention_in_a_thread_stays_in_it() -> None:
    request = mention(changed(MENTION, "event.thread_ts", "50.1"))
    assert request is not None
    assert (request.place.thread, request.reply.message) == ("50.1", "100.1")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<@U0RINGMASTER>", ""),
        ("<@U0RINGMASTER|ringmaster> Status web", "Status web"),
        ("hey <@U0RINGMASTER> status web", "status web"),
        ("status web <@U0RINGMASTER>", "status web"),
        ("<@U0BEN> ask <@U0RINGMASTER> `status web`", "status web"),
        ("<@U0RINGMASTER> trigger web\nenv=staging", "trigger web"),
        ("<@U0RINGMASTER>\n\nstatus web\nIt looks odd.", "status web"),
        ("<@U0RINGMASTER>:\n```\nstatus web\n```", "status web"),
        ("<@U0RINGMASTER> ```status web\nstatus api```", "status web"),
        ("The build is red.\nstatus web <@U0RINGMASTER>", "status web"),
        ("status web <@U0RINGMASTER> please :pray:", "status web"),
        ("status web <@U0RINGMASTER>!", "status web"),
        ("<@U0RINGMASTER> ?", "?"),
        ("*<@U0RINGMASTER> status web*", "*status web*"),
        ("*<@U0RINGMASTER>* status web", "status web"),
        ("hey <@U0RINGMASTER> please", "hey"),
        ("<@U0BEN> <@U0RINGMASTER> <@U0CHO> status web <@U0BEN>, <@U0CHO|cho>!", "status web"),
        ("<@U0RINGMASTER> can <@U0BEN> trigger web", "can @U0BEN trigger web"),
    ],
)
def test_the_line_is_what_stands_beside_the_bots_name(text: str, line: str) -> None:
    request = mention(changed(MENTION, "event.text", text))
    assert request is not None
    assert request.line == line


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
    request = mention(body)
    assert request is not None
    assert request.actor.workspace == home
    assert request.place.workspace == "T0ACME"


@pytest.mark.parametrize("path", ["event", "event.channel", "event.ts", "event_id"])
def test_a_mention_that_lacks_something_says_what(path: str) -> None:
    with pytest.raises(ValueError, match=f"a mention without {path.rpartition('.')[2]}"):
        mention(changed(MENTION, path, None))
