"""Spans in Slack's hands: what is ours is marked, and outside text stays literal."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.message import Lines, Message, Small
from bot.model.plain import printable
from bot.model.spans import Bold, ChannelMention, Code, Emoji, GroupMention, Link, Timestamp, UserMention
from bot.slack.drawing.blocks import blocks, text
from tests.slack.messages import NASTY, elements, outside, rich_text

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def small(line: tuple[Any, ...]) -> str:
    block = blocks(Message(("x",), (Small(line),)))[0]
    assert block["type"] == "context"
    return str(block["elements"][0]["text"])


literal_spans = st.one_of(outside, st.builds(Bold, outside), st.builds(Code, outside))


@given(st.lists(literal_spans, max_size=5).map(tuple))
def test_outside_text_in_a_paragraph_is_nothing_but_text(line: tuple[Any, ...]) -> None:
    drawn = blocks(Message(("x",), (Lines((line,)), Lines((("end",),)))))
    said = "".join(span if isinstance(span, str) else span.text for span in line)
    assert all(element["type"] == "text" for element in elements(drawn))
    assert rich_text(drawn) == (printable(said) if printable(said).strip() else "") + "end"


@given(st.lists(outside, max_size=5).map(tuple))
@example(("*a", "*"))
@example((":", "x:"))
@example(("_a_b_",))
def test_outside_text_in_small_print_can_not_mention_link_or_format(line: tuple[str, ...]) -> None:
    assert_literal(small(("asked by ", *line)))


@given(st.lists(literal_spans, max_size=5).map(tuple))
def test_outside_text_in_a_notification_can_not_mention_link_or_format(line: tuple[Any, ...]) -> None:
    assert_literal(text(Message(line)))


def assert_literal(markup: str) -> None:
    """Nothing in ``markup`` that Slack would read as more than text."""
    assert not re.search(r"[<>*~`\n]", markup)
    assert not re.search(r"&(?!amp;|lt;|gt;)", markup)
    assert not re.search(r"(?<![^\W_])_|_(?![^\W_])", markup)
    assert not re.search(r":[\w+'-]+:", markup)
    assert not markup.lstrip().startswith("&gt;")


@pytest.mark.parametrize("nasty", NASTY)
def test_outside_text_in_the_place_of_an_id_or_an_address_is_text(nasty: str) -> None:
    line = (
        UserMention(nasty),
        GroupMention(nasty),
        ChannelMention(nasty),
        Emoji(nasty),
        Link(f"{nasty} x", "t"),
    )
    drawn = blocks(Message(("x",), (Lines((line,)),)))
    assert all(element["type"] == "text" for element in elements(drawn))
    assert not re.search(r"<|:\w+:", small(line))


def test_a_link_that_is_no_web_address_is_its_text() -> None:
    for url in ("javascript:alert(1)", "ftp://x", "https://a b", "https://a|b>", "https://x/" + "y" * 3_000):
        assert small((Link(url, "here"),)) == "here"
        assert rich_text(blocks(Message(("x",), (Lines(((Link(url, "here"),),)),)))) == "here"


def test_small_print_marks_what_is_ours() -> None:
    line = (
        Emoji("lock"),
        " ",
        Bold("a*b"),
        " ",
        Code("x`y*"),
        " ",
        Link("https://ci.example/?a=1&b=2", "a|<b>"),
        " ",
        Timestamp(NOON, clock=True),
        " ",
        ChannelMention("C0WEB"),
        GroupMention("S0RELEASE"),
    )
    assert small(line) == (
        ":lock: *a∗b* `xˋy*` <https://ci.example/?a=1&amp;b=2|a¦&lt;b&gt;> "
        "<!date^1795435200^{time}|2026-11-23 12:00 UTC> <#C0WEB><!subteam^S0RELEASE>"
    )


def test_the_notification_is_a_sentence_without_formatting() -> None:
    line = (
        Emoji("x"),
        " ",
        Link("https://ci.example/812", "web #812"),
        " on ",
        Code("main"),
        " ",
        Bold("failed"),
    )
    assert text(Message(line)) == ":x: web #812 on main failed"
