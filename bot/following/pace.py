"""How soon a run is looked at again: soon after somebody set it going or asked, then ever less often.

Webhooks and what people read make it sooner; this is what holds without them.
"""

#: The shortest and the longest pause of the first hour, in seconds, and the longest of all.
SHORTEST, LONGEST, RARE = 10.0, 60.0, 600.0

#: The pause grows with the time since it was touched: half of it; after an hour, a sixtieth.
_SHARE, _LATE_SHARE = 2.0, 60.0

#: The shortest pause where webhooks come: each of them is a reason to look, and one may be lost.
_HOOKED = 180.0

#: How often the jobs of a workflow are read while it runs and its own status tells nothing new, in seconds.
JOBS_EVERY = 300.0

#: The pause after CircleCI has not answered; it doubles, up to `LONGEST`.
TROUBLE = 10.0


def pause_after(quiet: float, *, hooked: bool = False) -> float:
    """Seconds until the next look, ``quiet`` seconds after somebody set it going or last cared.

    ``hooked``: CircleCI has told by itself that something happened to it.
    """
    pause = max(SHORTEST, min(quiet / _SHARE, LONGEST), quiet / _LATE_SHARE)
    return min(max(pause, _HOOKED) if hooked else pause, RARE)
