"""When channels are told how their projects stand."""

from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.model.digest import Digest, read_digest_times
from bot.model.request import Place
from bot.store.engine import Database
from bot.store.tables import digest_table, readable


class Digests:
    """One row for each channel that has a digest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, digest: Digest) -> None:
        """In place of the one that the channel had. Raises `StoreUnavailable`."""
        values = {"times": str(digest.times), "asker": digest.asker, "due": digest.due}
        await self._database.execute(self._database.upsert(digest_table, _key(digest.place), values))

    async def remove(self, place: Place) -> None:
        """Raises `StoreUnavailable`."""
        await self._database.execute(delete(digest_table).filter_by(**_key(place)))

    async def of_channel(self, place: Place) -> Digest | None:
        """Raises `StoreUnavailable`."""
        every = await self.due(place.workspace, float("inf"))
        return next((each for each in every if each.place.channel == place.channel), None)

    async def due(self, workspace: str, at: float) -> tuple[Digest, ...]:
        """Those that are due by then, the first first. Raises `StoreUnavailable`."""
        row = digest_table.c
        about = select(digest_table).filter_by(workspace=workspace).where(row.due <= at).order_by(row.due)
        return tuple(readable(_read, await self._database.rows(about), digest_table))

    async def move(self, digest: Digest, due: float) -> bool:
        """It is due then; False where it was moved, changed or ended since. Raises `StoreUnavailable`."""
        this = update(digest_table).filter_by(**_key(digest.place), due=digest.due)
        moved = this.values(due=due).returning(digest_table.c.channel)
        return bool(await self._database.execute(moved))


def _read(row: Row[Any]) -> Digest:
    return Digest(Place(row.workspace, row.channel), read_digest_times(row.times), row.asker, row.due)


def _key(place: Place) -> dict[str, str]:
    return {"workspace": place.workspace, "channel": place.channel}
