"""Starting pipelines: once, with what was asked for, and only by those who may."""

import asyncio

import pytest
from pytest_mock import MockerFixture

from bot.finding.granted_project import GrantedBranch
from bot.model.fault import NothingHere
from bot.playground.circleci import Fault
from tests.world import ANA, BEN, CHO, DEPLOYS, GUS, RANDOM, WEB, ZOE, World, read

TRIGGER = "/project/*/pipeline"


def states(here: World) -> list[str]:
    """The states of all actions, the oldest first."""
    return [str(row["state"]) for row in here.actions()]


async def test_a_trigger_starts_one_pipeline_and_follows_it_to_its_workflows(either: World) -> None:
    shown = await either.types("trigger web@main", channel=DEPLOYS)
    [started] = either.circleci.started
    assert (started.ref.branch, started.project.slug) == ("main", "gh/acme/web")
    assert f"web #{started.number}" in shown.text
    assert "build-test-deploy" in shown.text
    [row] = either.actions()
    assert (row["state"], row["actor"], row["pipeline_number"]) == ("done", ANA, started.number)
    assert row["rule"].startswith("channels.C0DEPLOYS.allow[")


async def test_parameters_keep_their_types(here: World) -> None:
    await here.types('trigger web@fix/cart-badge shards=3 run-e2e=false note="two words" environment=staging')
    [started] = here.circleci.started
    assert started.parameters == {
        "shards": 3,
        "run-e2e": False,
        "note": "two words",
        "environment": "staging",
    }


async def test_a_wrong_parameter_is_told_as_the_configuration_sees_it(here: World) -> None:
    shown = await here.types("trigger web@fix/cart-badge shrads=3 --anyway")
    assert "Unexpected argument(s): shrads" in shown.text


async def test_a_wrong_configuration_is_told_in_the_card(here: World) -> None:
    shown = await here.types("trigger web@broken-config")
    assert "Cannot find a definition for job named publish-docs" in shown.text


async def test_a_branch_that_is_not_there_starts_nothing(here: World) -> None:
    shown = await here.types("trigger web@nope")
    assert shown.whispered
    assert "Nothing was started." in shown.text
    assert "Branch not found" in shown.text
    assert here.circleci.started == []
    assert states(here) == ["failed"]


async def test_a_project_of_the_github_app_is_triggered_by_its_definition(here: World) -> None:
    shown = await here.types("trigger mobile@main", channel=DEPLOYS)
    assert shown.whispered
    assert "Which pipeline definition?" in shown.text
    assert here.circleci.started == []
    question = await here.clicks(shown.only, "Store release")
    chosen = await here.clicks(question.only, "Trigger") if here.circleci.started == [] else question
    [started] = here.circleci.started
    assert started.definition is not None
    assert started.definition.name == "Store release"
    assert "mobile #" in chosen.text


@pytest.mark.parametrize(
    ("user", "channel", "line", "why"),
    [
        (BEN, DEPLOYS, "trigger web@main", "Only the release group can"),
        (ANA, DEPLOYS, "trigger web@fix/cart-badge", "release/*"),
        (ANA, WEB, "trigger web@main", "any branch except main"),
        (ANA, WEB, "trigger web", "any branch except main"),
        (ANA, RANDOM, "trigger web@main", "You can in"),
        (GUS, RANDOM, "trigger gh/globex/secret@main", "You can't trigger"),
    ],
)
async def test_a_refusal_says_who_may_or_what_to_do_and_starts_nothing(
    here: World, user: str, channel: str, line: str, why: str
) -> None:
    shown = await here.types(line, user=user, channel=channel)
    assert shown.whispered
    assert why in shown.text
    assert here.circleci.started == []
    assert not [asked for asked in here.asked_of_circleci() if asked.startswith("POST")]


async def test_somebody_of_another_workspace_is_refused_by_word_and_by_click(here: World) -> None:
    await here.types("pipeline last failed")
    card = here.slack.messages(WEB)[-1]
    before = len(here.asked_of_circleci())
    for shown in (
        await here.mentions("trigger web@fix/cart-badge", user=ZOE),
        await here.clicks(card, "Trigger again", user=ZOE),
    ):
        assert shown.whispered
        assert "only works for members of its own workspace" in shown.text
    assert len(here.asked_of_circleci()) == before


