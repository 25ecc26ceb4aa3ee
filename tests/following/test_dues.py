"""What has ended is looked at for as long as it may go on."""

from typing import Any

from bot.playground.circleci.acme import WEB as WEB_PROJECT
from bot.playground.circleci.faults import Fault
from bot.playground.circleci.runs import unsuccessful
from tests.following.cards import now
from tests.world import ANA, WEB, World

LINE = "trigger web@fix/cart-badge"


async def test_what_was_canceled_and_rerun_in_circleci_turns_its_cards_true(here: World) -> None:
    card = (await here.types(LINE, channel=WEB)).messages[0]
    await here.passes(40)
    await here.types("cancel web@fix/cart-badge", channel=WEB)
    [question] = here.slack.ephemerals(ANA)
    await here.clicks(question, "Cancel 2 workflows")
    await here.passes(120)
    assert ":no_entry_sign: Canceled" in now(here, card)
    canceled = here.circleci.newest(WEB_PROJECT).runs[0]
    here.circleci.world.rerun(canceled, unsuccessful(here.circleci.world.state(canceled)))
    await here.passes(1200, step=30)
    assert ":white_check_mark: build-test-deploy" in now(here, card)


async def test_workflows_that_come_late_are_shown_all_the_same(here: World) -> None:
    here.circleci.faults.add(Fault("/pipeline/*/workflow", times=None, status=200, body={"items": []}))
    card = (await here.types(LINE, channel=WEB)).messages[0]
    await here.passes(120)
    assert "Running" not in now(here, card)
    here.circleci.faults.clear()
    await here.passes(900)
    assert ":x: Failed" in now(here, card) or ":white_check_mark: Passed" in now(here, card)


def setup_alone(page: Any) -> Any:
    """A list of workflows that has nothing yet of what the setup started."""
    return {**page, "items": [each for each in page["items"] if each.get("tag") == "setup"]}


async def test_what_a_setup_starts_is_awaited_where_the_list_is_behind_the_state(here: World) -> None:
    late = Fault("/pipeline/*/workflow", "GET", times=None, oddity=setup_alone)
    here.circleci.faults.add(late)
    card = (await here.types("trigger api@chore/changed-paths", channel=WEB)).messages[0]
    await here.passes(40)
    assert "Passed" in now(here, card)  # the setup
    here.circleci.faults.clear()
    await here.passes(900)
    assert ":white_check_mark: test" in now(here, card) or ":x: test" in now(here, card)
