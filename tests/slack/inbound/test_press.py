"""A button says what becomes of its message when it is pressed."""

from typing import Any

from bot.model.press import Press
from tests.slack.inbound.bodies import CLICK, changed, click


def pressed(action_id: str, **more: object) -> dict[str, Any]:
    action = {"type": "button", "action_id": action_id, "value": "why", "text": {"text": "e2e"}, **more}
    return changed(CLICK, "actions", [action])


def press(body: dict[str, Any]) -> Press | None:
    request = click(body)
    assert request is not None
    return request.press


def test_what_only_carries_a_line_leaves_its_message_as_it_is() -> None:
    assert press(pressed("line.1")) is None


def test_of_a_choice_the_label_is_kept_and_the_message_is_the_wish() -> None:
    body = pressed("choice.2")
    assert press(body) == Press("e2e", choice=True)
    request = click(body)
    assert request is not None
    assert request.key == "C0WEB:200.1:choice"


def test_a_menus_entry_is_chosen_by_its_own_label() -> None:
    entry = {"text": {"text": "unit"}, "value": "why"}
    assert press(pressed("choice.2", selected_option=entry)) == Press("unit", choice=True)


def test_what_can_be_done_once_is_left_out_of_what_remains() -> None:
    said = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
    row = {"type": "actions", "elements": [{"action_id": "once.1"}, {"action_id": "line.2"}]}
    only = {"type": "actions", "elements": [{"action_id": "once.3"}]}
    message = {"ts": "200.1", "text": "Failed", "blocks": [said, row, only]}
    kept = press(changed(pressed("once.1"), "message", message))
    assert kept is not None
    assert kept.remains == {
        "text": "Failed",
        "blocks": [said, {"type": "actions", "elements": [{"action_id": "line.2"}]}],
    }


def test_an_ephemeral_message_is_not_told_so_nothing_is_known_to_remain() -> None:
    assert press(changed(pressed("once.1"), "message", None)) is None
