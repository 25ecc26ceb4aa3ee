"""When a channel is told once a day how its projects stand."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.bad_text import BadText, ValueReason
from bot.model.request import Place
from bot.model.week import (
    MIDNIGHT,
    are_days,
    is_within,
    read_clock,
    read_days,
    read_zone,
    with_signs,
    write_clock,
    write_days,
)

_NO = ValueReason.NO_TIMES


@dataclass(frozen=True, slots=True)
class DigestTimes:
    """``days``: from a weekday to another each, Monday is 0. ``minute``: of these days.

    ``zone``: of the IANA's database, in which the clocks are read.
    """

    days: tuple[tuple[int, int], ...]
    minute: int
    zone: str = "UTC"

    def following(self, at: datetime) -> datetime:
        """The next one after that moment."""
        zone = ZoneInfo(self.zone)
        today, clock = at.astimezone(zone).date(), time(*divmod(self.minute, 60))
        days = (today + timedelta(days=ahead) for ahead in range(9))
        times = (
            datetime.combine(day, clock, zone).astimezone(UTC) for day in days if self._on(day.weekday())
        )
        return next(each for each in times if each > at)

    def _on(self, day: int) -> bool:
        return any(is_within(day, *each) for each in self.days)

    def __str__(self) -> str:
        days = "daily" if self.days == ((0, 6),) else ", ".join(write_days(*each) for each in self.days)
        return f"{days} {write_clock(self.minute)} {self.zone}"


@dataclass(frozen=True, slots=True)
class Digest:
    """``asker``: who wanted it, whose rights there decide what it shows. ``due``: in seconds since 1970."""

    place: Place
    times: DigestTimes
    asker: str
    due: float


def read_digest_times(text: str) -> DigestTimes:
    """``daily 09:00``, ``Mon-Fri 9 Europe/Berlin``; without days each day, without a zone in UTC.

    Raises `BadText`.
    """
    words = with_signs(text).replace(",", " ").split()
    clocks = [at for at, word in enumerate(words) if word[0].isdigit()]
    if len(clocks) != 1:
        raise BadText(_NO)
    minute = read_clock(words.pop(clocks[0]), _NO)
    if minute == MIDNIGHT:
        raise BadText(_NO)
    zoned = len(words) > clocks[0] and not are_days(words[-1].lower())
    days = tuple(read_days(each.lower(), _NO) for each in (words[:-1] if zoned else words))
    return DigestTimes(days or ((0, 6),), minute, read_zone(words[-1]) if zoned else "UTC")
