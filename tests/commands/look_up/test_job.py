"""`job`: one job, and what it leads to."""

import pytest

from bot.model.fault import NothingHere
from tests.commands.desk import Desk, buttons, plain


async def test_the_job_that_failed_leads_to_its_workflow_and_its_pipeline(desk: Desk) -> None:
    message = await desk.ask("job last failed")

    assert plain(message.text).startswith("e2e of web #812 on ")
    leads = buttons(message)
    for label, beginning in (("Workflow", "build-test-deploy of web #812"), ("Pipeline", "web #812")):
        assert plain((await desk.ask(leads[label] or "")).text).startswith(beginning)


async def test_a_number_that_no_job_has_is_not_found(desk: Desk) -> None:
    with pytest.raises(NothingHere) as caught:
        await desk.ask("job web#999999")

    assert (caught.value.noun, caught.value.said) == ("job", "web#999999")
