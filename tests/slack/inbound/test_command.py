"""Slash commands become requests, or say what they lack."""

import pytest

from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from tests.slack.inbound.bodies import COMMAND, NOW, changed, command


def test_a_slash_command_is_a_line_by_somebody_in_a_channel() -> None:
    assert command(COMMAND) == Request(
        line='status "web"',
        actor=Actor("U0ANA", "T0ACME"),
        place=Place("T0ACME", "C0WEB"),
        reply=Reply(Surface.COMMAND, response_url="https://hooks.example/commands/1"),
        key="1.2.abc",
        received_at=NOW,
    )


def test_a_slash_command_is_the_first_line_without_the_people_around_it() -> None:
    text = "<@U0BEN|ben> status <#C0WEB|web>, please <@U0CHO|cho>\nIt looks odd."
    assert command(changed(COMMAND, "text", text)).line == "status web, please"


def test_a_slash_command_without_text_is_an_empty_line() -> None:
    assert command(changed(COMMAND, "text", None)).line == ""


def test_a_slash_command_of_another_workspace_keeps_both_apart() -> None:
    request = command(changed(COMMAND, "team_id", "T0GLOBEX"))
    assert (request.actor.workspace, request.place.workspace) == ("T0GLOBEX", "T0ACME")


@pytest.mark.parametrize("name", ["team_id", "channel_id", "user_id", "trigger_id"])
@pytest.mark.parametrize("value", [None, "", 5])
def test_a_slash_command_that_lacks_something_says_what(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"a slash command without {name}"):
        command(changed(COMMAND, name, value))


def test_a_slash_command_in_a_direct_message_is_asked_there() -> None:
    assert command(changed(COMMAND, "channel_id", "D0ANA")).place.channel == "D0ANA"


def test_the_response_url_stays_out_of_what_is_logged() -> None:
    assert "hooks.example" not in repr(command(COMMAND))
