"""Looking at the database, and reaching into it, from beside the store."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.model.permission import Permission
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place
from bot.model.write import Intent
from bot.store.engine import parse_url

ANA = Actor("U0ANA", "T0ACME")
PLACE = Place("T0ACME", "C0DEPLOYS")


def intent(key: str = "1", **changed: Any) -> Intent:
    values: dict[str, Any] = {
        "workspace": "T0ACME",
        "key": key,
        "line": "trigger web@main",
        "words": "trigger",
        "permission": Permission.TRIGGER,
        "actor": ANA,
        "place": Place("T0ACME", "C0DEPLOYS", "1700000000.000100"),
        "reply": Reply(Surface.COMMAND, "1700000000.000200", "https://hooks.example/secret"),
        "rule": "channels.C0DEPLOYS.allow[1]",
        "project": "gh/acme/web",
        "ref": "main",
    }
    return Intent(**(values | changed))


@dataclass(frozen=True, slots=True)
class Rows:
    engine: AsyncEngine

    @classmethod
    @asynccontextmanager
    async def of(cls, url: str) -> AsyncIterator["Rows"]:
        engine = create_async_engine(parse_url(url))
        try:
            yield cls(engine)
        finally:
            await engine.dispose()

    async def actions(self) -> list[Mapping[str, Any]]:
        """All rows, the oldest first."""
        async with self.engine.connect() as connection:
            found = await connection.execute(text("SELECT * FROM action ORDER BY id"))
            return [dict(row) for row in found.mappings()]

    async def number(self, which: str) -> int:
        """How many rows there are such as this says in SQL."""
        async with self.engine.connect() as connection:
            return int(await connection.scalar(text(f"SELECT count(*) FROM action WHERE {which}")) or 0)

    async def states(self) -> list[str]:
        return [row["state"] for row in await self.actions()]

    async def execute(self, sql: str) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text(sql))

    async def leases_run_out(self) -> None:
        """As if the time of every lease had passed."""
        await self.execute("UPDATE action SET leased_until = leased_until - 31")

    @asynccontextmanager
    async def claiming(self, id: str) -> AsyncIterator[None]:
        """While the block runs PostgreSQL has this row for who is just claiming it, and has not said so."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT * FROM action WHERE id = :id FOR UPDATE"), {"id": id})
            yield
            await connection.rollback()

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        """While the block runs the database answers nobody who wants to write."""
        async with self.engine.connect() as connection:
            if self.engine.dialect.name == "sqlite":
                await connection.exec_driver_sql("BEGIN EXCLUSIVE")
            else:
                await connection.exec_driver_sql("LOCK TABLE action, shown, channel_default")
            yield
            await connection.rollback()
