"""What a workflow's runs tell over days: worked out for two windows, so that they can be compared."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from statistics import fmean, median

from bot.charts import Day
from bot.circleci.models import Metrics, WorkflowRun
from bot.model.run import FAILED_STATUSES, names_rollback

#: CircleCI keeps no runs that are older, so the longest window has none before it.
KEPT_DAYS = 90

#: How many points a line of a chart has at most.
_POINTS = 20


class ApprovalWait(Enum):
    """Whether durations include the time in which a run waited for an approval."""

    LEFT_OUT = "left out"
    INCLUDED = "included"
    PERHAPS = "perhaps"  # CircleCI's own figures don't say


@dataclass(frozen=True, slots=True)
class Totals:
    """``rate``: from 0 to 1; durations in seconds. None where no run tells.

    All figures are of the same runs; durations of those without an approval, where there are any.
    """

    runs: int = 0
    rate: float | None = None
    median: float | None = None
    p95: float | None = None
    recovery: float | None = None
    credits: int = 0
    failed: int = 0
    wait: ApprovalWait = ApprovalWait.LEFT_OUT


@dataclass(frozen=True, slots=True)
class WorkflowWindow:
    """A workflow over some days; ``previous``: over as many days before, where that is known."""

    name: str
    current: Totals
    previous: Totals | None = None

    @property
    def rolls_back(self) -> bool:
        return names_rollback(self.name)


def totals(runs: Sequence[WorkflowRun]) -> Totals:
    """What all these runs come to."""
    timed = [each for each in runs if each.duration is not None and each.status]
    working = [each for each in timed if not each.is_approval]
    lasted = sorted(each.duration or 0.0 for each in working or timed)
    return Totals(
        runs=len(runs),
        rate=_rate(runs),
        median=median(lasted) if lasted else None,
        p95=lasted[math.ceil(0.95 * len(lasted)) - 1] if lasted else None,
        recovery=_recovery(runs),
        credits=sum(each.credits_used or 0 for each in runs),
        failed=sum(each.status in FAILED_STATUSES for each in runs),
        wait=ApprovalWait.INCLUDED if timed and not working else ApprovalWait.LEFT_OUT,
    )


def measured_totals(metrics: Metrics) -> Totals:
    """The same as CircleCI works it out, of all runs within its window."""
    return Totals(
        runs=metrics.total_runs,
        rate=metrics.success_rate if metrics.successful_runs + metrics.failed_runs else None,
        median=metrics.duration_metrics.median or None,
        p95=metrics.duration_metrics.p95 or None,
        recovery=metrics.mttr or None,
        credits=metrics.total_credits_used or 0,
        failed=metrics.failed_runs,
        wait=ApprovalWait.PERHAPS,
    )


def workflow_window(
    name: str, runs: Sequence[WorkflowRun], middle: datetime, *, compared: bool
) -> WorkflowWindow:
    """Of all its runs: those since ``middle``, against those before."""
    before = totals([each for each in runs if each.created_at < middle]) if compared else None
    return WorkflowWindow(name, totals([each for each in runs if each.created_at >= middle]), before)


def days_a_point(days: int) -> int:
    """How many days stand for one point, so that a chart of so many days has room for all."""
    return -(-days // _POINTS)


def daily(runs: Sequence[WorkflowRun], first: date, last: date, step: int = 1) -> tuple[Day, ...]:
    """Each day (UTC) from ``first`` to ``last``, or ``step`` days at a time, under the first of them.

    Durations are of the runs without an approval on every day, where there are any at all.
    """

    def at(run: WorkflowRun) -> int:
        return (run.created_at.astimezone(UTC).date() - first).days // step

    every, timed = defaultdict[int, list[WorkflowRun]](list), defaultdict[int, list[WorkflowRun]](list)
    for each in runs:
        every[at(each)].append(each)
    for each in [each for each in runs if not each.is_approval] or runs:
        timed[at(each)].append(each)
    days = []
    for number in range((last - first).days // step + 1):
        rate, lasting = totals(every[number]).rate, totals(timed[number]).median
        percent, minutes = rate and 100 * rate, lasting and lasting / 60
        days.append(Day(first + timedelta(days=number * step), percent, minutes))
    return tuple(days)


def _rate(runs: Iterable[WorkflowRun]) -> float | None:
    """One that was canceled counts for none. https://circleci.com/docs/insights-glossary/"""
    ended = [
        each.status == "success"
        for each in runs
        if each.status == "success" or each.status in FAILED_STATUSES
    ]
    return sum(ended) / len(ended) if ended else None


def _recovery(runs: Iterable[WorkflowRun]) -> float | None:
    """Seconds from the first failure of a streak to the next success, on average."""
    found: list[float] = []
    broken: datetime | None = None
    for each in sorted(runs, key=lambda each: each.created_at):
        ended = each.stopped_at or each.created_at
        if each.status in FAILED_STATUSES:
            broken = broken or ended
        elif each.status == "success" and broken is not None:
            found.append(max(0.0, (ended - broken).total_seconds()))
            broken = None
    return fmean(found) if found else None
