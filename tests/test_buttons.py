"""Every button of every message: what it carries, what is seen of it, and what is heard."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.circleci.errors import CircleCIError
from bot.commands import COMMANDS
from bot.grammar import parse
from bot.model.fault import Fault
from bot.playground.slack.controls import Control
from bot.playground.slack.workspace import Message
from bot.slack.drawing.blocks import blocks
from bot.slack.drawing.buttons import ButtonRows
from bot.slack.inbound.press import CHOICE
from tests.test_promises import snapshots
from tests.views.refusals.samples import ERRORS, FAULTS, typed
from tests.world import DEPLOYS, RANDOM, WEB, World, world

SYNTAXES = tuple(command.syntax for command in COMMANDS)
PREFIXES = ("/ci ", "@ringmaster ")
#: As much of a label as a phone shows, and of it the part that must tell it from others.
SEEN, TELLING = 30, 20
#: How many buttons stand in a row, besides a menu.
MOST = 3
#: As much as a screen reader is given.
HEARD = 75
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\b(?=[0-9a-f]*\d)[0-9a-f]{7,}\b|circleci/|\b[UCTBS]0[A-Z]")

#: What people ask first: every command, what can't be read, what several fit.
LINES = (
    *dict.fromkeys(example for command in COMMANDS for example in command.examples),
    "statsu web",
    "status wbe",
    "status nope",
    "tests web",
    "artifacts last",
    "approve web@release/2.5",
    "rerun web@fix/cart-badge",
    "logs last failed run",
    "artifact last junit.xml",
    "trigger --tga v1",
    "pipelines --mine",
    "deploys web",
    "why last failed web",
    "pipeline last failed web",
    "status mobile",
    "red",
    "approvals",
)


def drawn_buttons(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each button, and each entry of a menu."""
    for block in blocks:
        for element in block["elements"] if block["type"] == "actions" else ():
            yield from element.get("options") or [element]


def linked(node: Any) -> Iterator[str]:
    """Where the links of a message lead to."""
    match node:
        case {"type": "link", "url": str(url)}:
            yield url
        case dict():
            for each in node.values():
                yield from linked(each)
        case list():
            for each in node:
                yield from linked(each)


