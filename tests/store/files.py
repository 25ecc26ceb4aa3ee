"""SQLite files with our tables in them."""

from pathlib import Path

from bot.store import migrate

_template: bytes | None = None


async def migrated(database: Path) -> None:
    """Lay one there, unless there is one; its migrations are run once, for all tests of this process."""
    global _template
    if _template is None:
        await migrate(f"sqlite:///{database}")
        _template = database.read_bytes()
    elif not database.exists():
        database.write_bytes(_template)
