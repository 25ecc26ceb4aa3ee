"""Reading why a run failed: part by part, in bounded time, with nothing left behind."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from pytest_mock import MockerFixture

from bot.circleci.models import FlakyTest, Page
from bot.circleci.slug import ProjectSlug
from bot.model.diagnosis import Diagnosis
from bot.model.run import Run
from bot.model.spool import Spool
from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.script import Contents, JobScript, Outcome, Step, WorkflowScript
from bot.reading import diagnosis, runs
from bot.reading.runs import run_at_a_glance
from tests.commands.desk import Desk
from tests.commands.desk import desk as a_desk

LIMIT = 1_000_000


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path) as made:
        yield made


def long(outcome: str) -> Contents:
    output = "".join(f"line {number}\n" for number in range(100))
    return Contents(steps=(Step("Run tests", "make test", output, failed=outcome == "failed"),))


def brief(outcome: str) -> Contents:
    return Contents(steps=(Step("Run tests", "make test", "no\n", failed=outcome == "failed"),))


def failed(name: str = "check", outcome: Outcome = "failed") -> JobScript:
    return JobScript(name, 5, outcomes=(outcome,), contents=long)


async def glanced(desk: Desk, *jobs: JobScript) -> Run:
    """A run of these jobs, as the first look tells it."""
    scripts = (WorkflowScript("flow", jobs or (failed(),)),)
    made = desk.small.add_pipeline(WEB, "try", ago=timedelta(minutes=9), scripts=scripts)
    desk.small.finish(made)
    page = await desk.circleci.page_workflows(made.id)
    return await run_at_a_glance(desk.circleci, await desk.circleci.get_pipeline(made.id), "web", page)


async def flaky_tests(desk: Desk) -> tuple[FlakyTest, ...]:
    return (await desk.circleci.insights.flaky_tests(ProjectSlug.parse(WEB))).flaky_tests


async def first_look(desk: Desk, run: Run) -> Diagnosis:
    return await diagnosis.first_diagnosis(desk.circleci, run, None, partial(flaky_tests, desk))


@asynccontextmanager
async def reading(desk: Desk, it: Diagnosis) -> AsyncIterator[AsyncIterator[Diagnosis]]:
    parts = diagnosis.later_diagnoses(desk.circleci, it, partial(flaky_tests, desk), LIMIT)
    try:
        yield parts
    finally:
        await parts.aclose()


def spools(mocker: MockerFixture) -> list[Spool]:
    """Every output on disk that is made from now on."""
    made: list[Spool] = []

    def make(limit: int) -> Spool:
        made.append(Spool(limit))
        return made[-1]

    mocker.patch("bot.reading.printed.Spool", side_effect=make)
    return made


async def test_the_first_look_is_one_round_trip_whatever_failed(desk: Desk) -> None:
    run = await glanced(desk, *(failed(f"job-{number}") for number in range(40)))
    desk.waves.count = 0
    found = await first_look(desk, run)
    assert desk.waves.count == 1
    assert [each.job.name for each in found.culprits] == ["job-0", "job-1", "job-2"]
    assert found.other_count == 37
    assert found.pending_parts == (diagnosis.OUTPUT, diagnosis.HISTORY)


async def test_what_is_still_to_come_gets_less_until_nothing_is_left(desk: Desk) -> None:
    first = await first_look(desk, await glanced(desk))
    left = [set(first.pending_parts)]
    async with reading(desk, first) as parts:
        async for each in parts:
            assert set(each.pending_parts) < left[-1]
            left.append(set(each.pending_parts))
            for culprit in each.culprits:
                if culprit.end and culprit.end.spool:
                    culprit.end.spool.close()
    assert left[-1] == set()


async def test_an_output_on_disk_is_handed_on_once(desk: Desk, mocker: MockerFixture) -> None:
    made = spools(mocker)
    first = await first_look(desk, await glanced(desk))
    async with reading(desk, first) as parts:
        handed = [culprit.end.spool async for each in parts for culprit in each.culprits if culprit.end]
    assert [spool for spool in handed if spool] == made
    assert len(made) == 1
    assert not made[0].file.closed
    made[0].close()


async def test_who_stops_listening_leaves_no_output_on_disk(desk: Desk, mocker: MockerFixture) -> None:
    made = spools(mocker)
    first = await first_look(desk, await glanced(desk))
    desk.small.faults.add(Fault("/action-output/*", delay=30))
    async with reading(desk, first) as parts:
        early = await anext(parts)
        assert diagnosis.OUTPUT in early.pending_parts
    assert all(spool.file.closed for spool in made)


async def test_canceled_jobs_are_to_blame_only_where_none_failed(desk: Desk) -> None:
    run = await glanced(desk, failed("a", "canceled"), failed("b"), failed("c", "unauthorized"))
    assert [each.job.name for each in diagnosis.suspects(run)[0]] == ["b"]
    run = await glanced(desk, failed("a", "canceled"), failed("c", "unauthorized"))
    assert [each.job.name for each in diagnosis.suspects(run)[0]] == ["c"]
    run = await glanced(desk, failed("a", "canceled"), failed("b", "success"))
    assert [each.job.name for each in diagnosis.suspects(run)[0]] == ["a"]


async def test_a_green_run_has_nothing_more_to_read(desk: Desk) -> None:
    first = await first_look(desk, await glanced(desk, failed("a", "success")))
    assert (first.culprits, first.pending_parts, first.unread_parts) == ((), (), ())
    async with reading(desk, first) as parts:
        assert [each async for each in parts] == []


async def test_jobs_on_later_pages_are_read_before_anything_is_said_of_them(desk: Desk) -> None:
    jobs = (*(failed(f"job-{number}", "success") for number in range(150)), failed("late"))
    run = await glanced(desk, *jobs)
    first = await first_look(desk, run)
    assert first.culprits == ()
    assert diagnosis.OTHER_JOBS in first.pending_parts
    async with reading(desk, first) as parts:
        second = await anext(parts)
    assert [each.job.name for each in second.culprits] == ["late"]
    assert diagnosis.OTHER_JOBS not in second.pending_parts


async def test_the_history_ends_at_its_page_limit_and_says_so(desk: Desk, mocker: MockerFixture) -> None:
    run = await glanced(desk, JobScript("check", 5, outcomes=("failed",)))
    more = Page((run.pipeline,), next_page_token="more")
    listed = mocker.patch("bot.circleci.client.CircleCI.list_pipelines", return_value=more)
    first = await first_look(desk, run)
    async with reading(desk, first) as parts:
        found = [each.streak async for each in parts if each.streak][-1]
    assert found is not None
    assert not found.complete
    assert listed.call_count == runs.HISTORY_PAGES


async def test_the_first_answer_does_not_wait_for_long_and_the_rest_is_read_afterwards(
    desk: Desk, mocker: MockerFixture
) -> None:
    run = await glanced(desk, JobScript("check", 5, outcomes=("failed",), contents=brief))
    mocker.patch("bot.reading.diagnosis.FIRST_ANSWER_PATIENCE", 0.01)
    desk.small.faults.add(Fault("/api/v1.1/*", delay=30))
    first = await first_look(desk, run)
    assert [(each.job.name, each.step) for each in first.culprits] == [("check", None)]
    assert first.pending_parts[0] == diagnosis.DETAILS
    async with reading(desk, first) as parts:
        *_, told = [each async for each in parts]
    assert told.culprits[0].step is not None
    assert told.pending_parts == ()
