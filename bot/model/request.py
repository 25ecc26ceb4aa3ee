"""Someone asked something, somewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from random import getrandbits

from bot.model.press import Press
from bot.model.reply import Reply


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Ids come from the verified payload only, never from a name.

    ``id`` is Slack's user id (``U…`` or ``W…``), ``workspace`` the team that this person belongs to,
    which in a shared channel may be another than the bot's.
    """

    id: str
    workspace: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is asked and answered.

    ``workspace`` is the team in which the bot is installed, ``channel`` what Slack calls the conversation,
    or for a Home tab the person. ``thread`` is the timestamp of the thread's root message, or None in the
    channel itself.
    https://docs.slack.dev/reference/objects/conversation-object
    """

    workspace: str
    channel: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One line, from one person, in one place: what everything typed, mentioned or clicked becomes. What it
    says may hold a secret, so that no repr has it.

    ``key`` is the wish: a button of one message is one wish, however many click it. ``delivery`` is what
    Slack calls this delivery, where that is not the key: the same twice is a retry. ``press``: the button,
    where that changes its message. ``offered``: a line that the bot only thought might be meant.
    ``reference``: what the log has of it stands under that, and people are shown it where something went
    wrong.
    """

    line: str = field(repr=False)
    actor: Actor
    place: Place
    reply: Reply
    key: str
    received_at: datetime
    delivery: str | None = None
    press: Press | None = None
    offered: bool = False
    reference: str = field(default_factory=lambda: f"{getrandbits(32):08x}", compare=False)
