"""The policy that is in force: the file's, as it is now, or as it was when it was last right."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from time import monotonic, time

import structlog

from bot.policy.cut_off import widens
from bot.policy.file import PolicyError, parse_policy, policy_text
from bot.policy.names import LearnedNames
from bot.policy.rules import READING_ONLY, Policy
from bot.policy.yaml import Problem

log = structlog.get_logger()

_CUT_OFF = (
    "may be cut off: it is the beginning of the file in force, but allows more. "
    "If that is meant, add a comment at its end"
)

#: In bytes: what takes longer to read than an acknowledgement may.
_LARGE = 10_000

#: How often to look whether the file has changed, in seconds.
POLICY_LOOK_EVERY = 1.0


class PolicySource:
    """Reads the file again when it has changed and stands still. A wrong one leaves the old one in force.

    Without a file from the start: reading only, unless it was ``named``. One that was named and is not
    there, or a link to nothing, or one that is wrong from the start, grants nothing, since it may have been
    meant to hide something; one that disappears while we run (editors do that for a moment) changes nothing.
    ``problem`` says what is wrong with the file as it is now; ``read_at`` is when the one in force was read
    (seconds since 1970).
    """

    def __init__(self, path: Path, clock: Callable[[], float] = monotonic, *, named: bool = False) -> None:
        self._path = path
        self._named = named
        self._clock = clock
        self._policy: Policy | None = None
        self._text = ""
        self._learned = LearnedNames()
        self.problem: str | None = None
        self.read_at = 0.0
        self._read_as: tuple[int, ...] = ()
        self._reading: Thread | None = None
        self._seen = self._stamp()
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

    @property
    def broken(self) -> bool:
        """Whether nothing is allowed since no file was ever right."""
        return self._policy is None and self.problem is not None

    def _stamp(self) -> tuple[int, ...]:
        """What differs where the file does; first when it was changed, in nanoseconds (0: it is missing)."""
        try:
            seen = self._path.stat()
        except OSError:
            return 0, 0, 0, 0
        return seen.st_ctime_ns, seen.st_mtime_ns, seen.st_size, seen.st_ino

    def _look(self) -> None:
        """Read it if it isn't the one that was read. While it is being written, parts of it would be read.

        A large one is read in a thread, and what else the bot does is not held up by it.
        """
        if self._reading is not None and self._reading.is_alive():
            return
        before, self._seen = self._seen, self._stamp()
        age = time() - self._seen[0] / 1e9
        if self._seen == self._read_as or (self._seen != before and age < POLICY_LOOK_EVERY):
            return
        self._read_as = self._seen
        if self._policy is not None and self._seen[2] > _LARGE:
            self._reading = Thread(target=self._read, daemon=True)
            self._reading.start()
        else:
            self._read()

    def _read(self) -> None:
        try:
            text = policy_text(self._path)
            policy = parse_policy(self._path, text)
            self._check_whole(text, policy)
            self._text, self._policy, self.problem = text, replace(policy, learned=self._learned), None
            self.read_at = time()
        except FileNotFoundError:
            self._missing()
        except PolicyError as error:
            self.problem = str(error)
            stays = "nothing is allowed" if self._policy is None else "the last good one stays in force"
            log.error(f"the policy file is wrong: {stays}", problem=self.problem)
        else:
            log.info("policy read", file=str(self._path), channels=len(self._policy.channels))

    def _check_whole(self, text: str, policy: Policy) -> None:
        """Raises `PolicyError` where it looks like a part of the file in force, and allows more."""
        is_part = text != self._text and self._text.startswith(text)
        if is_part and self._policy is not None and widens(policy, self._policy):
            raise PolicyError(self._path, [Problem("", _CUT_OFF)])

    def _missing(self) -> None:
        meant = self._named or self._path.is_symlink()  # a link was made by somebody, to something
        if self._policy is None and self.problem is None and not meant:
            self._policy = replace(READING_ONLY, learned=self._learned)
        if self._policy == READING_ONLY:
            log.warning("no policy file: reading only", file=str(self._path))
        elif self._policy is None:
            self.problem = f"{self._path} isn't there, so nothing is allowed"
            log.error("the policy file isn't there: nothing is allowed", file=str(self._path))
        else:
            self.problem = f"{self._path} is gone"
            log.error("the policy file is gone: the last good one stays in force", file=str(self._path))
