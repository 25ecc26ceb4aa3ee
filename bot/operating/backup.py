"""`ringmaster backup` and `ringmaster restore`: what they print."""

from pathlib import Path

from bot.settings import CannotStart, Settings
from bot.store import SecondWriter, StoreUnavailable
from bot.store.backup import NotAFile, NotEmpty, back_up, restore


class BackupRefused(Exception):
    """It isn't done, and what to do instead: a sentence for a terminal."""


def run_backup(settings: Settings, to: Path, *, overwrite: bool) -> str:
    """Back the database up; gives what to print. Raises `BackupRefused`, `CannotStart`."""
    try:
        size = back_up(settings.secret("database_url"), to, overwrite=overwrite)
    except FileExistsError:
        told = "is the bot's own database" if overwrite else "exists already. To replace it, add --overwrite"
        raise BackupRefused(f"{to} {told}.") from None
    except NotAFile:
        raise BackupRefused(
            "DATABASE_URL isn't an SQLite file. Back up PostgreSQL with its own tool, from an account that "
            "may read it: pg_dump --format=custom --file=FILE DATABASE_URL"
        ) from None
    except StoreUnavailable as error:
        raise CannotStart(f"{_sentence(error)}. Check DATABASE_URL.") from error
    except OSError as error:
        raise BackupRefused(f"{to} can't be written: {error.strerror}.") from error
    return f"Backed up to {to}: {size / 1_000_000:.1f} MB."


async def run_restore(settings: Settings, file: Path) -> str:
    """Fill the database from a backup; gives what to print. Raises `BackupRefused`, `CannotStart`."""
    try:
        rows = await restore(settings.secret("database_url"), file)
    except NotEmpty:
        raise BackupRefused(
            "DATABASE_URL's database has rows already. Move it away first, or set DATABASE_URL to a new one."
        ) from None
    except (StoreUnavailable, SecondWriter) as error:
        raise CannotStart(_sentence(error)) from error
    except OSError as error:
        raise BackupRefused(f"A copy of {file} can't be written: {error.strerror}. Set TMPDIR.") from error
    return f"Restored {rows} rows. What was open when the backup was made is not acted on."


def _sentence(error: Exception) -> str:
    told = str(error)
    return told[:1].upper() + told[1:]
