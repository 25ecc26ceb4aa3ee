"""What a workspace holds: people, channels, messages, files. No protocol."""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from bot.playground.slack import cast
from bot.playground.slack.cast import Channel, User, UserGroup

Json = dict[str, Any]
ChangeKind = Literal["message", "changed", "deleted", "ephemeral", "reset"]


@dataclass(slots=True, eq=False)
class Message:
    """A message. ``to``: the only one who sees it. ``command``: the slash command that it answers."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    to: str | None = None
    bot_id: str | None = None
    command: str | None = None
    edited_ts: str | None = None
    files: list[str] = field(default_factory=list)
    client_msg_id: str = ""

    @property
    def ephemeral(self) -> bool:
        return self.to is not None

    @property
    def reply(self) -> bool:
        """Whether it stands in a thread, and is not the thread's root."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(slots=True)
class File:
    """An uploaded file. ``content`` is None until the bytes arrived, ``shared`` the messages that show it."""

    id: str
    name: str
    length: int
    user: str
    created: int
    title: str = ""
    mimetype: str = "application/octet-stream"
    alt: str = ""
    content: bytes | None = None
    shared: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    kind: ChangeKind
    message: Message | None = None


class Workspace:
    """One workspace's state. Every change is told to whoever listens."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self.users: dict[str, User] = cast.users()
        self.channels: dict[str, Channel] = cast.channels()
        self.usergroups: dict[str, UserGroup] = cast.usergroups()
        self.messages: dict[tuple[str, str], Message] = {}
        self.marks: dict[tuple[str, str], str] = {}  # of what the bot posted, by channel and client_msg_id
        self.files: dict[str, File] = {}
        self.address = ""  # where the workspace is served
        self.takes_charts = True  # which Slack gives to one workspace after the other
        self._last_ts = 0
        self._listeners: set[asyncio.Queue[Change]] = set()

    def now(self) -> float:
        return self.clock().timestamp()

    def next_ts(self) -> str:
        """A timestamp that no message has: it is the message's name."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def direct(self, user: str) -> Channel:
        """The conversation of this person and the bot, which begins with its first message."""
        id = f"D{user[1:]}"
        if id not in self.channels:
            bot = self.users[cast.BOT_USER]
            self.channels[id] = Channel(id, bot.handle, "Direct messages with the bot", {user, bot.id})
        return self.channels[id]

    # messages

    def post(self, message: Message) -> Message:
        """Post it. An ephemeral one in a thread that has no replies yet is shown to nobody.

        https://docs.slack.dev/reference/methods/chat.postEphemeral
        """
        if message.ephemeral and message.thread_ts and not self.replies(message.channel, message.thread_ts):
            return message
        self.messages[message.channel, message.ts] = message
        for file_id in message.files:
            self.files[file_id].shared.append(message)
        self.tell("ephemeral" if message.ephemeral else "message", message)
        root = self.find(message.channel, message.thread_ts)
        if message.reply and not message.ephemeral and root is not None:
            root.thread_ts = root.ts
            self.tell("changed", root)
        return message

    def change(self, message: Message, *, text: str, blocks: list[Json], edited: bool) -> None:
        message.text, message.blocks = text, blocks
        if edited:
            message.edited_ts = self.next_ts()
        self.tell("changed", message)

    def delete(self, message: Message) -> None:
        self.messages.pop((message.channel, message.ts), None)
        self.tell("deleted", message)

    def message(self, ts: str) -> Message:
        """Any message by its timestamp. Raises LookupError."""
        for message in self.messages.values():
            if message.ts == ts:
                return message
        raise LookupError(f"no message {ts}")

    def clear(self) -> None:
        """Forget every message and file."""
        self.messages.clear()
        self.files.clear()
        self.tell("reset")

    def find(self, channel: str, ts: str | None) -> Message | None:
        return self.messages.get((channel, ts)) if ts else None

    def top_level(self, channel: str) -> list[Message]:
        """The channel's messages that everybody sees, without replies, the oldest first."""
        return [m for m in self._in(channel) if not m.reply and not m.ephemeral]

    def replies(self, channel: str, ts: str) -> list[Message]:
        """What everybody sees in the thread under ``ts``, without its root, the oldest first."""
        return [m for m in self._in(channel) if m.reply and m.thread_ts == ts and not m.ephemeral]

    def seen_by(self, user: str | None, channel: str, thread: str | None = None) -> list[Message]:
        """What one person sees: a channel, or a thread with its root. ``user`` None: all ephemeral ones."""
        return [
            m
            for m in self._in(channel)
            if (m.to is None or user is None or m.to == user)
            and (thread in (m.ts, m.thread_ts) if thread else not m.reply)
        ]

    def ephemerals(self, user: str) -> list[Message]:
        """What only ``user`` sees, everywhere, the oldest first."""
        return [m for m in self.messages.values() if m.to == user]

    def _in(self, channel: str) -> Iterator[Message]:
        return (m for m in list(self.messages.values()) if m.channel == channel)

    # files

    def add_file(self, name: str, length: int, user: str, mimetype: str, alt: str = "") -> File:
        file_id = f"F{secrets.token_hex(5).upper()}"
        file = File(file_id, name, length, user, int(self.now()), title=name, mimetype=mimetype, alt=alt)
        self.files[file_id] = file
        return file

    # telling

    def tell(self, kind: ChangeKind, message: Message | None = None) -> None:
        for listener in list(self._listeners):
            listener.put_nowait(Change(kind, message))

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Change]]:
        """Every change from now on, in order."""
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
