"""Messages as Block Kit: each shape, and everything fits."""

import importlib.util
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from slack_sdk.models.blocks import Block

from bot.model.message import Button, Buttons, CodeBlock, Confirm, Divider, Lines, Message, Small, Style
from bot.model.spans import (
    Bold,
    Bullet,
    ChannelMention,
    Code,
    Emoji,
    GroupMention,
    Link,
    Timestamp,
    UserMention,
)
from bot.slack.drawing.blocks import BUDGET, blocks, text
from tests.shared import SHARED, needs_shared
from tests.slack.messages import messages, rich_text

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def problems() -> Callable[[list[dict[str, Any]]], list[str]]:
    """The reference material's own check of Block Kit."""
    spec = importlib.util.spec_from_file_location("check_blocks", SHARED / "tools" / "check_blocks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[list[dict[str, Any]]], list[str]] = module.problems
    return found


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def test_a_paragraph_is_rich_text_span_by_span() -> None:
    line = (
        Emoji("x"),
        " ",
        Bold("Failed"),
        " · ",
        Link("https://ci.example/812", "web #812", bold=True),
        " · ",
        Code("main"),
        " ",
        Timestamp(NOON),
        " by ",
        UserMention("U0ANA"),
        GroupMention("S0RELEASE"),
        ChannelMention("C0WEB"),
    )
    assert blocks(Message(("x",), (Lines((line, ("next",))),))) == [
        section(
            {"type": "emoji", "name": "x"},
            {"type": "text", "text": " "},
            {"type": "text", "text": "Failed", "style": {"bold": True}},
            {"type": "text", "text": " · "},
            {"type": "link", "url": "https://ci.example/812", "text": "web #812", "style": {"bold": True}},
            {"type": "text", "text": " · "},
            {"type": "text", "text": "main", "style": {"code": True}},
            {"type": "text", "text": " "},
            {"type": "date", "timestamp": 1795435200, "format": "{ago}", "fallback": "2026-11-23 12:00 UTC"},
            {"type": "text", "text": " by "},
            {"type": "user", "user_id": "U0ANA"},
            {"type": "usergroup", "usergroup_id": "S0RELEASE"},
            {"type": "channel", "channel_id": "C0WEB"},
            {"type": "text", "text": "\nnext"},
        )
    ]


def test_a_message_without_blocks_shows_its_sentence() -> None:
    assert blocks(Message(("Nothing ", Code("main"), " failed."))) == [
        section(
            {"type": "text", "text": "Nothing "},
            {"type": "text", "text": "main", "style": {"code": True}},
            {"type": "text", "text": " failed."},
        )
    ]


def test_the_other_blocks() -> None:
    message = Message(
        ("x",), (CodeBlock("\na\n\tb\n"), Divider(), Small(("asked by ", UserMention("U0ANA"))))
    )
    assert blocks(message) == [
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a\n\tb"}]}
            ],
        },
        {"type": "divider"},
        {
            "type": "context",
            "elements": [{"type": "mrkdwn", "text": "asked by <@U0ANA>", "verbatim": True}],
        },
    ]


def test_a_button_carries_a_line_or_opens_a_page() -> None:
    confirm = Confirm("Cancel web #812?", "It stops deploy on main.", "Cancel it")
    row = Buttons(
        (
            Button("Rerun failed", "rerun 5034460f --failed", style=Style.PRIMARY),
            Button("Open", url="https://ci.example/812"),
            Button("Cancel", "cancel #812", style=Style.DANGER, confirm=confirm),
        ),
        more=(Button("Jobs", "pipeline #812"), Button("Log", url="https://ci.example/log")),
    )
    assert blocks(Message(("x",), (row,)))[0]["elements"] == [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": "Rerun failed", "emoji": False},
            "action_id": "line.1",
            "value": "rerun 5034460f --failed",
            "style": "primary",
            "accessibility_label": "Rerun failed: x",
        },
        {
            "type": "button",
            "text": {"type": "plain_text", "text": "Open", "emoji": False},
            "action_id": "open.2",
            "url": "https://ci.example/812",
            "accessibility_label": "Open: x",
        },
        {
            "type": "button",
            "text": {"type": "plain_text", "text": "Cancel", "emoji": False},
            "action_id": "line.3",
            "value": "cancel #812",
            "style": "danger",
            "confirm": {
                "title": {"type": "plain_text", "text": "Cancel web #812?", "emoji": False},
                "text": {"type": "plain_text", "text": "It stops deploy on main.", "emoji": False},
                "confirm": {"type": "plain_text", "text": "Cancel it", "emoji": False},
                "deny": {"type": "plain_text", "text": "Not now", "emoji": False},
                "style": "danger",
            },
            "accessibility_label": "Cancel: x",
        },
        {
            "type": "overflow",
            "action_id": "more.4",
            "options": [
                {"text": {"type": "plain_text", "text": "Jobs", "emoji": False}, "value": "pipeline #812"},
                {
                    "text": {"type": "plain_text", "text": "Log", "emoji": False},
                    "value": "open:1",
                    "url": "https://ci.example/log",
                },
            ],
        },
    ]


def test_what_asks_first_or_is_long_never_hides_in_a_menu() -> None:
    asks = Button("Cancel", "cancel #812", confirm=Confirm("Sure?", "It stops.", "Cancel it"))
    long = Button("More", "pipelines --page " + "x" * 150)
    row = Buttons((), more=(asks, Button("Jobs", "jobs"), Button("Log", "log"), long))
    drawn = blocks(Message(("x",), (row,)))[0]["elements"]
    assert [each["type"] for each in drawn] == ["button", "button", "overflow"]
    assert "confirm" in drawn[0]
    assert [option["value"] for option in drawn[2]["options"]] == ["jobs", "log"]


