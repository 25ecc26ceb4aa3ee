"""Buttons: each line once, a short label to see and a whole one to hear."""

from typing import Any

from bot.model.message import Button, Buttons, Confirm, Message
from bot.model.spans import Bold, UserMention
from bot.slack.drawing.blocks import blocks

LONG = "A label of many words, of which a phone shows the beginning"


def elements(*items: Button, more: tuple[Button, ...] = (), **message: Any) -> list[dict[str, Any]]:
    drawn = blocks(Message(("web #812 ", Bold("failed")), (Buttons(items, more),), **message))
    return [element for block in drawn for element in block["elements"]]


def test_a_screen_reader_hears_what_the_button_is_about() -> None:
    heard = [each["accessibility_label"] for each in elements(Button("Log", "logs"), Button("Why?", "why"))]
    assert heard == ["Log: web #812 failed", "Why? web #812 failed"]


def test_a_button_may_say_itself_what_is_heard() -> None:
    [drawn] = elements(Button("Cancel", "cancel #815", accessibility="Cancel web #815 on release/2.6"))
    assert drawn["accessibility_label"] == "Cancel web #815 on release/2.6"


def test_nobody_hears_an_id() -> None:
    message = Message((UserMention("U0ANA"), " did"), (Buttons((Button("Log", "logs"),)),))
    assert "U0ANA" not in blocks(message)[0]["elements"][0]["accessibility_label"]


def test_a_long_label_is_cut_to_what_is_seen_and_is_heard_in_whole() -> None:
    [drawn] = elements(Button(LONG, "why"))
    assert drawn["text"]["text"] == "A label of many words, of whi…"
    assert drawn["accessibility_label"].startswith(LONG)


def test_labels_that_begin_alike_show_their_ends() -> None:
    names = [f"test-with-a-rather-long-name-on-python-97{number}" for number in (1, 2)]
    seen = [each["text"]["text"] for each in elements(*(Button(each, f"job {each}") for each in names))]
    assert seen == ["test-with…python-971", "test-with…python-972"]


def test_what_a_message_has_twice_is_drawn_once() -> None:
    first, again = Button("Why?", "why"), Button("Explain", "why")
    page, same = Button("Open", url="https://ci.example/1"), Button("Page", url="https://ci.example/1")
    drawn = blocks(Message(("x",), (Buttons((first, page)), Buttons((again,), more=(same,)))))
    assert [[each["text"]["text"] for each in block["elements"]] for block in drawn[:1]] == [["Why?", "Open"]]
    assert len(drawn) == 1


def test_the_ids_say_what_becomes_of_the_message() -> None:
    rerun = Button("Rerun", "rerun", confirm=Confirm("?", "?", "Yes"), once=True)
    row = (Button("Log", "logs"), rerun, Button("Open", url="https://ci.example"))
    assert [each["action_id"] for each in elements(*row)] == ["line.1", "once.2", "open.3"]
    more = (Button("Tests", "tests"),)
    assert [each["action_id"] for each in elements(*row, more=more, choice=True)] == [
        "choice.1",
        "choice.2",
        "open.3",
        "choice.4",
    ]