async def test_a_delivery_that_comes_twice_acts_once(either: World) -> None:
    await either.slack.command(WEB, ANA, "/ci trigger web@fix/cart-badge", times=2)
    await either.idle()
    assert len(either.circleci.started) == 1
    await either.slack.again(either.slack.deliveries[-1])
    await either.idle()
    assert len(either.circleci.started) == 1


async def test_slacks_retries_of_a_mention_act_once(here: World) -> None:
    here.slack.lose_answers(2)
    await here.mentions("trigger web@fix/cart-badge")
    assert [attempt.reason for attempt in here.slack.deliveries[-1].attempts][:2] != [None, None]
    assert len(here.circleci.started) == 1


async def test_twenty_clicks_by_five_people_start_one_pipeline_and_the_others_learn_who_was_first(
    here: World,
) -> None:
    await here.types("pipeline last failed")
    card = here.slack.messages(WEB)[-1]
    people = [ANA, BEN, CHO, GUS, ANA] * 4
    await asyncio.gather(*(here.slack.click(card.ts, "Trigger again", user) for user in people))
    await here.idle()
    assert len(here.circleci.started) == 1
    told = [message for user in (ANA, BEN, CHO, GUS) for message in here.slack.ephemerals(user)]
    assert len(told) == 19
    assert all("> already " in read(message) for message in told)


async def test_a_lost_answer_is_looked_for_and_found(here: World) -> None:
    here.circleci.faults.add(Fault(TRIGGER, "POST", drop="after"))
    shown = await here.types("trigger web@fix/cart-badge")
    [started] = here.circleci.started
    assert f"web #{started.number}" in shown.text
    assert states(here) == ["done"]


@pytest.mark.parametrize("fault", [Fault(TRIGGER, "POST", status=502), Fault(TRIGGER, "POST", drop=True)])
async def test_where_it_can_not_be_told_it_says_so_and_offers_to_try_again(here: World, fault: Fault) -> None:
    here.circleci.faults.add(fault)
    shown = await here.types("trigger web@fix/cart-badge")
    assert shown.whispered
    assert "this might have started" in shown.text
    assert states(here) == ["unknown"]
    assert here.circleci.started == []
    await here.clicks(shown.only, "Try again")
    assert len(here.circleci.started) == 1
    assert states(here) == ["unknown", "done"]


async def test_where_what_was_meant_is_gone_it_can_not_be_told(here: World, mocker: MockerFixture) -> None:
    here.circleci.faults.add(Fault(TRIGGER, "POST", drop="after"))
    mocker.patch.object(GrantedBranch, "newest_pipelines", side_effect=NothingHere("project", "web"))
    shown = await here.types("trigger web@fix/cart-badge")
    assert "this might have started" in shown.text
    assert states(here) == ["unknown"]


async def test_a_post_is_never_repeated(here: World) -> None:
    here.circleci.faults.add(Fault(TRIGGER, "POST", status=503, times=None))
    await here.types("trigger web@fix/cart-badge")
    assert len([asked for asked in here.asked_of_circleci() if asked.startswith("POST")]) == 1


async def test_nothing_is_started_that_can_not_be_recorded_and_reads_go_on(here: World) -> None:
    async with here.database_locked():
        shown = await here.types("trigger web@fix/cart-badge")
        assert shown.whispered
        assert "Nothing was started" in shown.text
        assert here.circleci.started == []
        assert "web #813" in (await here.types("status web")).text
    await here.types("trigger web@fix/cart-badge")
    assert len(here.circleci.started) == 1


async def test_reads_write_no_action(here: World) -> None:
    for line in ("status web", "pipelines", "me", "help", "can", "config last"):
        await here.types(line)
    assert here.actions() == []


async def test_a_pipeline_of_another_wish_is_not_taken_for_the_one_whose_answer_was_lost(here: World) -> None:
    await here.types("trigger web@fix/cart-badge")
    here.circleci.faults.add(Fault(TRIGGER, "POST", drop=True))
    shown = await here.types("trigger web@fix/cart-badge")
    assert "this might have started" in shown.text
    assert states(here) == ["done", "unknown"]
