"""`job`: one job, and what it leads to."""

from datetime import timedelta

import pytest

from bot.model.fault import JobHasNone, JobReason, NothingHere
from tests.commands.acting import approve, waits
from tests.commands.desk import Desk, buttons, lines, plain

WEB = "gh/acme/web"


async def test_the_job_that_failed_leads_to_its_workflow_and_its_pipeline(desk: Desk) -> None:
    message = await desk.ask("job last failed")

    assert plain(message.text).startswith("e2e in web #812 on ")
    leads = buttons(message)
    for label, beginning in (("Workflow", "build-test-deploy in web #812"), ("Pipeline", "web #812")):
        assert plain((await desk.ask(leads[label] or "")).text).startswith(beginning)


async def test_a_number_that_no_job_has_is_not_found(desk: Desk) -> None:
    with pytest.raises(NothingHere) as caught:
        await desk.ask("job web#999999")

    assert (caught.value.noun, caught.value.said) == ("job", "web#999999")


async def test_an_approval_is_one_by_its_type_whatever_number_it_has(desk: Desk) -> None:
    held = desk.small.add_pipeline(WEB, "try", ago=timedelta(minutes=9), scripts=(waits("ship", "hold"),))
    desk.small.hold(held)
    [run] = held.runs
    hold = next(each for each in run.jobs if each.script.name == "hold")
    assert hold.number

    for line in (f"job {hold.id}", f"job {run.id} hold"):
        said = lines(await desk.ask(line))
        assert said[0].startswith(":raised_hand: Waiting for approval  ·  hold")
        assert "Nobody can approve it here." in said

    shown = await desk.ask(f"workflow {run.id}")
    assert not [label for label in buttons(shown) if "hold" in label and "Approve" not in label]
    for line in ("logs", "tests", "artifacts"):
        with pytest.raises(JobHasNone) as caught:
            await desk.ask(f"{line} {held.id} hold")
        assert caught.value.reason is JobReason.APPROVAL
        shown = await desk.ask(f"artifacts {held.id}")  # of the only one that has begun
        assert "build" in plain(shown.text)

    approve(desk, run, "hold")
    assert f"Approved by {desk.small.world.me.name}." in lines(await desk.ask(f"job {hold.id}"))
