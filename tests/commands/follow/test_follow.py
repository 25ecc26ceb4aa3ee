"""`follow`: a card that keeps itself true, here or in direct messages."""

import pytest

from bot.model.fault import Denied, NothingHere
from bot.model.message import Audience
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.commands.acting import RED, started, waits
from tests.commands.desk import Desk, buttons, lines

GREEN = WorkflowScript("test", (JobScript("unit", 5),))


async def test_the_card_of_a_run_is_posted_here_and_may_change(desk: Desk, all_allowed: None) -> None:
    started(desk, waits("ship", "hold"))

    message = await desk.ask("follow new")

    assert (message.audience, message.live) == (Audience.CHANNEL, True)
    assert "Waiting for approval" in lines(message)[0]
    assert "Approve hold" in buttons(message)


@pytest.mark.parametrize(("script", "may_be_rerun"), [(RED, True), (GREEN, False)])
async def test_of_a_run_that_has_ended_the_card_says_so(
    desk: Desk, all_allowed: None, script: WorkflowScript, *, may_be_rerun: bool
) -> None:
    started(desk, script)

    message = await desk.ask("follow new")

    assert "It has already ended." in lines(message)
    assert message.live is may_be_rerun


async def test_for_oneself_it_goes_into_the_conversation_with_the_bot(desk: Desk, all_allowed: None) -> None:
    started(desk, waits("ship", "hold"))

    assert (await desk.ask("follow new --me")).audience is Audience.DIRECT


async def test_only_who_may_follow_and_only_what_is_there(desk: Desk) -> None:
    with pytest.raises(Denied):
        await desk.ask("follow web@main")


async def test_a_run_that_is_not_there_is_not_followed(desk: Desk, all_allowed: None) -> None:
    with pytest.raises(NothingHere):
        await desk.ask("follow web#99999")
