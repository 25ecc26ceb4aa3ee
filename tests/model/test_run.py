"""How long a run took, once it has ended."""

from datetime import timedelta

from bot.circleci.models import Workflow
from bot.model.run import Run
from tests.model.histories import run_of
from tests.views.facts import ago, pipeline, workflow

FAILED = workflow("build", "failed", number=1, created_at=ago(minutes=60), took=120)
DEPLOY = workflow("deploy", "success", number=2, created_at=ago(minutes=60), took=240)
AGAIN = workflow("build", "success", number=3, created_at=ago(minutes=10), took=90)
START = ago(minutes=61)


def length(*workflows: Workflow, unread: bool = False) -> timedelta | None:
    return Run(pipeline(created_at=START), "web", workflows, workflows_unread=unread).length


def test_from_its_start_to_the_end_of_its_last_workflow() -> None:
    assert length(FAILED, DEPLOY) == timedelta(minutes=5)


def test_of_what_was_rerun_it_is_the_last_attempt() -> None:
    assert length(FAILED, DEPLOY, AGAIN) == timedelta(seconds=90)
    deployed = workflow("deploy", "success", number=4, created_at=ago(minutes=5), took=30)
    assert length(FAILED, DEPLOY, AGAIN, deployed) == timedelta(seconds=30)


def test_what_still_runs_or_is_not_read_whole_has_none() -> None:
    running = workflow("build", "running", number=3, created_at=ago(minutes=10), took=None)
    assert length(FAILED, DEPLOY, running) is None
    assert length(FAILED, DEPLOY, unread=True) is None
    assert length() is None


def test_right_after_its_setup_a_run_goes_on_whatever_its_state_says() -> None:
    run = run_of(1, "setup⚙✓")
    [setup] = run.newest
    assert run.pipeline.state == "created"
    assert setup.stopped_at is not None
    soon, later = (setup.stopped_at + timedelta(seconds=each) for each in (10, 90))
    assert (run.status(soon), run.live(soon)) == ("running", True)
    assert (run.status(later), run.live(later)) == ("success", False)
