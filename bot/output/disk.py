"""Room for what is on its way through the bot: it stands in files without a name, on the machine's disk."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.model.fault import DiskFull, DiskUnwritable

log = structlog.get_logger()

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
#: The folder is gone, another's, read-only or broken; or none is found that can be written.
_UNWRITABLE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO})


@contextmanager
def disk_room() -> Iterator[None]:
    """Around all that writes such a file, and closes it where that failed. Raises `DiskFull` and
    `DiskUnwritable`.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            log.error("the disk is full", folder=_folder(), error=error.strerror)
            raise DiskFull from error
        if error.errno in _UNWRITABLE:
            log.error("the disk can't be written", folder=_folder(), error=error.strerror)
            raise DiskUnwritable from error
        raise


def _folder() -> str:
    """Where such files are; what was set, where none can be."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return os.environ.get("TMPDIR", "")
