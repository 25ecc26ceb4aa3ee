"""What goes on is told to whoever traces: what is asked, looks at runs, and the calls that are made for them.

Nobody does unless the program is told to, and then this costs nothing. What is traced within something, or
within work that was set going there, is a part of it.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.circleci.calls import ApiCall


class Tracer(Protocol):
    """None of it is told what somebody wrote: only ids of ours and of CircleCI's, and words of the code."""

    @property
    def ids(self) -> Mapping[str, str]:
        """By which what goes on here is found, for the log."""

    def delivery(self, reference: str) -> AbstractContextManager[None]:
        """It begins; it goes on beyond the block, until it is `answered`."""

    def answered(self, surface: str, command: str, outcome: str) -> None:
        """The delivery that this is a part of ends."""

    def look(self, run: str) -> AbstractContextManager[None]:
        """A look of the follower at a run, by its id."""

    def circleci(self, call: "ApiCall") -> None:
        """A call that has ended just now."""

    def slack(self, method: str, host: str, seconds: float, error: str | None) -> None:
        """A call that has ended just now. ``error``: Slack's word for a refusal, or what came instead."""

    def apart(self) -> None:
        """What follows here is no part of what set it going."""


_NOTHING = nullcontext()


class _Nobody:
    """Traces nothing."""

    ids: Mapping[str, str] = {}

    def delivery(self, reference: str) -> AbstractContextManager[None]:
        return _NOTHING

    def answered(self, surface: str, command: str, outcome: str) -> None:
        pass

    def look(self, run: str) -> AbstractContextManager[None]:
        return _NOTHING

    def circleci(self, call: "ApiCall") -> None:
        pass

    def slack(self, method: str, host: str, seconds: float, error: str | None) -> None:
        pass

    def apart(self) -> None:
        pass


_tracer: Tracer = _Nobody()


def tracer() -> Tracer:
    """Whoever traces."""
    return _tracer


def trace_with(one: Tracer | None) -> None:
    """From now on; None: nobody does."""
    global _tracer
    _tracer = one or _Nobody()
