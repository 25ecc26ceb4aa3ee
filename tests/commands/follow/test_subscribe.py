"""`subscribe`: what a channel hears of."""

import pytest

from bot.model.fault import Denied, NothingHere
from bot.model.subscription import Event
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.commands.acting import started
from tests.commands.desk import Desk, buttons, lines


async def test_without_more_a_channel_hears_of_failures_and_fixes_of_the_default_branch(
    desk: Desk, all_allowed: None
) -> None:
    message = await desk.ask("subscribe web")

    assert lines(message)[:2] == ["Subscribed", "This channel hears about failures and fixes of web on main."]
    [kept] = await desk.store.subscriptions.of_channel(desk.place)
    assert (kept.branch, kept.events) == ("main", (Event.FAILED, Event.FIXED))
    assert buttons(message)["Unsubscribe"] == "unsubscribe gh/acme/web@main"


async def test_a_branch_may_be_a_pattern_and_all_that_narrows_it_is_kept(
    desk: Desk, all_allowed: None
) -> None:
    line = "subscribe web@release/* --on on_hold,failed --workflow deploy* --by ana-lima --event push"
    message = await desk.ask(f"{line} --mention author")

    told = lines(message)[1]
    assert "approvals and failures of web on release/*, workflow deploy*" in told
    assert "by ana-lima, started by push, mentioning the author" in told


@pytest.mark.parametrize("said", ["deploy*,test", "deploy*, test", "deploy* --workflow test"])
async def test_several_workflows_may_be_named(desk: Desk, all_allowed: None, said: str) -> None:
    told = lines(await desk.ask(f"subscribe web --workflow {said}"))

    assert "This channel hears about failures and fixes of web on main, workflows deploy* or test." in told
    [kept] = await desk.store.subscriptions.of_channel(desk.place)
    assert kept.workflows == ("deploy*", "test")
    assert [kept.is_about(each) for each in ("deploy-web", "test", "lint")] == [True, True, False]


async def test_the_same_branch_again_changes_what_is_heard_of_it(desk: Desk, all_allowed: None) -> None:
    await desk.ask("subscribe web")

    assert lines(await desk.ask("subscribe web --on started"))[:3] == [
        "Changed",
        "This channel hears about starts of web on main.",
        "Before, it heard about failures and fixes of web on main.",
    ]
    [kept] = await desk.store.subscriptions.of_channel(desk.place)
    assert kept.events == (Event.STARTED,)


async def test_what_to_hear_of_may_be_said_without_its_flag(desk: Desk, all_allowed: None) -> None:
    for said, heard in (
        ("subscribe web on failed", "failures of web on main"),
        ("subscribe web on failed, fixed and on_hold", "failures, fixes and approvals of web on main"),
        ("subscribe web on main for canceled", "cancellations of web on main"),
    ):
        assert f"This channel hears about {heard}." in lines(await desk.ask(said))


async def test_a_preview_says_how_many_more_there_are(desk: Desk, all_allowed: None) -> None:
    shown = lines(await desk.ask("subscribe web@* --preview --on started"))

    number = int(shown[0].partition(" ")[0])
    assert f"+ {number - 10} older" in shown


async def test_a_preview_counts_what_failed_before_a_rerun_fixed_it(desk: Desk, all_allowed: None) -> None:
    flaky = WorkflowScript("test", (JobScript("unit", 5, outcomes=("failed", "success")),))
    run = started(desk, flaky)
    desk.small.world.rerun(run.runs[-1], frozenset({"unit"}))
    desk.small.finish(run)

    shown = lines(await desk.ask("subscribe new@* --preview"))

    assert shown[0] == "1 of the last 1 run would have been posted here."
    assert "failed, fixed" in shown[1]


async def test_a_preview_keeps_nothing(desk: Desk, all_allowed: None) -> None:
    message = await desk.ask("subscribe web --preview")

    assert "would have been posted here" in lines(message)[0]
    assert buttons(message)["Subscribe"] == "subscribe gh/acme/web@main --on failed,fixed"
    assert await desk.store.subscriptions.of_channel(desk.place) == ()


async def test_only_who_may_follow_and_only_what_is_there(desk: Desk) -> None:
    with pytest.raises(Denied):
        await desk.ask("subscribe web")


async def test_a_project_that_is_not_there_is_not_subscribed_to(desk: Desk, all_allowed: None) -> None:
    with pytest.raises(NothingHere):
        await desk.ask("subscribe gh/acme/nope")
