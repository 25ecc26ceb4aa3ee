"""`trigger`, once it has started: its card until there are workflows; finding it after a lost answer."""

from dataclasses import replace
from datetime import timedelta

from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.models import VcsInfo
from bot.circleci.slug import ProjectSlug
from bot.playground.circleci import Fault
from tests.commands.desk import Desk, lines, plain, recovered

WEB = "gh/acme/web"
MOBILE = ProjectSlug.parse("circleci/8kPq3vRZtNwYb5XjLmCdTs/Hf6sWz2QnKxVr9GbJpEyUa")
FIX = "fix/rounding-at-checkout"


async def test_the_card_becomes_the_pipelines_as_soon_as_there_are_workflows(desk: Desk) -> None:
    first, last = await desk.ask_on(f"trigger @{FIX} shards=4")

    assert "Reading the config…" in lines(first)
    assert any("build-test-deploy" in line for line in lines(last))
    assert "with shards=4" in lines(last)


async def test_the_card_says_when_the_configuration_turned_out_wrong(desk: Desk) -> None:
    _, last = await desk.ask_on(f"trigger @{FIX} nope=1 --anyway")

    assert plain(last.text).endswith("failed: invalid parameters")
    assert "Unexpected argument(s): nope" in lines(last)


async def test_the_card_gives_up_waiting_and_says_what_that_may_mean(desk: Desk) -> None:
    before = desk.clock.ahead
    _, last = await desk.ask_on("trigger @docs/readme")

    assert timedelta(seconds=20) <= desk.clock.ahead - before <= timedelta(seconds=25)
    assert any(line.startswith("No workflows yet.") for line in lines(last))


async def test_a_lost_answer_is_recovered_where_exactly_one_pipeline_can_be_it(desk: Desk) -> None:
    line = f"trigger @{FIX}"
    assert await recovered(desk, line) is None

    await desk.ask(line)
    message = await recovered(desk, line)
    assert message is not None
    assert message.depicts is not None
    assert message.depicts.number == desk.small.started[-1].number

    await desk.ask(line)
    assert await recovered(desk, line) is None


async def test_what_may_no_longer_be_triggered_is_not_recovered_and_no_refusal_either(desk: Desk) -> None:
    await desk.ask(f"trigger @{FIX}")
    desk.policy.write_text("projects: {web: gh/acme/web}\nchannels: {C0WEB: {project: web}}\n")

    assert await recovered(desk, f"trigger @{FIX}") is None


async def test_somebody_elses_or_an_older_pipeline_is_not_taken_for_ours(desk: Desk) -> None:
    somebody = next(user for user in desk.small.world.users.values() if user is not desk.small.world.me)
    desk.small.add_pipeline(WEB, FIX, by=somebody, trigger="api")
    assert await recovered(desk, f"trigger @{FIX}") is None

    await desk.ask(f"trigger @{FIX}")
    assert await recovered(desk, f"trigger @{FIX}", ago=-timedelta(seconds=1)) is None


async def test_an_earlier_pipeline_makes_it_uncertain_while_the_clocks_may_be_that_far_apart(
    desk: Desk,
) -> None:
    await desk.ask(f"trigger @{FIX}")
    await desk.clock.sleep(50)
    await desk.ask(f"trigger @{FIX}")
    assert await recovered(desk, f"trigger @{FIX}") is None

    await desk.clock.sleep(120)
    await desk.ask(f"trigger @{FIX}")
    assert await recovered(desk, f"trigger @{FIX}") is not None


async def test_where_no_branch_was_named_only_the_default_ones_pipeline_is_ours(
    desk: Desk, mocker: MockerFixture
) -> None:
    desk.place = replace(desk.place, channel="C0DEPLOYS")
    desk.small.add_pipeline(WEB, FIX, by=desk.small.world.me, trigger="api")
    assert await recovered(desk, "trigger web") is None

    await desk.ask("trigger web")
    message = await recovered(desk, "trigger web")
    assert message is not None
    assert plain(message.text).endswith("on main")

    desk.place = replace(desk.place, channel="C0WEB")
    unsaid = (await desk.circleci.get_project(MOBILE)).model_copy(update={"vcs_info": VcsInfo()})
    mocker.patch.object(CircleCI, "get_project", return_value=unsaid)
    assert await recovered(desk, "trigger mobile --definition Checks") is None


async def test_the_card_goes_on_looking_while_circleci_has_trouble(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline/*", times=4, status=400, body={"message": "no"}))

    _, last = await desk.ask_on(f"trigger @{FIX}")

    assert any("build-test-deploy" in line for line in lines(last))


async def test_the_card_stops_waiting_where_the_trouble_stays(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline/*", times=None, status=400, body={"message": "no"}))

    _, last = await desk.ask_on(f"trigger @{FIX}")

    assert "No workflows yet." in lines(last)
