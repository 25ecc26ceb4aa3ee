"""Commands that start or set something."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.circleci.errors import Unauthorized
from bot.circleci.slug import ProjectSlug
from bot.model.fault import Ambiguous, BadValue, Denied, NothingHere, NotPossible
from bot.model.message import Message
from bot.playground.circleci import Fault
from bot.views.problem import problem
from tests.commands.desk import Desk, lines, plain

WEB = "gh/acme/web"
FIX = "fix/rounding-at-checkout"
TRIGGERING = "/project/gh/acme/web/pipeline"


async def refusal(desk: Desk, line: str) -> str:
    """The words of the fault with which the line ends."""
    with pytest.raises(NotPossible) as caught:
        await desk.ask(line)
    return "\n".join(lines(problem(caught.value, "/ci")))


async def recovered(desk: Desk, line: str, ago: timedelta = timedelta(seconds=1)) -> Message | None:
    command, args = desk.read(line)
    assert command.recover is not None
    found = await command.recover(args, desk.context(line), desk.clock.now() - ago)
    return command.view(found) if found is not None else None


async def test_a_pipeline_is_started_with_typed_parameters(desk: Desk) -> None:
    message = await desk.ask(f'trigger @{FIX} environment=staging shards=4 run-e2e=false note="5"')

    started = desk.small.started[-1]
    assert started.parameters == {"environment": "staging", "shards": 4, "run-e2e": False, "note": "5"}
    assert plain(message.text) == f"web #{started.number} was started on {FIX}"
    assert desk.sent == 1


async def test_the_card_becomes_the_pipelines_as_soon_as_there_are_workflows(desk: Desk) -> None:
    first, last = await desk.ask_on(f"trigger @{FIX} shards=4")

    assert "CircleCI is reading the configuration." in lines(first)
    assert any("build-test-deploy" in line for line in lines(last))
    assert "with shards=4" in lines(last)


async def test_the_card_says_when_the_configuration_turned_out_wrong(desk: Desk) -> None:
    _, last = await desk.ask_on(f"trigger @{FIX} nope=1")

    assert plain(last.text).endswith("failed: the configuration is wrong")
    assert "Unexpected argument(s): nope" in lines(last)


async def test_the_card_gives_up_waiting_and_says_what_that_may_mean(desk: Desk) -> None:
    before = desk.clock.ahead
    _, last = await desk.ask_on("trigger @docs/readme")

    assert timedelta(seconds=20) <= desk.clock.ahead - before <= timedelta(seconds=25)
    assert any(line.startswith("No workflow has started yet.") for line in lines(last))


async def test_without_a_branch_the_default_one_is_looked_up_checked_and_named(desk: Desk) -> None:
    with pytest.raises(Denied) as caught:
        await desk.ask("trigger")

    assert caught.value.ref == "main"
    assert desk.sent == 0

    desk.place = replace(desk.place, channel="C0DEPLOYS")
    message = await desk.ask("trigger web")

    assert plain(message.text).endswith("on main")
    assert desk.small.started[-1].ref.branch == "main"


async def test_a_tag_has_its_own_permission(desk: Desk) -> None:
    with pytest.raises(Denied):
        await desk.ask("trigger --tag v2.4.1")

    desk.place = replace(desk.place, channel="C0DEPLOYS")

    assert plain((await desk.ask("trigger web --tag v2.4.1")).text).endswith("for tag v2.4.1")


async def test_a_branch_and_a_tag_at_once_start_nothing(desk: Desk) -> None:
    assert "this names both" in await refusal(desk, f"trigger @{FIX} --tag v2.4.1")
    assert "A parameter is there twice." in await refusal(desk, f"trigger @{FIX} a=1 a=2")
    assert desk.sent == 0


async def test_several_definitions_are_a_choice_of_whole_lines(desk: Desk) -> None:
    with pytest.raises(Ambiguous) as caught:
        await desk.ask("trigger mobile shards=4")

    assert caught.value.choices[0] == ("Checks", "trigger mobile shards=4 --definition Checks")
    assert desk.sent == 0


async def test_a_definition_is_named_whatever_its_case(desk: Desk) -> None:
    message = await desk.ask("trigger mobile --definition 'store RELEASE'")

    assert desk.small.started[-1].definition is not None
    assert desk.small.started[-1].definition.name == "Store release"
    assert "definition Store release" in lines(message)


async def test_a_definition_that_is_not_there_says_which_there_are(desk: Desk) -> None:
    with pytest.raises(BadValue, match="Checks, Store release"):
        await desk.ask("trigger mobile --definition nightly")


async def test_the_only_definition_needs_no_name(desk: Desk) -> None:
    mobile = desk.small.project("circleci/8kPq3vRZtNwYb5XjLmCdTs/Hf6sWz2QnKxVr9GbJpEyUa")
    mobile.definitions = mobile.definitions[:1]

    assert "definition Checks" in lines(await desk.ask("trigger mobile"))

    mobile.definitions = ()
    assert "no pipeline definition" in await refusal(desk, "trigger mobile")


async def test_an_oauth_project_runs_a_definition_when_one_is_named(desk: Desk) -> None:
    await desk.ask(f"trigger @{FIX} --definition BUILD-test-deploy")

    assert desk.asked("POST") == ["/api/v2/project/gh/acme/web/pipeline/run"]


async def test_what_circleci_did_not_start_is_said_with_its_reason(desk: Desk) -> None:
    said = await refusal(desk, "trigger @typo --definition build-test-deploy")

    assert "web typo was not triggered; nothing was started." in said
    assert "CircleCI says: Ignoring pipeline due to CI skip" in said


async def test_a_branch_that_does_not_exist_starts_nothing(desk: Desk) -> None:
    assert "CircleCI says: Branch not found" in await refusal(desk, "trigger @nope")


async def test_not_found_with_parameters_is_said_to_be_perhaps_an_undeclared_one(desk: Desk) -> None:
    desk.small.faults.add(Fault(TRIGGERING, "POST", status=404, body={"message": "Project not found"}))

    said = await refusal(desk, f"trigger @{FIX} deploi=yes")

    assert "does not declare the parameter deploi" in said
    assert "/ci config web --source" in said


async def test_not_found_without_parameters_is_said_to_be_perhaps_missing_access(desk: Desk) -> None:
    desk.small.faults.add(Fault(TRIGGERING, "POST", status=404, body={"message": "Project not found"}))

    assert "perhaps not trigger it" in await refusal(desk, f"trigger @{FIX}")


async def test_not_found_where_the_project_is_not_either_is_missing_access(desk: Desk) -> None:
    desk.small.faults.add(Fault(TRIGGERING, "POST", status=404, body={"message": "Project not found"}))
    desk.small.faults.add(Fault("/project/gh/acme/web", status=404, body={"message": "Project not found"}))

    assert "has no access to it" in await refusal(desk, f"trigger @{FIX}")


async def test_not_found_with_a_token_that_does_not_work_is_the_tokens_fault(desk: Desk) -> None:
    desk.small.faults.add(Fault(TRIGGERING, "POST", status=404, body={"message": "Project not found"}))
    desk.small.faults.add(Fault("/me", status=401, body="Invalid token provided."))

    with pytest.raises(Unauthorized):
        await desk.ask(f"trigger @{FIX}")


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


async def test_not_found_while_circleci_has_trouble_blames_neither_token_nor_project(desk: Desk) -> None:
    desk.small.faults.add(Fault(TRIGGERING, "POST", status=404, body={"message": "Project not found"}))
    desk.small.faults.add(Fault("/project/gh/acme/web", times=None, status=400, body={"message": "no"}))

    assert "the bot's user may see web" in await refusal(desk, f"trigger @{FIX}")


async def test_somebody_elses_or_an_older_pipeline_is_not_taken_for_ours(desk: Desk) -> None:
    somebody = next(user for user in desk.small.world.users.values() if user is not desk.small.world.me)
    desk.small.add_pipeline(WEB, FIX, by=somebody, trigger="api")
    assert await recovered(desk, f"trigger @{FIX}") is None

    await desk.ask(f"trigger @{FIX}")
    assert await recovered(desk, f"trigger @{FIX}", ago=-timedelta(seconds=1)) is None


async def test_use_sets_the_channels_project(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0DEPLOYS")

    message = await desk.ask("use api")

    assert plain(message.text) == "api is this channel's project now."
    assert desk.store.channels.default("T0ACME", "C0DEPLOYS") == ProjectSlug("gh", "acme", "api")
    assert plain((await desk.ask("status")).text).startswith("api #")


async def test_use_takes_only_a_project_that_exists_and_may_be_read(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0DEPLOYS")

    with pytest.raises(NothingHere):
        await desk.ask("use gh/acme/nope")
    with pytest.raises(Denied):
        await desk.ask("use gh/globex/secret")


async def test_use_needs_its_permission(desk: Desk) -> None:
    with pytest.raises(Denied):
        await desk.ask("use web")
