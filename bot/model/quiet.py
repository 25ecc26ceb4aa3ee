"""When a channel wants to hear nothing, by the week, and what it is told afterwards."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.circleci.slug import ProjectSlug
from bot.model.bad_text import BadText, ValueReason
from bot.model.request import Place
from bot.model.run import FAILED_STATUSES, Run
from bot.model.subscription import Event
from bot.model.week import (
    MIDNIGHT,
    is_within,
    read_clock,
    read_days,
    read_zone,
    with_signs,
    write_clock,
    write_days,
)

#: What of a run shows that it is still as it was told to be.
_HOLDS = {
    Event.FAILED: FAILED_STATUSES,
    Event.CANCELED: {"canceled"},
    Event.FIXED: {"success"},
    Event.SUCCEEDED: {"success"},
}

_NO = ValueReason.NO_HOURS

#: Over several days: from a time of one up to a time of another.
_OVER = re.compile(r"([a-z]+) (\d[\w:.]*)[- ]([a-z]+) (\d[\w:.]*)")


@dataclass(frozen=True, slots=True)
class QuietSpan:
    """From the weekday ``first`` to ``last``, Monday is 0; each from minute ``start`` of it to ``end``.

    Where the end is not after the start, it is of the next day.
    """

    first: int
    last: int
    start: int = 0
    end: int = MIDNIGHT

    def covers(self, at: datetime) -> bool:
        """``at``: as the clocks there show it."""
        day, minute = at.weekday(), at.hour * 60 + at.minute
        if self.start < self.end:
            return self._begins_on(day) and self.start <= minute < self.end
        return (self._begins_on(day) and minute >= self.start) or (
            self._begins_on((day - 1) % 7) and minute < self.end
        )

    def covers_morning(self, at: datetime) -> bool:
        """Whether it is a night that begins on this day, and the hours of the day before its end."""
        night = self.end <= self.start
        return night and self._begins_on(at.weekday()) and at.hour * 60 + at.minute < self.end

    @property
    def is_whole(self) -> bool:
        """Whether it is all of its days."""
        return (self.start, self.end) == (0, MIDNIGHT)

    def covers_day(self, day: int) -> bool:
        """Whether the whole of a day of the week is quiet."""
        return self.is_whole and self._begins_on(day)

    def _begins_on(self, day: int) -> bool:
        return is_within(day, self.first, self.last)

    def __str__(self) -> str:
        days = write_days(self.first, self.last)
        return days if self.is_whole else f"{days} {write_clock(self.start)}-{write_clock(self.end)}"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """``zone``: of the IANA's database, in which the clocks are read."""

    spans: tuple[QuietSpan, ...]
    zone: str = "UTC"

    def covers(self, at: datetime) -> bool:
        """A whole day goes on until the day after it begins: ``Mon-Fri 18:00-08:00, Sat, Sun`` up to Monday
        at eight.
        """
        local = at.astimezone(ZoneInfo(self.zone))
        before = (local.weekday() - 1) % 7
        whole = any(each.covers_day(before) for each in self.spans)
        return any(each.covers(local) or (whole and each.covers_morning(local)) for each in self.spans)

    def end(self, at: datetime) -> datetime | None:
        """When it is over, where it is quiet ``at``; None where it never is."""
        zone = ZoneInfo(self.zone)
        today = at.astimezone(zone).date()
        ends = [
            datetime.combine(
                today + timedelta(days=ahead + each.end // MIDNIGHT),
                time(each.end // 60 % 24, each.end % 60),
                zone,
            ).astimezone(UTC)
            for each in self.spans
            for ahead in range(9)
        ]
        return min((each for each in ends if each > at and not self.covers(each)), default=None)

    def __str__(self) -> str:
        return f"{', '.join(map(str, self.spans))} {self.zone}"


@dataclass(frozen=True, slots=True)
class HeldNotice:
    """What a channel was not told of a run while it was quiet. ``asker``: who subscribed."""

    place: Place
    run: str
    key: str
    event: Event
    project: ProjectSlug
    number: int
    branch: str | None
    asker: str

    def now(self, run: Run, at: datetime) -> str:
        """As what it is told, as the run is by then: its event; or a status, where that holds no more."""
        ids = set(self.key.rpartition(":")[2].split(","))
        names = {each.name for each in run.workflows if each.id[-12:] in ids}
        part = replace(run, workflows=tuple(it for it in run.workflows if it.name in names or not names))
        waits = self.event is Event.ON_HOLD and any(each.status == "on_hold" for each in part.newest)
        status = part.status(at)
        if self.event is Event.STARTED or waits or status in _HOLDS.get(self.event, ()):
            return self.event
        return Event.FIXED if self.event is Event.FAILED and status == "success" else status


def read_hours(text: str) -> QuietHours:
    """``Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin``; without a zone in UTC. Raises `BadText`."""
    said, _, last = with_signs(text).rpartition(" ")
    if last[:1].isdigit() or _is_entry(last):
        said, last = f"{said} {last}", "UTC"
    spans = tuple(span for each in said.lower().split(",") for span in _spans(each.strip()))
    hours = QuietHours(spans, read_zone(last))
    monday = datetime(2024, 1, 1, tzinfo=UTC)
    if hours.end(monday) is None:
        raise BadText(ValueReason.ALWAYS_QUIET)
    return hours


def _spans(text: str) -> list[QuietSpan]:
    """One; of ``fri 18:00-mon 08:00`` the rest of a day, the days between, and the beginning of another."""
    if (over := _OVER.fullmatch(text)) is None:
        return [_span(text)]
    first, last = (read_days(each, _NO) for each in over.group(1, 3))
    start, end = (read_clock(each, _NO) for each in over.group(2, 4))
    if first[0] != first[1] or last[0] != last[1] or start == MIDNIGHT:
        raise BadText(_NO)
    day, until = first[0], last[0]
    if day == until and start < end:
        return [QuietSpan(day, day, start, end)]
    between = (until - day - 1) % 7
    whole = [QuietSpan((day + 1) % 7, (day + between) % 7)] if between else []
    rest = [QuietSpan(until, until, 0, end)] if end else []
    return [QuietSpan(day, day, start, MIDNIGHT), *whole, *rest]


def _span(text: str) -> QuietSpan:
    words = text.split()
    days = [word for word in words if not word[0].isdigit()]
    times = [each for word in words if word[0].isdigit() for each in word.split("-")]
    if not words or len(days) > 1 or len(times) not in (0, 2):
        raise BadText(_NO)
    first, last = read_days(days[0], _NO) if days else (0, 6)
    if not times:
        return QuietSpan(first, last)
    start, end = (read_clock(each, _NO) for each in times)
    if start in (MIDNIGHT, end):
        raise BadText(_NO)
    return QuietSpan(first, last, start, end)


def _is_entry(word: str) -> bool:
    try:
        _spans(word.lower().rstrip(","))
    except BadText:
        return False
    return True
