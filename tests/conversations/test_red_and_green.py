"""Red stays red until its own tests pass: after rollbacks, beside what waits, and on other branches."""

from datetime import timedelta

import pytest

from bot.playground.circleci.acme import MOBILE
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.world import DEPLOYS, World, read

BACK = "rollback web production --project web --reason 'Checkout fails'"
FAILS = {"unit": ("failed",)}


#: What the workflow is called that failed, and the one that rolls back.
USUAL, ORDINARY = "rollback", "build-test-deploy"


async def broken(here: World, workflow: str = USUAL) -> tuple[int, int]:
    """Main fails, and production is rolled back: the numbers of both pipelines."""
    here.circleci.deploys.script = (WorkflowScript(workflow, (JobScript("deploy", 20),)),)
    failed = here.circleci.add_pipeline(WEB_SLUG, ago=timedelta(minutes=20), outcomes=FAILS)
    await here.types(BACK, channel=DEPLOYS)
    here.clock.advance(60)
    return failed.number, here.circleci.started[-1].number


@pytest.mark.parametrize("workflow", [USUAL, ORDINARY])
async def test_a_rollback_leaves_main_as_red_as_it_was(here: World, workflow: str) -> None:
    failed, rollback = await broken(here, workflow)

    red = await here.types("red", channel=DEPLOYS)
    status = await here.types("status web@main", channel=DEPLOYS)
    assert f"Failed  ·  web #{failed}  ·  main" in status.answer
    assert f"Rollback #{rollback} passed" in status.answer
    why = await here.types("why web@main", channel=DEPLOYS)
    last = await here.types("why last failed web@main", channel=DEPLOYS)
    listed = await here.types("pipelines web@main", channel=DEPLOYS)

    assert f"red since #{failed}" in red.answer
    for shown in (why, last):
        assert f"unit failed: 1 of 43 tests  ·  web #{failed}" in read(shown.messages[0])
    [line] = [each for each in listed.answer.splitlines() if f"#{rollback}" in each]
    assert "rollback" in line


@pytest.mark.parametrize("workflow", [USUAL, ORDINARY])
async def test_a_rollback_is_named_one_on_its_own_card_and_is_not_offered_again(
    here: World, workflow: str
) -> None:
    _, rollback = await broken(here, workflow)

    shown = await here.types(f"pipeline web#{rollback}", channel=DEPLOYS)

    assert "rollback" in shown.text.splitlines()[0]
    assert "Trigger again" not in shown.text


async def test_a_release_that_waits_leaves_failed_checks_red(here: World) -> None:
    failed = here.circleci.add_pipeline(
        MOBILE, ago=timedelta(hours=2), outcomes={"lint": ("failed",)}, definition="Checks"
    )
    here.circleci.finish(failed)
    await here.types('trigger mobile --definition "Store release"', channel=DEPLOYS)
    here.circleci.hold(here.circleci.started[-1])

    red = await here.types("red", channel=DEPLOYS)
    status = await here.types("status mobile@main", channel=DEPLOYS)

    assert f"red since #{failed.number}" in red.text
    assert f"main is red since #{failed.number}" in status.text
    assert "Waiting for approval" in status.text


async def test_of_another_branch_it_is_told_that_main_is_red(here: World) -> None:
    shown = await here.types("status api", channel=DEPLOYS)

    assert "#439" in shown.text
    assert "main is red since #432" in shown.text
    assert "main is red" not in (await here.types("status web", channel=DEPLOYS)).text


async def test_what_is_not_authorized_has_failed(here: World) -> None:
    shown = await here.types("why last failed web@main", channel=DEPLOYS)

    assert "#806" in read(shown.messages[0])
