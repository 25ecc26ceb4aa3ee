"""What approving, canceling and rerunning do alike."""

from dataclasses import replace

import pytest

from bot.model.deeds import ApprovalRefused
from bot.playground.circleci.acme import WEB
from tests.commands.acting import POLICY, RED, started, waits
from tests.commands.desk import Desk, buttons, recovered, told

pytestmark = pytest.mark.usefixtures("all_allowed")


async def refused(desk: Desk, line: str) -> str:
    with pytest.raises(ApprovalRefused) as caught:
        await desk.ask(line)
    return "\n".join(told(caught.value))


async def test_what_is_gone_or_no_longer_allowed_since_can_not_be_told(desk: Desk) -> None:
    started(desk, waits("ship", "hold"))
    desk.policy.write_text(POLICY.replace("approve, cancel, rerun", "trigger"))
    for line in ("approve new#1", "cancel new#1", "rerun new#1", "cancel job new#1"):
        assert await recovered(desk, line) is None
    assert desk.asked("POST") == []


async def test_each_is_asked_for_in_few_round_trips(desk: Desk) -> None:
    pipeline = started(desk, waits("ship", "hold"), RED)
    ship, red = pipeline.runs
    for line, most in (
        (f"approve {ship.id} hold", 4),
        (f"rerun {red.id} --failed", 4),
        (f"cancel {ship.id}", 3),
    ):
        await desk.ask(line)
        assert desk.waves.count <= most, line


async def test_a_card_leads_back_to_the_pipeline(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0WEB")
    [pipeline] = [each for each in desk.small.pipelines if each.project.slug == WEB and each.number == 812]
    message = await desk.ask("rerun web#812 --failed")
    assert buttons(message)["Details"] == f"pipeline {pipeline.id}"
    assert "Nothing to approve: web #812" in await refused(desk, "approve web#812")
