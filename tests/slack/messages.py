"""Strategies for messages of every shape and size, and reading blocks back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

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

NASTY = (
    "<!channel>",
    "<@U0ANA>",
    "<!subteam^S0RELEASE>",
    "<https://evil.example|click>",
    "https://evil.example",
    "*bold* _it_ ~no~ `code` ```x```",
    ":x: :+1:",
    "> quoted",
    "&lt;!here&gt;",
    "@here #general",
    "\u202egnp.exe\u2066",
    "\x00\x1b[31m\r\n\u200b",
    "a\nb",
    "日本語 🚀",
)

outside = st.one_of(st.text(max_size=60), st.sampled_from(NASTY))
big = st.one_of(outside, st.builds(lambda text, times: text * times, outside, st.integers(1, 500)))
urls = st.one_of(
    st.sampled_from(["https://app.circleci.com/pipelines/gh/acme/web/812", "http://127.0.0.1:8765/x"]),
    st.builds("https://ci.example/{}".format, st.text(max_size=4_000)),
    outside,
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, None]))


def spans_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.one_of(
        text,
        st.builds(Bullet),
        st.builds(Bold, text),
        st.builds(Code, text),
        st.builds(Link, urls, text, st.booleans()),
        st.builds(Emoji, st.one_of(st.sampled_from(["x", "white_check_mark"]), text)),
        st.builds(UserMention, st.one_of(st.just("U0ANA"), text)),
        st.builds(GroupMention, st.one_of(st.just("S0RELEASE"), text)),
        st.builds(ChannelMention, st.one_of(st.just("C0WEB"), text)),
        st.builds(Timestamp, moments, st.booleans()),
    )


def texts_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(spans_of(text), max_size=5).map(tuple)


buttons = st.builds(
    Button,
    label=big,
    line=st.one_of(st.none(), big),
    url=st.one_of(st.none(), urls),
    style=st.sampled_from(Style),
    confirm=st.one_of(st.none(), st.builds(Confirm, big, big, big, big)),
)
blocks = st.one_of(
    st.builds(Lines, st.lists(texts_of(big), max_size=6).map(tuple)),
    st.builds(lambda line, times: Lines((line,) * times), texts_of(outside), st.integers(1, 1_000)),
    st.builds(CodeBlock, big),
    st.builds(lambda line, times: CodeBlock(f"{line}\n" * times), outside, st.integers(1, 1_000)),
    st.builds(Small, texts_of(big)),
    st.builds(Buttons, st.lists(buttons, max_size=5).map(tuple), st.lists(buttons, max_size=7).map(tuple)),
    st.builds(Divider),
)
messages = st.one_of(
    st.builds(Message, texts_of(big), st.lists(blocks, max_size=8).map(tuple)),
    st.builds(
        lambda text, block, times: Message(text, (block,) * times),
        texts_of(outside),
        blocks,
        st.integers(1, 70),
    ),
)


def elements(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every element of rich text, however deep."""
    for block in blocks:
        for part in block.get("elements", ()):
            for entry in part["elements"] if block["type"] == "rich_text" else ():
                yield from entry["elements"] if part["type"] == "rich_text_list" else [entry]


def rich_text(blocks: list[dict[str, Any]]) -> str:
    """What the rich text of ``blocks`` says."""
    return "".join(element.get("text", "") for element in elements(blocks))
