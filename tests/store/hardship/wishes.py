"""Rows to try: wishes, and what stands in the database."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.invocation import Actor, Place, Source
from bot.model.permission import Permission
from bot.store import Store
from bot.store.actions import Actions, Intent
from bot.store.tables import action, now


def wish(key: str = "one", *, workspace: str = "T0ACME", line: str = "trigger web@main") -> Intent:
    return Intent(
        workspace=workspace,
        key=key,
        line=line,
        words="trigger",
        permission=Permission.TRIGGER,
        actor=Actor("U0ANA", "T0ACME"),
        place=Place(workspace, "C0WEB", "1700000000.000100"),
        source=Source.BUTTON,
        message="1700000000.000200",
        response_url="https://hooks.slack.com/commands/secret",
        rule="channels.C0WEB.allow[1]",
        project="gh/acme/web",
        ref="main",
    )


def rival(store: Store) -> Actions:
    """Another process's view of the same rows."""
    return Actions(store._database)


async def rows(store: Store) -> list[dict[str, Any]]:
    """All actions, the oldest first."""

    async def read(connection: AsyncConnection) -> list[dict[str, Any]]:
        found = await connection.execute(select(action).order_by(action.c.created_at))
        return [dict(row) for row in found.mappings()]

    return await store._database.read(read)


async def change(store: Store, **values: object) -> None:
    """Set columns of every action."""

    async def write(connection: AsyncConnection) -> None:
        await connection.execute(update(action).values(**values))

    await store._database.write(write)


async def let_leases_run_out(store: Store) -> None:
    await change(store, leased_until=now() - 1)
