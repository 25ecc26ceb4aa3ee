"""Room for what is on its way through the bot: it stands in files without a name, on the machine's disk."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import gettempdir

import structlog

from bot.model.fault import DiskFull

log = structlog.get_logger()

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def disk_room() -> Iterator[None]:
    """Around all that writes such a file, and closes it where that failed. Raises `DiskFull`."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        log.error("the disk is full", folder=gettempdir(), error=error.strerror)
        raise DiskFull from error
