"""What Slack has delivered lately: it comes again where an acknowledgement is late, to any replica.

https://docs.slack.dev/apis/events-api/#retries
"""

from sqlalchemy.sql.dml import ReturningInsert

from bot.store.engine import Database
from bot.store.tables import delivery_table as table
from bot.store.tables import now


class Deliveries:
    """Rows of deliveries, each of which is taken once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._take = taking_delivery(database)

    async def take(self, workspace: str, id: str) -> bool:
        """Whether it is the first time that it comes. Raises `StoreUnavailable`."""
        row = {"workspace": workspace, "id": id}
        return await self._database.write(lambda connection: connection.scalar(self._take, row)) is not None


def taking_delivery(database: Database) -> ReturningInsert[tuple[float]]:
    """A statement that returns nothing where the delivery was taken before."""
    insert = database.insert(table).values(at=now())
    return insert.on_conflict_do_nothing(index_elements=["workspace", "id"]).returning(table.c.at)
