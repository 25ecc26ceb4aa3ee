"""At which hours channels want to hear nothing, and what they were not told then."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Row, select, update

from bot.circleci.slug import ProjectSlug
from bot.model.quiet import HeldNotice, QuietHours, read_hours
from bot.model.request import Place
from bot.model.subscription import Event
from bot.store.engine import Database
from bot.store.tables import held_table, now, quiet_table, readable


class QuietChannels:
    """Rows of channels, and of what was held back from them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, place: Place, hours: QuietHours | None, *, breaks: bool) -> None:
        """Of a channel; None: it has no such hours. ``breaks``: failures of default branches break through.

        Raises `StoreUnavailable`.
        """
        key = {"workspace": place.workspace, "channel": place.channel}
        values = {"hours": str(hours) if hours else None, "breaks": breaks}
        row = self._database.insert(quiet_table).values(**key, **values, until=0.0)
        await self._database.execute(row.on_conflict_do_update(index_elements=list(key), set_=values))

    async def of_workspace(self, workspace: str) -> Mapping[str, tuple[QuietHours, bool]]:
        """The hours of each channel that has some, and whether failures break through.

        Raises `StoreUnavailable`.
        """
        row = quiet_table.c
        about = select(row.channel, row.hours, row.breaks).where(row.hours.is_not(None))
        rows = await self._database.rows(about.filter_by(workspace=workspace))
        read = readable(
            lambda each: (each.channel, read_hours(each.hours), bool(each.breaks)), rows, quiet_table
        )
        return {channel: (hours, breaks) for channel, hours, breaks in read}

    async def hold(self, notice: HeldNotice, *, told: bool = False) -> None:
        """Keep what is not told now, once. ``told``: nor later. Raises `StoreUnavailable`."""
        key = {
            "workspace": notice.place.workspace,
            "channel": notice.place.channel,
            "run": notice.run,
            "key": notice.key,
        }
        alike = ("event", "number", "branch", "asker")
        values = {name: getattr(notice, name) for name in alike} | {"project": str(notice.project)}
        row = self._database.insert(held_table).values(**key, **values, told=told, at=now())
        await self._database.execute(row.on_conflict_do_nothing(index_elements=list(key)))

    async def held(self, workspace: str) -> tuple[HeldNotice, ...]:
        """What is to be told still, the oldest first. Raises `StoreUnavailable`."""
        about = select(held_table).filter_by(workspace=workspace, told=False)
        rows = await self._database.rows(about.order_by(held_table.c.channel, held_table.c.at))
        return tuple(readable(_read_held, rows, held_table))

    async def keys(self, workspace: str, runs: Collection[str]) -> tuple[tuple[str, str, str], ...]:
        """The channels, runs and keys of what was held back of these, told since or not.

        Raises `StoreUnavailable`.
        """
        row = held_table.c
        about = select(row.channel, row.run, row.key).filter_by(workspace=workspace)
        rows = await self._database.rows(about.where(row.run.in_(runs)))
        return tuple((each.channel, each.run, each.key) for each in rows)

    async def tell(self, place: Place) -> None:
        """All that was held back from a channel is told. Raises `StoreUnavailable`."""
        those = update(held_table).filter_by(workspace=place.workspace, channel=place.channel, told=False)
        await self._database.execute(those.values(told=True))


def _read_held(row: Row[Any]) -> HeldNotice:
    return HeldNotice(
        Place(row.workspace, row.channel),
        row.run,
        row.key,
        Event(row.event),
        ProjectSlug.parse(row.project),
        row.number,
        row.branch,
        row.asker,
    )
