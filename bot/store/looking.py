"""Whether a DATABASE_URL's database could be used: it is tried, and nothing is changed."""

import errno
import os
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database, StoreUnavailable, parse_url
from bot.store.health import takes_writes
from bot.store.schema import behind

#: With what each SQLite file begins. https://sqlite.org/fileformat.html#magic_header_string
_BEGINNING = b"SQLite format 3\0"
#: What a few writes need on the disk, in bytes.
_ROOM = 200_000


class DatabaseState(StrEnum):
    """How far a database that answers is made."""

    ABSENT = "absent"  # it is made at the start
    BEHIND = "behind"
    UNWRITABLE = "unwritable"  # a standby, or a user who may only read
    READY = "ready"


class FileTrouble(StrEnum):
    """What is wrong with the file of an SQLite database, or where it is to be."""

    FOLDER_IN_ITS_PLACE = "is a folder, and not a file"
    NO_FOLDER = "isn't there, nor is its folder"
    FOLDER_UNWRITABLE = "is in a folder that the bot can't write to"
    UNWRITABLE = "can't be written by the bot"
    NO_ROOM = "is on a disk that is full"
    NO_DATABASE = "is no SQLite database"


class BadFile(StoreUnavailable):
    """The file of an SQLite database is none, or can't be made or written."""

    def __init__(self, file: Path, trouble: FileTrouble) -> None:
        super().__init__(f"{file} {trouble}")
        self.file = file
        self.trouble = trouble


async def check_database(url: str) -> DatabaseState:
    """Try it: what is missing is not made. Raises `StoreUnavailable`, `BadFile`."""
    database = Database(parse_url(url))
    try:
        if database.file is not None and (trouble := _trouble(database.file)) is not None:
            raise BadFile(database.file, trouble)
        if database.sqlite and (database.file is None or not database.file.exists()):
            return DatabaseState.ABSENT
        if await behind(database):
            return DatabaseState.BEHIND
        if database.sqlite:
            await database.write(_without_effect)
            return DatabaseState.READY
        return DatabaseState.READY if await database.read(takes_writes) else DatabaseState.UNWRITABLE
    finally:
        await database.close()


async def _without_effect(connection: AsyncConnection) -> None:
    """A write that is begun, and taken back."""
    await connection.exec_driver_sql("BEGIN IMMEDIATE")
    await connection.rollback()


def _trouble(file: Path) -> FileTrouble | None:
    """Raises `StoreUnavailable` where the system takes no such path."""
    try:
        return _trouble_with(file)
    except OSError as error:
        raise StoreUnavailable(f"{file} can't be opened: {error.strerror}") from error


def _trouble_with(file: Path) -> FileTrouble | None:
    if file.is_dir():
        return FileTrouble.FOLDER_IN_ITS_PLACE
    if file.is_symlink():  # to itself: all others were followed
        return FileTrouble.NO_DATABASE
    if not file.parent.is_dir():
        return FileTrouble.NO_FOLDER
    try:
        with TemporaryFile(dir=file.parent) as beside:  # as SQLite makes them
            beside.write(bytes(_ROOM))
            beside.flush()
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return FileTrouble.NO_ROOM if full else FileTrouble.FOLDER_UNWRITABLE
    if not file.exists():
        return None
    if not file.is_file():  # a pipe, which nobody may ever write to, or a device
        return FileTrouble.NO_DATABASE
    if not os.access(file, os.R_OK | os.W_OK):
        return FileTrouble.UNWRITABLE
    with file.open("rb") as opened:
        begins = opened.read(len(_BEGINNING))
    return FileTrouble.NO_DATABASE if begins not in (b"", _BEGINNING) else None
