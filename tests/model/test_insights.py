from datetime import UTC, date, datetime, timedelta

import pytest

from bot.circleci.models import WorkflowRun
from bot.model.insights import (
    ApprovalWait,
    Totals,
    WorkflowWindow,
    daily,
    days_a_point,
    totals,
    workflow_window,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def run(
    hours: float, status: str = "success", *, seconds: float = 60, credits: int = 5, is_approval: bool = False
) -> WorkflowRun:
    """One that began so many hours ago."""
    began = NOON - timedelta(hours=hours)
    return WorkflowRun(
        id="a",
        created_at=began,
        status=status,
        duration=seconds,
        stopped_at=began + timedelta(seconds=seconds),
        credits_used=credits,
        is_approval=is_approval,
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
    runs, middle = [run(1), run(30, "failed"), run(20)], NOON - timedelta(hours=24)
    both = workflow_window("build", runs, middle, compared=True)

    assert (both.current.runs, both.current.rate, both.current.credits) == (2, 1.0, 10)
    assert both.previous is not None
    assert (both.previous.runs, both.previous.rate, both.previous.credits) == (1, 0.0, 5)
    assert workflow_window("build", runs, middle, compared=False) == WorkflowWindow("build", both.current)


def test_durations_are_of_runs_that_waited_for_nobody_where_there_are_any() -> None:
    held, worked = [run(1, seconds=3000, is_approval=True)], [run(2, seconds=100)]

    mixed, waited = totals([*held, *worked]), totals(held)
    assert (mixed.runs, mixed.median, mixed.p95, mixed.wait) == (2, 100, 100, ApprovalWait.LEFT_OUT)
    assert (waited.median, waited.wait) == (3000, ApprovalWait.INCLUDED)
    days = daily([*held, run(25, seconds=120)], date(2026, 11, 22), date(2026, 11, 23))
    assert [each.minutes for each in days] == [2.0, None]
    assert [each.passed for each in days] == [100.0, 100.0]
    assert [each.minutes for each in daily(held, date(2026, 11, 23), date(2026, 11, 23))] == [50.0]


@pytest.mark.parametrize(
    ("name", "does"),
    [
        ("rollback", True),
        ("Roll back production", True),
        ("web_roll-back", True),
        ("rolling-back", True),
        ("scrollback-tests", False),
        ("build", False),
    ],
)
def test_what_rolls_back_is_told_by_its_name(name: str, *, does: bool) -> None:
    assert WorkflowWindow(name, Totals()).rolls_back is does


def test_each_day_has_its_rate_and_its_median_in_minutes() -> None:
    days = daily([run(13, "failed"), run(14), run(1, seconds=180)], date(2026, 11, 21), date(2026, 11, 23))

    assert [(each.day.day, each.passed, each.minutes) for each in days] == [
        (21, None, None),
        (22, 50.0, 1.0),
        (23, 100.0, 3.0),
    ]


@pytest.mark.parametrize(("days", "step"), [(7, 1), (20, 1), (30, 2), (90, 5)])
def test_a_window_of_any_length_has_room_in_a_chart(days: int, step: int) -> None:
    assert days_a_point(days) == step
    assert -(-days // step) <= 20


def test_several_days_are_one_point_under_the_first_of_them() -> None:
    steps = daily([run(13, "failed"), run(14), run(1)], date(2026, 11, 20), date(2026, 11, 23), 2)

    assert [(each.day.day, each.passed) for each in steps] == [(20, None), (22, pytest.approx(200 / 3))]
