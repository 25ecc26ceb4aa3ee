"""`trigger`, with parameters that the newest configuration does not take: asked about first."""

from dataclasses import replace

import pytest

from bot.model.fault import Ambiguous, Denied
from bot.model.parameters import MistakenParameters
from bot.playground.circleci import Fault
from tests.commands.desk import Desk, offered, plain, told

FIX = "fix/rounding-at-checkout"
WEB = "gh/acme/web"
MOBILE = "circleci/8kPq3vRZtNwYb5XjLmCdTs/Hf6sWz2QnKxVr9GbJpEyUa"
CONFIG = "/pipeline/*/config"


async def mistaken(desk: Desk, line: str) -> MistakenParameters:
    """What is asked about; nothing was started."""
    with pytest.raises(MistakenParameters) as caught:
        await desk.ask(line)
    assert desk.sent == 0
    assert desk.asked("POST") == []
    return caught.value


def lines_offered(fault: MistakenParameters) -> list[str | None]:
    return [each.line for each in offered(fault)]


async def test_a_name_that_is_not_declared_is_asked_about_with_the_line_mended_and_as_it_is(
    desk: Desk,
) -> None:
    fault = await mistaken(desk, f"trigger @{FIX} enviroment=staging")

    assert told(fault)[0] == "web has no parameter enviroment. Did you mean environment?"
    assert f"web's parameters as of #812 on {FIX}: environment, run-e2e, shards and note." in told(fault)[-2]
    assert lines_offered(fault) == [
        f"trigger {WEB}@{FIX} environment=staging",
        f"trigger {WEB}@{FIX} enviroment=staging --anyway",
        "help trigger web",
    ]


async def test_what_is_offered_starts_what_it_says(desk: Desk) -> None:
    mended, anyway, _ = lines_offered(await mistaken(desk, f"trigger @{FIX} enviroment=Staging shards='3'"))

    await desk.ask(mended or "")
    assert desk.small.started[-1].parameters == {"environment": "staging", "shards": 3}

    await desk.ask(anyway or "")
    assert desk.small.started[-1].parameters["enviroment"] == "Staging"


async def test_all_mistakes_of_a_line_are_told_and_mended_at_once(desk: Desk) -> None:
    fault = await mistaken(desk, f"trigger @{FIX} run-e2e=True note=5 environment=Production shrads=2")

    assert len(fault.mistakes) == 4
    message = await desk.ask(lines_offered(fault)[0] or "")
    assert "was started" in plain(message.text)
    assert desk.small.started[-1].parameters == {
        "run-e2e": True,
        "note": "5",
        "environment": "production",
        "shards": 2,
    }


async def test_where_a_mistake_has_no_plain_remedy_the_line_is_offered_as_it_is(desk: Desk) -> None:
    fault = await mistaken(desk, f"trigger @{FIX} shards=two")

    assert told(fault)[0] == "shards takes a number, like shards=2."
    assert [each.label for each in offered(fault)] == ["Trigger anyway", "Parameters"]


