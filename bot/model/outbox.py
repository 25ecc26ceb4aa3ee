"""Where messages go, and those of them that must stay true."""

from dataclasses import dataclass
from typing import Protocol

from bot.model.line import Line
from bot.model.message import File, Message
from bot.model.reply import Surface
from bot.model.request import Place, Request


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """A message that stands somewhere: its place (whose thread is where replies go) and timestamp."""

    place: Place
    ts: str


@dataclass(frozen=True, slots=True)
class Watch:
    """Which message, the line that draws it, who asked for it with what, and the id of the run it depicts."""

    posted: PostedMessage
    line: Line
    asker: str
    surface: Surface
    run: str


class Outbox(Protocol):
    """Slack, or a terminal. Raises `Undeliverable` where the place can't be reached for good."""

    async def answer(self, request: Request, message: Message) -> PostedMessage | None:
        """Say ``message`` where ``request`` was asked, by the ways of its reply.

        None where it does not stand as a message of its own that could be edited (an ephemeral one).
        """

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        """Post into the thread of ``posted``."""

    async def update(self, posted: PostedMessage, message: Message) -> None:
        """Draw ``posted`` again."""

    async def replace(self, request: Request, message: Message) -> None:
        """Draw the message whose button was pressed as this one."""

    async def leave(self, request: Request) -> None:
        """Draw the message whose button was pressed without what could be done once."""

    async def share(self, posted: PostedMessage, file: File) -> None:
        """Share a file in the thread of ``posted``."""


class Undeliverable(Exception):
    """No such channel, archived, or the bot is not in it. ``reason`` is Slack's word for it.

    ``another_way``: what this way can't do, the reply's next may.
    """

    def __init__(self, reason: str, *, another_way: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.another_way = another_way
