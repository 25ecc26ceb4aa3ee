from datetime import UTC, date, datetime, timedelta

import pytest

from bot.circleci.models import WorkflowRun
from bot.model.insights import Totals, daily, totals, window_change

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def run(hours: float, status: str = "success", *, seconds: float = 60, credits: int = 5) -> WorkflowRun:
    """One that began so many hours ago."""
    began = NOON - timedelta(hours=hours)
    return WorkflowRun(
        id="a",
        created_at=began,
        status=status,
        duration=seconds,
        stopped_at=began + timedelta(seconds=seconds),
        credits_used=credits,
    )


def test_a_canceled_run_counts_for_no_rate() -> None:
    assert totals(
        [run(1), run(2, "canceled"), run(3, "failed"), run(4, "unauthorized")]
    ).rate == pytest.approx(1 / 3)


def test_the_median_and_the_95th_percentile_are_of_what_ended() -> None:
    told = totals([run(at, seconds=at) for at in range(1, 101)] + [run(1, "", seconds=9000)])

    assert (told.median, told.p95, told.runs, told.credits) == (50.5, 95, 101, 505)


def test_the_recovery_is_from_the_first_failure_of_a_streak_to_the_next_success() -> None:
    told = totals(
        [run(20), run(10, "failed"), run(8, "failed"), run(4), run(3, "error"), run(1), run(0.5, "failed")]
    )

    assert told.recovery == pytest.approx((6 + 2) / 2 * 3600)


def test_without_runs_nothing_is_told() -> None:
    assert totals([]) == Totals()


def test_two_windows_are_compared() -> None:
    both = window_change([run(1), run(30, "failed"), run(20)], NOON - timedelta(hours=24))

    assert (both.current_totals.runs, both.current_totals.rate) == (2, 1.0)
    assert (both.previous_totals.runs, both.previous_totals.rate) == (1, 0.0)


def test_each_day_has_its_rate_and_its_median_in_minutes() -> None:
    days = daily([run(13, "failed"), run(14), run(1, seconds=180)], date(2026, 11, 21), date(2026, 11, 23))

    assert [(each.day.day, each.passed, each.minutes) for each in days] == [
        (21, None, None),
        (22, 50.0, 1.0),
        (23, 100.0, 3.0),
    ]
