"""`cancel job`: which jobs can be stopped, and what a lost answer may be taken for."""

from datetime import timedelta

import pytest

from bot.model.deeds import CancelReason, CancelRefused
from bot.model.fault import NothingHere
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.commands.acting import NEW, started, waits
from tests.commands.desk import Desk, plain, recovered

pytestmark = pytest.mark.usefixtures("all_allowed")


def going(desk: Desk) -> int | None:
    """A job that is under way; its number."""
    scripts = (WorkflowScript("ship", (JobScript("build", 600),)),)
    desk.small.add_project(NEW, scripts)
    return desk.small.add_pipeline(NEW, ago=timedelta(minutes=1)).runs[0].jobs[0].number


async def test_the_job_that_is_meant_is_stopped_by_its_number(desk: Desk) -> None:
    number = going(desk)
    message = await desk.ask(f"cancel job new#{number}")
    assert plain(message.text) == "build in new #1 on main is being canceled"
    assert desk.asked("POST") == [f"/api/v2/project/{NEW}/job/{number}/cancel"]
    assert desk.sent == 1


async def test_a_number_is_a_jobs_even_where_a_pipeline_has_it(desk: Desk) -> None:
    going(desk)
    with pytest.raises(NothingHere) as caught:
        await desk.ask("cancel job web#812")
    assert (caught.value.noun, caught.value.said) == ("job", "job web#812")
    assert desk.sent == 0


async def test_what_has_ended_or_not_begun_is_not_stopped(desk: Desk) -> None:
    build, hold, ship = started(desk, waits("ship", "hold")).runs[0].jobs
    for job, reason in (
        (build, CancelReason.ENDED),
        (hold, CancelReason.NOT_BEGUN),
        (ship, CancelReason.NOT_BEGUN),
    ):
        with pytest.raises(CancelRefused) as caught:
            await desk.ask(f"cancel job {job.id}")
        assert caught.value.reason is reason
    assert desk.sent == 0


async def test_after_a_lost_answer_it_was_canceled_only_if_it_no_longer_runs(desk: Desk) -> None:
    line = f"cancel job new#{going(desk)}"
    assert await recovered(desk, line) is None
    await desk.ask(line)
    message = await recovered(desk, line)
    assert message is not None
    assert plain(message.text) == "build in new #1 on main was canceled"
