"""What every line works with, made once by `bot.app`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.charts import Charts
from bot.circleci.client import CircleCI
from bot.model.fault import SharedChannel, SharingUnknown
from bot.model.outbox import Outbox
from bot.model.reply import Prefixes
from bot.model.request import Actor, Place
from bot.policy.access import Access
from bot.policy.rules import Policy
from bot.policy.source import PolicySource
from bot.store import Store

if TYPE_CHECKING:
    from bot.command import Command


async def nobody(email: str) -> None:
    """Where Slack can't be asked who has an e-mail address."""


async def own_alone(channel: str) -> bool:
    """Where there are no channels that could be shared with others."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """``commands`` are all of them, by their words; ``clients`` CircleCI's, by the Slack workspace's id.

    ``members`` tells who is in each Slack user group, ``guest`` whether a person is one (None where that is
    not known), ``person_by_email`` who has an e-mail address (None where nobody is known to), ``shared``
    whether another organization is in a channel (None where that is not known yet), ``known_shared`` whether
    it was when asked last. ``artifact_limit`` is how many bytes of an artifact or a log are shared at most.
    ``now`` and ``sleep`` are the clock.
    """

    commands: "Mapping[str, Command[Any, Any]]"
    clients: Mapping[str, CircleCI]
    store: Store
    policies: PolicySource
    members: Callable[[], Mapping[str, frozenset[str]]]
    guest: Callable[[str], Awaitable[bool | None]]
    person_by_email: Callable[[str], Awaitable[str | None]] = nobody
    shared: Callable[[str], Awaitable[bool | None]] = own_alone
    known_shared: Callable[[str], bool] = lambda _: False
    outbox: Outbox
    prefixes: Prefixes
    charts: Charts
    artifact_limit: int
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]

    def access(self, actor: Actor, place: Place) -> Access:
        """What this person may do from there, now."""
        default = self.store.channels.default(place.workspace, place.channel)
        policy = self.policies.current
        if self._is_closed_by(policy, place):
            policy = replace(policy, everywhere=())
        return Access(policy, self.members(), actor, place, default)

    def is_closed(self, place: Place) -> bool:
        """Whether people of another organization are known to be there, and the policy doesn't name it."""
        return self._is_closed_by(self.policies.current, place)

    def _is_closed_by(self, policy: Policy, place: Place) -> bool:
        return place.channel not in policy.channels and self.known_shared(place.channel)

    async def knows_whether_closed(self, place: Place) -> bool:
        """After a look at Slack where that is due: until it says, nobody knows who reads there."""
        channel = place.channel
        if not channel.startswith(("C", "G")) or channel in self.policies.current.channels:
            return True
        return await self.shared(channel) is not None

    async def closed(self, place: Place) -> SharedChannel | SharingUnknown | None:
        """Why it is closed, or may be."""
        if not await self.knows_whether_closed(place):
            return SharingUnknown()
        return SharedChannel(place.channel) if self.is_closed(place) else None

    async def require_named(self, place: Place) -> None:
        """Raises `SharedChannel` or `SharingUnknown` where it is closed."""
        if (fault := await self.closed(place)) is not None:
            raise fault
