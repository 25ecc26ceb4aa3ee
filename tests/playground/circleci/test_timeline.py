"""Where a workflow stands at a moment: a function of the script, of what people did, and of the clock."""

from datetime import timedelta

import pytest

from bot.playground.circleci.people import ANA, BEN, CHO, User
from bot.playground.circleci.script import JobScript
from bot.playground.circleci.timeline import Event, Job, Run, look
from tests.playground.circleci.asking import Clock

START = Clock().now


def run_of(*scripts: JobScript, pace: float = 1.0) -> Run:
    jobs = tuple(Job(script.name, script, script.outcome(0), 1) for script in scripts)
    return Run("run", "build", "pipeline", "gh/acme/web", START, ANA.id, jobs, pace)


def after(run: Run, seconds: float) -> tuple[str, dict[str, str]]:
    state = look(run, START + timedelta(seconds=seconds))
    return state.status, {job.job.script.name: job.status for job in state.jobs}


def did(run: Run, kind: str, seconds: float, job: str | None = None) -> None:
    assert kind in ("approve", "cancel", "hurry")
    run.events.append(Event(START + timedelta(seconds=seconds), kind, BEN.id, job))  # type: ignore[arg-type]


TEST = JobScript("test", 10)
SHIP = JobScript("ship", 5, ("test",))
HOLD = JobScript("hold", needs=("test",), approval=True)


def test_a_job_waits_for_those_that_it_needs_and_for_a_machine() -> None:
    run = run_of(TEST, SHIP)
    assert after(run, 0) == ("running", {"test": "not_running", "ship": "blocked"})
    assert after(run, 2) == ("running", {"test": "running", "ship": "blocked"})
    assert after(run, 11.5) == ("running", {"test": "success", "ship": "not_running"})
    assert after(run, 13) == ("running", {"test": "success", "ship": "running"})
    assert after(run, 18) == ("success", {"test": "success", "ship": "success"})


def test_the_same_moment_always_looks_the_same() -> None:
    run = run_of(TEST, SHIP)
    later = after(run, 30)
    assert after(run, 2)[0] == "running"
    assert after(run, 30) == later


def test_a_faster_pace_shortens_everything() -> None:
    assert after(run_of(TEST, SHIP, pace=10), 1.8)[0] == "success"


def test_a_failure_lets_what_runs_beside_it_finish_and_stops_what_needs_it() -> None:
    slow = JobScript("slow", 60)
    last = JobScript("last", 1, ("ship",))
    run = run_of(JobScript("test", 10, outcomes=("failed",)), slow, SHIP, last)
    assert after(run, 20) == (
        "failing",
        {"test": "failed", "slow": "running", "ship": "not_run", "last": "not_run"},
    )
    state = look(run, START + timedelta(seconds=99))
    assert (state.status, state.stopped_at) == ("failed", START + timedelta(seconds=61.5))


def test_an_approval_holds_the_workflow_until_somebody_approves() -> None:
    run = run_of(TEST, HOLD, JobScript("ship", 5, ("hold",)))
    assert after(run, 5)[1]["hold"] == "blocked"
    assert after(run, 10_000) == ("on_hold", {"test": "success", "hold": "on_hold", "ship": "blocked"})
    did(run, "approve", 100, "hold")
    assert after(run, 99)[0] == "on_hold"
    assert after(run, 102)[1] == {"test": "success", "hold": "success", "ship": "running"}
    state = look(run, START + timedelta(seconds=110))
    hold = state.jobs[1]
    assert (state.status, hold.approved_by, hold.started_at) == ("success", BEN.id, None)


def test_cancelling_a_workflow_stops_what_runs_and_what_waits_but_not_what_has_ended() -> None:
    run = run_of(TEST, SHIP, JobScript("last", 1, ("ship",)))
    did(run, "cancel", 14)
    state = look(run, START + timedelta(seconds=14))
    assert (state.status, state.canceled_by) == ("canceled", BEN.id)
    assert [(job.status, bool(job.started_at)) for job in state.jobs] == [
        ("success", True),
        ("canceled", True),
        ("canceled", False),
    ]


def test_cancelling_what_has_ended_changes_nothing() -> None:
    run = run_of(TEST)
    did(run, "cancel", 60)
    assert after(run, 70) == ("success", {"test": "success"})


def test_a_held_workflow_can_be_cancelled() -> None:
    run = run_of(TEST, HOLD)
    did(run, "cancel", 60)
    assert after(run, 70) == ("canceled", {"test": "success", "hold": "canceled"})


def test_cancelling_one_job_leaves_its_siblings() -> None:
    run = run_of(TEST, JobScript("other", 30), SHIP)
    did(run, "cancel", 5, "test")
    assert after(run, 6) == ("running", {"test": "canceled", "other": "running", "ship": "not_run"})
    assert after(run, 60)[0] == "canceled"


def test_what_failed_before_a_cancel_stays_failed() -> None:
    run = run_of(JobScript("test", 10, outcomes=("failed",)), SHIP, JobScript("slow", 60))
    did(run, "cancel", 20)
    assert after(run, 20) == ("canceled", {"test": "failed", "ship": "not_run", "slow": "canceled"})


def test_a_job_may_be_unauthorized_without_having_run() -> None:
    run = run_of(TEST, JobScript("ship", 5, ("test",), outcomes=("unauthorized",)))
    state = look(run, START + timedelta(seconds=60))
    assert (state.status, state.jobs[1].status, state.jobs[1].started_at) == (
        "unauthorized",
        "unauthorized",
        None,
    )


def test_in_a_hurry_all_ends_but_an_approval() -> None:
    run = run_of(TEST, HOLD)
    did(run, "hurry", 3)
    assert after(run, 3) == ("on_hold", {"test": "success", "hold": "on_hold"})


def test_what_begins_after_a_hurry_takes_its_time_until_the_next_one() -> None:
    run = run_of(TEST, HOLD, JobScript("ship", 5, ("hold",)))
    did(run, "hurry", 3)
    did(run, "approve", 10, "hold")
    assert after(run, 12) == ("running", {"test": "success", "hold": "success", "ship": "running"})
    did(run, "hurry", 13)
    assert after(run, 13)[0] == "success"


@pytest.mark.parametrize(
    ("last", "status"), [(ANA, "success"), (BEN, "unauthorized")], ids=["may", "may not"]
)
def test_of_several_approvals_the_last_one_says_who_uses_a_context(last: User, status: str) -> None:
    holds = [JobScript(name, approval=True) for name in ("first", "second")]
    ship = Job("ship", JobScript("ship", 5, ("first", "second")), "success", allowed=frozenset({ANA.id}))
    jobs = (*(Job(hold.name, hold, "success") for hold in holds), ship)
    run = Run("run", "build", "pipeline", "gh/acme/web", START, CHO.id, jobs)
    for seconds, by, hold in ((1, CHO, "second"), (2, last, "first")):
        run.events.append(Event(START + timedelta(seconds=seconds), "approve", by.id, hold))
    assert after(run, 9)[1]["ship"] == status


def test_an_event_of_later_does_not_count_yet() -> None:
    run = run_of(TEST)
    did(run, "cancel", 8)
    assert after(run, 7)[0] == "running"
    assert after(run, 8)[0] == "canceled"
