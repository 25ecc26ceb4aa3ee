"""What others post is read up to a limit, and refused in one line a second."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from bot.intake import SAID_EVERY, BodyTooLarge, RefusalLog, read_body, refuse_too_large
from bot.operating.serving import serve

LIMIT = 10


class Sender:
    """Sends a body in parts, and counts how many were taken."""

    def __init__(self, *parts: bytes, hangs_up: bool = False, length: bytes | None = None) -> None:
        self._parts = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
        self._parts.append(
            {"type": "http.disconnect"} if hangs_up else {"type": "http.request", "more_body": False}
        )
        self.headers = [(b"content-length", length)] if length is not None else []
        self.taken = 0

    async def receive(self) -> Message:
        self.taken += 1
        return self._parts[self.taken - 1]

    async def read(self) -> bytes | None:
        return await read_body({"headers": self.headers}, self.receive, LIMIT)


@pytest.mark.parametrize("parts", [[], [b""], [b"12345", b"67890"], [b"1234567890"]])
async def test_a_body_up_to_the_limit_is_read_whole(parts: Sequence[bytes]) -> None:
    assert await Sender(*parts).read() == b"".join(parts)


async def test_a_longer_one_is_read_no_further_than_the_limit() -> None:
    sender = Sender(b"123456", b"123456", b"123456")
    with pytest.raises(BodyTooLarge):
        await sender.read()
    assert sender.taken == 2


@pytest.mark.parametrize("length", [b"11", b"9" * 5000])
async def test_of_one_that_says_it_is_longer_nothing_is_read(length: bytes) -> None:
    sender = Sender(b"1", length=length)
    with pytest.raises(BodyTooLarge):
        await sender.read()
    assert sender.taken == 0


@pytest.mark.parametrize("length", [b"10", b"-5", b"x", b""])
async def test_any_other_length_is_counted_and_not_believed(length: bytes) -> None:
    with pytest.raises(BodyTooLarge):
        await Sender(b"123456", b"123456", length=length).read()


async def test_who_hangs_up_has_sent_nothing() -> None:
    assert await Sender(b"12345", hangs_up=True).read() is None


async def taker(scope: Scope, receive: Receive, send: Send) -> None:
    """Takes nothing that is as large."""
    try:
        await read_body(scope, receive, LIMIT)
    except BodyTooLarge as error:
        await refuse_too_large(error, receive, send)


async def in_pieces() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield b"x" * 50_000


@pytest.mark.parametrize("sent", [lambda: b"x" * 5_000_000, in_pieces], ids=["at once", "in pieces"])
async def test_who_sends_too_much_reads_why_it_is_refused(sent: Callable[[], Any]) -> None:
    """Once a connection is closed, who still sends hears that it was reset, and reads nothing."""
    async with serve(taker) as url, httpx.AsyncClient() as client:
        for _ in range(5):
            answer = await client.post(url, content=sent())
            assert (answer.status_code, answer.headers["connection"]) == (413, "close")


@pytest.mark.parametrize(
    ("parts", "more", "taken"),
    [((b"x" * 4_000_000,) * 99, True, 4), ((b"x", b"x"), True, 3), ((b"x",), False, 0)],
    ids=["much", "little", "nothing"],
)
async def test_no_more_of_it_goes_by_than_can_be_borne(
    parts: Sequence[bytes], more: bool, taken: int
) -> None:
    sender, sent = Sender(*parts), list[Message]()

    async def send(message: Message) -> None:
        sent.append(message)

    await refuse_too_large(BodyTooLarge(more=more), sender.receive, send)
    assert sender.taken == taken
    assert [each.get("more_body", False) for each in sent] == [False, True, False]


def test_equal_refusals_are_one_line_a_second_that_counts_the_others() -> None:
    now = 100.0
    refusals = RefusalLog("refused", lambda: now)
    with capture_logs() as lines:
        for _ in range(20):
            refusals.refused("it's odd", size=3)
        refusals.refused("it's large")
        now += SAID_EVERY
        refusals.refused("it's odd", size=4)
        now += SAID_EVERY
        refusals.refused("it's odd", size=5)
    assert lines == [
        {"event": "refused", "log_level": "warning", "why": "it's odd", "size": 3},
        {"event": "refused", "log_level": "warning", "why": "it's large"},
        {"event": "refused", "log_level": "warning", "why": "it's odd", "size": 4, "as_well": 19},
        {"event": "refused", "log_level": "warning", "why": "it's odd", "size": 5},
    ]
