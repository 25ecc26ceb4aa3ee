"""What every line works with, made once by `bot.app`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.charts import Charts
from bot.circleci.client import CircleCI
from bot.model.fault import SharedChannel
from bot.model.outbox import Outbox
from bot.model.reply import Prefixes
from bot.model.request import Actor, Place
from bot.policy.access import Access
from bot.policy.source import PolicySource
from bot.store import Store

if TYPE_CHECKING:
    from bot.command import Command


async def nobody(email: str) -> None:
    """Where Slack can't be asked who has an e-mail address."""


async def unknown(channel: str) -> None:
    """Where Slack can't be asked with whom a channel is shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """``commands`` are all of them, by their words; ``clients`` CircleCI's, by the Slack workspace's id.

    ``members`` tells who is in each Slack user group, ``guest`` whether a person is one (None where that is
    not known), ``person_by_email`` who has an e-mail address (None where nobody is known to), ``shared``
    whether another organization is in a channel (None where that is not known).
    ``artifact_limit`` is how many bytes of an artifact or a log are shared at most. ``now`` and
    ``sleep`` are the clock.
    """

    commands: "Mapping[str, Command[Any, Any]]"
    clients: Mapping[str, CircleCI]
    store: Store
    policies: PolicySource
    members: Callable[[], Mapping[str, frozenset[str]]]
    guest: Callable[[str], Awaitable[bool | None]]
    person_by_email: Callable[[str], Awaitable[str | None]] = nobody
    shared: Callable[[str], Awaitable[bool | None]] = unknown
    outbox: Outbox
    prefixes: Prefixes
    charts: Charts
    artifact_limit: int
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]

    def access(self, actor: Actor, place: Place) -> Access:
        """What this person may do from there, now."""
        default = self.store.channels.default(place.workspace, place.channel)
        return Access(self.policies.current, self.members(), actor, place, default)

    async def require_named(self, place: Place) -> None:
        """Raises `SharedChannel` in a channel with people of another organization that no policy names."""
        channel = place.channel
        unnamed = channel.startswith(("C", "G")) and channel not in self.policies.current.channels
        if unnamed and await self.shared(channel):
            raise SharedChannel(channel)
