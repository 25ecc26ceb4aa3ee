"""Days of the week, times of a day and time zones, as people write them."""

import re
from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from bot.model.bad_text import BadText, ValueReason

#: Minutes of a day.
MIDNIGHT = 1440

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_BY_LETTERS = {each[:2].lower(): number for number, each in enumerate(_DAYS)}
_SEVERAL = {
    "daily": (0, 6),
    **dict.fromkeys(("weekday", "weekdays", "workdays"), (0, 4)),
    **dict.fromkeys(("weekend", "weekends"), (5, 6)),
}
_NAME = re.compile(r"(mon?|tu(?:es?)?|wed?(?:nes)?|th(?:u(?:rs?)?)?|fri?|sa(?:t(?:ur)?)?|sun?)(?:day)?s?")
_TIME = re.compile(r"(\d{1,2})(?:[:.h]([0-5]\d))?h?([ap]m)?")

#: What is said in words, and the signs that mean it.
_SAID = tuple(
    (re.compile(words, re.IGNORECASE), sign)
    for words, sign in (
        (r"\bbetween (\S+(?: [ap]m)?) and ", r"\1-"),
        (r" ?[–—] ?| - | (?:to|until|till|through) ", "-"),
        (r" (?:and|&) ", ", "),
        (r"\b(?:every|each) ?day\b", "daily"),
        (r"\b(?:from|between|on|at|every|each) ", ""),
        (r"\bthe (?=week)", ""),
        (r"(?<=\d) (?=[ap]m\b)", ""),
        (r"\b([01]\d|2[0-4])([0-5]\d)\b", r"\1:\2"),
    )
)


def with_signs(text: str) -> str:
    """``daily 9am``, ``18:00-08:00`` for ``every day at 9 am``, ``from 18:00 to 08:00``."""
    said = " ".join(text.split())
    for words, sign in _SAID:
        said = words.sub(sign, said)
    return said


def are_days(text: str) -> bool:
    """Whether these are days of the week: ``mon-fri``, ``daily``."""
    return text in _SEVERAL or all(map(_NAME.fullmatch, text.split("-")))


def read_days(text: str, otherwise: ValueReason) -> tuple[int, int]:
    """The first and the last of ``mon-fri`` or ``daily``; Monday is 0. Raises `BadText`."""
    if text in _SEVERAL:
        return _SEVERAL[text]
    found = [_NAME.fullmatch(each) for each in text.split("-")]
    numbers = [_BY_LETTERS[each[1][:2]] for each in found if each]
    if len(numbers) < len(found) or len(found) > 2:
        raise BadText(otherwise)
    return numbers[0], numbers[-1]


def write_days(first: int, last: int) -> str:
    """``Mon-Fri``, ``Sat``."""
    return _DAYS[first] + (f"-{_DAYS[last]}" if last != first else "")


def is_within(day: int, first: int, last: int) -> bool:
    """Whether a day of the week is one of those from the first to the last."""
    return (day - first) % 7 <= (last - first) % 7


def read_clock(text: str, otherwise: ValueReason) -> int:
    """The minute of the day of ``18``, ``18:30`` or ``6:30pm``. Raises `BadText`."""
    found = _TIME.fullmatch(text.lower())
    if found is None:
        raise BadText(otherwise)
    hour, half = int(found[1]), found[3]
    if half is not None:
        hour = hour % 12 + 12 * (half == "pm") if 1 <= hour <= 12 else MIDNIGHT
    if (minutes := hour * 60 + int(found[2] or 0)) > MIDNIGHT:
        raise BadText(otherwise)
    return minutes


def write_clock(minutes: int) -> str:
    """``18:30``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


@cache
def _zones() -> Mapping[str, str]:
    """All of this machine's, by their names in small letters: some hundred files tell."""
    return {each.lower(): each for each in available_timezones()}


def read_zone(said: str) -> str:
    """A time zone's name of the IANA's database, whatever its capitals; or its city. Raises `BadText`."""
    every, low = _zones(), said.lower()
    cities = [each for each in every.values() if each.lower().partition("/")[2] == low]
    if low not in every and len(cities) != 1:
        raise BadText(ValueReason.NO_ZONE, shown=said)
    return every.get(low) or cities[0]
