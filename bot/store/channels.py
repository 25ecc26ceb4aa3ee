"""Each channel's default project, as `use` sets it."""

from sqlalchemy import select

from bot.circleci.slug import ProjectSlug
from bot.store.session import Session
from bot.store.tables import channel as table


class Channels:
    """Read from memory, so that no line waits for it; `refresh` takes up what other processes set."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._defaults: dict[tuple[str, str], ProjectSlug] = {}

    def default(self, workspace: str, channel: str) -> ProjectSlug | None:
        """The project that somebody set here with `use`."""
        return self._defaults.get((workspace, channel))

    async def set_default(self, workspace: str, channel: str, project: ProjectSlug) -> None:
        """Set it, for every process."""
        values = {"workspace": workspace, "channel": channel, "project": str(project)}
        statement = self._session.insert(table).values(values)
        statement = statement.on_conflict_do_update(
            index_elements=[table.c.workspace, table.c.channel], set_={"project": str(project)}
        )
        async with self._session.begin() as connection:
            await connection.execute(statement)
        self._defaults[workspace, channel] = project

    async def refresh(self) -> None:
        async with self._session.begin() as connection:
            rows = (await connection.execute(select(table))).mappings().all()
        self._defaults = {
            (row["workspace"], row["channel"]): ProjectSlug.parse(row["project"]) for row in rows
        }
