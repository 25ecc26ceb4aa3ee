import pytest

from bot.model.history import Color, Streak, color_of, streak_of
from bot.model.run import Run
from tests.views.facts import pipeline, workflow


def run(number: int, *statuses: str, **changes: object) -> Run:
    workflows = tuple(
        workflow(f"flow-{at}", status, number=at, took=None if status in ("running", "on_hold") else 60)
        for at, status in enumerate(statuses)
    )
    return Run(pipeline(number, **changes), "web", workflows)


def runs(*statuses: str) -> list[Run]:
    """The newest first."""
    return [run(812 - at, status) for at, status in enumerate(statuses)]


def numbers(found: Streak) -> tuple[int | None, int | None, int | None]:
    """The newest that counts, the first red and the last green."""
    first, second, third = (
        each.pipeline.number if each else None for each in (found.newest, found.first_red, found.last_green)
    )
    return first, second, third


@pytest.mark.parametrize("status", ["failed", "error", "failing", "unauthorized"])
def test_a_run_with_a_workflow_that_ended_badly_is_red(status: str) -> None:
    assert color_of(run(812, "success", status)) is Color.RED


def test_a_run_that_never_started_for_its_configuration_is_red() -> None:
    assert color_of(run(812, state="errored")) is Color.RED


def test_a_run_that_failed_is_red_while_others_of_its_workflows_run() -> None:
    assert color_of(run(812, "running", "failed")) is Color.RED
    assert color_of(run(812, "on_hold", "failed")) is Color.RED


def test_a_run_is_green_when_all_passed_or_waits_for_an_approval() -> None:
    assert color_of(run(812, "success", "not_run")) is Color.GREEN
    assert color_of(run(812, "success", "on_hold")) is Color.GREEN


@pytest.mark.parametrize("statuses", [(), ("running",), ("canceled",), ("not_run",), ("on_hold", "running")])
def test_a_run_that_runs_was_canceled_or_had_nothing_to_do_says_nothing(statuses: tuple[str, ...]) -> None:
    assert color_of(run(812, *statuses)) is Color.SILENT


def test_a_run_whose_workflows_are_not_all_read_is_not_green() -> None:
    partly = Run(pipeline(), "web", (workflow("build", "success"),), workflows_unread=True)

    assert color_of(partly) is Color.SILENT


def test_only_the_newest_attempt_of_a_workflow_counts() -> None:
    again = workflow("build", "success", number=2, created_at=pipeline().created_at.replace(year=2027))

    assert color_of(Run(pipeline(), "web", (workflow("build", "failed"), again))) is Color.GREEN


def test_a_branch_is_red_since_the_first_red_run_after_the_last_green_one() -> None:
    found = streak_of(runs("failed", "failed", "failed", "success", "failed"))

    assert numbers(found) == (812, 810, 809)
    assert (found.red, found.runs, found.complete) == (True, 3, True)


def test_runs_that_say_nothing_are_looked_past() -> None:
    found = streak_of(runs("running", "canceled", "failed", "canceled", "failed", "not_run", "success"))

    assert numbers(found) == (810, 808, 806)
    assert found.runs == 2


def test_a_green_branch_has_no_streak() -> None:
    found = streak_of(runs("running", "success", "failed"))

    assert numbers(found) == (811, None, 811)
    assert (found.red, found.runs, found.complete) == (False, 0, True)


def test_where_no_green_run_was_found_it_is_red_at_least_since_the_oldest() -> None:
    found = streak_of(runs("failed", "failed"))

    assert numbers(found) == (812, 811, None)
    assert not found.complete


def test_a_branch_that_never_was_green_is_red_since_its_beginning() -> None:
    assert streak_of(runs("failed", "failed"), whole=True).complete


def test_a_branch_of_which_nothing_counts_is_not_red() -> None:
    found = streak_of(runs("running", "canceled"))

    assert numbers(found) == (None, None, None)
    assert not found.red
    assert not found.complete
    assert streak_of([], whole=True).complete
