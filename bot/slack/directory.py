"""Who is in the Slack user groups that the policy names, who is a guest, and what people are called.

Read from Slack, cached here.

https://docs.slack.dev/reference/methods/usergroups.users.list
https://docs.slack.dev/reference/methods/usergroups.list
https://docs.slack.dev/reference/methods/users.info
https://docs.slack.dev/reference/methods/users.lookupByEmail
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

import structlog
from prometheus_client import Gauge
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.clients import NOT_REACHED, reason, slacks_word

log = structlog.get_logger()

#: How old a reading may grow, in seconds, if Slack does not tell of a change.
REFRESH = 300.0

#: How old a reading of a group may be that still grants something, in seconds.
OLDEST = 900.0

#: Slack's words for a group that is not there, or was disabled.
_NO_GROUP = frozenset({"no_such_subteam", "subteam_not_found"})

_UNREAD = Gauge("ringmaster_groups_unread", "User groups of the policy that Slack did not let us read")

#: Slack's words where it never says with whom a channel is shared: the scopes for that can be left out, and
#: the bot isn't in each private channel.
_NEVER_SAID = frozenset({"missing_scope", "channel_not_found"})

#: For how long it is known who has an e-mail address, in seconds, and of how many.
_PERSON_KNOWN, _PEOPLE = 3600.0, 1000

#: How often to look whether the policy names other groups now, in seconds.
_LOOK_EVERY = 2.0


class Directory:
    """Who is in the groups. One that was not read yet has nobody in it, so it grants nothing.

    ``handles``: how one types the groups, and the people who were read lately, by their ids. ``unread``: of
    the groups that could not be read the last time, Slack's word for why. A reading holds for `OLDEST`
    where no newer one succeeds. ``clock_skew``: how far this machine's clock is from Slack's.
    """

    def __init__(self, client: AsyncWebClient, groups: Callable[[], Iterable[str]]) -> None:
        self._client = client
        self._groups = groups
        self.unread: dict[str, str] = {}
        self._readings: dict[str, tuple[float, frozenset[str]]] = {}
        self._disabled = monotonic(), frozenset[str]()
        self.handles: dict[str, str] = {}
        self.clock_skew = timedelta()
        self._people = OrderedDict[str, tuple[float, str | None]]()
        self._guests: dict[str, tuple[float, bool]] = {}
        self._shared: dict[str, tuple[float, bool]] = {}
        self._untold: dict[str, tuple[float, str]] = {}
        self._stale = asyncio.Event()
        self._looked_at: frozenset[str] = frozenset()

    @property
    def members(self) -> dict[str, frozenset[str]]:
        """By user group id, as far as that was read lately, and which are disabled. In such is nobody."""
        if not self._readings:
            return {}
        oldest, (listed_at, disabled) = monotonic() - OLDEST, self._disabled
        if listed_at < oldest:
            return {}
        known = {group: people for group, (at, people) in self._readings.items() if at >= oldest}
        return known | dict.fromkeys(disabled.intersection(known), frozenset())

    async def guest(self, user: str) -> bool | None:
        """Whether this person is a guest, or no more there, as Slack said lately; None: it can't be asked."""
        known = self._guests.get(user)
        if known is not None and monotonic() - known[0] < REFRESH:
            return known[1]
        try:
            answer = await self._client.users_info(user=user)
        except NOT_REACHED as error:
            log.warning("person not read", user=user, error=reason(error))
            self._untold[user] = monotonic(), _slacks_word(error)
            return None
        self._untold.pop(user, None)
        person: Mapping[str, Any] = answer["user"]
        found = any(person.get(each) for each in ("is_restricted", "is_ultra_restricted", "deleted"))
        self._guests[user] = monotonic(), found
        self._take_handle(user, (person.get("profile") or {}).get("display_name") or person.get("name"))
        return found

    def known_shared(self, channel: str) -> bool:
        """Whether Slack said so when it was asked last."""
        return self._shared.get(channel, (0.0, False))[1]

    def unseen(self, channel: str) -> bool:
        """Whether Slack didn't say lately who is there: the bot isn't in it, or may not ask."""
        at, _ = self._shared.get(channel, (float("-inf"), False))
        return monotonic() - at >= OLDEST

    def take_shared(self, channel: str) -> None:
        """An event says that people of another organization are in it."""
        self._shared[channel] = monotonic(), True

    async def shared(self, channel: str) -> bool | None:
        """Whether people of another organization are in it; None where Slack has yet to say.

        That needs the scopes ``channels:read`` and ``groups:read``, which the bot may lack: then as if not.
        """
        at, known = self._shared.get(channel, (float("-inf"), False))
        age = monotonic() - at
        if age < OLDEST - REFRESH:
            return known
        try:
            answer = await self._client.conversations_info(channel=channel)
        except NOT_REACHED as error:
            log.info("channel not read", channel=channel, error=reason(error))
            if known or age < OLDEST or _slacks_word(error) in _NEVER_SAID:
                return known
            self._untold[channel] = monotonic(), _slacks_word(error)
            return None
        self._untold.pop(channel, None)
        told: Mapping[str, Any] = answer["channel"]
        found = bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared"))
        self._shared[channel] = monotonic(), found
        return found

    def untold(self, *kinds: str) -> frozenset[str]:
        """Slack's words for why nothing that holds is known of people or channels that it was asked about
        lately; ``kinds``: how their ids begin.
        """
        oldest = monotonic() - OLDEST
        return frozenset(
            word for id, (at, word) in self._untold.items() if id.startswith(kinds) and at >= oldest
        )

    async def person_by_email(self, email: str) -> str | None:
        """Who of this workspace has this e-mail address; None where nobody has, or Slack doesn't say.

        That needs the scope ``users:read.email``, which the bot may lack.
        """
        known = self._people.get(email)
        if known is not None and monotonic() - known[0] < _PERSON_KNOWN:
            return known[1]
        found: str | None = None
        try:
            answer = await self._client.users_lookupByEmail(email=email)
        except NOT_REACHED as error:
            if (why := reason(error)) not in ("users_not_found", "missing_scope"):
                log.warning("person not looked up", error=why)
                return None
        else:
            person: Mapping[str, Any] = answer["user"]
            found = None if person.get("deleted") or person.get("is_bot") else str(person["id"])
        self._people[email] = monotonic(), found
        if len(self._people) > _PEOPLE:
            self._people.popitem(last=False)
        return found

    def stale(self) -> None:
        """Slack told of a change: read again soon."""
        self._stale.set()

    async def refresh(self) -> None:
        """Read every group that the policy names. What can't be read stays as it was, for a while."""
        self._stale.clear()
        self._looked_at = frozenset(self._groups())
        groups, channels = map(self._read, self._looked_at), map(self.shared, list(self._shared))
        unlisted, _ = await asyncio.gather(self._list(), asyncio.gather(*groups, *channels))
        if unlisted is not None:
            self.unread = dict.fromkeys(self._looked_at, unlisted) | self.unread
        self.unread = {group: why for group, why in self.unread.items() if group in self._looked_at}
        _UNREAD.set(len(self.unread))

    async def _list(self) -> str | None:
        """What the groups are called, and which are disabled. Slack's word for why that can't be read."""
        try:
            answer = await self._client.usergroups_list(include_disabled=True)
        except NOT_REACHED as error:
            log.warning("user groups not read", error=reason(error))
            return _slacks_word(error)
        self.clock_skew = _skew(answer.headers.get("date"))
        for group in answer["usergroups"]:
            self._take_handle(group["id"], group.get("handle"))
        disabled = (each["id"] for each in answer["usergroups"] if each.get("date_delete"))
        self._disabled = monotonic(), frozenset(disabled)
        return None

    def _take_handle(self, id: str, handle: object) -> None:
        if isinstance(handle, str) and handle:
            self.handles[id] = handle

    async def _read(self, group: str) -> None:
        try:
            answer = await self._client.usergroups_users_list(usergroup=group)
        except NOT_REACHED as error:
            log.warning("user group not read", group=group, error=reason(error))
            self.unread[group] = word = _slacks_word(error)
            if word in _NO_GROUP:
                self._readings[group] = monotonic(), frozenset()
        else:
            self._readings[group] = monotonic(), frozenset(answer["users"])
            if self.unread.pop(group, None):
                log.info("user group read again", group=group)

    async def keep_fresh(self) -> None:
        """Read again when told of a change, when the policy names other groups, and every few minutes."""
        while True:
            due = monotonic() + REFRESH
            while monotonic() < due and self._looked_at == frozenset(self._groups()):
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_EVERY):  # `wait_for` can swallow that we are to end
                        await self._stale.wait()
                    break
            await self.refresh()


def _slacks_word(error: Exception) -> str:
    """Why it does not tell, without the network's texts."""
    return slacks_word(error) if isinstance(error, SlackApiError) else "no answer"


def _skew(date: str | None) -> timedelta:
    """From the time at which Slack says that it answered."""
    try:
        return abs(datetime.now(UTC) - parsedate_to_datetime(date or ""))
    except (TypeError, ValueError):
        return timedelta()
