"""The policy that is in force: read again when the file changes, the last good one while it is wrong."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import structlog

from bot.policy.file import PolicyError, load
from bot.policy.rules import READING_ONLY, Policy

log = structlog.get_logger()

#: How often the file is looked at, in seconds at least.
LOOK_EVERY = 1.0

Stamp = tuple[int, int, int] | None


class PolicySource:
    """``problem``: what is wrong with the file as it is now, or None.

    A file that is wrong from the start leaves reading only in force.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = monotonic) -> None:
        self._path = path
        self._clock = clock
        self._policy = READING_ONLY
        self.problem: PolicyError | None = None
        self._stamp = self._now_stamp()
        self._due = clock() + LOOK_EVERY
        self._load()

    @property
    def current(self) -> Policy:
        """The policy in force."""
        if self._clock() >= self._due:
            self._due = self._clock() + LOOK_EVERY
            if (stamp := self._now_stamp()) != self._stamp:
                self._stamp = stamp
                self._load()
        return self._policy

    def _now_stamp(self) -> Stamp:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _load(self) -> None:
        try:
            self._policy = load(self._path)
        except FileNotFoundError:
            self._policy, self.problem = READING_ONLY, None
            log.warning("no policy file: reading only", file=str(self._path))
        except OSError as error:
            self.problem = PolicyError(self._path, (("", str(error.strerror)),))
            log.error("the policy can't be read; the last one stays in force", problem=str(self.problem))
        except PolicyError as error:
            self.problem = error
            log.error("the policy is wrong; the last good one stays in force", problem=str(error))
        else:
            self.problem = None
            log.info("policy read", file=str(self._path))
