"""How soon a run is looked at again: soon after somebody set it going or asked, then ever less often.

And soon again while it is likely to end, by how long its workflows took before. Webhooks and what people read
make it sooner; this is what holds without them.
"""

from collections.abc import Iterable

#: The shortest and the longest pause of the first hour, in seconds, and the longest of all.
SHORTEST, LONGEST, RARE = 10.0, 60.0, 600.0

#: The pause grows with the time since it was touched: half of it; after an hour, a sixtieth.
_SHARE, _LATE_SHARE = 0.5, 1 / 60

#: Where it is known when it is likely to end, it grows faster, and further.
_KNOWN_SHARE, _KNOWN_LONGEST = 2.0, 120.0

#: The shortest pause where webhooks come: each of them is a reason to look, and one may be lost.
_HOOKED = 180.0

#: The pause while it is likely to end, in seconds; how much longer the one before that may be.
WHILE_LIKELY, _STRETCH = 14.0, 1.4

#: How long after a duration of before an end is likely: a share of it, and at least so many seconds.
_AFTER, _AFTER_AT_LEAST = 0.03, 15.0

#: How many looks a run may have at first, and a minute, before what is likely counts no more.
_FIRST, _A_MINUTE = 2.0, 2.0

#: How often the jobs of a workflow are read while it runs and its own status tells nothing new, in seconds.
JOBS_EVERY = 600.0

#: For how long they are read at each look until one of them has begun, in seconds.
BEGINS_WITHIN = 120.0

#: What is to change soon is looked at again after so many seconds, then ever less often, and for how long.
_EXPECTED, _EXPECTED_FOR = 20.0, 3600.0

#: For how long what failed is looked at after its end, in seconds: somebody may rerun it in CircleCI.
_ENDED_FOR = 6 * 3600.0

#: The pause after CircleCI has not answered; it doubles, up to `LONGEST`. In seconds.
TROUBLE = 10.0

#: After how long without an answer messages say so; and the pause after a day, up to a week. In seconds.
UNKEPT, _DAY, _SELDOM = 3600.0, 24 * 3600.0, 3600.0


def affords(looks: int, seconds: float) -> bool:
    """Whether a run that was looked at so often in that time may be as often as its end is likely."""
    return looks < _FIRST + _A_MINUTE * seconds / 60


def until_likely(age: float, durations: Iterable[float]) -> float | None:
    """Seconds until a workflow of this age is likely to end: 0 where it is now, None where no more, or never.

    ``durations``: how long it took before, in seconds.
    """
    spans = [(each, each + max(_AFTER * each, _AFTER_AT_LEAST)) for each in durations]
    to_come = [max(begin - age, 0.0) for begin, end in spans if age <= end]
    return min(to_come, default=None)


def pause_until_changed(waited: float) -> float | None:
    """Seconds until it is looked again what has not changed yet after so many; None: no more."""
    return max(_EXPECTED, waited) if waited < _EXPECTED_FOR else None


def pause_after_end(since: float) -> float | None:
    """Seconds until it is looked whether what failed so many ago was rerun; None: no more."""
    return RARE if since < _ENDED_FOR else None


def pause_in_trouble(last: float | None, missed: float) -> float | None:
    """Seconds until the next try, ``missed`` seconds after the last answer; None: no more.

    ``last``: the pause before.
    """
    if missed >= _DAY:
        return _SELDOM if missed < 7 * _DAY else None
    return TROUBLE if last is None else min(2 * last, LONGEST)


def pause_after(quiet: float, *, hooked: bool = False, likely: float | None = None) -> float:
    """Seconds until the next look, ``quiet`` seconds after somebody set it going or last cared.

    ``hooked``: CircleCI has told by itself that something happened to it. ``likely``: see `until_likely`.
    """
    late = quiet * _LATE_SHARE
    if hooked:
        return min(max(_HOOKED, late), RARE)
    if likely is None:
        return min(max(SHORTEST, min(quiet * _SHARE, LONGEST), late), RARE)
    pause = max(SHORTEST, min(quiet * _KNOWN_SHARE, _KNOWN_LONGEST))
    return pause if likely > _STRETCH * pause else max(likely, WHILE_LIKELY)
