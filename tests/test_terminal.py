"""Messages in a terminal."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings

from bot.model.message import Button, Buttons, CodeBlock, Divider, File, Lines, Message, Small
from bot.model.outbox import PostedMessage
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.model.spans import Bold, ChannelMention, Code, Emoji, Link, Timestamp, UserMention
from bot.model.spool import Spool
from bot.terminal import TerminalOutbox, render_text
from tests.slack.messages import messages

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ASKED = Request(
    "status", Actor("U0ANA", "T0ACME"), Place("T0ACME", "C0WEB"), Reply(Surface.TERMINAL), "1", NOW
)


def test_a_card_is_lines_of_text() -> None:
    card = Message(
        ("web #812 failed",),
        (
            Lines(
                (
                    (
                        Emoji("x"),
                        " ",
                        Bold("Failed"),
                        " · ",
                        Link("https://ci.example/812", "web #812"),
                        " · ",
                        Code("main"),
                    ),
                    (
                        "by ",
                        UserMention("U0ANA"),
                        " in ",
                        ChannelMention("C0WEB"),
                        ", ",
                        Timestamp(NOW - timedelta(minutes=12)),
                    ),
                )
            ),
            CodeBlock("one\n\ttwo\n"),
            Divider(),
            Buttons(
                (Button("Rerun failed", "rerun 5034460f --failed"),),
                (Button("Open", url="https://ci.example"),),
            ),
            Small(("asked by ana",)),
        ),
    )
    assert render_text(card, NOW) == "\n".join(
        [
            "❌ Failed · web #812 (https://ci.example/812) · `main`",
            "by @U0ANA in #C0WEB, 12 min ago",
            "    one",
            "    \ttwo",
            "─" * 40,
            "  › Rerun failed: rerun 5034460f --failed",
            "  › Open: https://ci.example",
            "asked by ana",
        ]
    )


def test_a_message_without_blocks_is_its_sentence() -> None:
    assert render_text(Message(("Nothing failed.",))) == "Nothing failed."


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=44), "just now"),
        (timedelta(seconds=59), "1 min ago"),
        (timedelta(hours=2, minutes=59), "3 h ago"),
        (timedelta(hours=23, minutes=40), "1 day ago"),
        (timedelta(days=6, hours=20), "7 days ago"),
        (timedelta(minutes=-5), "in 5 min"),
    ],
)
def test_a_moment_is_told_by_its_distance(ago: timedelta, said: str) -> None:
    assert render_text(Message((Timestamp(NOW - ago),)), NOW) == said
    assert render_text(Message((Timestamp((NOW - ago).replace(tzinfo=None)),)), NOW) == said


def test_a_time_of_day_is_told_as_such() -> None:
    assert render_text(Message((Timestamp(NOW, clock=True),)), NOW) == f"{NOW.astimezone():%H:%M}"


@settings(deadline=None)
@given(messages)
def test_nothing_from_outside_drives_the_terminal(message: Message) -> None:
    said = render_text(message, NOW)
    assert all(sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf"} for sign in said)


async def test_answers_details_changes_and_files_are_printed() -> None:
    printed: list[str] = []
    outbox = TerminalOutbox(write=printed.append, now=lambda: NOW)
    posted = await outbox.answer(ASKED, Message(("Started.",)))
    assert posted == PostedMessage(Place("T0ACME", "C0WEB", "1"), "1")
    assert await outbox.post(posted, Message(("Detail.",))) == PostedMessage(posted.place, "2")
    await outbox.update(posted, Message(("Done.",)))
    await outbox.share(posted, File("config.yml", b"version: 2.1\n"))
    await outbox.share(posted, File("image.png", b"\x89PNG\xff", "The image"))
    await outbox.share(posted, File("big.txt", b"x" * 200_000))
    assert printed == [
        "Started.",
        "Detail.",
        "Done.",
        "config.yml (13 bytes)\nversion: 2.1\n",
        "The image (5 bytes)",
        "big.txt (200,000 bytes)",
    ]


@pytest.mark.parametrize("as_json", [False, True])
async def test_a_file_on_disk_is_printed_and_gone(as_json: bool) -> None:
    printed: list[str] = []
    spool = Spool(100)
    spool.write("one\ntwo\n")
    outbox = TerminalOutbox(json=(lambda message: {}) if as_json else None, write=printed.append)
    await outbox.share(PostedMessage(Place("T0ACME", "C0WEB", "1"), "1"), File("job.log", spool.file))
    assert printed == ([] if as_json else ["job.log (8 bytes)\none\ntwo\n"])
    assert spool.file.closed


async def test_it_remembers_whether_the_answer_was_a_refusal() -> None:
    outbox = TerminalOutbox(write=lambda line: None)
    await outbox.answer(ASKED, Message(("No.",), refusal=True))
    assert outbox.refused
    await outbox.answer(ASKED, Message(("Yes.",)))
    assert not outbox.refused


async def test_as_json_each_message_is_a_document_on_a_line() -> None:
    printed: list[str] = []
    outbox = TerminalOutbox(json=lambda message: {"text": render_text(message)}, write=printed.append)
    message = Message(("Said.",), thread=(Message(("Detail.",)),), files=(File("a.txt", b"abc"),))
    posted = await outbox.answer(ASKED, message)
    assert posted is not None
    await outbox.post(posted, message.thread[0])
    await outbox.share(posted, message.files[0])
    (line,) = printed
    assert json.loads(line) == {
        "text": "Said.",
        "thread": [{"text": "Detail."}],
        "files": [{"name": "a.txt", "bytes": 3}],
    }


@pytest.mark.parametrize("as_json", [True, False])
async def test_what_is_not_followed_is_printed_once_as_it_was_at_last(as_json: bool) -> None:
    printed: list[str] = []
    draw = (lambda message: {"text": render_text(message)}) if as_json else None
    outbox = TerminalOutbox(follow=False, json=draw, write=printed.append)
    posted = await outbox.answer(ASKED, Message(("Loading…",)))
    assert posted is not None
    await outbox.update(posted, Message(("e2e failed",)))
    await outbox.share(posted, File("e2e.log", b"one\ntwo\n", title="e2e's output", beside=True))
    assert printed == []

    outbox.finish()

    assert printed == (['{"text": "e2e failed"}'] if as_json else ["e2e failed", "e2e's output (8 bytes)"])