def written(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """The lines of a message, without code blocks."""
    for block in blocks:
        for part in block["elements"] if block["type"] == "rich_text" else ():
            entries = part["elements"] if part.get("type") == "rich_text_list" else [part]
            for entry in entries if part.get("type") != "rich_text_preformatted" else ():
                yield from "".join(each.get("text", "·") for each in entry["elements"]).split("\n")


def row_problems(said: list[dict[str, Any]]) -> Iterator[str]:
    """What is not right about the rows of buttons: how many, in which order, in which colors."""
    rows = [block["elements"] for block in said if block["type"] == "actions"]
    styles = [element.get("style") for row in rows for element in row]
    if styles.count("primary") > 1:
        yield "more than one colored button"
    for row in rows:
        buttons = [element for element in row if element.get("type") == "button"]
        choice = any(element["action_id"].startswith(CHOICE) for element in row)
        if len(buttons) > MOST and not choice:
            yield f"too many: {len(buttons)} buttons"
        if any(element.get("type") == "overflow" and len(element["options"]) < 2 for element in row):
            yield "a menu of one entry"
        danger = [element.get("style") == "danger" for element in buttons]
        if danger != sorted(danger):
            yield "what destroys is not last"


def coded(node: Any) -> Iterator[str]:
    """What stands in a message as inline code."""
    match node:
        case {"type": "text", "text": str(text), "style": {"code": True}}:
            yield text
        case {"type": "mrkdwn", "text": str(text)}:
            yield from re.findall(r"`([^`]+)`", text)
        case dict():
            for each in node.values():
                yield from coded(each)
        case list():
            for each in node:
                yield from coded(each)


def bare_line(text: str) -> bool:
    """Whether it is a line of several words that can't be copied as it stands."""
    if len(text.split()) < 2 or text.startswith(PREFIXES):
        return False
    try:
        parse(text, SYNTAXES)
    except Fault:
        return False
    return True


def wrong(said: list[dict[str, Any]]) -> list[str]:
    """What is not right about the buttons and the lines of a message."""
    buttons = list(drawn_buttons(said))
    targets = [each.get("url") or each["value"] for each in buttons]
    labels = [each["text"]["text"] for each in buttons]
    heard = [each["accessibility_label"] for each in buttons if each.get("type") == "button"]
    links, indented = set(linked(said)), [each for each in written(said) if each.startswith("   ")]
    return [
        *row_problems(said),
        *(f"a link is there: {each}" for each in targets if each in links),
        *(f"indented by spaces: {each}" for each in indented),
        *(f"twice: {each}" for each in set(targets) if targets.count(each) > 1),
        *(f"alike: {each}" for each in labels if [it[:TELLING] for it in labels].count(each[:TELLING]) > 1),
        *(f"an id: {each}" for each in (*labels, *heard) if ID.search(each)),
        *(f"too long: {each}" for each in labels if len(each) > SEEN),
        *(f"says nothing alone: {each}" for each in heard if each in labels),
        *(f"too long to hear: {each}" for each in heard if len(each) > HEARD),
        *(f"heard twice: {each}" for each in set(heard) if heard.count(each) > 1),
        *(f"without the command: {each}" for each in coded(said) if bare_line(each)),
    ]


def drawn_messages(path: Path) -> list[list[dict[str, Any]]]:
    """The blocks of each message that a snapshot has."""
    drawn = json.loads(path.read_text())
    several = drawn if isinstance(drawn, list) and "blocks" in drawn[0] else [drawn]
    return [each["blocks"] if isinstance(each, dict) else each for each in several]


def test_each_snapshot_has_good_buttons() -> None:
    found = {
        f"{path.parent.name}/{path.stem}": [wrong(message) for message in drawn_messages(path)]
        for path in snapshots()
    }
    assert {name: problems for name, problems in found.items() if any(problems)} == {}


@pytest.mark.parametrize("error", [*FAULTS, *ERRORS], ids=lambda error: type(error).__name__)
def test_each_refusal_has_good_buttons(error: Fault | CircleCIError) -> None:
    assert wrong(blocks(typed(error))) == []


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("why last failed web", True),
        ("logs gh/acme/web#5271", True),
        ("/ci why last failed web", False),
        ("@ringmaster why last failed web", False),
        ("last failed", False),
        ("#812", False),
        ("release/2.6", False),
    ],
)
def test_a_line_that_can_not_be_copied_as_it_stands_is_found(text: str, bare: bool) -> None:
    element = {"type": "text", "text": text, "style": {"code": True}}
    assert bool(wrong([{"type": "rich_text", "elements": [{"elements": [element]}]}])) is bare


async def crawl(here: World, channel: str) -> tuple[list[Message], list[str]]:
    """What is said to the lines, and to each button that only looks, pressed once; which of those failed."""
    met, found, waiting = set[str](), list[Message](), list[tuple[Message, Control]]()
    failed = []

    def take(messages: list[Message]) -> None:
        found.extend(messages)
        for message in messages:
            for control in here.slack.controls(message):
                if looks(control) and control.value not in met:
                    met.add(str(control.value))
                    waiting.append((message, control))

    for line in LINES:
        take((await here.types(line, channel=channel)).messages)
    while waiting and len(found) < 150:
        message, control = waiting.pop(0)
        if control.value in {each.value for each in here.slack.controls(message)}:
            with capture_logs() as logged:
                take((await here.clicks(message, str(control.value))).messages)
            ends = {entry["outcome"] for entry in logged if "outcome" in entry}
            failed += [str(control.value)] if ends != {"answered"} else []
    return found, failed


def looks(control: Control) -> bool:
    if control.value is None or control.url is not None or control.confirm is not None:
        return False
    words = parse(control.value, SYNTAXES)[0].words
    return next(command for command in COMMANDS if command.words == words).writes is None


@pytest.mark.parametrize("channel", [WEB, DEPLOYS, RANDOM])
async def test_each_message_that_buttons_lead_to_has_good_buttons(
    tmp_path: Path, channel: str, mocker: MockerFixture
) -> None:
    rows = mocker.spy(ButtonRows, "draw")
    async with world(tmp_path) as here:
        messages, failed = await crawl(here, channel)
    found = {message.text: wrong(message.blocks) for message in messages}
    assert len(found) > 20
    assert {text: problems for text, problems in found.items() if problems} == {}
    assert channel != WEB or failed == []
    drawn = [call.args[1] for call in rows.call_args_list]
    labels = {button.label for row in drawn for button in (*row.items, *row.more)}
    assert {each for each in labels if len(each) > SEEN} == set()  # nothing is cut when it is drawn
