"""`cancel`: which workflows it stops, and what a lost answer may be taken for."""

from datetime import timedelta

import pytest

from bot.model.questions import CancelQuestion
from bot.playground.circleci.people import ANA as ANA_LIMA
from tests.commands.acting import RED, started, waits
from tests.commands.desk import Desk, recovered

pytestmark = pytest.mark.usefixtures("all_allowed")


async def test_what_ended_by_itself_is_not_taken_for_canceled(desk: Desk) -> None:
    started(desk, RED)
    assert await recovered(desk, "cancel new#1", ago=timedelta(minutes=6)) is None


async def test_what_another_person_canceled_is_not_taken_for_ours(desk: Desk) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    desk.small.world.record(pipeline.runs[0], "cancel", by=ANA_LIMA)
    assert await recovered(desk, "cancel new#1") is None


async def test_only_the_workflows_that_are_named_are_asked_about(desk: Desk) -> None:
    started(desk, waits("ship", "hold"), waits("docs", "look"))
    with pytest.raises(CancelQuestion) as caught:
        await desk.ask("cancel new#1 --only docs")
    assert [each.name for each in caught.value.workflows] == ["docs"]
