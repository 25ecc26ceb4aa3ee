"""`trigger`: what is started, and what is not."""

from dataclasses import replace

import pytest

from bot.model import fault
from bot.model.fault import Ambiguous, Denied, NoDefinition, NothingHere, UnknownName
from bot.model.grammar_fault import Contradiction
from bot.model.permission import Permission
from bot.playground.circleci import Fault
from tests.commands.desk import Desk, lines, plain, told

FIX = "fix/rounding-at-checkout"
TRIGGERING = "/project/gh/acme/web/pipeline"


async def refusal(desk: Desk, line: str) -> str:
    """The words of the fault with which the line ends."""
    with pytest.raises((fault.Fault, Contradiction, NoDefinition)) as caught:
        await desk.ask(line)
    return "\n".join(told(caught.value))


async def test_a_pipeline_is_started_with_typed_parameters(desk: Desk) -> None:
    message = await desk.ask(f'trigger @{FIX} environment=staging shards=4 run-e2e=false note="5"')

    started = desk.small.started[-1]
    assert started.parameters == {"environment": "staging", "shards": 4, "run-e2e": False, "note": "5"}
    assert plain(message.text) == f"web #{started.number} was started on {FIX}"
    assert desk.sent == 1


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
    assert "not both" in await refusal(desk, f"trigger @{FIX} --tag v2.4.1")
    assert "a is given twice." in await refusal(desk, f"trigger @{FIX} a=1 a=2")
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
    with pytest.raises(UnknownName) as caught:
        await desk.ask("trigger mobile --definition nightly")
    assert "Its pipeline definitions: Checks, Store release." in told(caught.value)[0]


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

    assert "Nothing was started." in said
    assert "CircleCI rejected this: Ignoring pipeline due to CI skip" in said


async def test_a_branch_that_does_not_exist_starts_nothing(desk: Desk) -> None:
    assert "CircleCI rejected this: Branch not found" in await refusal(desk, "trigger @nope")


async def test_not_found_with_parameters_is_said_to_be_perhaps_an_undeclared_one(desk: Desk) -> None:
    desk.small.faults.add(Fault(TRIGGERING, "POST", status=404, body={"message": "Project not found"}))

    said = await refusal(desk, f"trigger @{FIX} deploi=yes --anyway")

    assert "doesn't declare deploi" in said
    assert "/ci config web --source" in said


async def test_not_found_without_parameters_is_said_to_be_perhaps_missing_access(desk: Desk) -> None:
    desk.small.faults.add(Fault(TRIGGERING, "POST", status=404, body={"message": "Project not found"}))

    assert "probably the bot's user can't trigger web." in await refusal(desk, f"trigger @{FIX}")


async def test_a_project_that_is_not_there_or_can_not_be_seen_starts_nothing(desk: Desk) -> None:
    desk.small.faults.add(Fault("/project/gh/acme/web", status=404, body={"message": "Project not found"}))
    with pytest.raises(NothingHere):
        await desk.ask(f"trigger @{FIX}")

    assert desk.sent == 0


async def test_who_may_trigger_but_not_read_is_refused_before_circleci_is_asked(desk: Desk) -> None:
    rules = "{do: [trigger], projects: [web]}, {do: [read], projects: [web], branches: [main]}"
    desk.policy.write_text(
        f"projects: {{web: gh/acme/web}}\nchannels: {{C0WEB: {{project: web, allow: [{rules}]}}}}\n"
    )
    for line in (f"trigger @{FIX}", "trigger --tag v2.4.1"):
        with pytest.raises(Denied) as caught:
            await desk.ask(line)
        assert caught.value.permission is Permission.READ
        assert desk.asked() == []

    assert plain((await desk.ask("trigger")).text).endswith("on main")
