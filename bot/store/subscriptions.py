"""What channels want to hear of, and which of them want to hear nothing for a while."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, delete, select

from bot.circleci.slug import ProjectSlug
from bot.model.request import Place
from bot.model.subscription import Event, Subscription
from bot.store.engine import Database
from bot.store.tables import quiet_table, readable, subscription_table

_ALIKE = ("branch", "asker", "login", "cause", "mention", "remind")


class Subscriptions:
    """One row for each channel, project and branch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, subscription: Subscription) -> None:
        """Keep it, in place of what the channel wanted of the same before. Raises `StoreUnavailable`."""
        values = {each: getattr(subscription, each) for each in _ALIKE if each != "branch"}
        values |= {"events": " ".join(subscription.events), "at": subscription.made}
        values["workflow"] = "\n".join(subscription.workflows) or None
        await self._database.execute(self._database.upsert(subscription_table, _key(subscription), values))

    async def remove(self, subscription: Subscription) -> bool:
        """Gives whether it was there. Raises `StoreUnavailable`."""
        gone = delete(subscription_table).filter_by(**_key(subscription))
        return bool(await self._database.execute(gone.returning(subscription_table.c.channel)))

    async def of_channel(self, place: Place) -> tuple[Subscription, ...]:
        """By project and branch. Raises `StoreUnavailable`."""
        return tuple(
            it for it in await self.of_workspace(place.workspace) if it.place.channel == place.channel
        )

    async def of_workspace(self, workspace: str) -> tuple[Subscription, ...]:
        """All, by channel, project and branch. Raises `StoreUnavailable`."""
        row = subscription_table.c
        about = select(subscription_table).filter_by(workspace=workspace)
        rows = await self._database.rows(about.order_by(row.channel, row.project, row.branch))
        return tuple(readable(_read, rows, subscription_table))

    async def mute(self, place: Place, until: float | None) -> None:
        """Tell the channel nothing until then; None: tell it again. Raises `StoreUnavailable`."""
        key = {"workspace": place.workspace, "channel": place.channel}
        await self._database.execute(self._database.upsert(quiet_table, key, {"until": until or 0.0}))

    async def mutes(self, workspace: str) -> Mapping[str, float]:
        """Until when channels wanted to hear nothing, or want to. Raises `StoreUnavailable`."""
        row = quiet_table.c
        rows = await self._database.rows(select(row.channel, row.until).filter_by(workspace=workspace))
        return {each.channel: each.until for each in rows}

    async def muted(self, workspace: str, at: float) -> frozenset[str]:
        """The channels that want to hear nothing now. Raises `StoreUnavailable`."""
        return frozenset(channel for channel, until in (await self.mutes(workspace)).items() if until > at)


def _read(row: Row[Any]) -> Subscription:
    return Subscription(
        Place(row.workspace, row.channel),
        ProjectSlug.parse(row.project),
        events=tuple(map(Event, row.events.split())),
        workflows=tuple((row.workflow or "").splitlines()),
        made=row.at,
        **{name: getattr(row, name) for name in _ALIKE},
    )


def _key(subscription: Subscription) -> dict[str, str]:
    place = subscription.place
    return {
        "workspace": place.workspace,
        "channel": place.channel,
        "project": str(subscription.project),
        "branch": subscription.branch,
    }
