"""Where Messages go."""

from typing import Protocol

from bot.model.message import File, Message, Posted
from bot.model.request import Invocation


class Outbox(Protocol):
    """Slack, or a terminal. Raises `Undeliverable` where the place can't be reached for good."""

    async def answer(self, invocation: Invocation, message: Message) -> Posted | None:
        """Say ``message`` where ``invocation`` was asked, to whom its audience says.

        None where it does not stand as a message of its own that could be edited (an ephemeral one).
        """

    async def post(self, posted: Posted, message: Message) -> Posted:
        """Post into the thread of ``posted``."""

    async def update(self, posted: Posted, message: Message) -> None:
        """Draw ``posted`` again."""

    async def share(self, posted: Posted, file: File) -> None:
        """Share a file in the thread of ``posted``."""


class Undeliverable(Exception):
    """No such channel, archived, or the bot is not in it. ``reason`` is Slack's word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
