"""What is meant, by every way to say it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.grammar.reference import read_reference
from bot.model.fault import Ambiguous, Denied, NothingHere
from bot.model.message import Message
from bot.model.reference import Reference
from bot.model.shown import Noun, ShownThing
from tests.commands.desk import POLICY, Desk, desk

WEB = "gh/acme/web"
SECRET = "gh/globex/secret"
FIX = "fix/rounding-at-checkout"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk(tmp_path) as made:
        yield made


def named(here: Desk, said: str) -> Reference:
    return read_reference(said, here.access.project_names)


async def pipeline(here: Desk, said: str) -> str:
    """What is called so, by its number and branch."""
    found = await here.context("pipeline").find.pipeline(named(here, said))
    return f"{found.called}#{found.pipeline.number} {found.pipeline.branch or found.pipeline.tag}"


async def job(here: Desk, said: str) -> str:
    found = await here.context("job").find.job(named(here, said))
    return f"{found.name} {found.number} of {found.run.called}#{found.run.pipeline.number}"


async def workflow(here: Desk, said: str) -> str:
    found = await here.context("workflow").find.workflow(named(here, said))
    return f"{found.meant[0].name} {found.meant[0].status} of {found.called}#{found.pipeline.number}"


def newest(here: Desk, slug: str = WEB, branch: str | None = None) -> str:
    """The id of the newest pipeline."""
    several = here.small.world.of_project(here.small.project(slug))
    return next(each.id for each in several if branch in (None, each.ref.branch))


def failed_run(here: Desk) -> str:
    """The id of the workflow whose e2e failed."""
    return here.small.world.pipelines[newest(here, branch=FIX)].runs[0].id


@pytest.mark.parametrize(
    "said",
    [
        "#812",
        "812",
        "web#812",
        "gh/acme/web#812",
        f"@{FIX}",
        f"web@{FIX}",
        f"last web@{FIX}",
        "last failed",
        "last failed web",
        "https://app.circleci.com/pipelines/github/acme/web/812",
        "https://app.circleci.com/pipelines/gh/acme/web?branch=fix%2Frounding-at-checkout",
        "https://github.com/acme/web/tree/fix/rounding-at-checkout",
    ],
)
async def test_a_pipeline_is_found_however_it_is_called(here: Desk, said: str) -> None:
    assert await pipeline(here, said) == f"web#812 {FIX}"


async def test_last_is_the_newest_of_the_channels_project(here: Desk) -> None:
    assert await pipeline(here, "last") == "web#813 main"
    assert await pipeline(here, "last api") == "api#439 fix/timeouts"


async def test_a_pipeline_that_never_started_counts_as_failed(here: Desk) -> None:
    here.small.add_branch(WEB, "broken", errors=(("config", "no"),))
    here.small.add_pipeline(WEB, "broken")
    await here.clock.sleep(10)

    assert (await pipeline(here, "last failed")).endswith("broken")
    assert (await workflow(here, "last failed")).endswith("web#812")


async def test_last_failed_looks_at_several_at_once_and_no_further_than_it_must(here: Desk) -> None:
    await pipeline(here, "last failed")

    assert here.waves.count == 2


async def test_last_failed_gives_up_when_nothing_failed(here: Desk) -> None:
    with pytest.raises(NothingHere):
        await pipeline(here, "last failed mobile@renovate/nothing")


async def test_an_id_is_found_whatever_it_names(here: Desk) -> None:
    run = here.small.world.runs[failed_run(here)]
    e2e = next(each for each in run.jobs if each.script.name == "e2e")
    for id in (run.pipeline, run.id, e2e.id):
        assert await pipeline(here, id) == f"web#812 {FIX}"
        assert await workflow(here, id) == "build-test-deploy failed of web#812"
        assert await job(here, id) == f"e2e {e2e.number} of web#812"


async def test_a_number_is_a_jobs_where_a_job_is_asked_for(here: Desk) -> None:
    run = here.small.world.runs[failed_run(here)]
    number = next(each.number for each in run.jobs if each.script.name == "lint")

    assert await job(here, str(number)) == f"lint {number} of web#812"
    assert await job(here, f"web#{number}") == f"lint {number} of web#812"
    assert await workflow(here, "#812") == "build-test-deploy failed of web#812"


async def test_a_page_of_a_pipeline_is_no_job_number(here: Desk) -> None:
    assert (await job(here, "https://app.circleci.com/pipelines/gh/acme/web/812")).startswith("e2e")


async def test_a_page_of_a_job_names_its_pipeline_and_workflow_too(here: Desk) -> None:
    run = here.small.world.runs[failed_run(here)]
    number = run.jobs[0].number
    page = f"https://app.circleci.com/pipelines/github/acme/web/812/workflows/{run.id}/jobs/{number}"

    assert await pipeline(here, page) == f"web#812 {FIX}"
    assert await workflow(here, page) == "build-test-deploy failed of web#812"
    assert await job(here, page) == f"lint {number} of web#812"


async def test_several_jobs_are_choices_and_never_a_guess(here: Desk) -> None:
    with pytest.raises(Ambiguous) as caught:
        await job(here, "last")

    labels = [label for label, _ in caught.value.choices]
    assert labels == ["lint", "unit", "build", "e2e", "hold-for-production", "deploy"]
    assert caught.value.choices[0][1].startswith("job web#")


async def test_each_choice_finds_what_it_says(here: Desk) -> None:
    with pytest.raises(Ambiguous) as caught:
        await job(here, "last")
    for label, line in caught.value.choices:
        assert (await job(here, line.removeprefix("job "))).startswith(f"{label} ")


async def test_nothing_named_means_what_the_thread_is_about(here: Desk) -> None:
    await here.post(Message(("",), depicts=ShownThing(Noun.PIPELINE, WEB, newest(here, branch=FIX), 812)))

    assert await pipeline(here, "") == f"web#812 {FIX}"
    assert await workflow(here, "") == "build-test-deploy failed of web#812"
    assert (await job(here, "")).startswith("e2e")


async def test_a_thread_about_a_job_is_about_its_workflow_and_pipeline_too(here: Desk) -> None:
    run = here.small.world.runs[failed_run(here)]
    await here.post(Message(("",), depicts=ShownThing(Noun.JOB, WEB, number=run.jobs[0].number)))

    assert await pipeline(here, "") == f"web#812 {FIX}"
    assert await workflow(here, "") == "build-test-deploy failed of web#812"


async def test_nothing_named_outside_a_thread_means_the_newest_of_the_channels_project(here: Desk) -> None:
    assert await pipeline(here, "") == "web#813 main"
    assert await pipeline(here, "failed") == f"web#812 {FIX}"
    assert (await workflow(here, "")).endswith("of web#813")


async def test_what_the_channel_saw_last_comes_before_the_newest(here: Desk) -> None:
    await here.post(Message(("",), depicts=ShownThing(Noun.PIPELINE, WEB, newest(here, branch=FIX), 812)))
    here.place = replace(here.place, thread=None)

    assert await pipeline(here, "") == f"web#812 {FIX}"


async def test_the_start_of_an_id_works_where_it_was_shown(here: Desk) -> None:
    id = newest(here, branch=FIX)
    with pytest.raises(NothingHere):
        await pipeline(here, id[:8])

    await here.post(Message(("",), depicts=ShownThing(Noun.PIPELINE, WEB, id, 812)))

    assert await pipeline(here, id[:8]) == f"web#812 {FIX}"


async def test_a_start_that_fits_several_is_a_choice(here: Desk) -> None:
    shown = (
        ShownThing(Noun.PIPELINE, WEB, "abcd0000-0000-4000-8000-000000000001", 1),
        ShownThing(Noun.PIPELINE, WEB, "abcd0000-0000-4000-8000-000000000002", 2),
        ShownThing(Noun.PIPELINE, SECRET, "abcd0000-0000-4000-8000-000000000003", 3),
    )
    await here.post(Message(("",), depicts=shown[0], shows=shown[1:]))

    with pytest.raises(Ambiguous) as caught:
        await pipeline(here, "abcd")

    assert sorted(label for label, _ in caught.value.choices) == ["pipeline #1 of web", "pipeline #2 of web"]


async def test_what_may_not_be_seen_looks_like_what_does_not_exist(here: Desk) -> None:
    hidden, absent = newest(here, SECRET), "00000000-0000-4000-8000-000000000000"
    for find in (pipeline, workflow, job):
        with pytest.raises(NothingHere) as secret:
            await find(here, hidden)
        with pytest.raises(NothingHere) as nothing:
            await find(here, absent)
        assert (secret.value.noun, secret.value.project) == (nothing.value.noun, nothing.value.project)


async def test_a_project_that_may_not_be_read_is_not_even_asked_for(here: Desk) -> None:
    with pytest.raises(Denied):
        await pipeline(here, f"{SECRET}#55")

    assert here.asked() == []


async def test_only_branches_that_may_be_read_are_found(tmp_path: Path) -> None:
    only_main = POLICY.replace(
        '{do: [read], projects: ["gh/acme/*", mobile]}', "{do: [read], projects: [web], branches: [main]}"
    )
    async with desk(tmp_path, only_main) as here:
        here.small.add_pipeline(WEB, FIX, ago=timedelta(seconds=1))

        assert await pipeline(here, "last") == "web#813 main"
        with pytest.raises(NothingHere):
            await pipeline(here, "#812")
        with pytest.raises(NothingHere):
            await pipeline(here, newest(here, branch=FIX))


async def test_an_approval_without_a_number_is_found_by_its_id(here: Desk) -> None:
    run = here.small.world.pipelines[newest(here)].runs[0]
    hold = next(each for each in run.jobs if each.script.approval)

    assert await job(here, hold.id) == "hold-for-production None of web#813"
