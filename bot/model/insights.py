"""What a workflow's runs tell over days: worked out for two windows, so that they can be compared."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import fmean, median

from bot.charts import Day
from bot.circleci.models import WorkflowRun

#: A run that ended so did not pass; one that was canceled counts for no rate.
#: https://circleci.com/docs/insights-glossary/
_BAD = frozenset({"failed", "error", "unauthorized"})


@dataclass(frozen=True, slots=True)
class Totals:
    """``rate``: from 0 to 1; durations in seconds. None where no run tells."""

    runs: int = 0
    rate: float | None = None
    median: float | None = None
    p95: float | None = None
    recovery: float | None = None
    credits: int = 0


@dataclass(frozen=True, slots=True)
class WindowChange:
    """A window, and the one of the same length before it."""

    current_totals: Totals
    previous_totals: Totals


def totals(runs: Sequence[WorkflowRun]) -> Totals:
    """What all these runs come to."""
    lasted = sorted(each.duration for each in runs if each.duration is not None and each.status)
    return Totals(
        runs=len(runs),
        rate=_rate(runs),
        median=median(lasted) if lasted else None,
        p95=lasted[math.ceil(0.95 * len(lasted)) - 1] if lasted else None,
        recovery=_recovery(runs),
        credits=sum(each.credits_used or 0 for each in runs),
    )


def window_change(runs: Sequence[WorkflowRun], middle: datetime) -> WindowChange:
    """Those since ``middle``, and those before."""
    return WindowChange(
        totals([each for each in runs if each.created_at >= middle]),
        totals([each for each in runs if each.created_at < middle]),
    )


def daily(runs: Iterable[WorkflowRun], first: date, last: date) -> tuple[Day, ...]:
    """Each day (UTC) from ``first`` to ``last``."""
    by_day: dict[date, list[WorkflowRun]] = defaultdict(list)
    for each in runs:
        by_day[each.created_at.astimezone(UTC).date()].append(each)
    days = []
    for at in range((last - first).days + 1):
        told = totals(by_day[day := first + timedelta(days=at)])
        percent = None if told.rate is None else 100 * told.rate
        days.append(Day(day, percent, None if told.median is None else told.median / 60))
    return tuple(days)


def _rate(runs: Iterable[WorkflowRun]) -> float | None:
    ended = [each.status == "success" for each in runs if each.status == "success" or each.status in _BAD]
    return sum(ended) / len(ended) if ended else None


def _recovery(runs: Iterable[WorkflowRun]) -> float | None:
    """Seconds from the first failure of a streak to the next success, on average."""
    found: list[float] = []
    broken: datetime | None = None
    for each in sorted(runs, key=lambda each: each.created_at):
        ended = each.stopped_at or each.created_at
        if each.status in _BAD:
            broken = broken or ended
        elif each.status == "success" and broken is not None:
            found.append(max(0.0, (ended - broken).total_seconds()))
            broken = None
    return fmean(found) if found else None
