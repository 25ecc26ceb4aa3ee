"""How soon a run is looked at again: soon after somebody set it going or asked, then ever less often.

Webhooks and what people read make it sooner; this is what holds without them.
"""

#: The shortest and the longest pause of the first hour, in seconds, and the longest of all.
SHORTEST, LONGEST, RARE = 6.0, 60.0, 600.0

#: The pause grows with the time since it was touched: a third of it; after an hour, a sixtieth.
_SHARE, _LATE_SHARE = 3.0, 60.0

#: How often the jobs of a workflow are read while it runs and its own status tells nothing new, in seconds.
JOBS_EVERY = 120.0

#: The pause after CircleCI has not answered; it doubles, up to `LONGEST`.
TROUBLE = 10.0


def pause_after(quiet: float) -> float:
    """Seconds until the next look, ``quiet`` seconds after somebody set it going or last cared."""
    return min(max(SHORTEST, min(quiet / _SHARE, LONGEST), quiet / _LATE_SHARE), RARE)
