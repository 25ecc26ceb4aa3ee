"""What is behind an output_url is read as it comes, whatever the pieces."""

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circleci.errors import Unreadable
from bot.circleci.text_stream import Messages

TEXTS = st.text() | st.text(alphabet='"\\/\n\r\x1b\b\ud83d\ude00u0aé😀', max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
ITEMS = st.lists(
    st.dictionaries(st.sampled_from(["message", "time", "type", "mess\\age", ""]), VALUES), max_size=5
)


def read(body: bytes, *cuts: int) -> str:
    messages = Messages()
    edges = [0, *sorted(cuts), len(body)]
    pieces = [messages.feed(body[start:end]) for start, end in pairwise(edges)]
    return "".join(pieces) + messages.end()


def expected(body: bytes) -> str:
    items = json.loads(body.decode("utf-8", "replace"), strict=False)
    said = "".join(item["message"] for item in items if isinstance(item.get("message"), str))
    return re.sub("[\ud800-\udfff]", "\ufffd", said)


@given(ITEMS, st.booleans(), st.sampled_from([None, 1]), st.lists(st.integers(0, 400), max_size=12))
def test_it_is_what_json_says_whatever_the_pieces(
    items: list[object], ascii_only: bool, indent: int | None, cuts: list[int]
) -> None:
    body = json.dumps(items, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "surrogatepass")
    assert read(body, *(min(cut, len(body)) for cut in cuts)) == expected(body)


@given(ITEMS, st.booleans())
def test_one_byte_at_a_time_is_the_same(items: list[object], ascii_only: bool) -> None:
    body = json.dumps(items, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert read(body, *range(len(body))) == expected(body)


@given(st.lists(st.sampled_from(list('[]{}",:\\message01u ntrue')), max_size=40), st.integers(0, 40))
def test_what_json_refuses_is_unreadable(signs: list[str], cut: int) -> None:
    body = "".join(signs).encode()
    try:
        items = json.loads(body)
        fits = isinstance(items, list) and all(isinstance(item, dict) for item in items)
    except ValueError:
        fits = False
    if fits:
        read(body, min(cut, len(body)))
    else:
        with pytest.raises(Unreadable):
            read(body, min(cut, len(body)))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b'{"message": "No such output"}',
        b"<html>",
        b'["text"]',
        b'[{"message": "a"}',
        b'[{"message": "a"}]x',
        b'[{"message": "a\\x"}]',
        b'[{"message": "a\\u12"}]',
        b'[{"message": "\\ud83d\\u"}]',
        b'[{"message" "a"}]',
        b'[{"message": "a",}]',
        b'[{"message": nope}]',
        b'[{"message": ' + b"[" * 100_000,
        b'[{"time": ' + b"1" * 100_000,
        b'[{"message": "a\\u12zz' + b" " * 100,
    ],
)
def test_other_json_is_unreadable(body: bytes) -> None:
    for cuts in ((), range(0, len(body), 7)):
        with pytest.raises(Unreadable):
            read(body, *cuts)


def test_a_message_is_given_out_before_its_string_ends() -> None:
    messages = Messages()
    messages.feed(b'[{"time": "now", "message": "')
    assert messages.feed(b"one ") == "one "
    assert messages.feed(b"two \\") == "two "
    assert messages.feed(b"n three") == "\n three"


def test_an_escaped_backslash_before_what_looks_like_half_a_pair_stays_one() -> None:
    body = json.dumps([{"message": "\\ud83d\\ude00"}]).encode()
    assert read(body, *range(len(body))) == "\\ud83d\\ude00"


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert read(b'[{"message": "a\xffb\xc3"}]') == "a\ufffdb\ufffd"


def test_members_of_members_are_no_messages() -> None:
    body = b'[{"type": {"message": "no"}, "message": "yes", "more": [{"message": "no"}]}]'
    assert read(body) == read(body, *range(len(body))) == "yes"


def test_a_long_string_is_not_held() -> None:
    messages = Messages()
    messages.feed(b'[{"message": "')
    read_so_far = sum(len(messages.feed(b"x" * 65_536)) for _ in range(100))
    assert read_so_far == 100 * 65_536
    assert len(messages._text) - messages._at < 100
