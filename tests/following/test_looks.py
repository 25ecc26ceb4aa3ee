"""What is remembered of runs is bounded by what it weighs; what is let go is read again."""

from pathlib import Path

from pytest_mock import MockerFixture

from bot.following.looks import Looks
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.commands.desk import Desk, desk

JOBS = 4
SCRIPTS = (WorkflowScript("test", tuple(JobScript(f"shard-{at}", 600) for at in range(JOBS))),)


def jobs_kept(looks: Looks, id: str) -> int:
    look = looks.last(id)
    assert look is not None
    return sum(map(len, look.run.jobs.values()))


async def looked(here: Desk, looks: Looks, id: str) -> list[str]:
    """What was asked of CircleCI for it: the lists."""
    before = len(here.asked())
    await looks.look(here.circleci, id, here.clock.now().timestamp(), fresh=False)
    return [path.rpartition("/")[2] for path in here.asked()[before:] if "/workflow" in path]


async def test_the_runs_that_were_looked_at_last_keep_their_jobs_as_far_as_these_have_room(
    tmp_path: Path, mocker: MockerFixture
) -> None:
    mocker.patch("bot.following.looks._JOBS", 2 * JOBS)
    async with desk(tmp_path) as here:
        first, second, third = (here.small.add_pipeline(WEB, scripts=SCRIPTS).id for _ in range(3))
        await here.clock.sleep(60)
        looks = Looks()
        for id in (first, second, first, third):
            await looked(here, looks, id)
        looks.plan(second, 17.0)

        assert [jobs_kept(looks, id) for id in (first, second, third)] == [JOBS, 0, JOBS]
        assert await looked(here, looks, third) == ["workflow"]
        assert await looked(here, looks, second) == ["workflow", "job"]  # what it lacks is read again
        assert [jobs_kept(looks, id) for id in (first, second, third)] == [0, JOBS, JOBS]
        again = looks.last(second)
        assert again is not None
        assert (again.count, again.planned) == (1, 17.0)


async def test_a_run_that_has_more_jobs_than_there_is_room_for_keeps_them_until_the_next_is_looked_at(
    tmp_path: Path, mocker: MockerFixture
) -> None:
    mocker.patch("bot.following.looks._JOBS", JOBS - 1)
    async with desk(tmp_path) as here:
        first, second = (here.small.add_pipeline(WEB, scripts=SCRIPTS).id for _ in range(2))
        await here.clock.sleep(60)
        looks = Looks()
        await looked(here, looks, first)
        assert jobs_kept(looks, first) == JOBS
        await looked(here, looks, second)
        looks.forget(second)
        assert (jobs_kept(looks, first), looks.last(second)) == (0, None)