async def test_a_branch_given_as_a_parameter_is_the_branch(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0WEB")

    fault = await mistaken(desk, "trigger branch=fix/cart-badge note=hi")

    assert told(fault)[0] == "You can't trigger main of web here."
    assert lines_offered(fault) == [f"trigger {WEB}@fix/cart-badge note=hi"]


async def test_a_branch_that_may_not_be_triggered_is_not_offered(desk: Desk) -> None:
    fault = await mistaken(desk, f"trigger @{FIX} branch=main")
    assert [each.label for each in offered(fault)] == ["Trigger anyway", "Parameters"]

    with pytest.raises(Denied):
        await desk.ask("trigger branch=main")
    assert desk.sent == 0


async def test_a_declared_parameter_called_branch_is_one(desk: Desk) -> None:
    desk.small.project(WEB).source = "parameters: {branch: {type: string}}"

    await desk.ask(f"trigger @{FIX} branch=other")

    assert desk.small.started[-1].parameters == {"branch": "other"}
    assert desk.small.started[-1].ref.branch == FIX


async def test_it_costs_no_round_trip_more_than_three(desk: Desk) -> None:
    await desk.ask(f"trigger @{FIX} shards=3")
    assert desk.waves.count == 3
    assert len(desk.asked()) == 3

    await desk.ask(f"trigger @{FIX} --definition build-test-deploy shards=3")
    assert desk.waves.count == 3

    before = len(desk.asked())
    await desk.ask(f"trigger @{FIX}")
    assert desk.waves.count == 2
    assert len(desk.asked()) == before + 1

    await desk.ask(f"trigger @{FIX} nope=3 --anyway")
    assert desk.waves.count == 2


@pytest.mark.parametrize("source", ["", "- odd", "parameters: [odd]", "parameters: {a: *gone}"])
async def test_where_nothing_can_be_read_it_is_started_as_it_was_said(desk: Desk, source: str) -> None:
    desk.small.project(WEB).source = source

    await desk.ask(f"trigger @{FIX} nope=1")

    assert desk.small.started[-1].parameters == {"nope": 1}


@pytest.mark.parametrize(
    "fault",
    [
        Fault(CONFIG, times=None, status=404),
        Fault(CONFIG, times=None, status=503),
        Fault(CONFIG, times=None, drop=True),
    ],
)
async def test_where_circleci_tells_no_configuration_it_is_started_as_it_was_said(
    desk: Desk, fault: Fault
) -> None:
    desk.small.faults.add(fault)

    await desk.ask(f"trigger @{FIX} nope=1")

    assert len(desk.small.started) == 1


async def test_what_circleci_does_not_tell_soon_is_not_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reading.parameters.CONFIG_PATIENCE", 0.05)
    desk.small.faults.add(Fault(CONFIG, times=None, delay=60))

    await desk.ask(f"trigger @{FIX} nope=1")

    assert len(desk.small.started) == 1


async def test_where_the_branch_was_never_built_it_is_started_as_it_was_said(desk: Desk) -> None:
    desk.small.add_branch(WEB, "new")

    await desk.ask("trigger @new nope=1")

    assert len(desk.small.started) == 1


async def test_a_setup_configurations_own_parameters_count(desk: Desk) -> None:
    desk.policy.write_text(
        "projects: {api: gh/acme/api}\neverywhere: {allow: [{do: [read, trigger], projects: [api]}]}\n"
    )
    fault = await mistaken(desk, "trigger api@chore/changed-paths migrate=true")
    assert "only of the config it continues with" in told(fault)[0]

    await desk.ask("trigger api@chore/changed-paths run-all=true")
    assert desk.small.started[-1].parameters == {"run-all": True}
    assert desk.small.started[-1].errors == ()


async def test_each_definition_has_its_own_parameters(desk: Desk) -> None:
    await desk.ask("trigger mobile --definition 'Store release' track=beta")

    fault = await mistaken_again(desk, "trigger mobile --definition Checks track=beta")
    assert told(fault)[0] == "mobile has no parameter track."
    fault = await mistaken_again(desk, "trigger mobile --definition 'Store release' track=alpha")
    assert told(fault)[0] == "track can be internal, beta or production."


async def test_only_definitions_that_take_the_parameters_are_a_choice(desk: Desk) -> None:
    await desk.ask("trigger mobile --definition 'Store release' track=beta")

    for given, names in (
        ("track=beta", ["Store release"]),
        ("platform=ios", ["Checks"]),
        ("build-number=3", ["Checks", "Store release"]),
        ("frob=3", ["Checks", "Store release"]),
    ):
        with pytest.raises(Ambiguous) as caught:
            await desk.ask(f"trigger mobile {given}")
        assert [label for label, _ in caught.value.choices] == names
        assert desk.waves.count == 2
    assert len(desk.small.started) == 1


async def mistaken_again(desk: Desk, line: str) -> MistakenParameters:
    before = len(desk.small.started)
    with pytest.raises(MistakenParameters) as caught:
        await desk.ask(line)
    assert len(desk.small.started) == before
    return caught.value


async def test_of_what_may_not_be_read_nothing_is_asked(desk: Desk) -> None:
    rules = "{do: [trigger], projects: [web]}, {do: [read], projects: [web], branches: [main]}"
    desk.policy.write_text(
        f"projects: {{web: gh/acme/web}}\nchannels: {{C0WEB: {{project: web, allow: [{rules}]}}}}\n"
    )
    for line in (f"trigger @{FIX} nope=1", "trigger --tag v2.4.1 nope=1"):
        with pytest.raises(Denied):
            await desk.ask(line)
        assert desk.asked() == []


async def test_a_line_that_is_too_long_for_a_button_is_not_offered(desk: Desk) -> None:
    several = " ".join(f"p{at}={'x' * 485}" for at in range(4))

    fault = await mistaken(desk, f"trigger @{FIX} {several}")

    assert [each.label for each in offered(fault)] == ["Parameters"]
