"""Transactions that are short, and that fail in a way that the rest of the house understands."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

#: How long a database may take, in seconds, before it counts as gone.
PATIENCE = 2.0


class StoreUnavailable(Exception):
    """The database can't be used now. Nothing that was to be written in this step is written."""


class Session:
    """Where the modules of the store get their transactions."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, committed at the end of the block. Raises `StoreUnavailable` within `PATIENCE`."""
        try:
            async with asyncio.timeout(PATIENCE), self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except TimeoutError as error:
            raise StoreUnavailable(f"the database did not answer within {PATIENCE:g} s") from error
        except (SQLAlchemyError, OSError) as error:
            reason = getattr(error, "orig", None) or error
            raise StoreUnavailable(f"the database failed: {reason}") from error

    def insert(self, table: Table) -> Any:
        """An INSERT that knows ON CONFLICT, which both databases spell alike."""
        if self._engine.dialect.name == "sqlite":
            return sqlite.insert(table)
        return postgresql.insert(table)
