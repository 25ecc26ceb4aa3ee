"""A copy of an SQLite database, made while the bot uses it; and an empty database filled from such a copy.

In a copy nothing is open and no answer is owed: what became of it is known to the database that it was
copied from. So whoever starts on one repeats nothing and tells nothing of the past.
"""

import errno
import os
import sqlite3
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp

from sqlalchemy import Connection, create_engine, exc, insert, inspect, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import NullPool

from bot.model.write import State
from bot.store.engine import DATABASE_PATIENCE, Database, StoreUnavailable, file_of, parse_url
from bot.store.schema import NotOurs, upgrade, upgrade_connection
from bot.store.tables import IS_OPEN, metadata, sender_table, write_table

#: How many rows go into the new database at a time, and how long that may take in all, in seconds.
_ROWS, _LONG = 500, 600.0

#: What else belongs to an SQLite file, by how its name ends: its log, and that log's index.
_BESIDE = ("", "-wal", "-shm")


#: What SQLite says where it can't write on.
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


class NotAFile(Exception):
    """The database is no file: PostgreSQL, or SQLite in memory."""


class NotEmpty(Exception):
    """The database that is to be filled has rows."""


def back_up(url: str, to: Path, *, overwrite: bool = False) -> int:
    """Copy the SQLite file of a DATABASE_URL to ``to``, which is whole as soon as it has its name.

    Returns its size in bytes. Raises `FileExistsError`, `NotAFile`, `StoreUnavailable`, and `OSError` where
    ``to`` can't be written.
    """
    file = _file(url)
    if any(_same(to, Path(f"{file}{end}")) for end in _BESIDE):
        raise FileExistsError(to)
    if not overwrite:
        to.open("xb").close()
    elif to.exists() and not to.is_file():  # root could put a file in a device's place
        raise OSError(errno.EINVAL, "it's no regular file")
    handle, name = mkstemp(dir=to.parent, prefix=f".{to.name}.")
    os.close(handle)
    copy = Path(name)
    try:
        _copy(file, copy)
        with copy.open("rb") as written:
            os.fsync(written.fileno())
        copy.replace(to)
    except BaseException:
        copy.unlink(missing_ok=True)
        if not overwrite:
            to.unlink(missing_ok=True)
        raise
    return to.stat().st_size


async def restore(url: str, file: Path) -> int:
    """Make the tables of a DATABASE_URL, if need be, and fill them from a backup. Returns how many rows.

    Raises `NotEmpty`, `SecondWriter` where a bot has the database, `StoreUnavailable`, and `OSError` where
    there is no room for a copy.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        _copy(file, copy)  # so it is up to date, and nothing in it is open
        source = Database(parse_url(f"sqlite:///{copy}"), patience=_LONG)
        target = Database(parse_url(url), patience=_LONG)
        try:
            target.lock()
            await upgrade(target)
            return await source.read(lambda rows: target.write(partial(_fill, rows)))
        finally:
            await source.close()
            await target.close()


def _file(url: str) -> Path:
    database = parse_url(url)
    file = file_of(database) if database.get_backend_name() == "sqlite" else None
    if file is None:
        raise NotAFile(database.get_backend_name())
    return file


def _same(one: Path, other: Path) -> bool:
    with suppress(FileNotFoundError):
        return one.samefile(other)
    return one.resolve() == other


def _copy(file: Path, to: Path) -> None:
    """One step, which sees the database as of one moment, and holds up nobody who writes."""
    if not file.is_file():
        raise StoreUnavailable(f"there's no file {file}")
    try:
        with (
            closing(
                sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=DATABASE_PATIENCE)
            ) as live,
            closing(sqlite3.connect(to)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # so that it is one file
            copy.execute("PRAGMA application_id=0")  # nobody's mark: see `bot.store.database_file`
        engine = create_engine(f"sqlite:///{to}", poolclass=NullPool)
        with engine.begin() as connection:
            if not inspect(connection).has_table(write_table.name):
                raise StoreUnavailable(f"the file {file} isn't a database of the bot's")
            upgrade_connection(connection)
            _settle(connection)
            [[good]] = connection.exec_driver_sql("PRAGMA integrity_check(1)").all()
    except NotOurs:
        raise StoreUnavailable(f"the file {file} isn't a database of the bot's") from None
    except (sqlite3.Error, exc.DBAPIError) as error:
        said = error.orig if isinstance(error, exc.DBAPIError) else error
        if getattr(said, "sqlite_errorcode", None) in _NO_ROOM:  # the other file is only read
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise StoreUnavailable(f"the file {file} can't be read: {said}") from error
    if good != "ok":
        raise StoreUnavailable(f"the file {file} is damaged: {good}")


def _settle(connection: Connection) -> None:
    """Nothing is open, nothing is owed, and no address of an answer is in it."""
    open_rows = update(write_table).where(IS_OPEN)
    connection.execute(open_rows.values(state=State.UNKNOWN, why="open when it was backed up"))
    urls = or_(write_table.c.response_url.is_not(None), write_table.c.tell_at.is_not(None))
    connection.execute(update(write_table).where(urls).values(response_url=null(), tell_at=null()))
    connection.execute(sender_table.delete())


async def _fill(source: AsyncConnection, target: AsyncConnection) -> int:
    count = 0
    for table in metadata.sorted_tables:
        if (await target.execute(select(table).limit(1))).first() is not None:
            raise NotEmpty(table.name)
        rows = [dict(row) for row in (await source.execute(select(table))).mappings()]
        for first in range(0, len(rows), _ROWS):
            await target.execute(insert(table), rows[first : first + _ROWS])
        count += len(rows)
    return count
