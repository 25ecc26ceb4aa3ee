"""The policy that is in force: the file's, as it is now, or as it was when it was last right."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

import structlog

from bot.policy.file import PolicyError, load_policy
from bot.policy.names import LearnedNames
from bot.policy.rules import READING_ONLY, Policy

log = structlog.get_logger()

#: How often to look whether the file has changed, in seconds.
POLICY_LOOK_EVERY = 1.0


class PolicySource:
    """Reads the file again when it changes. Where the new one is wrong, the old one stays in force.

    Without a file from the start: reading only. A file that is wrong from the start grants nothing, since
    it may have been meant to hide something; one that disappears while we run (editors do that for a
    moment) changes nothing. ``problem`` says what is wrong with the file as it is now.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = monotonic) -> None:
        self._path = path
        self._clock = clock
        self._policy: Policy | None = None
        self._learned = LearnedNames()
        self.problem: str | None = None
        self._stamp: tuple[int, ...] = ()
        self._due = clock() + POLICY_LOOK_EVERY
        self._look()

    @property
    def current(self) -> Policy:
        """What holds now. Costs a clock reading; every second, a look at the file's time and size."""
        self.look()
        return self._policy or Policy()

    @property
    def was_read(self) -> bool:
        """Whether some policy is in force; else nothing is allowed."""
        return self._policy is not None

    def look(self) -> None:
        """See whether the file has changed, if that is due."""
        if (now := self._clock()) >= self._due:
            self._due = now + POLICY_LOOK_EVERY
            self._look()

    def _look(self) -> None:
        try:
            seen = self._path.stat()
            stamp: tuple[int, ...] = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
        except OSError:
            stamp = (0,)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._policy, self.problem = replace(load_policy(self._path), learned=self._learned), None
        except FileNotFoundError:
            if self._policy is None and self.problem is None:
                self._policy = replace(READING_ONLY, learned=self._learned)
            if self._policy == READING_ONLY:
                log.warning("no policy file: reading only", file=str(self._path))
            else:
                self.problem = f"{self._path} is gone"
                log.error("the policy file is gone: the last good one stays in force", file=str(self._path))
        except PolicyError as error:
            self.problem = str(error)
            stays = "nothing is allowed" if self._policy is None else "the last good one stays in force"
            log.error(f"the policy file is wrong: {stays}", problem=self.problem)
        else:
            log.info("policy read", file=str(self._path), channels=len(self._policy.channels))
