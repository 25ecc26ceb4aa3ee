"""The way back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.endpoints.deploys import DeployEndpoints
from bot.circleci.models import Project, Rollback, VcsInfo, Version
from bot.circleci.slug import ProjectSlug
from bot.finding.granted_project import GrantedBranch
from bot.model import fault
from bot.model.fault import Ambiguous, Denied, UnknownName
from bot.model.permission import Permission
from bot.model.questions import RollbackQuestion
from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.people import identify
from tests.commands.desk import BEN, Desk, lines, offered, plain, recovered, told

BACK = "rollback web production --reason 'Checkout fails'"
POSTING = "/projects/*/rollback"


@pytest.fixture(autouse=True)
def _in_deploys(desk: Desk) -> None:
    """Where Ana may trigger web's main."""
    desk.place = replace(desk.place, channel="C0DEPLOYS")


def live(desk: Desk) -> str:
    return desk.small.deploys.live(desk.small.project(WEB))["production"]


async def refusal(desk: Desk, line: str) -> str:
    """The words of the fault with which the line ends."""
    with pytest.raises((fault.Fault, UnknownName)) as caught:
        await desk.ask(f"{line} --project web")
    return "\n".join(told(caught.value))


async def test_without_a_version_it_is_the_one_that_was_live_before(desk: Desk) -> None:
    message = await desk.ask(f"{BACK} --project web")

    [wanted] = desk.small.deploys.rollbacks.values()
    assert (wanted.current_version, wanted.target_version) == ("v2.4.1-809", "v2.4.0-802")
    assert wanted.reason == "asked in Slack by U0ANA: Checkout fails"
    assert plain(message.text) == "web in production is being rolled back to v2.4.0-802"
    assert "web in production goes back from v2.4.1-809 to v2.4.0-802" in lines(message)
    assert "Reason: Checkout fails" in lines(message)
    assert desk.sent == 1
    assert live(desk) == "v2.4.1-809"
    desk.clock.ahead += timedelta(minutes=1)
    assert live(desk) == "v2.4.0-802"


async def test_names_are_matched_whatever_their_case(desk: Desk) -> None:
    await desk.press("rollback WEB Production V2.4.0-795 --reason slow --project web")

    [wanted] = desk.small.deploys.rollbacks.values()
    said = (wanted.component_name, wanted.environment_name, wanted.target_version)
    assert said == ("web", "production", "v2.4.0-795")


async def test_a_reason_is_needed(desk: Desk) -> None:
    with pytest.raises(RollbackQuestion) as caught:
        await desk.ask("rollback web production --project web")
    assert caught.value.unreasoned
    assert desk.sent == 0


