"""Faults on demand: errors, delays and lost answers, for the requests that a test names.

And for webhooks' deliveries: lost, repeated and late ones.
"""

from asyncio import Event
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any, Generic, Literal, TypeVar


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with the next ``times`` requests of this path and method (None: with all of them).

    ``path`` is a glob, with or without `/api/v2` in front. ``status`` answers in the endpoint's place, with
    ``body`` (text as it is, anything else as JSON) and ``headers``; without one the endpoint answers, after
    ``delay`` seconds, or once ``held`` is set. ``drop`` breaks the connection: True before anything is done,
    "after" when the endpoint has done its work, so that only the answer is lost; with ``delay``, after so
    long. ``oddity`` makes another answer of the endpoint's own, as CircleCI's are odd: `entry_with`,
    `entry_as`, `answer_with`.
    """

    path: str = "*"
    method: str | None = None
    times: int | None = 1
    status: int | None = None
    body: object = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    held: Event | None = None
    drop: bool | Literal["after"] = False
    oddity: "Oddity | None" = None

    def fits(self, method: str, path: str) -> bool:
        if self.method and self.method.upper() != method:
            return False
        return any(fnmatchcase(it, self.path) for it in (path, path.removeprefix("/api/v2")))


@dataclass(frozen=True, slots=True)
class DeliveryFault:
    """What goes wrong with the next ``times`` deliveries of this event (None: with all of them).

    ``event`` is a glob. ``drop``: it is never sent; ``repeat``: it is sent so many times more; ``late``: so
    many that happened after it are sent before it.
    """

    event: str = "*"
    times: int | None = 1
    drop: bool = False
    repeat: int = 0
    late: int = 0

    def fits(self, event: str) -> bool:
        return fnmatchcase(event, self.event)


_AnyFault = TypeVar("_AnyFault", Fault, DeliveryFault)


def rate_limited(path: str = "*", *, times: int | None = 1, retry_after: str | int | None = 1) -> Fault:
    """429 as CircleCI says it: in plain text. ``retry_after``: seconds, a date, or None for no header."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Fault(path, times=times, status=429, body="Rate limited.", headers=headers)


#: Another answer, decoded, of the one that was given.
Oddity = Callable[[Any], Any]


def entry_with(position: int, **fields: object) -> Oddity:
    """A list of which one entry has these fields otherwise, as the workflows of expired pipelines."""
    return lambda answer: _replaced(answer, position, lambda entry: {**entry, **fields})


def entry_as(position: int, value: object) -> Oddity:
    """A list of which one entry is something else altogether."""
    return lambda answer: _replaced(answer, position, lambda _: value)


def answer_with(**fields: object) -> Oddity:
    """A document that has these fields otherwise."""
    return lambda answer: {**answer, **fields}


def _replaced(answer: Any, position: int, change: Callable[[Any], object]) -> Any:
    """Of a page, a bare list, or the only list within a document."""
    name = "items"
    if isinstance(answer, dict) and name not in answer:
        name = next(name for name, value in answer.items() if isinstance(value, list))
    items = list(answer[name]) if isinstance(answer, dict) else list(answer)
    if -len(items) <= position < len(items):
        items[position] = change(items[position])
    return {**answer, name: items} if isinstance(answer, dict) else items


class Faults(Generic[_AnyFault]):
    """The faults that are still to come, the oldest first."""

    def __init__(self) -> None:
        self._waiting: list[_AnyFault] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, fault: _AnyFault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, *about: str) -> _AnyFault | None:
        """The fault of this request (its method and path) or delivery (its event), counted as used."""
        for index, fault in enumerate(self._waiting):
            if fault.fits(*about):
                if fault.times is not None:
                    left = fault.times - 1
                    self._waiting[index : index + 1] = [replace(fault, times=left)] if left else []
                return fault
        return None
