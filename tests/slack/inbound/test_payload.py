"""Payloads from Slack's own tests, of every shape, and malformed ones."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.request import Actor, Place, Request
from bot.slack.inbound.mention import mention_request
from tests.shared import SHARED, needs_shared
from tests.slack.inbound.bodies import CLICK, COMMAND, MENTION, NOW, click, command, mention

PAYLOADS = SHARED / "data" / "slack"

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@pytest.mark.parametrize(("read", "body"), [(command, COMMAND), (mention, MENTION), (click, CLICK)])
@given(data=st.data())
def test_a_malformed_payload_says_so_and_breaks_nothing(
    read: Callable[[Mapping[str, object]], Request | None], body: dict[str, Any], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(body)))
    wrong = {**body, name: data.draw(json_values)}
    try:
        request = read(wrong)
    except ValueError as error:
        said = str(error)
    else:
        said = repr(request)
    assert said


def payload(path: str) -> Any:
    return json.loads((PAYLOADS / path).read_text())


@needs_shared
def test_the_slash_commands_of_slacks_own_tests_are_read() -> None:
    body = payload("bolt/payload_utils__slash_command_body.json")
    assert (command(body).line, command(body).actor.id) == ("hello", "U111")
    form = dict(parse_qsl((PAYLOADS / "bolt/slash_command__slash_command_body.form.txt").read_text()))
    assert (command(form).line, command(form).place.channel) == ("Hi", "C111")


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        "app__app_mention_event_body",
        "app_bot_only__app_mention_request_body",
        "events_say_stream__org_app_mention_event_body",
    ],
)
def test_the_mentions_of_slacks_own_tests_are_read(name: str) -> None:
    request = mention_request(payload(f"bolt/{name}.json"), workspace="T111", now=NOW, handles={})
    assert request is not None
    assert request.line == "Hi there!"
    assert request.actor == Actor("W222", "T111")
    assert request.place == Place("T111", "C111", "1595926230.009600")


@needs_shared
@pytest.mark.parametrize("name", ["message_bot__bot_message_event_payload", "message_changed__event_payload"])
def test_messages_of_bots_and_edits_of_slacks_own_tests_are_none(name: str) -> None:
    assert mention(payload(f"bolt/{name}.json")) is None


@needs_shared
@pytest.mark.parametrize("name", ["block_actions__body", "authorize__block_actions_body"])
def test_the_clicks_of_slacks_own_tests_are_read(name: str) -> None:
    request = click(payload(f"bolt/{name}.json"))
    assert request is not None
    assert (request.line, request.reply.message) == ("click_me_123", None)
    assert request.place == Place("T0ACME", "C111")


@needs_shared
@pytest.mark.parametrize("read", [command, mention, click])
def test_payloads_of_every_shape_are_read_or_refused_with_a_reason(
    read: Callable[[Mapping[str, object]], Request | None],
) -> None:
    folders = ("slash", "events", "interactivity", "bolt")
    files = [path for folder in folders for path in sorted((PAYLOADS / folder).glob("*.json"))]
    assert len(files) > 20
    for path in files:
        for body in [json.loads(path.read_text()), *bodies_within(path)]:
            try:
                read(body)
            except ValueError as error:
                assert " without " in str(error)  # noqa: PT017


def bodies_within(path: Path) -> list[Any]:
    """The payloads of a file that holds several by name."""
    return list(json.loads(path.read_text()).values()) if path.stem == "internals__invalid_payloads" else []