async def test_the_card_gets_the_pipelines_number_once_it_is_known(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline/*", status=404, body={"message": "Pipeline not found"}))

    first, last = await desk.ask_on(f"{BACK} --project web")

    [started] = desk.small.started
    assert first.depicts is not None
    assert (first.depicts.id, first.depicts.number) == (started.id, None)
    assert f"web #{started.number}" in lines(last)[0]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("rollback shop production --reason x", "web has no component shop. Its components: web."),
        ("rollback web stage --reason x", "web isn't deployed to stage. Its environments: production, npm."),
        ("rollback web production v9 --reason x", "The latest versions: v2.4.0-802, v2.4.0-801, v2.4.0-798"),
        ("rollback web production v2.4.1-809 --reason x", "v2.4.1-809 is already live."),
        (
            "rollback web npm --reason x --namespace other",
            "There's no namespace other. The namespaces: default.",
        ),
        (f"{BACK} --live v2.4.0-802", "v2.4.1-809 is live now, not v2.4.0-802."),
    ],
)
async def test_what_can_not_be_meant_starts_nothing(desk: Desk, line: str, why: str) -> None:
    assert why in await refusal(desk, line)
    assert desk.sent == 0
    assert desk.asked("POST") == []


async def test_a_project_without_markers_starts_nothing(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0API")
    allowed = "{do: [read, trigger], projects: [api]}"
    desk.policy.write_text(f"projects: {{api: gh/acme/api}}\nchannels: {{C0API: {{allow: [{allowed}]}}}}\n")
    with pytest.raises(fault.Fault) as caught:
        await desk.ask("rollback api production --reason x --project api")
    assert "api has no deploy markers" in told(caught.value)[0]


async def rolled_back(desk: Desk) -> None:
    """Somebody did so, and it is live."""
    await desk.press(f"{BACK} --project web")
    desk.clock.ahead += timedelta(minutes=1)


async def question(desk: Desk, line: str) -> RollbackQuestion:
    with pytest.raises(RollbackQuestion) as caught:
        await desk.ask(f"{line} --project web")
    return caught.value


async def test_after_a_rollback_back_goes_further_back_and_asks_first(desk: Desk) -> None:
    await rolled_back(desk)

    asked = await question(desk, BACK)

    assert told(asked)[:3] == [
        "Roll back production further?",
        "v2.4.0-802 is live since a rollback from v2.4.1-809.",
        "web goes back from v2.4.0-802 (live) to v2.4.0-801. This runs web's rollback pipeline.",
    ]
    assert desk.sent == 1
    await desk.press(offered(asked)[0].line or "")
    desk.clock.ahead += timedelta(minutes=1)
    assert live(desk) == "v2.4.0-801"


async def test_a_rollback_over_several_versions_never_leads_forward_again(desk: Desk) -> None:
    await desk.press("rollback web production v2.4.0-795 --reason slow --project web")
    desk.clock.ahead += timedelta(minutes=1)

    assert (await question(desk, BACK)).target == "v2.4.0-791"


async def test_a_version_that_is_named_is_gone_back_to_without_more_ado(desk: Desk) -> None:
    await rolled_back(desk)

    await desk.ask("rollback web production v2.4.0-798 --reason slow --project web")

    assert desk.sent == 2


async def test_names_without_an_order_are_a_choice_after_a_rollback(
    desk: Desk, mocker: MockerFixture
) -> None:
    mocker.patch.object(GrantedBranch, "abandoned_version", return_value="c0ffee1")
    made = [version(name) for name in ("c0ffee1", "9a0b1c2", "8d7e6f5")]
    versions(desk, mocker, version("7b6a5c4", is_live=True), *made)

    with pytest.raises(Ambiguous) as caught:
        await desk.ask(f"{BACK} --project web")

    assert [label for label, _ in caught.value.choices] == ["9a0b1c2", "8d7e6f5"]


def versions(desk: Desk, mocker: MockerFixture, *found: Version) -> None:
    mocker.patch.object(DeployEndpoints, "versions", return_value=found)


def version(name: str, namespace: str = "default", *, is_live: bool = False) -> Version:
    environment = identify("gh/acme", "environment", "production")
    return Version(name=name, environment_id=environment, namespace=namespace, is_live=is_live)


async def test_several_namespaces_are_a_choice_of_whole_lines(desk: Desk, mocker: MockerFixture) -> None:
    versions(desk, mocker, version("v2", "eu", is_live=True), version("v2", "us", is_live=True))
    with pytest.raises(Ambiguous) as caught:
        await desk.ask(f"{BACK} --project web")
    label, line = caught.value.choices[0]
    assert label == "eu"
    assert line.endswith("--namespace eu")


async def test_names_that_differ_by_case_alone_are_a_choice(desk: Desk, mocker: MockerFixture) -> None:
    versions(desk, mocker, version("v2", is_live=True), version("RC"), version("rc"))
    with pytest.raises(Ambiguous) as caught:
        await desk.ask("rollback web production Rc --reason x --project web")
    assert {label for label, _ in caught.value.choices} == {"RC", "rc"}


@pytest.mark.parametrize(
    ("found", "why"),
    [
        ((), "web has never been deployed."),
        ((version("v1"),), "Nothing is live in production."),
        ((version("v1", is_live=True),), "Nothing to go back to."),
        ((version("v1", is_live=True), version("v2", is_live=True)), "Several versions are live (v1, v2)."),
    ],
)
async def test_where_there_is_no_way_back_it_says_why(
    desk: Desk, mocker: MockerFixture, found: tuple[Version, ...], why: str
) -> None:
    versions(desk, mocker, *found)
    assert why in await refusal(desk, BACK)
    assert desk.sent == 0


@pytest.mark.parametrize(
    ("status", "why", "next_line"),
    [
        (400, "CircleCI rejected this: No", "deploy markers, a rollback pipeline and CircleCI's GitHub App"),
        (404, "web may have no rollback pipeline", "How to set them up: CircleCI's documentation."),
        (409, "Another deploy or rollback may be running.", "/ci deploys web shows what's live."),
    ],
)
async def test_what_circleci_refuses_is_said_with_the_next_step(
    desk: Desk, status: int, why: str, next_line: str
) -> None:
    desk.small.faults.add(Fault(POSTING, "POST", status=status, body={"message": "No"}))

    said = await refusal(desk, BACK)

    assert "Not rolled back." in said
    assert why in said
    assert next_line in said


async def test_the_permission_is_that_for_the_default_branch(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0WEB")
    with pytest.raises(Denied) as caught:
        await desk.ask(BACK)
    assert (caught.value.permission, caught.value.ref) == (Permission.TRIGGER, "main")
    assert desk.asked() == ["/api/v2/project/gh/acme/web"]

    message = await desk.ask("rollback android stores --reason x --project mobile")
    assert "android in stores goes back from v2.4.1 to v2.3-135" in lines(message)


async def test_a_project_whose_ids_are_not_told_can_not_be_rolled_back(
    desk: Desk, mocker: MockerFixture
) -> None:
    project = Project(slug=ProjectSlug.parse(WEB), name="web", vcs_info=VcsInfo(default_branch="main"))
    mocker.patch.object(CircleCI, "get_project", return_value=project)
    assert "CircleCI doesn't show web's ids" in await refusal(desk, BACK)


async def test_a_circleci_without_deploys_starts_nothing(desk: Desk) -> None:
    desk.small.faults.add(Fault("/deploy/*", times=None, status=404, body={"message": "Not Found"}))
    assert "CircleCI has no deploys for web" in await refusal(desk, BACK)
    assert desk.sent == 0


async def test_a_rollback_that_no_pipeline_does_is_named_by_its_id(desk: Desk, mocker: MockerFixture) -> None:
    mocker.patch.object(DeployEndpoints, "rollback", return_value=Rollback(id="a1", rollback_type="COMMAND"))
    [message] = await desk.ask_on(f"{BACK} --project web")
    assert "CircleCI accepted it (COMMAND, id a1)." in lines(message)
    assert message.depicts is None


async def test_a_lost_answer_is_recovered_by_the_values_of_the_pipeline(desk: Desk) -> None:
    line = f"{BACK} --project web"
    await desk.ask("trigger web")
    assert await recovered(desk, line) is None
    assert await recovered(desk, "rollback --reason x --project web") is None

    await desk.ask(line)
    message = await recovered(desk, line)

    assert message is not None
    assert "CircleCI's answer was lost, but the rollback started." in lines(message)
    assert message.depicts is not None
    assert message.depicts.number == desk.small.started[-1].number
    assert await recovered(desk, "rollback web npm --reason x --project web") is None
    assert await recovered(desk, line, ago=-timedelta(seconds=30)) is None


async def test_who_may_no_longer_see_it_recovers_nothing(desk: Desk) -> None:
    line = f"{BACK} --project web"
    await desk.ask(line)
    desk.actor = BEN
    assert await recovered(desk, line) is None
