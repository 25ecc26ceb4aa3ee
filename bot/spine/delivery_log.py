"""What the log has of each delivery: one line when it is answered, and its reference on all that come of it.

People are shown the same reference where something went wrong.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import structlog
from prometheus_client import Counter, Histogram

from bot.circleci.calls import ApiCall, calls_under_way
from bot.model.fault import Denied
from bot.model.request import Request
from bot.tracing import tracer

log = structlog.get_logger()

_LINES_ASKED = Counter(
    "ringmaster_asked_total", "Lines that were asked, by how it ended", ["command", "outcome"]
)
_CIRCLECI_REQUESTS = Counter(
    "ringmaster_circleci_requests_total",
    "Calls of CircleCI's API and downloads, each attempt; without an answer, by what came instead",
    ["endpoint", "status"],
)
_CIRCLECI_SECONDS = Histogram(
    "ringmaster_circleci_requests_seconds",
    "From a call of CircleCI's to its answer",
    ["endpoint"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
)

#: What stands for a command where none was read.
UNKNOWN = "unknown"
#: How it ended where the fault is ours.
BUG = "bug"


@dataclass(slots=True)
class CircleCIWaits:
    """For CircleCI's answers. Of those that overlap each moment counts once. ``under_way``: when those calls
    began that have no answer yet.
    """

    calls: int = 0
    spans: list[tuple[float, float]] = field(default_factory=list)
    under_way: list[float] = field(default_factory=list)

    def add(self, begun: float, ended: float) -> None:
        """One that ends now, so none that is known ends later."""
        self.calls += 1
        while self.spans and self.spans[-1][1] >= begun:
            begun = min(begun, self.spans.pop()[0])
        self.spans.append((begun, ended))

    @property
    def seconds(self) -> float:
        return sum(ended - begun for begun, ended in self.spans)

    def seconds_by(self, now: float) -> float:
        """The same, with what is under way now."""
        since = min(self.under_way, default=now)
        return now - since + sum(min(ended, since) - begun for begun, ended in self.spans if begun < since)


_waits: ContextVar[CircleCIWaits | None] = ContextVar("waits", default=None)


class Delivery:
    """What is logged within it, and by work that is set going within, has the request's reference."""

    __slots__ = ("_bound", "_reference", "_traced")

    def __init__(self, request: Request) -> None:
        self._reference = request.reference

    def __enter__(self) -> None:
        self._bound = structlog.contextvars.bind_contextvars(reference=self._reference)
        self._traced = tracer().delivery(self._reference)
        self._traced.__enter__()

    def __exit__(self, *raised: Any) -> None:
        self._traced.__exit__(*raised)
        structlog.contextvars.reset_contextvars(**self._bound)


def begin_circleci_waits() -> CircleCIWaits:
    """Those of this task, and of what it sets going, from now on."""
    _waits.set(own := CircleCIWaits())
    calls_under_way.set(own.under_way)
    return own


def circleci_waits() -> CircleCIWaits:
    """Those of this task so far."""
    return _waits.get() or CircleCIWaits()


def take_circleci_call(call: ApiCall) -> None:
    """Count it, for all and for the delivery that it is made for."""
    _CIRCLECI_REQUESTS.labels(call.endpoint, call.status).inc()
    _CIRCLECI_SECONDS.labels(call.endpoint).observe(call.seconds)
    if (waits := _waits.get()) is not None:
        waits.add(perf_counter() - call.seconds, perf_counter())
    tracer().circleci(call)
    paused = {} if call.pause is None else {"pause": call.pause}
    log.debug(
        "circleci",
        method=call.method,
        endpoint=call.endpoint,
        status=call.status,
        milliseconds=round(call.seconds * 1000),
        **paused,
    )


def count_bugs_from_zero(commands: Iterable[str]) -> None:
    """Prometheus sees no increase in a series that begins with the first of them."""
    for command in (*commands, UNKNOWN):
        _LINES_ASKED.labels(command, BUG)


def log_delivery(request: Request, command: str, outcome: str, seconds: float, **facts: object) -> None:
    """Its line. ``command``: by its words; ``outcome``: ``answered``, or the name of what came instead;
    ``seconds`` since it came. Of the ``facts`` those that are there.
    """
    _LINES_ASKED.labels(command, outcome).inc()
    waits = circleci_waits()
    log.info(
        "delivery",
        command=command,
        outcome=outcome,
        user=request.actor.id,
        channel=request.place.channel,
        surface=request.reply.surface.value,
        milliseconds=round(seconds * 1000),
        circleci_milliseconds=round(waits.seconds * 1000),
        circleci_calls=waits.calls,
        **{name: value for name, value in facts.items() if value is not None},
    )
    tracer().answered(request.reply.surface.value, command, outcome)


def denial(fault: Exception) -> dict[str, object]:
    """What the policy was asked, and which of its rules let others do it here."""
    if not isinstance(fault, Denied):
        return {}
    rules = ", ".join(fault.rules) or "none"
    asked = {"project": fault.slug, "ref": fault.asked_ref}
    return {"permission": fault.permission.value, **asked, "rule": rules}
