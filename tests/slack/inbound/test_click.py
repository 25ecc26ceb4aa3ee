"""Clicks become requests, or say what they lack."""

import pytest

from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from tests.slack.inbound.bodies import CLICK, NOW, changed, click


def test_a_click_is_the_line_of_the_button_by_whoever_clicked() -> None:
    assert click(CLICK) == Request(
        line="status web",
        actor=Actor("U0ANA", "T0ACME"),
        place=Place("T0ACME", "C0WEB", "100.1"),
        reply=Reply(Surface.BUTTON, "200.1", "https://hooks.example/actions/1"),
        key="C0WEB:200.1:status web",
        received_at=NOW,
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
    request = click(changed(CLICK, "actions", [action]))
    assert request is not None
    assert request.line == "projects"


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
    request = click(changed(CLICK, "actions", [{"type": "button", "value": "trigger a=“x” &amp;"}]))
    assert request is not None
    assert request.line == "trigger a=“x” &amp;"


def test_an_ephemeral_message_can_not_be_replied_to_but_its_button_has_a_key() -> None:
    body = changed(changed(CLICK, "container.is_ephemeral", True), "message", None)
    request = click(body)
    assert request is not None
    assert (request.reply.message, request.key) == (None, "C0WEB:200.1:status web")


def test_who_clicks_belongs_to_their_own_workspace() -> None:
    request = click(changed(CLICK, "user.team_id", "T0GLOBEX"))
    assert request is not None
    assert (request.actor.workspace, request.place.workspace) == ("T0GLOBEX", "T0ACME")


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
    assert "hooks.example" not in repr(click(CLICK))


def test_half_a_character_is_no_part_of_a_line() -> None:
    said = click(changed(CLICK, "actions", [{**CLICK["actions"][0], "value": "status \ud83d web\u00e9"}]))
    assert said is not None
    assert said.line == "status ? web\u00e9"
