"""Where Messages go."""

from typing import Protocol

from bot.model.message import File, Message
from bot.model.request import Request
from bot.model.shown import PostedMessage


class Outbox(Protocol):
    """Slack, or a terminal. Raises `Undeliverable` where the place can't be reached for good."""

    async def answer(self, invocation: Request, message: Message) -> PostedMessage | None:
        """Say ``message`` where ``invocation`` was asked, to whom its audience says.

        None where it does not stand as a message of its own that could be edited (an ephemeral one).
        """

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        """Post into the thread of ``posted``."""

    async def update(self, posted: PostedMessage, message: Message) -> None:
        """Draw ``posted`` again."""

    async def share(self, posted: PostedMessage, file: File) -> None:
        """Share a file in the thread of ``posted``."""


class Undeliverable(Exception):
    """No such channel, archived, or the bot is not in it. ``reason`` is Slack's word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