def test_a_menu_of_one_entry_is_a_button() -> None:
    row = Buttons((Button("Jobs", "jobs"),), more=(Button("Log", "log"), Button("Same", "jobs")))
    assert [each["type"] for each in blocks(Message(("x",), (row,)))[0]["elements"]] == ["button", "button"]


def test_lines_with_bullets_are_a_list_and_the_others_stay_sections() -> None:
    told = Lines((("Two:",), (Bullet(), "a"), (Bullet(),), (Bullet(), "b"), ("End",)))
    assert [
        (part["type"], len(part["elements"])) for part in blocks(Message(("x",), (told,)))[0]["elements"]
    ] == [("rich_text_section", 1), ("rich_text_list", 2), ("rich_text_section", 1)]


def test_a_line_too_long_for_a_button_makes_no_button() -> None:
    assert blocks(Message(("Said.",), (Buttons((Button("More", "x" * 2_001),)),))) == [
        section({"type": "text", "text": "Said."})
    ]


def test_action_ids_are_unique_in_the_whole_message() -> None:
    rows = [
        Buttons((Button("A", f"a {at}"),), more=(Button("B", f"b {at}"), Button("C", f"c {at}")))
        for at in range(3)
    ]
    drawn = blocks(Message(("x",), tuple(rows)))
    ids = [element["action_id"] for block in drawn for element in block["elements"]]
    assert len(ids) == len(set(ids)) == 6


# Everything fits


@needs_shared
@settings(deadline=None, max_examples=150)
@given(messages)
def test_a_message_of_any_shape_and_size_is_inside_slacks_limits(message: Message) -> None:
    drawn = blocks(message)
    assert problems()(drawn) == []
    assert 0 < len(text(message)) <= 3_000


@settings(deadline=None, max_examples=50)
@given(messages)
def test_slacks_own_models_accept_every_message(message: Message) -> None:
    drawn = blocks(message)
    assert len(drawn) <= 50
    assert len(json.dumps(drawn, ensure_ascii=False)) <= BUDGET + 2
    for block in Block.parse_all(drawn):
        assert block.to_dict()["type"]


def test_a_thousand_lines_are_one_message_with_the_first_of_them() -> None:
    lines = tuple((Emoji("x"), " ", Bold(f"job-{number}"), " 58 s") for number in range(1_000))
    card = Message(
        ("x",), (Lines((("head",),)), Lines(lines), Buttons((Button("Why?", "why"),)), Small(("end",)))
    )
    head, jobs, buttons, end = blocks(card)
    said = rich_text([jobs])
    assert rich_text([head]) == "head"
    assert said.startswith(" job-0 58 s\n job-1 58 s\n")
    shown = said.count("58 s")
    assert shown > 50
    assert said.endswith(f"\n… {1_000 - shown:,} more lines")
    assert (buttons["type"], end["type"]) == ("actions", "context")


def test_only_the_longest_paragraphs_are_shortened() -> None:
    short = Lines(tuple((f"short {number}",) for number in range(20)))
    long = Lines(tuple((f"long {number}",) for number in range(2_000)))
    first, second, third = blocks(Message(("x",), (short, long, short)))
    assert rich_text([first]) == rich_text([third]) == "\n".join(f"short {number}" for number in range(20))
    assert "more lines" in rich_text([second])


def test_a_log_keeps_its_end_and_says_how_much_is_missing() -> None:
    log = "\n".join(f"line {number}" for number in range(5_000))
    said = rich_text(blocks(Message(("x",), (CodeBlock(log),))))
    shown = said.count("line ")
    assert said.endswith("line 4998\nline 4999")
    assert said.startswith(f"… {5_000 - shown:,} earlier lines\n")


def test_one_endless_line_keeps_its_end_in_a_log_and_its_beginning_in_a_paragraph() -> None:
    line = "a" + "x" * 50_000 + "z"
    log = rich_text(blocks(Message(("x",), (CodeBlock(line),))))
    paragraph = rich_text(blocks(Message(("x",), (Lines(((line,), ("more",))),))))
    assert log.startswith("…x")
    assert log.endswith("xz")
    assert paragraph.startswith("ax")
    assert paragraph.endswith("x…\n… 1 more line")


def test_more_blocks_than_slack_takes_keep_the_first_and_the_last() -> None:
    parts = tuple(Lines(((f"part {number}",),)) for number in range(80))
    drawn = blocks(Message(("x",), (*parts, Buttons((Button("A", "a"),)))))
    assert len(drawn) == 50
    assert drawn[48]["elements"][0]["text"] == "… 32 more parts"
    assert drawn[49]["type"] == "actions"


def test_buttons_that_fill_a_message_leave_room_for_what_it_says() -> None:
    buttons = [Button(f"{number}", f"{number:02}".ljust(2_000, "x")) for number in range(12)]
    rows = (Buttons(tuple(buttons[at : at + 4])) for at in (0, 4, 8))
    drawn = blocks(Message(("x",), (Lines((("what it says",),)), *rows)))
    assert rich_text(drawn) == "what it says"
    assert [block["type"] for block in drawn] == ["rich_text", "actions"]
