"""What CircleCI works out from runs: rates, durations, recoveries, credits.

https://circleci.com/docs/insights-glossary/
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, median, pstdev

from bot.playground.circleci.answers import Json
from bot.playground.circleci.timeline import JobState, RunState

#: Credits a minute. https://circleci.com/pricing/price-list/
_CREDITS = {"small": 5, "medium": 10, "large": 20, "xlarge": 40, "macos.m1.medium.gen1": 150}


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of a workflow or of a job; not ``stopped_at`` while it goes on. ``credits`` used so far."""

    status: str
    created_at: datetime
    stopped_at: datetime | None
    credits: int

    @property
    def seconds(self) -> int:
        """How long it took, from its creation to its end."""
        return round((self.stopped_at - self.created_at).total_seconds()) if self.stopped_at else 0

    @property
    def failed(self) -> bool:
        return self.stopped_at is not None and self.status not in ("success", "canceled", "not_run")

    @property
    def passed(self) -> bool:
        return self.stopped_at is not None and self.status == "success"


def spent(job: JobState) -> int:
    """A job's credits: by its resource class, for each started second of each parallel run."""
    if job.job.kept or not job.started_at or not job.stopped_at:
        return 0
    minutes = (job.stopped_at - job.started_at).total_seconds() / 60
    rate = _CREDITS.get(job.job.script.resource_class, _CREDITS["medium"])
    return math.ceil(minutes * rate * job.job.script.parallelism)


def credits_of(state: RunState) -> int:
    """A workflow's credits."""
    return sum(spent(job) for job in state.jobs)


def metrics(samples: Sequence[Sample], length: timedelta) -> Json:
    """Of all runs within a window of this length."""
    good = sum(sample.passed for sample in samples)
    bad = sum(sample.failed for sample in samples)
    recoveries = _recoveries(samples)
    return {
        "total_runs": len(samples),
        "successful_runs": good,
        "failed_runs": bad,
        "success_rate": good / (good + bad) if good + bad else 0.0,
        "throughput": len(samples) / (length / timedelta(days=1)),
        "mttr": round(fmean(recoveries)) if recoveries else 0,
        "total_recoveries": len(recoveries),
        "total_credits_used": sum(sample.credits for sample in samples),
        "duration_metrics": _durations([sample.seconds for sample in samples if sample.stopped_at]),
    }


def _durations(seconds: list[int]) -> Json:
    if not seconds:
        return dict.fromkeys(("min", "mean", "median", "p95", "max", "standard_deviation"), 0)
    ordered = sorted(seconds)
    return {
        "min": ordered[0],
        "mean": round(fmean(ordered)),
        "median": round(median(ordered)),
        "p95": ordered[math.ceil(0.95 * len(ordered)) - 1],
        "max": ordered[-1],
        "standard_deviation": round(pstdev(ordered), 1),
    }


def _recoveries(samples: Iterable[Sample]) -> list[float]:
    """Seconds from the first failure of each streak to the next success."""
    found: list[float] = []
    broken: datetime | None = None
    for sample in sorted(samples, key=lambda each: each.created_at):
        if sample.failed and broken is None:
            broken = sample.stopped_at
        elif sample.passed and broken is not None and sample.stopped_at is not None:
            found.append(max(0.0, (sample.stopped_at - broken).total_seconds()))
            broken = None
    return found
