"""Who is in the Slack user groups that the policy names, and who is a guest: read from Slack, cached here.

https://docs.slack.dev/reference/methods/usergroups.users.list
https://docs.slack.dev/reference/methods/users.info
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from time import monotonic

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.clients import NOT_REACHED, reason

log = structlog.get_logger()

#: How old a reading may grow, in seconds, if Slack does not tell of a change.
REFRESH = 300.0

#: How often to look whether the policy names other groups now, in seconds.
_LOOK_EVERY = 2.0


class Directory:
    """``members`` by user group id. A group that was not read yet has nobody in it, so it grants nothing."""

    def __init__(self, client: AsyncWebClient, groups: Callable[[], Iterable[str]]) -> None:
        self._client = client
        self._groups = groups
        self.members: dict[str, frozenset[str]] = {}
        self._guests: dict[str, tuple[float, bool]] = {}
        self._stale = asyncio.Event()
        self._looked_at: frozenset[str] = frozenset()

    async def guest(self, user: str) -> bool | None:
        """Whether this person is a guest, as Slack said lately; None where Slack can't be asked."""
        known = self._guests.get(user)
        if known is not None and monotonic() - known[0] < REFRESH:
            return known[1]
        try:
            answer = await self._client.users_info(user=user)
        except NOT_REACHED as error:
            log.warning("person not read", user=user, error=reason(error))
            return None
        person: Mapping[str, object] = answer["user"]
        found = bool(person.get("is_restricted") or person.get("is_ultra_restricted"))
        self._guests[user] = monotonic(), found
        return found

    def stale(self) -> None:
        """Slack told of a change: read again soon."""
        self._stale.set()

    async def refresh(self) -> None:
        """Read every group that the policy names. What can't be read stays as it was."""
        self._stale.clear()
        self._looked_at = frozenset(self._groups())
        await asyncio.gather(*(self._read(group) for group in self._looked_at))

    async def _read(self, group: str) -> None:
        try:
            answer = await self._client.usergroups_users_list(usergroup=group)
        except NOT_REACHED as error:
            log.warning("user group not read", group=group, error=reason(error))
        else:
            self.members[group] = frozenset(answer["users"])

    async def keep_fresh(self) -> None:
        """Read again when told of a change, when the policy names other groups, and every few minutes."""
        while True:
            due = monotonic() + REFRESH
            while monotonic() < due and self._looked_at == frozenset(self._groups()):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stale.wait(), _LOOK_EVERY)
                    break
            await self.refresh()
